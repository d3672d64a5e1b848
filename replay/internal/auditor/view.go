package auditor

import (
	"slices"

	"lossreplay/model"
	"lossreplay/model/control"
)

// view is the world as its controls may see it, put together anew.
func (w *world) view() *control.World {
	n := len(w.day.Securities)
	v := &control.World{Now: w.now, Book: w.books.book(n), Buying: make([]model.Qty, n), Selling: make([]model.Qty, n), Mid: make([]model.Price, n),
		Impact: make([]model.Price, n), QuotedAt: make([]model.Time, n), Others: make([]model.Qty, n), Declared: w.alarm, Parents: make([]control.Parent, len(w.day.Parents))}
	for server, build := range w.build {
		v.Router.Build[server] = build
	}
	for s := range n {
		id := model.SymbolID(s)
		v.Mid[s], v.Impact[s], v.Others[s] = w.mid[id], w.impact[id], w.others[id]
		v.QuotedAt[s] = model.Never
		if at, ok := w.age[id]; ok {
			v.QuotedAt[s] = at
		}
	}
	for i := range v.Parents {
		id := model.ParentID(i + 1)
		v.Parents[i] = control.Parent{Executed: min(w.filled[id], w.day.Parents[i].OrderQty), Executions: w.fills[id],
			Unmatched: w.filled[id] > w.day.Parents[i].OrderQty, ArrivalPx: w.arrival[id]}
	}
	for child, left := range w.venue {
		p := w.day.Children[child-1].Parent
		v.Parents[p-1].Open += left
		side := v.Selling
		if w.day.Parents[p-1].Side.Sign() > 0 {
			side = v.Buying
		}
		side[w.day.Parents[p-1].Symbol] += left
	}
	return v
}

// onParent notes what a symbol stood at when a parent arrived. One that arrived before the open has its price already.
func (w *world) onParent(p model.ParentOrder, id model.ParentID) {
	if w.over {
		return
	}
	if w.tick >= 0 {
		w.arrival[id] = w.market[p.Symbol] - w.moved[p.Symbol]
	}
	p.ID = id
	view := w.view()
	for _, m := range w.on {
		if m, ok := m.(control.ParentWatcher); ok {
			m.Received(view, &p)
		}
	}
}

// declare asks everybody whether this is an incident, until somebody says so.
func (w *world) declare() {
	if w.alarm != model.Never || w.out.Halted != model.Never {
		return
	}
	view := w.view()
	for _, m := range w.on {
		if m, ok := m.(control.Declarer); ok && m.Declares(view) {
			w.alarm = w.now
		}
	}
}

// cancel ends all orders at venues of some servers.
func (w *world) cancel(of func(model.ServerID) bool) {
	var ids []model.ChildID
	for id := range w.venue {
		if of(w.day.Children[id-1].Server) {
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	for _, id := range ids {
		if c := w.day.Children[id-1]; !c.Rogue {
			c.OrderQty = w.venue[id]
			w.collateral(c)
		}
		w.end(id, model.ExecCanceled)
	}
}

// end takes an order off its venue and tells of it.
func (w *world) end(id model.ChildID, how model.ExecType) {
	left := w.venue[id]
	delete(w.venue, id)
	c := w.day.Children[id-1]
	p := w.day.Parents[c.Parent-1]
	view := w.view()
	e := control.End{Child: id, Parent: c.Parent, Server: c.Server, Venue: c.Venue, Symbol: p.Symbol, Left: left * p.Side.Sign(), Type: how}
	for _, m := range w.on {
		if m, ok := m.(control.EndWatcher); ok {
			m.Ended(view, &e)
		}
	}
}
