package loop_test

import (
	"context"
	"testing"

	"lossreplay/replay/loop"
)

// Eight times the children must not take more allocations: a run allocates for its state, not for its events. The few that are
// allowed are the rings and heaps that double.
func TestEventsAllocateNothing(t *testing.T) {
	m := calibrate(t, storyDay())
	count := func(kappa float64) (allocs float64, children int64) {
		m.Fitted.Kappa = kappa
		allocs = testing.AllocsPerRun(5, func() {
			o, err := loop.Run(context.Background(), m, loop.Config{})
			if err != nil {
				t.Fatal(err)
			}
			children = o.Tally.Total.Children
		})
		return allocs, children
	}
	few, less := count(0.5)
	many, more := count(4)
	if more < 7*less || many > few+8 {
		t.Errorf("%d children take %v allocations, %d take %v", less, few, more, many)
	}
}
