package replay

import (
	"lossreplay/model"
	"lossreplay/model/control"
	"lossreplay/model/router"
)

// advance takes the world through the events of b from index i on. It returns early, with the world's next index, when the
// world forks: forked is then a world that has yet to take that same event, and so has w. Otherwise forked is nil.
func (w *world) advance(b *batch, i int) (next int, forked *world) {
	first := i
	defer func() { w.evaluated += int64(next - first) }()
	for ; i < len(b.events); i++ {
		ev := &b.events[i]
		w.Now = ev.at
		switch ev.kind {
		case evFill:
			w.onFill(ev)
		case evChild:
			if forked = w.onChild(ev); forked != nil {
				return i, forked
			}
		case evTick:
			if w.onTick(&b.ticks[ev.id]); w.closed {
				return i + 1, nil
			}
		case evEnded:
			w.onEnded(ev)
		case evParent:
			w.Parents[ev.parent-1].ArrivalPx = ev.mid - w.moved[ev.symbol]
		case evOperation:
			if forked = w.onOperation(&w.operations[ev.id]); forked != nil {
				return i, forked
			}
		}
	}
	return i, nil
}

// onChild routes a recorded child, has it voted on, and commits.
func (w *world) onChild(ev *event) (forked *world) {
	qty := model.Qty(ev.qty)
	parent := &w.Parents[ev.parent-1]
	legit := ev.marks&rogue == 0
	path := w.fleet.PathOf(&w.Router, ev.server, ev.flag)
	at := router.Progress{OrderQty: w.parentQty[ev.parent-1], Executed: parent.Executed, Open: parent.Open}
	goes := false
	switch {
	case w.halted: // nobody asks a router that may not send
	case !path.WouldSend(at, qty):
		w.flow.Unsent++
	default:
		w.child = control.Child{
			ID: model.ChildID(ev.id), Parent: ev.parent, Flag: ev.flag, Server: ev.server, Symbol: ev.symbol,
			PreOpen: ev.marks&preOpen != 0, Sign: ev.marks.sign(), Qty: qty, ParentQty: at.OrderQty,
			LimitPx: ev.limit - w.moved[ev.symbol], Path: path,
		}
		verdict, forked := w.vote()
		if forked != nil {
			return forked
		}
		if verdict == control.Halt {
			w.halted, w.haltAt = true, ev.at
		}
		goes = verdict == control.Pass
	}
	if legit {
		w.legitSeen.add(int64(qty), ev.limit, w.priceUnit)
	}
	if !goes {
		w.clearOut(ev.slot)
		if legit {
			w.blocked.add(int64(qty), ev.limit, w.priceUnit)
			if w.tick >= 0 && w.tick < w.ticks {
				w.minutes.add(w.tick / w.minute)
			}
		}
		return nil
	}
	w.setOut(ev.slot)
	w.atVenue++
	w.flow.Children++
	parent.Open += qty
	w.Working[ev.symbol] += w.child.Sign * qty
	for _, h := range w.hooks.sent {
		h.Sent(&w.World, &w.child)
	}
	return nil
}

// onFill books an execution, or notes that the world lacks it.
func (w *world) onFill(ev *event) {
	qty, s := model.Qty(ev.qty), ev.symbol
	sign := ev.marks.sign()
	if !w.isOut(ev.slot) {
		w.lacking[s] += sign * qty
		w.touched[s] = true
		return
	}
	parent := &w.Parents[ev.parent-1]
	unmatched := min(qty, max(parent.Executed+qty-w.parentQty[ev.parent-1], 0))
	parent.Executed += qty - unmatched
	parent.Open -= qty
	parent.Executions++
	w.Working[s] -= sign * qty
	w.flow.Executions++
	w.flow.Shares += int64(qty)
	if ev.marks&rogue != 0 {
		w.flow.RogueShares += int64(qty)
	}
	px := ev.px - w.moved[s]
	if model.Price(sign)*(px-ev.limit) > 0 {
		w.flow.Unmarketable++
	}
	w.fill = control.Fill{Parent: ev.parent, Server: ev.server, Symbol: s, Qty: sign * qty, Unmatched: sign * unmatched, Px: px}
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
	}
	w.fill.After = w.Book.Lines[s].Pos
	for _, h := range w.hooks.filled {
		h.Filled(&w.World, &w.fill)
	}
	if ev.marks&last != 0 {
		w.atVenue--
	}
}

// onEnded takes back what is left of a child.
func (w *world) onEnded(ev *event) {
	if !w.isOut(ev.slot) {
		return
	}
	w.Parents[ev.parent-1].Open -= model.Qty(ev.qty)
	w.Working[ev.symbol] -= ev.marks.sign() * model.Qty(ev.qty)
	w.atVenue--
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
	for _, h := range w.hooks.ticked {
		h.Ticked(&w.World)
	}
	if w.shown() {
		w.record(m.tick)
	}
	w.closed = w.halted && w.atVenue == 0
}

// onOperation lets an operation happen in this world, unless nobody would have had a reason for it or a control refuses it.
func (w *world) onOperation(op *model.Operation) (forked *world) {
	if op.Reaction && w.Book.Gross(w.Mid) < w.about.ReactionGross {
		if !w.halted { // else the count would hang on how long an order rests after the halt
			w.flow.Unprovoked++
		}
		return nil
	}
	refused := false
	for _, v := range w.hooks.opsIn {
		refused = v.Refuses(&w.World, op) || refused
	}
	for _, v := range w.hooks.opsOpen {
		if v.Refuses(&w.World, op) && !refused {
			forked = w.fork(v.control)
			w.drop(v.control)
			return forked
		}
	}
	if refused {
		return nil
	}
	w.fleet.Apply(&w.Router, op)
	for _, h := range w.hooks.saw {
		h.Saw(&w.World, op)
	}
	return nil
}

// vote asks every control that is in or undecided, on the state before the child. The strictest verdict of those in wins. An
// undecided control whose verdict is stricter would change the commit: the world forks, w without the control and forked
// with it, and neither has committed.
func (w *world) vote() (verdict control.Verdict, forked *world) {
	for _, v := range w.hooks.votersIn {
		verdict = max(verdict, v.Vote(&w.World, &w.child))
	}
	for _, v := range w.hooks.votersOpen {
		if own := v.Vote(&w.World, &w.child); own > verdict {
			forked = w.fork(v.control)
			w.drop(v.control)
			return verdict, forked
		}
	}
	return verdict, nil
}
