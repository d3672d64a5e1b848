package attribution

import (
	"math/big"

	"lossreplay/model"
)

// Shapley returns the exact Shapley value of each control in the game "loss prevented", in micro-units, indexed as the
// controls: what a control adds to those before it, averaged over all orderings. A control in no leaf gets 0; a control that
// does harm may get less.
//
// The values add up to what all controls prevent together, to the unit: each is rounded down once, and the units that are
// then missing go one each to the largest remainders, ties to the lower id. Two controls that do the same may therefore
// differ by one unit.
//
// ids has one id for each control; Shapley panics if one is empty or used twice. It enumerates nothing: O(len(leaves) n).
// Formula: a leaf is an indicator game; its a controls in get v (a-1)! b! / (a+b)! each, its b controls out lose
// v a! (b-1)! / (a+b)! each, where v is what the leaf prevents. After Shapley, A value for n-person games (1953).
func (l *Lattice) Shapley(ids []string) []model.Money {
	order := l.byID(ids)
	f, s := newFactorials(l.n), newSums(l.n)
	for _, leaf := range l.leaves {
		v := l.prevented(leaf)
		if v == 0 {
			continue
		}
		a, b := leaf.sizes()
		if a > 0 {
			s.gain(leaf.In, times(f.ratio(a-1, b, a+b), v))
		}
		if b > 0 {
			s.lose(leaf.Out, times(f.ratio(a, b-1, a+b), v))
		}
	}
	return s.apportion(f.top(), l.prevented(l.All()), order)
}

// Banzhaf returns the Banzhaf value of each control in the game "loss prevented", in micro-units, indexed as the controls:
// what a control adds, averaged over all coalitions of the others. Each is exact and rounded once, halves to even. They do
// not add up to what all prevent together.
//
// It enumerates nothing: O(len(leaves) n). Formula: a leaf that prevents v and decides d controls gives v / 2^(d-1) to each
// control in and takes it from each control out. After Banzhaf, Weighted voting doesn't work (1965), not normalised.
func (l *Lattice) Banzhaf() []model.Money {
	s := newSums(l.n)
	for _, leaf := range l.leaves {
		a, b := leaf.sizes()
		term := big.NewInt(int64(l.prevented(leaf)))
		term.Lsh(term, uint(l.n-a-b)) // in units of 1/2^(n-1)
		s.gain(leaf.In, term)
		s.lose(leaf.Out, term)
	}
	return s.halfEven(new(big.Int).Lsh(big.NewInt(1), uint(max(l.n-1, 0))))
}
