package control

import (
	"slices"
	"time"

	"lossreplay/model"
)

// rejectRate is A27: a server whose orders the venues keep refusing is taken out.
var rejectRate = Spec{
	ID: "A27", Name: "Reject-rate breaker", Family: Detect,
	Observes: "child orders that venues rejected, per server: in a row, and within a sliding window",
	Trigger:  "as many rejects in a row as consecutive says, or more than limit within the window",
	Scope:    "server",
	Action:   "the server is disabled: no further child of it goes out",
	Latency:  "parameter latency, from the reject to the cut",
	Rearm:    "by a person's override; both counts then start anew",
	Coverage: "rejects of venues only: what the firm's own controls hold back is none; a fill, an expiry or a cancellation breaks the " +
		"row; orders that venues accept are not seen, however wrong they are",
	Thresholds: []string{"consecutive", "limit"},
	Params: []Param{
		{Name: "consecutive", Doc: "rejects of a server in a row", Unit: Count, Default: 20, Min: 1, Max: 1_000_000_000,
			Source: "an order of magnitude; no figure is published", Tag: model.Assumed},
		{Name: "limit", Doc: "rejects of a server within the window", Unit: Count, Default: 100, Min: 1, Max: 100_000,
			Source: "five rows of 20 in a minute, an order of magnitude; no figure is published", Tag: model.Assumed},
		{Name: "window", Doc: "length of the sliding window", Unit: Nanoseconds, Default: 60_000_000_000, Min: 1_000_000, Max: dayNanos,
			Source: "an order of magnitude; no figure is published", Tag: model.Assumed},
		{Name: "latency", Doc: "reject to cut", Unit: Nanoseconds, Default: 500_000_000, Min: 0, Max: dayNanos,
			Source: "within 10 ms to 1 s for a report and a count, an order of magnitude", Tag: model.Assumed,
			Spread: takes(250*time.Millisecond, time.Second, "up to the 1 s of that range; as far below the median by ratio")},
	},
	Existed: true, Availability: "in-house; practice, no rule",
	Source: "Credit Suisse 2007: hundreds of thousands of rejected cancel and replace messages unnoticed until the next day; Knight: 97 " +
		"e-mails about rejects before the open (SEC 34-70694 para 19)",
	New: func(v Values, env *Env) Monitor {
		n := env.Fleet.Servers()
		return &rejectBreaker{quarantine: newQuarantine(env), consecutive: v["consecutive"], latency: model.Duration(v["latency"]),
			rejected: newSliding(n, v["limit"], v["window"]), row: make([]int64, n)}
	},
}

type rejectBreaker struct {
	quarantine
	consecutive int64
	latency     model.Duration
	rejected    sliding // by server
	row         []int64 // by server: rejects since anything else ended or traded
}

func (m *rejectBreaker) Clone() Monitor {
	c := *m
	c.quarantine, c.rejected, c.row = m.quarantine.clone(), m.rejected.clone(), slices.Clone(m.row)
	return &c
}

func (m *rejectBreaker) Filled(_ *World, f *Fill) { m.row[f.Server] = 0 }

func (m *rejectBreaker) Ended(w *World, e *End) {
	s := int(e.Server)
	if e.Type != model.ExecRejected {
		m.row[s] = 0
		return
	}
	if m.out(e.Server) {
		return
	}
	m.row[s]++
	trip := Trip{At: w.Now, Effect: w.Now.Add(m.latency), Scope: Scope{OnServer, uint32(s)}, Unit: Count}
	switch {
	case m.row[s] >= m.consecutive:
		trip.Seen, trip.Limit = m.row[s], m.consecutive
	case m.rejected.full(s, w.Now):
		trip.Seen, trip.Limit = int64(m.rejected.limit)+1, int64(m.rejected.limit)
	default:
		m.rejected.note(s, w.Now)
		return
	}
	m.take(trip)
	m.row[s] = 0
	m.rejected.empty(s)
}
