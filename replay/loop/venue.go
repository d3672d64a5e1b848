package loop

import (
	"lossreplay/model"
	"lossreplay/model/control"
)

// quoteNow returns the recorded quote of the current tick, the opening price on both sides before the first.
func (w *sim) quoteNow(s model.SymbolID) quote {
	q := w.quotes[min(w.tick, w.flowEnd)*len(w.securities)+int(s)]
	if q.bid == 0 && q.ask == 0 {
		q.bid, q.ask = w.securities[s].OpenPx, w.securities[s].OpenPx
	}
	return q
}

// far returns the price at which an order of that sign trades at once in this world.
func (w *sim) far(s model.SymbolID, sign model.Qty) model.Price {
	return w.quoteNow(s).far(sign) - w.moved[s]
}

// onReport brings the report of the oldest child at a venue: it executes whole at the far side of the quote, unless its limit
// is worse by now, the day's share of expiries has drawn it, or the symbol's market has traded its volume of this minute. What
// does not execute expires.
func (w *sim) onReport() {
	o := w.venue.pop()
	if o.id == 0 {
		return
	}
	sign := model.Qty(o.sign)
	px := w.far(o.symbol, sign)
	qty := model.Qty(o.qty)
	if o.expires || model.Price(sign)*(px-o.limit) > 0 {
		qty = 0
	}
	if w.room != nil {
		qty = min(qty, w.room[o.symbol])
		w.room[o.symbol] -= qty
	}
	if qty > 0 {
		w.execute(&o, qty, px)
	}
	if left := model.Qty(o.qty) - qty; left > 0 {
		w.ended(&o, left, model.ExecExpired)
	}
	if k := &w.works[o.parent]; !k.runs && !k.held && !w.shut[o.parent] {
		w.plan(o.parent, w.later(w.Fitted.Think), newTie(o.parent))
	}
}

// execute books an execution: allocated to its parent until that is full, beyond to the error account.
func (w *sim) execute(o *order, qty model.Qty, px model.Price) {
	s, sign := o.symbol, model.Qty(o.sign)
	parent := &w.Parents[o.parent]
	unmatched := parent.Fill(qty, w.parents.OrderQty[o.parent])
	w.Rest(s, sign, -qty)
	w.flowNow[s] += sign * qty
	w.tally.filled(s, w.tally.minuteOf(w.tick, w.perMinute), o.server, qty, px, w.Book.Unit)
	if !o.counts {
		w.flow.RunawayShares += int64(qty)
	}
	w.fill = control.Fill{Parent: model.ParentID(o.parent + 1), Server: o.server, Venue: o.venue, Symbol: s, Qty: sign * qty,
		Unmatched: sign * unmatched, Before: w.Book.Lines[s].Pos, Px: px}
	if unmatched > 0 {
		mid := w.quoteNow(s).mid() - w.moved[s]
		w.Book.Fill(s, sign*unmatched, px, mid, w.Impact[s], model.Money(unmatched)*w.Fitted.FeePerShare)
		w.flow.UnmatchedExecutions++
		w.flow.UnmatchedShares += int64(unmatched)
		if !parent.Unmatched {
			parent.Unmatched = true
			w.flow.UnmatchedParents++
		}
	}
	w.fill.After = w.Book.Lines[s].Pos
	for _, h := range w.hooks.filled {
		h.Filled(&w.World, &w.fill)
	}
}

// ended takes what is left of a child off its venue and tells of it.
func (w *sim) ended(o *order, left model.Qty, how model.ExecType) {
	sign := model.Qty(o.sign)
	w.Parents[o.parent].Open -= left
	w.Rest(o.symbol, sign, -left)
	if how == model.ExecCanceled {
		w.flow.Canceled++
	} else {
		w.flow.Expired++
	}
	w.end = control.End{Child: o.id, Parent: model.ParentID(o.parent + 1), Server: o.server, Venue: o.venue, Symbol: o.symbol,
		Left: sign * left, Type: how}
	for _, h := range w.hooks.ended {
		h.Ended(&w.World, &w.end)
	}
}

// cancel takes all children of those servers off their venues, the oldest first. A path that counts goes on after its think time.
func (w *sim) cancel(servers uint64) {
	for i := range w.venue.size {
		o := w.venue.at(i)
		if o.id == 0 || servers&(1<<o.server) == 0 {
			continue
		}
		w.ended(o, model.Qty(o.qty), model.ExecCanceled)
		o.id = 0
		w.venue.live--
		if k := &w.works[o.parent]; !k.runs && !k.held && !w.shut[o.parent] {
			w.plan(o.parent, w.later(w.Fitted.Think), newTie(o.parent))
		}
	}
}
