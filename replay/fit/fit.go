package fit

import (
	"fmt"

	"lossreplay/model"
	"lossreplay/model/router"
	"lossreplay/replay"
)

// Result is what the orders of a day say of the builds of its router.
type Result struct {
	Router model.RouterSpec
	// Classes are the builds that cannot be told apart from one another, each a list of positions in Router.Builds.
	Classes [][]model.BuildID
	Servers []Server
	// Children, Beyond count all servers': sent, and more than their parents asked for.
	Children, Beyond int64
	// First is the first child that the declared build of its server would not have sent, FirstBeyond the first that went beyond
	// its parent; nil if there is none.
	First, FirstBeyond *Divergence
	Telling            int // flags that tell builds apart
}

// Server is what was found of one server.
type Server struct {
	Children, Beyond int64
	Runs, Stops      int // parents that got more than they asked for, that were full and left alone
	// Builds says how well each build explains all that the server did, by position in Router.Builds.
	Builds []Explained
	// Segments are the classes of builds that explain it best, one after the other in time; empty if nothing tells them apart.
	Segments []Segment
	Minutes  []Minute
}

// Explained is how much of what a server did one build explains: children that it would have sent, and of the parents that tell
// builds apart those that got more than they asked for where its path does not count, or were left alone where it does. A build
// that goes on for ever explains every child and no parent that was left alone, so that the parents decide.
type Explained struct {
	Children, ChildrenOf int64
	Parents, ParentsOf   int
}

// Share is the share of parents explained, 1 where none tells builds apart.
func (e Explained) Share() float64 {
	if e.ParentsOf == 0 {
		return 1
	}
	return float64(e.Parents) / float64(e.ParentsOf)
}

// Segment is a stretch of time in which one class of builds explains a server best. It began after After, at which the class
// before was still at work, and not later than By, at which its own was: the log shows no more. Both are the first child's time in
// the first segment.
type Segment struct {
	Class     int
	After, By model.Time
	Events    int // that tell builds apart
	Odd       int // of those, that the class does not explain
}

// Divergence is a child that a build would not have sent.
type Divergence struct {
	At     model.Time
	Child  model.ChildID
	Parent model.ParentID
	Server model.ServerID
	Build  model.BuildID // that the server ran by the declared account
}

// Day fits the builds of spec to the orders of day. ops is what is declared of deploys and roll-backs; it decides nothing but
// First. The error is that of the day's readers, or says what is wrong with spec.
func Day(day replay.Day, spec model.RouterSpec, ops []model.Operation) (*Result, error) {
	fleet, err := router.New(spec)
	if err != nil {
		return nil, err
	}
	if have := len(day.Incident().Router.Servers); len(spec.Servers) != have {
		return nil, fmt.Errorf("the router has %d servers, the day has %d", len(spec.Servers), have)
	}
	g := &gatherer{fleet: fleet, telling: telling(fleet), servers: make([]server, fleet.Servers()), ops: ops, state: fleet.Start()}
	for i := range g.servers {
		g.servers[i].parents, g.servers[i].beyondBy = map[model.ParentID]*parentOn{}, make([]int64, fleet.Flags())
	}
	if err := replay.Walk(day, g.see); err != nil {
		return nil, err
	}
	r := &Result{Router: spec, Classes: classes(fleet, g.telling), First: g.first, FirstBeyond: g.beyond}
	for _, t := range g.telling {
		if t {
			r.Telling++
		}
	}
	for i := range g.servers {
		g.servers[i].finish(g.last, day.Parents().Flag)
		r.Servers = append(r.Servers, r.explain(fleet, &g.servers[i]))
		r.Children += g.servers[i].children
		r.Beyond += g.servers[i].beyond
	}
	return r, nil
}

// telling returns which flags select a path that counts in one build and one that does not in another.
func telling(f *router.Fleet) []bool {
	all := make([]bool, f.Flags())
	for flag := range all {
		for b := range f.Builds() {
			if f.Selected(model.BuildID(b), model.FlagID(flag)).Counts != f.Selected(0, model.FlagID(flag)).Counts {
				all[flag] = true
			}
		}
	}
	return all
}

// classes parts the builds by which telling flags they count: those of a class leave the same orders.
func classes(f *router.Fleet, telling []bool) (all [][]model.BuildID) {
	known := map[string]int{}
	for b := range f.Builds() {
		sign := make([]byte, len(telling))
		for flag, t := range telling {
			if t && f.Selected(model.BuildID(b), model.FlagID(flag)).Counts {
				sign[flag] = 1
			}
		}
		i, ok := known[string(sign)]
		if !ok {
			i = len(all)
			known[string(sign)] = i
			all = append(all, nil)
		}
		all[i] = append(all[i], model.BuildID(b))
	}
	return all
}

// explain fits the classes to what one server did.
func (r *Result) explain(f *router.Fleet, sv *server) Server {
	s := Server{Children: sv.children, Beyond: sv.beyond, Minutes: sv.minutes}
	for _, e := range sv.events {
		if e.ran {
			s.Runs++
		} else {
			s.Stops++
		}
	}
	for b := range f.Builds() {
		s.Builds = append(s.Builds, explained(f, model.BuildID(b), sv))
	}
	if len(sv.events) > 0 {
		s.Segments = r.segments(f, sv)
	}
	return s
}

// Labels returns for each child of the day, in order, whether it went beyond its parent, so that no correct build would have sent
// it: one byte a child. The error is that of the day's readers.
func Labels(day replay.Day) ([]bool, error) {
	var labels []bool
	err := replay.Walk(day, func(s *replay.OrderStep) {
		if !s.Report {
			labels = append(labels, Beyond(s))
		}
	})
	return labels, err
}
