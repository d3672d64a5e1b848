package control

import (
	"lossreplay/model"
	"lossreplay/model/router"
)

// flagHygiene is A05: a release that gives an old flag a new meaning fails while the old code can still be reached.
var flagHygiene = Spec{
	ID: "A05", Name: "Flag and dead-code hygiene", Family: Prevent,
	Observes: "each release's flags against the code paths that the router's builds can reach, when it is first deployed",
	Trigger:  "a deploy gives a flag another code path than the server's build gave it, while a build can still reach a retired path",
	Scope:    "firm",
	Action: "the release fails until the retired path is deleted from every build: a flag that selects it meets code that counts, " +
		"so no child beyond its parent's quantity comes from it",
	Latency:  "none: the gate stands before the deploy",
	Rearm:    "none is needed: deleted code stays deleted",
	Coverage: "code paths that are marked retired; a fault in code that is in use passes, and so does a release that reuses no flag",
	Existed:  true, Availability: "static analysis and a registry of flags; practice, no rule",
	Source: "SEC 34-70694 paras 13-14, 26 (Power Peg unused since 2003, callable, its flag reused; no protocol for unused code)",
	Needs:  []string{"operations"},
	New: func(_ Values, env *Env) Monitor {
		return &flagGate{env: env, build: env.Fleet.Start(), effect: model.Never}
	},
}

type flagGate struct {
	log
	env    *Env
	build  router.State // as it was before the operation that is being watched
	effect model.Time
}

func (m *flagGate) Clone() Monitor {
	c := *m
	c.log = m.log.clone()
	return &c
}

func (m *flagGate) Saw(w *World, op *model.Operation) {
	if op.Kind == model.OpDeploy && m.effect == model.Never && m.reuses(m.build.Build[op.Server], op.Build) {
		if retired := m.retired(); retired > 0 {
			m.effect = w.Now
			m.add(Trip{At: w.Now, Effect: w.Now, Scope: Scope{Kind: Firm}, Seen: int64(retired), Limit: 0, Unit: Count})
		}
	}
	m.build = w.Router
}

// reuses reports whether a flag selects another path in the new build than in the old one.
func (m *flagGate) reuses(old, new model.BuildID) bool {
	for flag := range m.env.Fleet.Flags() {
		if m.env.Fleet.Selected(old, model.FlagID(flag)) != m.env.Fleet.Selected(new, model.FlagID(flag)) {
			return true
		}
	}
	return false
}

// retired returns in how many places, build by build and flag by flag, a retired path can be reached.
func (m *flagGate) retired() (n int) {
	for build := range m.env.Fleet.Builds() {
		for flag := range m.env.Fleet.Flags() {
			if m.env.Fleet.Selected(model.BuildID(build), model.FlagID(flag)).Retired {
				n++
			}
		}
	}
	return n
}

func (m *flagGate) Vote(w *World, c *Child) Verdict {
	if w.Now < m.effect || !c.Path.Retired {
		return Pass
	}
	return beyond(w, c)
}

// beyond blocks a child beyond its parent's quantity, and closes a parent that is full.
func beyond(w *World, c *Child) Verdict {
	switch p := &w.Parents[c.Parent-1]; {
	case p.Executed >= c.ParentQty:
		return Close
	case p.Executed+p.Open+c.Qty > c.ParentQty:
		return Block
	}
	return Pass
}
