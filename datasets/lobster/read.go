package lobster

import (
	"errors"
	"io"

	"lossreplay/datasets/exchange"
	"lossreplay/datasets/intake"
	"lossreplay/model"
)

// What is counted, in the words of the summary.
const (
	SkipHalt      = "trading halt messages (type 7): no record of an incident holds them"
	SkipOneSided  = "quotes with an empty side: an incident's quotes have both"
	WarnNoBook    = "no order-book file beside the messages: no quotes, for messages do not say what stood before them"
	WarnCrossed   = "the best bid is above the best ask: no quote"
	WarnConflict  = "order-book row contradicts its message: taken as it stands"
	WarnBookShort = "the order-book file ends before its message file: no quotes from here on"
	WarnBookLong  = "the order-book file goes on after its message file: the rest is left out"
	WarnBack      = "time goes back"

	reasonName = "is no name of a LOBSTER message file and the day has no date or the section no symbol"
	reasonDay  = "is of another day than day.date"
	reasonBook = "is an order-book file; name it beside its message file"
)

// reader is the state of one pass over a pair of files.
type reader struct {
	s        *Settings
	sink     *intake.Sink
	source   int
	messages *lines
	book     *lines // nil if there is none, or none any more
	columns  int    // of the order-book file
	midnight model.Time
	symbol   []byte
	prices   exchange.Prices
	flow     *exchange.Flow

	last          int64 // latest time so far, nanoseconds after midnight
	row           top   // the row before, if known
	known         bool
	bid, ask      int64 // as quoted last
	halts, noSide int64
	rec           intake.Record
	order         exchange.Order
}

// Read reads a message file to its end, and beside it, row by row, its order-book file if book is not nil: a Quote whenever
// the best bid or ask has changed, a Print for each execution, and what the settings' flow takes. name is the message file's.
// source is its position in the list of sources; line numbers are rows of both files. It returns an error only if a file
// cannot be read or the sink returns one: rows that are not taken are refused, odd ones warned of, both by line.
func Read(messages, book io.Reader, name string, source int, s *Settings, sink *intake.Sink) error {
	r := &reader{s: s, sink: sink, source: source, messages: newLines(messages), prices: exchange.PricesAt(s.scale)}
	if refused, err := r.identify(name); refused || err != nil {
		return err
	}
	if book != nil {
		r.book = newLines(book)
	} else {
		sink.Warn(r.where(), WarnNoBook)
	}
	r.flow = exchange.NewFlow(s.rule, string(r.symbol)+"-", sink)
	for {
		line, tooLong, err := r.messages.read()
		if err == io.EOF {
			return r.close()
		}
		if err == nil {
			err = r.take(line, tooLong)
		}
		if err != nil {
			return err
		}
	}
}

// identify finds out symbol and day, or refuses the file.
func (r *reader) identify(name string) (refused bool, err error) {
	n, ok := ParseName(name)
	reason := ""
	switch {
	case !ok && (r.s.symbol == "" || r.s.date == ""):
		reason = reasonName
	case !ok:
		n = Name{Symbol: r.s.symbol, Date: r.s.date}
	case n.Book:
		reason = reasonBook
	case r.s.date != "" && n.Date != r.s.date:
		reason = reasonDay
	}
	if reason == "" {
		if r.midnight, err = exchange.Midnight(n.Date); err != nil {
			reason = reasonName
		}
	}
	if reason != "" {
		return true, r.refuse(fault{"file name", reason}, []byte(base(name)))
	}
	r.symbol = []byte(n.Symbol)
	return false, nil
}

// take takes one row of the message file, and the row of the order-book file beside it.
func (r *reader) take(line []byte, tooLong bool) error {
	m, wrong := parseMessage(line)
	if tooLong {
		wrong = fault{"row", reasonLong}
	}
	if wrong.reason != "" {
		if err := r.refuse(wrong, line); err != nil {
			return err
		}
		return r.beside(nil)
	}
	if m.nanos < r.last {
		r.sink.Warn(r.where(), WarnBack)
	}
	r.last = max(r.last, m.nanos)
	if err := r.beside(&m); err != nil {
		return err
	}
	if m.kind == halted {
		r.halts++
		return nil
	}
	px, ok := r.prices.From(m.price)
	if !ok {
		return r.refuse(fault{"price", reasonScale}, line)
	}
	if m.kind >= executed {
		if err := r.print(&m, px); err != nil {
			return err
		}
	}
	return r.follow(&m, px)
}

func (r *reader) at(m *message) model.Time { return r.midnight + model.Time(m.nanos) }

func (r *reader) where() intake.Where {
	return intake.Where{Source: r.source, Line: r.messages.number, Offset: r.messages.offset}
}

func (r *reader) refuse(f fault, line []byte) error {
	return r.sink.Refuse(intake.Refusal{Where: r.where(), Field: f.column, Value: string(line[:min(len(line), 60)]), Reason: f.reason})
}

// print emits an execution as a trade of the market.
func (r *reader) print(m *message, px model.Price) error {
	r.rec = intake.Record{Where: r.where(), Kind: intake.Print, At: r.at(m), Symbol: r.symbol, LastQty: model.Qty(m.size), LastPx: px}
	return r.sink.Record(&r.rec)
}

// follow tells the flow of a message.
func (r *reader) follow(m *message, px model.Price) (err error) {
	if r.flow == nil || m.kind > executed {
		return nil
	}
	taken, ref, qty := true, uint64(m.ref), model.Qty(m.size)
	switch m.kind {
	case placed:
		r.order = exchange.Order{Where: r.where(), At: r.at(m), Symbol: r.symbol, Ref: ref, Side: m.restingSide(), Qty: qty, Px: px}
		_, err = r.flow.Placed(&r.order)
	case reduced:
		taken, err = r.flow.Reduced(r.where(), r.at(m), ref, qty)
	case deleted:
		taken, err = r.flow.Deleted(r.where(), r.at(m), ref)
	case executed:
		taken, err = r.flow.Executed(r.where(), r.at(m), ref, qty, px, uint64(r.messages.number), false)
	}
	if !taken {
		r.flow.Missed(ref, r.symbol)
	}
	return err
}

// close ends the pass.
func (r *reader) close() error {
	if r.book != nil {
		switch _, tooLong, err := r.book.read(); {
		case err == nil || tooLong:
			r.sink.Warn(r.where(), WarnBookLong)
		case !errors.Is(err, io.EOF):
			return err
		}
	}
	if r.halts > 0 {
		r.sink.Skip(SkipHalt, r.halts)
	}
	if r.noSide > 0 {
		r.sink.Skip(SkipOneSided, r.noSide)
	}
	if r.flow == nil {
		return nil
	}
	return r.flow.Close(r.where(), r.midnight+model.Time(r.last))
}
