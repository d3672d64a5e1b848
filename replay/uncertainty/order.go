package uncertainty

import (
	"math"
	"math/big"
	"slices"

	"lossreplay/model"
)

// Range is how a figure lies over the accepted draws: what we do not know. The errors are what we did not sample: standard errors of
// the same figures, from independent randomisations.
type Range struct {
	Low, Median, High                model.Money // 5, 50 and 95 % of draws lie below
	LowError, MedianError, HighError model.Money
}

// Share is a part of the accepted draws with its standard error.
type Share struct{ Value, Error float64 }

// Percentiles of a Range.
const (
	lowPercent  = 5
	highPercent = 95
)

// quantile returns the value below which percent of the values lie, between two of them in proportion (Hyndman and Fan 1996, type
// 7), cut to a micro-unit. sorted ascends and is not empty.
func quantile(sorted []model.Money, percent int) model.Money {
	at := (len(sorted) - 1) * percent
	k, rest := at/100, model.Money(at%100)
	if rest == 0 {
		return sorted[k]
	}
	gap := sorted[k+1] - sorted[k]
	return sorted[k] + gap/100*rest + gap%100*rest/100
}

// mean returns the mean of values, cut to a micro-unit; 0 of none.
func mean(values []model.Money) model.Money {
	if len(values) == 0 {
		return 0
	}
	sum := new(big.Int)
	for _, v := range values {
		sum.Add(sum, big.NewInt(int64(v)))
	}
	return model.Money(sum.Quo(sum, big.NewInt(int64(len(values)))).Int64())
}

// sample is the accepted draws by the randomisation that they are of.
type sample struct {
	groups []int // by draw
	count  int   // of randomisations
}

// jackknife returns the standard error of a statistic of the draws, from the randomisations: each is left out in turn, and the spread
// of what comes out says how far another set of them would have led. It needs two randomisations that have draws; else it is NaN.
//
// keep lists the draws that the statistic is to be of.
func (s *sample) jackknife(of func(keep []int) float64) float64 {
	var values []float64
	for g := range s.count {
		var keep []int
		for i, own := range s.groups {
			if own != g {
				keep = append(keep, i)
			}
		}
		if len(keep) == 0 || len(keep) == len(s.groups) {
			continue
		}
		values = append(values, of(keep))
	}
	if len(values) < 2 {
		return math.NaN()
	}
	n := float64(len(values))
	sum := 0.0
	for _, v := range values {
		sum += v
	}
	squares := 0.0
	for _, v := range values {
		squares += float64((v - sum/n) * (v - sum/n))
	}
	return math.Sqrt((n - 1) / n * squares)
}

// rangeOf returns the range of a figure, by draw.
func (s *sample) rangeOf(figure []model.Money) Range {
	sorted := slices.Sorted(slices.Values(figure))
	at := func(percent int) (value, err model.Money) {
		e := s.jackknife(func(keep []int) float64 {
			part := make([]model.Money, len(keep))
			for i, k := range keep {
				part[i] = figure[k]
			}
			slices.Sort(part)
			return float64(quantile(part, percent))
		})
		if math.IsNaN(e) {
			return quantile(sorted, percent), 0
		}
		return quantile(sorted, percent), model.Money(math.RoundToEven(e))
	}
	var r Range
	r.Low, r.LowError = at(lowPercent)
	r.Median, r.MedianError = at(50)
	r.High, r.HighError = at(highPercent)
	return r
}

// shareOf returns the part of the draws of which holds is true.
func (s *sample) shareOf(holds func(draw int) bool) Share {
	part := func(keep []int) float64 {
		n := 0
		for _, k := range keep {
			if holds(k) {
				n++
			}
		}
		return float64(n) / float64(len(keep))
	}
	all := make([]int, len(s.groups))
	for i := range all {
		all[i] = i
	}
	share := Share{part(all), s.jackknife(part)}
	if math.IsNaN(share.Error) {
		share.Error = 0
	}
	return share
}
