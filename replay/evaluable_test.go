package replay_test

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"lossreplay/datasets"
	"lossreplay/datasets/daytest"
	"lossreplay/model"
	"lossreplay/model/control"
	"lossreplay/replay"
)

// unevaluable returns which controls of the catalogue the day can't judge, as in "A34 quotes, securities.halt_move", and
// fails unless it has judged all others.
func unevaluable(t *testing.T, day *datasets.Tables) (not []string) {
	t.Helper()
	study, err := replay.Examine(t.Context(), day, replay.Plan{Variants: control.All()})
	if err != nil {
		t.Fatal(err)
	}
	var ids []string
	for _, n := range study.NotEvaluable {
		ids = append(ids, n.Instance.Name)
		not = append(not, n.Instance.Name+" "+strings.Join(n.Missing, ", "))
	}
	for i, c := range study.Variants.Controls {
		ids = append(ids, c.Name)
		if study.Variants.Alone(i) == nil {
			t.Errorf("%s is evaluable and was not run", c.Name)
		}
	}
	slices.Sort(ids)
	if want := idsOf(control.All()); !slices.Equal(ids, want) {
		t.Errorf("judged or not: %v, want each of %v once", ids, want)
	}
	return not
}

func idsOf(controls []control.Instance) (ids []string) {
	for _, c := range controls {
		ids = append(ids, c.Spec.ID)
	}
	return ids
}

// each returns "ID what" for each of the ids.
func each(ids, what string) (list []string) {
	for _, id := range strings.Fields(ids) {
		list = append(list, id+" "+what)
	}
	return list
}

func withoutHaltMove(day *datasets.Tables) {
	for s := range day.SecurityRows {
		day.SecurityRows[s].HaltMove = 0
	}
}

func withoutNormalVolume(day *datasets.Tables) {
	for s := range day.SecurityRows {
		day.SecurityRows[s].NormalVolume = 0
	}
}

// TestWhatEachControlCannotBeJudgedWithout removes each optional table and column of a day that has them all. A control that
// is not named is evaluable without it: A10 falls back on its limit in shares, A11 on the limit price, A35 on tier 2, and A25
// compares with prices that each security has.
func TestWhatEachControlCannotBeJudgedWithout(t *testing.T) {
	for _, c := range []struct {
		what   string
		remove func(*datasets.Tables)
		want   []string
	}{
		{"nothing", func(*datasets.Tables) {}, nil},
		{"quotes", func(d *datasets.Tables) { d.QuoteRows = model.QuoteColumns{} },
			each("A09 A12 A18 A19 A20 A21 A22 A23 A24 A30 A34 A35 A36 A38 A41 A43", "quotes")},
		{"bars", func(d *datasets.Tables) { d.BarRows = nil }, each("A13 A40", "bars")},
		{"operations", func(d *datasets.Tables) { d.OperationRows = nil },
			each("A01 A02 A03 A05 A06 A07 A08 A31 A32 A42 A44", "operations")},
		{"moves", withoutHaltMove, each("A34", "securities.halt_move")},
		{"ordinary volumes", withoutNormalVolume, each("A13", "securities.normal_volume")},
		{"quotes and moves", func(d *datasets.Tables) { d.QuoteRows = model.QuoteColumns{}; withoutHaltMove(d) },
			slices.Concat(each("A09 A12 A18 A19 A20 A21 A22 A23 A24 A30", "quotes"), each("A34", "quotes, securities.halt_move"),
				each("A35 A36 A38 A41 A43", "quotes"))},
		{"bars and ordinary volumes", func(d *datasets.Tables) { d.BarRows = nil; withoutNormalVolume(d) },
			slices.Concat(each("A13", "bars, securities.normal_volume"), each("A40", "bars"))},
		{"the move of one symbol", func(d *datasets.Tables) { d.SecurityRows[0].HaltMove = 0 }, nil},
	} {
		t.Run(c.what, func(t *testing.T) {
			day := daytest.Small()
			c.remove(day)
			if got := unevaluable(t, day); !slices.Equal(got, c.want) {
				t.Errorf("%v\nwant %v", got, c.want)
			}
		})
	}
}

// No control needs the liquidation, but the record of an account that ends with a position does: without it nobody knows what
// was lost.
func TestLiquidationIsNeededByTheRecordAlone(t *testing.T) {
	day := daytest.Small()
	day.ClosingRows = nil
	if _, err := replay.Examine(t.Context(), day, replay.Plan{}); err == nil || !strings.Contains(err.Error(), "give the liquidation table") {
		t.Errorf("error %v names no table", err)
	}
	flat := tinyDay()
	flat.filled(0, flat.parent(0, 0, model.Buy, 100, 0), false)
	flat.filled(1e9, flat.parent(1e9, 0, model.Sell, 100, 0), false)
	study, err := replay.Examine(t.Context(), flat, replay.Plan{Controls: []control.Instance{mustFind(t, "A14"), mustFind(t, "A37")}})
	if err != nil || len(study.NotEvaluable) > 0 || !study.Fidelity.Exact {
		t.Errorf("%v, %+v", err, study)
	}
}

func mustFind(t *testing.T, id string) control.Instance {
	t.Helper()
	spec, err := control.Find(id)
	if err != nil {
		t.Fatal(err)
	}
	return spec.Default()
}

// A queue delays orders, which thinning a record can't show: A16 with it is left out and lacks nothing that a day could have.
func TestOnlyAQueueNeedsTheClosedLoop(t *testing.T) {
	for _, spec := range control.Catalogue() {
		want := ""
		if spec.ID == "A16" {
			want = "mode queue"
		}
		if got := spec.ClosedLoop(); got != want {
			t.Errorf("%s needs the closed loop for %q, want %q", spec.ID, got, want)
		}
	}
	queue := mustFind(t, "A16").With("queue", "mode", int64(slices.Index(mustFind(t, "A16").Spec.Param("mode").Choices, "queue")))
	reject, day := mustFind(t, "A16"), daytest.Small()
	for what, plan := range map[string]replay.Plan{
		"control": {Controls: []control.Instance{reject, queue}},
		"variant": {Controls: []control.Instance{reject}, Variants: []control.Instance{queue}},
	} {
		study, err := replay.Examine(t.Context(), day, plan)
		if err != nil {
			t.Fatal(err)
		}
		if not := study.NotEvaluable; len(not) != 1 || not[0].Instance.Name != "queue" || len(not[0].Missing) > 0 {
			t.Errorf("as %s: not evaluable %v", what, not)
		}
		if main := study.Main.Controls; len(main) != 1 || main[0].Name != "A16" || study.Variants != nil {
			t.Errorf("as %s: ran %v and %v", what, main, study.Variants)
		}
	}
	day.QuoteRows = model.QuoteColumns{}
	loop, err := replay.InLoop(day, []control.Instance{queue, mustFind(t, "A12"), reject})
	if err != nil || !slices.Equal(idsOf(loop), []string{"A16", "A16"}) {
		t.Errorf("the loop can judge %v, %v; want both throttles and not the collar, for the day has no quotes", idsOf(loop), err)
	}
	if r, err := replay.EachOf(t.Context(), day, []control.Instance{reject, queue}, nil); r != nil || err != nil {
		t.Errorf("each of reject and queue: %v, %v", r, err)
	}
}

// TestWithoutWhatItNeedsAControlPreventsNothing is why such a control is left out and not counted as 0. With low limits, on
// days that hold nothing of what it acts on, it neither trips nor changes the loss.
func TestWithoutWhatItNeedsAControlPreventsNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		day := randomDay(t)
		day.OperationRows = nil
		withoutHaltMove(day)
		var idle []control.Instance
		for i, seed := range rapid.SliceOfN(rapid.Uint64(), 1, 12).Draw(t, "controls") {
			b := bits(seed)
			c := catalogueControl(&b, i)
			if slices.Contains(c.Spec.Needs, "operations") || slices.Contains(c.Spec.Needs, "securities.halt_move") {
				idle = append(idle, c)
			}
		}
		r := run(t, day, idle...)
		if len(r.Impact) != 1 {
			t.Fatalf("%d leaves of %v", len(r.Impact), idsOf(idle))
		}
		for c, log := range r.Impact[0].Trips {
			if len(log) > 0 {
				t.Fatalf("%s: %v", idle[c].Name, log)
			}
		}
	})
}
