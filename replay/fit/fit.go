package fit

import (
	"fmt"
	"slices"

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
	// Builds says how well each build explains all servers, by position in Router.Builds; Sized how many children have the size
	// that it would have sent next. Sizes decide nothing.
	Builds []Explained
	Sized  []int64
	// Declared says how well the declared builds explain all servers.
	Declared Explained
	// First is the first child that the declared build of its server would not have sent, FirstBeyond the first that went beyond
	// its parent; nil if there is none.
	First, FirstBeyond *Divergence
	Telling            int        // flags that tell builds apart
	Begin              model.Time // of the flow, model.Never if there is none

	fleet    *router.Fleet
	declared []history // by server
}

// Server is what was found of one server.
type Server struct {
	Children, Beyond int64
	Runs, Stops      int // parents that got more than they asked for, that were left alone
	// Builds and Sized are as in Result.
	Builds []Explained
	Sized  []int64
	// Declared says how well the builds explain it that are declared of this server one after the other. Against is the first sign
	// that they do not explain and what was found does, model.Never if there is none.
	Declared Explained
	Against  model.Time
	// Segments are the classes of builds that explain it best, one after the other in time; empty if nothing tells them apart.
	Segments []Segment
	Minutes  []Minute
}

// Minute is what a server did in a minute; a child counts at its sending. Those without a child or sign are left out.
type Minute struct {
	Start       model.Time
	Children    int64 // of all parents
	Beyond      int64 // more than the parent asked for
	Runs, Stops int   // parents that began to run, that were left alone
	Builds      []Explained
}

// Explained is how much of what was done a build explains: children that it would have sent, and of the parents that tell
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

// add adds what another part of the day has.
func (e *Explained) add(o Explained) {
	e.Children += o.Children
	e.ChildrenOf += o.ChildrenOf
	e.Parents += o.Parents
	e.ParentsOf += o.ParentsOf
}

// Divergence is a child that a build would not have sent.
type Divergence struct {
	At     model.Time
	Child  model.ChildID
	Parent model.ParentID
	Server model.ServerID
	Build  model.BuildID // that the server ran by the declared account
}

// Day fits the builds of spec to the orders of day. ops is what is declared of deploys and roll-backs, in order of time; what is
// found is held against it and does not hang on it. The error is that of the day's readers, or says what is wrong with spec.
func Day(day replay.Day, spec model.RouterSpec, ops []model.Operation) (*Result, error) {
	fleet, err := router.New(spec)
	if err != nil {
		return nil, err
	}
	if have := &day.Incident().Router; !slices.Equal(spec.Servers, have.Servers) || len(spec.Flags) < len(have.Flags) ||
		!slices.Equal(spec.Flags[:len(have.Flags)], have.Flags) {
		return nil, fmt.Errorf("the router has servers %q and flags %q, the day %q and %q; name the day's first, in its order",
			spec.Servers, spec.Flags, have.Servers, have.Flags)
	}
	g := newGatherer(fleet, &spec, ops)
	if err := replay.Walk(day, g.see); err != nil {
		return nil, err
	}
	r := &Result{Router: spec, Classes: classes(fleet, g.telling), First: g.first, FirstBeyond: g.beyond, Begin: g.begin, fleet: fleet,
		declared: histories(fleet, ops), Builds: make([]Explained, fleet.Builds()), Sized: make([]int64, fleet.Builds())}
	for _, t := range g.telling {
		if t {
			r.Telling++
		}
	}
	for i := range g.servers {
		g.servers[i].finish(g.end)
		r.add(r.explain(g, i))
	}
	return r, nil
}

// add adds a server.
func (r *Result) add(s Server) {
	r.Servers = append(r.Servers, s)
	r.Children += s.Children
	r.Beyond += s.Beyond
	r.Declared.add(s.Declared)
	for b := range s.Builds {
		r.Builds[b].add(s.Builds[b])
		r.Sized[b] += s.Sized[b]
	}
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

// Likeliest returns of a class the build whose sizes fit the most children, of several a correct one, the first of several.
func (r *Result) Likeliest(class int) model.BuildID {
	best := r.Classes[class][0]
	for _, b := range r.Classes[class][1:] {
		if r.Sized[b] > r.Sized[best] || r.Sized[b] == r.Sized[best] && Correct(&r.Router, b) && !Correct(&r.Router, best) {
			best = b
		}
	}
	return best
}
