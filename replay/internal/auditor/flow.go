package auditor

import (
	"math/big"

	"lossreplay/model"
	"lossreplay/model/control"
)

// onChild offers a recorded child to this world's router and controls. After a halt nobody is asked any more.
func (w *world) onChild(c model.ChildOrder, id model.ChildID) {
	p := w.day.Parents[c.Parent-1]
	w.left[id] = c.OrderQty
	if !w.quoted[p.Symbol] {
		w.market[p.Symbol] = c.LimitPx
	}
	goes := false
	switch {
	case w.out.Halted != model.Never || w.shut[c.Parent] || w.cut[c.Server]:
	case !w.routed(c, p):
		w.out.Flow.Unsent++
	default:
		goes = w.passes(c, id, p)
	}
	if !goes {
		if !c.Rogue {
			w.collateral(c)
		}
		return
	}
	w.venue[id] = c.OrderQty
	w.out.Flow.Children++
	child, view := w.asSeen(c, id, p), w.view()
	for _, m := range w.on {
		if m, ok := m.(control.SentWatcher); ok {
			m.Sent(view, child)
		}
	}
}

// routed reports whether the router of this world would have sent the child: its path does not count, or the parent has room.
func (w *world) routed(c model.ChildOrder, p model.ParentOrder) bool {
	spec := &w.day.About.Router
	path := spec.Paths[spec.Builds[w.build[c.Server]].PathOf[p.Flag]]
	if !path.Counts {
		return true
	}
	used := min(w.filled[c.Parent], p.OrderQty)
	for child, left := range w.venue {
		if w.day.Children[child-1].Parent == c.Parent {
			used += left
		}
	}
	return used+c.OrderQty <= p.OrderQty
}

// passes asks every control, on the same state, and takes the strictest vote.
func (w *world) passes(c model.ChildOrder, id model.ChildID, p model.ParentOrder) bool {
	strictest := control.Pass
	view := w.view()
	for _, m := range w.on {
		if m, ok := m.(control.ChildVoter); ok {
			strictest = max(strictest, m.Vote(view, w.asSeen(c, id, p)))
		}
	}
	if strictest >= control.Halt {
		w.out.Halted = w.now
	}
	if strictest == control.Close {
		w.shut[c.Parent] = true
	}
	if strictest == control.Cut {
		w.cut[c.Server] = true
	}
	if strictest == control.Kill {
		w.cancel(func(model.ServerID) bool { return true })
	}
	return strictest == control.Pass
}

func (w *world) asSeen(c model.ChildOrder, id model.ChildID, p model.ParentOrder) *control.Child {
	return &control.Child{ID: id, Parent: c.Parent, Flag: p.Flag, Server: c.Server, Venue: c.Venue, Symbol: p.Symbol,
		PreOpen: p.Received < w.day.About.Session.Open, Sign: p.Side.Sign(), Qty: c.OrderQty, ParentQty: p.OrderQty,
		LimitPx: c.LimitPx - w.moved[p.Symbol], Path: w.fleet.Selected(w.build[c.Server], p.Flag)}
}

func (w *world) collateral(c model.ChildOrder) {
	o := &w.out.Collateral
	o.Orders++
	o.Shares += int64(c.OrderQty)
	o.Notional += money(product(c.OrderQty, c.LimitPx, w.day.About.Scale.Unit()))
	if tick, open := w.tickOf(w.now); open {
		w.minutes[tick/w.perMinute] = true
	}
}

// onReport books a report, or notes what this world lacks of the record.
func (w *world) onReport(e model.Execution) {
	c := w.day.Children[e.Child-1]
	p := w.day.Parents[c.Parent-1]
	rest, isOut := w.venue[e.Child]
	if e.Type != model.ExecTrade {
		if isOut {
			w.end(e.Child, e.Type)
		}
		delete(w.left, e.Child)
		return
	}
	if !w.quoted[p.Symbol] {
		w.market[p.Symbol] = e.LastPx
	}
	if w.left[e.Child] -= e.LastQty; w.left[e.Child] == 0 {
		delete(w.left, e.Child)
	}
	signed := e.LastQty * p.Side.Sign()
	if tick, open := w.tickOf(e.At); open {
		w.seen[at{tick, p.Symbol}] += signed
		if !isOut {
			w.missing[at{tick, p.Symbol}] += signed
		}
	}
	if !isOut {
		return
	}
	if w.venue[e.Child] = rest - e.LastQty; rest == e.LastQty {
		delete(w.venue, e.Child)
	}
	w.book(e, c, p)
}

// book allocates a fill to its parent, the part beyond the parent's quantity to the error account.
func (w *world) book(e model.Execution, c model.ChildOrder, p model.ParentOrder) {
	before := w.filled[c.Parent]
	w.filled[c.Parent] += e.LastQty
	w.fills[c.Parent]++
	beyond := max(w.filled[c.Parent], p.OrderQty) - max(before, p.OrderQty)
	sign := p.Side.Sign()
	px := e.LastPx - w.moved[p.Symbol]
	f := &w.out.Flow
	f.Executions++
	f.Shares += int64(e.LastQty)
	if c.Rogue {
		f.RogueShares += int64(e.LastQty)
	}
	if (sign > 0 && px > c.LimitPx) || (sign < 0 && px < c.LimitPx) {
		f.Unmarketable++
	}
	fill := control.Fill{Parent: c.Parent, Server: c.Server, Venue: c.Venue, Symbol: p.Symbol, Qty: sign * e.LastQty, Unmatched: sign * beyond,
		Px: px, Before: w.books.pos(p.Symbol)}
	fee := new(big.Int).Mul(big.NewInt(int64(e.Fee)), big.NewInt(int64(beyond)))
	fee.Quo(fee, big.NewInt(int64(e.LastQty)))
	w.books.trade(trade{symbol: p.Symbol, parent: c.Parent, qty: sign * e.LastQty, beyond: sign * beyond, px: px,
		mid: w.market[p.Symbol] - w.moved[p.Symbol], impact: w.impact[p.Symbol], fee: e.Fee, errorFee: money(fee)})
	if beyond > 0 {
		f.UnmatchedExecutions++
		f.UnmatchedShares += int64(beyond)
	}
	fill.After = w.books.pos(p.Symbol)
	view := w.view()
	for _, m := range w.on {
		if m, ok := m.(control.FillWatcher); ok {
			m.Filled(view, &fill)
		}
	}
}
