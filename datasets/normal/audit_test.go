package normal_test

import (
	"testing"
	"time"

	"lossreplay/datasets"
	"lossreplay/datasets/normal"
	"lossreplay/model"
	"lossreplay/model/market"
	"lossreplay/model/router"
)

// auditor follows a day event by event with what a router that counts knows.
type auditor struct {
	t        *testing.T
	kind     normal.Day
	day      *datasets.Tables
	fleet    *router.Fleet
	state    router.State
	executed []model.Qty
	open     []model.Qty
	left     []model.Qty // by child; of what is at the venue
	bid, ask []model.Price
	failed   map[string]int
}

// audit checks the whole log: children come one after the other for parents that are there, only as many as a router that
// counts would send; fills fit, lie within the limit and at the quote; every child ends before the close; nothing is rogue.
func audit(t *testing.T, kind normal.Day, day *datasets.Tables) {
	fleet, err := router.New(day.About.Router)
	if err != nil {
		t.Fatal(err)
	}
	n := len(day.SecurityRows)
	a := &auditor{t: t, kind: kind, day: day, fleet: fleet, state: fleet.Start(), executed: make([]model.Qty, day.ParentRows.Len()),
		open: make([]model.Qty, day.ParentRows.Len()), left: make([]model.Qty, day.ChildRows.Len()),
		bid: make([]model.Price, n), ask: make([]model.Price, n), failed: map[string]int{}}
	a.ascending()
	a.run()
	a.pauses()
	for i, left := range a.left {
		a.hold(left == 0, "child never ends", i)
	}
	full := 0
	for i := range a.executed {
		a.hold(a.executed[i] <= day.ParentRows.OrderQty[i], "parent is overfilled", i)
		if a.executed[i] == day.ParentRows.OrderQty[i] {
			full++
		}
	}
	a.hold(full*100 >= len(a.executed)*95, "more than a twentieth of the parents is not filled", full)
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
	d, session := a.day, a.day.About.Session
	ties := 0
	for i := 1; i < d.ParentRows.Len(); i++ {
		a.hold(d.ParentRows.Received[i-1] <= d.ParentRows.Received[i], "parents out of order", i)
		ties += count(d.ParentRows.Received[i-1] == d.ParentRows.Received[i])
	}
	a.hold(ties < 5, "parents pile up at one instant", ties)
	for i := 1; i < d.ChildRows.Len(); i++ {
		a.hold(d.ChildRows.Sent[i-1] <= d.ChildRows.Sent[i], "children out of order", i)
	}
	for i := range d.ExecutionRows.At {
		a.hold(i == 0 || d.ExecutionRows.At[i-1] <= d.ExecutionRows.At[i], "reports out of order", i)
		a.hold(d.ExecutionRows.At[i] > session.Open && d.ExecutionRows.At[i] < session.Close, "report outside the session", i)
	}
	last := make([]model.Time, len(d.SecurityRows))
	for i := range d.QuoteRows.At {
		at, s := d.QuoteRows.At[i], d.QuoteRows.Symbol[i]
		a.hold(i == 0 || d.QuoteRows.At[i-1] <= at, "quotes out of order", i)
		a.hold(last[s] == 0 || at.Sub(last[s]) >= time.Second, "two quotes of a name within a second", i)
		a.hold(d.QuoteRows.Bid[i] > 0 && d.QuoteRows.Bid[i] < d.QuoteRows.Ask[i], "crossed quote", i)
		last[s] = at
	}
}

// run goes through the events: at equal times quotes, then operations, then reports, then children.
func (a *auditor) run() {
	d := a.day
	q, op, e := 0, 0, 0
	upTo := func(at model.Time) {
		for ; q < d.QuoteRows.Len() && d.QuoteRows.At[q] <= at; q++ {
			a.bid[d.QuoteRows.Symbol[q]], a.ask[d.QuoteRows.Symbol[q]] = d.QuoteRows.Bid[q], d.QuoteRows.Ask[q]
		}
	}
	reports := func(at model.Time) {
		for ; e < d.ExecutionRows.Len() && d.ExecutionRows.At[e] <= at; e++ {
			upTo(d.ExecutionRows.At[e])
			a.report(e)
		}
	}
	for i, at := range d.ChildRows.Sent {
		for ; op < len(d.OperationRows) && d.OperationRows[op].At <= at; op++ {
			a.fleet.Apply(&a.state, &d.OperationRows[op])
		}
		reports(at)
		upTo(at)
		a.child(i)
	}
	reports(model.Never)
}

func (a *auditor) child(i int) {
	c, p := &a.day.ChildRows, &a.day.ParentRows
	parent := c.Parent[i] - 1
	s, qty, sign := p.Symbol[parent], c.OrderQty[i], p.Side[parent].Sign()
	progress := router.Progress{OrderQty: p.OrderQty[parent], Executed: a.executed[parent], Open: a.open[parent]}
	path := a.fleet.PathOf(&a.state, c.Server[i], p.Flag[parent])
	a.hold(path.Counts && !path.Retired && path.WouldSend(progress, qty), "the day's router would not have sent it", i)
	a.hold(progress.Open == 0, "child while another of its parent is at a venue", i)
	a.hold(!c.Rogue[i], "rogue child", i)
	a.hold(c.Sent[i] > p.Received[parent] && c.Sent[i] >= a.day.About.Session.Open, "child before its parent or the open", i)
	far := a.bid[s]
	if sign > 0 {
		far = a.ask[s]
	}
	beyond := model.Price(sign) * (c.LimitPx[i] - far)
	a.hold(far > 0 && beyond >= 0 && beyond <= 100, "limit is not at the quote or a cent beyond", i)
	a.open[parent] += qty
	a.left[i] = qty
}

func (a *auditor) report(i int) {
	e, c, p := &a.day.ExecutionRows, &a.day.ChildRows, &a.day.ParentRows
	child := e.Child[i] - 1
	parent := c.Parent[child] - 1
	delay := e.At[i].Sub(c.Sent[child])
	a.hold(delay >= time.Millisecond && delay < 50*time.Millisecond, "report too early or too late", i)
	a.hold(a.left[child] > 0, "report on a child that has ended", i)
	if e.Type[i] != model.ExecTrade {
		a.hold(e.LastQty[i] == 0 && e.LastPx[i] == 0 && e.Fee[i] == 0, "end with a quantity", i)
		a.open[parent] -= a.left[child]
		a.left[child] = 0
		return
	}
	s, sign := p.Symbol[parent], p.Side[parent].Sign()
	far := a.bid[s]
	if sign > 0 {
		far = a.ask[s]
	}
	a.hold(model.Price(sign)*(e.LastPx[i]-c.LimitPx[child]) <= 0, "fill beyond the limit", i)
	a.hold(e.LastPx[i] == far || a.kind.SlowFeed > 0, "fill is not at the quote", i)
	a.hold(e.LastQty[i] > 0 && e.LastQty[i] <= a.left[child], "fill does not fit its child", i)
	a.left[child] -= e.LastQty[i]
	a.open[parent] -= e.LastQty[i]
	a.executed[parent] += e.LastQty[i]
}

// pauses checks that the circuit breakers of the day, as control A34 has them, would have paused nothing: a pause would be in
// the record.
func (a *auditor) pauses() {
	d, session := a.day, a.day.About.Session
	breaker := market.NewBreaker(market.BreakerRule{Window: 5 * time.Minute, Pause: 5 * time.Minute,
		From: session.Open.Add(15 * time.Minute), Until: session.Close.Add(-25 * time.Minute)}, d.SecurityRows, time.Second)
	mids, q := make([]model.Price, len(d.SecurityRows)), 0
	for at := session.Open; at < session.Close; at = at.Add(time.Second) {
		for ; q < d.QuoteRows.Len() && d.QuoteRows.At[q] <= at; q++ {
			mids[d.QuoteRows.Symbol[q]] = (d.QuoteRows.Bid[q] + d.QuoteRows.Ask[q]) / 2
		}
		for s, mid := range mids {
			_, paused := breaker.Tick(model.SymbolID(s), at, mid)
			a.hold(!paused, "a circuit breaker would have paused the name", s)
		}
	}
}
