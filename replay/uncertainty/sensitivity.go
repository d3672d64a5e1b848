package uncertainty

import (
	"cmp"
	"math"
	"slices"

	"lossreplay/model"
	"lossreplay/model/doubt"
	"lossreplay/replay"
)

// Effect is what one input does to a figure.
type Effect struct {
	Input string
	// First is the first-order index by ranks, Total the total index by the expansion; with standard errors.
	First, Total Share
	// Low and High are the means of the figure over the draws in which the input is in its lowest and its highest third; of a
	// discrete one the smallest and the largest mean of one of its values, LowAt and HighAt.
	Low, High     model.Money
	LowAt, HighAt string
}

// InputSummary is what an input does to all controls together: indices of what each prevents alone, weighed by how much that varies
// (Lamboni, Monod and Makowski 2011).
type InputSummary struct {
	Name         string
	Factor       bool // what the members of a factor have in common, not an unknown of its own
	First, Total float64
}

// inputs returns the independent inputs of the accepted points: the unknowns that vary, are used and have an order, then the factors
// of such. A member of a factor stands for what is its own.
func (d *Design) inputs(points []int, owner []int) []input {
	var list []input
	owners := make([][]int, len(d.plan.Factors))
	for i := range d.plan.Unknowns {
		u := &d.plan.Unknowns[i]
		if owner[i] == OfNothing || !u.Dist.Varies() || u.Scattered {
			continue
		}
		in := input{name: u.Name, owners: []int{owner[i]}}
		rho := 0.0
		if f := d.factor[i]; f >= 0 {
			rho = d.plan.Factors[f].Correlation
			if rho > 0 {
				owners[f] = append(owners[f], owner[i])
			}
		}
		if rho == 1 {
			continue // nothing is its own
		}
		for _, p := range points {
			in.at = append(in.at, d.cube[p][i])
		}
		if u.Dist.Discrete() && rho == 0 {
			in.levels(u)
		}
		list = append(list, in)
	}
	for f := range owners {
		if owners[f] == nil {
			continue
		}
		in := input{name: d.plan.Factors[f].Name, owners: owners[f], factor: true}
		for _, p := range points {
			in.at = append(in.at, d.cube[p][len(d.plan.Unknowns)+f])
		}
		list = append(list, in)
	}
	return list
}

// levels makes a discrete input of one whose coordinates are known.
func (in *input) levels(u *doubt.Unknown) {
	in.weights = levelWeights(&u.Dist)
	for _, p := range in.at {
		in.level = append(in.level, level(&u.Dist, p))
	}
	if u.Dist.Shape == doubt.Bernoulli {
		in.words = []string{u.Text(u.Min), u.Text(u.Max)}
		return
	}
	for _, v := range u.Dist.Values {
		in.words = append(in.words, u.Text(v))
	}
}

// sensitivities works out what each input does to what each control prevents alone.
func (b *builder) sensitivities() {
	weights := make([]float64, len(b.labels))
	replay.InParallel(len(b.labels), func(i int) {
		money := b.figure(func(f *Figures) model.Money { return f.Alone[i] })
		y := make([]float64, len(money))
		all := make([]int, len(money))
		for k, m := range money {
			y[k], all[k] = m.Float(), k
		}
		c := &b.s.Controls[i]
		_, weights[i] = moments(y, all)
		var inputs []input
		for _, in := range b.inputs {
			if slices.Contains(in.owners, i) || slices.Contains(in.owners, OfDay) {
				inputs = append(inputs, in)
			}
		}
		var totals []float64
		totals, c.Explained = expand(inputs, y).total(len(inputs))
		errors := b.totalErrors(inputs, y)
		for k := range inputs {
			in := &inputs[k]
			e := Effect{Input: in.name, First: Share{firstOrder(in, y, all), 0}, Total: Share{totals[k], errors[k]}}
			if se := b.sample.jackknife(func(keep []int) float64 { return firstOrder(in, y, keep) }); !math.IsNaN(se) {
				e.First.Error = se
			}
			e.ends(in, money)
			c.Effects = append(c.Effects, e)
		}
	})
	sum := 0.0
	for _, w := range weights {
		sum += w
	}
	for k := range b.inputs {
		s := InputSummary{Name: b.inputs[k].name, Factor: b.inputs[k].factor}
		for i := range b.labels {
			for _, e := range b.s.Controls[i].Effects {
				if e.Input == s.Name && sum > 0 {
					s.First += float64(weights[i] / sum * e.First.Value)
					s.Total += float64(weights[i] / sum * e.Total.Value)
				}
			}
		}
		b.s.Inputs = append(b.s.Inputs, s)
	}
}

// totalErrors returns the standard error of each total index.
func (b *builder) totalErrors(inputs []input, y []float64) []float64 {
	n := len(inputs)
	cache := map[int][]float64{} // by the first draw left out
	errors := make([]float64, n)
	for k := range n {
		se := b.sample.jackknife(func(keep []int) float64 {
			key := leftOut(keep)
			if cache[key] == nil {
				part := make([]input, n)
				for i := range inputs {
					part[i] = inputs[i].of(keep)
				}
				values := make([]float64, len(keep))
				for i, at := range keep {
					values[i] = y[at]
				}
				cache[key], _ = expand(part, values).total(n)
			}
			return cache[key][k]
		})
		if !math.IsNaN(se) {
			errors[k] = se
		}
	}
	return errors
}

// leftOut returns the first draw that is not kept: it tells the randomisation.
func leftOut(keep []int) int {
	for i, k := range keep {
		if i != k {
			return i
		}
	}
	return len(keep)
}

// of returns the input of some draws.
func (in *input) of(keep []int) input {
	part := *in
	part.at, part.level = nil, nil
	for _, k := range keep {
		part.at = append(part.at, in.at[k])
		if in.discrete() {
			part.level = append(part.level, in.level[k])
		}
	}
	return part
}

// ends sets the means of the figure at the ends of the input.
func (e *Effect) ends(in *input, figure []model.Money) {
	if in.discrete() {
		first := true
		for l, word := range in.words {
			var at []model.Money
			for k, own := range in.level {
				if own == l {
					at = append(at, figure[k])
				}
			}
			if len(at) == 0 {
				continue
			}
			m := mean(at)
			if first || m < e.Low {
				e.Low, e.LowAt = m, word
			}
			if first || m > e.High {
				e.High, e.HighAt = m, word
			}
			first = false
		}
		return
	}
	order := make([]int, len(figure))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int { return cmp.Or(cmp.Compare(in.at[a], in.at[b]), a-b) })
	third := max(len(order)/3, 1)
	of := func(part []int) model.Money {
		values := make([]model.Money, len(part))
		for i, k := range part {
			values[i] = figure[k]
		}
		return mean(values)
	}
	e.Low, e.LowAt = of(order[:third]), "low"
	e.High, e.HighAt = of(order[len(order)-third:]), "high"
}
