package attribution

import (
	"testing"

	"pgregory.net/rapid"
)

// Listing the controls in another order changes the order of the rows and nothing else: not a unit, not a tie.
func TestRenumberingTheControlsRenumbersTheAnswers(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 9).Draw(t, "n")
		leaves, ids := drawLeaves(t, n), drawIDs(t, n)
		groups := rapid.SliceOfN(rapid.SampledFrom([]string{"prevent", "detect", "respond"}), n, n).Draw(t, "groups")
		to := drawOrder(t, n) // control i becomes to[i]
		moved := make([]Leaf, len(leaves))
		for k, leaf := range leaves {
			moved[k] = leaf
			moved[k].In, moved[k].Out = spread(leaf.In, to), spread(leaf.Out, to)
		}
		a, b := newLattice(t, n, leaves), newLattice(t, n, moved)
		idsB := renumber(ids, to)

		check(t, renumber(a.Shapley(ids), to), b.Shapley(idsB))
		check(t, renumber(a.Banzhaf(), to), b.Banzhaf())
		check(t, renumber(a.Owen(ids, groups), to), b.Owen(idsB, renumber(groups, to)))
		interactions := b.Interactions()
		for _, pair := range a.Interactions() {
			i, j := to[pair.I], to[pair.J]
			check(t, pair.Value, interactions[pairIndex(n, min(i, j), max(i, j))].Value)
		}
		for k := range n + 1 {
			check(t, a.BestSet(k, ids).renumber(to), b.BestSet(k, idsB))
		}
		for _, leaf := range leaves {
			sets := a.MinimalSufficient(leaf.Loss, ids)
			for k := range sets {
				sets[k] = sets[k].renumber(to)
			}
			check(t, sets, b.MinimalSufficient(leaf.Loss, idsB))
		}
		for i := range n {
			check(t, a.Standalone(i).renumber(to), b.Standalone(to[i]))
			check(t, a.LastLine(i), b.LastLine(to[i]))
		}
	})
}

func renumber[T any](rows []T, to []int) []T {
	moved := make([]T, len(rows))
	for i, row := range rows {
		moved[to[i]] = row
	}
	return moved
}

func (p Portfolio) renumber(to []int) Portfolio {
	p.Controls = spread(p.Controls, to)
	return p
}

// Exchanging the numbers of the leaves, or reversing them, changes nothing either.
func TestOrderOfTheLeavesDoesNotMatter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 9).Draw(t, "n")
		leaves := drawLeaves(t, n)
		a, b := newLattice(t, n, leaves), newLattice(t, n, rapid.Permutation(leaves).Draw(t, "shuffled"))
		check(t, a.Leaves(), b.Leaves())
		ids := numbered(n)
		check(t, a.Shapley(ids), b.Shapley(ids))
	})
}
