package lobster

import (
	"io"

	"lossreplay/datasets/intake"
)

// beside takes the order-book row beside a message; m is nil if the message was refused.
func (r *reader) beside(m *message) error {
	if r.book == nil {
		return nil
	}
	line, tooLong, err := r.book.read()
	if err == io.EOF {
		r.book = nil
		r.sink.Warn(r.where(), WarnBookShort)
		return nil
	}
	if err != nil {
		return err
	}
	if r.columns == 0 {
		r.columns = countColumns(line)
	}
	row, wrong := parseTop(line, r.columns)
	if tooLong {
		wrong = fault{"order-book row", reasonLong}
	}
	before, known := r.row, r.known
	r.row, r.known = row, wrong.reason == ""
	if !r.known {
		return r.refuse(wrong, line)
	}
	if m == nil {
		return nil
	}
	if known && !follows(before, row, m) {
		r.sink.Warn(r.where(), WarnConflict)
	}
	return r.quote(m)
}

// quote emits the row's best bid and ask if they are not those of the last quote.
func (r *reader) quote(m *message) error {
	bid, ask := r.row.bid, r.row.ask
	if bid == r.bid && ask == r.ask {
		return nil
	}
	r.bid, r.ask = bid, ask
	if bid == 0 || ask == 0 {
		r.noSide++
		return nil
	}
	if bid > ask {
		r.sink.Warn(r.where(), WarnCrossed)
		return nil
	}
	b, fits := r.prices.From(bid)
	a, both := r.prices.From(ask)
	if !fits || !both {
		return r.refuse(fault{"order-book price", reasonScale}, nil)
	}
	r.rec = intake.Record{Where: r.where(), Kind: intake.Quote, At: r.at(m), Symbol: r.symbol, Bid: b, Ask: a}
	return r.sink.Record(&r.rec)
}
