package control

import (
	"time"

	"lossreplay/model"
)

// repeatedExecutions is A17: a parent that has executed more often than a person expects is switched off.
var repeatedExecutions = Spec{
	ID: "A17", Name: "Repeated-execution limit", Family: Detect,
	Observes:   "number of executions per parent order, from the router's own fill messages, at once",
	Trigger:    "a parent's executions reach the limit",
	Scope:      "parent",
	Action:     "no further child of that parent goes out",
	Latency:    "parameter latency, from the execution to the block; children already sent still execute",
	Rearm:      "by a designated person only; none does that day (assumed)",
	Coverage:   "all parents, servers, phases and message types",
	Thresholds: []string{"limit"},
	Params: []Param{
		{Name: "limit", Doc: "executions of one parent", Unit: Count, Default: 100, Min: 1, Max: 1_000_000_000,
			Source: "a worked example; no figure is published", Tag: model.Assumed},
		{Name: "latency", Doc: "execution to block", Unit: Nanoseconds, Default: 10_000_000, Min: 0, Max: dayNanos,
			Source: "inline check, an order of magnitude", Tag: model.Assumed,
			Spread: takes(2500*time.Microsecond, 40*time.Millisecond, "a quarter of the median to four times it; none is published")},
	},
	Existed: true, Availability: "practice since FIA PTG 2010; no rule",
	Source: "RTS 6 Art. 15(3); FIA 2024 (repeated automated execution limits); FIX tag 1530 value 17",
	Rules:  []string{"rts6", "fia-2024"},
	New: func(v Values, env *Env) Monitor {
		return &executionLimit{limit: int32(v["limit"]), latency: model.Duration(v["latency"]), effect: newTimes(env.Parents)}
	},
}

type executionLimit struct {
	log
	limit   int32
	latency model.Duration
	effect  []model.Time // by parent: when its block takes effect
}

func (m *executionLimit) Clone() Monitor {
	c := *m
	c.log = m.log.clone()
	c.effect = append([]model.Time(nil), m.effect...)
	return &c
}

func (m *executionLimit) Filled(w *World, f *Fill) {
	if n := w.Parents[f.Parent-1].Executions; n == m.limit {
		at := w.Now.Add(m.latency)
		m.effect[f.Parent-1] = at
		m.add(Trip{At: w.Now, Effect: at, Scope: Scope{OnParent, uint32(f.Parent)}, Seen: int64(n), Limit: int64(m.limit), Unit: Count})
	}
}

func (m *executionLimit) Vote(w *World, c *Child) Verdict {
	if w.Now >= m.effect[c.Parent-1] {
		return Close
	}
	return Pass
}
