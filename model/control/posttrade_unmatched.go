package control

import (
	"slices"
	"time"

	"lossreplay/model"
)

// unmatchedFills is A26: a server whose executions match no parent is cut off.
var unmatchedFills = Spec{
	ID: "A26", Name: "Unmatched-fill breaker", Family: Detect,
	Observes:   "executions beyond their parent's quantity, per server, within a sliding window",
	Trigger:    "more than limit such executions, or more than notional of them, within the window",
	Scope:      "server",
	Action:     "the server's session is cut: no further child of it goes out",
	Latency:    "parameter latency, from the execution to the cut; children already sent still execute",
	Rearm:      "by a person's override; the window then starts anew",
	Coverage:   "executions that are allocated to a parent are not seen; it needs no fill knowledge in the router",
	Thresholds: []string{"limit", "notional"},
	Params: []Param{
		{Name: "limit", Doc: "unmatched executions of a server within the window", Unit: Count, Default: 50, Min: 1, Max: 100_000,
			Source: "a worked example; no figure is published", Tag: model.Assumed},
		{Name: "notional", Doc: "unmatched notional of a server within the window", Unit: Micros, Default: 250_000_000_000, Min: 1_000_000, Max: 1_000_000_000_000_000_000,
			Source: "a worked example; no figure is published", Tag: model.Assumed},
		{Name: "window", Doc: "length of the sliding window", Unit: Nanoseconds, Default: 1_000_000_000, Min: 1_000_000, Max: dayNanos,
			Source: "a worked example; no figure is published", Tag: model.Assumed},
		{Name: "latency", Doc: "execution to cut", Unit: Nanoseconds, Default: 500_000_000, Min: 0, Max: dayNanos,
			Source: "within 10 ms to 1 s for fill and matching, an order of magnitude", Tag: model.Assumed,
			Spread: takes(250*time.Millisecond, time.Second, "up to the 1 s of that range; as far below the median by ratio")},
	},
	Existed: true, Availability: "in-house; Knight's 33 Account held exactly these executions and nothing watched it",
	Source: "SEC 34-70694 paras 23-24",
	New: func(v Values, env *Env) Monitor {
		n, limit := env.Fleet.Servers(), int(v["limit"])
		return &unmatchedBreaker{quarantine: newQuarantine(env), limit: limit, notional: model.Money(v["notional"]),
			window: model.Duration(v["window"]), latency: model.Duration(v["latency"]),
			ring: make([]unmatched, n*limit), recent: make([]recent, n)}
	},
}

type unmatchedBreaker struct {
	quarantine
	limit           int
	notional        model.Money
	window, latency model.Duration
	ring            []unmatched // [server*limit + i]: what lies within each server's window
	recent          []recent    // by server
}

// unmatched is one execution in the window; recent says where a server's lie in its ring and what they add up to.
type (
	unmatched struct {
		at     model.Time
		amount model.Money
	}
	recent struct {
		first, n int
		amount   model.Money
	}
)

func (m *unmatchedBreaker) Clone() Monitor {
	c := *m
	c.quarantine = m.quarantine.clone()
	c.ring, c.recent = slices.Clone(m.ring), slices.Clone(m.recent)
	return &c
}

func (m *unmatchedBreaker) Filled(w *World, f *Fill) {
	if f.Unmatched == 0 || m.out(f.Server) {
		return
	}
	r, ring := &m.recent[f.Server], m.ring[int(f.Server)*m.limit:][:m.limit]
	for r.n > 0 && w.Now.Sub(ring[r.first].at) >= m.window {
		r.amount -= ring[r.first].amount
		r.first = (r.first + 1) % m.limit
		r.n--
	}
	amount := notional(max(f.Unmatched, -f.Unmatched), f.Px, w.Book.Unit)
	r.amount = sum(r.amount, amount)
	trip := Trip{At: w.Now, Effect: w.Now.Add(m.latency), Scope: Scope{OnServer, uint32(f.Server)}}
	switch {
	case r.n == m.limit:
		trip.Seen, trip.Limit, trip.Unit = int64(r.n)+1, int64(m.limit), Count
	case r.amount > m.notional:
		trip.Seen, trip.Limit, trip.Unit = int64(r.amount), int64(m.notional), Micros
	default:
		ring[(r.first+r.n)%m.limit] = unmatched{w.Now, amount}
		r.n++
		return
	}
	m.take(trip)
	*r = recent{} // an override finds an empty window
}
