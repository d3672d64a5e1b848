package fit

import (
	"math"
	"sort"

	"lossreplay/model"
	"lossreplay/model/router"
	"lossreplay/replay"
)

// gatherer takes the orders of a day in the order of the replay.
type gatherer struct {
	fleet   *router.Fleet
	telling []bool // by flag: builds differ in whether the path that it selects counts
	sizes   sizes
	servers []server
	first   *Divergence
	beyond  *Divergence
	begin   model.Time // of the flow
	end     model.Time

	// what is declared
	ops   []model.Operation
	op    int
	state router.State
}

// newGatherer returns one that has seen nothing.
func newGatherer(fleet *router.Fleet, spec *model.RouterSpec, ops []model.Operation) *gatherer {
	g := &gatherer{fleet: fleet, telling: telling(fleet), sizes: newSizes(fleet, spec), servers: make([]server, fleet.Servers()),
		begin: model.Never, ops: ops, state: fleet.Start()}
	for i := range g.servers {
		sv := &g.servers[i]
		sv.parents = map[model.ParentID]*parentOn{}
		sv.beyondBy, sv.pace = make([]int64, fleet.Flags()), make([]pace, fleet.Flags())
		sv.sized = make([]int64, fleet.Flags()*len(spec.Paths))
	}
	return g
}

// correctPath is what a router that works right does with a parent: it counts.
var correctPath = router.Path{Counts: true}

// Beyond reports whether a child is one that no build would send whose paths count: more than its parent asked for.
func Beyond(s *replay.OrderStep) bool {
	return !s.Report && !correctPath.WouldSend(s.Before, s.Qty)
}

func (g *gatherer) see(s *replay.OrderStep) {
	g.begin, g.end = min(g.begin, s.At), max(g.end, s.At)
	sv := &g.servers[s.Server]
	if !s.Report {
		g.declared(s, sv)
		g.sizes.see(s, sv.sized)
	}
	sv.see(s, g.telling[s.Flag])
}

// declared counts a child that the declared build of its server would not have sent, and notes the first, and the first beyond its
// parent.
func (g *gatherer) declared(s *replay.OrderStep, sv *server) {
	for ; g.op < len(g.ops) && g.ops[g.op].At <= s.At; g.op++ {
		g.fleet.Apply(&g.state, &g.ops[g.op])
	}
	if g.beyond == nil && Beyond(s) {
		g.beyond = g.divergence(s)
	}
	if !g.fleet.PathOf(&g.state, s.Server, s.Flag).WouldSend(s.Before, s.Qty) {
		sv.unsent++
		if g.first == nil {
			g.first = g.divergence(s)
		}
	}
}

func (g *gatherer) divergence(s *replay.OrderStep) *Divergence {
	return &Divergence{At: s.At, Child: s.Child, Parent: s.Parent, Server: s.Server, Build: g.state.Build[s.Server]}
}

// history is which build a server ran by what is declared: from each time on, in order; the first from the beginning.
type history []held

type held struct {
	from  model.Time
	build model.BuildID
}

// histories returns the history of each server.
func histories(f *router.Fleet, ops []model.Operation) []history {
	state := f.Start()
	all := make([]history, f.Servers())
	for s := range all {
		all[s] = history{{math.MinInt64, state.Build[s]}}
	}
	for i := range ops {
		f.Apply(&state, &ops[i])
		if s := ops[i].Server; ops[i].HasServer && all[s][len(all[s])-1].build != state.Build[s] {
			all[s] = append(all[s], held{ops[i].At, state.Build[s]})
		}
	}
	return all
}

// at returns the build of a time.
func (h history) at(t model.Time) model.BuildID {
	i := sort.Search(len(h), func(i int) bool { return h[i].from > t })
	return h[i-1].build
}
