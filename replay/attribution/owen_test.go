package attribution

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"lossreplay/model"
)

func TestOwenEqualsOrderingsThatKeepGroupsTogether(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 6).Draw(t, "n")
		leaves, ids := drawLeaves(t, n), drawIDs(t, n)
		groups := rapid.SliceOfN(rapid.SampledFrom([]string{"prevent", "detect", "respond"}), n, n).Draw(t, "groups")
		exact := newGame(n, leaves).averageOver(n, func(order []int) bool { return together(order, groups) })
		check(t, largestRemainder(exact, ids), newLattice(t, n, leaves).Owen(ids, groups))
	})
}

// together returns whether no group is left and entered again.
func together(order []int, groups []string) bool {
	var entered []string
	for k, i := range order {
		if k > 0 && groups[order[k-1]] == groups[i] {
			continue
		}
		if slices.Contains(entered, groups[i]) {
			return false
		}
		entered = append(entered, groups[i])
	}
	return true
}

func TestOwenOfTrivialGroupsIsShapley(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 14).Draw(t, "n")
		l, ids := newLattice(t, n, drawLeaves(t, n)), drawIDs(t, n)
		shapley := l.Shapley(ids)
		check(t, shapley, l.Owen(ids, ids))
		check(t, shapley, l.Owen(ids, slices.Repeat([]string{"firm"}, n)))
	})
}

// Cloning a control within its group moves no other group: the twins share what the one had.
func TestOwenTwinsInOneGroupMoveNoOther(t *testing.T) {
	one := mustNew(t, 2, []Leaf{{In: 1, Loss: 0}, {In: 2, Out: 1, Loss: 0}, {Out: 3, Loss: 24}})
	check(t, []model.Money{12, 12}, one.Owen(numbered(2), []string{"prevent", "respond"}))
	twins := mustNew(t, 3, []Leaf{{In: 1}, {In: 2, Out: 1}, {In: 4, Out: 3}, {Out: 7, Loss: 24}})
	check(t, []model.Money{6, 12, 6}, twins.Owen(numbered(3), []string{"prevent", "respond", "prevent"}))
	check(t, []model.Money{8, 8, 8}, twins.Shapley(numbered(3)))
}
