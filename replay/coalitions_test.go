package replay_test

import (
	"context"
	"errors"
	"runtime"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"lossreplay/datasets"
	"lossreplay/model"
	"lossreplay/model/control"
	"lossreplay/replay"
)

// drawCoalitions draws some coalitions of n controls.
func drawCoalitions(t *rapid.T, n int) []uint64 {
	return rapid.SliceOfN(rapid.Uint64Range(0, 1<<n-1), 0, 6).Draw(t, "coalitions")
}

// sameLeaves holds what a run says of those coalitions, freed and held prices, against what the whole lattice says.
func sameLeaves(t rapid.TB, controls []control.Instance, impact, held []uint64, whole, part *replay.Result) {
	t.Helper()
	for _, side := range []struct {
		name        string
		sets        []uint64
		whole, part []replay.Leaf
	}{{"impact", impact, whole.Impact, part.Impact}, {"held", held, whole.Held, part.Held}} {
		for _, set := range side.sets {
			what := side.name + " with " + names(members(controls, set)) + " on"
			sameFigures(t, what, ofLeaf(leafOf(t, side.whole, set), controls, set), ofLeaf(leafOf(t, side.part, set), controls, set))
		}
		for i := range side.part {
			leaf := &side.part[i]
			if !slices.ContainsFunc(side.sets, func(set uint64) bool { return leaf.In&^set == 0 && leaf.Out&set == 0 }) {
				t.Fatalf("%s: a leaf with %b in and %b out answers for nothing that was asked for", side.name, leaf.In, leaf.Out)
			}
		}
	}
}

func TestCoalitionsAskedForAreThoseOfTheLattice(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := randomDay(t)
		controls := randomControls(t, d, 5)
		if len(controls) == 0 {
			t.Skip("no controls")
		}
		sets := drawCoalitions(t, len(controls))
		if sets == nil {
			sets = []uint64{}
		}
		part, err := replay.Run(context.Background(), d, replay.Config{Controls: controls, Coalitions: sets})
		if err != nil {
			t.Fatal(err)
		}
		sets = append(sets, 0)
		sameLeaves(t, controls, sets, sets, run(t, d, controls...), part)
	})
}

func TestHeldCoalitionsMayDiffer(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := randomDay(t)
		controls := randomControls(t, d, 5)
		if len(controls) == 0 {
			t.Skip("no controls")
		}
		sets, held := append(drawCoalitions(t, len(controls)), 0), append(replay.EachAlone(len(controls)), 1<<len(controls)-1)
		var first *replay.Result
		for _, cores := range []int{1, 4} {
			part := onCores(t, d, cores, replay.Config{Controls: controls, Coalitions: sets, HeldCoalitions: held, BatchEvents: 3})
			if first == nil {
				first = part
			} else if !sameDay(first, part) {
				t.Fatal("one core and four differ")
			}
		}
		sameLeaves(t, controls, sets, held, run(t, d, controls...), first)
	})
}

func onCores(t rapid.TB, d replay.Day, cores int, cfg replay.Config) *replay.Result {
	t.Helper()
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(cores))
	r, err := replay.Run(context.Background(), d, cfg)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// strained is a day and so many controls that some of them act softly.
type strained struct {
	day      *datasets.Tables
	controls []control.Instance
}

func drawStrained(t *rapid.T) strained {
	d := randomDay(t)
	return strained{d, randomControls(t, d, 9)}
}

func TestAStudyFallsBackToASample(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) { fallsBack(t, drawStrained(t)) })
}

// The days of the property are other ones each time; that some of these fall back must not hang on luck.
func TestSomeStudiesFallBack(t *testing.T) {
	fell := 0
	for seed := range 600 {
		if fallsBack(t, rapid.Custom(drawStrained).Example(seed)) {
			fell++
		}
	}
	if fell < 10 {
		t.Errorf("%d of 600 fixed studies fell back to a sample: they test too little", fell)
	}
}

// fallsBack examines the day with little room for worlds. It reports whether the study kept to the coalitions of its fallback,
// and holds those against the whole lattice.
func fallsBack(t rapid.TB, s strained) bool {
	t.Helper()
	if len(s.controls) == 0 || len(s.day.ClosingRows) == 0 { // no recorded closing to hold the baseline against
		return false
	}
	var asked []model.Money
	plan := replay.Plan{Controls: s.controls, WorldsMax: len(s.controls) + 4, Fallback: func(_ []control.Instance, prevented []model.Money) []uint64 {
		asked = prevented
		return append(replay.EachAlone(len(prevented)), 1<<len(prevented)-1)
	}}
	study, err := replay.Examine(context.Background(), s.day, plan)
	switch {
	case errors.Is(err, replay.ErrTooManyWorlds): // even each alone is too many
		return false
	case err != nil:
		t.Fatal(err)
	case asked == nil:
		return false
	}
	whole := run(t, s.day, study.Main.Controls...)
	sets := append(replay.EachAlone(len(study.Main.Controls)), 1<<len(study.Main.Controls)-1)
	sameLeaves(t, study.Main.Controls, sets, sets, whole, study.Main)
	for i, prevented := range asked {
		if want := whole.Baseline().Total() - whole.Alone(i).Total(); prevented != want {
			t.Fatalf("control %d is said to prevent %v alone, it prevents %v", i, prevented, want)
		}
	}
	return true
}

// sameDay reports whether two runs have the same leaves.
func sameDay(a, b *replay.Result) bool {
	same := func(x, y replay.Leaf) bool {
		return x.In == y.In && x.Out == y.Out && x.Loss == y.Loss && x.Flow == y.Flow && x.Collateral == y.Collateral
	}
	return slices.EqualFunc(a.Impact, b.Impact, same) && slices.EqualFunc(a.Held, b.Held, same)
}

func TestTheEmptyCoalitionIsAlwaysThere(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := randomDay(t)
		controls := randomControls(t, d, 3)
		r, err := replay.Run(context.Background(), d, replay.Config{Controls: controls, Coalitions: []uint64{1<<len(controls) - 1}})
		if err != nil {
			t.Fatal(err)
		}
		whole := run(t, d)
		if got, want := r.Baseline().Total(), whole.Baseline().Total(); got != want {
			t.Fatalf("baseline %v, alone %v", got, want)
		}
	})
}
