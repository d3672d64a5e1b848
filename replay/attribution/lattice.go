package attribution

import (
	"fmt"
	"slices"

	"lossreplay/model"
)

// ControlsMax is the largest number of controls of a lattice: their sets are words of 64 bits, and 2^n must fit one.
const ControlsMax = 63

// SpreadMax is the largest difference between two losses of a lattice, in micro-units (4.6 trillion dollars). An interaction
// is an average of differences of differences of losses, so that under this bound every figure fits into 64 bits.
const SpreadMax model.Money = 1<<62 - 1

// Lattice is the loss of every coalition of n controls, held as leaves. It never changes and may be read from many
// goroutines.
type Lattice struct {
	n        int
	leaves   []Leaf
	root     *node
	baseline model.Money
}

// node is a part of the lattice: the coalitions that agree on the controls split above it. A node splits on a control that
// all its leaves decide; leaves of a replay that forks always have one, until a single leaf is left. A partition that
// follows no tree ends in a node of several leaves, to be searched one by one.
type node struct {
	control uint64 // one bit; 0 in a node that does not split
	out, in *node
	leaves  []Leaf // of a node that does not split
}

// New returns the lattice of n controls with these leaves, in any order; it keeps a copy.
//
// The error names the first fault in the order of [Lattice.Leaves]: n outside 0 to [ControlsMax], a leaf that has a control
// both in and out, or decides a control that is not one of the n, or counts negative collateral; two leaves that hold the
// same coalition; a coalition that no leaf holds; losses further apart than [SpreadMax].
//
// It costs O(len(leaves) n) for leaves of a replay, and at most O(len(leaves)^2) more for a partition that follows no tree.
func New(n int, leaves []Leaf) (*Lattice, error) {
	if n < 0 || n > ControlsMax {
		return nil, fmt.Errorf("attribution: %d controls: want 0 to %d", n, ControlsMax)
	}
	l := &Lattice{n: n, leaves: slices.Clone(leaves)}
	slices.SortFunc(l.leaves, compareLeaves)
	for _, leaf := range l.leaves {
		if err := leaf.check(n); err != nil {
			return nil, fmt.Errorf("attribution: %w", err)
		}
	}
	root, err := split(slices.Clone(l.leaves), l.everyone())
	if err != nil {
		return nil, fmt.Errorf("attribution: %w", err)
	}
	var held uint64 // at most 2^n, since no two leaves meet
	for _, leaf := range l.leaves {
		held += leaf.Coalitions(n)
	}
	if held != 1<<n {
		return nil, fmt.Errorf("attribution: the %d leaves hold %d of %d coalitions: none holds %s",
			len(leaves), held, uint64(1)<<n, setText(l.missing()))
	}
	if err := checkSpread(l.leaves); err != nil {
		return nil, fmt.Errorf("attribution: %w", err)
	}
	l.root = root
	l.baseline = l.Baseline().Loss
	return l, nil
}

// split returns the node of these leaves, given the set of controls that no node above has split on, and an error if two
// leaves meet. It reorders leaves and keeps them.
func split(leaves []Leaf, left uint64) (*node, error) {
	common := left
	for _, leaf := range leaves {
		common &= leaf.In | leaf.Out
	}
	if len(leaves) < 2 || common == 0 {
		return &node{leaves: leaves}, checkDisjoint(leaves)
	}
	nd := &node{control: common & -common}
	cut := 0
	for k, leaf := range leaves {
		if leaf.Out&nd.control != 0 {
			leaves[cut], leaves[k] = leaves[k], leaves[cut]
			cut++
		}
	}
	var err error
	if nd.out, err = split(leaves[:cut], left&^nd.control); err != nil {
		return nil, err
	}
	if nd.in, err = split(leaves[cut:], left&^nd.control); err != nil {
		return nil, err
	}
	return nd, nil
}

func checkDisjoint(leaves []Leaf) error {
	for k, f := range leaves {
		for _, g := range leaves[:k] {
			if s, ok := f.meets(g); ok {
				return fmt.Errorf("leaves %v and %v both hold coalition %s", g, f, setText(s))
			}
		}
	}
	return nil
}

func checkSpread(leaves []Leaf) error {
	low, high := leaves[0], leaves[0]
	for _, leaf := range leaves {
		if leaf.Loss < low.Loss {
			low = leaf
		}
		if leaf.Loss > high.Loss {
			high = leaf
		}
	}
	if uint64(high.Loss)-uint64(low.Loss) > uint64(SpreadMax) {
		return fmt.Errorf("losses %v of leaf %v and %v of leaf %v are further apart than %v",
			low.Loss, low, high.Loss, high, SpreadMax)
	}
	return nil
}

// missing returns a coalition that none of the leaves holds; they do not meet and hold fewer than 2^n. It decides control
// after control, and always steps into a half that is not full.
func (l *Lattice) missing() uint64 {
	var in, out uint64
	for i := range l.n {
		control := uint64(1) << i
		half := Leaf{In: in, Out: out | control}
		var held uint64
		for _, leaf := range l.leaves {
			if _, ok := leaf.meets(half); ok {
				held += Leaf{In: leaf.In | half.In, Out: leaf.Out | half.Out}.Coalitions(l.n)
			}
		}
		if held < half.Coalitions(l.n) {
			out |= control
		} else {
			in |= control
		}
	}
	return in
}

// everyone returns the set of all n controls.
func (l *Lattice) everyone() uint64 { return 1<<l.n - 1 }

// Leaves returns a copy of the leaves in ascending order of in-set, then out-set, as numbers.
func (l *Lattice) Leaves() []Leaf { return slices.Clone(l.leaves) }

// Find returns the leaf that holds coalition s. It panics if s names a control that is not one of the n. It takes at most n
// steps where the leaves come from forks, and does not allocate.
func (l *Lattice) Find(s uint64) Leaf {
	if s>>l.n != 0 {
		panic(fmt.Sprintf("attribution: coalition %s of %d controls", setText(s), l.n))
	}
	nd := l.root
	for nd.control != 0 {
		if s&nd.control != 0 {
			nd = nd.in
		} else {
			nd = nd.out
		}
	}
	for _, leaf := range nd.leaves {
		if leaf.Holds(s) {
			return leaf
		}
	}
	panic("attribution: no leaf holds coalition " + setText(s)) // New has proved that this does not happen
}
