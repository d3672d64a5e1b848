package replay_test

import (
	"context"
	"reflect"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"lossreplay/datasets"
	"lossreplay/datasets/anonymise"
	"lossreplay/datasets/daytest"
	"lossreplay/model/control"
	"lossreplay/model/ledger"
	"lossreplay/replay"
	"lossreplay/replay/loop"
)

// Relation 8, further still: an anonymised day is the same day, its trips as much later as the day is.

// anonymisedBy returns the day under other names, and how much later it is.
func anonymisedBy(t rapid.TB, d *datasets.Tables, seed byte) (*anonymise.Day, time.Duration) {
	t.Helper()
	secret := make([]byte, 32)
	for i := range secret {
		secret[i] = seed + byte(11*i)
	}
	key, err := anonymise.KeyOf(secret)
	if err != nil {
		t.Fatal(err)
	}
	day, err := anonymise.New(d, key)
	if err != nil {
		t.Fatal(err)
	}
	return day, day.Incident().Session.Open.Sub(d.About.Session.Open)
}

// laterLeaves returns leaves as a day that happens later has them.
func laterLeaves(leaves []replay.Leaf, by time.Duration) []replay.Leaf {
	leaves = slices.Clone(leaves)
	for i := range leaves {
		l := &leaves[i]
		l.Halted = l.Halted.Add(by)
		l.Trips = slices.Clone(l.Trips)
		for c, trips := range l.Trips {
			l.Trips[c] = slices.Clone(trips)
			for k := range trips {
				l.Trips[c][k].At, l.Trips[c][k].Effect = trips[k].At.Add(by), trips[k].Effect.Add(by)
			}
		}
	}
	return leaves
}

// sameResult fails t unless b is a with every time moved: losses, flow, collateral, trips, courses, counts.
func sameResult(t rapid.TB, a, b *replay.Result, by time.Duration) {
	t.Helper()
	bothSides(a, b, func(side string, la, lb []replay.Leaf) {
		if want := laterLeaves(la, by); !reflect.DeepEqual(want, lb) {
			t.Fatalf("%s (-original +anonymised):\n%s", side, cmp.Diff(want, lb))
		}
	})
	x, y := *a, *b
	for _, r := range []*replay.Result{&x, &y} {
		r.Controls, r.Impact, r.Held = nil, nil, nil
	}
	if !reflect.DeepEqual(x, y) {
		t.Fatalf("(-original +anonymised):\n%s", cmp.Diff(x, y))
	}
}

func TestAnonymisedDayIsTheSameDay(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := randomDay(t)
		seeds := drawSeeds(t, 6)
		day, by := anonymisedBy(t, d, rapid.Byte().Draw(t, "key"))
		// controls of the tests' own know times of day; the catalogue's do not
		controls, moved := controlsOf(seeds, d, unscaled), controlsOf(seeds, d, scaling{1, 1, by})
		a, b := run(t, d, controls...), run(t, day, moved...)
		sameResult(t, a, b, by)
		if x, y := shapley(t, a), shapley(t, b); !reflect.DeepEqual(x, y) {
			t.Fatalf("shares %v became %v", x, y)
		}
	})
}

// TestEveryControlKnowsNoDate replays the small day with each control of the catalogue and its variants, alone, and the
// preset's every combination.
func TestEveryControlKnowsNoDate(t *testing.T) {
	d := daytest.Small()
	day, by := anonymisedBy(t, d, 3)
	plan := replay.Plan{Controls: control.Defaults(), Variants: append(control.All(), control.Variants()...)}
	for i := range plan.Variants[:len(control.All())] {
		plan.Variants[i].Name += "-alone"
	}
	a, err := replay.Examine(context.Background(), d, plan)
	if err != nil {
		t.Fatal(err)
	}
	b, err := replay.Examine(context.Background(), day, plan)
	if err != nil {
		t.Fatal(err)
	}
	if by == 0 || len(a.NotEvaluable) > 0 || !a.Fidelity.Exact {
		t.Fatalf("moved by %v, not evaluable %v, fidelity %+v", by, a.NotEvaluable, a.Fidelity)
	}
	sameResult(t, a.Main, b.Main, by)
	sameResult(t, a.Variants, b.Variants, by)
	if diff := cmp.Diff(a.Fidelity, b.Fidelity); diff != "" {
		t.Errorf("fidelity (-original +anonymised):\n%s", diff)
	}
	tripped := 0
	for i := range a.Variants.Controls {
		tripped += len(a.Variants.Alone(i).Trips[i])
	}
	if tripped < 10 {
		t.Errorf("%d trips in all: the test sees too little", tripped)
	}
}

// TestLoopOfAnonymisedDay generates the small day's orders from its parents, as the closed loop does, with no control and with
// each of the preset alone.
func TestLoopOfAnonymisedDay(t *testing.T) {
	d := daytest.Small()
	day, _ := anonymisedBy(t, d, 3)
	outcomes := func(d replay.Day) (all []*loop.Outcome) {
		m, err := loop.Calibrate(context.Background(), d)
		if err != nil {
			t.Fatal(err)
		}
		baseline, err := loop.Run(context.Background(), m, loop.Config{})
		if err != nil {
			t.Fatal(err)
		}
		alone, err := loop.EachAlone(context.Background(), m, control.Defaults())
		if err != nil {
			t.Fatal(err)
		}
		return append(alone, baseline)
	}
	a, b := outcomes(d), outcomes(day)
	losses := map[ledger.Loss]bool{}
	for i := range a {
		if a[i].Loss != b[i].Loss {
			t.Errorf("outcome %d: loss %+v became %+v", i, a[i].Loss, b[i].Loss)
		}
		losses[a[i].Loss] = true
	}
	if len(losses) < 4 {
		t.Errorf("%d different losses: the test sees too little", len(losses))
	}
}
