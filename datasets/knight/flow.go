package knight

import (
	"math"
	"math/rand/v2"
	"time"

	"lossreplay/model"
	"lossreplay/model/market"
)

// shot is one child of a runaway parent with what became of it. Unused fills are 0; what they leave of qty expires.
type shot struct {
	tick    uint16
	qty     uint16
	fills   [3]uint16
	peg     uint8 // position among its symbol's parents
	matched bool  // its parent is not yet full: a correct router would send it
}

func (s *shot) executed() model.Qty {
	return model.Qty(s.fills[0]) + model.Qty(s.fills[1]) + model.Qty(s.fills[2])
}

// flow is what the router sent and executed in one symbol.
type flow struct {
	shots []shot // in order of tick, then parent
	first []int32
	net   []model.Qty // executed by tick, signed, legitimate orders included
	held  model.Qty   // position of the error account at the flow's end
	gross model.Qty   // shares of the error account
}

// How runaway children fare. Fitted to facts F22 (99.25 shares an execution, nine in ten of exactly 100) and F03 (about 1.05
// children an execution); the parts are assumed.
const (
	oddsUnfilled = 0.058
	oddsTwoFills = 0.0094
	oddsThree    = 0.0006
	oddsPartial  = 0.0020
	oddsLarger   = 0.0030
	// sharesPerShot is what a child brings on average.
	sharesPerShot = 100*(1-oddsUnfilled) - 50*oddsPartial + 150*oddsLarger
)

// flowOf draws the flow of symbol s for a total of about want shares. Where unit is above 0 the stock's breaker is watched:
// nothing is sent while it is paused.
func (d *day) flowOf(s int, want, unit float64) flow {
	sym, pegs := &d.symbols[s], d.pegs[s]
	pace := d.pace(sym)
	f := flow{shots: make([]shot, 0, int(want/sharesPerShot*1.02)+1000), first: make([]int32, d.flowEnd+1), net: make([]model.Qty, d.flowEnd)}
	copy(f.net, d.legitNet[s])
	lanes := d.lanes(s, pace, want)
	watch := sym.breaker()
	var state market.Impact
	for t := range d.flowEnd {
		f.first[t] = int32(len(f.shots))
		paused := false
		if unit > 0 {
			watch.Tick(0, tickAt(t), d.midAt(s, t, d.kernel.Price(&state, unit)))
			paused = watch.Paused(0, tickAt(t))
		}
		for i := range pegs {
			before := len(f.shots)
			lanes[i].send(&f, t, i, &pegs[i], paused)
			for _, shot := range f.shots[before:] {
				q := shot.executed()
				f.net[t] += pegs[i].sign * q
				if !shot.matched {
					f.held += pegs[i].sign * q
					f.gross += q
				}
			}
		}
		d.kernel.Tick(&state, f.net[t])
	}
	f.first[d.flowEnd] = int32(len(f.shots))
	return f
}

// breaker returns the single-stock circuit breaker of the day for this stock alone: a move within five minutes pauses it for
// five minutes, between 09:45 and 15:35 (facts section 8).
func (s *symbol) breaker() *market.Breaker {
	rule := market.BreakerRule{Window: haltTicks * time.Second, Pause: haltTicks * time.Second, From: tickAt(tickBreakers), Until: tickAt(tickBreakersEnd)}
	return market.NewBreaker(rule, []model.Security{{HaltMove: s.halt}}, time.Second)
}

// lane is the sending state of one parent.
type lane struct {
	rng   *rand.Rand
	plan  []float64 // children by tick
	owed  float64
	fills int // children of the normal filling sent
}

// lanes plans how many children each parent of s sends in each tick: its share of want, at the common pace from its start
// on, with noise of its own that changes every minute and every ten seconds (assumed).
func (d *day) lanes(s int, pace []float64, want float64) []lane {
	pegs := d.pegs[s]
	out := make([]lane, len(pegs))
	shares := d.sideShares(s)
	for i := range pegs {
		r := stream(d.seed, streamFlow, s*8+i)
		plan, sum, minute, noise := make([]float64, d.flowEnd), 0.0, 1.0, 1.0
		for t := pegs[i].start; t < d.flowEnd; t++ {
			if t%minuteTicks == 0 {
				minute = math.Exp(0.3 * clip(r.NormFloat64(), 2))
			}
			if t%10 == 0 {
				noise = minute * math.Exp(0.3*clip(r.NormFloat64(), 2))
			}
			plan[t] = float64(pace[t] * noise)
			sum += plan[t]
		}
		lots := want * shares[i] / sharesPerShot
		for t := range plan {
			plan[t] *= lots / sum
		}
		out[i] = lane{rng: r, plan: plan}
	}
	return out
}

// sideShares returns each parent's share of its symbol's flow: the two sides of a two-way symbol have their fixed shares.
func (d *day) sideShares(s int) []float64 {
	pegs := d.pegs[s]
	var with, against float64
	for i := range pegs {
		if pegs[i].sign == d.symbols[s].side {
			with += pegs[i].weight
		} else {
			against += pegs[i].weight
		}
	}
	contra := 0.0
	if against > 0 {
		contra = d.contra
	}
	out := make([]float64, len(pegs))
	for i := range pegs {
		if pegs[i].sign == d.symbols[s].side {
			out[i] = (1 - contra) * pegs[i].weight / with
		} else {
			out[i] = contra * pegs[i].weight / against
		}
	}
	return out
}

// send appends the children of parent p, number i of its symbol, in tick t.
func (l *lane) send(f *flow, t, i int, p *peg, paused bool) {
	if lots := int(p.qty / childQty); p.full >= 0 && t >= p.full && l.fills < lots {
		for range min(fillsPerTick, lots-l.fills) {
			f.shots = append(f.shots, shot{tick: uint16(t), qty: uint16(childQty), fills: [3]uint16{uint16(childQty)}, peg: uint8(i), matched: true})
			l.fills++
		}
		return
	}
	if paused || t < p.start {
		return
	}
	l.owed += l.plan[t]
	for ; l.owed >= 1; l.owed-- {
		child := outcome(l.rng)
		child.tick, child.peg = uint16(t), uint8(i)
		f.shots = append(f.shots, child)
	}
}

// outcome draws a runaway child and its fills.
func outcome(r *rand.Rand) shot {
	lot := uint16(childQty)
	u := r.Float64()
	switch {
	case u < oddsUnfilled:
		return shot{qty: lot}
	case u < oddsUnfilled+oddsTwoFills:
		a := uint16(1 + r.IntN(int(lot)-1))
		return shot{qty: lot, fills: [3]uint16{a, lot - a}}
	case u < oddsUnfilled+oddsTwoFills+oddsThree:
		a := uint16(1 + r.IntN(int(lot)/2))
		b := uint16(1 + r.IntN(int(lot)/2-1))
		return shot{qty: lot, fills: [3]uint16{a, b, lot - a - b}}
	case u < oddsUnfilled+oddsTwoFills+oddsThree+oddsPartial:
		return shot{qty: lot, fills: [3]uint16{uint16(1 + r.IntN(int(lot)-1))}}
	case u < oddsUnfilled+oddsTwoFills+oddsThree+oddsPartial+oddsLarger:
		q := lot * uint16(2+r.IntN(2))
		return shot{qty: q, fills: [3]uint16{q}}
	}
	return shot{qty: lot, fills: [3]uint16{lot}}
}
