package replay_test

import (
	"fmt"
	"hash/fnv"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"lossreplay/datasets"
	"lossreplay/model"
	"lossreplay/model/control"
	"lossreplay/replay"
)

// witness is a control that never acts. Its trips are all that a control may see, each as a hash, with the moment.
type witness struct {
	record
	asked model.ChildID // an engine that forks asks again; it must show the same
}

func (m *witness) Clone() control.Monitor { return &witness{m.copy(), m.asked} }

func (m *witness) note(w *control.World, what any) {
	h := fnv.New64a()
	fmt.Fprintf(h, "%+v %+v", *w, what)
	m.trips = append(m.trips, control.Trip{At: w.Now, Effect: w.Now, Seen: int64(h.Sum64())})
}

func (m *witness) Vote(w *control.World, c *control.Child) control.Verdict {
	if m.asked == c.ID {
		m.trips = m.trips[:len(m.trips)-1]
	}
	m.asked = c.ID
	seen := *c
	seen.Path = nil
	m.note(w, seen)
	return control.Pass
}

func (m *witness) Sent(w *control.World, c *control.Child)   { m.note(w, c.ID) }
func (m *witness) Filled(w *control.World, f *control.Fill)  { m.note(w, *f) }
func (m *witness) Ticked(w *control.World)                   { m.note(w, "tick") }
func (m *witness) Saw(w *control.World, op *model.Operation) { m.note(w, *op) }

// changedAfter returns the day with other prices, limits, servers, labels, operations and parents after a moment, and the
// very same up to it. What happens when is left as it is.
func changedAfter(d *datasets.Tables, at model.Time) *datasets.Tables {
	c := copyOf(d)
	c.ClosingRows = nil
	for i, when := range c.ParentRows.Received {
		if when > at {
			c.ParentRows.OrderQty[i] *= 2
		}
	}
	for i, when := range c.ChildRows.Sent {
		if when > at {
			c.ChildRows.LimitPx[i] *= 2
			c.ChildRows.Server[i] = 0
			c.ChildRows.Rogue[i] = !c.ChildRows.Rogue[i]
		}
	}
	for i, when := range c.ExecutionRows.At {
		if when > at {
			c.ExecutionRows.LastPx[i] += 5_000
			c.ExecutionRows.Fee[i] += 1_000_000
		}
	}
	for i, when := range c.QuoteRows.At {
		if when > at {
			c.QuoteRows.Bid[i] += 3_000
			c.QuoteRows.Ask[i] += 7_000
		}
	}
	c.OperationRows = slices.DeleteFunc(c.OperationRows, func(op model.Operation) bool { return op.At > at })
	return c
}

// Relation 11: no control may know the future. Whatever changes after a moment, all that any control saw and did up to it, in
// every coalition, is the same.
func TestNobodyKnowsTheFuture(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := randomDay(t)
		if d.ChildRows.Len() == 0 {
			t.Skip("no flow")
		}
		at := d.ChildRows.Sent[rapid.IntRange(0, d.ChildRows.Len()-1).Draw(t, "at")]
		controls := append(randomControls(t, d, 4), instance("witness", func(*control.Env) control.Monitor { return &witness{} }))
		a, b := run(t, d, controls...), run(t, changedAfter(d, at), controls...)
		bothSides(a, b, func(side string, la, lb []replay.Leaf) {
			for coalition := range uint64(1) << len(controls) {
				x, y := leafOf(t, la, coalition), leafOf(t, lb, coalition)
				if (x.Halted <= at || y.Halted <= at) && x.Halted != y.Halted {
					t.Fatalf("%s, coalition %b: halted at %v, with another future at %v", side, coalition, x.Halted, y.Halted)
				}
				for c := range controls {
					if coalition&(1<<c) == 0 {
						continue
					}
					if p, q := upTo(x.Trips[c], at), upTo(y.Trips[c], at); !slices.Equal(p, q) {
						t.Fatalf("%s, coalition %b, %s up to %v:\n%v\nwith another future\n%v", side, coalition, controls[c].Name, at, p, q)
					}
				}
			}
		})
	})
}

func upTo(trips []control.Trip, at model.Time) []control.Trip {
	return slices.DeleteFunc(slices.Clone(trips), func(t control.Trip) bool { return t.At > at })
}

// The opening print is the future before the open: a parent's reference price is the previous close until then.
func TestNobodyKnowsTheOpeningPrintBeforeTheOpen(t *testing.T) {
	d := tinyDay()
	d.SecurityRows[0].PriorClose, d.SecurityRows[0].OpenPx = 90_000, 100_000
	p := d.parent(-2*time.Minute, 0, model.Buy, 1000, 0)
	d.filled(-time.Minute, p, false)
	d.filled(0, p, false)
	r := run(t, d, instance("look", func(*control.Env) control.Monitor { return &arrivals{} }))
	var got []int64
	for _, trip := range r.Baseline().Trips[0] {
		got = append(got, trip.Seen)
	}
	if want := []int64{90_000, 100_000}; !slices.Equal(got, want) {
		t.Errorf("reference prices before and at the open: %v, want %v", got, want)
	}
}

// arrivals notes the reference price of each child's parent.
type arrivals struct{ record }

func (m *arrivals) Clone() control.Monitor { return &arrivals{m.copy()} }

func (m *arrivals) Sent(w *control.World, c *control.Child) {
	m.trips = append(m.trips, control.Trip{At: w.Now, Seen: int64(w.Parents[c.Parent-1].ArrivalPx)})
}
