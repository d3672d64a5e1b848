package uncertainty

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"lossreplay/model/doubt"
)

func free(d doubt.Distribution) doubt.Unknown {
	return doubt.Unknown{Name: "x", Kind: doubt.Number, Min: 0, Max: 1000, Dist: d}
}

// TestQuantilesAgreeWithClosedForms holds quantiles against formulas that can be worked out by hand.
func TestQuantilesAgreeWithClosedForms(t *testing.T) {
	for _, c := range []struct {
		name    string
		d       doubt.Distribution
		p, want float64
	}{
		{"uniform", doubt.Distribution{Shape: doubt.Uniform, Low: 10, High: 20}, 0.25, 12.5},
		{"triangular_at_mode", doubt.Distribution{Shape: doubt.Triangular, Low: 0, Mode: 4, High: 16}, 0.25, 4},
		{"triangular_below", doubt.Distribution{Shape: doubt.Triangular, Low: 0, Mode: 4, High: 16}, 0.04, math.Sqrt(0.04 * 16 * 4)},
		{"triangular_above", doubt.Distribution{Shape: doubt.Triangular, Low: 0, Mode: 4, High: 16}, 0.97, 16 - math.Sqrt(0.03*16*12)},
		{"lognormal_low", doubt.Distribution{Shape: doubt.LogNormal, Low: 4, High: 9}, 0.05, 4},
		{"lognormal_median", doubt.Distribution{Shape: doubt.LogNormal, Low: 4, High: 9}, 0.5, 6},
		{"lognormal_high", doubt.Distribution{Shape: doubt.LogNormal, Low: 4, High: 9}, 0.95, 9},
		{"choice_first", doubt.Distribution{Shape: doubt.Choice, Values: []float64{7, 8, 9}, Weights: []float64{1, 0, 3}}, 0.249, 7},
		{"choice_last", doubt.Distribution{Shape: doubt.Choice, Values: []float64{7, 8, 9}, Weights: []float64{1, 0, 3}}, 0.25, 9},
		{"choice_end", doubt.Distribution{Shape: doubt.Choice, Values: []float64{7, 8, 9}, Weights: []float64{3, 1, 0}}, 1, 8},
		{"bernoulli_no", doubt.Distribution{Shape: doubt.Bernoulli, Mode: 0.3}, 0.69, 0},
		{"bernoulli_yes", doubt.Distribution{Shape: doubt.Bernoulli, Mode: 0.3}, 0.71, 1000},
		{"fixed", doubt.Distribution{Shape: doubt.Fixed, Mode: 3}, 0.9, 3},
	} {
		u := free(c.d)
		if got := Quantile(&u, &c.d, c.p); math.Abs(got-c.want) > 1e-9*c.want+1e-12 {
			t.Errorf("%s: quantile %v is %v, want %v", c.name, c.p, got, c.want)
		}
	}
}

func TestALogNormalIsCutToItsRange(t *testing.T) {
	d := doubt.Distribution{Shape: doubt.LogNormal, Low: 4, High: 9}
	u := free(d)
	u.Min, u.Max = 5, 7
	previous := 0.0
	for _, p := range []float64{1e-9, 0.2, 0.5, 0.8, 1 - 1e-9} {
		got := Quantile(&u, &d, p)
		if got < 5 || got > 7 || got <= previous {
			t.Errorf("quantile %v is %v after %v", p, got, previous)
		}
		previous = got
	}
}

func TestAValueStandsOnItsStep(t *testing.T) {
	d := doubt.Distribution{Shape: doubt.Uniform, Low: 0, High: 10}
	u := free(d)
	u.Step = 0.1
	if got := Quantile(&u, &d, 0.333); got != 3.3 {
		t.Errorf("0.333 of 10 on a step of 0.1 is %v", got)
	}
}

func uniform(n, randomisations int) *Plan {
	p := &Plan{Seed: 3, Randomisations: randomisations}
	for i := range n {
		u := free(doubt.Distribution{Shape: doubt.Uniform, High: 1000})
		u.Name = fmt.Sprint(i)
		p.Unknowns = append(p.Unknowns, u)
	}
	return p
}

// TestTheDesignIsEven counts points in equal parts of a coordinate: a Halton sequence has as many in each of b^k parts, for as many
// points, where b is its base.
func TestTheDesignIsEven(t *testing.T) {
	const r = 4
	p := uniform(3, r)
	for k, base := range []int{2, 3, 5} {
		parts := base * base
		d := NewDesign(p, r*parts)
		for own := range r {
			hits := make([]int, parts)
			for i := own; i < d.Len(); i += r {
				hits[int(d.cube[i][k]*float64(parts))]++
			}
			if slices.Max(hits) != 1 {
				t.Errorf("base %d, randomisation %d: %v", base, own, hits)
			}
		}
	}
}

func TestMorePointsLeaveTheFirstOnes(t *testing.T) {
	p := uniform(20, 8)
	few, many := NewDesign(p, 10), NewDesign(p, 333)
	for i := range 10 {
		if !slices.Equal(few.Values(i), many.Values(i)) {
			t.Errorf("point %d moved", i)
		}
	}
	other := uniform(20, 8)
	other.Seed++
	if slices.Equal(NewDesign(other, 1).Values(0), few.Values(0)) {
		t.Error("the seed changes nothing")
	}
}

func TestHoldingOneLeavesTheOthers(t *testing.T) {
	p, held := uniform(5, 2), uniform(5, 2)
	if !held.Hold("2", 7) || held.Hold("nobody", 7) {
		t.Error("held what is not there, or not what is")
	}
	a, b := NewDesign(p, 9), NewDesign(held, 9)
	for i := range 9 {
		x, y := a.Values(i), b.Values(i)
		if y[2] != 7 {
			t.Errorf("point %d: %v is not held", i, y[2])
		}
		if x[2], y[2] = 0, 0; !slices.Equal(x, y) {
			t.Errorf("point %d: others moved", i)
		}
	}
}

// TestFactorsCorrelate holds rank correlations against those of a Gaussian copula, 6/pi asin(rho/2), and each margin against its own
// distribution.
func TestFactorsCorrelate(t *testing.T) {
	const n = 4096
	for _, rho := range []float64{0, 0.5, 1} {
		p := uniform(3, 8)
		p.Factors = []Factor{{Name: "f", Correlation: rho, Members: []int{0, 2}}}
		d := NewDesign(p, n)
		columns := make([][]float64, 3)
		for i := range n {
			for k, v := range d.Values(i) {
				columns[k] = append(columns[k], v)
			}
		}
		want := 6 / math.Pi * math.Asin(rho/2)
		for _, pair := range [][3]float64{{0, 2, want}, {0, 1, 0}, {1, 2, 0}} {
			if got := spearman(columns[int(pair[0])], columns[int(pair[1])]); math.Abs(got-pair[2]) > 0.04 {
				t.Errorf("rho %v: rank correlation of %v and %v is %.3f, want %.3f", rho, pair[0], pair[1], got, pair[2])
			}
		}
		for k := range columns {
			sorted := slices.Sorted(slices.Values(columns[k]))
			for _, q := range []float64{0.05, 0.5, 0.95} {
				if got := sorted[int(q*n)] / 1000; math.Abs(got-q) > 0.02 {
					t.Errorf("rho %v: quantile %v of unknown %d is %.3f", rho, q, k, got)
				}
			}
		}
	}
}

func spearman(a, b []float64) float64 {
	rank := func(x []float64) []float64 {
		order := make([]int, len(x))
		for i := range order {
			order[i] = i
		}
		slices.SortFunc(order, func(i, j int) int {
			if x[i] < x[j] {
				return -1
			}
			return 1
		})
		r := make([]float64, len(x))
		for place, i := range order {
			r[i] = float64(place)
		}
		return r
	}
	ra, rb := rank(a), rank(b)
	m := float64(len(a)-1) / 2
	var ab, aa, bb float64
	for i := range ra {
		ab += (ra[i] - m) * (rb[i] - m)
		aa += (ra[i] - m) * (ra[i] - m)
		bb += (rb[i] - m) * (rb[i] - m)
	}
	return ab / math.Sqrt(aa*bb)
}
