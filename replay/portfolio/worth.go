package portfolio

import (
	"cmp"
	"math/big"
	"math/bits"
	"slices"

	"lossreplay/model"
)

// Addition is one control put on top of a set.
type Addition struct {
	Control int
	// Less is how much smaller the question's objective gets, negative if it grows; Cost is what the control costs.
	Less, Cost model.Money
}

// Additions returns every control that may be added to a set, that which lowers the objective most first, then the cheaper, then
// the alphabet.
func (q *Question) Additions(set uint64) []Addition {
	set |= q.Have
	before := q.score(set)
	var list []Addition
	score := make([]int64, q.n)
	for _, i := range q.abc {
		if bit := uint64(1) << i; (set|q.Limits.Never)&bit == 0 {
			after := q.score(set | bit)
			score[i] = cents(after)
			list = append(list, Addition{i, amount(before - after), q.Cost[i]})
		}
	}
	slices.SortStableFunc(list, func(a, b Addition) int {
		return cmp.Or(cmp.Compare(score[a.Control], score[b.Control]), cmp.Compare(a.Cost, b.Cost))
	})
	return list
}

// OneMoreNine returns for each control of a set how much smaller the expected loss gets if it fails by itself a tenth as often;
// 0 for the others. That is the derivative of the expected loss with respect to the control's own probability of working times
// the change of that probability; since the expectation is linear in each of them (the multilinear extension of the game, Owen
// 1972), it is exact. Common causes stay, also those that no other control of the set shares: one more nine in a control that hangs
// on a feed is none in the feed.
func (m *Model) OneMoreNine(set uint64) []model.Money {
	set |= m.Have
	states, own := m.causesOf(set, 1)
	worth := make([]model.Money, m.n)
	for i := range worth {
		if set>>i&1 == 0 {
			continue
		}
		gain := make([]float64, len(m.trees))
		for d, t := range m.trees {
			gain[d] = m.slope(t, i, set, states, own)
		}
		worth[i] = amount(float64(0.9*(1-own[i])) * meanOf(gain))
	}
	return worth
}

// slope returns how much less a draw is expected to lose if control i surely works, common causes apart, than if it surely does
// not.
func (m *Model) slope(t *tree, i int, set uint64, states []state, own []float64) float64 {
	sure := slices.Clone(own)
	return mix(states, func(down uint64) float64 {
		if down>>i&1 != 0 {
			return 0
		}
		sure[i] = 1
		works := t.mean(t.root(), lossOf, set&^down, sure)
		return t.mean(t.root(), lossOf, set&^down&^(1<<i), own) - works
	})
}

// Apart returns for each group how much smaller the expected loss of a set gets if the group's members, as reliable as they are,
// fail each for itself. 0 for groups of which the set has one member at most.
func (m *Model) Apart(set uint64) []model.Money {
	set |= m.Have
	worth := make([]model.Money, len(m.Groups))
	together := m.mean(set, lossOf)
	for g := range m.Groups {
		apart := *m
		apart.Groups = slices.Delete(slices.Clone(m.Groups), g, g+1)
		worth[g] = amount(together - apart.mean(set, lossOf))
	}
	return worth
}

// Shapley returns the Shapley value of each control in the game "loss prevented" if all controls worked, the mean over draws.
func (m *Model) Shapley() []model.Money {
	return m.overDraws(func(d int) []model.Money { return m.Draws[d].Shapley(m.Labels) })
}

// Alone returns what each control prevents alone if it works, the mean over draws.
func (m *Model) Alone() []model.Money {
	return m.overDraws(func(d int) []model.Money {
		list := make([]model.Money, m.n)
		for i := range list {
			list[i] = m.Draws[d].Standalone(i).Prevented
		}
		return list
	})
}

// Expects returns what each control alone is expected to prevent, its own failures counted.
func (m *Model) Expects() []model.Money {
	list := make([]model.Money, m.n)
	none := m.mean(0, lossOf)
	for i := range list {
		list[i] = amount(none - m.mean(1<<i, lossOf))
	}
	return list
}

// overDraws returns the mean of lists of amounts, rounded towards zero.
func (m *Model) overDraws(list func(d int) []model.Money) []model.Money {
	sums := make([]big.Int, m.n)
	for d := range m.Draws {
		for i, v := range list(d) {
			sums[i].Add(&sums[i], big.NewInt(int64(v)))
		}
	}
	mean := make([]model.Money, m.n)
	for i := range mean {
		mean[i] = model.Money(sums[i].Quo(&sums[i], big.NewInt(int64(len(m.Draws)))).Int64())
	}
	return mean
}

// Ranked returns what somebody buys who has a list of controls by worth and no more: down the list, what the limits force first,
// every control that is worth anything and still fits the budget, until there are size of them.
func (m *Model) Ranked(worth []model.Money, size int, l Limits) uint64 {
	set := l.Must | m.Have
	left := l.Budget
	if price, _ := m.Price(set); price <= left {
		left -= price
	}
	order := slices.Clone(m.abc)
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(worth[b], worth[a]) })
	for _, i := range order {
		bit := uint64(1) << i
		if bits.OnesCount64(set) < size && (set|l.Never)&bit == 0 && worth[i] > 0 && m.Cost[i] <= left {
			set |= bit
			left -= m.Cost[i]
		}
	}
	return set
}
