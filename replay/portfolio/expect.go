package portfolio

import (
	"math"

	"lossreplay/model"
)

// amount returns an expectation of money, rounded once, halves to even.
func amount(v float64) model.Money { return model.Money(math.RoundToEven(v)) }

// cents returns an expectation of money in hundredths of a unit: the size in which two of them are told apart. Sums that should
// be equal and were made in another order are.
func cents(v float64) int64 { return int64(math.RoundToEven(v / float64(model.MoneyUnit/100))) }

// thousandths returns an expected number of orders in thousandths.
func thousandths(v float64) int64 { return int64(math.RoundToEven(v * 1000)) }

// expected returns the expectation of a figure under a set in each draw, over all ways in which its controls may fail.
func (m *Model) expected(set uint64, figure int) []float64 {
	states, own := m.causes(set)
	values := make([]float64, len(m.trees))
	for d, t := range m.trees {
		values[d] = mix(states, func(down uint64) float64 { return t.mean(t.root(), figure, set&^down, own) })
	}
	return values
}

// mean returns the expectation of a figure under a set over failures and draws.
func (m *Model) mean(set uint64, figure int) float64 {
	if m.middle == nil {
		return meanOf(m.expected(set, figure))
	}
	states, own := m.causes(set)
	return mix(states, func(down uint64) float64 { return m.middle.mean(m.middle.root(), figure, set&^down, own) })
}

// meanAtLeast returns a lower bound of the expectation of a figure over failures and draws, over all sets of a branch.
func (m *Model) meanAtLeast(b branch, figure int) float64 {
	if m.middle == nil {
		return meanOf(m.atLeast(b, figure))
	}
	states, own := m.causes(b.fixed | b.free)
	return mix(states, func(down uint64) float64 {
		return m.middle.least(m.middle.root(), figure, b.fixed&^down, b.free&^down, own, m.Cost, b.rest)
	})
}

// atLeast returns, for each draw, a lower bound of the expectation of a figure over all sets of a branch.
func (m *Model) atLeast(b branch, figure int) []float64 {
	states, own := m.causes(b.fixed | b.free)
	values := make([]float64, len(m.trees))
	for d, t := range m.trees {
		values[d] = mix(states, func(down uint64) float64 {
			return t.least(t.root(), figure, b.fixed&^down, b.free&^down, own, m.Cost, b.rest)
		})
	}
	return values
}

// meanOf returns the mean of values that are equally likely. Written from the first, equal values give theirs to the bit.
func meanOf(values []float64) float64 {
	sum := 0.0
	for _, v := range values {
		sum += v - values[0]
	}
	return values[0] + sum/float64(len(values))
}

// Outcome is what a set does, over all ways in which its controls may fail and over all draws. Amounts are expectations unless
// their name says more.
type Outcome struct {
	Set       uint64
	Cost      model.Money // over the horizon, without what the firm has
	Loss      model.Money
	Prevented model.Money // baseline loss less Loss
	// Working is the loss if every control of the set works.
	Working model.Money
	// WorstDraw is the expected loss in the worst draw, Tail the mean of the worst twentieth of all outcomes.
	WorstDraw, Tail model.Money
	// Blocked is the number of legitimate orders blocked on the day, in thousandths.
	Blocked int64
	// Harm is Loss and what the blocked orders cost.
	Harm model.Money
	// Exceeds is the chance that the loss is more than the capital, Within the number of draws whose expected loss is not.
	Exceeds float64
	Within  int
}

// Outcome returns what a set does, and holds it against a capital. What the firm has is part of every set.
func (m *Model) Outcome(set uint64, capital model.Money) Outcome {
	set |= m.Have
	o := Outcome{Set: set}
	o.Cost, _ = m.Price(set)
	losses := m.expected(set, lossOf)
	baseline, working := make([]float64, len(m.trees)), make([]float64, len(m.trees))
	for d, l := range m.Draws {
		baseline[d], working[d] = float64(l.Baseline().Loss), float64(l.Find(set).Loss)
	}
	o.Loss, o.Working = amount(m.mean(set, lossOf)), amount(meanOf(working))
	o.Prevented = amount(meanOf(baseline)) - o.Loss
	o.WorstDraw = amount(highest(losses))
	o.Blocked = thousandths(m.mean(set, blockedOf))
	o.Harm = amount(m.mean(set, harmOf))
	chances := m.chances(set)
	o.Tail = amount(tail(chances, m.leaves.loss, m.leaves.byLoss))
	for _, l := range losses {
		if amount(l) <= capital {
			o.Within++
		}
	}
	for k, p := range chances {
		if m.leaves.money[k] > capital {
			o.Exceeds += p
		}
	}
	return o
}

func highest(values []float64) float64 {
	top := values[0]
	for _, v := range values {
		top = max(top, v)
	}
	return top
}
