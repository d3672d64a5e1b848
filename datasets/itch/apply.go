package itch

import (
	"math"

	"lossreplay/datasets/exchange"
	"lossreplay/model"
)

// qtyMax is the largest order that a table of an incident holds.
const qtyMax = math.MaxInt32

// apply does what a message of that kind says to the stock, its book and the flow.
func (d *reader) apply(k kind, s *stock) error {
	m := d.msg
	switch k {
	case add:
		return d.add(s)
	case execute:
		return d.reduce(s, number32(m, 19), true)
	case executeAt:
		return d.executeAt(s)
	case cancel:
		return d.reduce(s, number32(m, 19), false)
	case remove:
		return d.remove(s)
	case replace:
		return d.replace(s)
	case trade:
		return d.trade(s, uint64(number32(m, 20)), number32(m, 32))
	case cross:
		if number64(m, 11) == 0 {
			d.noCross++
			return nil
		}
		return d.trade(s, number64(m, 11), number32(m, 27))
	case broken:
		d.sink.Warn(d.where, WarnBroken)
		if d.flow != nil {
			return d.flow.Broken(d.where, d.at, number64(m, 11))
		}
	}
	return nil
}

// trade prints a trade that no displayed order took part in.
func (d *reader) trade(s *stock, shares uint64, price uint32) error {
	if shares == 0 || shares > qtyMax {
		return d.refuseNumber("shares", shares, reasonQty)
	}
	if price == 0 {
		return d.refuseNumber("price", 0, reasonPrice)
	}
	return d.print(s, int64(shares), price)
}

// add puts a new order into the book (A, F).
func (d *reader) add(s *stock) error {
	m := d.msg
	if m[19] != 'B' && m[19] != 'S' {
		return d.refuse("side", string(rune(m[19])), reasonSide)
	}
	o := order{price: number32(m, 32), shares: number32(m, 20), locate: locate(m), sell: m[19] == 'S'}
	ok, err := d.insert(s, reference(m), &o)
	if !ok || d.flow == nil {
		return err
	}
	if ok, err = d.describe(s, reference(m), &o); !ok {
		return err
	}
	if len(m) == forms['F'].length {
		d.taken.Participant = text(m[36:40])
	}
	taken, err := d.flow.Placed(&d.taken)
	d.orders.Get(reference(m)).flow = taken
	return err
}

// insert puts an order into the book, or refuses it.
func (d *reader) insert(s *stock, ref uint64, o *order) (ok bool, err error) {
	switch {
	case o.shares == 0 || o.shares > qtyMax:
		return false, d.refuseNumber("shares", uint64(o.shares), reasonQty)
	case o.price == 0:
		return false, d.refuseNumber("price", 0, reasonPrice)
	case d.orders.Get(ref) != nil:
		return false, d.refuseNumber("order reference", ref, exchange.ReasonTwice)
	case !s.side(o).add(o.key(), int64(o.shares)):
		return false, d.refuseNumber("price", uint64(o.price), reasonLevels)
	}
	d.orders.Put(ref, *o)
	return true, nil
}

// describe fills in the order as the flow wants it, or refuses it for the flow: the book has it all the same.
func (d *reader) describe(s *stock, ref uint64, o *order) (ok bool, err error) {
	px, fits := d.prices.From(int64(o.price))
	if !fits {
		return false, d.refuseNumber("price", uint64(o.price), reasonScale)
	}
	d.taken = exchange.Order{Where: d.where, At: d.at, Stock: int(o.locate), Symbol: s.symbol, Ref: ref, Side: model.Buy, Qty: model.Qty(o.shares), Px: px}
	if o.sell {
		d.taken.Side = model.Sell
	}
	return true, nil
}

// find returns the order that the message names. It counts or refuses what it cannot find.
func (d *reader) find(s *stock) (*order, error) {
	ref := reference(d.msg)
	o := d.orders.Get(ref)
	if o == nil {
		d.before++
		if d.flow != nil {
			d.flow.Missed(ref, s.symbol)
		}
		return nil, nil
	}
	if o.locate != locate(d.msg) {
		return nil, d.refuseNumber("order reference", ref, reasonForeign)
	}
	return o, nil
}

// reduce takes shares off an order, at its price if they are executed (E), else canceled (X).
func (d *reader) reduce(s *stock, shares uint32, executed bool) error {
	o, err := d.find(s)
	if o == nil || err != nil {
		return err
	}
	price := o.price
	if ok, err := d.shrink(s, o, shares); !ok || err != nil {
		return err
	}
	if executed {
		if err := d.print(s, int64(shares), price); err != nil {
			return err
		}
		return d.fill(shares, price)
	}
	if d.old.flow {
		_, err = d.flow.Reduced(d.where, d.at, reference(d.msg), model.Qty(shares))
	}
	return err
}

// executeAt is an execution at another price than the order's (C). The order of which nothing is known has its price here.
func (d *reader) executeAt(s *stock) error {
	m := d.msg
	shares, price, printed := number32(m, 19), number32(m, 32), m[31] == 'Y'
	if price == 0 {
		return d.refuseNumber("price", 0, reasonPrice)
	}
	o, err := d.find(s)
	if err != nil {
		return err
	}
	if o != nil {
		if ok, err := d.shrink(s, o, shares); !ok || err != nil {
			return err
		}
	}
	if _, fits := d.prices.From(int64(price)); !fits {
		return d.refuseNumber("price", uint64(price), reasonScale)
	}
	if printed {
		err = d.trade(s, uint64(shares), price)
	} else {
		d.noPrint++
	}
	if o == nil || err != nil {
		return err
	}
	return d.fill(shares, price)
}

// shrink takes shares off an order in the book and leaves a copy of it, as it was, in d.old; or it refuses the message.
func (d *reader) shrink(s *stock, o *order, shares uint32) (ok bool, err error) {
	if shares == 0 || shares > qtyMax {
		return false, d.refuseNumber("shares", uint64(shares), reasonQty)
	}
	if shares > o.shares {
		return false, d.refuseNumber("shares", uint64(shares), reasonOverfill)
	}
	d.old = *o
	s.side(o).take(o.key(), int64(shares))
	if o.shares -= shares; o.shares == 0 {
		d.orders.Delete(reference(d.msg))
	}
	return true, nil
}

// fill tells the flow of an execution (E, C) at a price that the scale can hold: an order at another would not be of the flow.
func (d *reader) fill(shares, price uint32) error {
	if !d.old.flow {
		return nil
	}
	px, _ := d.prices.From(int64(price))
	_, err := d.flow.Executed(d.where, d.at, reference(d.msg), model.Qty(shares), px, number64(d.msg, 23), true)
	return err
}

// drop takes an order out of the book and leaves a copy of it in d.old.
func (d *reader) drop(s *stock, o *order) {
	d.old = *o
	s.side(o).take(o.key(), int64(o.shares))
	d.orders.Delete(reference(d.msg))
}

// remove ends an order (D).
func (d *reader) remove(s *stock) error {
	o, err := d.find(s)
	if o == nil || err != nil {
		return err
	}
	d.drop(s, o)
	if d.old.flow {
		_, err = d.flow.Deleted(d.where, d.at, reference(d.msg))
	}
	return err
}

// replace puts another order in the stead of one (U). If the new one is refused, the old one has ended all the same.
func (d *reader) replace(s *stock) error {
	o, err := d.find(s)
	if o == nil || err != nil {
		return err
	}
	d.drop(s, o)
	m, flow := d.msg, d.old.flow
	o = &order{price: number32(m, 31), shares: number32(m, 27), locate: d.old.locate, sell: d.old.sell, flow: flow}
	ref := number64(m, 19)
	ok, err := d.insert(s, ref, o)
	if flow && ok {
		ok, err = d.describe(s, ref, o)
	}
	if !flow || err != nil {
		return err
	}
	if !ok {
		_, err = d.flow.Deleted(d.where, d.at, reference(m))
		return err
	}
	_, err = d.flow.Replaced(reference(m), &d.taken)
	return err
}
