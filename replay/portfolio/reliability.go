package portfolio

import (
	"slices"
)

// state is one outcome of the common causes: which controls are down because of them, and how likely that is.
type state struct {
	down uint64
	p    float64
}

// causes returns the states of the common causes for a set of controls, the one in which nothing is down first, and the
// probability of each control that it works if no common cause has it down. A group of which the set has one member at most has
// no common cause to speak of: that member's failures are all its own.
//
// With q = 1 - Works, a group of beta b brings a uniform number u, and every member with b q > u is down: so each is down with
// probability b q, and they go down together as far as these allow. A control works if no group has it down and it does not fail
// by itself: Works = product of (1 - b q) over its groups, times its own probability.
func (m *Model) causes(set uint64) ([]state, []float64) { return m.causesOf(set, 2) }

// causesOf is causes where only groups of which the set has so many members have a common cause.
func (m *Model) causesOf(set uint64, least int) ([]state, []float64) {
	states := []state{{0, 1}}
	own := slices.Clone(m.Works)
	for _, g := range m.Groups {
		members := m.byFailure(g.Members & set)
		if len(members) < least || g.Beta == 0 {
			continue
		}
		states = cross(states, m.severities(members, g.Beta))
		for _, i := range members {
			own[i] = quotient(own[i], 1-float64(g.Beta*(1-m.Works[i])))
		}
	}
	return states, own
}

// byFailure returns the controls of a set, the least reliable first.
func (m *Model) byFailure(set uint64) []int {
	list := members(set)
	slices.SortStableFunc(list, func(i, j int) int {
		switch {
		case m.Works[i] < m.Works[j]:
			return -1
		case m.Works[i] > m.Works[j]:
			return 1
		}
		return 0
	})
	return list
}

// severities returns the states of one group: none down, then the least reliable, and so on to all.
func (m *Model) severities(members []int, beta float64) []state {
	q := func(k int) float64 {
		if k == len(members) {
			return 0
		}
		return 1 - m.Works[members[k]]
	}
	states := []state{{0, 1 - float64(beta*q(0))}}
	down := uint64(0)
	for k, i := range members {
		down |= 1 << i
		if p := float64(beta * (q(k) - q(k+1))); p > 0 {
			states = append(states, state{down, p})
		}
	}
	return states
}

// cross returns the states of two independent causes together.
func cross(a, b []state) []state {
	all := make([]state, 0, len(a)*len(b))
	for _, s := range a {
		for _, t := range b {
			all = append(all, state{s.down | t.down, float64(s.p * t.p)})
		}
	}
	return all
}

// quotient returns a / b, at most 1; 0 where b is 0: a control that its common cause always has down.
func quotient(a, b float64) float64 {
	if b <= 0 {
		return 0
	}
	return min(a/b, 1)
}

// mix returns the expectation of f over states. Written as a difference from the first, a value that no cause moves comes out
// to the bit.
func mix(states []state, f func(down uint64) float64) float64 {
	first := f(states[0].down)
	total := first
	for _, s := range states[1:] {
		total += float64(s.p * (f(s.down) - first))
	}
	return total
}
