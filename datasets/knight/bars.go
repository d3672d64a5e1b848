package knight

import (
	"math"
	"time"

	"lossreplay/model"
)

// normalPace is the relative volume of an ordinary day's minute m: dense at the open and the close, 18% of it in the first 45
// minutes (facts section 9: 15 to 18%, assumed).
func normalPace(m int) float64 {
	return 1 + float64(1.6*math.Exp(-float64(m)/25)) + float64(0.9*math.Exp(-float64(sessionMins-1-m)/15))
}

// reaction is how much more than on an ordinary day the rest of the market traded while we did, assumed.
const reaction = 1.25

// trade sets each symbol's market volume by minute and with it the impact level that the fitted impact means.
func (d *day) trade() {
	n := len(d.symbols)
	d.volumes, d.own = make([]model.Qty, sessionMins*n), make([]model.Qty, sessionMins*n)
	d.rows = make([]model.Security, n)
	var before, whole float64
	for m := range sessionMins {
		whole += normalPace(m)
		if m*minuteTicks < d.flowEnd {
			before += normalPace(m)
		}
	}
	d.parallel(func(s int) {
		sym, ours := &d.symbols[s], d.ownVolume(s)
		day := max(sym.volume-ours, 0.3*sym.median, 0.1*sym.volume)
		during := day * reaction * before / whole
		switch gross := float64(d.flows[s].gross); {
		case sym.script == scriptNOK:
			during = 1.6 * gross // a third of the volume is ours (facts section 8: 61.8 million shares in 30 minutes)
		case sym.class == strong:
			during = min(during, max(float64(0.8*gross)-(ours-gross), 0.05*gross)) // the error is over half (facts F10)
		case sym.class == middle:
			during = min(during, max(float64(3*gross)-(ours-gross), 0.05*gross)) // over a fifth (facts F09)
		}
		scale := d.spreadVolume(s, during, max(day-during, 0.3*day))
		d.rows[s] = model.Security{
			Symbol: sym.name, Listing: sym.listing, PriorClose: sym.prior, OpenPx: sym.open, NormalVolume: model.Qty(sym.median),
			VolumeScale: scale, ImpactLevel: d.unit[s] * float64(scale) / float64(sym.open), HaltMove: sym.halt, Evidence: sym.tag,
		}
	})
}

// ownVolume fills the minutes of our own executed shares and returns their sum.
func (d *day) ownVolume(s int) float64 {
	n, sum := len(d.symbols), model.Qty(0)
	add := func(tick int, q model.Qty) {
		d.own[tick/minuteTicks*n+s] += q
		sum += q
	}
	for i := range d.flows[s].shots {
		add(int(d.flows[s].shots[i].tick), d.flows[s].shots[i].executed())
	}
	for _, c := range d.legit[s] {
		if c.filled {
			add(int(c.at.Sub(sessionOpen)/time.Second), model.Qty(c.qty))
		}
	}
	return float64(sum)
}

// spreadVolume spreads the market's own volume over the minutes, adds ours, and returns the market's own while we traded.
func (d *day) spreadVolume(s int, during, after float64) model.Qty {
	n, r, scale := len(d.symbols), stream(d.seed, streamBars, s), model.Qty(0)
	var pace [sessionMins]float64
	var sums [2]float64 // while we traded, after
	part := func(m int) int {
		if m*minuteTicks < d.flowEnd {
			return 0
		}
		return 1
	}
	for m := range pace {
		pace[m] = float64(normalPace(m) * math.Exp(0.25*clip(r.NormFloat64(), 2)))
		sums[part(m)] += pace[m]
	}
	for m := range pace {
		q := model.Qty(pace[m] / sums[part(m)] * [2]float64{during, after}[part(m)])
		if part(m) == 0 {
			scale += q
		}
		d.volumes[m*n+s] = q + d.own[m*n+s]
	}
	return max(scale, 100)
}
