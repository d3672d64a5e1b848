package auditor

import (
	"errors"
	"fmt"
	"math/big"

	"lossreplay/model"
	"lossreplay/model/ledger"
)

// trade is one execution as it was booked.
type trade struct {
	symbol          model.SymbolID
	parent          model.ParentID
	qty, beyond     model.Qty // signed; beyond is the error account's part
	px, mid, impact model.Price
	fee, errorFee   model.Money
}

// books is the list of all trades, and the account that the street keeps of its own.
type books struct {
	unit   model.Money
	trades []trade
	street map[model.SymbolID]model.Qty
	cash   *big.Int // the street's
	venue  *big.Int // fees that venues have taken
}

func newBooks(unit model.Money) books {
	return books{unit: unit, street: map[model.SymbolID]model.Qty{}, cash: new(big.Int), venue: new(big.Int)}
}

func (b *books) trade(t trade) {
	b.trades = append(b.trades, t)
	b.street[t.symbol] -= t.qty
	b.cash.Add(b.cash, product(t.qty, t.px, b.unit))
	b.venue.Add(b.venue, big.NewInt(int64(t.fee)))
}

// pos returns the error account's position.
func (b *books) pos(s model.SymbolID) (pos model.Qty) {
	for _, t := range b.trades {
		if t.symbol == s {
			pos += t.beyond
		}
	}
	return pos
}

// total returns the sum over a symbol's trades, in the error account, of quantity times a price.
func (b *books) total(s model.SymbolID, px func(t *trade) model.Price) *big.Int {
	sum := new(big.Int)
	for i := range b.trades {
		if t := &b.trades[i]; t.symbol == s {
			sum.Add(sum, product(t.beyond, px(t), b.unit))
		}
	}
	return sum
}

func (b *books) fees(s model.SymbolID) *big.Int {
	sum := new(big.Int)
	for _, t := range b.trades {
		if t.symbol == s {
			sum.Add(sum, big.NewInt(int64(t.errorFee)))
		}
	}
	return sum
}

// book is the error account as controls see it.
func (b *books) book(symbols int) ledger.Book {
	book := ledger.Book{Unit: b.unit, Lines: make([]ledger.Line, symbols)}
	for _, t := range b.trades {
		l := &book.Lines[t.symbol]
		l.Pos += t.beyond
		l.Paid += money(product(t.beyond, t.px, b.unit))
		l.AtMid += money(product(t.beyond, t.mid, b.unit))
		l.AtImpact += money(product(t.beyond, t.impact, b.unit))
		l.Fees += t.errorFee
	}
	return book
}

// gross returns the sum of what the error account's positions are worth, each without sign, at marks. Marks may be negative:
// prices freed of an impact larger than they are.
func (b *books) gross(mid map[model.SymbolID]model.Price) model.Money {
	sum := new(big.Int)
	for s := range b.street {
		worth := product(b.pos(s), mid[s], b.unit)
		sum.Add(sum, worth.Abs(worth))
	}
	return money(sum)
}

// balanced holds the error account, the parents and the street against each other: what they hold, paid and were charged
// adds up to zero, and what is at venues is no more than the record has there.
func (w *world) balanced() error {
	b := &w.books
	for s, street := range b.street {
		held := street + b.pos(s)
		for parent, filled := range w.filled {
			if p := w.day.Parents[parent-1]; p.Symbol == s {
				held += min(filled, p.OrderQty) * p.Side.Sign()
			}
		}
		if held != 0 {
			return fmt.Errorf("positions of symbol %d add up to %d", s, held)
		}
	}
	cash, fees := new(big.Int).Set(b.cash), new(big.Int).Set(b.venue)
	for s := range b.street {
		cash.Sub(cash, b.total(s, func(t *trade) model.Price { return t.px }))
		fees.Sub(fees, b.fees(s))
	}
	for _, t := range b.trades {
		cash.Sub(cash, product(t.qty-t.beyond, t.px, b.unit))
		fees.Sub(fees, big.NewInt(int64(t.fee-t.errorFee)))
	}
	if cash.Sign() != 0 || fees.Sign() != 0 {
		return errors.New("cash and fees do not add up to zero")
	}
	for child, left := range w.venue {
		if w.left[child] != left {
			return fmt.Errorf("child %d has %d shares left here and %d in the record", child, left, w.left[child])
		}
	}
	return nil
}

func product(q model.Qty, p model.Price, unit model.Money) *big.Int {
	v := new(big.Int).Mul(big.NewInt(int64(q)), big.NewInt(int64(p)))
	return v.Mul(v, big.NewInt(int64(unit)))
}

// money returns v, which must fit.
func money(v *big.Int) model.Money {
	if !v.IsInt64() {
		panic("auditor: " + v.String() + " micro-units leave 64 bits")
	}
	return model.Money(v.Int64())
}
