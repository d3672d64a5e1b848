package uncertainty

import (
	"cmp"
	"slices"
)

// input is one independent source of doubt: the own part of an unknown, or what the members of a factor have in common. at holds
// its coordinate in (0, 1) by draw; of a discrete unknown weights holds the probabilities of its values and level which it has.
type input struct {
	name    string
	owners  []int // whose it is; of a factor those of its members
	factor  bool
	at      []float64
	level   []int
	weights []float64
	words   []string // of the levels
}

func (in *input) discrete() bool { return in.weights != nil }

// firstOrder returns the first-order Sobol index of an input on a figure y, by draw: the part of the variance of y that knowing the
// input alone would take away. 0 where y does not vary.
//
// Of a continuous input it is the rank statistic of Gamboa, Gremaud, Klein and Lagnoux (2022, Bernoulli 28): with draws in order of
// the input, the mean product of each y and the next, less the squared mean, over the variance. Of a discrete one it is the
// variance between its values, less what chance puts there (epsilon squared). Both are near 0 for an input without effect, and may
// be below.
func firstOrder(in *input, y []float64, keep []int) float64 {
	m, v := moments(y, keep)
	if v == 0 {
		return 0
	}
	if in.discrete() {
		return betweenLevels(in, y, keep, m, v)
	}
	order := slices.Clone(keep)
	slices.SortFunc(order, func(a, b int) int { return cmp.Or(cmp.Compare(in.at[a], in.at[b]), cmp.Compare(a, b)) })
	sum := 0.0
	for i, k := range order {
		next := order[(i+1)%len(order)]
		sum += float64((y[k] - m) * (y[next] - m))
	}
	return sum / float64(len(order)) / v
}

func betweenLevels(in *input, y []float64, keep []int, m, v float64) float64 {
	n := make([]float64, len(in.weights))
	sums := make([]float64, len(in.weights))
	for _, k := range keep {
		n[in.level[k]]++
		sums[in.level[k]] += y[k] - m
	}
	between, levels := 0.0, 0.0
	for l := range n {
		if n[l] > 0 {
			between += float64(sums[l] * sums[l] / n[l])
			levels++
		}
	}
	all := float64(len(keep))
	if all <= levels {
		return 0
	}
	within := (float64(all*v) - between) / (all - levels)
	return (between - float64((levels-1)*within)) / float64(all*v)
}

// moments returns the mean and the variance (over n) of the draws kept.
func moments(y []float64, keep []int) (m, v float64) {
	for _, k := range keep {
		m += y[k]
	}
	m /= float64(len(keep))
	for _, k := range keep {
		v += float64((y[k] - m) * (y[k] - m))
	}
	return m, v / float64(len(keep))
}
