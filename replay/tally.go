package replay

import (
	"math/bits"

	"lossreplay/model"
)

// Tally counts orders, their shares and their notional at the limit.
type Tally struct {
	Orders   int64
	Shares   int64
	Notional model.Money
}

// add counts one order of qty shares, below 2^31, at px price units of unit each. It panics if the sum leaves 64 bits.
func (t *Tally) add(qty int64, px model.Price, unit model.Money) {
	notional, fits := model.Notional(model.Qty(qty), px, unit)
	total, ok := t.Notional.Add(notional)
	if !fits || !ok {
		panic("replay: the notional of orders leaves 64 bits")
	}
	t.Orders++
	t.Shares += qty
	t.Notional = total
}

// plus returns t and u together. It panics if the sum leaves 64 bits.
func (t Tally) plus(u Tally) Tally {
	total, ok := t.Notional.Add(u.Notional)
	if !ok {
		panic("replay: the notional of orders leaves 64 bits")
	}
	return Tally{t.Orders + u.Orders, t.Shares + u.Shares, total}
}

// minus returns t less u.
func (t Tally) minus(u Tally) Tally {
	return Tally{t.Orders - u.Orders, t.Shares - u.Shares, t.Notional - u.Notional}
}

// Flow is what a world executed.
type Flow struct {
	Children   int64 // sent
	Executions int64
	Shares     int64
	// RogueShares are those of children that a correct router would not have sent.
	RogueShares int64
	// Unmatched is the error's part: executions of which something went to the error account, and those shares.
	UnmatchedExecutions, UnmatchedShares int64
	// UnmatchedParents are the parents that these belong to.
	UnmatchedParents int64
	// Unmarketable counts executions whose recorded limit would not have been reached at the world's price.
	Unmarketable int64
	// Unsent counts children that the world's router would not have sent.
	Unsent int64
	// Unprovoked counts recorded reactions to the incident that nobody had a reason for in this world.
	Unprovoked int64
}

// Collateral is the legitimate flow that a world's controls blocked, and what was left at venues of orders that they cancelled:
// the cost of the controls. Minutes counts the session's minutes in which there was any.
type Collateral struct {
	Orders, Shares int64
	Notional       model.Money
	Minutes        int
}

// minuteSet is a set of minutes of the session; a day has at most 1,440.
type minuteSet [24]uint64

func (m *minuteSet) add(minute int) {
	if minute >= 0 && minute < len(m)*64 {
		m[minute/64] |= 1 << (minute % 64)
	}
}

func (m *minuteSet) count() (n int) {
	for _, w := range m {
		n += bits.OnesCount64(w)
	}
	return n
}
