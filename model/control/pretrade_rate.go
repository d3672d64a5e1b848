package control

import (
	"slices"

	"lossreplay/model"
)

// orderRate is A16: a server that sends faster than its limit has the excess rejected.
var orderRate = Spec{
	ID: "A16", Name: "Order-rate throttle", Family: Detect,
	Observes: "child orders that each server sent within the window: a sliding log of those that went out",
	Trigger:  "a child would be one more than the limit within the window",
	Scope:    "server",
	Action:   "that child is rejected, not queued",
	Latency:  "none: checked inline",
	Rearm:    "by itself, when the window has room",
	Coverage: "new orders only; it bounds the slope of the loss, not the loss",
	Params: []Param{
		{Name: "limit", Doc: "child orders of a server within the window", Unit: Count, Default: 100, Min: 1, Max: 100_000,
			Source: "NautilusTrader RiskEngine default, 100 orders per 1 s: a product's default, no rule gives a number", Tag: model.Published},
		{Name: "window", Doc: "length of the sliding window", Unit: Nanoseconds, Default: 1_000_000_000, Min: 1_000_000, Max: dayNanos,
			Source: "NautilusTrader RiskEngine default, 100 orders per 1 s: a product's default, no rule gives a number", Tag: model.Published},
	},
	Existed: true, Availability: "common in routers and at venues",
	Source: "RTS 6 Art. 15(1)(d); NautilusTrader RiskEngineConfig",
	New: func(v Values, env *Env) Monitor {
		n := env.Fleet.Servers()
		m := &rateThrottle{onceLog: newOnceLog(n), limit: int(v["limit"]), window: model.Duration(v["window"]), next: make([]int, n)}
		m.sent = make([]model.Time, n*m.limit)
		for i := range m.sent {
			m.sent[i] = model.Never // no order yet
		}
		return m
	},
}

type rateThrottle struct {
	onceLog
	limit  int
	window model.Duration
	sent   []model.Time // [server*limit + i]: a ring of each server's last orders
	next   []int        // by server: the ring's oldest place, written next
}

func (m *rateThrottle) Clone() Monitor {
	c := *m
	c.onceLog = m.onceLog.clone()
	c.sent, c.next = slices.Clone(m.sent), slices.Clone(m.next)
	return &c
}

func (m *rateThrottle) Sent(w *World, c *Child) {
	s := int(c.Server)
	m.sent[s*m.limit+m.next[s]] = w.Now
	m.next[s]++
	if m.next[s] == m.limit {
		m.next[s] = 0
	}
}

func (m *rateThrottle) Vote(w *World, c *Child) Verdict {
	s := int(c.Server)
	oldest := m.sent[s*m.limit+m.next[s]]
	if oldest == model.Never || w.Now.Sub(oldest) >= m.window {
		return Pass
	}
	if m.first(s) {
		m.add(Trip{At: w.Now, Effect: w.Now, Scope: Scope{OnServer, uint32(s)}, Seen: int64(m.limit) + 1, Limit: int64(m.limit), Unit: Count})
	}
	return Block
}
