package uncertainty

import (
	"lossreplay/replay"
	"lossreplay/replay/attribution"
)

// Replayed puts what a replay of the draw's day under every combination of the controls says into the draw.
func (d *Draw) Replayed(r *replay.Result) {
	d.Baseline = r.Baseline().Total()
	for i := range r.Impact {
		l := &r.Impact[i]
		d.Leaves = append(d.Leaves, attribution.Leaf{In: l.In, Out: l.Out, Loss: l.Total(), CollateralOrders: l.Collateral.Orders})
	}
	for i := range r.Controls {
		d.Trips = append(d.Trips, len(r.Alone(i).Trips[i]))
	}
}
