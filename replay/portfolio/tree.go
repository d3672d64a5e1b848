package portfolio

import (
	"math/bits"

	"lossreplay/model"
	"lossreplay/replay/attribution"
)

// A leaf's figures, as numbers for expectations.
const (
	lossOf    = iota // what the account loses, in micro-units
	harmOf           // that, and what blocked legitimate orders cost
	blockedOf        // legitimate orders blocked
	figures
)

// tree is a lattice as decisions: at a node one control works or does not. Children stand before their parents; the root is
// last.
type tree struct {
	nodes   []node
	decides uint64
}

// node is a decision, or a leaf, whose control is -1.
type node struct {
	control int32
	out, in int32 // nodes where the control does not work, and where it does
	leaf    attribution.Leaf
	value   [figures]float64
	order   int32 // of a leaf: its place in the ranking by harm
}

// newTree returns the tree of a lattice. A partition that follows no tree becomes one by having leaves in more than one place.
func newTree(l *attribution.Lattice, n int, order model.Money) *tree {
	t := &tree{}
	t.grow(l.Leaves(), uint64(1)<<n-1, order)
	return t
}

// grow adds the nodes of these leaves, given the controls that no node above has decided, and returns the topmost.
func (t *tree) grow(leaves []attribution.Leaf, left uint64, order model.Money) int32 {
	if alike(leaves) {
		f := leaves[0]
		harm := float64(f.Loss) + float64(float64(f.CollateralOrders)*float64(order))
		t.nodes = append(t.nodes, node{control: -1, leaf: f, value: [figures]float64{float64(f.Loss), harm, float64(f.CollateralOrders)}})
		return int32(len(t.nodes) - 1)
	}
	i := mostDecided(leaves, left)
	bit := uint64(1) << i
	var out, in []attribution.Leaf
	for _, f := range leaves {
		if f.In&bit == 0 {
			out = append(out, f)
		}
		if f.Out&bit == 0 {
			in = append(in, f)
		}
	}
	a, b := t.grow(out, left&^bit, order), t.grow(in, left&^bit, order)
	t.decides |= bit
	t.nodes = append(t.nodes, node{control: int32(i), out: a, in: b})
	return int32(len(t.nodes) - 1)
}

// alike reports whether all leaves come to the same.
func alike(leaves []attribution.Leaf) bool {
	for _, f := range leaves[1:] {
		if f.Loss != leaves[0].Loss || f.CollateralOrders != leaves[0].CollateralOrders {
			return false
		}
	}
	return true
}

// mostDecided returns the control, of those left, that most leaves decide, the first of several. Leaves of a replay that forks
// always have one that all decide.
func mostDecided(leaves []attribution.Leaf, left uint64) int {
	var count [64]int
	for _, f := range leaves {
		for set := (f.In | f.Out) & left; set != 0; set &= set - 1 {
			count[bits.TrailingZeros64(set)]++
		}
	}
	best := -1
	for i, c := range count {
		if c > 0 && (best < 0 || c > count[best]) {
			best = i
		}
	}
	if best < 0 {
		panic("portfolio: two leaves hold the same coalition") // attribution.New has proved that this does not happen
	}
	return best
}

func (t *tree) root() int32 { return int32(len(t.nodes) - 1) }

// mean returns the expectation of a figure at node k: on are the controls that are switched on and not down, works[i] the
// probability that such a control works. Written as out + w (in - out), two sides that are equal give their value to the bit.
func (t *tree) mean(k int32, figure int, on uint64, works []float64) float64 {
	nd := &t.nodes[k]
	if nd.control < 0 {
		return nd.value[figure]
	}
	out := t.mean(nd.out, figure, on, works)
	if on>>nd.control&1 == 0 {
		return out
	}
	return out + float64(works[nd.control]*(t.mean(nd.in, figure, on, works)-out))
}

// least returns a lower bound at node k of the expectation of a figure over all sets that hold fixed and some of free, where
// what is taken of free costs at most rest. Every path through the tree may choose for itself, so that it is a bound, and equal
// to mean where nothing is free.
func (t *tree) least(k int32, figure int, fixed, free uint64, works []float64, cost []model.Money, rest model.Money) float64 {
	nd := &t.nodes[k]
	if nd.control < 0 {
		return nd.value[figure]
	}
	i := nd.control
	out := t.least(nd.out, figure, fixed, free, works, cost, rest)
	switch {
	case fixed>>i&1 != 0:
		return out + float64(works[i]*(t.least(nd.in, figure, fixed, free, works, cost, rest)-out))
	case free>>i&1 != 0 && cost[i] <= rest:
		return min(out, out+float64(works[i]*(t.least(nd.in, figure, fixed, free, works, cost, rest-cost[i])-out)))
	}
	return out
}

// each calls found for every leaf that may be reached at node k, with the probability, weight of all of them together.
func (t *tree) each(k int32, on uint64, works []float64, weight float64, found func(leaf *node, p float64)) {
	nd := &t.nodes[k]
	if nd.control < 0 {
		found(nd, weight)
		return
	}
	w := 0.0
	if on>>nd.control&1 != 0 {
		w = works[nd.control]
	}
	if w < 1 {
		t.each(nd.out, on, works, float64(weight*(1-w)), found)
	}
	if w > 0 {
		t.each(nd.in, on, works, float64(weight*w), found)
	}
}
