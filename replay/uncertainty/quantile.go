package uncertainty

import (
	"math"

	"gonum.org/v1/gonum/stat/distuv"

	"lossreplay/model/doubt"
)

// z95 is the 95 % point of the standard normal distribution.
const z95 = 1.6448536269514722

// Quantile returns the value below which an unknown lies with probability p in (0, 1), on its step and inside its range. A
// distribution that [doubt.Unknown.Check] refuses gives no sensible value.
func Quantile(u *doubt.Unknown, d *doubt.Distribution, p float64) float64 {
	switch d.Shape {
	case doubt.Uniform:
		return u.Round(d.Low + float64((d.High-d.Low)*p))
	case doubt.Triangular:
		return u.Round(distuv.NewTriangle(d.Low, d.High, d.Mode, nil).Quantile(p))
	case doubt.LogNormal:
		return u.Round(logNormal(u, d, p))
	case doubt.Choice:
		return d.Values[level(d, p)]
	case doubt.Bernoulli:
		if level(d, p) == 1 {
			return u.Max
		}
		return u.Min
	}
	return d.Mode
}

// logNormal returns a quantile of the lognormal with 5 and 95 % at low and high, cut to what the unknown can be.
func logNormal(u *doubt.Unknown, d *doubt.Distribution, p float64) float64 {
	low, high := math.Log(d.Low), math.Log(d.High)
	l := distuv.LogNormal{Mu: (low + high) / 2, Sigma: (high - low) / (2 * z95)}
	from, to := 0.0, 1.0
	if u.Min > 0 {
		from = l.CDF(u.Min)
	}
	if !math.IsInf(u.Max, 1) {
		to = l.CDF(u.Max)
	}
	return l.Quantile(from + float64((to-from)*p))
}

// level returns which of a discrete distribution's values stands at probability p: of a choice its position, of a Bernoulli 1
// for yes.
func level(d *doubt.Distribution, p float64) int {
	weights := levelWeights(d)
	sum := 0.0
	for i, w := range weights {
		if sum += w; p < sum {
			return i
		}
	}
	for i := len(weights) - 1; i > 0; i-- { // p is one, or a rounding away from it
		if weights[i] > 0 {
			return i
		}
	}
	return 0
}

// levelWeights returns the probabilities of a discrete distribution's values.
func levelWeights(d *doubt.Distribution) []float64 {
	if d.Shape == doubt.Bernoulli {
		return []float64{1 - d.Mode, d.Mode}
	}
	sum := 0.0
	for _, w := range d.Weights {
		sum += w
	}
	weights := make([]float64, len(d.Weights))
	for i, w := range d.Weights {
		weights[i] = w / sum
	}
	return weights
}
