package attribution

import (
	"fmt"
	"math/big"

	"lossreplay/model"
)

// Owen returns the exact Owen value of each control in the game "loss prevented", in micro-units, indexed as the controls:
// what a control adds to those before it, averaged over the orderings in which each group stands together. A group's value
// is the sum over its controls. With one group, or with every control its own group, it is [Lattice.Shapley].
//
// The values add up to what all controls prevent together, to the unit, rounded as Shapley's. ids has one id and groups one
// name of a group for each control; Owen panics if not, or if an id is empty or used twice. It enumerates nothing:
// O(len(leaves) n).
//
// Formula: a leaf that prevents v counts for group k only if every other group has its decided controls all in or all out.
// With p other groups in, q out, and c controls of k in and d out, each of the c gets
// v p! q! / (p+q+1)! (c-1)! d! / (c+d)!, and each of the d loses v p! q! / (p+q+1)! c! (d-1)! / (c+d)!.
// After Owen, Values of games with a priori unions (1977).
func (l *Lattice) Owen(ids, groups []string) []model.Money {
	order, sets := l.byID(ids), l.groupSets(groups)
	outer, inner, s := newFactorials(len(sets)), newFactorials(l.n), newSums(l.n)
	for _, leaf := range l.leaves {
		v := l.prevented(leaf)
		if v == 0 {
			continue
		}
		var in, out, torn int // groups with decided controls: all in, all out, some of each
		for _, set := range sets {
			switch c, d := leaf.within(set).sizes(); {
			case c > 0 && d > 0:
				torn++
			case c > 0:
				in++
			case d > 0:
				out++
			}
		}
		for _, set := range sets {
			part, p, q := leaf.within(set), in, out
			c, d := part.sizes()
			switch {
			case torn > 1 || (torn == 1 && (c == 0 || d == 0)):
				continue // another group is torn
			case c > 0 && d == 0:
				p--
			case d > 0 && c == 0:
				q--
			}
			if c > 0 {
				term := inner.ratio(c-1, d, c+d)
				s.gain(part.In, times(term.Mul(term, outer.ratio(p, q, p+q+1)), v))
			}
			if d > 0 {
				term := inner.ratio(c, d-1, c+d)
				s.lose(part.Out, times(term.Mul(term, outer.ratio(p, q, p+q+1)), v))
			}
		}
	}
	return s.apportion(new(big.Int).Mul(inner.top(), outer.top()), l.prevented(l.All()), order)
}

// groupSets returns the set of controls of each group, in order of first appearance.
func (l *Lattice) groupSets(groups []string) []uint64 {
	if len(groups) != l.n {
		panic(fmt.Sprintf("attribution: %d groups for %d controls", len(groups), l.n))
	}
	var sets []uint64
	place := map[string]int{}
	for i, name := range groups {
		k, seen := place[name]
		if !seen {
			k = len(sets)
			place[name] = k
			sets = append(sets, 0)
		}
		sets[k] |= l.control(i)
	}
	return sets
}
