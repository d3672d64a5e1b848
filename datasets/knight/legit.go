package knight

import (
	"math"
	"math/rand/v2"
	"slices"
	"time"

	"lossreplay/model"
	"lossreplay/model/router"
)

// The legitimate flow: 1% of US volume, 15 to 18% of it by 10:15 (facts section 9): 8 to 11 million shares, all assumed.
const (
	ordinaryParents = 18_000 // to 10:15
	rlpParents      = 448    // seven times the stale server's 64 (facts section 9)
	oddsExpired     = 0.04
	legitTail       = 20 // seconds before the stop without a new parent, so that every parent is completed
)

// order is a legitimate parent.
type order struct {
	received model.Time
	symbol   int
	sign     model.Qty
	qty      model.Qty
	flag     model.FlagID
	server   model.ServerID
	id       model.ParentID
}

// legitChild is one of its children, filled whole or not at all.
type legitChild struct {
	at     model.Time
	delay  uint32 // nanoseconds to its report
	order  int32  // position in the day's orders
	qty    uint16
	filled bool
}

// drawLegit draws the legitimate parents and children, by symbol.
func (d *day) drawLegit() {
	weights, total := make([]float64, len(d.symbols)), 0.0
	for s := range d.symbols {
		if sym := &d.symbols[s]; sym.script == scriptNone || sym.script == scriptNOK {
			weights[s] = math.Pow(min(sym.median, 20e6), 0.7)
			switch {
			case sym.median < 200_000:
				weights[s] = 0
			case sym.class == strong: // few traded a stock that ran away (assumed)
				weights[s] *= 0.2
			}
			total += weights[s]
		}
	}
	orders := make([][]order, len(d.symbols))
	children := make([][]legitChild, len(d.symbols))
	d.parallel(func(s int) {
		if weights[s] == 0 {
			return
		}
		r := stream(d.seed, streamLegit, s)
		for range int(math.Round(ordinaryParents * weights[s] / total)) {
			o := order{symbol: s, sign: sideOf(r), qty: ordinarySize(r), server: model.ServerID(r.IntN(8))}
			if d.symbols[s].class == strong {
				o.qty = min(o.qty, 800)
			}
			at := arrival(r)
			if at > float64(d.stopTick-legitTail) {
				continue
			}
			o.received = sessionOpen.Add(model.Duration(at * 1e9))
			orders[s] = append(orders[s], o)
		}
		if d.symbols[s].listing != "NASDAQ" {
			for range int(math.Round(rlpParents * weights[s] / total)) {
				orders[s] = append(orders[s], d.rlpOrder(r, s))
			}
		}
		for i := range orders[s] {
			children[s] = d.work(r, &orders[s][i], int32(i), children[s])
		}
	})
	for s := range d.symbols {
		base := int32(len(d.orders))
		for i := range children[s] {
			children[s][i].order += base
		}
		slices.SortStableFunc(children[s], func(a, b legitChild) int { return int(a.at - b.at) })
		d.orders = append(d.orders, orders[s]...)
		net := make([]model.Qty, d.flowEnd)
		for _, c := range children[s] {
			if c.filled {
				net[int(c.at.Sub(sessionOpen)/time.Second)] += d.orders[c.order].sign * model.Qty(c.qty)
			}
		}
		d.legit[s], d.legitNet[s] = children[s], net
	}
}

func sideOf(r *rand.Rand) model.Qty {
	if r.Uint64()&1 == 0 {
		return 1
	}
	return -1
}

// arrival draws seconds after the open over 45 minutes, three times as dense at the open as later.
func arrival(r *rand.Rand) float64 {
	for {
		at := r.Float64() * tickBusts
		if r.Float64()*4 < 1+float64(3*math.Exp(-at/300)) {
			return at
		}
	}
}

// ordinarySize draws a parent's size: mostly retail, some larger.
func ordinarySize(r *rand.Rand) model.Qty {
	if r.Float64() < 0.86 {
		return model.Qty(clip(math.Exp(math.Log(190)+float64(0.9*r.NormFloat64())), 3000)) + 1
	}
	return model.Qty(clip(math.Exp(math.Log(1100)+float64(0.9*r.NormFloat64())), 12_000)) + 1
}

// rlpOrder draws a flagged parent of the seven good servers: most before the open, the rest until shortly before the
// roll-back, when we assume that flagged orders no longer came.
func (d *day) rlpOrder(r *rand.Rand, s int) order {
	o := order{symbol: s, sign: sideOf(r), qty: parentSize(r), flag: router.FlagRLP, server: model.ServerID(r.IntN(7))}
	if r.Float64() < 0.6 {
		o.received = tickAt(-5400).Add(model.Duration(r.Int64N(int64(5399 * time.Second))))
		return o
	}
	last := clockTick(d.params.Rollback) - 120
	o.received = sessionOpen.Add(model.Duration(r.Int64N(int64(last) * int64(time.Second))))
	return o
}

// work appends the children of an order: one after the other's report, until it is full.
func (d *day) work(r *rand.Rand, o *order, index int32, to []legitChild) []legitChild {
	first := max(o.received, tickAt(d.opening[o.symbol])).Add(model.Duration((0.005 + float64(0.4*r.ExpFloat64())) * 1e9))
	limit := tickAt(d.stopTick).Add(-2 * time.Second)
	if o.flag == router.FlagRLP {
		limit = min(limit, tickAt(clockTick(d.params.Rollback)).Add(-10*time.Second))
	}
	left, n := o.qty, int(o.qty/childQty)+1
	room := float64(limit.Sub(first)) / 1e9
	gap := min(2.0, room/(3*float64(n)))
	if d.symbols[o.symbol].class == strong {
		gap = min(gap, 20/float64(n)) // a price that runs away would leave the collar of 9.5% behind (facts F17)
	}
	path := router.Path(router.SMARS().Paths[router.PathRLP])
	for at := first; left > 0; {
		qty, _ := path.Next(router.Progress{OrderQty: o.qty, Executed: o.qty - left})
		c := legitChild{at: inTick(at), delay: reportDelay(r), order: index, qty: uint16(qty), filled: r.Float64() >= oddsExpired}
		if c.filled {
			left -= qty
		}
		to = append(to, c)
		rest := float64(limit.Sub(c.at)) / 1e9 / (2 * (float64(left/childQty) + 2))
		at = c.at.Add(model.Duration((0.04 + min(gap*r.ExpFloat64(), rest)) * 1e9))
	}
	return to
}

// sendWithin is the part of a tick, in nanoseconds, in which children go out: their reports follow in the same tick, so that
// a fill has the price of its child's tick.
const sendWithin = 950e6

// inTick returns at, or the start of the next tick if no report would fit in its own.
func inTick(at model.Time) model.Time {
	if into := at.Sub(sessionOpen) % time.Second; into >= sendWithin {
		return at.Add(time.Second - into)
	}
	return at
}

// reportDelay draws the time from a child to its report: 1 to 30 ms, assumed.
func reportDelay(r *rand.Rand) uint32 { return uint32(1e6 * math.Exp(r.Float64()*math.Log(30))) }
