package knight

import (
	"math"

	"lossreplay/model"
	"lossreplay/model/market"
)

// The market's own path, without us: deviation over 45 minutes of a stock and of the market (facts section 9: 0.3% together,
// assumed).
const (
	ownDeviation    = 0.0025
	marketDeviation = 0.0015
	pathWindow      = 2700
)

// drawPaths draws each symbol's price without us by tick, to the flow's end.
func (d *day) drawPaths() {
	common := make([]float64, d.flowEnd+1)
	r := stream(d.seed, streamPath, len(d.symbols))
	for t := 1; t < len(common); t++ {
		// The S&P 500 fell about 4 points and recovered (facts section 9).
		dip := float64(-0.003 * math.Pi / pathWindow * math.Cos(math.Pi*float64(t)/pathWindow))
		common[t] = common[t-1] + dip + float64(marketDeviation*clip(r.NormFloat64(), 4))/math.Sqrt(pathWindow)
	}
	d.parallel(func(s int) {
		r := stream(d.seed, streamPath, s)
		sym, own := &d.symbols[s], 0.0
		path := make([]float64, d.flowEnd+1)
		for t := range path {
			if t > 0 {
				own += float64(ownDeviation*clip(r.NormFloat64(), 4)) / math.Sqrt(pathWindow)
			}
			path[t] = float64(float64(sym.open) * (1 + own + common[t]))
			if sym.script == scriptCODE {
				path[t] += float64(codeBump(t))
			}
		}
		if sym.script == scriptCODE { // its mid at 09:31 is the published peak's
			shift := float64(codeHigh) - float64(sym.spread)/2 - path[codePeak]
			for t := codePeak - 20; t < codePeak+20; t++ {
				path[t] += float64(shift * (1 - math.Abs(float64(t-codePeak))/20))
			}
		}
		d.path[s] = path
	})
}

// codeHigh is Spansion's peak at 09:31 (facts section 8, K19).
const codeHigh = 114_600

// codeBump is Spansion's rise to its peak and back, in price units: other people's, so far as anybody knows.
func codeBump(t int) float64 {
	return 1500 * max(0, 1-math.Abs(float64(t-codePeak))/50)
}

// midAt returns the quoted mid of symbol s at the start of tick t, our own impact being as given.
func (d *day) midAt(s, t int, impact model.Price) model.Price {
	sym := &d.symbols[s]
	return sym.bidFor(d.path[s][t]+float64(impact)) + sym.spread/2
}

// bidFor returns the bid on the stock's grid that puts the mid nearest to a price; at least one grid step.
func (s *symbol) bidFor(mid float64) model.Price {
	steps := math.RoundToEven((mid - float64(s.spread)/2) / float64(s.grain))
	return max(model.Price(steps)*s.grain, s.grain)
}

// weights returns the shares that weigh on the price at the start of each tick, to the flow's end.
func (d *day) weights(f *flow) []float64 {
	out := make([]float64, d.flowEnd+1)
	var state market.Impact
	for t := range d.flowEnd {
		out[t] = weight(d.kernel, &state)
		d.kernel.Tick(&state, f.net[t])
	}
	out[d.flowEnd] = weight(d.kernel, &state)
	return out
}

// collar is the band around the price at a parent's receipt that its limits keep to, unless it came before the open.
// Published: SEC 34-70694 para 21 (facts F17).
const collar = 0.095

// fitUnit returns the impact of one share, in price units, that takes symbol s to its largest excursion, as far
// as the collar lets the parents received after the open take it.
func (d *day) fitUnit(s int, f *flow) float64 {
	sym, weights := &d.symbols[s], d.weights(f)
	e, open := float64(sym.side), float64(sym.open)
	excursion := func(unit float64) float64 {
		most := 0.0
		for t, w := range weights {
			most = max(most, e*(d.path[s][t]+float64(unit*w)-open)/open)
		}
		return most
	}
	// through returns how far the price goes beyond what it was when a parent came after the open, in that parent's direction.
	through := func(unit float64) float64 {
		most := 0.0
		for i := range d.pegs[s] {
			p := &d.pegs[s][i]
			if p.received < sessionOpen {
				continue
			}
			from, e := tickOf(p.received), float64(p.sign)
			arrival := d.path[s][from] + float64(unit*weights[from])
			for t := from; t < d.flowEnd; t++ {
				most = max(most, e*(d.path[s][t]+float64(unit*weights[t])-arrival)/arrival)
			}
		}
		return most
	}
	lo, hi := 0.0, open/1e4
	room := collar - 0.001 - float64(sym.spread+sym.grain)/open
	within := func(unit float64) bool { return excursion(unit) < sym.move && through(unit) < room }
	for within(hi) {
		hi *= 4
	}
	for range 50 {
		if mid := (lo + hi) / 2; within(mid) {
			lo = mid
		} else {
			hi = mid
		}
	}
	return hi
}

// drawFlow draws the flow of symbol s and fits its impact.
func (d *day) drawFlow(s int) {
	sym := &d.symbols[s]
	switch sym.script {
	case scriptWZE:
		d.drawWZE(s)
		return
	case scriptPause, scriptPauseTwice, scriptCO:
		f := d.flowOf(s, d.want[s], 0)
		d.unit[s] = d.scriptedUnit(s, d.weights(&f))
		d.flows[s] = d.flowOf(s, d.want[s], d.unit[s])
	default:
		d.flows[s] = d.flowOf(s, d.want[s], 0)
		d.unit[s] = d.fitUnit(s, &d.flows[s])
		for d.bids[s] = d.quote(s); d.pauses(s); d.bids[s] = d.quote(s) {
			d.unit[s] *= 0.9 // no stock was paused but those scripted: rather fall short of its excursion
		}
		return
	}
	d.bids[s] = d.quote(s)
}

// pauses reports whether the stock's breaker would have tripped.
func (d *day) pauses(s int) bool {
	sym := &d.symbols[s]
	watch := sym.breaker()
	for t, bid := range d.bids[s] {
		if _, tripped := watch.Tick(0, tickAt(t), model.Price(bid)+sym.spread/2); tripped {
			return true
		}
	}
	return false
}

// scriptedUnit returns the impact of one share for the stocks that were paused, from the weights of their unpaused flow.
func (d *day) scriptedUnit(s int, weights []float64) float64 {
	sym := &d.symbols[s]
	e := float64(sym.side)
	switch sym.script {
	case scriptPause:
		b := pauseBurst[sym.name]
		return (float64(float64(sym.open)*(1+float64(e*sym.baseMove()))) - d.path[s][b]) / weights[b]
	case scriptPauseTwice:
		return burstMove * float64(sym.open) / (e * (weights[clgxFirst+25] - weights[clgxFirst]))
	}
	peak := 0
	for t := range weights[:tickBreakers] {
		if weights[t] > weights[peak] {
			peak = t
		}
	}
	high := float64(float64(sym.open)*(1+sym.move)) - float64(sym.spread)/2
	return (high - d.path[s][peak]) / weights[peak]
}

// quote returns the bids of symbol s at the start of each tick, to the flow's end.
func (d *day) quote(s int) []int32 {
	out := make([]int32, d.flowEnd+1)
	var state market.Impact
	for t := range out {
		out[t] = int32(d.symbols[s].bidFor(d.path[s][t] + float64(d.kernel.Price(&state, d.unit[s]))))
		if t < d.flowEnd {
			d.kernel.Tick(&state, d.flows[s].net[t])
		}
	}
	d.impact[s] = state
	return out
}
