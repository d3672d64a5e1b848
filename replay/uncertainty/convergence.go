package uncertainty

import (
	"slices"

	"lossreplay/model"
)

// Step is what the first points of the design said: the table of them shows whether more would move the answer.
type Step struct {
	Points, Accepted int
	Alone            []Range // by control
	BestThree        []Share
}

// converge returns the steps at a quarter, half and all of the points, those without an accepted draw left out.
func (b *builder) converge() []Step {
	var steps []Step
	for _, points := range []int{b.s.Points / 4, b.s.Points / 2, b.s.Points} {
		n, _ := slices.BinarySearch(b.points, points)
		if n == 0 || len(steps) > 0 && steps[len(steps)-1].Points == points {
			continue
		}
		part := sample{groups: b.sample.groups[:n], count: b.sample.count}
		s := Step{Points: points, Accepted: n}
		for i := range b.labels {
			s.Alone = append(s.Alone, part.rangeOf(b.figure(func(f *Figures) model.Money { return f.Alone[i] })[:n]))
			s.BestThree = append(s.BestThree, part.shareOf(func(draw int) bool { return b.s.Figures[draw].Rank[i] <= 3 }))
		}
		steps = append(steps, s)
	}
	return steps
}
