package control

import (
	"slices"

	"lossreplay/model"
)

// openOrders is A22: orders that have not executed count too.
var openOrders = Spec{
	ID: "A22", Name: "Open-order exposure limit", Family: Detect,
	Observes: "working orders of all symbols at mids, buys and sells alike; at once",
	Trigger:  "working and new orders together exceed the limit",
	Scope:    "firm",
	Action:   "that child does not go out",
	Latency:  "none: checked inline",
	Rearm:    "by itself, when orders execute or end",
	Coverage: "every working order; before its first mid a symbol counts at the limit price of its first child; what has executed does not " +
		"count: orders that execute at once pass it whatever they add up to",
	Thresholds: []string{"limit"},
	Params: []Param{
		{Name: "limit", Doc: "largest value of working orders", Unit: Micros, Default: 50_000_000_000_000, Min: 1_000_000, Max: 1_000_000_000_000_000_000,
			Source: "the low end of the $50M to $2bn that a firm's capital threshold is swept over; no figure is published", Tag: model.Assumed},
	},
	Existed: true, Availability: "in-house; rules of Canada ask that the value of unexecuted orders be limited, as summarised",
	Source: "NI 23-103 and UMIR 7.1 as summarised; Deutsche Securities, Osaka 2010, and Goldman Sachs, 2013, had far more at venues than they meant",
	Needs:  []string{"quotes"},
	New: func(v Values, env *Env) Monitor {
		return &openLimit{onceLog: newOnceLog(1), limit: model.Money(v["limit"]), open: newOpenNotional(env)}
	},
}

type openLimit struct {
	onceLog
	limit model.Money
	open  openNotional
}

func (m *openLimit) Clone() Monitor {
	c := *m
	c.onceLog, c.open = m.onceLog.clone(), m.open.clone()
	return &c
}

func (m *openLimit) Sent(w *World, c *Child)  { m.open.sent(w, c) }
func (m *openLimit) Filled(w *World, f *Fill) { m.open.changed(w, f.Symbol) }
func (m *openLimit) Ended(w *World, e *End)   { m.open.changed(w, e.Symbol) }
func (m *openLimit) Ticked(w *World)          { m.open.ticked(w) }

func (m *openLimit) Vote(w *World, c *Child) Verdict {
	exposure := sum(m.open.total, notional(c.Qty, m.open.mark(w, c.Symbol, c.LimitPx), w.Book.Unit))
	if exposure <= m.limit {
		return Pass
	}
	if m.first(0) {
		m.add(Trip{At: w.Now, Effect: w.Now, Scope: Scope{Kind: Firm}, Seen: int64(exposure), Limit: int64(m.limit), Unit: Micros})
	}
	return Block
}

// openNotional is what all working orders are worth at mids, kept event by event. Between ticks mids stand still, so that an
// event changes its own symbol's worth only.
type openNotional struct {
	total model.Money
	worth []model.Money // by symbol
	// last is the last mid above 0 as of a tick, before that the limit price of the symbol's first child.
	last []model.Price
}

func newOpenNotional(env *Env) openNotional {
	n := len(env.Securities)
	return openNotional{worth: make([]model.Money, n), last: make([]model.Price, n)}
}

func (o *openNotional) clone() openNotional {
	return openNotional{o.total, slices.Clone(o.worth), slices.Clone(o.last)}
}

// mark returns the price at which a symbol's orders count, if a child with that limit is among them.
func (o *openNotional) mark(w *World, s model.SymbolID, limit model.Price) model.Price {
	if mid := w.Mid[s]; mid > 0 {
		return mid
	}
	if o.last[s] > 0 {
		return o.last[s]
	}
	return max(limit, 0)
}

func (o *openNotional) sent(w *World, c *Child) {
	if o.last[c.Symbol] == 0 {
		o.last[c.Symbol] = max(c.LimitPx, 0)
	}
	o.changed(w, c.Symbol)
}

// changed values a symbol's working orders anew.
func (o *openNotional) changed(w *World, s model.SymbolID) {
	worth := notional(w.Buying[s]+w.Selling[s], o.mark(w, s, 0), w.Book.Unit)
	o.total = sum(o.total, worth-o.worth[s])
	o.worth[s] = worth
}

func (o *openNotional) ticked(w *World) {
	for i, mid := range w.Mid {
		if mid > 0 {
			o.last[i] = mid
		}
		o.changed(w, model.SymbolID(i))
	}
}
