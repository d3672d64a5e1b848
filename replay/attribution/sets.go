package attribution

import (
	"cmp"
	"fmt"
	"math/bits"
	"slices"

	"lossreplay/model"
)

// BestSet returns the set of exactly k controls with the smallest loss; ties go to the smaller collateral, then to the set
// whose ids, sorted, come first in the alphabet. It is exact for every k. A set may hold a control that adds nothing, or does
// harm, if there are not k that help: compare it with the best of size k-1.
//
// ids has one id for each control. BestSet panics if one is empty or used twice, or if k is outside 0 to n.
//
// No set is enumerated: a leaf holds a set of size k if it has at most k controls in and at most n-k out, and the best of
// them is its in-set filled up with the undecided controls whose ids come first. O(len(leaves) n).
func (l *Lattice) BestSet(k int, ids []string) Portfolio {
	if k < 0 || k > l.n {
		panic(fmt.Sprintf("attribution: best set of %d out of %d controls", k, l.n))
	}
	order := l.byID(ids)
	var best Portfolio
	found := false
	for _, leaf := range l.leaves {
		a, b := leaf.sizes()
		if a > k || b > l.n-k {
			continue
		}
		set := leaf.In
		for _, i := range order {
			if bits.OnesCount64(set) == k {
				break
			}
			set |= l.control(i) &^ leaf.Out
		}
		p := l.Portfolio(set)
		if !found || order.compare(p, best) < 0 {
			best, found = p, true
		}
	}
	return best
}

// MinimalSufficient returns every set of controls that keeps the loss at or under lossMax, in micro-units, and of which no
// smaller part does. Sets with fewer controls come first, then smaller loss, smaller collateral, and ids in alphabetical
// order. It is empty if no set suffices; it is the empty set alone if the baseline does.
//
// A set that contains a minimal one need not suffice: a further control may raise the loss.
//
// ids has one id for each control; MinimalSufficient panics if one is empty or used twice. No coalition is enumerated, so n
// has no further bound: whatever coalition suffices, the in-set of its leaf does, and is part of it. O(len(leaves)^2).
func (l *Lattice) MinimalSufficient(lossMax model.Money, ids []string) []Portfolio {
	order := l.byID(ids)
	var enough []Portfolio
	for _, leaf := range l.leaves {
		if leaf.Loss <= lossMax {
			enough = append(enough, l.Portfolio(leaf.In))
		}
	}
	slices.SortFunc(enough, func(p, q Portfolio) int {
		return cmp.Or(cmp.Compare(bits.OnesCount64(p.Controls), bits.OnesCount64(q.Controls)), order.compare(p, q))
	})
	var minimal []Portfolio
	for _, p := range enough {
		contains := func(part Portfolio) bool { return part.Controls&^p.Controls == 0 }
		if !slices.ContainsFunc(minimal, contains) {
			minimal = append(minimal, p)
		}
	}
	return minimal
}

// compare orders portfolios of the same number of controls: smaller loss first, then smaller collateral, then the one that
// has the first control, by id, in which they differ.
func (order alphabet) compare(p, q Portfolio) int {
	if c := cmp.Or(cmp.Compare(p.Loss, q.Loss), cmp.Compare(p.CollateralOrders, q.CollateralOrders)); c != 0 {
		return c
	}
	for _, i := range order {
		if inP, inQ := p.Controls>>i&1, q.Controls>>i&1; inP != inQ {
			return cmp.Compare(inQ, inP)
		}
	}
	panic("attribution: set " + setText(p.Controls) + " came from two leaves") // New has proved that this does not happen
}
