package control

import (
	"time"

	"lossreplay/model"
)

// incidentRunbook is A43: an incident has a name, and who declares it halts before anybody looks for the cause.
var incidentRunbook = Spec{
	ID: "A43", Name: "Incident runbook, halt first", Family: Respond,
	Observes: "gross of the error account at mids on the position monitor, late by lag",
	Trigger:  "gross above the threshold has shown on the monitor for detect: an incident is declared, at the next mark",
	Scope:    "firm",
	Action: "from the declaration on no server is rolled back while the session is live, and people who decide have decide_cap: then " +
		"the firm is stopped by hand, and no order goes out any more",
	Latency: "parameters decide_cap and execute, one after the other, from the declaration; the refusal of roll-backs has none. A kill " +
		"switch (A41) hears of the declaration and is thrown faster",
	Rearm: "by the incident's owner after the diagnosis; that does not happen that day (assumed)",
	Coverage: "whatever shows in the error account, but for a symbol before its first quote; it stops legitimate flow as well, and " +
		"orders at venues stay there; an incident that somebody else declares counts as its own",
	Thresholds: []string{"threshold"},
	Params: []Param{
		watchedGross, watchedLag, watchedDetect,
		{Name: "decide_cap", Doc: "declared to decided, at the latest", Unit: Nanoseconds, Default: int64(2 * time.Minute), Min: 0, Max: dayNanos,
			Source: "a cap that a call can keep to, an order of magnitude; none is published", Tag: model.Assumed,
			Spread: takes(time.Minute, 4*time.Minute, "half to twice the median: a cap on paper is not always kept; none is published")},
		{Name: "execute", Doc: "decided to stopped, by hand, server by server", Unit: Nanoseconds, Default: int64(5 * time.Minute), Min: 0, Max: dayNanos,
			Source: "slower than a kill switch's minute, an order of magnitude; none is published", Tag: model.Assumed,
			Spread: takes(2*time.Minute, 750*time.Second, "two fifths of the median to two and a half times it; none is published")},
	},
	Existed: true, Availability: "a procedure; Knight had none for incidents and diagnosed in live trading",
	Source: "SEC 34-70694 paras 9.D, 27, 42 (no supervisory procedures for incidents, no guidance when to disconnect)",
	Needs:  []string{"quotes"},
	New: func(v Values, env *Env) Monitor {
		return &runbook{session: env.About.Session, latency: model.Duration(v["decide_cap"] + v["execute"]), effect: model.Never,
			watch: grossStop{limit: model.Money(v["threshold"]), lag: model.Duration(v["lag"]), latency: model.Duration(v["detect"]), effect: model.Never}}
	},
}

type runbook struct {
	log
	session model.Session
	watch   grossStop      // its effect is when somebody has seen the gross
	latency model.Duration // declared to the stop
	effect  model.Time
}

func (m *runbook) Clone() Monitor {
	c := *m
	c.log, c.watch.log = m.log.clone(), m.watch.log.clone()
	return &c
}

func (m *runbook) Filled(w *World, f *Fill) { m.watch.Filled(w, f) }

// Declares reports whether somebody has seen the gross. It latches nothing: the declaration is the world's.
func (m *runbook) Declares(w *World) bool { return w.Now >= m.watch.effect }

func (m *runbook) Ticked(w *World) {
	m.watch.Ticked(w)
	if w.Declared != model.Never && len(m.trips) == 0 {
		m.effect = w.Declared.Add(m.latency)
		m.add(Trip{At: w.Declared, Effect: m.effect, Scope: Scope{Kind: Firm}, Seen: int64(m.watch.gross), Limit: int64(m.watch.limit), Unit: Micros})
	}
}

func (m *runbook) Vote(w *World, _ *Child) Verdict {
	if w.Now >= m.effect {
		return Halt
	}
	return Pass
}

// Refuses refuses roll-backs during a declared incident. The declaration is in the log; a refusal is no trip of its own.
func (m *runbook) Refuses(w *World, op *model.Operation) bool {
	return op.Kind == model.OpRollback && w.Now >= w.Declared && w.Now >= m.session.Open && w.Now < m.session.Close
}
