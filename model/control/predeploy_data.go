package control

import "lossreplay/model"

// dataGuard is A09: no order on data that is of another day or has stopped coming.
var dataGuard = Spec{
	ID: "A09", Name: "Test/production data guard", Family: Prevent,
	Observes: "when each symbol's quote last changed, as of the last tick",
	Trigger:  "the session is open and the quote is from before its open (if session), or older than max_age at the last tick",
	Scope:    "symbol",
	Action:   "that child does not go out",
	Latency:  "none: checked inline, on what the last tick showed",
	Rearm:    "by itself, at the tick that shows a fresh quote",
	Coverage: "market data only, by its time: no tag tells test from production, and wrong data with today's time passes. Records hold " +
		"changes of a quote and no heartbeats, so a quiet symbol looks like a dead feed. A symbol before its first quote and orders " +
		"outside the session are not covered",
	Thresholds: []string{"max_age"},
	Params: []Param{
		{Name: "max_age", Doc: "age of a quote that is let pass", Unit: Nanoseconds, Default: 300_000_000_000, Min: 0, Max: dayNanos,
			Source: "a feed with heartbeats is held to 1 to 5 s; records hold changes only, so five minutes without one; no figure is published", Tag: model.Assumed},
		{Name: "session", Doc: "whether a quote from before the session's open is too old once it is open", Unit: Choice,
			Choices: []string{"no", "yes"}, Default: 1, Min: 0, Max: 1,
			Source: "data of another day are caught by their date whatever their age; no rule asks for it", Tag: model.Assumed},
	},
	Existed: true, Availability: "in-house; Knight quoted from test data in October 2011 and then added an item to a checklist",
	Source: "SEC 34-70694 para 33 (test data of an exercise used for live quotes)",
	Needs:  []string{"quotes"},
	New: func(v Values, env *Env) Monitor {
		return &freshness{onceLog: newOnceLog(len(env.Securities)), session: env.About.Session, tick: env.About.Session.Open,
			maxAge: model.Duration(v["max_age"]), ofSession: v["session"] == 1}
	},
}

type freshness struct {
	onceLog   // by symbol
	session   model.Session
	maxAge    model.Duration
	ofSession bool
	tick      model.Time // the last
}

func (m *freshness) Clone() Monitor {
	c := *m
	c.onceLog = m.onceLog.clone()
	return &c
}

func (m *freshness) Ticked(w *World) { m.tick = w.Now }

func (m *freshness) Vote(w *World, c *Child) Verdict {
	quoted := w.QuotedAt[c.Symbol]
	if w.Now < m.session.Open || w.Now >= m.session.Close || quoted == model.Never {
		return Pass
	}
	age, limit := m.tick.Sub(quoted), m.maxAge
	if m.ofSession {
		limit = min(limit, m.tick.Sub(m.session.Open)) // a quote of the session is no older than it
	}
	if age <= limit {
		return Pass
	}
	if m.first(int(c.Symbol)) {
		m.add(Trip{At: w.Now, Effect: w.Now, Scope: Scope{OnSymbol, uint32(c.Symbol)}, Seen: int64(age), Limit: int64(limit), Unit: Nanoseconds})
	}
	return Block
}
