package control

import (
	"slices"

	"lossreplay/model"
	"lossreplay/model/router"
)

// repair completes a rollout: servers that differ from the fleet's most common build when it ends get that build after a
// delay. A02 and A03 share it and differ in who looks and how long it takes.
//
// Owns: which build it has put on which server, and when.
//
// Refuses: children that the recorded build did not send (thinning invents none), roll-backs, the world's router.
//
// Invariants: a server has at most one repair; a later deploy or roll-back that names the server ends it, for then the
// recorded build is what people put there; a child goes out from then on only if the build put there would have sent it.
type repair struct {
	onceLog // by server
	env     *Env
	finds   bool // somebody looks and sees the difference
	delay   model.Duration
	build   []model.BuildID // by server: what the repair puts there
	effect  []model.Time    // by server: since when it runs; Never without a repair
}

func newRepair(env *Env, finds bool, delay model.Duration) *repair {
	n := env.Fleet.Servers()
	return &repair{onceLog: newOnceLog(n), env: env, finds: finds, delay: delay, build: make([]model.BuildID, n), effect: newTimes(n)}
}

func (m *repair) Clone() Monitor {
	c := *m
	c.onceLog = m.onceLog.clone()
	c.build, c.effect = slices.Clone(m.build), slices.Clone(m.effect)
	return &c
}

func (m *repair) Saw(w *World, op *model.Operation) {
	switch op.Kind {
	case model.OpDeploy, model.OpRollback:
		m.effect[op.Server] = model.Never
	case model.OpRolloutEnd:
		if m.finds {
			m.review(w)
		}
	}
}

// review plans a repair for each server that differs from the most common build, as the fleet runs with the repairs so far.
func (m *repair) review(w *World) {
	runs := w.Router
	for s, effect := range m.effect {
		if w.Now >= effect {
			runs.Build[s] = m.build[s]
		}
	}
	odd := m.env.Fleet.Uniform(&runs)
	common := model.BuildID(0)
	for s := range m.effect {
		if !slices.Contains(odd, model.ServerID(s)) {
			common = runs.Build[s]
			break
		}
	}
	for _, s := range odd {
		if m.effect[s] != model.Never && m.build[s] == common {
			continue // found before, not yet done
		}
		m.build[s], m.effect[s] = common, w.Now.Add(m.delay)
		if m.first(int(s)) {
			m.add(Trip{At: w.Now, Effect: m.effect[s], Scope: Scope{OnServer, uint32(s)}, Seen: int64(len(odd)), Limit: 0, Unit: Count})
		}
	}
}

// Vote stops what the build that the repair put on the server would not have sent.
func (m *repair) Vote(w *World, c *Child) Verdict {
	if w.Now < m.effect[c.Server] {
		return Pass
	}
	p := &w.Parents[c.Parent-1]
	at := router.Progress{OrderQty: c.ParentQty, Executed: p.Executed, Open: p.Open}
	path := m.env.Fleet.Selected(m.build[c.Server], c.Flag)
	switch {
	case path.WouldSend(at, c.Qty):
		return Pass
	case at.Executed >= at.OrderQty:
		return Close
	}
	return Block
}
