package market

import (
	"fmt"
	"slices"

	"lossreplay/model"
)

// BandRule is limit up-limit down: around the mean price of Window lies a band beyond which nothing trades, and a symbol
// whose price stays at its edge or beyond for LimitState pauses. Bands are twice as wide in the first DoubleAfterOpen and
// the last DoubleBeforeClose of the session, and there are none outside it.
type BandRule struct {
	Window, LimitState, Pause          model.Duration
	Open, Close                        model.Time
	DoubleAfterOpen, DoubleBeforeClose model.Duration
	Scale                              model.Scale
}

// Bands is the state of the rule in all symbols of a world. It looks at prices on a grid of ticks.
type Bands struct {
	rule  BandRule
	tier1 []bool // by symbol
	ticks int    // in a window
	part  int64  // of the rule's widths, in basis points
	price []model.Price
	state []bandState
}

// bandState is one symbol's place in its ring, price[s*ticks:][:ticks], the ring's sum, and the band in force since its last
// tick; width 0 is no band. since is when the price reached the band's edge; model.Never while it is inside.
type bandState struct {
	next, n       int
	sum           model.Price
	mean, width   model.Price
	since, resume model.Time
}

// NewBands returns the bands before the first tick. A security whose HaltMove is 1000 is of tier 1: the single-stock
// breakers' first group, S&P 500 and Russell 1000, is the plan's as well. It panics if the window is shorter than a tick.
func NewBands(rule BandRule, securities []model.Security, tick model.Duration) *Bands {
	if tick <= 0 || rule.Window < tick {
		panic(fmt.Sprintf("market: band window of %v on ticks of %v", rule.Window, tick))
	}
	b := &Bands{rule: rule, tier1: make([]bool, len(securities)), ticks: int(rule.Window / tick), part: 10_000, state: make([]bandState, len(securities))}
	for s := range securities {
		b.tier1[s] = securities[s].HaltMove == 1000
		b.state[s].since = model.Never
	}
	b.price = make([]model.Price, len(securities)*b.ticks)
	return b
}

// Narrow makes all later bands bp basis points as wide as the rule says, rounded down.
func (b *Bands) Narrow(bp int64) { b.part = bp }

// Clone returns a copy that shares nothing that changes.
func (b *Bands) Clone() *Bands {
	c := *b
	c.price, c.state = slices.Clone(b.price), slices.Clone(b.state)
	return &c
}

// Paused reports whether the symbol is paused at that time, which must not lie before the last tick.
func (b *Bands) Paused(s model.SymbolID, at model.Time) bool { return at < b.state[s].resume }

// Band returns the mean that the symbol's band lies around and its width to each side, in price units, in force since the
// last tick; width 0 if there is none.
func (b *Bands) Band(s model.SymbolID) (mean, width model.Price) {
	return b.state[s].mean, b.state[s].width
}

// Tick takes the symbol's price at a tick; 0 is no price and counts for nothing. The price is held against the band in force
// before it, then becomes part of the mean. If the symbol pauses now, Tick returns true; it then has no band, prices during
// the pause count for nothing, and the mean starts anew at its end. Ticks of a symbol come in order of time.
func (b *Bands) Tick(s model.SymbolID, at model.Time, px model.Price) (paused bool) {
	state := &b.state[s]
	if px <= 0 || at < state.resume {
		return false
	}
	switch away := max(px-state.mean, state.mean-px); {
	case state.width == 0 || away < state.width:
		state.since = model.Never
	case state.since == model.Never:
		state.since = at
	}
	if state.since != model.Never && at.Sub(state.since) >= b.rule.LimitState {
		*state = bandState{since: model.Never, resume: at.Add(b.rule.Pause)}
		return true
	}
	b.push(s, px)
	state.mean = (state.sum + model.Price(state.n)/2) / model.Price(state.n) // half up
	state.width = b.width(s, at, state.mean)
	return false
}

// push writes px over the window's oldest price.
func (b *Bands) push(s model.SymbolID, px model.Price) {
	state := &b.state[s]
	place := &b.price[int(s)*b.ticks+state.next]
	if state.n == b.ticks {
		state.sum -= *place
	} else {
		state.n++
	}
	*place = px
	state.sum += px
	state.next++
	if state.next == b.ticks {
		state.next = 0
	}
}

// width returns how far a band around mean reaches to each side at that time, rounded down: 5 % in tier 1; else 10 % above
// $3, 20 % from $0.75 to $3, and below the lesser of $0.15 and 75 %. Outside the session, 0.
func (b *Bands) width(s model.SymbolID, at model.Time, mean model.Price) model.Price {
	if at < b.rule.Open || at >= b.rule.Close {
		return 0
	}
	dollar := model.Price(model.MoneyUnit / b.rule.Scale.Unit())
	wide := mean / 20
	if !b.tier1[s] {
		switch {
		case mean > 3*dollar:
			wide = mean / 10
		case 4*mean >= 3*dollar:
			wide = mean / 5
		default:
			wide = min(15*dollar/100, mean*3/4)
		}
	}
	if at < b.rule.Open.Add(b.rule.DoubleAfterOpen) || at >= b.rule.Close.Add(-b.rule.DoubleBeforeClose) {
		wide *= 2
	}
	return max(wide*model.Price(b.part)/10_000, 1) // the smallest price step: width 0 would be no band
}
