package loop

import (
	"lossreplay/model"
	"lossreplay/model/control"
)

// onArrival takes the next parent. One without a server is told of and stays where it is.
func (w *sim) onArrival() {
	p := uint32(w.arriving)
	w.arriving++
	if w.tick >= 0 {
		s := w.parents.Symbol[p]
		w.Parents[p].ArrivalPx = w.quoteNow(s).mid() - w.moved[s]
	}
	if len(w.hooks.received) > 0 {
		w.order = model.ParentOrder{ID: model.ParentID(p + 1), Received: w.Now, Symbol: w.parents.Symbol[p], Side: w.parents.Side[p],
			OrderQty: w.parents.OrderQty[p], Flag: w.parents.Flag[p]}
		for _, h := range w.hooks.received {
			h.Received(&w.World, &w.order)
		}
	}
	if w.server[p] != noServer {
		from := max(w.Now, w.about.Session.Open)
		w.plan(p, from.Add(w.Fitted.Start), newTie(p))
	}
}

// onOperation lets the next operation happen, unless nobody would have had a reason for it or a control refuses it.
func (w *sim) onOperation() {
	op := &w.operations[w.op]
	w.op++
	if op.Reaction && w.Book.Gross(w.Mid) < w.about.ReactionGross {
		if !w.halted {
			w.flow.Unprovoked++
		}
		return
	}
	refused := false
	for _, v := range w.hooks.refusers {
		refused = v.Refuses(&w.World, op) || refused
	}
	if refused {
		return
	}
	var servers uint64
	for _, v := range w.hooks.cancelers {
		servers |= v.Cancels(&w.World, op)
	}
	w.cancel(servers)
	if op.Kind == model.OpOverride {
		w.reconnect(w.cut & named(op))
	}
	w.fleet.Apply(&w.Router, op)
	if op.Kind == model.OpDeploy || op.Kind == model.OpRollback {
		w.rebuilt(op.Server)
	}
	for _, h := range w.hooks.saw {
		h.Saw(&w.World, op)
	}
}

// named returns the server that an operation names, every server if it names none.
func named(op *model.Operation) uint64 {
	if op.HasServer {
		return 1 << op.Server
	}
	return control.AllServers
}

// reconnect lets the parents of servers that were cut off go on.
func (w *sim) reconnect(servers uint64) {
	w.cut &^= servers
	for p := range w.works {
		k := &w.works[p]
		if k.started && !k.held && !k.runs && !w.shut[p] && servers&(1<<w.server[p]) != 0 {
			w.plan(uint32(p), w.later(w.Fitted.Think), newTie(uint32(p)))
		}
	}
}

// rebuilt lets every parent of a server meet its new build.
func (w *sim) rebuilt(server model.ServerID) {
	for p := range w.works {
		if w.works[p].started && w.server[p] == int16(server) && !w.shut[p] {
			w.place(uint32(p))
		}
	}
}

// place lets parent p run away if its path does not count, and stops it from doing so if it counts. A parent that is full is
// gone, unless the record sent it again.
func (w *sim) place(p uint32) {
	k := &w.works[p]
	runs := !w.path(p).Counts
	switch full := w.Parents[p].Executed >= w.parents.OrderQty[p]; {
	case runs == k.runs || runs && full && !w.resumes[p]:
	case runs:
		k.runs, k.strayed, k.owed, k.steps = true, true, 0, 0
		w.running[w.sideOf(p)]++
		if !k.listed {
			k.listed = true
			w.pacing = append(w.pacing, p)
		}
		if !k.held {
			w.plan(p, model.Never, 0)
		}
	default:
		w.leave(p)
		if !k.held {
			w.plan(p, w.later(w.Fitted.Think), newTie(p))
		}
	}
}

// sideOf is the index of a parent's symbol and side in figures by both.
func (m *Model) sideOf(p uint32) int {
	i := 2 * int(m.parents.Symbol[p])
	if m.parents.Side[p].Sign() < 0 {
		i++
	}
	return i
}

// leave takes parent p out of those that run away.
func (w *sim) leave(p uint32) {
	if k := &w.works[p]; k.runs {
		k.runs = false
		w.running[w.sideOf(p)]--
	}
}
