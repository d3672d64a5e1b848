package control

import (
	"slices"

	"lossreplay/model"
	"lossreplay/model/router"
)

// regressionTests is A06: before a release goes out, each code path is tested against the rule that it must not overfill.
var regressionTests = Spec{
	ID: "A06", Name: "Tests of dormant paths", Family: Prevent,
	Observes: "the code paths that the release and the builds it joins can reach, when it is first deployed",
	Trigger:  "a path that is tested does not count what it has sent against its parent",
	Scope:    "firm",
	Action: "the release fails until the path counts, in every build that has it: no child beyond its parent's quantity comes from " +
		"such a path",
	Latency: "none: the tests stand before the deploy",
	Rearm:   "none is needed: mended code stays mended",
	Coverage: "paths all: every path that some flag selects in the release or in a build that a server runs; in_use: those that are " +
		"not retired, so a dormant path is never looked at. One invariant only: not load, prices or what a path sends. Roll-backs are " +
		"not tested; later start of the release is not replayed",
	Params: []Param{
		{Name: "paths", Doc: "which code paths are tested", Unit: Choice, Choices: []string{"all", "in_use"}, Default: 0, Min: 0, Max: 1,
			Source: "testing what can be reached, not what is meant to be; no rule says which paths", Tag: model.Assumed},
	},
	Existed: true, Availability: "practice; RTS 6 asks for it since 3 January 2018",
	Source: "SEC 34-70694 para 14 (the counter was moved in 2005 and Power Peg not tested again); RTS 6 Arts 5-7, 10-11",
	Rules:  []string{"rts6"},
	Needs:  []string{"operations"},
	New: func(v Values, env *Env) Monitor {
		return &testGate{env: env, dormant: v["paths"] == 0, before: env.Fleet.Start(), tested: make([]bool, env.Fleet.Builds()),
			mended: make([]bool, env.Fleet.Builds()*env.Fleet.Flags())}
	},
}

type testGate struct {
	log
	env     *Env
	dormant bool         // retired paths are tested too
	before  router.State // as it was before the operation that is being watched
	tested  []bool       // by build: it has been deployed
	mended  []bool       // [build*flags + flag]: that flag selects a path there which failed
}

func (m *testGate) Clone() Monitor {
	c := *m
	c.log = m.log.clone()
	c.tested, c.mended = slices.Clone(m.tested), slices.Clone(m.mended)
	return &c
}

func (m *testGate) Saw(w *World, op *model.Operation) {
	if op.Kind == model.OpDeploy && !m.tested[op.Build] {
		m.tested[op.Build] = true
		failed := m.test(op.Build)
		for s := range m.env.Fleet.Servers() {
			failed += m.test(m.before.Build[s])
		}
		if failed > 0 {
			m.add(Trip{At: w.Now, Effect: w.Now, Scope: Scope{Kind: Firm}, Seen: failed, Limit: 0, Unit: Count})
		}
	}
	m.before = w.Router
}

// test tests what a build can reach and returns how many paths failed that had not failed before.
func (m *testGate) test(build model.BuildID) (failed int64) {
	for flag := range m.env.Fleet.Flags() {
		path := m.env.Fleet.Selected(build, model.FlagID(flag))
		if path.Counts || (path.Retired && !m.dormant) || m.mended[m.index(build, model.FlagID(flag))] {
			continue
		}
		m.mend(path)
		failed++
	}
	return failed
}

// mend notes a path as failed wherever it can be reached.
func (m *testGate) mend(path *router.Path) {
	for build := range m.env.Fleet.Builds() {
		for flag := range m.env.Fleet.Flags() {
			if m.env.Fleet.Selected(model.BuildID(build), model.FlagID(flag)) == path {
				m.mended[m.index(model.BuildID(build), model.FlagID(flag))] = true
			}
		}
	}
}

func (m *testGate) index(build model.BuildID, flag model.FlagID) int {
	return int(build)*m.env.Fleet.Flags() + int(flag)
}

func (m *testGate) Vote(w *World, c *Child) Verdict {
	if c.Path.Counts || !m.mended[m.index(w.Router.Build[c.Server], c.Flag)] {
		return Pass
	}
	return beyond(w, c)
}
