package control

import "lossreplay/model"

// Whose orders are compared with each other, by position in the choices.
const (
	keyParent = iota
	keyAccount
)

// duplicates is A15: the same order again and again is stopped.
var duplicates = Spec{
	ID: "A15", Name: "Duplicate-order check", Family: Detect,
	Observes: "side, quantity and limit price of the child orders that went out for a parent, or in a symbol, within the window: a " +
		"sliding log, exact for every price and quantity",
	Trigger:    "a child would be the so-many-th of the same kind within the window",
	Scope:      "parent, or symbol and side",
	Action:     "that child does not go out; blocked children are not counted",
	Latency:    "none: checked inline",
	Rearm:      "by itself, when the window has room",
	Coverage:   "all servers and phases; orders that differ by a tick or a share are not the same; slices of one size look like duplicates",
	Thresholds: []string{"count"},
	Params: []Param{
		{Name: "key", Doc: "whose orders are compared: of one parent, or of the account in one symbol and side whatever the parent", Unit: Choice,
			Choices: []string{"parent", "account"}, Default: keyParent, Min: keyParent, Max: keyAccount,
			Source: "identifiers of child orders are always new, so they can't be in the key", Tag: model.Assumed},
		{Name: "count", Doc: "which of the same kind within the window is blocked, and every later one", Unit: Count, Default: 3, Min: 2, Max: 100,
			Source: "three within a second, a worked example; no figure is published", Tag: model.Assumed},
		{Name: "window", Doc: "length of the sliding window", Unit: Nanoseconds, Default: 1_000_000_000, Min: 1_000_000, Max: 60_000_000_000,
			Source: "three within a second, a worked example; no figure is published", Tag: model.Assumed},
	},
	Existed: true, Availability: "in-house; FIX guidelines of 2011 recommend it, and Merrill Lynch had one, set too wide, as reported",
	Source: "15c3-5(c)(1)(ii), orders that indicate duplicative orders; FPL risk guidelines 2011",
	Rules:  []string{"15c3-5"},
	New: func(v Values, env *Env) Monitor {
		m := &duplicateCheck{count: v["count"], account: v["key"] == keyAccount, out: newIdentities(model.Duration(v["window"]), int(v["count"])-1)}
		m.onceLog = newOnceLog(env.Parents)
		if m.account {
			m.onceLog = newOnceLog(len(env.Securities))
		}
		return m
	},
}

type duplicateCheck struct {
	onceLog // by parent, or by symbol
	count   int64
	account bool
	out     identities
}

func (m *duplicateCheck) Clone() Monitor {
	c := *m
	c.onceLog, c.out = m.onceLog.clone(), m.out.clone()
	return &c
}

func (m *duplicateCheck) identity(c *Child) identity {
	id := identity{whose: uint64(c.Parent), px: c.LimitPx, qty: c.Sign * c.Qty}
	if m.account {
		id.whose = uint64(c.Symbol)
	}
	return id
}

func (m *duplicateCheck) Sent(w *World, c *Child) { m.out.add(m.identity(c), w.Now) }

func (m *duplicateCheck) Vote(w *World, c *Child) Verdict {
	if !m.out.full(m.identity(c), w.Now) {
		return Pass
	}
	scope, i := Scope{OnParent, uint32(c.Parent)}, int(c.Parent-1)
	if m.account {
		scope, i = Scope{OnSymbol, uint32(c.Symbol)}, int(c.Symbol)
	}
	if m.first(i) {
		m.add(Trip{At: w.Now, Effect: w.Now, Scope: scope, Seen: m.count, Limit: m.count, Unit: Count})
	}
	return Block
}
