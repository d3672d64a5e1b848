package fit_test

import (
	"cmp"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"lossreplay/datasets"
	"lossreplay/model"
	"lossreplay/replay"
	"lossreplay/replay/fit"
)

const open = model.Time(1343827800 * 1e9)

// counting and running are the builds of the made-up fleet: with the flag the first stops when a parent is full, the second never.
const (
	counting model.BuildID = iota
	running
)

// fleetDay is a made-up day: each server runs one build and, from its change on, the other.
type fleetDay struct {
	*datasets.Tables
	first  []model.BuildID
	change []model.Time // model.Never if there is none
}

// drawFleet makes a day: flagged parents come at a server by and by, and it sends 100 shares a second for each, filled at once,
// until a build that counts finds it full or the day ends. A parent that a build has left alone is not taken up again.
func drawFleet(t *rapid.T) *fleetDay {
	servers := rapid.IntRange(1, 4).Draw(t, "servers")
	d := &fleetDay{Tables: &datasets.Tables{}}
	about := &d.About
	about.Session = model.Session{Zone: "UTC", Open: open, Close: open.Add(time.Hour)}
	about.Router = model.RouterSpec{Flags: []string{"", "F"}, Servers: []string{"s1", "s2", "s3", "s4"}[:servers],
		Paths:  []model.CodePathSpec{{Name: "ordinary", Counts: true, ChildQty: 100}, {Name: "peg", Retired: true, ChildQty: 100}},
		Builds: []model.BuildSpec{{Name: "good", PathOf: []int{0, 0}}, {Name: "bad", PathOf: []int{0, 1}}}}
	d.SecurityRows = []model.Security{{Symbol: "AAA"}}
	var sends []model.ChildOrder
	for s := range servers {
		d.first = append(d.first, rapid.SampledFrom([]model.BuildID{counting, running}).Draw(t, "build"))
		d.change = append(d.change, model.Never)
		if rapid.Bool().Draw(t, "changes") {
			d.change[s] = open.Add(time.Duration(rapid.IntRange(60, 240).Draw(t, "change")) * time.Second)
		}
	}
	for i := range rapid.IntRange(servers, 12*servers).Draw(t, "parents") {
		s := i % servers
		p := model.ParentOrder{Received: open.Add(time.Duration(rapid.IntRange(0, 280).Draw(t, "received")) * time.Second), Side: model.Buy,
			OrderQty: model.Qty(100 * rapid.IntRange(1, 4).Draw(t, "lots")), Flag: 1}
		d.ParentRows.Append(p)
		sent := model.Qty(0)
		for at := p.Received; at < open.Add(300*time.Second); at = at.Add(time.Second) {
			build := d.first[s]
			if at >= d.change[s] {
				build = 1 - build
			}
			if build == counting && sent >= p.OrderQty {
				break
			}
			sends = append(sends, model.ChildOrder{Sent: at, Parent: model.ParentID(i + 1), Server: model.ServerID(s), OrderQty: 100, LimitPx: 1})
			sent += 100
		}
	}
	slices.SortStableFunc(sends, func(a, b model.ChildOrder) int { return cmp.Compare(a.Sent, b.Sent) })
	for i, c := range sends {
		d.ChildRows.Append(c)
		d.ExecutionRows.Append(model.Execution{At: c.Sent, Child: model.ChildID(i + 1), Type: model.ExecTrade, LastQty: 100, LastPx: 1})
	}
	return d
}

// A server on which enough parents tell of both its builds is given both, and its change lies between the two signs that bracket
// it; no child is explained by a build that would not have sent it.
func TestFleetsAreFound(t *testing.T) {
	changed := 0
	rapid.Check(t, func(t *rapid.T) {
		d := drawFleet(t)
		r, err := fit.Day(d, d.About.Router, nil)
		if err != nil {
			t.Fatal(err)
		}
		beyond := naiveBeyond(d)
		if r.Beyond != beyond || r.Children != int64(d.ChildRows.Len()) {
			t.Fatalf("%d of %d children beyond their parents, a naive count says %d of %d", r.Beyond, r.Children, beyond, d.ChildRows.Len())
		}
		for s := range d.first {
			if server(t, d, r, s) {
				changed++
			}
		}
	})
	if changed == 0 && !testing.Short() {
		t.Error("no drawn fleet changed in the middle of its evidence")
	}
}

// server holds what is found of one server against the truth, and reports whether that was a change.
func server(t *rapid.T, d *fleetDay, r *fit.Result, s int) bool {
	found := r.Servers[s]
	odd := 0
	for i, g := range found.Segments {
		odd += g.Odd
		if g.Events < 4 || i == 0 {
			continue
		}
		// A parent that the running build had taken beyond speaks at its first child too many, so a sign may stand up to four
		// seconds, the time to fill the largest parent, before what it is a sign of.
		if d.change[s] == model.Never || g.By < d.change[s].Add(-4*time.Second) {
			t.Fatalf("server %d: segments %+v, changed at %v", s, found.Segments, d.change[s])
		}
	}
	if odd > 3*max(len(found.Segments), 1) {
		t.Fatalf("server %d: %d events go unexplained in %+v; no change costs more than three", s, odd, found.Segments)
	}
	if d.change[s] == model.Never && len(found.Segments) > 0 {
		want := r.Classes[found.Segments[0].Class]
		if len(found.Segments) != 1 || want[0] != d.first[s] {
			t.Fatalf("server %d ran build %d all day, found %+v", s, d.first[s], found.Segments)
		}
		if share := found.Builds[d.first[s]].Share(); share != 1 {
			t.Fatalf("server %d: its own build explains %v of it", s, share)
		}
	}
	return d.change[s] != model.Never && len(found.Segments) == 2
}

// naiveBeyond counts children that a counter would not have sent, from the tables alone: everything fills at once, so what was
// sent before is what was executed.
func naiveBeyond(d *fleetDay) (beyond int64) {
	for i, p := range d.ChildRows.Parent {
		before := model.Qty(0)
		for k := range i {
			if d.ChildRows.Parent[k] == p {
				before += d.ChildRows.OrderQty[k]
			}
		}
		if before+d.ChildRows.OrderQty[i] > d.ParentRows.OrderQty[p-1] {
			beyond++
		}
	}
	return beyond
}

// Walk's progress is what a ledger of every step says.
func TestWalkKeepsAccounts(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := drawFleet(t)
		executed, sent := map[model.ParentID]model.Qty{}, map[model.ParentID]model.Qty{}
		err := replay.Walk(d, func(s *replay.OrderStep) {
			if s.Before.Executed != executed[s.Parent] || s.Before.Open != sent[s.Parent]-executed[s.Parent] {
				t.Fatalf("before %+v: executed %d, sent %d", s, executed[s.Parent], sent[s.Parent])
			}
			if s.Report {
				executed[s.Parent] += s.Qty
			} else {
				sent[s.Parent] += s.Qty
			}
			if s.After.Executed != executed[s.Parent] || s.After.Open != sent[s.Parent]-executed[s.Parent] {
				t.Fatalf("after %+v: executed %d, sent %d", s, executed[s.Parent], sent[s.Parent])
			}
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}
