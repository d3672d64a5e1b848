package attribution

import (
	"fmt"
	"math/big"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"lossreplay/model"
)

// pinwheel is a partition of three controls that follows no tree: no control is decided by all of its leaves.
var pinwheel = [][2]uint64{{0b001, 0b010}, {0b010, 0b100}, {0b100, 0b001}, {0b111, 0}, {0, 0b111}}

// drawLeaves returns a random partition of the coalitions of n controls: cells are split as a replay forks its worlds, and
// now and then as a pinwheel. Losses are often small, so that remainders tie, sometimes large, and of either sign.
func drawLeaves(t *rapid.T, n int) []Leaf {
	loss := rapid.OneOf(rapid.Int64Range(-3, 3), rapid.Int64Range(-1e15, 1e15), rapid.Int64Range(0, 12))
	return drawCell(t, n, 0, 0, loss)
}

func drawCell(t *rapid.T, n int, in, out uint64, loss *rapid.Generator[int64]) []Leaf {
	left := members((1<<n - 1) &^ (in | out))
	if len(left) == 0 || rapid.IntRange(0, 3).Draw(t, "stop") == 0 {
		return []Leaf{{
			In: in, Out: out, Loss: model.Money(loss.Draw(t, "loss")),
			CollateralOrders: rapid.Int64Range(0, 2).Draw(t, "collateral"),
		}}
	}
	if len(left) >= 3 && rapid.IntRange(0, 4).Draw(t, "pinwheel") == 0 {
		var leaves []Leaf
		for _, cell := range pinwheel {
			leaves = append(leaves, drawCell(t, n, in|spread(cell[0], left), out|spread(cell[1], left), loss)...)
		}
		return leaves
	}
	control := uint64(1) << rapid.SampledFrom(left).Draw(t, "control")
	return append(drawCell(t, n, in|control, out, loss), drawCell(t, n, in, out|control, loss)...)
}

// spread returns the set of the numbers that stand in places at the places of set.
func spread(set uint64, places []int) uint64 {
	var to uint64
	for _, i := range members(set) {
		to |= 1 << places[i]
	}
	return to
}

// drawIDs returns n different ids whose alphabetical order is random.
func drawIDs(t *rapid.T, n int) []string {
	order := drawOrder(t, n)
	ids := make([]string, n)
	for i := range ids {
		ids[i] = fmt.Sprintf("A%02d", order[i])
	}
	return ids
}

func drawOrder(t *rapid.T, n int) []int { return rapid.Permutation(members(1<<n-1)).Draw(t, "order") }

// numbered returns the ids A00, A01, ...
func numbered(n int) []string {
	ids := make([]string, n)
	for i := range ids {
		ids[i] = fmt.Sprintf("A%02d", i)
	}
	return ids
}

func mustNew(t testing.TB, n int, leaves []Leaf) *Lattice {
	t.Helper()
	l, err := New(n, leaves)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// newLattice is mustNew for a rapid.T.
func newLattice(t *rapid.T, n int, leaves []Leaf) *Lattice {
	l, err := New(n, leaves)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// check fails the test with the difference, if there is one.
func check(t interface {
	Helper()
	Errorf(string, ...any)
}, want, got any) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// game is the naive twin: what each of the 2^n coalitions prevents, found by looking at every leaf.
type game []int64

func newGame(n int, leaves []Leaf) game {
	losses := make(game, 1<<n)
	for s := range losses {
		for _, leaf := range leaves {
			if leaf.In&uint64(s) == leaf.In && leaf.Out&uint64(s) == 0 {
				losses[s] = int64(leaf.Loss)
			}
		}
	}
	g := make(game, 1<<n)
	for s := range g {
		g[s] = losses[0] - losses[s]
	}
	return g
}

// averageOver returns what each control adds to those before it, averaged over the orderings of n controls that keep
// accepts. It walks all n! of them.
func (g game) averageOver(n int, keep func(order []int) bool) []*big.Rat {
	totals, kept := make([]int64, n), int64(0)
	var walk func(order []int, used int)
	walk = func(order []int, used int) {
		if len(order) < n {
			for i := range n {
				if used>>i&1 == 0 {
					walk(append(order, i), used|1<<i)
				}
			}
			return
		}
		if !keep(order) {
			return
		}
		kept++
		before := 0
		for _, i := range order {
			totals[i] += g[before|1<<i] - g[before]
			before |= 1 << i
		}
	}
	walk(make([]int, 0, n), 0)
	values := make([]*big.Rat, n)
	for i, total := range totals {
		values[i] = big.NewRat(total, kept)
	}
	return values
}

// randomTree returns a partition of n controls into count leaves, grown by splitting a random leaf on a random undecided
// control, as forks do. count is at most 2^n.
func randomTree(n, count int, seed uint64) []Leaf {
	r := rand.New(rand.NewPCG(seed, 0))
	leaves := []Leaf{{}}
	for len(leaves) < count {
		k := r.IntN(len(leaves))
		leaf := leaves[k]
		left := members((1<<n - 1) &^ (leaf.In | leaf.Out))
		if len(left) == 0 {
			continue
		}
		control := uint64(1) << left[r.IntN(len(left))]
		leaves[k].In |= control
		leaves = append(leaves, Leaf{In: leaf.In, Out: leaf.Out | control})
	}
	for k := range leaves {
		leaves[k].Loss = model.Money(r.Int64N(460_000_000)) * model.MoneyUnit
		leaves[k].CollateralOrders = r.Int64N(1000)
	}
	return leaves
}
