package report

import (
	"cmp"
	"slices"
)

// Step is the best set for every budget from its cost up to the next step's.
type Step struct {
	PortfolioSet
	// Harm is what the set has less of than every set that costs no more: its expected loss and what the orders cost that it blocks.
	Harm Decimal
	// Next is what to add to it first, the control that takes most off the expected loss for what it costs; nil if nothing lowers it.
	Next *Addition
}

// Offer is an answer with the best set for each budget beside it.
type Offer struct {
	*Portfolio
	Steps []Step
}

// Offer searches and returns the answer, and the best set for each budget, by expected harm, in ascending order of cost: what a budget
// slider shows. It is exact: a set that is best for some budget has no other beside it in the front that is as cheap and does less harm.
func (p *Purchase) Offer() *Offer {
	answer := p.Answer()
	return &Offer{answer, p.steps(answer.Front)}
}

// steps picks the best sets from the front.
func (p *Purchase) steps(front []PortfolioSet) []Step {
	b := &portfolioBuilder{Purchase: p, q: p.model.Ask(p.in.Objective, p.anyBudget())}
	var all []Step
	for _, s := range front {
		all = append(all, Step{PortfolioSet: s, Harm: s.Loss + s.BlockedCost})
	}
	slices.SortStableFunc(all, func(x, y Step) int { return cmp.Or(cmp.Compare(x.Cost, y.Cost), cmp.Compare(x.Harm, y.Harm)) })
	steps := all[:0]
	for _, s := range all {
		if len(steps) == 0 || s.Harm < steps[len(steps)-1].Harm {
			steps = append(steps, s)
		}
	}
	for i := range steps {
		steps[i].Next = b.next(steps[i].set)
	}
	return steps
}

// next returns the control that takes most off the objective for its cost on top of a set; nil if none takes anything off.
func (b *portfolioBuilder) next(set uint64) *Addition {
	var best *Addition
	for _, a := range b.additionsTo(set) {
		if a.Less > 0 && (best == nil || a.PerCost != nil && best.PerCost != nil && *a.PerCost > *best.PerCost) {
			best = &a
		}
	}
	return best
}
