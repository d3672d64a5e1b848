package attribution

import (
	"math/big"
	"testing"

	"pgregory.net/rapid"
)

// The definition: over all coalitions of the others, weighted as orderings of n-1 in which the pair moves as one, what the
// pair adds minus what each adds alone.
func TestInteractionsEqualTheirDefinition(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(0, 8).Draw(t, "n")
		leaves := drawLeaves(t, n)
		g := newGame(n, leaves)
		var want []Pair
		for i := range n {
			for j := i + 1; j < n; j++ {
				want = append(want, Pair{I: i, J: j, Value: nearestEven(g.interaction(n, 1<<i, 1<<j))})
			}
		}
		got := newLattice(t, n, leaves).Interactions()
		if len(want) > 0 || len(got) > 0 {
			check(t, want, got)
		}
	})
}

func (g game) interaction(n, i, j int) *big.Rat {
	sum := new(big.Rat)
	for s := range g {
		if s&(i|j) != 0 {
			continue
		}
		size := int64(len(members(uint64(s))))
		// size! (n-size-2)! / (n-1)! = 1 / ((n-1) (n-2 choose size))
		weight := new(big.Rat).SetFrac(big.NewInt(1),
			new(big.Int).Mul(big.NewInt(int64(n-1)), new(big.Int).Binomial(int64(n-2), size)))
		both := big.NewRat(g[s|i|j]-g[s|i]-g[s|j]+g[s], 1)
		sum.Add(sum, weight.Mul(weight, both))
	}
	return sum
}

func TestInteractionSigns(t *testing.T) {
	// Either of 0 and 1 stops it; 2 and 3 do so only together.
	l := mustNew(t, 4, []Leaf{
		{In: 0b0001, Loss: 0}, {In: 0b0010, Out: 0b0001, Loss: 0}, {In: 0b1100, Out: 0b0011, Loss: 0},
		{In: 0b0100, Out: 0b1011, Loss: 12}, {Out: 0b0111, Loss: 12},
	})
	check(t, []Pair{
		{I: 0, J: 1, Value: -8}, {I: 0, J: 2, Value: -2}, {I: 0, J: 3, Value: -2},
		{I: 1, J: 2, Value: -2}, {I: 1, J: 3, Value: -2}, {I: 2, J: 3, Value: 4},
	}, l.Interactions())
}
