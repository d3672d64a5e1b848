package portfolio

import (
	"fmt"
	"math"
	"math/bits"

	"lossreplay/model"
	"lossreplay/replay/attribution"
)

// Unlimited is the budget of who has no budget.
const Unlimited = model.Money(math.MaxInt64)

// Problem is what is known before anything is bought.
type Problem struct {
	// Labels has one name for each control; ties are broken by them.
	Labels []string
	// Draws are the lattices of the controls, one for each reconstruction, all equally likely.
	Draws []*attribution.Lattice
	// Works is the probability of each control that it works when it is needed, 0 to 1.
	Works []float64
	// Groups are controls that fail together.
	Groups []Group
	// Cost is what each control costs over the horizon, never negative.
	Cost []model.Money
	// Order is what a legitimate order that is blocked on the day costs.
	Order model.Money
	// Have is what the firm has already: it is in every set, and costs nothing more.
	Have uint64
}

// Group is a set of controls with a common cause of failure. Beta is the part of each member's failures that the common cause
// brings: a member that fails with probability q is down with probability beta q because of it. The cause is one event: when it
// takes a member down, it takes down every member that is no more reliable.
type Group struct {
	Members uint64
	Beta    float64
}

// Limits say which sets are asked for: all of Must, nothing of Never, and a cost of at most Budget. What the firm has is a must.
type Limits struct {
	Budget      model.Money
	Must, Never uint64
}

// Model is a problem made ready for questions. It never changes.
type Model struct {
	Problem
	n       int
	trees   []*tree
	middle  *tree  // the mean of the trees; nil where that is larger than they are
	decides uint64 // controls that some leaf decides
	abc     []int  // controls in the order of their labels
	leaves  ranking
}

// New returns the model of a problem. It panics if the problem is not one: no draw, lists of other lengths than the number of
// controls, labels empty or used twice, a probability or beta outside 0 to 1, betas of one control's groups that add up to more
// than 1, a negative cost.
func New(p Problem) *Model {
	m := &Model{Problem: p, n: len(p.Labels)}
	if len(p.Draws) == 0 || len(p.Works) != m.n || len(p.Cost) != m.n || p.Order < 0 || p.Have>>m.n != 0 {
		panic("portfolio: a problem without draws, of unequal lists, or of a negative price of an order")
	}
	m.abc = alphabetical(p.Labels)
	for i, w := range p.Works {
		if !(w >= 0 && w <= 1) || p.Cost[i] < 0 || m.sumOfBetas(i) > 1+1e-9 {
			panic(fmt.Sprintf("portfolio: control %s works with %v, costs %v, has betas of %v", p.Labels[i], w, p.Cost[i], m.sumOfBetas(i)))
		}
	}
	for _, g := range p.Groups {
		if !(g.Beta >= 0 && g.Beta <= 1) || g.Members>>m.n != 0 {
			panic(fmt.Sprintf("portfolio: group %b with beta %v", g.Members, g.Beta))
		}
	}
	for _, l := range p.Draws {
		t := newTree(l, m.n, p.Order)
		m.trees = append(m.trees, t)
		m.decides |= t.decides
	}
	m.middle = merged(m.trees)
	m.leaves = rank(m.trees)
	return m
}

func (m *Model) sumOfBetas(i int) float64 {
	sum := 0.0
	for _, g := range m.Groups {
		if g.Members>>i&1 != 0 {
			sum += g.Beta
		}
	}
	return sum
}

// Price returns what a set costs over the horizon, without what the firm has, and whether that fits into 64 bits.
func (m *Model) Price(set uint64) (model.Money, bool) {
	total := model.Money(0)
	for set &^= m.Have; set != 0; set &= set - 1 {
		sum := total + m.Cost[bits.TrailingZeros64(set)]
		if sum < total {
			return Unlimited, false
		}
		total = sum
	}
	return total, true
}
