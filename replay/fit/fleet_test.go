package fit_test

import (
	"cmp"
	"slices"
	"time"

	"pgregory.net/rapid"

	"lossreplay/datasets"
	"lossreplay/model"
)

const (
	open    = model.Time(1343827800 * 1e9)
	seconds = 300 // that the made-up flow lasts
)

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
	period time.Duration
	sends  []sending
}

// sending is a child with what becomes of it before the parent's next one.
type sending struct {
	model.ChildOrder
	filled  model.Qty
	expires bool
}

// drawFleet makes a day: flagged parents come at a server by and by, and it sends a child a period for each, filled whole, in
// part or not at all, until a build that counts finds the parent full or the day ends. A parent that a build has left alone is not
// taken up again. Each server works one parent without the flag all day.
func drawFleet(t *rapid.T) *fleetDay {
	servers := rapid.IntRange(1, 4).Draw(t, "servers")
	d := &fleetDay{Tables: &datasets.Tables{}, period: time.Duration(rapid.IntRange(1, 3).Draw(t, "period")) * time.Second}
	about := &d.About
	about.Session = model.Session{Zone: "UTC", Open: open, Close: open.Add(time.Hour)}
	about.Router = model.RouterSpec{Flags: []string{"", "F"}, Servers: []string{"s1", "s2", "s3", "s4"}[:servers],
		Paths: []model.CodePathSpec{{Name: "ordinary", Counts: true, ChildQty: 100}, {Name: "peg", Retired: true, ChildQty: 100},
			{Name: "small", Counts: true, ChildQty: 40}},
		Builds: []model.BuildSpec{{Name: "good", PathOf: []int{0, 0}}, {Name: "bad", PathOf: []int{0, 1}}, {Name: "small", PathOf: []int{0, 2}}}}
	d.SecurityRows = []model.Security{{Symbol: "AAA"}}
	for s := range servers {
		d.first = append(d.first, rapid.SampledFrom([]model.BuildID{counting, running}).Draw(t, "build"))
		d.change = append(d.change, model.Never)
		if rapid.Bool().Draw(t, "changes") {
			d.change[s] = open.Add(time.Duration(rapid.IntRange(60_000, 240_000).Draw(t, "change")) * time.Millisecond)
		}
		d.ParentRows.Append(model.ParentOrder{Received: open, Side: model.Buy, OrderQty: 1 << 30})
		d.work(model.ParentID(s+1), s, nil)
	}
	for i := range rapid.IntRange(servers, 12*servers).Draw(t, "parents") {
		d.ParentRows.Append(model.ParentOrder{Received: open.Add(time.Duration(rapid.IntRange(0, 280).Draw(t, "received")) * time.Second), Side: model.Buy,
			OrderQty: model.Qty(50 * rapid.IntRange(1, 8).Draw(t, "half lots")), Flag: 1})
		d.work(model.ParentID(servers+i+1), i%servers, rapid.SliceOfN(rapid.IntRange(0, 3), 1, 4).Draw(t, "fates"))
	}
	d.write()
	return d
}

// build returns what a server runs at a time.
func (d *fleetDay) build(server int, at model.Time) model.BuildID {
	if at >= d.change[server] {
		return 1 - d.first[server]
	}
	return d.first[server]
}

// work sends a parent's children. Of 0, 1, 2, 3 the first two fill whole, 2 by half and 3 not at all; fates takes turns.
func (d *fleetDay) work(parent model.ParentID, server int, fates []int) {
	executed, order := model.Qty(0), d.ParentRows.OrderQty[parent-1]
	for n, at := 0, d.ParentRows.Received[parent-1]; at < open.Add(seconds*time.Second); n, at = n+1, at.Add(d.period) {
		qty := model.Qty(100)
		if fates == nil || d.build(server, at) == counting {
			if qty = min(qty, order-executed); qty <= 0 {
				return
			}
		}
		s := sending{ChildOrder: model.ChildOrder{Sent: at, Parent: parent, Server: model.ServerID(server), OrderQty: qty, LimitPx: 1}, filled: qty}
		switch {
		case fates == nil:
		case fates[n%len(fates)] == 2:
			s.filled, s.expires = (qty+1)/2, qty > 1
		case fates[n%len(fates)] == 3 && n%2 == 0: // now and then, so that every parent fills
			s.filled, s.expires = 0, true
		}
		executed += s.filled
		d.sends = append(d.sends, s)
	}
}

// write puts what was sent into the tables: fills 300 ms and ends 500 ms after the child.
func (d *fleetDay) write() {
	slices.SortStableFunc(d.sends, func(a, b sending) int { return cmp.Compare(a.Sent, b.Sent) })
	var reports []model.Execution
	for i, s := range d.sends {
		d.ChildRows.Append(s.ChildOrder)
		child := model.ChildID(i + 1)
		if s.filled > 0 {
			reports = append(reports, model.Execution{At: s.Sent.Add(300 * time.Millisecond), Child: child, Type: model.ExecTrade, LastQty: s.filled, LastPx: 1})
		}
		if s.expires {
			reports = append(reports, model.Execution{At: s.Sent.Add(500 * time.Millisecond), Child: child, Type: model.ExecExpired})
		}
	}
	slices.SortStableFunc(reports, func(a, b model.Execution) int { return cmp.Compare(a.At, b.At) })
	for _, e := range reports {
		d.ExecutionRows.Append(e)
	}
}
