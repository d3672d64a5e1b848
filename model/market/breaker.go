package market

import (
	"fmt"
	"slices"

	"lossreplay/model"
)

// BreakerRule is a single-stock circuit breaker: a symbol pauses when its price has moved too far within Window. It is
// active from From until, and not including, Until; prices before From still count as references.
type BreakerRule struct {
	Window, Pause model.Duration
	From, Until   model.Time
}

// Breaker is the state of the rule in all symbols of a world. It looks at prices on a grid of ticks.
type Breaker struct {
	rule   BreakerRule
	move   []int64 // by symbol, basis points; 0 for a symbol without a breaker
	ticks  int     // in a window
	price  []model.Price
	symbol []breakerState
	resume model.Time // when the last pause of any symbol ends
}

// breakerState is one symbol's place in its ring, price[s*ticks:][:ticks], and when its last pause ends. lo and hi bound the
// prices in the ring: they are its extremes or, where those have left the ring, still beyond them.
type breakerState struct {
	next, n int
	lo, hi  model.Price
	resume  model.Time
}

// NewBreaker returns the breaker before the first tick. It panics if the window is shorter than a tick.
func NewBreaker(rule BreakerRule, securities []model.Security, tick model.Duration) *Breaker {
	if tick <= 0 || rule.Window < tick {
		panic(fmt.Sprintf("market: breaker window of %v on ticks of %v", rule.Window, tick))
	}
	b := &Breaker{rule: rule, move: make([]int64, len(securities)), ticks: int(rule.Window / tick), symbol: make([]breakerState, len(securities))}
	for s := range securities {
		b.move[s] = int64(securities[s].HaltMove)
	}
	b.price = make([]model.Price, len(securities)*b.ticks)
	return b
}

// Clone returns a copy that shares nothing that changes.
func (b *Breaker) Clone() *Breaker {
	c := *b
	c.price, c.symbol = slices.Clone(b.price), slices.Clone(b.symbol)
	return &c
}

// Move returns the symbol's limit in basis points; 0 if it has no breaker.
func (b *Breaker) Move(s model.SymbolID) int64 { return b.move[s] }

// Paused reports whether the symbol is paused at that time, which must not lie before the last tick.
func (b *Breaker) Paused(s model.SymbolID, at model.Time) bool {
	return at < b.resume && at < b.symbol[s].resume
}

// Tick takes the symbol's price at a tick; 0 is no price. If the symbol pauses now it returns true and how far, in whole
// basis points without sign, the price lies from the farthest of the window. Prices during a pause count for nothing: the
// window starts anew at its end. Ticks of a symbol come in order of time, none left out.
func (b *Breaker) Tick(s model.SymbolID, at model.Time, px model.Price) (move int64, paused bool) {
	state := &b.symbol[s]
	if b.move[s] == 0 || px <= 0 || at < state.resume {
		return 0, false
	}
	if at >= b.rule.From && at < b.rule.Until && b.beyond(s, px) {
		b.tighten(s)
		if b.beyond(s, px) {
			move = max(int64((px-state.lo)*10_000/state.lo), int64((state.hi-px)*10_000/state.hi))
			*state = breakerState{resume: at.Add(b.rule.Pause)}
			b.resume = max(b.resume, state.resume)
			return move, true
		}
	}
	b.push(s, px)
	return 0, false
}

// beyond reports whether px lies the symbol's move or more from a bound of its window.
func (b *Breaker) beyond(s model.SymbolID, px model.Price) bool {
	state, move := &b.symbol[s], model.Price(b.move[s])
	return state.n > 0 && ((px-state.lo)*10_000 >= state.lo*move || (state.hi-px)*10_000 >= state.hi*move)
}

// push writes px over the window's oldest price.
func (b *Breaker) push(s model.SymbolID, px model.Price) {
	state := &b.symbol[s]
	b.price[int(s)*b.ticks+state.next] = px
	state.next++
	if state.next == b.ticks {
		state.next = 0
	}
	if state.n == 0 {
		state.lo, state.hi = px, px
	}
	state.lo, state.hi = min(state.lo, px), max(state.hi, px)
	state.n = min(state.n+1, b.ticks)
}

// tighten makes the bounds the extremes of the window again. It is the only walk over a window and comes only when a bound
// says that the symbol may have to pause.
func (b *Breaker) tighten(s model.SymbolID) {
	state := &b.symbol[s]
	window := b.price[int(s)*b.ticks:][:state.n]
	state.lo, state.hi = slices.Min(window), slices.Max(window)
}
