package itch

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"strconv"

	"lossreplay/datasets/exchange"
	"lossreplay/datasets/intake"
	"lossreplay/model"
)

// What is counted, in the words of the summary.
const (
	SkipUnknownType = "messages of a type that ITCH 5.0 does not have"
	SkipOther       = "messages of stocks that are not asked for"
	SkipBefore      = "messages on orders that were placed before the file begins, or were refused"
	SkipNoPrint     = "executions marked as not printable (C): their cross prints them"
	SkipNoCross     = "crosses in which nothing traded (Q)"
	SkipOneSided    = "quotes with an empty side: an incident's quotes have both"
	WarnCrossed     = "the best bid is above the best ask: no quote"
	WarnBack        = "time goes back"
	WarnBroken      = "a broken trade (B) stays in the market's volume"
	WarnNoEnd       = "the file has no end-of-messages event (S, C): it may be a part of a day"
)

// The reasons for which messages are refused.
const (
	reasonLength   = "has the wrong length for its type in ITCH 5.0"
	reasonCut      = "is cut off by the end of the file"
	reasonTime     = "is beyond the end of the day"
	reasonStock    = "is no stock symbol"
	reasonLocate   = "is not the stock that this locate code stood for"
	reasonTwin     = "is the stock of another locate code"
	reasonSide     = "is neither B nor S"
	reasonQty      = "is outside 1 to 2147483647 shares"
	reasonPrice    = "is no price"
	reasonScale    = "has more decimals than price_scale; raise price_scale"
	reasonOverfill = "is more than is left of the order"
	reasonLevels   = "would make more than 65536 price levels on one side"
	reasonForeign  = "is an order in another stock than the message's"
)

// reader is the state of one pass over a file.
type reader struct {
	s      *Settings
	sink   *intake.Sink
	prices exchange.Prices
	flow   *exchange.Flow
	stocks []*stock // by locate code
	named  map[string]bool
	orders exchange.Table[order]

	where intake.Where
	last  int64 // latest time so far, nanoseconds after midnight
	at    model.Time
	msg   []byte // the message being taken
	rec   intake.Record
	taken exchange.Order
	old   order // the order that a message ended

	told                           [256]int64
	unknown, other, before         int64
	noPrint, noCross, noSide, ends int64
}

// Read reads a file to its end: a Quote whenever the best bid or ask of a stock that is asked for has changed, a Print for each
// execution that the exchange prints, and what the settings' flow takes. source is the file's position in the list of
// sources; the line number of a place is the number of the message. It returns an error only if r cannot be read or the sink
// returns one: messages that are not taken are refused, odd ones warned of. A message that the file's end cuts off is refused,
// and what came before is kept.
func Read(r io.Reader, source int, s *Settings, sink *intake.Sink) error {
	d := &reader{s: s, sink: sink, prices: exchange.PricesAt(s.scale), where: intake.Where{Source: source}, named: map[string]bool{}}
	d.flow = exchange.NewFlow(s.rule, "", sink)
	in, next := bufio.NewReaderSize(r, 1<<17), int64(0)
	for {
		head, err := in.Peek(2)
		if len(head) == 0 && errors.Is(err, io.EOF) {
			return d.close()
		}
		d.where = intake.Where{Source: source, Line: d.where.Line + 1, Offset: next}
		size := 2
		if err == nil {
			size += int(binary.BigEndian.Uint16(head))
			head, err = in.Peek(size)
		}
		if errors.Is(err, io.EOF) {
			if err := d.refuse("message", fmt.Sprintf("%d of %d bytes", len(head), size), reasonCut); err != nil {
				return err
			}
			return d.close()
		}
		if err != nil {
			return err
		}
		d.msg = head[2:]
		if err := d.take(); err != nil {
			return err
		}
		if _, err := in.Discard(size); err != nil {
			return err
		}
		next += int64(size)
	}
}

func (d *reader) refuse(field, value, reason string) error {
	return d.sink.Refuse(intake.Refusal{Where: d.where, Field: field, Value: value, Reason: reason})
}

func (d *reader) refuseNumber(field string, value uint64, reason string) error {
	return d.refuse(field, strconv.FormatUint(value, 10), reason)
}

// take takes one message.
func (d *reader) take() error {
	m := d.msg
	if len(m) == 0 {
		return d.refuse("length", "0", reasonLength)
	}
	f := &forms[m[0]]
	if f.kind == unknown {
		d.unknown++
		return nil
	}
	if len(m) != f.length {
		return d.refuse("length", fmt.Sprintf("%c of %d bytes", m[0], len(m)), reasonLength)
	}
	now := nanos(m)
	if now >= exchange.DayNanos {
		return d.refuseNumber("timestamp", uint64(now), reasonTime)
	}
	if now < d.last {
		d.sink.Warn(d.where, WarnBack)
	}
	d.last, d.at = max(now, d.last), d.s.midnight+model.Time(now)
	if f.kind == told {
		d.told[m[0]]++
		if m[0] == 'S' && m[11] == 'C' {
			d.ends++
		}
		return nil
	}
	s, refused, err := d.stockOf(f.stock)
	switch {
	case refused || err != nil:
		return err
	case s == nil:
		d.before++
		return nil
	case !s.wanted:
		d.other++
		return nil
	}
	if err := d.apply(f.kind, s); err != nil {
		return err
	}
	return d.quote(s)
}

// stockOf returns the stock of the message's locate code, nil if it is not known, and learns it from the symbol at field, if
// the message has one. A symbol that is none, or another stock's, is refused.
func (d *reader) stockOf(field int) (s *stock, refused bool, err error) {
	code := int(locate(d.msg))
	if code < len(d.stocks) {
		s = d.stocks[code]
	}
	if field == 0 {
		return s, false, nil
	}
	symbol := text(d.msg[field : field+8])
	switch {
	case s != nil && string(symbol) == string(s.symbol):
		return s, false, nil
	case symbol == nil:
		return nil, true, d.refuse("stock", fmt.Sprintf("%q", d.msg[field:field+8]), reasonStock)
	case s != nil:
		return nil, true, d.refuse("stock", string(symbol), reasonLocate)
	case d.named[string(symbol)]:
		return nil, true, d.refuse("stock", string(symbol), reasonTwin)
	}
	d.named[string(symbol)] = true
	for code >= len(d.stocks) {
		d.stocks = append(d.stocks, nil)
	}
	s = &stock{symbol: append([]byte(nil), symbol...), wanted: d.s.wants(symbol)}
	d.stocks[code] = s
	return s, false, nil
}

// quote emits the best bid and ask if the message has changed them.
func (d *reader) quote(s *stock) error {
	bid, ask := s.top()
	if bid == s.bid && ask == s.ask {
		return nil
	}
	s.bid, s.ask = bid, ask
	if bid == 0 || ask == 0 {
		d.noSide++
		return nil
	}
	if bid > ask {
		d.sink.Warn(d.where, WarnCrossed)
		return nil
	}
	b, fits := d.prices.From(int64(bid))
	a, both := d.prices.From(int64(ask))
	if !fits || !both {
		return d.refuse("best bid and ask", fmt.Sprintf("%d and %d ten-thousandths", bid, ask), reasonScale)
	}
	d.rec = intake.Record{Where: d.where, Kind: intake.Quote, At: d.at, Symbol: s.symbol, Bid: b, Ask: a}
	return d.sink.Record(&d.rec)
}

// print emits a trade of the market.
func (d *reader) print(s *stock, qty int64, price uint32) error {
	px, fits := d.prices.From(int64(price))
	if !fits {
		return d.refuseNumber("price", uint64(price), reasonScale)
	}
	d.rec = intake.Record{Where: d.where, Kind: intake.Print, At: d.at, Symbol: s.symbol, LastQty: model.Qty(qty), LastPx: px}
	return d.sink.Record(&d.rec)
}

// close ends the pass.
func (d *reader) close() error {
	if d.ends == 0 {
		d.sink.Warn(d.where, WarnNoEnd)
	}
	d.report(SkipUnknownType, d.unknown)
	d.report(SkipOther, d.other)
	d.report(SkipBefore, d.before)
	d.report(SkipNoPrint, d.noPrint)
	d.report(SkipNoCross, d.noCross)
	d.report(SkipOneSided, d.noSide)
	for i := range forms {
		d.report(forms[i].name, d.told[i])
	}
	if d.flow == nil {
		return nil
	}
	return d.flow.Close(d.where, d.s.midnight+model.Time(d.last))
}

func (d *reader) report(reason string, n int64) {
	if n > 0 {
		d.sink.Skip(reason, n)
	}
}
