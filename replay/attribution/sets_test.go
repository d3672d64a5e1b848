package attribution

import (
	"cmp"
	"math/bits"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"lossreplay/model"
)

func TestBestSetEqualsEveryCombination(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(0, 8).Draw(t, "n")
		l, ids := newLattice(t, n, drawLeaves(t, n)), drawIDs(t, n)
		for k := range n + 1 {
			var sets []Portfolio
			for s := range uint64(1) << n {
				if bits.OnesCount64(s) == k {
					sets = append(sets, l.Portfolio(s))
				}
			}
			check(t, slices.MinFunc(sets, byDefinition(ids)), l.BestSet(k, ids))
		}
	})
}

// byDefinition orders by size, loss, collateral, and the sorted ids read as one text.
func byDefinition(ids []string) func(p, q Portfolio) int {
	text := func(s uint64) string {
		var words []string
		for i, id := range ids {
			if s>>i&1 != 0 {
				words = append(words, id)
			}
		}
		slices.Sort(words)
		return strings.Join(words, " ")
	}
	return func(p, q Portfolio) int {
		return cmp.Or(cmp.Compare(bits.OnesCount64(p.Controls), bits.OnesCount64(q.Controls)), cmp.Compare(p.Loss, q.Loss),
			cmp.Compare(p.CollateralOrders, q.CollateralOrders), cmp.Compare(text(p.Controls), text(q.Controls)))
	}
}

func TestMinimalSufficientEqualsEveryCoalition(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(0, 8).Draw(t, "n")
		leaves := drawLeaves(t, n)
		l, ids := newLattice(t, n, leaves), drawIDs(t, n)
		lossMax := rapid.SampledFrom(leaves).Draw(t, "as in").Loss + model.Money(rapid.IntRange(-1, 1).Draw(t, "more"))
		var want []Portfolio
		for s := range uint64(1) << n {
			if p := l.Portfolio(s); p.Loss <= lossMax && l.noPartSuffices(s, lossMax) {
				want = append(want, p)
			}
		}
		slices.SortFunc(want, byDefinition(ids))
		check(t, want, l.MinimalSufficient(lossMax, ids))
	})
}

func (l *Lattice) noPartSuffices(s uint64, lossMax model.Money) bool {
	for part := s; part != 0; {
		part = (part - 1) & s
		if l.Find(part).Loss <= lossMax {
			return false
		}
	}
	return true
}

// The two best by Shapley need not be the best pair: twins share their credit, and add nothing to each other.
func TestBestPairIsNotTheTopTwoByShapley(t *testing.T) {
	// 0 and 1 are two kill switches that leave 20 of 100; 2 saves another 20, on its own or beside them.
	l := mustNew(t, 3, []Leaf{
		{In: 0b101, Loss: 0}, {In: 0b001, Out: 0b100, Loss: 20},
		{In: 0b110, Out: 0b001, Loss: 0}, {In: 0b010, Out: 0b101, Loss: 20},
		{In: 0b100, Out: 0b011, Loss: 80}, {Out: 0b111, Loss: 100},
	})
	ids := []string{"kill", "halt", "limit"}
	check(t, []model.Money{40, 40, 20}, l.Shapley(ids))
	check(t, Portfolio{Controls: 0b010, Loss: 20, Prevented: 80}, l.BestSet(1, ids))
	check(t, Portfolio{Controls: 0b110, Loss: 0, Prevented: 100}, l.BestSet(2, ids))
	check(t, Portfolio{Controls: 0b111, Loss: 0, Prevented: 100}, l.BestSet(3, ids))

	check(t, []Portfolio{{Controls: 0b010, Loss: 20, Prevented: 80}, {Controls: 0b001, Loss: 20, Prevented: 80}},
		l.MinimalSufficient(79, ids))
	check(t, []Portfolio{{Controls: 0b110, Prevented: 100}, {Controls: 0b101, Prevented: 100}}, l.MinimalSufficient(0, ids))
	check(t, []Portfolio{{Loss: 100}}, l.MinimalSufficient(100, ids))
	check(t, []Portfolio(nil), l.MinimalSufficient(-1, ids))
}

func TestBestSetPrefersLessCollateral(t *testing.T) {
	l := mustNew(t, 2, []Leaf{
		{In: 1, Loss: 5, CollateralOrders: 9}, {In: 2, Out: 1, Loss: 5, CollateralOrders: 8}, {Out: 3, Loss: 50},
	})
	check(t, Portfolio{Controls: 2, Loss: 5, Prevented: 45, CollateralOrders: 8}, l.BestSet(1, []string{"a", "b"}))
}
