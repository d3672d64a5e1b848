package auditor

import (
	"fmt"
	"slices"
	"time"

	"lossreplay/model"
	"lossreplay/model/market"
	"lossreplay/model/router"
)

// Day is a recorded day, whole.
type Day struct {
	About      *model.Incident
	Securities []model.Security
	Operations []model.Operation
	Closings   []model.Closing
	Bars       []model.Bar
	Parents    []model.ParentOrder
	Children   []model.ChildOrder
	Executions []model.Execution
	Quotes     []model.Quote
}

// what is the kind of a step, in the order that steps of one time have. Reports and children of one time mix: see flow.
type what int

const (
	quoted what = iota
	ticked
	operated
	received
	sent
	reported
)

// step is one event of the day; row is its place in its table, for a tick its number.
type step struct {
	at  model.Time
	is  what
	row int
}

// Auditor is a day made ready to be replayed.
type Auditor struct {
	day       Day
	kernel    *market.Kernel
	fleet     *router.Fleet // for the controls only
	steps     []step
	orders    []step // children and reports alone
	ticks     int    // of the session
	perMinute int
	minutes   int
	flowEnd   int // tick

	flow      map[at]model.Qty   // recorded, signed, by tick of the session and symbol
	volume    map[at]model.Qty   // the market's without ours, by minute and symbol
	minuteMid map[at]model.Price // at each minute's start, the close included
	base      base
}

// at is a place in time (a tick or a minute of the session) and a symbol.
type at struct {
	when   int
	symbol model.SymbolID
}

// New returns the day ready to be replayed. It replays the baseline, which every settlement is measured against.
func New(day Day) (*Auditor, error) {
	a := &Auditor{day: day, flow: map[at]model.Qty{}, volume: map[at]model.Qty{}, minuteMid: map[at]model.Price{}}
	var err error
	if a.kernel, err = market.NewKernel(day.About.Market); err != nil {
		return nil, err
	}
	if a.fleet, err = router.New(day.About.Router); err != nil {
		return nil, err
	}
	session := day.About.Session
	tick := day.About.Market.Tick
	a.ticks = int(session.Close.Sub(session.Open) / tick)
	a.perMinute = int(time.Minute / tick)
	a.minutes = a.ticks / a.perMinute
	if err := a.order(); err != nil {
		return nil, err
	}
	a.tape()
	a.work()
	return a, nil
}

// tickOf returns the tick of the session in which t falls, false outside it.
func (a *Auditor) tickOf(t model.Time) (int, bool) {
	session := a.day.About.Session
	if t < session.Open || t >= session.Close {
		return 0, false
	}
	return int(t.Sub(session.Open) / a.day.About.Market.Tick), true
}

// order merges the tables: by time, then quotes, tick, operations, arrivals, and the flow by the rule of [Auditor.together].
func (a *Auditor) order() error {
	d := &a.day
	flow, err := a.together()
	if err != nil || len(flow) == 0 {
		return err
	}
	end := flow[len(flow)-1].at
	var others []step
	for i, q := range d.Quotes {
		if q.At <= end {
			others = append(others, step{q.At, quoted, i})
		}
	}
	for i, op := range d.Operations {
		if op.At <= end {
			others = append(others, step{op.At, operated, i})
		}
	}
	for i, p := range d.Parents {
		if p.Received <= end {
			others = append(others, step{p.Received, received, i})
		}
	}
	// The tick in which the flow ended is the last that passes.
	for t := 0; t <= a.ticks; t++ {
		start := d.About.Session.Open.Add(model.Duration(t) * d.About.Market.Tick)
		if start > end {
			if t > 0 {
				for i, q := range d.Quotes {
					if q.At > end && q.At <= start {
						others = append(others, step{q.At, quoted, i})
					}
				}
				others = append(others, step{start, ticked, t})
				a.flowEnd = t
			}
			break
		}
		others = append(others, step{start, ticked, t})
		a.flowEnd = t
	}
	a.orders = flow
	a.steps = slices.Concat(others, flow)
	slices.SortStableFunc(a.steps, func(x, y step) int {
		if x.at != y.at {
			return compare(int64(x.at), int64(y.at))
		}
		return compare(int64(min(x.is, sent)), int64(min(y.is, sent)))
	})
	return nil
}

func compare(x, y int64) int {
	switch {
	case x < y:
		return -1
	case x > y:
		return 1
	}
	return 0
}

// together returns children and reports in time order. Of one time, reports come first by execution as long as the child of
// the next is out already; then the next child goes out, and so on.
func (a *Auditor) together() ([]step, error) {
	d := &a.day
	var out []step
	c, r := 0, 0
	for c < len(d.Children) || r < len(d.Executions) {
		isOut := r < len(d.Executions) && int(d.Executions[r].Child) <= c
		switch {
		case r < len(d.Executions) && isOut && (c == len(d.Children) || d.Executions[r].At <= d.Children[c].Sent):
			out = append(out, step{d.Executions[r].At, reported, r})
			r++
		case c < len(d.Children):
			out = append(out, step{d.Children[c].Sent, sent, c})
			c++
		default:
			return nil, fmt.Errorf("execution %d is on child %d, which was never sent", r+1, d.Executions[r].Child)
		}
	}
	return out, nil
}

// tape gathers what the settlement looks at: our recorded flow, the market's volume, mids at minutes.
func (a *Auditor) tape() {
	d := &a.day
	own := map[at]model.Qty{}
	for _, e := range d.Executions {
		tick, open := a.tickOf(e.At)
		if e.Type != model.ExecTrade || !open {
			continue
		}
		p := d.Parents[d.Children[e.Child-1].Parent-1]
		a.flow[at{tick, p.Symbol}] += e.LastQty * p.Side.Sign()
		own[at{tick / a.perMinute, p.Symbol}] += e.LastQty
	}
	for _, b := range d.Bars {
		if tick, open := a.tickOf(b.Start); open {
			a.volume[at{tick / a.perMinute, b.Symbol}] += b.Volume
		}
	}
	for m := range a.minutes {
		for s := range d.Securities {
			w := at{m, model.SymbolID(s)}
			a.volume[w] = max(a.volume[w]-own[w], 0)
		}
	}
	for m := 0; m <= a.minutes; m++ {
		start := d.About.Session.Open.Add(time.Duration(m) * time.Minute)
		for s := range d.Securities {
			a.minuteMid[at{m, model.SymbolID(s)}] = a.priceAt(model.SymbolID(s), start)
		}
	}
}

// priceAt returns the mid of the last quote up to and including t. Before the first quote it is the price of the last child
// (its limit) or execution before t; 0 if there was none.
func (a *Auditor) priceAt(s model.SymbolID, t model.Time) model.Price {
	d := &a.day
	for i := len(d.Quotes) - 1; i >= 0; i-- {
		if q := d.Quotes[i]; q.Symbol == s && q.At <= t {
			return (q.Bid + q.Ask) / 2
		}
	}
	var last model.Price
	for _, f := range a.orders {
		if f.at >= t {
			break
		}
		child, px := f.row, model.Price(0)
		if f.is == reported {
			if d.Executions[f.row].Type != model.ExecTrade {
				continue
			}
			child, px = int(d.Executions[f.row].Child-1), d.Executions[f.row].LastPx
		} else {
			px = d.Children[f.row].LimitPx
		}
		if d.Parents[d.Children[child].Parent-1].Symbol == s {
			last = px
		}
	}
	return last
}
