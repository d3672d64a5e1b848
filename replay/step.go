package replay

import (
	"lossreplay/model"
	"lossreplay/model/control"
	"lossreplay/model/router"
)

// advance takes the world through the events of b from index i on. It returns early, with the world's next index, when the
// world forks: forked is then a world that has yet to take that same event, and so has w. Otherwise forked is nil.
func (w *world) advance(b *batch, i int) (next int, forked *world) {
	if i == 0 && w.witness == nil && w.quiet(b.digest) {
		return w.advanceQuiet(b)
	}
	return w.advanceFrom(b, i)
}

// advanceFrom is advance, one event after the other.
func (w *world) advanceFrom(b *batch, i int) (next int, forked *world) {
	first := i
	for ; i < len(b.events) && forked == nil && !w.closed; i++ {
		if forked = w.take(b, i); forked != nil {
			break
		}
	}
	w.evaluated += int64(i - first)
	return i, forked
}

// take takes the world through event i. If it forks, neither world has taken it.
func (w *world) take(b *batch, i int) (forked *world) {
	ev := &b.events[i]
	w.Now = ev.at
	switch ev.kind {
	case evFill:
		w.onFill(ev)
	case evChild:
		return w.onChild(ev)
	case evTick:
		if forked = w.declare(); forked == nil {
			w.onTick(&b.ticks[ev.id])
		}
	case evEnded:
		w.onEnded(ev)
	case evParent:
		w.onParent(ev)
	case evOperation:
		return w.onOperation(&w.operations[ev.id])
	}
	return forked
}

// refuses reports whether a child of that parent and server meets a closed gate: nobody is asked about it.
func (w *world) refuses(parent model.ParentID, server model.ServerID) bool {
	p := parent - 1
	return w.halted || w.cut>>server&1 != 0 || w.shut[p/64]>>(p%64)&1 != 0
}

// onChild routes a recorded child, has it voted on, and commits.
func (w *world) onChild(ev *event) (forked *world) {
	goes := false
	if !w.refuses(ev.parent, ev.server) {
		if goes, forked = w.ask(ev); forked != nil {
			return forked
		}
	}
	if w.witness != nil {
		w.witness.child(w, ev, goes)
	}
	qty := model.Qty(ev.qty)
	if ev.marks&rogue == 0 {
		w.legitSeen.add(int64(qty), ev.limit, w.priceUnit)
		if !goes {
			w.deny(int64(qty), ev.limit)
		}
	}
	if !goes {
		return nil
	}
	w.resting[ev.slot] = resting{limit: ev.limit, id: w.child.ID, parent: ev.parent, left: ev.qty, symbol: ev.symbol, server: ev.server, venue: ev.venue,
		marks: ev.marks}
	w.atVenue++
	if ev.marks&rogue != 0 {
		w.rogueOut++
	}
	w.flow.Children++
	w.Parents[ev.parent-1].Open += qty
	w.Rest(ev.symbol, w.child.Sign, qty)
	for _, h := range w.hooks.sent {
		h.Sent(&w.World, &w.child)
	}
	return nil
}

// ask routes a child and has it voted on. It reports whether the child goes; if the world forks nothing is committed.
func (w *world) ask(ev *event) (goes bool, forked *world) {
	qty, parent := model.Qty(ev.qty), &w.Parents[ev.parent-1]
	path := w.fleet.PathOf(&w.Router, ev.server, ev.flag)
	at := router.Progress{OrderQty: w.parentQty[ev.parent-1], Executed: parent.Executed, Open: parent.Open}
	if !path.WouldSend(at, qty) {
		w.flow.Unsent++
		return false, nil
	}
	w.child = control.Child{
		ID: model.ChildID(ev.id), Parent: ev.parent, Flag: ev.flag, Server: ev.server, Venue: ev.venue, Symbol: ev.symbol,
		PreOpen: ev.marks&preOpen != 0, Sign: ev.marks.sign(), Qty: qty, ParentQty: at.OrderQty,
		LimitPx: ev.limit - w.moved[ev.symbol], Path: path,
	}
	verdict, forked := w.vote()
	if forked != nil {
		return false, forked
	}
	w.stop(verdict, ev)
	return verdict == control.Pass, nil
}

// stop does what a verdict says of later children.
func (w *world) stop(verdict control.Verdict, ev *event) {
	if verdict >= control.Close {
		w.gates++
	}
	switch p := ev.parent - 1; verdict {
	case control.Close:
		w.shut[p/64] |= 1 << (p % 64)
	case control.Cut:
		w.cut |= 1 << ev.server
	case control.Halt, control.Kill:
		w.halted, w.haltAt = true, ev.at
		if verdict == control.Kill {
			w.cancel(control.AllServers)
		}
	}
}

// onFill books an execution, or notes that the world lacks it.
func (w *world) onFill(ev *event) {
	qty, s := model.Qty(ev.qty), ev.symbol
	sign := ev.marks.sign()
	order := &w.resting[ev.slot]
	if order.id == 0 {
		w.lack(s, sign*qty)
		return
	}
	order.left -= ev.qty
	parent := &w.Parents[ev.parent-1]
	unmatched := parent.Fill(qty, w.parentQty[ev.parent-1])
	w.Rest(s, sign, -qty)
	w.flow.Executions++
	w.flow.Shares += int64(qty)
	if ev.marks&rogue != 0 {
		w.flow.RogueShares += int64(qty)
	}
	px := ev.px - w.moved[s]
	if model.Price(sign)*(px-ev.limit) > 0 {
		w.flow.Unmarketable++
	}
	w.fill = control.Fill{Parent: ev.parent, Server: ev.server, Venue: ev.venue, Symbol: s, Qty: sign * qty, Unmatched: sign * unmatched, Px: px}
	w.fill.Before = w.Book.Lines[s].Pos
	if unmatched > 0 {
		fee := ev.fee
		if unmatched != qty {
			fee = fee * model.Money(unmatched) / model.Money(qty)
		}
		mid := ev.mid - w.moved[s]
		w.Book.Fill(s, sign*unmatched, px, mid, w.Impact[s], fee)
		w.flow.UnmatchedExecutions++
		w.flow.UnmatchedShares += int64(unmatched)
		if !parent.Unmatched {
			parent.Unmatched = true
			w.flow.UnmatchedParents++
		}
		if w.witness != nil {
			w.witness.fill(w, ev, int64(unmatched))
		}
	}
	w.fill.After = w.Book.Lines[s].Pos
	for _, h := range w.hooks.filled {
		h.Filled(&w.World, &w.fill)
	}
	if ev.marks&last != 0 {
		w.gone(order)
	}
}

// lack notes that the record executed signed shares that this world does not.
func (w *world) lack(s model.SymbolID, qty model.Qty) {
	w.lacking[s] += qty
	w.touched[s] = true
}

// onEnded takes back what is left of a child.
func (w *world) onEnded(ev *event) {
	if w.resting[ev.slot].id != 0 {
		w.end(&w.resting[ev.slot], ev.how)
	}
}

// end takes an order off its venue and tells of it.
func (w *world) end(o *resting, how model.ExecType) {
	sign, left := o.marks.sign(), model.Qty(o.left)
	w.Parents[o.parent-1].Open -= left
	w.Rest(o.symbol, sign, -left)
	w.over = control.End{Child: o.id, Parent: o.parent, Server: o.server, Venue: o.venue, Symbol: o.symbol, Left: sign * left, Type: how}
	w.gone(o)
	for _, h := range w.hooks.ended {
		h.Ended(&w.World, &w.over)
	}
}

// gone frees an order's place.
func (w *world) gone(o *resting) {
	o.id = 0
	w.atVenue--
	if o.marks&rogue != 0 {
		w.rogueOut--
	}
}

// deny counts a legitimate order, or what is left of one, that a control does not let trade.
func (w *world) deny(qty int64, limit model.Price) {
	w.blocked.add(qty, limit, w.priceUnit)
	if w.tick >= 0 && w.tick < w.ticks {
		w.minutes.add(w.tick / w.minute)
	}
}

// cancel takes all orders of those servers off their venues: what the record still executes of them is missing from now on.
func (w *world) cancel(servers uint64) {
	for i := range w.resting {
		if o := &w.resting[i]; o.id != 0 && servers&(1<<o.server) != 0 {
			if o.marks&rogue == 0 {
				w.deny(int64(o.left), o.limit)
			}
			if w.witness != nil {
				w.witness.canceled(w, o)
			}
			w.end(o, model.ExecCanceled)
		}
	}
}

// onParent notes the price at which a parent arrived and tells of it.
func (w *world) onParent(ev *event) {
	if w.tick >= 0 {
		w.Parents[ev.parent-1].ArrivalPx = ev.mid - w.moved[ev.symbol]
	}
	if len(w.hooks.received) == 0 {
		return
	}
	p, i := w.day.Parents(), ev.parent-1
	w.parent = model.ParentOrder{ID: ev.parent, Received: ev.at, Symbol: p.Symbol[i], Side: p.Side[i], OrderQty: p.OrderQty[i], Flag: p.Flag[i]}
	for _, h := range w.hooks.received {
		h.Received(&w.World, &w.parent)
	}
}

// onTick lets the tick's missing flow weigh on prices, updates marks, and closes a world that can do nothing more.
func (w *world) onTick(m *mark) {
	w.tick = m.tick
	if m.tick == 0 {
		w.preOpen(func(s *model.Security) model.Price { return s.OpenPx })
	}
	for s := range w.lacking {
		if w.touched[s] && m.tick > 0 && !w.held {
			w.kernel.Tick(&w.missing[s], w.lacking[s])
			w.moved[s] = w.kernel.Price(&w.missing[s], w.unit[s])
		}
		w.lacking[s] = 0
		w.Mid[s] = m.mid[s] - w.moved[s]
		w.Impact[s] = m.own[s] - w.moved[s]
	}
	copy(w.QuotedAt, m.quotedAt)
	copy(w.Others, m.others)
	for _, h := range w.hooks.ticked {
		h.Ticked(&w.World)
	}
	if w.shown() {
		w.record(m.tick)
	}
	if w.kept() {
		w.snap(m.tick)
	}
	if w.witness != nil {
		w.witness.tick(w)
	}
	w.closed = w.halted && w.atVenue == 0
}
