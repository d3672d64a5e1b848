// Package router is a SMARS-like order router as a state machine: a fleet of servers, each with a build; a build maps the
// flag on a parent order to a code path; a code path decides which child orders it sends and whether it counts.
//
// Owns: builds, flags, code paths, what a deploy and a roll-back change.
//
// Refuses: votes on child orders (that is package control), prices, fills.
//
// Invariants: a state is a value, so copying a world copies its fleet; a path that counts never sends more than its parent
// asked for; every server runs a build that exists.
package router

import (
	"fmt"

	"lossreplay/model"
)

// ServersMax is the largest fleet that a State holds.
const ServersMax = 64

// Fleet is a router's fixed part: its builds and code paths.
type Fleet struct {
	spec  model.RouterSpec
	paths []Path
}

// State is a fleet's changing part: which build each server runs.
type State struct {
	Build [ServersMax]model.BuildID
}

// New returns the fleet that spec describes. The error names the first thing that is wrong: too many servers, a build
// without a path for a flag, a path that does not exist, an unknown initial build, a path that sends nothing.
func New(spec model.RouterSpec) (*Fleet, error) {
	switch {
	case len(spec.Servers) == 0 || len(spec.Servers) > ServersMax:
		return nil, fmt.Errorf("router has %d servers; 1 to %d are possible", len(spec.Servers), ServersMax)
	case len(spec.Flags) == 0 || spec.Flags[0] != "":
		return nil, fmt.Errorf("the router's first flag must be the empty one, which selects the ordinary path")
	case int(spec.Initial) >= len(spec.Builds):
		return nil, fmt.Errorf("initial build %d does not exist; there are %d builds", spec.Initial, len(spec.Builds))
	}
	f := &Fleet{spec: spec, paths: make([]Path, len(spec.Paths))}
	for i, p := range spec.Paths {
		if p.ChildQty <= 0 {
			return nil, fmt.Errorf("code path %q sends children of %d shares; use a size above 0", p.Name, p.ChildQty)
		}
		f.paths[i] = Path(p)
	}
	for _, b := range spec.Builds {
		if len(b.PathOf) != len(spec.Flags) {
			return nil, fmt.Errorf("build %q selects paths for %d flags; the router has %d", b.Name, len(b.PathOf), len(spec.Flags))
		}
		for flag, path := range b.PathOf {
			if path < 0 || path >= len(spec.Paths) {
				return nil, fmt.Errorf("build %q maps flag %q to code path %d, which does not exist", b.Name, spec.Flags[flag], path)
			}
		}
	}
	return f, nil
}

// Start returns the fleet's state before the first operation: every server on the initial build.
func (f *Fleet) Start() State {
	var s State
	for i := range f.spec.Servers {
		s.Build[i] = f.spec.Initial
	}
	return s
}

// Servers returns the number of servers.
func (f *Fleet) Servers() int { return len(f.spec.Servers) }

// Builds returns the number of builds that exist, deployed or not.
func (f *Fleet) Builds() int { return len(f.spec.Builds) }

// Flags returns the number of flags, the empty one included.
func (f *Fleet) Flags() int { return len(f.spec.Flags) }

// Selected returns the code path that a flag selects in a build.
func (f *Fleet) Selected(build model.BuildID, flag model.FlagID) *Path {
	return &f.paths[f.spec.Builds[build].PathOf[flag]]
}

// Apply carries out a deploy or a roll-back on s; other operations change no build. It panics if the operation names no
// server or a build that does not exist: days are validated before they are replayed.
func (f *Fleet) Apply(s *State, op *model.Operation) {
	if op.Kind != model.OpDeploy && op.Kind != model.OpRollback {
		return
	}
	if !op.HasServer || int(op.Server) >= len(f.spec.Servers) || int(op.Build) >= len(f.spec.Builds) {
		panic(fmt.Sprintf("router: %v at %v names server %d, build %d of %d servers, %d builds",
			op.Kind, op.At, op.Server, op.Build, len(f.spec.Servers), len(f.spec.Builds)))
	}
	s.Build[op.Server] = op.Build
}

// PathOf returns the code path that a parent with this flag meets on this server.
func (f *Fleet) PathOf(s *State, server model.ServerID, flag model.FlagID) *Path {
	return f.Selected(s.Build[server], flag)
}

// Uniform reports whether all servers run one build, and if not the servers that differ from the most common one (the
// lower build wins a tie).
func (f *Fleet) Uniform(s *State) (odd []model.ServerID) {
	count := make([]int, len(f.spec.Builds))
	for i := range f.spec.Servers {
		count[s.Build[i]]++
	}
	common := 0
	for b, n := range count {
		if n > count[common] {
			common = b
		}
	}
	for i := range f.spec.Servers {
		if int(s.Build[i]) != common {
			odd = append(odd, model.ServerID(i))
		}
	}
	return odd
}
