package replay_test

import (
	"reflect"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"lossreplay/model"
	"lossreplay/model/control"
	"lossreplay/replay"
)

// The relations between two runs that must agree, by their number in the table of the project's test plan. 2, 12 and 17
// stand in order_test.go, those that change the day's tables in transformed_test.go.

// never is a control that watches everything and passes everything.
type never struct {
	record
	seen int
}

func (m *never) Clone() control.Monitor {
	c := *m
	return &c
}

func (m *never) Vote(*control.World, *control.Child) control.Verdict { return control.Pass }
func (m *never) Sent(*control.World, *control.Child)                 { m.seen++ }
func (m *never) Filled(*control.World, *control.Fill)                { m.seen++ }
func (m *never) Ticked(*control.World)                               { m.seen++ }
func (m *never) Refuses(*control.World, *model.Operation) bool       { return false }
func (m *never) Saw(*control.World, *model.Operation)                { m.seen++ }

// Relation 1: a control that never trips leaves every leaf, with twice the coalitions; its share is nothing.
func TestControlThatNeverTripsIsInNoLeaf(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := randomDay(t)
		controls := randomControls(t, d, 5)
		more := append(slices.Clone(controls), instance("never", func(*control.Env) control.Monitor { return &never{} }))
		a, b := run(t, d, controls...), run(t, d, more...)
		bothSides(a, b, func(side string, la, lb []replay.Leaf) {
			for i := range lb {
				lb[i].Trips = lb[i].Trips[:len(controls)]
			}
			if !reflect.DeepEqual(la, lb) {
				t.Fatalf("%s (-without +with):\n%s", side, cmp.Diff(la, lb))
			}
		})
		shares := shapley(t, b)
		if shares["never"] != 0 {
			t.Fatalf("a control that never trips has %v", shares["never"])
		}
		delete(shares, "never")
		if want := shapley(t, a); !reflect.DeepEqual(want, shares) {
			t.Fatalf("shares moved: %v, %v", want, shares)
		}
	})
}

// slow returns the catalogue's control with every latency and lag as long as it can be: beyond the end of a small day.
func slow(c control.Instance) (control.Instance, bool) {
	found := false
	for _, p := range c.Spec.Params {
		switch p.Name {
		case "latency", "lag", "acknowledge", "decide", "declared_decide":
			c = c.With(c.Name, p.Name, p.Max)
			found = true
		}
	}
	return c, found
}

// Relation 13: a control whose effect comes after the day is one that is not there.
func TestInfiniteLatencyIsLeavingItOut(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := randomDay(t)
		controls := randomControls(t, d, 4)
		b := bits(rapid.Uint64().Draw(t, "slow"))
		c, ok := slow(catalogueControl(&b, 9))
		if !ok || c.Spec.ID == "A43" {
			t.Skip("no latency, or one that acts on what others declare too")
		}
		with := append(slices.Clone(controls), c)
		x, y := run(t, d, controls...), run(t, d, with...)
		bothSides(x, y, func(side string, lx, ly []replay.Leaf) {
			for coalition := range uint64(1) << len(controls) {
				sameFigures(t, side+" without "+c.Name, ofLeaf(leafOf(t, lx, coalition), controls, coalition),
					ofLeaf(leafOf(t, ly, coalition|1<<len(controls)), with, coalition))
			}
		})
	})
}

// Relation 14: who is stopped before the open loses nothing and sends nothing; who is stopped after the last event is the
// baseline.
func TestHaltBeforeTheOpenAndAfterTheClose(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := randomDay(t)
		r := run(t, d, haltAt("before", -time.Hour), haltAt("after", time.Hour))
		bothSides(r, r, func(side string, leaves, _ []replay.Leaf) {
			stopped := leafOf(t, leaves, 0b01)
			stopped.Flow.Unprovoked = 0 // reactions before the first child that meets the halt
			if stopped.Total() != 0 || stopped.Flow != (replay.Flow{}) {
				t.Fatalf("%s: stopped before the open: loss %v, flow %+v", side, stopped.Loss, stopped.Flow)
			}
			if d.ChildRows.Len() > 0 && stopped.Halted != d.ChildRows.Sent[0] {
				t.Fatalf("%s: halted at %v, want the first child's %v", side, stopped.Halted, d.ChildRows.Sent[0])
			}
			if late := leafOf(t, leaves, 0b10); late != leafOf(t, leaves, 0) {
				t.Fatalf("%s: a stop after the day is a leaf of its own", side)
			}
		})
	})
}

// Relation 15: the same control twice changes no loss, and the two have equal shares.
func TestCloneSharesEqually(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := randomDay(t)
		controls := randomControls(t, d, 5)
		if len(controls) == 0 {
			t.Skip("nothing to clone")
		}
		twin := controls[0]
		twin.Name = "twin"
		n := len(controls)
		with := append(slices.Clone(controls), twin)
		x, y := run(t, d, controls...), run(t, d, with...)
		bothSides(x, y, func(side string, lx, ly []replay.Leaf) {
			for coalition := range uint64(1) << n {
				want := ofLeaf(leafOf(t, lx, coalition), controls, coalition)
				sameFigures(t, side+" without twin", want, ofLeaf(leafOf(t, ly, coalition), with, coalition))
				if coalition&1 != 0 {
					sameFigures(t, side+" with twin", want, ofLeaf(leafOf(t, ly, coalition|1<<n), with, coalition))
				}
			}
		})
		shares := shapley(t, y)
		if diff := shares["twin"] - shares[controls[0].Name]; diff > 1 || diff < -1 { // the last micro-unit goes by id
			t.Fatalf("shares of twins: %v and %v", shares[controls[0].Name], shares["twin"])
		}
	})
}

// looser are the parameters of the catalogue that let more pass the higher they are.
var looser = map[string]bool{"band": true, "allowance": true, "limit": true, "notional": true, "threshold": true, "count": true}

// Relation 16: a higher limit is first passed no earlier. Up to its first act a control's own world is the baseline.
func TestHigherLimitTripsNoEarlier(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := randomDay(t)
		b := bits(rapid.Uint64().Draw(t, "control"))
		low := catalogueControl(&b, 0)
		for _, p := range low.Spec.Params {
			v := low.Values[p.Name]
			if !looser[p.Name] || v == p.Max {
				continue
			}
			high := low.With("high", p.Name, min(v+max(v/2, 1), p.Max))
			first := func(c control.Instance) model.Time {
				if trips := run(t, d, c).Alone(0).Trips[0]; len(trips) > 0 {
					return trips[0].At
				}
				return model.Never
			}
			if a, b := first(low), first(high); b < a {
				t.Fatalf("%s: %s %s trips at %v, %s only at %v", low.Spec.ID, p.Name, p.Text(high.Values[p.Name]), b, p.Text(v), a)
			}
		}
	})
}
