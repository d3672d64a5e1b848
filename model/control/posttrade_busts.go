package control

import (
	"cmp"
	"slices"
	"time"

	"lossreplay/model"
	"lossreplay/model/ledger"
)

// tradeReview is A39: executions far from the opening price are cancelled hours later, by the rules of the day.
var tradeReview = Spec{
	ID: "A39", Name: "Clearly-erroneous review", Family: Respond,
	Observes: "executions that went to the error account, their prices in this world, and each symbol's opening print",
	Trigger:  "an execution from the open until the end of the review is threshold or more away from the opening print",
	Scope:    "symbol",
	Action:   "the execution is cancelled when the account is settled: its shares, its cash and its fee leave the account",
	Latency:  "hours: no order of the day is stopped, and no other control sees it; the log has the first such execution of a symbol",
	Rearm:    "none is needed: each execution is judged by itself",
	Coverage: "every execution of the account that lies so far away is cancelled; that somebody asks for the review in time and that " +
		"a venue grants it is assumed: on the day six symbols were. Of two reviews in one run the one that cancels more of a symbol stands. The rule for events of many stocks alone, not that for one stock, nor " +
		"the breaker's price in place of the opening print. What the trade did to prices stays. It was in force: the ledger of the Knight " +
		"reconstruction is fitted to the published loss, which is after the real busts, so what it takes off there it takes off twice",
	Thresholds: []string{"threshold"},
	Params: []Param{
		{Name: "threshold", Doc: "distance from the opening print, of the opening print", Unit: BasisPoints, Default: 3_000, Min: 1, Max: 100_000,
			Source: "NYSE notice of 2012-08-01, 14:57 ET: 30 % or more from the opening price", Tag: model.Published},
		{Name: "until", Doc: "end of the reviewed time, after the open; that moment is not in it", Unit: Nanoseconds, Default: int64(45 * time.Minute), Min: 0, Max: dayNanos,
			Source: "NYSE notice of 2012-08-01, 14:57 ET: 09:30 to 10:15", Tag: model.Published},
	},
	Existed: true, InForce: true, Availability: "in force on the day, all venues; busts in six symbols",
	Source: "NYSE clearly erroneous execution notice, 14:57 ET, 1 Aug 2012; exchange rules of 2009 and 2010",
	New: func(v Values, env *Env) Monitor {
		n := len(env.Securities)
		return &bustedTrades{onceLog: newOnceLog(n), env: env, threshold: v["threshold"],
			until: env.About.Session.Open.Add(model.Duration(v["until"])), last: make([]ledger.Line, n), busted: make([]ledger.Line, n), shares: make([]model.Qty, n)}
	},
}

type bustedTrades struct {
	onceLog
	env       *Env
	threshold int64
	until     model.Time
	// last is the account after the last execution, busted what of it is cancelled, by symbol. Only an execution changes the
	// account, and each is told of: so the change since last is what was booked for it, at the mid and the fee of its moment.
	last, busted []ledger.Line
	shares       []model.Qty // in busted, bought and sold alike
}

func (m *bustedTrades) Clone() Monitor {
	c := *m
	c.onceLog, c.shares = m.onceLog.clone(), slices.Clone(m.shares)
	c.last, c.busted = slices.Clone(m.last), slices.Clone(m.busted)
	return &c
}

func (m *bustedTrades) Filled(w *World, f *Fill) {
	if f.Unmatched == 0 {
		return
	}
	s := f.Symbol
	booked := less(w.Book.Lines[s], m.last[s])
	m.last[s] = w.Book.Lines[s]
	if w.Now < m.env.About.Session.Open || w.Now >= m.until {
		return
	}
	away, ok := distance(f.Px, m.env.Securities[s].OpenPx)
	if !ok || away < m.threshold {
		return
	}
	m.busted[s] = less(m.busted[s], less(ledger.Line{}, booked))
	m.shares[s] += max(booked.Pos, -booked.Pos)
	if m.first(int(s)) {
		m.add(Trip{At: w.Now, Effect: max(w.Now, m.env.About.Session.Close), Scope: Scope{OnSymbol, uint32(s)}, Seen: away, Limit: m.threshold, Unit: BasisPoints})
	}
}

// Settles takes what is cancelled out of the account. Where another review has been there, the one that cancels more of the
// symbol stands, so that none is cancelled twice and their order does not matter.
func (m *bustedTrades) Settles(w *World, s *Settlement) {
	if s.Canceled == nil {
		s.Canceled = make([]model.Qty, len(s.Lines))
	}
	for i, shares := range m.shares {
		line := less(w.Book.Lines[i], m.busted[i])
		was := s.Lines[i]
		if cmp.Or(cmp.Compare(shares, s.Canceled[i]), cmp.Compare(was.Paid, line.Paid), cmp.Compare(was.AtMid, line.AtMid)) > 0 {
			s.Lines[i], s.Canceled[i] = line, shares
		}
	}
}

// distance returns how far px is from open, in whole basis points of open, rounded down; not ok if there is no open.
func distance(px, open model.Price) (bp int64, ok bool) {
	if open <= 0 {
		return 0, false
	}
	away := int64(max(px-open, open-px))
	return away/int64(open)*wholeShare + away%int64(open)*wholeShare/int64(open), true
}

// less returns a - b, field by field. It panics if money leaves 64 bits.
func less(a, b ledger.Line) ledger.Line {
	return ledger.Line{Pos: a.Pos - b.Pos, Paid: sum(a.Paid, -b.Paid), AtMid: sum(a.AtMid, -b.AtMid),
		AtImpact: sum(a.AtImpact, -b.AtImpact), Fees: sum(a.Fees, -b.Fees)}
}
