// Package ledger turns executions into cash, positions and loss.
//
// Owns: signed positions, cash, fees, the six lines of the loss of the account it keeps.
//
// Refuses: floats, clocks, prices of its own, any view on who was right.
//
// Invariants: bought less sold is the position; the lines add up to the loss exactly, because each is an integer and the sum
// telescopes; a sum that leaves 64 bits panics with the symbol's number, it never wraps.
package ledger

import (
	"fmt"

	"lossreplay/model"
)

// Line is one symbol's account: signed by side, so that a buy of 100 at 2.00 moves Pos by 100 and Paid by 200.00.
type Line struct {
	Pos  model.Qty
	Paid model.Money // sum e q p: cash paid out less cash received
	// AtMid and AtImpact are the same sum at the mid of the moment, and at our own impact in that mid.
	AtMid, AtImpact model.Money
	Fees            model.Money
}

// Book is the account in all symbols. Unit is what one price unit is worth.
type Book struct {
	Unit  model.Money
	Lines []Line
}

// NewBook returns an empty book of n symbols at scale.
func NewBook(n int, scale model.Scale) Book {
	return Book{Unit: scale.Unit(), Lines: make([]Line, n)}
}

// Clone returns a copy that shares nothing.
func (b *Book) Clone() Book {
	return Book{Unit: b.Unit, Lines: append([]Line(nil), b.Lines...)}
}

// Fill books qty signed shares at px with the mid and our own impact of that moment. It panics if a sum overflows.
func (b *Book) Fill(s model.SymbolID, qty model.Qty, px, mid, impact model.Price, fee model.Money) {
	l := &b.Lines[s]
	pos, fees := l.Pos+qty, l.Fees+fee
	if (pos > l.Pos) != (qty > 0) || (fees > l.Fees) != (fee > 0) {
		panic(fmt.Sprintf("ledger: position or fees of symbol %d overflow: %d plus %d shares, %v plus %v", s, l.Pos, qty, l.Fees, fee))
	}
	l.Pos, l.Fees = pos, fees
	l.Paid = b.add(s, l.Paid, qty, px)
	l.AtMid = b.add(s, l.AtMid, qty, mid)
	l.AtImpact = b.add(s, l.AtImpact, qty, impact)
}

func (b *Book) add(s model.SymbolID, sum model.Money, qty model.Qty, px model.Price) model.Money {
	// One product and one sum of an event are far inside 64 bits unless the factors are large: test the factors, not each step.
	if qty < small && qty > -small && px < small && px > -small {
		if n := int64(px) * int64(b.Unit); n < small && n > -small {
			next := sum + model.Money(int64(qty)*n)
			if next < roomMax && next > -roomMax {
				return next
			}
		}
	}
	amount, ok := model.Notional(qty, px, b.Unit)
	next, fits := sum.Add(amount)
	if !ok || !fits {
		panic(fmt.Sprintf("ledger: cash of symbol %d overflows: %v plus %d shares at %d", s, sum, qty, px))
	}
	return next
}

// small bounds factors whose product stays below 2^62. roomMax is the largest sum that shows that adding such a product has
// not wrapped: what wraps lands beyond it.
const (
	small   = 1 << 31
	roomMax = 1 << 62
)

// Gross returns the sum over symbols of |position| at marks. It panics on overflow.
func (b *Book) Gross(marks []model.Price) model.Money {
	var gross model.Money
	for s := range b.Lines {
		if worth := value(b.Lines[s].Pos, marks[s], b.Unit); worth < 0 {
			gross = minus(gross, worth)
		} else {
			gross = must(gross.Add(worth))
		}
	}
	return gross
}

func value(q model.Qty, p model.Price, unit model.Money) model.Money {
	return must(model.Notional(q, p, unit))
}

func must(m model.Money, ok bool) model.Money {
	if !ok {
		panic("ledger: a sum of money leaves 64 bits")
	}
	return m
}

// minus returns a - b. It panics on overflow.
func minus(a, b model.Money) model.Money {
	d := a - b
	return must(d, (d < a) == (b > 0))
}
