package portfolio

import (
	"math"
	"slices"

	"lossreplay/model"
)

// Objective is what the best set has least of.
type Objective uint8

// The objectives, all of the harm: the loss and what blocked legitimate orders of the day cost.
const (
	Expected Objective = iota // its expectation over failures and draws
	Worst                     // its expectation over failures in the worst draw
	Tail                      // the mean of its worst twentieth over failures and draws (CVaR at 95 %)
	Regret                    // how far its expectation is above the best that the limits allow, in the draw where that is furthest
)

// ObjectiveNames are the objectives as flags and files have them.
var ObjectiveNames = []string{"expected", "worst", "cvar", "regret"}

// String returns expected, worst, cvar or regret.
func (o Objective) String() string { return ObjectiveNames[o] }

// Question is a model with limits and an objective. It may be asked from one goroutine at a time.
type Question struct {
	*Model
	Limits    Limits
	Objective Objective
	best      []float64 // by draw, of Regret: the least expected harm that the limits allow
	slack     float64   // more than a bound may be off by rounding
}

// Ask returns the question. It panics if the limits contradict each other or a control that must be in is beyond the budget.
func (m *Model) Ask(o Objective, l Limits) *Question {
	l.Must |= m.Have
	if price, fits := m.Price(l.Must); l.Must&l.Never != 0 || (l.Must|l.Never)>>m.n != 0 || !fits || price > l.Budget {
		panic("portfolio: limits that no set meets")
	}
	q := &Question{Model: m, Limits: l, Objective: o}
	for k := range m.leaves.harm {
		q.slack = max(q.slack, 1e-12*math.Abs(m.leaves.harm[k]))
	}
	if o == Regret {
		for d, t := range m.trees {
			one := *m
			one.trees, one.middle, one.decides = m.trees[d:d+1], t, t.decides
			best := one.Ask(Expected, l).Best()
			q.best = append(q.best, one.expected(best.Set, harmOf)[0])
		}
	}
	return q
}

// Score returns the objective of a set, what the firm has included, rounded once.
func (q *Question) Score(set uint64) model.Money { return amount(q.score(set | q.Have)) }

// score returns the objective of a set.
func (q *Question) score(set uint64) float64 {
	switch q.Objective {
	case Tail:
		return tail(q.chances(set), q.leaves.harm, q.leaves.byHarm)
	case Expected:
		return q.mean(set, harmOf)
	}
	return q.over(q.expected(set, harmOf))
}

// bound returns a lower bound of the objective over all sets of a branch.
func (q *Question) bound(b branch) float64 {
	if q.Objective == Expected {
		return q.meanAtLeast(b, harmOf) - q.slack
	}
	return q.over(q.atLeast(b, harmOf)) - q.slack
}

// over returns the objective, which is not Expected, from the expected harm in each draw; of Tail a lower bound: what is worst
// over failures and draws is no less than what is worst over draws alone.
func (q *Question) over(harms []float64) float64 {
	switch q.Objective {
	case Worst:
		return highest(harms)
	case Tail:
		return worstShare(harms)
	}
	most := harms[0] - q.best[0]
	for d, h := range harms {
		most = max(most, h-q.best[d])
	}
	return most
}

// worstShare returns the mean of the largest tailShare of values that are equally likely.
func worstShare(values []float64) float64 {
	sorted := slices.Clone(values)
	slices.Sort(sorted)
	slices.Reverse(sorted)
	left, sum := float64(tailShare*float64(len(sorted))), 0.0
	for _, v := range sorted {
		w := min(left, 1)
		sum += float64(w * (v - sorted[0]))
		if left -= w; left <= 0 {
			break
		}
	}
	return sorted[0] + sum/float64(tailShare*float64(len(sorted)))
}
