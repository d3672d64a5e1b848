package control

import "lossreplay/model"

// rollbackCheck is A07: no roll-back while sessions are live, and none that brings retired code back into use.
var rollbackCheck = Spec{
	ID: "A07", Name: "Roll-back verification", Family: Prevent,
	Observes: "a requested roll-back: the session's state, and what the flags in use would select in the target build",
	Trigger:  "the session is live (if require_halt), or a flag that selects code in use would select a retired path",
	Scope:    "server",
	Action:   "the roll-back is refused: the server keeps its build",
	Latency:  "none: the check stands before the roll-back",
	Rearm:    "none is needed: each request is judged by itself",
	Coverage: "declared roll-backs only, not deploys; a flow that already runs away goes on",
	Params: []Param{
		{Name: "require_halt", Doc: "whether a roll-back has to wait for the end of the session", Unit: Choice,
			Choices: []string{"no", "yes"}, Default: 1, Min: 0, Max: 1,
			Source: "halt first, then roll back; no rule asks for it", Tag: model.Assumed},
	},
	Existed: true, Availability: "release procedure; practice, no rule",
	Source: "SEC 34-70694 para 27 (removing the new code from the seven correct servers worsened the problem)",
	Needs:  []string{"operations"},
	New: func(v Values, env *Env) Monitor {
		return &rollbackGate{onceLog: newOnceLog(env.Fleet.Servers()), env: env, requireHalt: v["require_halt"] == 1}
	},
}

type rollbackGate struct {
	onceLog
	env         *Env
	requireHalt bool
}

func (m *rollbackGate) Clone() Monitor {
	c := *m
	c.onceLog = m.onceLog.clone()
	return &c
}

func (m *rollbackGate) Refuses(w *World, op *model.Operation) bool {
	if op.Kind != model.OpRollback {
		return false
	}
	live := w.Now >= m.env.About.Session.Open && w.Now < m.env.About.Session.Close
	exposed := m.exposes(w.Router.Build[op.Server], op.Build)
	if exposed == 0 && !(live && m.requireHalt) {
		return false
	}
	if m.first(int(op.Server)) {
		m.add(Trip{At: w.Now, Effect: w.Now, Scope: Scope{OnServer, uint32(op.Server)}, Seen: exposed, Limit: 0, Unit: Count})
	}
	return true
}

// exposes returns how many flags that select a path in use in the running build would select a retired one in the target.
func (m *rollbackGate) exposes(running, target model.BuildID) (n int64) {
	for i := range m.env.Fleet.Flags() {
		flag := model.FlagID(i)
		if !m.env.Fleet.Selected(running, flag).Retired && m.env.Fleet.Selected(target, flag).Retired {
			n++
		}
	}
	return n
}
