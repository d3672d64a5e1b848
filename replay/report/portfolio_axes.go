package report

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"
)

// frontAxes place a set by cost, on a logarithmic scale that has a 0, and by the expected loss that it leaves: logarithmic where
// all losses are positive and far apart, and then from floor up.
type frontAxes struct {
	loss, cost unit
	log        bool
	floor      float64
	words      string
}

// floorShare is the part of the baseline's loss below which the figure does not tell losses apart.
const floorShare = 1e-6

// axes returns the axes on which all sets of the figure have their place.
func (d *Portfolio) axes() frontAxes {
	a := frontAxes{loss: unitFor(d.Loss, d.Currency), cost: unitFor(d.dearest(), d.Currency)}
	low, high := math.Inf(1), 0.0
	for _, s := range d.shown() {
		v := inUnit(s.Loss, a.loss)
		low, high = min(low, v), max(high, v)
	}
	if low >= 0 && high > 20*low {
		a.log, a.words, a.floor = true, " (logarithmic)", floorShare*high
		if low < a.floor {
			a.words = " (logarithmic; lowest: that or less)"
		}
	}
	return a
}

// inUnit returns an amount as a number of units.
func inUnit(d Decimal, u unit) float64 { return float64(d) / float64(10*u.tenth) }

func (a frontAxes) place(s *PortfolioSet) plotter.XY {
	at := plotter.XY{X: costPlace(inUnit(s.Cost, a.cost)), Y: inUnit(s.Loss, a.loss)}
	if a.log {
		at.Y = math.Log10(max(at.Y, a.floor))
	}
	return at
}

// costPlace returns where a cost stands: a hundredth of the unit is as far from 0 as ten times as much is from a hundredth.
func costPlace(v float64) float64 { return math.Log10(1 + float64(100*v)) }

func costTicks(right float64) plot.ConstantTicks {
	ticks := plot.ConstantTicks{{Value: 0, Label: "0"}}
	for _, v := range []float64{0.1, 1, 10, 100, 1000} {
		if at := costPlace(v); at <= right {
			ticks = append(ticks, plot.Tick{Value: at, Label: number(v)})
		}
	}
	return ticks
}

func (a frontAxes) ticks(low, high float64) plot.ConstantTicks {
	if !a.log {
		return amounts(low, high)
	}
	var ticks plot.ConstantTicks
	for e := math.Ceil(low); e <= high; e++ {
		ticks = append(ticks, plot.Tick{Value: e, Label: number(math.Pow(10, e))})
		if at := e + math.Log10(3); at <= high && high-low < 3 {
			ticks = append(ticks, plot.Tick{Value: at, Label: number(3 * math.Pow(10, e))})
		}
	}
	return ticks
}

// together returns the sets that have a name, those that are one set under all its names.
func together(named []namedSet) []namedSet {
	var list []namedSet
	for _, n := range named {
		same := func(m namedSet) bool { return slices.Equal(m.set.Controls, n.set.Controls) }
		if i := slices.IndexFunc(list, same); i >= 0 {
			list[i].words += ", " + n.words
		} else {
			list = append(list, n)
		}
	}
	return list
}

// lines returns a set's names, which take bold lines, and its controls, as lines beside a figure.
func (n namedSet) lines() (lines []string, bold int) {
	lines = wrapped("", n.words, sweepChars)
	bold = len(lines)
	if len(n.set.Controls) > 0 {
		lines = append(lines, wrapped("", strings.Join(n.set.Controls, " "), sweepChars)...)
	}
	return lines, bold
}

// byHeight returns sets that have a name from the highest place to the lowest.
func byHeight(named []namedSet, at func(*PortfolioSet) vg.Point) []namedSet {
	sorted := slices.Clone(named)
	slices.SortStableFunc(sorted, func(a, b namedSet) int { return cmp.Compare(at(b.set).Y, at(a.set).Y) })
	return sorted
}
