package uncertainty

import (
	"math"
	"math/rand/v2"
	"slices"

	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/stat/distmv"
	"gonum.org/v1/gonum/stat/distuv"
	"gonum.org/v1/gonum/stat/samplemv"

	"lossreplay/model/doubt"
)

// Plan is what is drawn and how. Unknowns are in the order of the dimensions of the design; those that are held keep theirs, so
// that holding one leaves the draws of the others as they were.
type Plan struct {
	// Seed and Randomisations make the design: so many independently scrambled sequences, which points take in turn.
	Seed           uint64
	Randomisations int
	Unknowns       []doubt.Unknown
	Factors        []Factor
}

// Whose an unknown is, where it is no control's: the day's, or that of nothing in the run.
const (
	OfDay     = -1
	OfNothing = -2
)

// Factor is something that several unknowns have in common: any two of its members have the rank correlation of normal variables
// that are correlated by Correlation. An unknown has one factor at most.
type Factor struct {
	Name        string
	Correlation float64 // 0 to 1
	Members     []int   // positions in Plan.Unknowns
}

// Hold keeps an unknown at a value in all draws. It reports whether there is such an unknown.
func (p *Plan) Hold(name string, value float64) bool {
	i := slices.IndexFunc(p.Unknowns, func(u doubt.Unknown) bool { return u.Name == name })
	if i >= 0 {
		p.Unknowns[i].Dist = doubt.Distribution{Shape: doubt.Fixed, Mode: value}
	}
	return i >= 0
}

// Design holds the points of a plan.
type Design struct {
	plan *Plan
	// cube has a row a point: uniform on (0, 1), a column for each unknown, then one for each factor.
	cube   [][]float64
	factor []int // by unknown: its factor, -1 for none
}

// NewDesign returns the first n points of the plan's design: scrambled Halton sequences (Owen 2017), of which point i is point
// i/R of sequence i mod R. Points do not depend on n.
func NewDesign(p *Plan, n int) *Design {
	d := &Design{plan: p, cube: make([][]float64, n), factor: make([]int, len(p.Unknowns))}
	for i := range d.factor {
		d.factor[i] = slices.IndexFunc(p.Factors, func(f Factor) bool { return slices.Contains(f.Members, i) })
	}
	columns := len(p.Unknowns) + len(p.Factors)
	if columns == 0 || n == 0 {
		return d
	}
	rows := (n + p.Randomisations - 1) / p.Randomisations
	for r := range p.Randomisations {
		batch := mat.NewDense(rows, columns, nil)
		samplemv.Halton{Kind: samplemv.Owen, Q: distmv.NewUnitUniform(columns, nil), Src: rand.NewPCG(p.Seed, uint64(r))}.Sample(batch)
		for i := r; i < n; i += p.Randomisations {
			d.cube[i] = slices.Clone(batch.RawRowView(i / p.Randomisations))
			for k, u := range d.cube[i] {
				d.cube[i][k] = min(max(u, 0x1p-53), 1-0x1p-53)
			}
		}
	}
	return d
}

// Len returns the number of points.
func (d *Design) Len() int { return len(d.cube) }

// Randomisation returns which of the independent sequences a point is of.
func (d *Design) Randomisation(point int) int { return point % d.plan.Randomisations }

// Values returns the values of all unknowns at a point, in the order of the plan.
func (d *Design) Values(point int) []float64 {
	values := make([]float64, len(d.plan.Unknowns))
	for i := range values {
		u := &d.plan.Unknowns[i]
		values[i] = Quantile(u, &u.Dist, d.probability(point, i))
	}
	return values
}

// probability returns where an unknown stands in its own distribution at a point: its own coordinate, or that bent towards its
// factor's.
func (d *Design) probability(point, unknown int) float64 {
	own, f := d.cube[point][unknown], d.factor[unknown]
	if f < 0 {
		return own
	}
	rho, shared := d.plan.Factors[f].Correlation, d.cube[point][len(d.plan.Unknowns)+f]
	z := float64(math.Sqrt(rho)*distuv.UnitNormal.Quantile(shared)) + float64(math.Sqrt(1-rho)*distuv.UnitNormal.Quantile(own))
	return min(max(distuv.UnitNormal.CDF(z), 0x1p-53), 1-0x1p-53)
}
