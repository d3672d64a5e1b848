package attribution

import (
	"fmt"

	"lossreplay/model"
)

// InBestSet returns the controls that at least one set of exactly k controls with the smallest loss has. Where several sets do
// equally well it returns all of their members, which may be more than k. It panics if k is outside 0 to n.
//
// No set is enumerated: O(len(leaves) n).
func (l *Lattice) InBestSet(k int) uint64 {
	if k < 0 || k > l.n {
		panic(fmt.Sprintf("attribution: best set of %d out of %d controls", k, l.n))
	}
	var members uint64
	var best model.Money
	found := false
	for _, leaf := range l.leaves {
		a, b := leaf.sizes()
		if a > k || b > l.n-k || found && leaf.Loss > best {
			continue
		}
		if !found || leaf.Loss < best {
			best, found, members = leaf.Loss, true, 0
		}
		members |= leaf.In
		if a < k {
			members |= l.everyone() &^ leaf.Out // any undecided one may fill the set up
		}
	}
	return members
}
