package control

import (
	"slices"

	"lossreplay/model"
)

// cancelOnDisconnect is A31: a session that is lost takes its orders with it.
var cancelOnDisconnect = Spec{
	ID: "A31", Name: "Cancel on disconnect", Family: Detect,
	Observes: "the servers' sessions at the venues: operations of kind disconnect and stop",
	Trigger:  "a session ends while child orders of its server are at venues",
	Scope:    "server",
	Action:   "what the server has at venues is cancelled; one that stays connected, or comes back, may send",
	Latency:  "none: the heartbeat's timeout is left out, as a disconnect's time is when the venue noticed",
	Rearm:    "by itself, when the session is back; its orders have to be sent anew",
	Coverage: "resting orders alone: where children are immediate there is nothing left to cancel and it prevents about nothing; a session " +
		"that stays up is not seen, and no order is held back",
	Existed: true, Availability: "offered by many venues, to those who asked for it",
	Source: "CME cancel on disconnect; FIA 2024 (cancel on disconnect)",
	Rules:  []string{"fia-2024"},
	Needs:  []string{"operations"},
	New: func(_ Values, env *Env) Monitor {
		n := env.Fleet.Servers()
		return &sessionWatch{onceLog: newOnceLog(n), working: make([]model.Qty, n)}
	},
}

type sessionWatch struct {
	onceLog
	working []model.Qty // by server: shares at venues
}

func (m *sessionWatch) Clone() Monitor {
	return &sessionWatch{m.onceLog.clone(), slices.Clone(m.working)}
}

func (m *sessionWatch) Sent(_ *World, c *Child) { m.working[c.Server] += c.Qty }

func (m *sessionWatch) Filled(_ *World, f *Fill) { m.working[f.Server] -= max(f.Qty, -f.Qty) }

func (m *sessionWatch) Ended(_ *World, e *End) { m.working[e.Server] -= max(e.Left, -e.Left) }

func (m *sessionWatch) Cancels(w *World, op *model.Operation) (servers uint64) {
	if op.Kind != model.OpDisconnect && op.Kind != model.OpStop {
		return 0
	}
	for s, qty := range m.working {
		if qty == 0 || (op.HasServer && s != int(op.Server)) {
			continue
		}
		servers |= 1 << s
		if m.first(s) {
			m.add(Trip{At: w.Now, Effect: w.Now, Scope: Scope{OnServer, uint32(s)}, Seen: int64(qty), Limit: 0, Unit: Shares})
		}
	}
	return servers
}
