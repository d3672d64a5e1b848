package intake

import (
	"errors"
	"math"
	"strconv"

	"lossreplay/model"
)

// record is the sink's Record: it refuses what can mean nothing, notes what must be known before the records are in order,
// and passes the record on to be sorted.
func (in *Intake) record(r *Record) error {
	if field, value, reason := in.check(r); reason != "" {
		return in.refuse(Refusal{Where: r.Where, Field: field, Value: value, Reason: reason})
	}
	if r.Kind == Quote && (r.Bid == 0 || r.Ask == 0) {
		in.skipped.add("quote of one side only", 1, in.source(r.Where.Source), r.Where.Line)
		return nil
	}
	if r.Kind == TradeCancel || r.Kind == TradeCorrect {
		return in.correction(r) // whenever it was: a bust of the next morning takes back a fill of this day
	}
	if r.Kind != Operation && !in.ofTheDay(r) {
		return nil
	}
	c := rec{
		at: r.At, line: r.Where.Line, offset: r.Where.Offset, source: uint32(r.Where.Source), kind: r.Kind, side: r.Side, op: r.Op,
		order: hashOf(r.Order), orig: hashOf(r.OrigOrder), exec: hashOf(r.Exec), parent: hashOf(r.Parent),
		px: int64(r.Px), lastPx: int64(r.LastPx), fee: int64(r.Fee), qty: int64(r.Qty), lastQty: int64(r.LastQty), cum: int64(r.CumQty),
	}
	if r.Kind == Quote {
		c.px, c.lastPx = int64(r.Bid), int64(r.Ask)
	}
	in.identify(r, &c)
	if err := in.words(r, &c); errors.Is(err, errPlain) {
		return in.refuse(Refusal{Where: r.Where, Value: string(r.Symbol), Reason: "a name " + errPlain.Error()})
	} else if err != nil {
		return err
	}
	c.bits = in.bitsOf(r)
	if r.Kind == ParentOrder {
		if was, ok := in.declared[c.parent]; ok {
			return in.again(r, &c, was)
		}
		in.declared[c.parent] = declared{received: r.At, qty: c.qty, symbol: c.symbol, flag: c.flag, side: c.side, where: r.Where}
	}
	in.note(&c)
	in.kept++
	return in.spill.add(&c)
}

func (in *Intake) bitsOf(r *Record) (bits uint8) {
	if r.Inferred {
		bits |= bitInferred
	}
	if r.Repeat {
		bits |= bitRepeat
	}
	if r.Block {
		bits |= bitBlock
	}
	if r.Reaction {
		bits |= bitReaction
	}
	if in.o.Unwanted.matches(r) {
		bits |= bitUnwanted
	}
	return bits
}

// again refuses a parent order whose id is taken.
func (in *Intake) again(r *Record, c *rec, was declared) error {
	if was.qty == c.qty && was.symbol == c.symbol && was.side == c.side {
		return in.duplicate(r.Where, was.where)
	}
	return in.refuse(Refusal{Where: r.Where, Field: "parent", Value: string(r.Parent), Reason: "the parent's id is that of another parent"})
}

// ofTheDay reports whether the record is of the day asked for, and counts it where none is.
func (in *Intake) ofTheDay(r *Record) bool {
	day := in.calendar.dayOf(r.At)
	if in.dayKnown {
		if day != in.chosen {
			in.skipped.add("of "+dayText(day)+", another day than "+dayText(in.chosen), 1, in.source(r.Where.Source), r.Where.Line)
		}
		return day == in.chosen
	}
	if r.Kind >= NewOrder && r.Kind <= Trade {
		in.calendar.seen[day]++
	}
	return true
}

// identify settles by which id an order goes: its own, else the venue's.
func (in *Intake) identify(r *Record, c *rec) {
	const venueSalt = 37
	if len(r.VenueOrder) > 0 && r.Kind >= Accepted && r.Kind <= Trade {
		c.venueOrder = mix(hashOf(r.VenueOrder), venueSalt)
		if c.order == 0 && c.orig == 0 {
			in.byVenue = true
			c.order, c.venueOrder = c.venueOrder, 0
		}
	}
}

// words replaces the record's words by their numbers.
func (in *Intake) words(r *Record, c *rec) error {
	for _, w := range [...]struct {
		list *names
		word []byte
		at   *uint32
	}{{in.symbols, r.Symbol, &c.symbol}, {in.servers, r.Server, &c.server}, {in.venues, r.Venue, &c.venue}, {in.flags, r.Flag, &c.flag}, {in.builds, r.Build, &c.build}} {
		if len(w.word) == 0 {
			continue
		}
		at, err := w.list.of(w.word)
		if err != nil {
			return err
		}
		*w.at = at
	}
	if r.Kind == Operation {
		in.texts = append(in.texts, operationText(r.Text))
		c.text = uint32(len(in.texts))
	}
	return nil
}

// note takes down what must be known before the records are in order: which orders the log holds itself, what they fill at
// worst, and some price of each symbol.
func (in *Intake) note(c *rec) {
	switch c.kind {
	case NewOrder, ReplaceRequest:
		if e := in.orders.of(in.orders.get(c.order)); e.state == unseen {
			e.state = awaited
		}
	case Trade:
		if c.order == 0 {
			break
		}
		e := in.orders.of(in.orders.get(c.order))
		switch {
		case e.line == 0 || c.side.Valid() && c.side.Sign() > 0 && c.lastPx > e.line || c.side.Valid() && c.side.Sign() < 0 && c.lastPx < e.line:
			e.line = c.lastPx
		}
	}
	if c.symbol != 0 {
		for int(c.symbol) >= len(in.firstPx) {
			in.firstPx = append(in.firstPx, 0)
		}
		if p := &in.firstPx[c.symbol]; *p == 0 {
			*p = max(c.lastPx, c.px)
		}
	}
}

// operationText returns what people wrote, as a folder can hold it.
func operationText(text []byte) string {
	const longest = 1000
	out := make([]rune, 0, min(len(text), longest))
	for _, r := range string(text[:min(len(text), 4*longest)]) {
		if r < 0x20 || r == 0x7f || r == 0xfeff || r == 0xfffd {
			r = ' '
		}
		if len(out) < longest {
			out = append(out, r)
		}
	}
	return string(out)
}

// operationsMax bounds the timeline, which is held in memory.
const operationsMax = 1_000_000

// check returns what of a record can mean nothing: field, value and reason; no reason if it is fine.
func (in *Intake) check(r *Record) (field, value, reason string) {
	if r.At == 0 {
		return "time", "", "has no time"
	}
	number := func(n int64) string { return strconv.FormatInt(n, 10) }
	needs := func(symbol, side bool) bool { return symbol && len(r.Symbol) == 0 || side && !r.Side.Valid() }
	qty, px := r.Qty, r.Px
	switch r.Kind {
	case ParentOrder, NewOrder:
		if r.Kind == NewOrder && len(r.Order) == 0 || r.Kind == ParentOrder && len(r.Parent) == 0 {
			return "order", "", "names no order"
		}
		if needs(true, true) {
			return "symbol, side", string(r.Symbol), "names no symbol or no side"
		}
		if qty == 0 {
			return "quantity", "0", "orders no shares"
		}
	case ReplaceRequest, CancelRequest, Accepted, Replaced, Canceled, Expired, Rejected, CancelRejected:
		if len(r.Order)+len(r.OrigOrder)+len(r.VenueOrder) == 0 || r.Kind == ReplaceRequest && len(r.Order) == 0 {
			return "order", "", "names no order"
		}
	case Trade, Print, Closing, TradeCorrect:
		qty, px = r.LastQty, r.LastPx
		if qty <= 0 || px <= 0 {
			return "last quantity, last price", number(int64(qty)) + " at " + number(int64(px)), "is a trade of no shares or at no price"
		}
		if r.Kind == Trade && len(r.Order)+len(r.VenueOrder) == 0 && needs(true, true) || r.Kind == Print && needs(true, false) || r.Kind == Closing && needs(true, true) {
			return "symbol, side", string(r.Symbol), "names neither an order nor a symbol with its side"
		}
		if r.Kind == TradeCorrect && len(r.RefExec) == 0 {
			return "reference", "", "names no fill"
		}
	case TradeCancel:
		if len(r.RefExec) == 0 {
			return "reference", "", "names no fill"
		}
	case Quote:
		switch {
		case needs(true, false):
			return "symbol", "", "names no symbol"
		case r.Bid < 0 || r.Ask < 0 || r.Bid > math.MaxInt64/4 || r.Ask > math.MaxInt64/4:
			return "bid, ask", number(int64(r.Bid)) + ", " + number(int64(r.Ask)), "is no price"
		case r.Ask != 0 && r.Bid > r.Ask:
			return "bid", number(int64(r.Bid)), "is above the ask: a crossed market is no quote"
		}
	case Operation:
		return in.checkOperation(r)
	default:
		panic("intake: a record of kind " + strconv.Itoa(int(r.Kind)))
	}
	if qty < 0 || qty > math.MaxInt32 || r.Qty < 0 || r.Qty > math.MaxInt32 {
		return "quantity", number(int64(max(qty, r.Qty))), "is no number of shares from 1 to 2147483647"
	}
	if _, ok := model.Notional(qty, px, in.o.Scale.Unit()); px < 0 || !ok {
		return "price", number(int64(px)), "is no price, or leaves 64 bits of money times the quantity"
	}
	return "", "", ""
}

func (in *Intake) checkOperation(r *Record) (field, value, reason string) {
	builds := r.Op == model.OpDeploy || r.Op == model.OpRollback
	switch {
	case r.Op < model.OpDeploy || r.Op > model.OpStop:
		return "operation", strconv.Itoa(int(r.Op)), "is no operation"
	case builds && (len(r.Server) == 0 || len(r.Build) == 0):
		return "server, build", string(r.Server), "a deploy or rollback names a server and a build"
	case !builds && len(r.Build) > 0:
		return "build", string(r.Build), "only a deploy or rollback names a build"
	case len(in.texts) >= operationsMax:
		return "operation", "", "more operations than are taken"
	}
	return "", "", ""
}
