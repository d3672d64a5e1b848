package fit_test

import (
	"slices"
	"testing"
	"time"

	"lossreplay/datasets"
	"lossreplay/datasets/knight"
	"lossreplay/model"
	"lossreplay/replay"
	"lossreplay/replay/fit"
)

const stale = 7 // the server that the release missed

// unlabelled returns a Knight day without its labels and without what people did to the router, and both beside it.
func unlabelled(t *testing.T, change func(*knight.Params), seed uint64) (day *datasets.Tables, labels []bool, ops []model.Operation) {
	t.Helper()
	p := knight.Defaults()
	change(&p)
	day, err := knight.Generate(p, seed)
	if err != nil {
		t.Fatal(err)
	}
	labels, ops = day.ChildRows.Rogue, day.OperationRows
	day.ChildRows.Rogue, day.OperationRows = make([]bool, len(labels)), nil
	return day, labels, ops
}

func rollbacks(ops []model.Operation) (at [stale]model.Time) {
	for _, op := range ops {
		if op.Kind == model.OpRollback {
			at[op.Server] = op.At
		}
	}
	return at
}

func fitted(t *testing.T, day *datasets.Tables, ops []model.Operation) *fit.Result {
	t.Helper()
	r, err := fit.Day(day, day.About.Router, ops)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// staleServer holds what is found of the eighth server: nothing correct explains it, from the very first order that nobody wanted
// to the last of the flow.
func staleServer(t *testing.T, day *datasets.Tables, labels []bool, r *fit.Result) {
	t.Helper()
	s := r.Servers[stale]
	if len(s.Segments) != 1 || !r.Suspicious(s.Segments[0].Class) {
		t.Fatalf("server %d: segments %+v, want one that no correct build explains", stale, s.Segments)
	}
	first, last := slices.Index(labels, true), len(labels)-1
	for ; !labels[last] || day.ChildRows.Server[last] != stale; last-- {
	}
	c := &day.ChildRows
	if f := r.FirstBeyond; f == nil || f.Child != model.ChildID(first+1) || f.Server != stale || f.At != c.Sent[first] || f.Parent != c.Parent[first] {
		t.Errorf("first child beyond its parent: %+v, want child %d", r.FirstBeyond, first+1)
	}
	if g := s.Segments[0]; g.By != c.Sent[first] || g.Until != c.Sent[last] {
		t.Errorf("server %d runs from %v until %v, want from %v until %v", stale, g.By, g.Until, c.Sent[first], c.Sent[last])
	}
}

// sameLabels holds the labels that follow from the orders against those that the day was made with.
func sameLabels(t *testing.T, day *datasets.Tables, labels []bool) {
	t.Helper()
	differ, rogue := 0, 0
	err := replay.Walk(day, func(s *replay.OrderStep) {
		if s.Report {
			return
		}
		if fit.Beyond(s) != labels[s.Child-1] {
			differ++
		}
		if labels[s.Child-1] {
			rogue++
		}
	})
	if err != nil || differ > 0 || rogue == 0 {
		t.Errorf("%d of %d labels differ, %d rogue; error %v", differ, len(labels), rogue, err)
	}
}

// The default reading: parents of the roll-back's victims come when they come, so that the log brackets each server's change
// and says no more. The bracket must hold the truth.
func TestStaleServerAndRollbackAreFoundWithoutLabels(t *testing.T) {
	for _, c := range []struct {
		name   string
		seed   uint64
		change func(*knight.Params)
	}{
		{"default", 2, func(*knight.Params) {}},
		{"late_and_fast_with_most_parents_on_the_stale_server", 3, func(p *knight.Params) {
			p.Server8Share, p.Rollback, p.RollbackStep = 0.6, 9*time.Hour+54*time.Minute+13*time.Second, 3*time.Second
		}},
		{"early_and_slow_tapering", 4, func(p *knight.Params) {
			p.Stop, p.Rollback, p.RollbackStep = "taper", 9*time.Hour+36*time.Minute, 45*time.Second
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if testing.Short() && c.name != "default" {
				t.Skip("generates a day")
			}
			day, labels, ops := unlabelled(t, c.change, c.seed)
			r := fitted(t, day, nil)
			staleServer(t, day, labels, r)
			sameLabels(t, day, labels)
			for s, at := range rollbacks(ops) {
				bracketed(t, r, s, at)
			}
			declaredDiverge(t, day, ops, r)
			declaredAsFound(t, day, r)
		})
	}
}

// bracketed holds what is found of a server that was rolled back at a time.
func bracketed(t *testing.T, r *fit.Result, s int, at model.Time) {
	t.Helper()
	segments := r.Servers[s].Segments
	if len(segments) != 2 || r.Suspicious(segments[0].Class) || !r.Suspicious(segments[1].Class) {
		t.Errorf("server %d: segments %+v, want a correct build and then a wrong one", s, segments)
		return
	}
	if c := segments[1]; at <= c.After || at > c.By || c.By.Sub(at) > 90*time.Second {
		t.Errorf("server %d: changed after %v, by %v; the roll-back was at %v", s, c.After, c.By, at)
	}
	t.Logf("server %d: the first sign is %v late, the bracket %v long", s, segments[1].By.Sub(at), segments[1].By.Sub(segments[1].After))
}

// Where the roll-back takes up parents again that were full, the first of their children gives it away within the second.
func TestRollbackIsFoundToTheSecondWhereTheLogShowsIt(t *testing.T) {
	if testing.Short() {
		t.Skip("generates a day")
	}
	day, labels, ops := unlabelled(t, func(p *knight.Params) {
		p.Reading, p.Rollback = "redispatch", 9*time.Hour+41*time.Minute+7*time.Second
	}, 1)
	r := fitted(t, day, nil)
	staleServer(t, day, labels, r)
	sameLabels(t, day, labels)
	late := 0
	for s, at := range rollbacks(ops) {
		segments := r.Servers[s].Segments
		if len(segments) != 2 {
			t.Errorf("server %d: segments %+v, want two", s, segments)
			continue
		}
		by := segments[1].By
		if segments[1].After >= at || by < at || by.Sub(at) > 3*time.Second {
			t.Errorf("server %d: changed after %v, by %v; the roll-back was at %v", s, segments[1].After, by, at)
		}
		if by.Sub(at) >= 2*time.Second { // the generator lets no parent run in the second of the roll-back itself
			late++
		}
	}
	if late > 1 {
		t.Errorf("%d of 7 servers are found two seconds late or more", late)
	}
}

// Under the strict reading the roll-back does no harm, and nothing may be made of it.
func TestServersThatCountAreNotSuspected(t *testing.T) {
	if testing.Short() {
		t.Skip("generates a day")
	}
	day, labels, ops := unlabelled(t, func(p *knight.Params) { p.Reading = "strict" }, 1)
	r := fitted(t, day, nil)
	staleServer(t, day, labels, r)
	sameLabels(t, day, labels)
	for s := range rollbacks(ops) {
		if g := r.Servers[s].Segments; len(g) != 1 || r.Suspicious(g[0].Class) || g[0].Odd > 0 {
			t.Errorf("server %d: segments %+v, want one that a correct build explains", s, g)
		}
	}
	if r.First == nil { // on paper nobody deployed anything: all servers run the old build, which never stops
		return
	}
	t.Errorf("the old build, which goes on for ever, would not have sent %+v", r.First)
}

// declaredDiverge: with the true operations declared nothing diverges; without the roll-back among them the first child does
// that only the rolled-back build explains, and the servers that were rolled back are explained worse.
func declaredDiverge(t *testing.T, day *datasets.Tables, ops []model.Operation, found *fit.Result) {
	t.Helper()
	if r := fitted(t, day, ops); r.First != nil || r.Declared.Children != r.Children {
		t.Errorf("the day's own builds would not have sent %+v; they explain %+v", r.First, r.Declared)
	}
	without := slices.DeleteFunc(slices.Clone(ops), func(op model.Operation) bool { return op.Kind == model.OpRollback })
	want := model.Time(model.Never)
	for s := range stale {
		want = min(want, found.Servers[s].Segments[1].By)
	}
	r := fitted(t, day, without)
	if r.First == nil || r.First.At != want {
		t.Errorf("first divergence %+v, want one at %v", r.First, want)
	}
	for s := range stale {
		if got, by := r.Servers[s], found.Servers[s].Segments[1].By; got.Against != by || got.Segments[0].Against != 0 || got.Segments[1].Against != got.Segments[1].Signs-got.Segments[1].Odd || got.Declared.Children != got.Children-got.Beyond {
			t.Errorf("server %d: declared is against %v and explains %+v, want %v", s, got.Against, got.Declared, by)
		}
	}
}

// declaredAsFound: what was found, declared, would have sent every child.
func declaredAsFound(t *testing.T, day *datasets.Tables, found *fit.Result) {
	t.Helper()
	spec := day.About.Router
	initial, ops := found.Timeline()
	spec.Initial = initial
	r, err := fit.Day(day, spec, ops)
	if err != nil || r.First != nil || r.Declared.Children != r.Children {
		t.Errorf("declared as found, %+v diverges (%v)", r.First, err)
	}
}
