package replay

import (
	"context"
	"fmt"

	"lossreplay/model"
	"lossreplay/model/control"
)

// Cost is what one control alone does to an ordinary day, on which nothing should trip. Evaluable is false where the day lacks
// what the control observes; the rest is then zero.
type Cost struct {
	Evaluable  bool
	Trips      int
	Collateral Collateral
	Halted     model.Time // model.Never if it did not stop everything
}

// DayCost is what each control of a list costs on one day.
type DayCost struct {
	Name  string
	Legit Collateral // the legitimate flow of the day, all of which went out without controls
	Costs []Cost     // by control
}

// Costs replays an ordinary day with each control alone. The error is that of [Run], or says that the day is not ordinary: its
// error account traded.
func Costs(ctx context.Context, day Day, controls []control.Instance) (*DayCost, error) {
	lacks, err := missing(day)
	if err != nil {
		return nil, err
	}
	kept, _ := evaluable(controls, lacks)
	r, err := Run(ctx, day, Config{Controls: kept, Coalitions: EachAlone(len(kept)), ImpactOnly: true, NoCourse: true})
	if err != nil {
		return nil, err
	}
	name := day.Incident().Name
	if n := r.Baseline().Flow.UnmatchedExecutions; n > 0 {
		return nil, fmt.Errorf("%s is no ordinary day: %d executions went to the error account", name, n)
	}
	d := &DayCost{Name: name, Legit: r.Legit, Costs: make([]Cost, len(controls))}
	next := 0
	for i := range controls {
		if next == len(kept) || kept[next].Name != controls[i].Name {
			continue
		}
		leaf := r.Alone(next)
		d.Costs[i] = Cost{Evaluable: true, Trips: len(leaf.Trips[next]), Collateral: leaf.Collateral, Halted: leaf.Halted}
		next++
	}
	return d, nil
}
