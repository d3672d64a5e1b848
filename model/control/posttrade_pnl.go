package control

import (
	"time"

	"lossreplay/model"
)

// The marks of the P&L limit, by position in its choices.
const (
	markLiquidation = iota
	markMid
)

// profitAndLoss is A21: the error account may not lose more than its limit. Which mark it trusts decides whether it ever
// trips: a mid that the account's own flow has pushed shows a gain while the loss grows (docs/method.md 5).
var profitAndLoss = Spec{
	ID: "A21", Name: "P&L limit", Family: Detect,
	Observes:   "cash and marked positions of the error account, at every tick",
	Trigger:    "the marked loss exceeds the limit",
	Scope:      "firm",
	Action:     "no order goes out any more",
	Latency:    "parameter latency, from the tick to the stop",
	Rearm:      "by a risk officer; none does that day (assumed)",
	Coverage:   "the error account; a position counts from its symbol's first quote on; mark mid is blind to our own impact in the mid",
	Thresholds: []string{"limit"},
	Params: []Param{
		{Name: "limit", Doc: "largest marked loss", Unit: Micros, Default: 10_000_000_000_000, Min: 1_000_000, Max: 1_000_000_000_000_000_000,
			Source: "within $0.5M to $50M, a range to sweep; no figure is published", Tag: model.Assumed},
		{Name: "mark", Doc: "the mid less our own impact less the haircut, or the mid as it stands", Unit: Choice,
			Choices: []string{"liquidation", "mid"}, Default: markLiquidation, Min: markLiquidation, Max: markMid,
			Source: "a mark that our own flow cannot push; no rule names one", Tag: model.Assumed},
		{Name: "haircut", Doc: "what a position gives up when it is sold as a block; mark liquidation only", Unit: BasisPoints, Default: 500, Min: 0, Max: 10_000,
			Source: "in the class of the real block, which went at 5 to 9 % below the market by the press", Tag: model.Assumed},
		{Name: "latency", Doc: "tick to stop", Unit: Nanoseconds, Default: 1_000_000_000, Min: 0, Max: dayNanos,
			Source: "one mark interval, an order of magnitude", Tag: model.Assumed,
			Spread: takes(500*time.Millisecond, 2*time.Second, "half of the median to twice it; none is published")},
	},
	Existed: true, Availability: "practice at many firms; no rule",
	Source: "Clark, Chicago Fed Letter 303 (2012)",
	Needs:  []string{"quotes"},
	New: func(v Values, _ *Env) Monitor {
		return &lossLimit{limit: model.Money(v["limit"]), atMid: v["mark"] == markMid, haircut: v["haircut"],
			latency: model.Duration(v["latency"]), effect: model.Never}
	},
}

type lossLimit struct {
	log
	limit   model.Money
	atMid   bool
	haircut int64 // basis points
	latency model.Duration
	effect  model.Time
}

func (m *lossLimit) Clone() Monitor {
	c := *m
	c.log = m.log.clone()
	return &c
}

func (m *lossLimit) Ticked(w *World) {
	if m.effect != model.Never {
		return
	}
	if loss := m.loss(w); loss > m.limit {
		m.effect = w.Now.Add(m.latency)
		m.add(Trip{At: w.Now, Effect: m.effect, Scope: Scope{Kind: Firm}, Seen: int64(loss), Limit: int64(m.limit), Unit: Micros})
	}
}

// loss returns what the account would have lost if each position were worth its mark. At the mid that is -Book.Value, but
// for symbols without a quote, which count nothing.
func (m *lossLimit) loss(w *World) model.Money {
	var loss model.Money
	for s := range w.Book.Lines {
		l := &w.Book.Lines[s]
		if w.Mid[s] == 0 {
			continue
		}
		mark := w.Mid[s]
		if !m.atMid {
			mark -= w.Impact[s]
		}
		worth := notional(l.Pos, mark, w.Book.Unit)
		loss = sum(sum(sum(loss, l.Paid), l.Fees), -worth)
		if !m.atMid {
			loss = sum(loss, m.cut(worth))
		}
	}
	return loss
}

// cut returns the haircut on a position worth so much, rounded down to a micro-unit.
func (m *lossLimit) cut(worth model.Money) model.Money {
	worth = max(worth, -worth)
	return worth/wholeShare*model.Money(m.haircut) + worth%wholeShare*model.Money(m.haircut)/wholeShare
}

func (m *lossLimit) Vote(w *World, _ *Child) Verdict {
	if w.Now >= m.effect {
		return Halt
	}
	return Pass
}
