package report

import (
	"fmt"

	"lossreplay/replay/attribution"
)

// AsRun returns the lattice of a run that was just built, and those of its draws, as [ReadRun] returns them of a folder; nil where
// the run is a sample of its coalitions or has no control. The error is of leaves that do not partition the coalitions.
func (r *Results) AsRun() (*Run, error) {
	if r.Method.Kind != methodExact || r.Coalitions <= 1 {
		return nil, nil
	}
	run := &Run{Results: r}
	labels, _ := run.Controls()
	var leaves []attribution.Leaf
	for i := range r.LeafRows {
		if l := &r.LeafRows[i]; l.Prices == pricesImpact {
			leaves = append(leaves, attribution.Leaf{In: l.InSet, Out: l.OutSet, Loss: l.Total, CollateralOrders: l.Collateral.Orders})
		}
	}
	var err error
	if run.Lattice, err = attribution.New(len(labels), leaves); err != nil {
		return nil, fmt.Errorf("report: %w", err)
	}
	if r.draws == nil {
		return run, nil
	}
	for i, f := range r.draws.in.Summary.Figures {
		lattice, err := attribution.New(len(labels), f.Draw.Leaves)
		if err != nil {
			return nil, fmt.Errorf("report: draw %d: %w", i, err)
		}
		run.Draws = append(run.Draws, lattice)
	}
	return run, nil
}
