package fit

import (
	"cmp"
	"slices"
	"time"

	"lossreplay/model"
	"lossreplay/model/router"
	"lossreplay/replay"
)

// Hold is how long a full parent must be left alone to speak for a build that counts (assumed: a path that does not count sends
// many times a second). A parent that goes on after that long has stopped and was taken up again.
const Hold = 10 * time.Second

// event is one thing that tells builds apart, on one server.
type event struct {
	at     model.Time
	parent model.ParentID
	flag   model.FlagID
	ran    bool // the parent got more than it asked for, from here on; else it was full here and left alone
}

// Minute is what a server did in a minute for parents whose flag tells builds apart; a child counts at its sending.
type Minute struct {
	Start    model.Time
	Children int64 // of all parents
	Beyond   int64 // more than the parent asked for
	Stops    int64 // parents that were full and left alone
}

// parentOn is what a server did for a parent.
type parentOn struct {
	parent model.ParentID
	full   model.Time // since when there is nothing left to send; model.Never if there is
	ran    bool       // since it was full last
}

// server is what is gathered of one server.
type server struct {
	children, beyond int64
	beyondBy         []int64 // by flag
	events           []event
	minutes          []Minute // ascending, those with a child or a stop
	parents          map[model.ParentID]*parentOn
}

// gatherer takes the orders of a day in the order of the replay.
type gatherer struct {
	fleet   *router.Fleet
	telling []bool // by flag: builds differ in whether the path that it selects counts
	servers []server
	last    model.Time
	first   *Divergence
	beyond  *Divergence
	ops     []model.Operation
	op      int
	state   router.State
}

// correctPath is what a router that works right does with a parent: it counts.
var correctPath = router.Path{Counts: true}

// Beyond reports whether a child is one that no build would send whose paths count: more than its parent asked for.
func Beyond(s *replay.OrderStep) bool {
	return !s.Report && !correctPath.WouldSend(s.Before, s.Qty)
}

func (g *gatherer) see(s *replay.OrderStep) {
	g.last = max(g.last, s.At)
	sv := &g.servers[s.Server]
	beyond := Beyond(s)
	if !s.Report {
		g.declared(s, beyond)
		sv.children++
		m := sv.minute(s.At)
		m.Children++
		if beyond {
			sv.beyond++
			sv.beyondBy[s.Flag]++
			m.Beyond++
		}
	}
	if g.telling[s.Flag] {
		sv.follow(s, beyond)
	}
}

// declared notes the first child that the declared build of its server would not have sent, and the first beyond its parent.
func (g *gatherer) declared(s *replay.OrderStep, beyond bool) {
	for ; g.op < len(g.ops) && g.ops[g.op].At <= s.At; g.op++ {
		g.fleet.Apply(&g.state, &g.ops[g.op])
	}
	if g.beyond == nil && beyond {
		g.beyond = g.divergence(s)
	}
	if g.first == nil && !g.fleet.PathOf(&g.state, s.Server, s.Flag).WouldSend(s.Before, s.Qty) {
		g.first = g.divergence(s)
	}
}

func (g *gatherer) divergence(s *replay.OrderStep) *Divergence {
	return &Divergence{At: s.At, Child: s.Child, Parent: s.Parent, Server: s.Server, Build: g.state.Build[s.Server]}
}

// follow notes what a step says of the parent on this server.
func (sv *server) follow(s *replay.OrderStep, beyond bool) {
	p := sv.parents[s.Parent]
	if p == nil {
		if s.Report {
			return
		}
		p = &parentOn{parent: s.Parent, full: model.Never}
		sv.parents[s.Parent] = p
	}
	if beyond && !p.ran {
		if p.full != model.Never && s.At.Sub(p.full) > Hold {
			sv.stop(p, s.Flag)
		}
		p.ran = true
		sv.events = append(sv.events, event{s.At, s.Parent, s.Flag, true})
	}
	switch full := s.After.Executed+s.After.Open >= s.After.OrderQty; {
	case !full:
		p.full, p.ran = model.Never, false
	case p.full == model.Never:
		p.full = s.At
	}
}

// stop notes that a full parent was left alone.
func (sv *server) stop(p *parentOn, flag model.FlagID) {
	sv.events = append(sv.events, event{p.full, p.parent, flag, false})
	sv.minute(p.full).Stops++
}

// finish adds the parents that were left alone until the flow ended, and puts the events in order.
func (sv *server) finish(end model.Time, flags []model.FlagID) {
	for id, p := range sv.parents {
		if p.full != model.Never && !p.ran && end.Sub(p.full) > Hold {
			sv.stop(p, flags[id-1])
		}
	}
	sv.parents = nil
	slices.SortFunc(sv.events, func(a, b event) int {
		return cmp.Or(cmp.Compare(a.at, b.at), cmp.Compare(a.parent, b.parent))
	})
}

// minute returns the minute of at, which is often the last one.
func (sv *server) minute(at model.Time) *Minute {
	start := at - at%model.Time(time.Minute)
	if n := len(sv.minutes); n > 0 && sv.minutes[n-1].Start == start {
		return &sv.minutes[n-1]
	}
	i, found := slices.BinarySearchFunc(sv.minutes, start, func(m Minute, t model.Time) int { return cmp.Compare(m.Start, t) })
	if !found {
		sv.minutes = slices.Insert(sv.minutes, i, Minute{Start: start})
	}
	return &sv.minutes[i]
}
