package control

import (
	"slices"

	"lossreplay/model"
)

// venueThrottle is A33: a venue rejects what a session sends too fast, and closes the port of one that does not stop.
var venueThrottle = Spec{
	ID: "A33", Name: "Exchange messaging throttle", Family: Detect,
	Observes: "messages of each server's session at each venue; a child order is one message",
	Trigger:  "a message beyond reject in a window; as many messages as terminate in a window, rejected ones counted",
	Scope:    "server at a venue; trips are shown by server for the first reject, by venue for the first port that is closed",
	Action:   "beyond reject the message is rejected; from terminate on the port is closed: no further child of that server goes to that venue",
	Latency:  "none: checked inline at the venue",
	Rearm:    "reject by itself, with the next window; a closed port by the exchange, which does not open it that day (assumed)",
	Coverage: "windows are fixed, counted from the open, so twice the limit may pass around the end of one; only new orders are messages " +
		"here, a real port counts cancels and resends too; a message that this control rejects counts although another control may " +
		"have held it back inside the firm; what a closing port does to others is not modelled: that of 303 Proprietary, after " +
		"more than 27,000 resends in under 2 s, brought a gateway down, touched up to 437 other sessions and cancelled about 2,000 " +
		"orders, and no wrong order had reached the market",
	Thresholds: []string{"reject", "terminate"},
	Params: []Param{
		{Name: "reject", Doc: "messages of a session that a window has room for", Unit: Count, Default: 500, Min: 1, Max: 1_000_000_000,
			Source: "an order of magnitude; CME's values differ by segment, none was found for an equity port", Tag: model.Assumed},
		{Name: "terminate", Doc: "messages of a session in a window, rejected ones included, that close its port", Unit: Count, Default: 1000, Min: 1, Max: 1_000_000_000,
			Source: "twice the reject level, below the 13,500 a second that closed 303 Proprietary's port in 2013; no value was found", Tag: model.Assumed},
		{Name: "window", Doc: "length of a window", Unit: Nanoseconds, Default: 1_000_000_000, Min: 1_000_000, Max: dayNanos,
			Source: "CME messaging controls count messages per second", Tag: model.Published},
	},
	Existed: true, Availability: "CME; limits of equity ports were not found",
	Source: "CME messaging controls (reject, then terminate); CME disciplinary notice on 303 Proprietary, 8 May 2013",
	New: func(v Values, env *Env) Monitor {
		n, venues := env.Fleet.Servers(), len(env.About.Venues)
		return &portThrottle{onceLog: newOnceLog(n + venues), reject: v["reject"], terminate: v["terminate"], window: v["window"],
			open: env.About.Session.Open, servers: n, venues: venues, port: make([]port, n*venues)}
	},
}

// portThrottle counts, in a vote, what it rejects: nothing else tells it of those messages, and without them a port that is
// held at reject would never reach terminate. That count is a part of its latch: it knows the last message that it has
// counted, so a vote that is asked again counts nothing and answers the same. What passes is counted when it has gone out.
type portThrottle struct {
	onceLog           // by server, then by venue
	reject, terminate int64
	window            int64 // nanoseconds
	open              model.Time
	servers, venues   int
	port              []port // [server*venues + v]
}

// port is a session's count in its latest window, and the last message rejected.
type port struct {
	window         int64 // its number, from the open
	sent, rejected int64
	last           model.ChildID
	lastAt         model.Time
	closed         bool
}

func (m *portThrottle) Clone() Monitor {
	c := *m
	c.onceLog, c.port = m.onceLog.clone(), slices.Clone(m.port)
	return &c
}

// of returns the port that a child goes to, with the counts of the window that now lies in.
func (m *portThrottle) of(w *World, c *Child) *port {
	since := int64(w.Now.Sub(m.open))
	if since < 0 {
		since -= m.window - 1 // windows before the open are as long as those after
	}
	p := &m.port[int(c.Server)*m.venues+int(c.Venue)]
	if n := since / m.window; n != p.window {
		p.window, p.sent, p.rejected = n, 0, 0
	}
	return p
}

func (m *portThrottle) Sent(w *World, c *Child) { m.of(w, c).sent++ }

func (m *portThrottle) Vote(w *World, c *Child) Verdict {
	p := m.of(w, c)
	if p.closed || (p.last == c.ID && p.lastAt == w.Now) {
		return Block
	}
	n := p.sent + p.rejected + 1
	trip := Trip{At: w.Now, Effect: w.Now, Seen: n, Unit: Count}
	switch {
	case n >= m.terminate:
		p.closed = true
		trip.Scope, trip.Limit = Scope{OnVenue, uint32(c.Venue)}, m.terminate
		m.once(m.servers+int(c.Venue), trip)
	case n > m.reject:
		p.rejected, p.last, p.lastAt = p.rejected+1, c.ID, w.Now
		trip.Scope, trip.Limit = Scope{OnServer, uint32(c.Server)}, m.reject
		m.once(int(c.Server), trip)
	default:
		return Pass
	}
	return Block
}

func (m *portThrottle) once(i int, t Trip) {
	if m.first(i) {
		m.add(t)
	}
}
