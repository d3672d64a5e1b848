package fit

import (
	"slices"

	"lossreplay/model"
	"lossreplay/model/router"
)

// switchCost is how many events a change of build must explain better than none to be believed (assumed).
const switchCost = 3

// explained returns how much of what a server did a build explains.
func explained(f *router.Fleet, build model.BuildID, sv *server) Explained {
	e := Explained{Children: sv.children, ChildrenOf: sv.children, ParentsOf: len(sv.events)}
	for flag, beyond := range sv.beyondBy {
		if f.Selected(build, model.FlagID(flag)).Counts {
			e.Children -= beyond
		}
	}
	for i := range sv.events {
		if explains(f, build, &sv.events[i]) {
			e.Parents++
		}
	}
	return e
}

// explains reports whether a build would have done what the event says.
func explains(f *router.Fleet, build model.BuildID, e *event) bool {
	return f.Selected(build, e.flag).Counts != e.ran
}

// segments returns the sequence of classes with the fewest events that its class does not explain, switchCost for each change
// counted in; of several the one that changes last and, if still equal, begins with the earlier class.
func (r *Result) segments(f *router.Fleet, sv *server) []Segment {
	n, m := len(sv.events), len(r.Classes)
	cost := make([]int, m)
	from := make([][]int, n) // by event and class: the class at the event before
	for i := range sv.events {
		best := lowest(cost)
		next := make([]int, m)
		from[i] = make([]int, m)
		for c := range next {
			from[i][c], next[c] = c, cost[c]
			if i > 0 && cost[best]+switchCost < cost[c] {
				from[i][c], next[c] = best, cost[best]+switchCost
			}
			if !explains(f, r.Classes[c][0], &sv.events[i]) {
				next[c]++
			}
		}
		cost = next
	}
	chosen := make([]int, n)
	for i, c := n-1, lowest(cost); i >= 0; i-- {
		chosen[i] = c
		c = from[i][c]
	}
	return r.cut(f, sv, chosen)
}

// lowest returns the position of the smallest number, the first of several.
func lowest(list []int) int { return slices.Index(list, slices.Min(list)) }

// cut makes segments of the chosen classes, and bounds the time of each change.
func (r *Result) cut(f *router.Fleet, sv *server, chosen []int) (all []Segment) {
	for i := range sv.events {
		if i == 0 || chosen[i] != chosen[i-1] {
			s := Segment{Class: chosen[i], After: sv.events[0].at, By: sv.events[i].at}
			if i > 0 {
				s.After = sv.events[i-1].at
			}
			all = append(all, s)
		}
		s := &all[len(all)-1]
		s.Events++
		if !explains(f, r.Classes[s.Class][0], &sv.events[i]) {
			s.Odd++
		}
	}
	return all
}

// Correct reports whether a build works parents as it should: every flag selects a path that counts and is in use.
func Correct(spec *model.RouterSpec, build model.BuildID) bool {
	for _, path := range spec.Builds[build].PathOf {
		if p := &spec.Paths[path]; !p.Counts || p.Retired {
			return false
		}
	}
	return true
}

// Suspicious reports whether a class holds no correct build.
func (r *Result) Suspicious(class int) bool {
	return !slices.ContainsFunc(r.Classes[class], func(b model.BuildID) bool { return Correct(&r.Router, b) })
}
