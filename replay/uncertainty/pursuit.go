package uncertainty

import (
	"math"
	"slices"
)

// collinear is the part of a column's length that must be new for it to be taken beside those chosen.
const collinear = 1e-3

// pursue takes candidates into the fit for as long as the best of them explains more than chance would.
func (f *fit) pursue(candidates []term) {
	// What is left of each candidate beside the columns chosen, and its squared length: worked on as columns are taken.
	left := make([][]float64, 0, len(candidates))
	kept := make([]term, 0, len(candidates))
	length := make([]float64, 0, len(candidates))
	for _, t := range candidates {
		if slices.Contains(f.terms, t) {
			continue
		}
		c := f.column(t)
		whole := dot(c, c)
		for _, q := range f.columns {
			subtract(c, q, dot(q, c))
		}
		if whole > 0 && dot(c, c) > collinear*whole {
			left, kept, length = append(left, c), append(kept, t), append(length, whole)
		}
	}
	threshold := 2 * math.Log(float64(max(len(candidates), 2)))
	n := len(f.rest)
	for len(f.terms) < n/3 {
		best, gain := -1, 0.0
		for i, c := range left {
			square := dot(c, c)
			if square <= collinear*length[i] {
				continue
			}
			onto := dot(c, f.rest)
			if g := onto * onto / square; g > gain {
				best, gain = i, g
			}
		}
		after := dot(f.rest, f.rest) - gain
		free := float64(n - 2 - len(f.terms))
		if best < 0 || free < 1 || gain*free <= threshold*after {
			return
		}
		q := f.take(kept[best])
		for _, c := range left {
			subtract(c, q, dot(q, c))
		}
	}
}

// take adds a term to the fit and returns its orthonormal column.
func (f *fit) take(t term) []float64 {
	c := f.column(t)
	var row []float64
	for _, q := range f.columns {
		along := dot(q, c)
		row = append(row, along)
		subtract(c, q, along)
	}
	length := math.Sqrt(dot(c, c))
	for i := range c {
		c[i] /= length
	}
	along := dot(c, f.rest)
	subtract(f.rest, c, along)
	f.terms = append(f.terms, t)
	f.columns = append(f.columns, c)
	f.upper = append(f.upper, append(row, length))
	f.on = append(f.on, along)
	return c
}

func subtract(from, column []float64, times float64) {
	for i := range from {
		from[i] -= float64(times * column[i])
	}
}

// chaos returns the fit's terms with the part of the variance of each: what the fit explains (adjusted for the number of terms), parted by
// squared coefficients less what noise adds to them.
func (f *fit) chaos() *chaos {
	n, p := len(f.rest), len(f.terms)
	coefficients := make([]float64, p)
	for i := p - 1; i >= 0; i-- {
		v := f.on[i]
		for k := i + 1; k < p; k++ {
			v -= float64(f.upper[k][i] * coefficients[k])
		}
		coefficients[i] = v / f.upper[i][i]
	}
	rest := dot(f.rest, f.rest) / float64(max(n-1-p, 1)) // variance of what is left
	explained := max(1-rest/(f.variance/float64(n-1)), 0)
	c, sum := &chaos{terms: f.terms}, 0.0
	for i := range f.terms {
		c.part = append(c.part, max(float64(coefficients[i]*coefficients[i])-rest/float64(n), 0))
		sum += c.part[i]
	}
	for i := range c.part {
		c.part[i] *= explained / sum
	}
	return c
}

// total returns the total index of each of n inputs, and the part of the variance that all terms explain together. What is left is
// of finer effects, of inputs that the draws hold no coordinate of, and of chance.
func (c *chaos) total(n int) (total []float64, explained float64) {
	total = make([]float64, n)
	for i, t := range c.terms {
		total[t.a.input] += c.part[i]
		if t.b.degree > 0 {
			total[t.b.input] += c.part[i]
		}
		explained += c.part[i]
	}
	return total, explained
}
