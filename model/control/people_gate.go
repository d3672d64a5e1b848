package control

import (
	"slices"

	"lossreplay/model"
)

// readinessGate is A44: sessions open only if nothing is red before the start of the day.
var readinessGate = Spec{
	ID: "A44", Name: "Start-of-day readiness gate", Family: Respond,
	Observes: "the build of each server and the machines' alerts by server: at the start of the day, and at every alert from then to the open",
	Trigger:  "not all servers run one build, or the alerts that name one server since the start of the day reach the count",
	Scope:    "firm until it is cleared, then server",
	Action: "the sessions of the whole firm stay closed; when two people have cleared it they open, without the servers that were " +
		"red: those that differ from the most common build or were named",
	Latency: "none: the gate stands before the sessions open; parameter clear, from the first red to the opening of the others",
	Rearm:   "two people clear it after parameter clear; the red servers stay out that day (assumed), but for an override",
	Coverage: "builds and alerts before the open, not limits or accounts; a fleet that is wrong on every server, or goes wrong after the " +
		"open, passes. Cleared before the open it costs the red servers' flow and nothing else. A red after the clear takes its server " +
		"out and closes nothing again",
	Thresholds: []string{"alerts"},
	Params: []Param{
		{Name: "alerts", Doc: "which alert of a server is red", Unit: Count, Default: 1, Min: 1, Max: 1_000_000_000,
			Source: "any message that nobody expects before the open; no figure is published", Tag: model.Assumed},
		{Name: "clear", Doc: "first red to the opening of the sessions", Unit: Nanoseconds, Default: 2_700_000_000_000, Min: 0, Max: dayNanos,
			Source: "two people find the servers and sign, an order of magnitude; none is published", Tag: model.Assumed,
			Spread: &Spread{Shape: LogNormal, Low: 900_000_000_000, High: 8_100_000_000_000,
				Source: "a third of the median to three times it; none is published", Tag: model.Assumed}},
	},
	Existed: true, Availability: "in-house; Knight's 97 e-mails before the open were read by nobody and closed nothing",
	Source: "SEC 34-70694 paras 15, 19 (one of eight servers missed; e-mails from about 8:01)",
	Needs:  []string{"operations"},
	New: func(v Values, env *Env) Monitor {
		return &readiness{quarantine: newQuarantine(env), env: env, count: v["alerts"], clear: model.Duration(v["clear"]),
			start: model.Never, opens: model.Never, alerts: make([]int64, env.Fleet.Servers())}
	},
}

type readiness struct {
	quarantine
	env    *Env
	count  int64
	clear  model.Duration
	start  model.Time // of the day; Never before
	opens  model.Time // when people have cleared the first red; Never without one
	alerts []int64    // by server, since the start of the day
}

func (m *readiness) Clone() Monitor {
	c := *m
	c.quarantine = m.quarantine.clone()
	c.alerts = slices.Clone(m.alerts)
	return &c
}

func (m *readiness) Saw(w *World, op *model.Operation) {
	m.quarantine.Saw(w, op)
	switch {
	case op.Kind == model.OpOverride && !op.HasServer && m.opens != model.Never:
		m.opens = min(m.opens, w.Now) // the firm's sessions, and with them all servers'
		return
	case op.Kind == model.OpStartOfDay:
		m.start = w.Now
	case op.Kind != model.OpAlert || w.Now < m.start || w.Now >= m.env.About.Session.Open:
		return
	case op.HasServer:
		m.alerts[op.Server]++
	}
	odd := m.env.Fleet.Uniform(&w.Router)
	for _, s := range odd {
		m.red(w, s, int64(len(odd)), 0)
	}
	if op.HasServer && m.alerts[op.Server] >= m.count {
		m.red(w, op.Server, m.alerts[op.Server], m.count)
	}
}

// red takes a server out; the first one closes the firm as well.
func (m *readiness) red(w *World, s model.ServerID, seen, limit int64) {
	if m.out(s) {
		return
	}
	trip := Trip{At: w.Now, Effect: w.Now, Scope: Scope{Kind: Firm}, Seen: seen, Limit: limit, Unit: Count}
	if m.opens == model.Never {
		m.opens = w.Now.Add(m.clear)
		m.add(trip)
	}
	trip.Scope = Scope{OnServer, uint32(s)}
	m.take(trip)
}

// Vote blocks everything until the gate is cleared and the red servers from then on.
func (m *readiness) Vote(w *World, c *Child) Verdict {
	if m.opens != model.Never && w.Now < m.opens {
		return Block
	}
	return m.quarantine.Vote(w, c)
}
