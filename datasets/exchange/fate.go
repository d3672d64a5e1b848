package exchange

import (
	"slices"
	"strconv"

	"lossreplay/datasets/intake"
	"lossreplay/model"
)

// What a flow counts, in the words of the summary.
const (
	SkipMissed = "flow: execution or end of a sampled order that was placed before the file shows it"
	SkipCut    = "flow: part of an order canceled; the rest stays, and the order ends when that has traded"
	WarnAtEnd  = "flow: order still open at the end of the file; taken as expired there"
	// ReasonOverfill refuses an execution of more than an order has left.
	ReasonOverfill = "executes more than is left of the order"
	// ReasonTwice refuses an order whose reference is that of an open order.
	ReasonTwice = "is the reference of an order that is still open"
)

// Missed counts an event on an order that the feed never showed being placed, if the rule would have taken it.
func (f *Flow) Missed(ref uint64, symbol []byte) {
	if f.rule.sampled(ref) && f.rule.inSymbol(symbol) {
		f.missed++
	}
}

// Executed emits a fill of the order by execution match, and the end of the order if a part was canceled before. taken says
// whether the order is of the flow. An execution of more than is left is refused. If breakable, a later Broken finds the fill.
func (f *Flow) Executed(where intake.Where, at model.Time, ref uint64, qty model.Qty, px model.Price, match uint64, breakable bool) (taken bool, err error) {
	o := f.open.Get(ref)
	if o == nil {
		return false, nil
	}
	if qty > model.Qty(o.left) {
		return true, f.sink.Refuse(intake.Refusal{Where: where, Field: "shares", Value: strconv.FormatInt(int64(qty), 10), Reason: ReasonOverfill})
	}
	o.left -= int32(qty)
	now := *o
	f.tradedOf(now, qty)
	if breakable {
		f.fills[match] = fill{order: ref, stock: now.stock}
	}
	r := f.begin(intake.Trade, where, at, ref, int(now.stock), now.side)
	r.LastQty, r.LastPx, r.Exec, r.Venue = qty, px, f.execID(match), venue
	if err := f.sink.Record(r); err != nil || now.left > 0 {
		return true, err
	}
	f.open.Delete(ref)
	if now.cut == 0 {
		return true, nil
	}
	return true, f.finish(intake.Canceled, where, at, ref, now)
}

// tradedOf adds a fill to the order's parent, and closes the parent when it has enough.
func (f *Flow) tradedOf(o taken, qty model.Qty) {
	if o.parent == 0 {
		return
	}
	if p := f.parentOf(int(o.stock), o.side); p.number == o.parent {
		p.traded += qty
		p.open = p.traded < f.rule.enough
	}
}

func (f *Flow) execID(match uint64) []byte {
	f.exec = strconv.AppendUint(append(f.exec[:0], f.prefix...), match, 10)
	return f.exec
}

// finish emits the end of an order that is no longer in the table.
func (f *Flow) finish(kind intake.Kind, where intake.Where, at model.Time, ref uint64, o taken) error {
	return f.sink.Record(f.begin(kind, where, at, ref, int(o.stock), o.side))
}

// Reduced takes qty shares off what is left of the order; an order of which nothing is left is canceled.
func (f *Flow) Reduced(where intake.Where, at model.Time, ref uint64, qty model.Qty) (taken bool, err error) {
	o := f.open.Get(ref)
	if o == nil {
		return false, nil
	}
	if qty >= model.Qty(o.left) {
		return f.Deleted(where, at, ref)
	}
	o.left -= int32(qty)
	o.cut += int32(qty)
	f.cuts++
	return true, nil
}

// Deleted cancels the order.
func (f *Flow) Deleted(where intake.Where, at model.Time, ref uint64) (taken bool, err error) {
	o := f.open.Get(ref)
	if o == nil {
		return false, nil
	}
	now := *o
	f.open.Delete(ref)
	return true, f.finish(intake.Canceled, where, at, ref, now)
}

// Replaced cancels the order ref and sends o in its stead, on the same server.
func (f *Flow) Replaced(ref uint64, o *Order) (taken bool, err error) {
	old := f.open.Get(ref)
	if old == nil {
		return false, nil
	}
	server := old.server
	if _, err := f.Deleted(o.Where, o.At, ref); err != nil {
		return true, err
	}
	return true, f.send(o, server)
}

// Broken takes back the fill by execution match, if it was of the flow.
func (f *Flow) Broken(where intake.Where, at model.Time, match uint64) error {
	was, ok := f.fills[match]
	if !ok {
		return nil
	}
	delete(f.fills, match)
	r := f.begin(intake.TradeCancel, where, at, was.order, int(was.stock), 0)
	r.RefExec = f.execID(match)
	return f.sink.Record(r)
}

// Close ends what is still open, in order of reference, as expired at the time of the feed's last message, and reports counts.
func (f *Flow) Close(where intake.Where, at model.Time) error {
	refs := make([]uint64, 0, f.open.Len())
	f.open.Each(func(ref uint64, _ *taken) { refs = append(refs, ref) })
	slices.Sort(refs)
	for _, ref := range refs {
		f.sink.Warn(where, WarnAtEnd)
		if err := f.finish(intake.Expired, where, at, ref, *f.open.Get(ref)); err != nil {
			return err
		}
	}
	for _, c := range []struct {
		reason string
		n      int64
	}{{SkipMissed, f.missed}, {SkipCut, f.cuts}} {
		if c.n > 0 {
			f.sink.Skip(c.reason, c.n)
		}
	}
	return nil
}
