package portfolio

import (
	"cmp"
	"slices"

	"lossreplay/model"
)

// tailShare is the part of the outcomes that the tail is the mean of: the worst twentieth, 95 % expected shortfall.
const tailShare = 0.05

// ranking is the distinct leaves of all draws in ascending order of harm, then loss.
type ranking struct {
	harm, loss []float64
	money      []model.Money // the loss again, exact
	// byHarm and byLoss are the places from the largest harm and the largest loss down.
	byHarm, byLoss []int
}

// rank sorts the leaves of trees and writes into each its place.
func rank(trees []*tree) ranking {
	var all []*node
	for _, t := range trees {
		for k := range t.nodes {
			if t.nodes[k].control < 0 {
				all = append(all, &t.nodes[k])
			}
		}
	}
	compare := func(a, b *node) int {
		return cmp.Or(cmp.Compare(a.value[harmOf], b.value[harmOf]), cmp.Compare(a.leaf.Loss, b.leaf.Loss))
	}
	slices.SortStableFunc(all, compare)
	var r ranking
	for k, nd := range all {
		if k == 0 || compare(all[k-1], nd) != 0 {
			r.harm, r.loss = append(r.harm, nd.value[harmOf]), append(r.loss, nd.value[lossOf])
			r.money = append(r.money, nd.leaf.Loss)
		}
		nd.order = int32(len(r.money) - 1)
	}
	for k := range r.money {
		r.byHarm = append(r.byHarm, len(r.money)-1-k)
	}
	r.byLoss = slices.Clone(r.byHarm)
	slices.SortStableFunc(r.byLoss, func(a, b int) int { return cmp.Compare(r.money[b], r.money[a]) })
	return r
}

// chances returns the probability of each leaf of the ranking under a set.
func (m *Model) chances(set uint64) []float64 {
	p := make([]float64, len(m.leaves.money))
	states, own := m.causes(set)
	for _, t := range m.trees {
		for _, s := range states {
			t.each(t.root(), set&^s.down, own, s.p, func(leaf *node, chance float64) { p[leaf.order] += chance })
		}
	}
	for k := range p {
		p[k] /= float64(len(m.trees))
	}
	return p
}

// tail returns the mean of values over the worst tailShare of the chances. worst is the places from the largest value down.
func tail(chances, values []float64, worst []int) float64 {
	left, sum, top := tailShare, 0.0, values[worst[0]]
	for _, k := range worst {
		p := min(chances[k], left)
		sum += float64(p * (values[k] - top))
		if left -= p; left <= 0 {
			break
		}
	}
	return top + sum/tailShare
}

// Point is one step of a loss exceedance curve: Chance is the probability that the loss is Loss or more.
type Point struct {
	Loss   model.Money
	Chance float64
}

// Exceedance returns the loss exceedance curve of a set, over failures and draws: one point for each loss that is possible, in
// ascending order. The first has chance 1.
func (m *Model) Exceedance(set uint64) []Point {
	chances := m.chances(set | m.Have)
	var points []Point
	for k, p := range chances {
		if p > 0 {
			points = append(points, Point{m.leaves.money[k], p})
		}
	}
	slices.SortStableFunc(points, func(a, b Point) int { return cmp.Compare(a.Loss, b.Loss) })
	merged := points[:0]
	for _, p := range points {
		if n := len(merged); n > 0 && merged[n-1].Loss == p.Loss {
			merged[n-1].Chance += p.Chance
		} else {
			merged = append(merged, p)
		}
	}
	over := 0.0
	for k := len(merged) - 1; k >= 0; k-- {
		over += merged[k].Chance
		merged[k].Chance = min(over, 1)
	}
	if len(merged) > 0 {
		merged[0].Chance = 1
	}
	return merged
}
