package normal

import (
	"math"
	"time"

	"lossreplay/model"
)

// drawMarket draws the return that all names share, by tick.
func (b *build) drawMarket() {
	r := b.rolls(streamMarket, 0)
	b.market = make([]float64, sessionTicks+1)
	perTick := b.day.Market / math.Sqrt(sessionTicks)
	for t := 1; t <= sessionTicks; t++ {
		b.market[t] = perTick * r.normal()
	}
	for _, m := range b.day.Moves {
		from, until := tickOf(since(m.From)), tickOf(since(m.Until))
		for t := from; t < until; t++ {
			b.market[t] += m.Return / float64(until-from)
		}
	}
}

// tape is a name's prices by tick: its real bid, 0 before its first quote, and the bid that the feed shows.
type tape struct {
	bid, shown []int32
}

// drawPrices draws the prices of name s.
func (b *build) drawPrices(s int) {
	n, r := &b.names[s], b.rolls(streamPrice, s)
	out := make([]int32, sessionTicks+1)
	deviation, drift := b.day.Volatility, make([]float64, sessionTicks+1)
	first := 0
	if n.crowd != nil {
		deviation, first = n.crowd.Volatility, tickOf(n.opening)
		n.crowdDrift(drift, first)
	}
	perTick := deviation / math.Sqrt(sessionTicks)
	mid, bid := float64(n.open), n.bidFor(float64(n.open))
	for t := first; t <= sessionTicks; t++ {
		if t > first && !n.halted(t) {
			early := 1 + float64(t-first)/1200
			move := float64(perTick*r.normal()*(1+1/early)) + float64(n.beta*b.market[t]) + drift[t] + n.reopening(t)
			mid += float64(mid * move)
		}
		// A quote stays until the mid has left it by most of a cent.
		if gap := mid - float64(bid) - float64(n.spread)/2; math.Abs(gap) > 0.75*float64(cent) {
			bid = n.bidFor(mid)
		}
		out[t] = int32(bid)
	}
	b.tapes[s] = tape{out, n.show(out)}
}

// crowdDrift adds a crowd's moves: up by a quarter within an hour, back by half of that within the next, and evenly to the
// close from then on. A new listing falls first.
func (n *name) crowdDrift(drift []float64, first int) {
	hour, up := 3600, 0.25
	if n.crowd.New {
		up = -0.2
	}
	rest := sessionTicks - first - 2*hour
	for t := first + 1; t <= sessionTicks; t++ {
		switch since := t - first; {
		case since <= hour:
			drift[t] = up / float64(hour)
		case since <= 2*hour:
			drift[t] = -up / 2 / float64(hour)
		default:
			drift[t] = (n.crowd.Return - up/2) / float64(rest)
		}
	}
}

// halted reports whether the name's price stands still in a tick for a halt.
func (n *name) halted(tick int) bool {
	for _, h := range n.halts {
		if tick > tickOf(h.from) && tick < tickOf(h.until) {
			return true
		}
	}
	return false
}

// reopening returns the name's jump in the tick in which its halt ends.
func (n *name) reopening(tick int) float64 {
	for _, h := range n.halts {
		if tick == tickOf(h.until) {
			return n.jump
		}
	}
	return 0
}

// show returns what the feed shows of bids.
func (n *name) show(bids []int32) []int32 {
	if len(n.frozen) == 0 {
		return bids
	}
	out := append([]int32(nil), bids...)
	for _, w := range n.frozen {
		from := tickOf(w.from)
		for t := from + 1; t < tickOf(w.until); t++ {
			out[t] = out[from]
		}
	}
	return out
}

// bidFor returns the bid in whole cents that puts the mid nearest to a price, at least one cent.
func (n *name) bidFor(mid float64) model.Price {
	return max(model.Price(math.RoundToEven((mid-float64(n.spread)/2)/float64(cent)))*cent, cent)
}

// far returns the price at which an order of that sign trades at once against a bid.
func (n *name) far(bid int32, sign model.Qty) model.Price {
	if sign > 0 {
		return model.Price(bid) + n.spread
	}
	return model.Price(bid)
}

// pauseMargin is how long before a pause the last child goes out: its reports come before it.
const pauseMargin = 100 * time.Millisecond

// waited returns the first time at or after at that lies in none of the windows; after one, with a little delay of its own.
func waited(r *dice, at model.Duration, windows []window) model.Duration {
	for _, w := range windows {
		if at >= w.from-pauseMargin && at < w.until {
			at = w.until + time.Millisecond + r.soon(3*time.Second)
		}
	}
	return at
}
