package control

import (
	"time"

	"lossreplay/model"
)

// fleetVersion is A01: servers whose build differs from the fleet's are kept out.
var fleetVersion = Spec{
	ID: "A01", Name: "Fleet version check", Family: Prevent,
	Observes: "the build of each server, at the end of a rollout and at the start of the day",
	Trigger:  "not all servers run one build",
	Scope:    "server",
	Action:   "the servers that differ from the most common build are kept out: no child of theirs goes out",
	Latency:  "parameter latency, from the evaluation to the quarantine",
	Rearm:    "when the builds agree and a second person signs, which nobody does that day (assumed); by a person's override",
	Coverage: "builds only, not configuration; during a rollout or a declared roll-back it is not evaluated, and a fleet that is " +
		"wrong on every server passes",
	Params: []Param{
		{Name: "latency", Doc: "evaluation to quarantine", Unit: Nanoseconds, Default: 60_000_000_000, Min: 0, Max: 30 * dayNanos,
			Source: "a poll interval, an order of magnitude; no figure is published", Tag: model.Assumed,
			Spread: takes(15*time.Second, 4*time.Minute, "a quarter of the median to four times it; none is published")},
	},
	Existed: true, Availability: "in-house script over checksums",
	Source: "SEC 34-70694 para 15 (one of eight servers missed, nobody noticed); RTS 6 Art. 11; FINRA RN 15-09",
	Needs:  []string{"operations"},
	New: func(v Values, env *Env) Monitor {
		return &fleetCheck{quarantine: newQuarantine(env), env: env, latency: model.Duration(v["latency"])}
	},
}

type fleetCheck struct {
	quarantine
	env     *Env
	latency model.Duration
}

func (m *fleetCheck) Clone() Monitor {
	c := *m
	c.quarantine = m.quarantine.clone()
	return &c
}

func (m *fleetCheck) Saw(w *World, op *model.Operation) {
	m.quarantine.Saw(w, op)
	if op.Kind != model.OpRolloutEnd && op.Kind != model.OpStartOfDay {
		return
	}
	odd := m.env.Fleet.Uniform(&w.Router)
	for _, s := range odd {
		if !m.out(s) {
			m.take(Trip{At: w.Now, Effect: w.Now.Add(m.latency), Scope: Scope{OnServer, uint32(s)},
				Seen: int64(len(odd)), Limit: 0, Unit: Count})
		}
	}
}
