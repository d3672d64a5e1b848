package uncertainty

import "math"

// A term of the expansion is a product of at most two functions, each of one input.
type term struct{ a, b part } // b.degree 0 for a term of one input

// part is function number degree of an input: 1, 2, ...
type part struct{ input, degree int }

// Degrees of the expansion: of one input, and of both of a pair together.
const (
	degreeMax     = 8
	pairDegreeMax = 6
)

// chaos is a sparse polynomial chaos expansion of a figure: a sum of orthonormal functions of one or two inputs, fitted to the draws
// there are. The square of a coefficient is a part of the variance, so that Sobol indices are sums of squares (Sudret 2008).
type chaos struct {
	terms []term
	part  []float64 // of the variance, by term
}

// expand fits the expansion of y, by draw. Terms are taken one by one, each time the one that explains most of what is left
// (orthogonal matching pursuit), first among functions of one input; then pairs of which at least one input is in already are
// candidates too. A term must explain more than chance would give the best of so many candidates: t^2 above 2 ln m (Foster and
// George 1994). So an input without effect gets exactly 0, and an effect too small for the number of draws does too.
//
// inputs are independent of each other and uniform; that some draws were rejected bends this a little.
func expand(inputs []input, y []float64) *chaos {
	f := newFit(inputs, y)
	if f.variance == 0 {
		return &chaos{}
	}
	var candidates []term
	for i := range inputs {
		for degree := 1; degree <= inputs[i].degrees(); degree++ {
			candidates = append(candidates, term{a: part{i, degree}})
		}
	}
	f.pursue(candidates)
	f.pursue(append(candidates, f.pairs()...))
	return f.chaos()
}

// degrees returns how many functions an input has.
func (in *input) degrees() int {
	if in.discrete() {
		return len(in.weights) - 1
	}
	return degreeMax
}

// pairs returns the products of two inputs of which one at least is in a term already.
func (f *fit) pairs() []term {
	in := make([]bool, len(f.inputs))
	for _, t := range f.terms {
		in[t.a.input] = true
	}
	var list []term
	for i := range f.inputs {
		for j := i + 1; j < len(f.inputs); j++ {
			if !in[i] && !in[j] {
				continue
			}
			for a := 1; a <= f.inputs[i].degrees(); a++ {
				for b := 1; b <= f.inputs[j].degrees() && a+b <= pairDegreeMax; b++ {
					list = append(list, term{part{i, a}, part{j, b}})
				}
			}
		}
	}
	return list
}

// fit is a regression under way. The columns chosen are kept orthonormal, so that what a further one explains is one product.
type fit struct {
	inputs   []input
	basis    [][][]float64 // by input, degree - 1, draw
	rest     []float64     // of y, not explained yet
	variance float64       // sum of squares of y
	terms    []term
	columns  [][]float64 // orthonormal
	upper    [][]float64 // of the chosen columns over the orthonormal ones
	on       []float64   // y on each orthonormal column
}

func newFit(inputs []input, y []float64) *fit {
	f := &fit{inputs: inputs, rest: make([]float64, len(y))}
	all := make([]int, len(y))
	for i := range all {
		all[i] = i
	}
	m, _ := moments(y, all)
	for i := range y {
		f.rest[i] = y[i] - m
		f.variance += float64(f.rest[i] * f.rest[i])
	}
	for i := range inputs {
		f.basis = append(f.basis, inputs[i].functions())
	}
	return f
}

// functions returns the input's orthonormal functions, by degree and draw: Legendre polynomials of a continuous one, contrasts
// between the values of a discrete one.
func (in *input) functions() [][]float64 {
	if in.discrete() {
		return in.contrasts()
	}
	list := make([][]float64, degreeMax)
	for d := range list {
		list[d] = make([]float64, len(in.at))
	}
	for i, u := range in.at {
		x := float64(2*u) - 1
		before, now := 1.0, x
		for d := range list {
			list[d][i] = math.Sqrt(float64(2*d+3)) * now
			k := float64(d + 1)
			before, now = now, (float64(float64((2*k+1)*x)*now)-float64(k*before))/(k+1)
		}
	}
	return list
}

// contrasts returns Helmert contrasts under the weights: each value against all before it.
func (in *input) contrasts() [][]float64 {
	var list [][]float64
	sum := in.weights[0]
	for d := 1; d < len(in.weights); d++ {
		w, column := in.weights[d], make([]float64, len(in.level))
		if w > 0 && sum > 0 {
			scale := math.Sqrt(w * sum * (w + sum))
			for i, l := range in.level {
				switch {
				case l < d:
					column[i] = -w / scale
				case l == d:
					column[i] = sum / scale
				}
			}
		}
		sum += w
		list = append(list, column)
	}
	return list
}

// column returns a term's values, by draw, less their mean.
func (f *fit) column(t term) []float64 {
	a := f.basis[t.a.input][t.a.degree-1]
	column := make([]float64, len(a))
	m := 0.0
	for i := range a {
		column[i] = a[i]
		if t.b.degree > 0 {
			column[i] *= f.basis[t.b.input][t.b.degree-1][i]
		}
		m += column[i]
	}
	m /= float64(len(a))
	for i := range column {
		column[i] -= m
	}
	return column
}

func dot(a, b []float64) float64 {
	sum := 0.0
	for i := range a {
		sum += float64(a[i] * b[i])
	}
	return sum
}
