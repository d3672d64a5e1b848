package control

import "lossreplay/model"

// overrideKey is A32: nobody lifts what controls hold back without a second person's key.
var overrideKey = Spec{
	ID: "A32", Name: "Override governance", Family: Respond,
	Observes: "operations of kind override: people lift what controls hold back, of a server or of all",
	Trigger:  "any, unless a second person, of risk or compliance, turns a key as well",
	Scope:    "the server that the override names, or the firm",
	Action:   "the override is refused: what was held back stays so",
	Latency:  "none: the second key is asked for before the override",
	Rearm:    "none is needed: each request is judged by itself",
	Coverage: "overrides that are recorded as such, not limits that were set too high before the day; that nobody turns the second key on " +
		"that day is assumed, so a false alarm stays in force as well; alone it prevents nothing where no control held anything back",
	Existed: true, Availability: "a procedure; the rules that ask for it are later",
	Source: "RTS 6 Art. 15(6): overrides temporary, exceptional, verified by risk management and authorised by a designated individual; " +
		"ESMA supervisory briefing on algorithmic trading, 26 February 2026, paras 73-74",
	Rules: []string{"rts6"},
	Needs: []string{"operations"},
	New: func(_ Values, env *Env) Monitor {
		return &secondKey{newOnceLog(env.Fleet.Servers() + 1)}
	},
}

type secondKey struct{ onceLog } // by server; the last is the firm

func (m *secondKey) Clone() Monitor { return &secondKey{m.onceLog.clone()} }

func (m *secondKey) Refuses(w *World, op *model.Operation) bool {
	if op.Kind != model.OpOverride {
		return false
	}
	i, scope := len(m.logged)-1, Scope{Kind: Firm}
	if op.HasServer {
		i, scope = int(op.Server), Scope{OnServer, uint32(op.Server)}
	}
	if m.first(i) {
		m.add(Trip{At: w.Now, Effect: w.Now, Scope: scope, Seen: 1, Limit: 2, Unit: Count})
	}
	return true
}
