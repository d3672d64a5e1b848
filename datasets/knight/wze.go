package knight

import (
	"math"

	"lossreplay/model"
	"lossreplay/model/market"
)

// The published spike of Wizzard Software (facts F26, K10): from 10 to 14.76 dollars in three seconds on 88 trades of 9,100
// shares, 87 of them of 100.
const (
	wzeFrom, wzeHigh model.Price = 100_000, 147_600
	wzeRampTicks                 = 45
	wzeLull                      = 40 // ticks after the spike without a child: nobody offers
	wzeSteady                    = 24 // ticks from one child to the next otherwise, assumed
)

// wzeBurst is the number of children in the spike's four ticks.
var wzeBurst = [4]int{30, 29, 28, 1}

// drawWZE draws the one stock whose path is published trade by trade. The shares sent before the spike and the impact of one
// share are the two unknowns that take it through both prices.
func (d *day) drawWZE(s int) {
	lo, hi := 1_000, 200_000
	for hi-lo > 1 {
		ramp := (lo + hi) / 2
		f := d.wzeFlow(s, model.Qty(ramp))
		from, high := d.wzeWeights(&f)
		// More shares before the spike bring its first price nearer to its last.
		want := (float64(wzeFrom) - 100 - d.path[s][wzeSpike]) / (float64(wzeHigh) - 100 - d.path[s][wzeSpike+3])
		if from/high < want {
			lo = ramp
		} else {
			hi = ramp
		}
	}
	d.flows[s] = d.wzeFlow(s, model.Qty(hi))
	_, high := d.wzeWeights(&d.flows[s])
	d.unit[s] = (float64(wzeHigh) - 100 - d.path[s][wzeSpike+3]) / high
	d.bids[s] = d.quote(s)
}

func (d *day) wzeWeights(f *flow) (from, high float64) {
	var state market.Impact
	for t := range wzeSpike + 3 {
		if t == wzeSpike {
			from = weight(d.kernel, &state)
		}
		d.kernel.Tick(&state, f.net[t])
	}
	return from, weight(d.kernel, &state)
}

// wzeFlow returns the flow with ramp shares before the spike.
func (d *day) wzeFlow(s int, ramp model.Qty) flow {
	p := &d.pegs[s][0]
	f := flow{first: make([]int32, d.flowEnd+1), net: make([]model.Qty, d.flowEnd)}
	l := lane{}
	sent := model.Qty(0)
	for t := range d.flowEnd {
		f.first[t] = int32(len(f.shots))
		before := len(f.shots)
		l.send(&f, t, 0, p, true)
		add := func(qty, filled model.Qty) {
			f.shots = append(f.shots, shot{tick: uint16(t), qty: uint16(qty), fills: [3]uint16{uint16(filled)}})
		}
		switch into := t - wzeSpike; {
		case into >= -wzeRampTicks && into < 0:
			due := model.Qty(math.Round(float64(ramp) * float64(into+wzeRampTicks+1) / wzeRampTicks))
			for sent+childQty <= due {
				add(childQty, childQty)
				sent += childQty
			}
			if into == -1 && sent < ramp {
				add(childQty, ramp-sent)
			}
		case into >= 0 && into < len(wzeBurst):
			for i := range wzeBurst[into] {
				if into == 1 && i == 0 {
					add(4*childQty, 4*childQty)
				} else {
					add(childQty, childQty)
				}
			}
		case into >= len(wzeBurst)+wzeLull && t%wzeSteady == 0 && t < d.flowEnd:
			add(childQty, childQty)
		}
		for _, shot := range f.shots[before:] {
			q := shot.executed()
			f.net[t] += q
			if !shot.matched {
				f.held += q
				f.gross += q
			}
		}
	}
	f.first[d.flowEnd] = int32(len(f.shots))
	return f
}

// wzeWindow returns the part of a tick, in nanoseconds, in which the spike's children go out: three seconds in all.
func wzeWindow(tick int) (from, to uint32) {
	switch tick {
	case wzeSpike:
		return 520e6, sendWithin
	case wzeSpike + 3:
		return 0, 430e6
	}
	return 0, sendWithin
}
