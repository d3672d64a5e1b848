package testimony_test

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"lossreplay/datasets/daytest"
	"lossreplay/model/control"
	"lossreplay/replay"
	"lossreplay/replay/testimony"
)

func of(t testing.TB, id string) control.Instance {
	t.Helper()
	spec, err := control.Find(id)
	if err != nil {
		t.Fatal(err)
	}
	return spec.Default()
}

func ask(t rapid.TB, q testimony.Question) *testimony.Answer {
	t.Helper()
	a, err := testimony.Ask(context.Background(), daytest.Small(), q, nil)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// trips reports whether a control trips on the small day with those others on.
func trips(t rapid.TB, others []control.Instance, c control.Instance) bool {
	t.Helper()
	controls := append([]control.Instance{c}, others...)
	all := uint64(1)<<len(controls) - 1
	r, err := replay.Run(context.Background(), daytest.Small(), replay.Config{Controls: controls, Coalitions: []uint64{all}, ImpactOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	for i := range r.Impact {
		if l := &r.Impact[i]; l.In&^all == 0 && l.Out&all == 0 {
			return len(l.Trips[0]) > 0
		}
	}
	t.Fatal("no leaf")
	return false
}

// TestTheBracketHolds says of every control that never trips on the small day, alone and beside others: with the threshold at the
// highest value found it does trip when it is really on, at the next it does not, and the two are close.
func TestTheBracketHolds(t *testing.T) {
	found := 0
	for _, others := range [][]control.Instance{nil, {of(t, "A14")}} {
		for _, spec := range control.Catalogue() {
			c := spec.Default()
			c.Name = "asked"
			q := testimony.Question{Controls: append([]control.Instance{c}, others...), World: 1<<(1+len(others)) - 1}
			a := ask(t, q)
			if tripped := len(a.Trips()) > 0; tripped != trips(t, others, c) || tripped && a.Near != nil {
				t.Fatalf("%s: tripped %v, near %+v", spec.ID, tripped, a.Near)
			}
			for _, n := range a.Near {
				at := func(v int64) control.Instance {
					if n.Param == nil {
						return c.Lower("asked", v)
					}
					return c.With("asked", n.Param.Name, v)
				}
				if !n.Tripped {
					if n.Set > n.Lowest && trips(t, others, at(max(n.Lowest, 1))) {
						t.Errorf("%s %+v: it would have tripped at its lowest", spec.ID, n)
					}
					continue
				}
				found++
				if n.Highest < n.Lowest || n.Next <= n.Highest || n.Next > n.Set || !trips(t, others, at(n.Highest)) || trips(t, others, at(n.Next)) {
					t.Errorf("%s: the bracket %+v does not hold", spec.ID, n)
				}
				if wide := n.Next - n.Highest; wide > 1 && wide > n.Highest/50 {
					t.Errorf("%s: between %d and %d lie more than two percent", spec.ID, n.Highest, n.Next)
				}
			}
		}
	}
	if found < 20 {
		t.Errorf("only %d thresholds were bracketed", found)
	}
}

// TestAskingIsOfTheLeaf says of random worlds of the small day that an answer is of the leaf that the whole lattice has.
func TestAskingIsOfTheLeaf(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		catalogue := control.Catalogue()
		var controls []control.Instance
		for _, i := range rapid.SliceOfNDistinct(rapid.IntRange(0, len(catalogue)-1), 1, 4, rapid.ID[int]).Draw(t, "controls") {
			controls = append(controls, catalogue[i].Default())
		}
		q := testimony.Question{Controls: controls, World: rapid.Uint64Range(0, 1<<len(controls)-1).Draw(t, "world"),
			Control: rapid.IntRange(0, len(controls)-1).Draw(t, "control")}
		a := ask(t, q)
		whole, err := replay.Run(context.Background(), daytest.Small(), replay.Config{Controls: controls})
		if err != nil {
			t.Fatal(err)
		}
		if a.Baseline != whole.Baseline().Total() || (a.Lone == nil) != (q.On() && q.Alone()) {
			t.Fatalf("baseline %v, lone world %v", a.Baseline, a.Lone)
		}
		if a.Lone != nil && a.Lone.Total() != whole.Alone(q.Control).Total() {
			t.Fatalf("alone it loses %v, in the lattice %v", a.Lone.Total(), whole.Alone(q.Control).Total())
		}
		for i := range whole.Impact {
			if l := &whole.Impact[i]; l.In&^q.World == 0 && l.Out&q.World == 0 {
				if diff := cmp.Diff(l.Loss, a.Leaf.Loss) + cmp.Diff(l.Flow, a.Leaf.Flow) + cmp.Diff(l.Collateral, a.Leaf.Collateral); diff != "" {
					t.Fatal(diff)
				}
			}
		}
	})
}
