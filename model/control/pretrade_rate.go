package control

import (
	"slices"

	"lossreplay/model"
)

// What the order-rate throttle does with the excess, by position in its choices.
const (
	modeReject = iota
	modeKill
	modeQueue
)

// orderRate is A16: a server that sends faster than its limit has the excess rejected, is cut off, or has to wait.
var orderRate = Spec{
	ID: "A16", Name: "Order-rate throttle", Family: Detect,
	Observes: "child orders that each server sent within the window: a sliding log of those that went out",
	Trigger:  "a child would be one more than the limit within the window",
	Scope:    "server",
	Action: "mode reject: that child is rejected, not queued; mode kill: the server's session is terminated with it for the rest of " +
		"the day; mode queue: that child waits until the window has room for it, those that asked before it first",
	Latency: "none: checked inline",
	Rearm:   "reject and queue: by itself, when the window has room; kill: by a person's override",
	Coverage: "new orders only, cancels are never held back; it bounds the slope of the loss, not the loss; a queue only delays it, " +
		"and what trades later trades at another price, so that mode needs the closed loop",
	Thresholds: []string{"limit"},
	Params: []Param{
		{Name: "limit", Doc: "child orders of a server within the window", Unit: Count, Default: 100, Min: 1, Max: 100_000,
			Source: "NautilusTrader RiskEngine default, 100 orders per 1 s: a product's default, no rule gives a number", Tag: model.Published},
		{Name: "window", Doc: "length of the sliding window", Unit: Nanoseconds, Default: 1_000_000_000, Min: 1_000_000, Max: dayNanos,
			Source: "NautilusTrader RiskEngine default, 100 orders per 1 s: a product's default, no rule gives a number", Tag: model.Published},
		{Name: "mode", Doc: "what becomes of the excess", Unit: Choice, Choices: []string{"reject", "kill", "queue"},
			Default: modeReject, Min: modeReject, Max: modeQueue,
			Source: "each of the three is in use and they give different totals; no rule says which", Tag: model.Assumed},
	},
	Existed: true, Availability: "common in routers and at venues",
	Source:   "RTS 6 Art. 15(1)(d); FIA 2024 (message throttles); NautilusTrader RiskEngineConfig",
	Rules:    []string{"rts6", "fia-2024"},
	LoopOnly: func(v Values) bool { return v["mode"] == modeQueue },
	New: func(v Values, env *Env) Monitor {
		n := env.Fleet.Servers()
		sent := newSliding(n, v["limit"], v["window"])
		switch v["mode"] {
		case modeKill:
			return &rateKill{quarantine: newQuarantine(env), sent: sent}
		case modeQueue:
			return &rateQueue{onceLog: newOnceLog(n), sent: sent, queue: make([]places, n)}
		}
		return &rateThrottle{onceLog: newOnceLog(n), sent: sent}
	},
}

// breach is the trip of a child that is one too many now.
func (l *sliding) breach(w *World, c *Child) Trip {
	return Trip{At: w.Now, Effect: w.Now, Scope: Scope{OnServer, uint32(c.Server)}, Seen: int64(l.limit) + 1, Limit: int64(l.limit), Unit: Count}
}

// rateThrottle rejects.
type rateThrottle struct {
	onceLog
	sent sliding // by server
}

func (m *rateThrottle) Clone() Monitor { return &rateThrottle{m.onceLog.clone(), m.sent.clone()} }

func (m *rateThrottle) Sent(w *World, c *Child) { m.sent.note(int(c.Server), w.Now) }

func (m *rateThrottle) Vote(w *World, c *Child) Verdict {
	if !m.sent.full(int(c.Server), w.Now) {
		return Pass
	}
	if m.first(int(c.Server)) {
		m.add(m.sent.breach(w, c))
	}
	return Block
}

// rateKill takes a server out at its first breach.
type rateKill struct {
	quarantine
	sent sliding // by server
}

func (m *rateKill) Clone() Monitor { return &rateKill{m.quarantine.clone(), m.sent.clone()} }

func (m *rateKill) Sent(w *World, c *Child) { m.sent.note(int(c.Server), w.Now) }

func (m *rateKill) Vote(w *World, c *Child) Verdict {
	if !m.out(c.Server) && m.sent.full(int(c.Server), w.Now) {
		m.take(m.sent.breach(w, c))
	}
	return m.quarantine.Vote(w, c)
}

// rateQueue makes the excess wait. A delayed child is given the moment at which the window has room for it and for all
// children of its server that are waiting already: first asked, first out. The limit itself is kept by the vote alone, which
// counts what really went out, so it holds whatever becomes of those that wait. That they keep their order rests on two
// things that the caller does: a child asks again at the moment it was given, and one that comes back asks before a new one
// of the same nanosecond. A child that does not come back leaves its room to whoever asks next; one that comes late and
// finds no room is delayed again, behind all that wait.
type rateQueue struct {
	onceLog
	sent  sliding  // by server
	queue []places // by server
}

// places are the moments given to children, in order; those before head have passed.
type places struct {
	head int
	at   []model.Time
}

func (m *rateQueue) Clone() Monitor {
	c := &rateQueue{m.onceLog.clone(), m.sent.clone(), slices.Clone(m.queue)}
	for i := range c.queue {
		c.queue[i].at = slices.Clone(c.queue[i].at)
	}
	return c
}

func (m *rateQueue) Sent(w *World, c *Child) { m.sent.note(int(c.Server), w.Now) }

func (m *rateQueue) Vote(w *World, c *Child) Verdict {
	if !m.sent.full(int(c.Server), w.Now) {
		return Pass
	}
	if m.first(int(c.Server)) {
		m.add(m.sent.breach(w, c))
	}
	return Delay
}

// ReadyAt returns when c, which was just told to wait, may ask again, and keeps that place for it: it is to be asked once
// for each time that a child is delayed. It always lies after now.
func (m *rateQueue) ReadyAt(w *World, c *Child) model.Time {
	q := &m.queue[c.Server]
	for q.head < len(q.at) && q.at[q.head] <= w.Now {
		q.head++
	}
	if 2*q.head > len(q.at) {
		q.at = q.at[:copy(q.at, q.at[q.head:])]
		q.head = 0
	}
	ready := model.Never
	if ahead := len(q.at) - q.head; ahead < m.sent.limit {
		ready = m.sent.leaves(int(c.Server), ahead)
	} else {
		ready = q.at[len(q.at)-m.sent.limit].Add(m.sent.window)
	}
	q.at = append(q.at, ready)
	return ready
}
