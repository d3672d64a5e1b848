package control

import (
	"slices"

	"lossreplay/model"
)

// overfill is A14: what leaves the router for a parent is compared with what entered it.
var overfill = Spec{
	ID: "A14", Name: "Parent/child overfill check", Family: Detect,
	Observes:   "per parent: its quantity, all executions of its children, matched or not, and what is working; at once",
	Trigger:    "executed, working and new quantity together exceed the parent's quantity by more than the allowance",
	Scope:      "parent",
	Action:     "that child does not go out",
	Latency:    "none: checked inline",
	Rearm:      "by itself, if working children end without executing",
	Coverage:   "all parents, servers, phases; it needs executions at the gate, which Knight's router did not get",
	Thresholds: []string{"allowance"},
	Params: []Param{
		{Name: "allowance", Doc: "excess that is let pass", Unit: Shares, Default: 200, Min: 0, Max: 1_000_000_000,
			Source: "two child lots of 100 shares in flight; no figure is published", Tag: model.Assumed},
	},
	Existed: true, Availability: "named by the SEC as missing: a control to compare orders leaving SMARS with those that entered it",
	Source: "SEC 34-70694 para 21; FIX tag 1530 value 15",
	New: func(v Values, env *Env) Monitor {
		return &overfillCheck{onceLog: newOnceLog(env.Parents), allowance: model.Qty(v["allowance"]), executed: make([]model.Qty, env.Parents)}
	},
}

type overfillCheck struct {
	onceLog
	allowance model.Qty
	executed  []model.Qty // by parent, with what no parent asked for
}

func (m *overfillCheck) Clone() Monitor {
	c := *m
	c.onceLog = m.onceLog.clone()
	c.executed = slices.Clone(m.executed)
	return &c
}

func (m *overfillCheck) Filled(_ *World, f *Fill) { m.executed[f.Parent-1] += max(f.Qty, -f.Qty) }

func (m *overfillCheck) Vote(w *World, c *Child) Verdict {
	i := int(c.Parent - 1)
	out := m.executed[i] + w.Parents[i].Open + c.Qty
	if out <= c.ParentQty+m.allowance {
		return Pass
	}
	if m.first(i) {
		m.add(Trip{At: w.Now, Effect: w.Now, Scope: Scope{OnParent, uint32(c.Parent)}, Seen: int64(out),
			Limit: int64(c.ParentQty + m.allowance), Unit: Shares})
	}
	if m.executed[i] >= c.ParentQty+m.allowance {
		return Close // nothing of it can go out any more
	}
	return Block
}
