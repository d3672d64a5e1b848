package attribution

import (
	"math/big"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"lossreplay/model"
)

// airport returns the leaves of the airport game: control i stops everything at its time and saves saved[i], ascending, so
// that a coalition saves as much as its best control does.
func airport(saved []model.Money) []Leaf {
	var leaves []Leaf
	better := uint64(0)
	for i, s := range slices.Backward(saved) {
		leaves = append(leaves, Leaf{In: 1 << i, Out: better, Loss: -s})
		better |= 1 << i
	}
	return append(leaves, Leaf{Out: better})
}

// littlechildOwen returns the Shapley value of the airport game in closed form: the k-th step of the runway is shared
// equally by those who need it. Littlechild and Owen, A simple expression for the Shapley value in a special case (1973).
func littlechildOwen(saved []model.Money) []*big.Rat {
	values := make([]*big.Rat, len(saved))
	sum, last := new(big.Rat), model.Money(0)
	for i, s := range saved {
		sum = new(big.Rat).Add(sum, big.NewRat(int64(s-last), int64(len(saved)-i)))
		values[i], last = sum, s
	}
	return values
}

func TestShapleyOfTheAirportGame(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, ControlsMax).Draw(t, "n")
		saved := make([]model.Money, n)
		for i := range saved {
			saved[i] = model.Money(rapid.Int64Range(0, 460e12).Draw(t, "saved"))
		}
		slices.Sort(saved)
		ids := drawIDs(t, n)
		got := newLattice(t, n, airport(saved)).Shapley(ids)
		check(t, largestRemainder(littlechildOwen(saved), ids), got)
	})
}

// The airport game of three with landings at 1, 2, 3 o'clock in plain numbers: 6 = 2+2+2, 12-6 = 3+3, 18-12 = 6.
func TestShapleyOfThreeLandings(t *testing.T) {
	l := mustNew(t, 3, airport([]model.Money{6, 12, 18}))
	check(t, []model.Money{2, 5, 11}, l.Shapley(numbered(3)))
}

// largestRemainder rounds exact shares as an election would: whole seats first, then one by one.
func largestRemainder(exact []*big.Rat, ids []string) []model.Money {
	shares, rest, total := make([]model.Money, len(exact)), make([]*big.Rat, len(exact)), new(big.Rat)
	var given int64
	for i, x := range exact {
		floor := new(big.Int).Div(x.Num(), x.Denom())
		shares[i] = model.Money(floor.Int64())
		rest[i] = new(big.Rat).Sub(x, new(big.Rat).SetInt(floor))
		given += floor.Int64()
		total.Add(total, x)
	}
	for ; given < total.Num().Int64(); given++ {
		best := 0
		for i := range exact {
			if c := rest[i].Cmp(rest[best]); c > 0 || (c == 0 && ids[i] < ids[best]) {
				best = i
			}
		}
		shares[best]++
		rest[best] = big.NewRat(-1, 1)
	}
	return shares
}

func TestShapleyEqualsAllOrderings(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 6).Draw(t, "n")
		leaves, ids := drawLeaves(t, n), drawIDs(t, n)
		exact := newGame(n, leaves).averageOver(n, func([]int) bool { return true })
		check(t, largestRemainder(exact, ids), newLattice(t, n, leaves).Shapley(ids))
	})
}

func TestBanzhafEqualsAllCoalitions(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 9).Draw(t, "n")
		leaves := drawLeaves(t, n)
		g := newGame(n, leaves)
		want := make([]model.Money, n)
		for i := range want {
			exact := new(big.Rat)
			for s := range g {
				if s>>i&1 == 0 {
					exact.Add(exact, big.NewRat(g[s|1<<i]-g[s], 1<<(n-1)))
				}
			}
			want[i] = nearestEven(exact)
		}
		check(t, want, newLattice(t, n, leaves).Banzhaf())
	})
}

// nearestEven rounds by looking at both neighbours.
func nearestEven(x *big.Rat) model.Money {
	below := new(big.Int).Div(x.Num(), x.Denom()).Int64()
	twice := new(big.Rat).Sub(x, big.NewRat(below, 1))
	switch twice.Cmp(big.NewRat(1, 2)) {
	case 1:
		below++
	case 0:
		below += below & 1
	}
	return model.Money(below)
}

func TestBanzhafRoundsHalvesToEven(t *testing.T) {
	for prevented, want := range map[model.Money]model.Money{1: 0, 3: 2, 5: 2, -1: 0, -3: -2, -5: -2, 4: 2} {
		// Both controls must be on: each adds prevented in one of two coalitions of the other.
		l := mustNew(t, 2, []Leaf{{In: 3, Loss: -prevented}, {In: 1, Out: 2}, {Out: 1}})
		check(t, []model.Money{want, want}, l.Banzhaf())
	}
}

func TestEfficiencyToTheLastUnit(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 12).Draw(t, "n")
		l := newLattice(t, n, drawLeaves(t, n))
		ids := drawIDs(t, n)
		groups := rapid.SliceOfN(rapid.SampledFrom([]string{"prevent", "detect", "respond"}), n, n).Draw(t, "groups")
		all := l.Portfolio(l.everyone()).Prevented
		check(t, all, total(l.Shapley(ids)))
		check(t, all, total(l.Owen(ids, groups)))
	})
}

func total(shares []model.Money) (sum model.Money) {
	for _, s := range shares {
		sum += s
	}
	return sum
}

func TestNullControlGetsNothingAndMovesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 8).Draw(t, "n")
		leaves := drawLeaves(t, n)
		without, with := newLattice(t, n, leaves), newLattice(t, n+1, leaves)
		ids := numbered(n + 1)
		check(t, append(without.Shapley(ids[:n]), 0), with.Shapley(ids))
		check(t, append(without.Banzhaf(), 0), with.Banzhaf())
		for _, pair := range with.Interactions() {
			if pair.J == n {
				check(t, model.Money(0), pair.Value)
			}
		}
	})
}

// A control cloned, so that either of the two does what one did, shares equally with its twin.
func TestTwinsShareEqually(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 5).Draw(t, "n")
		i := rapid.IntRange(0, n-1).Draw(t, "cloned")
		one, twin := uint64(1)<<i, uint64(1)<<n
		var leaves []Leaf
		for _, leaf := range drawLeaves(t, n) {
			leaf.Loss = leaf.Loss % 1e9 * 720 // (n+1)! divides it: shares are whole
			switch {
			case leaf.In&one != 0:
				other := leaf
				other.In, other.Out = leaf.In&^one|twin, leaf.Out|one
				leaves = append(leaves, leaf, other)
			case leaf.Out&one != 0:
				leaf.Out |= twin
				leaves = append(leaves, leaf)
			default:
				leaves = append(leaves, leaf)
			}
		}
		l := newLattice(t, n+1, leaves)
		for _, values := range [][]model.Money{l.Shapley(numbered(n + 1)), l.Banzhaf()} {
			check(t, values[i], values[n])
		}
		check(t, l.Standalone(i).Loss, l.Standalone(n).Loss)
		check(t, l.LastLine(i), l.LastLine(n))
	})
}

// Losses of two days of the same controls add up, and so do the values: every figure is linear in the game.
func TestValuesOfTwoDaysAdd(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 5).Draw(t, "n")
		var days [2][]Leaf
		for d := range days {
			days[d] = drawLeaves(t, n)
			for k := range days[d] {
				days[d][k].Loss = days[d][k].Loss % 1e9 * 1440 // whole shares: n! and 2^n divide it
			}
		}
		var both []Leaf
		for _, f := range days[0] {
			for _, g := range days[1] {
				if _, ok := f.meets(g); ok {
					both = append(both, Leaf{In: f.In | g.In, Out: f.Out | g.Out, Loss: f.Loss + g.Loss})
				}
			}
		}
		a, b, sum := newLattice(t, n, days[0]), newLattice(t, n, days[1]), newLattice(t, n, both)
		ids := numbered(n)
		check(t, plus(a.Shapley(ids), b.Shapley(ids)), sum.Shapley(ids))
		check(t, plus(a.Banzhaf(), b.Banzhaf()), sum.Banzhaf())
		first, second := a.Interactions(), b.Interactions()
		for k := range first {
			first[k].Value += second[k].Value
		}
		check(t, first, sum.Interactions())
	})
}

func plus(a, b []model.Money) []model.Money {
	sum := slices.Clone(a)
	for i := range b {
		sum[i] += b[i]
	}
	return sum
}

// A control that only does harm has a negative value, and the shares still add up.
func TestNegativePreventedLoss(t *testing.T) {
	l := mustNew(t, 2, []Leaf{{In: 1, Loss: 107}, {In: 2, Out: 1, Loss: 40}, {Out: 3, Loss: 100}})
	check(t, model.Money(-7), l.Standalone(0).Prevented)
	check(t, model.Money(-67), l.LastLine(0))
	check(t, []model.Money{-37, 30}, l.Shapley([]string{"halt", "limit"}))
	// The other way round in the alphabet: -37 and 30 are whole numbers, so nothing moves.
	check(t, []model.Money{-37, 30}, l.Shapley([]string{"limit", "halt"}))
}

// Two that do the same with an odd unit between them: the unit goes to the lower id, wherever it stands.
func TestOddUnitGoesToTheLowerID(t *testing.T) {
	l := mustNew(t, 2, []Leaf{{In: 1, Loss: -7}, {In: 2, Out: 1, Loss: -7}, {Out: 3}})
	check(t, []model.Money{4, 3}, l.Shapley([]string{"A", "B"}))
	check(t, []model.Money{3, 4}, l.Shapley([]string{"B", "A"}))
	loss := mustNew(t, 2, []Leaf{{In: 1, Loss: 7}, {In: 2, Out: 1, Loss: 7}, {Out: 3}})
	check(t, []model.Money{-3, -4}, loss.Shapley([]string{"A", "B"}))
}
