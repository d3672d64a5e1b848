package attribution

import "fmt"

// InBestSet returns the controls that act in at least one of the sets of at most k controls with the smallest loss. Where several
// sets do equally well it returns those of all of them, which may be more than k; a control that a set holds and that would change
// nothing in it does not count. It panics if k is outside 0 to n.
//
// No set is enumerated: whatever set is best, the in-set of its leaf is as good, and part of it. O(len(leaves)).
func (l *Lattice) InBestSet(k int) uint64 {
	if k < 0 || k > l.n {
		panic(fmt.Sprintf("attribution: best set of %d out of %d controls", k, l.n))
	}
	best, members := l.baseline, uint64(0)
	for _, leaf := range l.leaves {
		switch a, _ := leaf.sizes(); {
		case a > k || leaf.Loss > best:
		case leaf.Loss < best:
			best, members = leaf.Loss, leaf.In
		default:
			members |= leaf.In
		}
	}
	return members
}
