package knight_test

import (
	"testing"
	"time"

	"lossreplay/datasets"
	"lossreplay/model"
	"lossreplay/model/router"
)

// auditor follows the log event by event with what a router that counts would know.
type auditor struct {
	t        *testing.T
	day      *datasets.Tables
	fleet    *router.Fleet
	state    router.State
	executed []model.Qty
	open     []model.Qty
	left     []model.Qty // by child; of what is at the venue
	mids     [][]model.Price
	bid, ask []model.Price
	resume   []int // by symbol, the tick at which its pause ends
	from     []int // by symbol, the first tick of its breaker's window
	failed   map[string]int
}

// auditLog checks the whole log: times ascend; fills fit, come after their child and at the far side of the quote; the router
// of the day would have sent every child; the truth label is what a counting router would have refused; no child goes out in a
// paused symbol; every child ends, every client order is full.
func auditLog(t *testing.T, day *datasets.Tables) {
	fleet, err := router.New(day.About.Router)
	if err != nil {
		t.Fatal(err)
	}
	n := len(day.SecurityRows)
	a := &auditor{t: t, day: day, fleet: fleet, state: fleet.Start(), executed: make([]model.Qty, day.ParentRows.Len()),
		open: make([]model.Qty, day.ParentRows.Len()), left: make([]model.Qty, day.ChildRows.Len()), mids: make([][]model.Price, n),
		bid: make([]model.Price, n), ask: make([]model.Price, n), resume: make([]int, n), from: make([]int, n), failed: map[string]int{}}
	a.ascending()
	a.run()
	for i, left := range a.left {
		a.hold(left == 0, "child never ends", i)
	}
	for i := range a.executed {
		a.hold(a.executed[i] >= day.ParentRows.OrderQty[i], "parent is not filled", i)
	}
	for rule, n := range a.failed {
		t.Errorf("%s: %d rows", rule, n)
	}
}

// hold counts a row that breaks a rule and shows the first of each.
func (a *auditor) hold(ok bool, rule string, row int) {
	if !ok {
		if a.failed[rule] == 0 {
			a.t.Logf("%s: row %d", rule, row+1)
		}
		a.failed[rule]++
	}
}

func (a *auditor) ascending() {
	d := a.day
	for i := 1; i < d.ParentRows.Len(); i++ {
		a.hold(d.ParentRows.Received[i-1] <= d.ParentRows.Received[i], "parents out of order", i)
	}
	for i := 1; i < d.ChildRows.Len(); i++ {
		a.hold(d.ChildRows.Sent[i-1] <= d.ChildRows.Sent[i], "children out of order", i)
	}
	for i := 1; i < d.ExecutionRows.Len(); i++ {
		a.hold(d.ExecutionRows.At[i-1] <= d.ExecutionRows.At[i], "reports out of order", i)
	}
	for i := 1; i < d.QuoteRows.Len(); i++ {
		a.hold(d.QuoteRows.At[i-1] <= d.QuoteRows.At[i] && d.QuoteRows.Bid[i] > 0 && d.QuoteRows.Bid[i] < d.QuoteRows.Ask[i], "quotes out of order or crossed", i)
	}
	for i := 1; i < len(d.OperationRows); i++ {
		a.hold(d.OperationRows[i-1].At <= d.OperationRows[i].At, "operations out of order", i)
	}
}

// run goes through the events: at equal times quotes, then operations, then reports, then children.
func (a *auditor) run() {
	d, session := a.day, a.day.About.Session
	q, op, e := 0, 0, 0
	tick := -1
	for i := range d.ChildRows.Sent {
		at := d.ChildRows.Sent[i]
		for now := int(at.Sub(session.Open) / time.Second); tick < now; {
			tick++
			for start := session.Open.Add(time.Duration(tick) * time.Second); q < d.QuoteRows.Len() && d.QuoteRows.At[q] <= start; q++ {
				a.bid[d.QuoteRows.Symbol[q]], a.ask[d.QuoteRows.Symbol[q]] = d.QuoteRows.Bid[q], d.QuoteRows.Ask[q]
			}
			a.breakers(tick)
		}
		for ; op < len(d.OperationRows) && d.OperationRows[op].At <= at; op++ {
			a.fleet.Apply(&a.state, &d.OperationRows[op])
		}
		for ; e < d.ExecutionRows.Len() && d.ExecutionRows.At[e] <= at; e++ {
			a.report(e)
		}
		a.child(i, tick)
	}
	for ; e < d.ExecutionRows.Len(); e++ {
		a.report(e)
	}
}

// breakers notes every symbol's mid and pauses those that moved too far within five minutes, from 09:45 on.
func (a *auditor) breakers(tick int) {
	for s := range a.mids {
		mid := (a.bid[s] + a.ask[s]) / 2
		a.mids[s] = append(a.mids[s], mid)
		limit := model.Price(a.day.SecurityRows[s].HaltMove)
		if limit == 0 || tick < 900 || tick < a.resume[s] || tick > 0 && mid == a.mids[s][tick-1] && tick != 900 {
			continue
		}
		for u := max(a.from[s], tick-300); u < tick; u++ {
			if was := a.mids[s][u]; max(mid-was, was-mid)*10_000 >= was*limit {
				a.resume[s], a.from[s] = tick+300, tick+300
				break
			}
		}
	}
}

func (a *auditor) child(i, tick int) {
	c, p := &a.day.ChildRows, &a.day.ParentRows
	parent := c.Parent[i] - 1
	s, qty := p.Symbol[parent], c.OrderQty[i]
	progress := router.Progress{OrderQty: p.OrderQty[parent], Executed: a.executed[parent], Open: a.open[parent]}
	path := a.fleet.PathOf(&a.state, c.Server[i], p.Flag[parent])
	a.hold(path.WouldSend(progress, qty), "the day's router would not have sent it", i)
	a.hold(c.Rogue[i] == (progress.Executed+progress.Open+qty > progress.OrderQty), "label is not what a counting router says", i)
	a.hold(!c.Rogue[i] || path.Name == "power-peg", "rogue child on another path", i)
	a.hold(c.Sent[i] > p.Received[parent] && c.Sent[i] >= a.day.About.Session.Open, "child before its parent or the open", i)
	a.hold(tick >= a.resume[s], "child in a paused symbol", i)
	far := a.bid[s]
	if p.Side[parent] == model.Buy {
		far = a.ask[s]
	}
	a.hold(c.LimitPx[i] == far, "limit is not the far side of the quote", i)
	a.hold(c.OrderQty[i] > 0 && int(c.Venue[i]) < len(a.day.About.Venues), "quantity or venue", i)
	a.open[parent] += qty
	a.left[i] = qty
}

func (a *auditor) report(i int) {
	e, c := &a.day.ExecutionRows, &a.day.ChildRows
	child := e.Child[i] - 1
	parent := c.Parent[child] - 1
	a.hold(e.At[i] > c.Sent[child] && a.left[child] > 0, "report before its child or after its end", i)
	sameTick := e.At[i].Sub(a.day.About.Session.Open)/time.Second == c.Sent[child].Sub(a.day.About.Session.Open)/time.Second
	a.hold(sameTick, "report in another tick than its child", i)
	if e.Type[i] != model.ExecTrade {
		a.hold(e.Type[i] == model.ExecExpired && e.LastQty[i] == 0 && e.LastPx[i] == 0 && e.Fee[i] == 0, "end with a quantity", i)
		a.open[parent] -= a.left[child]
		a.left[child] = 0
		return
	}
	a.hold(e.LastQty[i] > 0 && e.LastQty[i] <= a.left[child], "fill does not fit its child", i)
	a.hold(e.LastPx[i] == c.LimitPx[child], "fill at another price than the limit", i)
	a.left[child] -= e.LastQty[i]
	a.open[parent] -= e.LastQty[i]
	a.executed[parent] += e.LastQty[i]
}
