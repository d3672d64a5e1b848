package attribution

import (
	"math/big"

	"lossreplay/model"
)

// Pair is the interaction of two controls, I < J: what they prevent together beyond what each adds without the other, in
// micro-units. Positive: they complete each other. Negative: they stand in for each other, as two kill switches do.
type Pair struct {
	I, J  int
	Value model.Money
}

// Interactions returns the Shapley interaction index of every pair of controls in the game "loss prevented", n(n-1)/2 of
// them in ascending order of I, then J. Each is exact and rounded once to a micro-unit, halves to even. A pair with a control
// in no leaf gets 0.
//
// It enumerates no coalitions: O(len(leaves) n^2). Formula: with a controls in and b out, a leaf that prevents v gives
// v (a-2)! b! / (a+b-1)! to a pair both in, v a! (b-2)! / (a+b-1)! to a pair both out, and takes
// v (a-1)! (b-1)! / (a+b-1)! from a pair with one in each. After Grabisch and Roubens, An axiomatic approach to the concept
// of interaction among players in cooperative games (1999).
func (l *Lattice) Interactions() []Pair {
	f, s := newFactorials(l.n), newSums(l.n*(l.n-1)/2)
	for _, leaf := range l.leaves {
		v := l.prevented(leaf)
		if v == 0 {
			continue
		}
		in, out := members(leaf.In), members(leaf.Out)
		a, b := len(in), len(out)
		if a > 1 {
			s.gainWithin(l.n, in, times(f.ratio(a-2, b, a+b-1), v))
		}
		if b > 1 {
			s.gainWithin(l.n, out, times(f.ratio(a, b-2, a+b-1), v))
		}
		if a > 0 && b > 0 {
			term := times(f.ratio(a-1, b-1, a+b-1), v)
			for _, i := range in {
				for _, j := range out {
					sum := s[pairIndex(l.n, min(i, j), max(i, j))]
					sum.Sub(sum, term)
				}
			}
		}
	}
	values := s.halfEven(f.top())
	pairs := make([]Pair, 0, len(values))
	for i := range l.n {
		for j := i + 1; j < l.n; j++ {
			pairs = append(pairs, Pair{I: i, J: j, Value: values[len(pairs)]})
		}
	}
	return pairs
}

// gainWithin adds term to the sum of every pair of these controls; they ascend.
func (s sums) gainWithin(n int, controls []int, term *big.Int) {
	for k, j := range controls {
		for _, i := range controls[:k] {
			sum := s[pairIndex(n, i, j)]
			sum.Add(sum, term)
		}
	}
}

// pairIndex returns the place of pair i < j among the pairs of n controls.
func pairIndex(n, i, j int) int { return i*(2*n-i-1)/2 + j - i - 1 }
