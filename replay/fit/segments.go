package fit

import (
	"slices"

	"lossreplay/model"
	"lossreplay/model/router"
)

// switchCost is how many signs a change of build must explain better than none to be believed (assumed).
const switchCost = 3

// Segment is a stretch of time in which one class of builds explains a server best. It began after After, the last sign of the
// class before, and by By, when the first of its own was plain; Until is the last of its own. For a class that does not count
// these are the first and the last child that only it explains, to the nanosecond; one that counts shows itself only when
// nothing comes. In the first segment After is By, its first sign: it began before.
type Segment struct {
	Class            int
	After, By, Until model.Time
	Signs            int // that tell builds apart
	Odd              int // of those, that the class does not explain
	Against          int // of those that it explains, that the builds declared of the server do not
}

// explains reports whether a build would have done what the sign says.
func explains(f *router.Fleet, build model.BuildID, s *sign) bool {
	return f.Selected(build, s.flag).Counts != s.ran
}

// fitted returns for each sign the class of builds at work. It is the sequence of classes with the fewest signs that its class does not explain, switchCost for each change
// counted in; of several the one that changes last and, if still equal, begins with the earlier class.
func (r *Result) fitted(signs []sign) []int {
	n, m := len(signs), len(r.Classes)
	cost, next := make([]int, m), make([]int, m)
	from := make([]uint8, n*m) // by sign and class: the class at the sign before
	for i := range signs {
		best := lowest(cost)
		for c := range next {
			was := c
			if i > 0 && cost[best]+switchCost < cost[c] {
				was = best
			}
			from[i*m+c], next[c] = uint8(was), cost[was]
			if was != c {
				next[c] += switchCost
			}
			if !explains(r.fleet, r.Classes[c][0], &signs[i]) {
				next[c]++
			}
		}
		cost, next = next, cost
	}
	chosen := make([]int, n)
	for i, c := n-1, lowest(cost); i >= 0; i-- {
		chosen[i] = c
		c = int(from[i*m+c])
	}
	return chosen
}

// lowest returns the position of the smallest number, the first of several.
func lowest(list []int) int { return slices.Index(list, slices.Min(list)) }

// cut makes segments of the classes chosen for the signs of a server.
func (r *Result) cut(server int, signs []sign, chosen []int) (all []Segment) {
	for first, i := 0, 1; i <= len(signs); i++ { // nothing without signs
		if i == len(signs) || chosen[i] != chosen[first] {
			all = append(all, r.segment(server, signs[first:i], chosen[first]))
			first = i
		}
	}
	for i := 1; i < len(all); i++ {
		before, s := &all[i-1], &all[i]
		before.Until = min(before.Until, s.By) // a run that went on all the same
		s.After = before.Until
	}
	if len(all) > 0 {
		all[0].By = all[0].After
	}
	for i := range all {
		all[i].Until = max(all[i].Until, all[i].By)
	}
	return all
}

// segment returns the segment of these signs; After is the first of its own.
func (r *Result) segment(server int, signs []sign, class int) Segment {
	s := Segment{Class: class, By: model.Never, Signs: len(signs)}
	for i := range signs {
		at, until := signs[i].at, signs[i].until
		if !signs[i].ran {
			at, until = until, at // that nothing came is plain only later
		}
		switch {
		case !explains(r.fleet, r.Classes[class][0], &signs[i]):
			s.Odd++
			continue
		case s.By == model.Never:
			s.By, s.Until, s.After = at, until, signs[i].at
		}
		s.By, s.Until = min(s.By, at), max(s.Until, until)
		if !r.declares(server, &signs[i]) {
			s.Against++
		}
	}
	if s.By == model.Never { // a class is never chosen for signs of others alone
		panic("fit: a segment without a sign of its own")
	}
	return s
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
