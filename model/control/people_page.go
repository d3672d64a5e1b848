package control

import (
	"slices"

	"lossreplay/model"
)

// alertPage is A42: a machine's message that nobody was made to read wakes somebody up.
var alertPage = Spec{
	ID: "A42", Name: "Alerts as pages", Family: Respond,
	Observes: "the machines' alerts, by the server that they name",
	Trigger:  "a server's alerts reach the count",
	Scope:    "server",
	Action:   "somebody is paged, finds the cause and takes the server out for the day",
	Latency:  "parameters acknowledge, decide and execute, one after the other, from the alert",
	Rearm:    "by a person; none does that day (assumed)",
	Coverage: "alerts that name a server; whether the person who is paged sees the cause is assumed",
	Params: []Param{
		{Name: "count", Doc: "which alert of a server pages", Unit: Count, Default: 1, Min: 1, Max: 1_000_000_000,
			Source: "any new class of error before the open; no figure is published", Tag: model.Assumed},
		{Name: "acknowledge", Doc: "page to acknowledgement", Unit: Nanoseconds, Default: 900_000_000_000, Min: 0, Max: dayNanos,
			Source: "an order of magnitude for people on call; none is published", Tag: model.Assumed},
		{Name: "decide", Doc: "acknowledgement to decision", Unit: Nanoseconds, Default: 900_000_000_000, Min: 0, Max: dayNanos,
			Source: "an order of magnitude for people on call; none is published", Tag: model.Assumed},
		{Name: "execute", Doc: "decision to the server being out", Unit: Nanoseconds, Default: 300_000_000_000, Min: 0, Max: dayNanos,
			Source: "an order of magnitude for people on call; none is published", Tag: model.Assumed},
	},
	Existed: true, Availability: "paging products; Knight's 97 e-mails were not designed as alerts",
	Source: "SEC 34-70694 paras 19, 41 (97 e-mails from about 8:01, distinct from the 212 orders)",
	New: func(v Values, env *Env) Monitor {
		return &pager{quarantine: newQuarantine(env), count: v["count"], seen: make([]int64, env.Fleet.Servers()),
			latency: model.Duration(v["acknowledge"] + v["decide"] + v["execute"])}
	},
}

type pager struct {
	quarantine
	count   int64
	latency model.Duration
	seen    []int64 // alerts by server
}

func (m *pager) Clone() Monitor {
	c := *m
	c.quarantine = m.quarantine.clone()
	c.seen = slices.Clone(m.seen)
	return &c
}

func (m *pager) Saw(w *World, op *model.Operation) {
	if op.Kind != model.OpAlert || !op.HasServer {
		return
	}
	m.seen[op.Server]++
	if m.seen[op.Server] == m.count {
		m.take(Trip{At: w.Now, Effect: w.Now.Add(m.latency), Scope: Scope{OnServer, uint32(op.Server)},
			Seen: m.count, Limit: m.count, Unit: Count})
	}
}
