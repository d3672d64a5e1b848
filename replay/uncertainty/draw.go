package uncertainty

import (
	"fmt"
	"slices"

	"lossreplay/model"
	"lossreplay/replay/attribution"
)

// Draw is the outcome of one point of the design. Its JSON is how a journal keeps it.
type Draw struct {
	Point int `json:"point"`
	// Broken lists the published facts that the day misses, by id, and Contradiction says why there is no such day at all: a draw
	// with either is rejected, and has none of what follows.
	Broken        []string `json:"broken,omitempty"`
	Contradiction string   `json:"contradiction,omitempty"`
	// FactsMet is the number of facts that the day meets, Soft are those that it misses and may.
	FactsMet int         `json:"facts_met,omitempty"`
	Soft     []string    `json:"soft,omitempty"`
	Baseline model.Money `json:"baseline,omitempty"`
	// Leaves partition the coalitions, prices freed of the missing flow's impact. Trips is how often each control trips alone.
	Leaves []attribution.Leaf `json:"leaves,omitempty"`
	Trips  []int              `json:"trips,omitempty"`
}

// Rejected reports whether the draw counts for nothing but its rejection.
func (d *Draw) Rejected() bool { return len(d.Broken) > 0 || d.Contradiction != "" }

// Figures are what one accepted draw says of each control, in the order of the run.
type Figures struct {
	Draw                     *Draw
	Alone, LastLine, Shapley []model.Money
	Collateral               []int64 // legitimate orders that it blocks, alone
	// Rank is 1 for the control that prevents most alone; controls that prevent the same share the better place.
	Rank []int
	// InBest has, for sets of size 1, 2, ..., the controls that some best set of that size has.
	InBest []uint64
}

// bestSizes is up to which size best sets are looked for.
const bestSizes = 3

// figures works out what an accepted draw says. labels names the controls.
func figures(d *Draw, labels []string) (*Figures, error) {
	lattice, err := attribution.New(len(labels), d.Leaves)
	if err != nil {
		return nil, fmt.Errorf("draw of point %d: %w", d.Point, err)
	}
	if len(d.Trips) != len(labels) || lattice.Baseline().Loss != d.Baseline {
		return nil, fmt.Errorf("draw of point %d: it is of other controls, or of another baseline", d.Point)
	}
	f := &Figures{Draw: d, Shapley: lattice.Shapley(labels)}
	for i := range labels {
		alone := lattice.Standalone(i)
		f.Alone = append(f.Alone, alone.Prevented)
		f.Collateral = append(f.Collateral, alone.CollateralOrders)
		f.LastLine = append(f.LastLine, lattice.LastLine(i))
	}
	for _, own := range f.Alone {
		rank := 1
		for _, other := range f.Alone {
			if other > own {
				rank++
			}
		}
		f.Rank = append(f.Rank, rank)
	}
	for k := 1; k <= min(bestSizes, len(labels)); k++ {
		f.InBest = append(f.InBest, lattice.InBestSet(k))
	}
	return f, nil
}

// inOrder returns draws by their point, each once.
func inOrder(draws []Draw) []Draw {
	sorted := slices.Clone(draws)
	slices.SortStableFunc(sorted, func(a, b Draw) int { return a.Point - b.Point })
	return slices.CompactFunc(sorted, func(a, b Draw) bool { return a.Point == b.Point })
}
