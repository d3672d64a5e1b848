package knight

import (
	"math"
)

// What the flow of the error adds up to. Published: SEC 34-70694 paras 1, 17 (facts F05, F07, F08), at a point inside the
// rounding of its words.
const (
	targetShares = 397_450_000.0
	targetLong   = 3.50e9 // dollars, at the stop
	targetShort  = 3.15e9
	contraMax    = 0.48
	nokShares    = 22_000_000.0 // of 23.2 million by 09:59:45 that may be Knight's or all (facts section 8)
	wzeShares    = 45_000.0     // assumed: Wizzard's whole day was a few million dollars
	coShares     = 450_000.0    // assumed
)

// books solves for the shares of each symbol: its excess volume, tilted by price, so that the long and the short book, all
// shares, the part of the flow before the roll-back and the two-way share come out as wanted.
type books struct {
	long, short float64 // shares per share of excess
	late        float64 // factor for symbols hit after the roll-back
	tilt        float64 // power of the price
}

// fixedShares returns the shares of a symbol that does not scale, 0 for the others.
func (s *symbol) fixedShares() float64 {
	switch s.script {
	case scriptNOK:
		return nokShares
	case scriptWZE:
		return wzeShares
	case scriptCO:
		return coShares
	}
	return 0
}

// shareOut sets d.want and d.contra. yield is what a wanted share brought the last time: shares, and position at the stop.
func (d *day) shareOut(b *books) error {
	lateShare := d.lateShare()
	for round := range 400 {
		var long, short, shares, late, notional, twoWay float64
		for s := range affected {
			sym := &d.symbols[s]
			d.want[s] = b.shares(sym, d.early[s])
			got := float64(d.want[s] * d.yield[s])
			value := float64(got*d.midStop[s]) / 1e4
			net := value
			if d.twoWay[s] {
				net = float64(net * (1 - float64(2*d.contra)))
				twoWay += value
			}
			if sym.side > 0 {
				long += net
			} else {
				short += net
			}
			shares += got
			notional += value
			if !d.early[s] {
				late += got
			}
		}
		if twoWay > 0 {
			d.contra += float64(0.5 * (min(d.params.TwoWayShare*notional/(2*twoWay), contraMax) - d.contra))
		}
		if math.Abs(long/targetLong-1)+math.Abs(short/targetShort-1)+math.Abs(shares/targetShares-1) < 1e-7 && round > 50 {
			return nil
		}
		b.long *= targetLong / long
		b.short *= targetShort / short
		// Fewer shares than wanted at the right notional: tilt towards cheap stocks.
		b.tilt = max(-4, min(4, b.tilt+float64(0.4*math.Log(shares/targetShares))))
		if late > 0 && lateShare > 0 {
			b.late = max(0.05, min(20, b.late*math.Sqrt(lateShare*shares/late)))
		}
	}
	return misses([]string{"F05", "F07b", "F08b"}, "scenario two_way_share: %v cannot be met together with the published shares and positions", d.params.TwoWayShare)
}

// concentration is the power of the excess volume: above 1, so that the largest hold 3 to 6% of all shares (facts section 9,
// assumed).
const concentration = 1.6

// weight returns a symbol's excess volume, with more weight for the largest.
func (s *symbol) weight() float64 { return 1e6 * math.Pow(s.excess()/1e6, concentration) }

// shares returns what a symbol gets: never more than most of what the day's bar holds.
func (b *books) shares(s *symbol, early bool) float64 {
	if fixed := s.fixedShares(); fixed > 0 {
		return fixed
	}
	v := s.weight() * math.Pow(float64(s.open)/220_000, b.tilt)
	if s.side > 0 {
		v *= b.long
	} else {
		v *= b.short
	}
	if !early {
		v *= b.late
	}
	top := 0.9 * s.volume
	return top * v / (top + v)
}

// lateShare returns the part of the flow that comes from parents that started after the roll-back, if every parent has one
// pace: what a constant pace of each server means (facts section 5, step model).
func (d *day) lateShare() float64 {
	var early, late float64
	for s := range affected {
		for i := range d.pegs[s] {
			sum := 0.0
			for t := d.pegs[s][i].start; t < d.flowEnd; t++ {
				sum += d.shape[t]
			}
			if d.early[s] {
				early += sum
			} else {
				late += sum
			}
		}
	}
	return late / (early + late)
}
