package uncertainty

import (
	"fmt"
	"math"
	"testing"

	"lossreplay/model/doubt"
)

// cube returns n points of the design in as many dimensions, as inputs.
func cube(n, dimensions int, seed uint64) ([]input, [][]float64) {
	p := &Plan{Seed: seed, Randomisations: 8}
	for i := range dimensions {
		p.Unknowns = append(p.Unknowns, doubt.Unknown{Name: fmt.Sprint(i), Kind: doubt.Number, Max: 1, Dist: doubt.Distribution{Shape: doubt.Uniform, High: 1}})
	}
	d := NewDesign(p, n)
	inputs := make([]input, dimensions)
	for k := range inputs {
		inputs[k].name = fmt.Sprint(k)
		for i := range n {
			inputs[k].at = append(inputs[k].at, d.cube[i][k])
		}
	}
	return inputs, d.cube
}

// benchmark is a function of the unit cube whose Sobol indices are known.
type benchmark struct {
	name         string
	f            func(u []float64) float64
	first, total []float64 // the other inputs have 0
}

// ishigami is Ishigami and Homma (1990) with a = 7, b = 0.1; indices as in Saltelli and others (2008), section 4.
func ishigami() benchmark {
	const a, b = 7, 0.1
	p4 := math.Pow(math.Pi, 4)
	v1, v2, v13 := 0.5*math.Pow(1+b*p4/5, 2), a*a/8., b*b*p4*p4*(1./18-1./50)
	v := v1 + v2 + v13
	return benchmark{"ishigami", func(u []float64) float64 {
		x := func(i int) float64 { return math.Pi * (2*u[i] - 1) }
		return math.Sin(x(0)) + a*math.Pow(math.Sin(x(1)), 2) + b*math.Pow(x(2), 4)*math.Sin(x(0))
	}, []float64{v1 / v, v2 / v, 0}, []float64{(v1 + v13) / v, v2 / v, v13 / v}}
}

// gFunction is Sobol's g (Saltelli and Sobol 1995): partial variance 1/3/(1+a)^2 of each input, products of them of sets.
func gFunction(a ...float64) benchmark {
	b := benchmark{name: "g", f: func(u []float64) float64 {
		y := 1.0
		for i, ai := range a {
			y *= (math.Abs(4*u[i]-2) + ai) / (1 + ai)
		}
		return y
	}}
	product := 1.0
	for _, ai := range a {
		product *= 1 + 1/(3*(1+ai)*(1+ai))
	}
	v := product - 1
	for _, ai := range a {
		own := 1 / (3 * (1 + ai) * (1 + ai))
		b.first = append(b.first, own/v)
		b.total = append(b.total, own*(product/(1+own))/v)
	}
	return b
}

func TestIndicesAgreeWithKnownFunctions(t *testing.T) {
	for _, c := range []struct {
		benchmark
		draws, dimensions int
		first, total      float64 // largest error allowed
	}{
		{ishigami(), 2048, 12, 0.08, 0.04},
		{ishigami(), 256, 12, 0.12, 0.06},
		{gFunction(0, 1, 4.5, 9), 2048, 12, 0.08, 0.04},
		{gFunction(0, 1, 4.5, 9), 256, 12, 0.12, 0.06},
	} {
		for seed := range uint64(3) {
			inputs, points := cube(c.draws, c.dimensions, seed+1)
			y := make([]float64, c.draws)
			all := make([]int, c.draws)
			for i := range y {
				y[i], all[i] = c.f(points[i]), i
			}
			total, explained := expand(inputs, y).total(c.dimensions)
			if explained < 0.85 || explained > 1 {
				t.Errorf("%s, %d draws, seed %d: %.3f explained", c.name, c.draws, seed, explained)
			}
			for k := range inputs {
				wantFirst, wantTotal := 0.0, 0.0
				if k < len(c.benchmark.first) {
					wantFirst, wantTotal = c.benchmark.first[k], c.benchmark.total[k]
				}
				first := firstOrder(&inputs[k], y, all)
				if math.Abs(first-wantFirst) > c.first {
					t.Errorf("%s, %d draws, seed %d: first order of input %d is %.3f, want %.3f", c.name, c.draws, seed, k, first, wantFirst)
				}
				if math.Abs(total[k]-wantTotal) > c.total {
					t.Errorf("%s, %d draws, seed %d: total of input %d is %.3f, want %.3f", c.name, c.draws, seed, k, total[k], wantTotal)
				}
			}
		}
	}
}
