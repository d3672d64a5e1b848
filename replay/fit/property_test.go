package fit_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"lossreplay/model"
	"lossreplay/replay"
	"lossreplay/replay/fit"
)

// signsEnough is how many signs of each build a server must show for a change to be believed.
const signsEnough = 4

// A server that runs one build all day is given that build, which explains all of it; one that changes and shows enough of both is
// given both, and the change lies in its bracket.
func TestFleetsAreFound(t *testing.T) {
	changed := map[model.BuildID]int{}
	rapid.Check(t, func(t *rapid.T) {
		d := drawFleet(t)
		r, err := fit.Day(d, d.About.Router, nil)
		if err != nil {
			t.Fatal(err)
		}
		if len(r.Classes) != 2 || len(r.Classes[0]) != 2 || r.Likeliest(0) != counting {
			t.Fatalf("classes %v, the likeliest of the first is %d", r.Classes, r.Likeliest(0))
		}
		for s := range d.first {
			if serverIsFound(t, d, r, s) {
				changed[d.first[s]]++
			}
		}
		found(t, d, r)
	})
	if (changed[counting] == 0 || changed[running] == 0) && !testing.Short() {
		t.Errorf("changes found: %v; want some in both directions", changed)
	}
}

// serverIsFound holds what is found of one server against the truth, and reports whether that was a change.
func serverIsFound(t *rapid.T, d *fleetDay, r *fit.Result, s int) bool {
	found := r.Servers[s]
	class := func(b model.BuildID) int { return int(b) } // the builds counting and small are class 0
	switch {
	case d.change[s] == model.Never && len(found.Segments) > 0:
		g := found.Segments
		if len(g) != 1 || g[0].Class != class(d.first[s]) || g[0].Odd != 0 || found.Builds[d.first[s]].Share() != 1 {
			t.Fatalf("server %d ran build %d all day, found %+v", s, d.first[s], found)
		}
	case len(found.Segments) == 2:
		from, to := found.Segments[0], found.Segments[1]
		if from.Class != class(d.first[s]) || to.Class != 1-from.Class || !(to.After < d.change[s] && d.change[s] <= to.By) || to.Odd > 0 ||
			from.Odd > 3*int(d.first[s]) { // a parent that fills right before the repair is left alone among others that run
			t.Fatalf("server %d: found %+v, it changed from %d at %v", s, found.Segments, d.first[s], d.change[s])
		}
		return true
	case len(found.Segments) > 2:
		t.Fatalf("server %d: found %+v, it changed once", s, found.Segments)
	case d.change[s] != model.Never && (found.Runs >= signsEnough && found.Stops >= signsEnough || d.first[s] == running && ranAtChange(d, s) >= signsEnough &&
		d.change[s] < open.Add((seconds-20)*time.Second)):
		t.Fatalf("server %d: found %+v (%d runs, %d stops, %d ran at the change), it changed at %v", s, found.Segments, found.Runs, found.Stops,
			ranAtChange(d, s), d.change[s])
	}
	return false
}

// ranAtChange counts the parents that a server took beyond what they asked for in the last period before its change and that were
// full then.
func ranAtChange(d *fleetDay, server int) (n int) {
	for parent, order := range d.ParentRows.OrderQty {
		executed, ran := model.Qty(0), false
		for _, s := range d.sends {
			if s.Parent == model.ParentID(parent+1) && int(s.Server) == server && s.Sent < d.change[server] {
				ran = executed >= order && s.Sent >= d.change[server].Add(-d.period)
				executed += s.filled
			}
		}
		if ran {
			n++
		}
	}
	return n
}

// found declares what was found: then nothing diverges and every sign is explained, where one was not odd before.
func found(t *rapid.T, d *fleetDay, r *fit.Result) {
	for _, s := range r.Servers {
		for _, g := range s.Segments {
			if g.Odd > 0 {
				return
			}
		}
	}
	spec := d.About.Router
	initial, ops := r.Timeline()
	spec.Initial = initial
	again, err := fit.Day(d, spec, ops)
	if err != nil {
		t.Fatal(err)
	}
	if again.First != nil || again.Declared != (fit.Explained{Children: r.Children, ChildrenOf: r.Children, Parents: again.Declared.ParentsOf,
		ParentsOf: again.Declared.ParentsOf}) {
		t.Fatalf("declared as found, %+v diverges; explained %+v, operations %+v", again.First, again.Declared, ops)
	}
	for s := range again.Servers {
		was, is := slices.Clone(r.Servers[s].Segments), again.Servers[s].Segments
		for i := range was {
			was[i].Against = 0
		}
		if !slices.Equal(was, is) || again.Servers[s].Against != model.Never {
			t.Fatalf("what is declared moved what is found of server %d: %+v, was %+v", s, is, was)
		}
	}
}

// What each build explains, by server and minute, is what counting over the tables says.
func TestSharesAgreeWithNaiveCounts(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := drawFleet(t)
		r, err := fit.Day(d, d.About.Router, nil)
		if err != nil {
			t.Fatal(err)
		}
		want := newNaive(d)
		for b := range d.About.Router.Builds {
			if e := r.Builds[b]; e.Children != want.explained[key{build: b, server: -1}] || e.ChildrenOf != int64(len(d.sends)) || r.Sized[b] != want.sized[b] {
				t.Fatalf("build %d explains %+v, sizes %d; counted %d and %d", b, e, r.Sized[b], want.explained[key{build: b, server: -1}], want.sized[b])
			}
			for s, server := range r.Servers {
				sum := fit.Explained{}
				for _, m := range server.Minutes {
					e := m.Builds[b]
					if e.Children != want.explained[key{b, s, m.Start}] || e.ChildrenOf != m.Children || e.ParentsOf != m.Runs+m.Stops {
						t.Fatalf("build %d explains %+v of server %d at %v; counted %d", b, e, s, m.Start, want.explained[key{b, s, m.Start}])
					}
					sum.Children, sum.ChildrenOf = sum.Children+e.Children, sum.ChildrenOf+e.ChildrenOf
					sum.Parents, sum.ParentsOf = sum.Parents+e.Parents, sum.ParentsOf+e.ParentsOf
				}
				if sum != server.Builds[b] || sum.ParentsOf != server.Runs+server.Stops {
					t.Fatalf("server %d: minutes add up to %+v, the server to %+v", s, sum, server.Builds[b])
				}
			}
		}
		labels, err := fit.Labels(d)
		if err != nil || fmt.Sprint(labels) != fmt.Sprint(want.beyond) {
			t.Fatalf("labels %v (%v), counted %v", labels, err, want.beyond)
		}
	})
}

type key struct {
	build, server int
	minute        model.Time
}

// naive is a count by the words of docs/method.md, from the fates that children were drawn with.
type naive struct {
	explained map[key]int64 // server -1 is all
	sized     []int64
	beyond    []bool
}

func newNaive(d *fleetDay) *naive {
	n := &naive{explained: map[key]int64{}, sized: make([]int64, len(d.About.Router.Builds))}
	executed := make([]model.Qty, d.ParentRows.Len()) // nothing is open when a parent's next child goes out
	for _, c := range d.sends {
		p := c.Parent - 1
		left := d.ParentRows.OrderQty[p] - executed[p]
		executed[p] += c.filled
		n.beyond = append(n.beyond, c.OrderQty > left)
		for b, build := range d.About.Router.Builds {
			path := d.About.Router.Paths[build.PathOf[d.ParentRows.Flag[p]]]
			if !path.Counts || c.OrderQty <= left {
				n.explained[key{build: b, server: -1}]++
				n.explained[key{b, int(c.Server), c.Sent - c.Sent%(60*1e9)}]++
			}
			if c.OrderQty == path.ChildQty && (!path.Counts || left >= path.ChildQty) || path.Counts && c.OrderQty == left && left < path.ChildQty {
				n.sized[b]++
			}
		}
	}
	return n
}

// Walk's progress is what a ledger of every step says.
func TestWalkKeepsAccounts(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := drawFleet(t)
		executed, out := map[model.ParentID]model.Qty{}, map[model.ParentID]model.Qty{}
		left := map[model.ChildID]model.Qty{}
		err := replay.Walk(d, func(s *replay.OrderStep) {
			if s.Before.Executed != executed[s.Parent] || s.Before.Open != out[s.Parent] {
				t.Fatalf("before %+v: executed %d, open %d", s, executed[s.Parent], out[s.Parent])
			}
			switch {
			case !s.Report:
				out[s.Parent] += s.Qty
				left[s.Child] = s.Qty
			case s.Qty > 0:
				executed[s.Parent] += s.Qty
				out[s.Parent] -= s.Qty
				left[s.Child] -= s.Qty
			default:
				out[s.Parent] -= left[s.Child]
			}
			if s.After.Executed != executed[s.Parent] || s.After.Open != out[s.Parent] {
				t.Fatalf("after %+v: executed %d, open %d", s, executed[s.Parent], out[s.Parent])
			}
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}
