package knight

import (
	"math"

	"lossreplay/model/market"
)

// script is the course of the few stocks whose path is published in more detail than a high or a low.
type script uint8

const (
	scriptNone  script = iota
	scriptWZE          // to 14.76 in one burst (facts F26)
	scriptCO           // to 6.20 before the breakers, then paused twice (facts section 8)
	scriptPause        // paused once on the way to its extreme
	scriptPauseTwice
	scriptCODE // 11.46 at 09:31, under 10 within seconds
	scriptNOK  // high of the day at 09:45
	scriptUTG  // rights of a few cents: no legitimate flow, no breaker
)

var scripts = map[string]script{
	"WZE": scriptWZE, "CO": scriptCO, "TRN": scriptPause, "KRO": scriptPause, "MCP": scriptPause, "CLGX": scriptPauseTwice,
	"CODE": scriptCODE, "NOK": scriptNOK, "UTG RT": scriptUTG, "EJ": scriptUTG,
}

// Ticks of the scripted bursts, all assumed but CODE's minute (facts section 8) and the pauses' being after 09:45.
const (
	wzeSpike   = 165 // 09:32:45: three seconds from 10.00 to 14.76
	coSpike    = 150
	coFirst    = 1000
	coSecond   = 1400
	clgxFirst  = 990
	clgxSecond = 1330
	codePeak   = 60
	nokHigh    = tickBreakers
)

var pauseBurst = map[string]int{"TRN": 1050, "KRO": 1230, "MCP": 1420}

// A pause's burst would move the price by burstMove if nothing stopped it: enough to trip a 10% breaker half way.
const (
	burstMove  = 0.14
	burstTicks = 75
	// tripMove is where a 10% pause really comes, a tick's flow late.
	tripMove = 0.103
)

// pace returns the relative pace of a stock's runaway parents by tick, to the flow's end: the scenario's shape times the
// stock's script.
func (d *day) pace(s *symbol) []float64 {
	out := make([]float64, d.flowEnd)
	for t := range out {
		out[t] = d.shape[t]
	}
	scale := func(from, to int, factor float64) {
		for t := max(from, 0); t < min(to, len(out)); t++ {
			out[t] *= factor
		}
	}
	switch s.script {
	case scriptNOK:
		scale(nokHigh, len(out), 0.5)
	case scriptCODE:
		scale(0, codePeak+2, 0.02)
		scale(codePeak+2, codePeak+14, 36)
	case scriptPause:
		b := pauseBurst[s.name]
		scale(b, b+burstTicks, burstMove/s.baseMove()*d.response(0, b)/d.response(0, burstTicks))
		scale(b+burstTicks, len(out), 0.7)
	case scriptPauseTwice:
		scale(0, clgxFirst, 0.03)
		scale(clgxFirst, clgxFirst+25, 16)
		scale(clgxFirst+25, clgxSecond, 0.03)
		scale(clgxSecond, clgxSecond+25, 16)
		scale(clgxSecond+25, len(out), 0.1)
	case scriptCO:
		scale(0, coSpike, 0.05)
		scale(coSpike, coSpike+90, 8)
		scale(coSpike+90, coFirst, 0.05)
		scale(coFirst, coFirst+40, 6)
		scale(coFirst+40, coSecond, 0.05)
		scale(coSecond, coSecond+40, 6)
		scale(coSecond+40, len(out), 0.05)
	}
	return out
}

// baseMove returns how far a stock paused once had moved before its burst, so that the pause comes at its extreme.
func (s *symbol) baseMove() float64 {
	e := float64(s.side)
	return e * ((1+e*s.move)/(1+e*tripMove) - 1)
}

// response returns the impact weight of one share a tick from tick from on, at tick to.
func (d *day) response(from, to int) float64 {
	const share = 1000
	var state market.Impact
	for range to - from {
		d.kernel.Tick(&state, share)
	}
	return weight(d.kernel, &state) / share
}

// weight returns the shares that still weigh on the price.
func weight(k *market.Kernel, state *market.Impact) float64 {
	const fine = 1e6
	return float64(k.Price(state, fine)) / fine
}

// shapeOf returns the scenario's common pace by tick: even until 09:58 and then falling, even, or slowly falling; cut to a
// tenth from 09:58 by stop=taper, and to the venues other than NYSE after the stop by stopper=venue.
func (d *day) shapeOf() []float64 {
	out := make([]float64, d.flowEnd)
	for t := range out {
		at := min(t, d.stopTick-1)
		v := 1.0
		switch {
		case d.params.Shape == "decay":
			v = 1 - 0.3*float64(at)/float64(d.stopTick)
		case d.params.Shape == "peak" && at >= tickPeak && d.stopTick > tickPeak:
			v = 1 - 0.95*float64(at-tickPeak)/float64(d.stopTick-tickPeak)
		}
		if d.params.Stop == "taper" && at >= tickPeak {
			v = 0.1
		}
		if t >= d.stopTick {
			v *= 1 - d.params.NYSEShare
		}
		out[t] = math.Round(v*1e9) / 1e9
	}
	return out
}
