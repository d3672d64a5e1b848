package replay

import (
	"lossreplay/model"
	"lossreplay/model/control"
)

// vote asks every control that is in or undecided, on the state before the child. The strictest verdict of those in wins. An
// undecided control whose verdict is stricter would change the commit: the world forks, w without the control and forked
// with it, and neither has committed.
func (w *world) vote() (verdict control.Verdict, forked *world) {
	if w.witness != nil {
		return w.witness.vote(w), nil
	}
	for _, v := range w.hooks.votersIn {
		verdict = max(verdict, v.Vote(&w.World, &w.child))
	}
	for _, v := range w.hooks.votersOpen {
		if own := v.Vote(&w.World, &w.child); own > verdict {
			if forked = w.split(v.control); forked == nil {
				return w.vote()
			}
			return verdict, forked
		}
	}
	return verdict, nil
}

// onOperation lets an operation happen in this world, unless nobody would have had a reason for it or a control refuses it.
// Asking changes nothing, so that a world that forks on the way takes the operation again.
func (w *world) onOperation(op *model.Operation) (forked *world) {
	if op.Reaction && w.Book.Gross(w.Mid) < w.about.ReactionGross {
		if !w.halted { // else the count would hang on how long an order rests after the halt
			w.flow.Unprovoked++
		}
		return nil
	}
	if w.witness != nil {
		w.witness.refused(w, op)
	}
	refused, forked := w.refuse(op)
	if refused || forked != nil {
		return forked
	}
	servers, forked := w.disconnect(op)
	if forked != nil {
		return forked
	}
	w.cancel(servers)
	clear(w.shut)
	w.cut = 0
	w.fleet.Apply(&w.Router, op)
	for _, h := range w.hooks.saw {
		h.Saw(&w.World, op)
	}
	return nil
}

// refuse asks who refuses an operation.
func (w *world) refuse(op *model.Operation) (refused bool, forked *world) {
	for _, v := range w.hooks.opsIn {
		refused = v.Refuses(&w.World, op) || refused
	}
	for _, v := range w.hooks.opsOpen {
		if v.Refuses(&w.World, op) && !refused {
			if forked = w.split(v.control); forked == nil {
				return w.refuse(op)
			}
			return false, forked
		}
	}
	return refused, nil
}

// disconnect asks of which servers an operation cancels what is at venues.
func (w *world) disconnect(op *model.Operation) (servers uint64, forked *world) {
	if w.atVenue == 0 {
		return 0, nil
	}
	if w.witness != nil {
		w.witness.disconnected(w, op)
	}
	for _, v := range w.hooks.cancelers {
		if w.isIn(v.control) {
			servers |= v.Cancels(&w.World, op)
		}
	}
	for _, v := range w.hooks.cancelers {
		if !w.isIn(v.control) && v.Cancels(&w.World, op)&^servers != 0 {
			if forked = w.split(v.control); forked == nil {
				return w.disconnect(op)
			}
			return 0, forked
		}
	}
	return servers, nil
}

// declare asks, before marks are updated, whether somebody declares an incident. Nobody is asked twice or after a halt.
func (w *world) declare() (forked *world) {
	if w.Declared != model.Never || w.halted || len(w.hooks.declarers) == 0 {
		return nil
	}
	declared := false
	for _, d := range w.hooks.declarers {
		declared = w.isIn(d.control) && d.Declares(&w.World) || declared
	}
	for _, d := range w.hooks.declarers {
		if !w.isIn(d.control) && d.Declares(&w.World) && !declared {
			if forked = w.split(d.control); forked == nil {
				return w.declare()
			}
			return forked
		}
	}
	if declared {
		w.Declared = w.Now
	}
	return nil
}
