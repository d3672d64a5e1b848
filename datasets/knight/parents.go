package knight

import (
	"math"
	"math/rand/v2"
	"slices"
	"time"

	"lossreplay/model"
	"lossreplay/model/router"
)

const (
	parentCount                = 212 // published: SEC 34-70694 paras 1, 17
	stale       model.ServerID = 7   // the server that missed the release; which one is unknown, assumed
	allFull                    = 24_000_000.0
)

// peg is one of the 212 parents.
type peg struct {
	symbol   int
	sign     model.Qty
	server   model.ServerID
	received model.Time
	qty      model.Qty
	full     int     // tick from which it is filled normally
	start    int     // first tick of its runaway flow
	weight   float64 // of its symbol's flow
	id       model.ParentID
}

// place chooses the symbols hit before the roll-back, the parents of each, their servers and times.
func (d *day) place() {
	r := stream(d.seed, streamParents, 0)
	early := parentCount
	if d.params.Reading != "strict" {
		early = int(math.Round(parentCount * d.params.Server8Share))
	}
	order := d.byExcess()
	named := strongest + int(math.Round(float64(early-strongest)*float64(affected-strongest)/float64(parentCount-strongest)))
	d.early = make([]bool, affected)
	for _, s := range order[:named] {
		d.early[s] = true
	}
	counts := d.parentCounts(order[:named], early)
	for s, n := range d.parentCounts(order[named:], parentCount-early) {
		counts[s] += n
	}
	rollback := d.rollbackTicks()
	for s := range affected {
		sym := &d.symbols[s]
		if !d.early[s] && d.params.Reading == "mixed" && sym.move > 0.088 {
			sym.move = 0.088 // the collar of 9.5% binds parents received after the open (facts F17)
		}
		contra := 0
		if d.params.TwoWayShare > 0 {
			contra = counts[s] / 2
		}
		pegs := make([]peg, counts[s])
		for i := range pegs {
			p := &pegs[i]
			*p = peg{symbol: s, sign: sym.side, server: stale, qty: parentSize(r), full: -1}
			p.weight = math.Exp(0.35 * clip(r.NormFloat64(), 2))
			d.time(p, r, rollback)
		}
		// The side that moved the price started it: what came against it came later (assumed).
		slices.SortStableFunc(pegs, func(a, b peg) int { return a.start - b.start })
		for i := len(pegs) - contra; i < len(pegs); i++ {
			pegs[i].sign = -sym.side
		}
		d.twoWay[s] = contra > 0
		d.pegs[s] = pegs
	}
}

// time sets when a parent is received, on which server, when it is filled and when it runs away.
func (d *day) time(p *peg, r *rand.Rand, rollback [7]int) {
	p.received = tickAt(-5400).Add(model.Duration(r.Int64N(int64(5399 * time.Second))))
	first := d.opening[p.symbol] + int(r.ExpFloat64()*0.8)
	first = min(first, d.opening[p.symbol]+5)
	switch {
	case d.early[p.symbol]:
		p.full, p.start = first, first+fillTicks(p.qty)
	case d.params.Reading == "redispatch":
		p.server = model.ServerID(r.IntN(7))
		p.full, p.start = first, rollback[p.server]+1+r.IntN(5)
	default:
		p.server = model.ServerID(r.IntN(7))
		from := rollback[p.server]
		window := min(300, (d.stopTick-from)/3)
		p.received = tickAt(from).Add(model.Duration(r.Int64N(int64(window) * int64(time.Second))))
		p.full = int(p.received.Sub(sessionOpen)/time.Second) + 1
		p.start = p.full + fillTicks(p.qty)
	}
}

// rollbackTicks returns when each of the seven servers loses its new build.
func (d *day) rollbackTicks() (out [7]int) {
	for i := range out {
		out[i] = clockTick(d.params.Rollback + model.Duration(i)*d.params.RollbackStep)
	}
	return out
}

// byExcess returns the affected symbols, the 37 first, then by how far the day's volume stood above normal.
func (d *day) byExcess() []int {
	order := make([]int, affected)
	for i := range order {
		order[i] = i
	}
	rank := func(s int) float64 {
		switch sym := &d.symbols[s]; {
		case sym.class == strong:
			return 3e12 + sym.excess()
		case sym.script == scriptNOK:
			return 2e12
		default:
			return sym.excess()
		}
	}
	slices.SortStableFunc(order, func(a, b int) int {
		switch x, y := rank(a), rank(b); {
		case x > y:
			return -1
		case x < y:
			return 1
		}
		return a - b
	})
	return order
}

// excess returns the volume above an ordinary day's, at least 3% of the day's.
func (s *symbol) excess() float64 { return max(s.volume-s.median, 0.03*s.volume) }

// parentCounts gives one parent to each symbol of the list and the others one by one to the heaviest, at most six each.
func (d *day) parentCounts(list []int, parents int) []int {
	counts := make([]int, affected)
	for _, s := range list {
		counts[s] = 1
	}
	for range parents - len(list) {
		best, most := -1, 0.0
		for _, s := range list {
			load := d.symbols[s].weight() / float64(counts[s])
			if d.symbols[s].script != scriptNone && d.symbols[s].script != scriptNOK {
				continue // scripted stocks have one parent
			}
			if counts[s] < 6 && load > most {
				best, most = s, load
			}
		}
		counts[best]++
	}
	return counts
}

// parentSize returns a small retail order: log-uniform from 100 to 2,000 shares in round lots (facts section 9, assumed).
func parentSize(r *rand.Rand) model.Qty {
	lots := int(math.Exp(r.Float64() * math.Log(20)))
	return model.Qty(max(1, min(lots, 20)) * 100)
}

// fillsPerTick is how many children of a parent that is not yet full go out in a tick, one after the other's report.
const fillsPerTick = 8

// fillTicks returns how many ticks a parent of round lots takes to fill.
func fillTicks(qty model.Qty) int {
	lots := int(qty) / int(childQty)
	return (lots + fillsPerTick - 1) / fillsPerTick
}

// childQty is what Power Peg and the Retail Liquidity Program send at a time.
var childQty = router.SMARS().Paths[router.PathPowerPeg].ChildQty
