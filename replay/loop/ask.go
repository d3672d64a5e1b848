package loop

import (
	"fmt"
	"time"

	"lossreplay/model"
	"lossreplay/model/control"
	"lossreplay/model/router"
)

// retryAfter is when a path that counts asks again after a denial. Assumed: no public document says what the router did with
// an order that it was not allowed to send.
const retryAfter = time.Second

// plan sets when parent p asks next, in place of what was planned.
func (w *sim) plan(p uint32, at model.Time, tie uint64) {
	w.works[p].turn++
	if at != model.Never {
		w.queue.push(wake{at: at, tie: tie, parent: p, turn: w.works[p].turn})
	}
}

// onWake lets the parent whose turn it is ask.
func (w *sim) onWake() {
	next := w.queue.pop()
	p := next.parent
	k := &w.works[p]
	if next.turn != k.turn || w.halted || w.Now > w.lastSend || w.shut[p] {
		return
	}
	switch {
	case k.held:
		w.waited(k)
		w.child = k.child
		if w.ask(p); k.runs && !k.held && !w.shut[p] && w.takeSteps(p) {
			k.spacing = time.Nanosecond // behind its pace: the next one at once
			w.plan(p, w.later(0), newTie(p))
		}
	case !k.started:
		k.started = true
		if w.place(p); !k.runs {
			w.send(p)
		}
	default:
		if k.runs {
			if k.steps--; k.steps > 0 {
				w.plan(p, w.Now.Add(k.spacing), newTie(p))
			}
		}
		w.send(p)
	}
}

// waited ends the wait of a parent's child and counts it.
func (w *sim) waited(k *work) {
	k.held = false
	if k.child.Path.Counts {
		w.collateral.Wait += w.Now.Sub(k.since)
	} else {
		w.flow.RunawayWait += w.Now.Sub(k.since)
	}
}

// path returns the code path that parent p meets now.
func (w *sim) path(p uint32) *router.Path {
	return w.fleet.PathOf(&w.Router, model.ServerID(w.server[p]), w.parents.Flag[p])
}

// send makes the next child of parent p, if its path wants one, and asks for it.
func (w *sim) send(p uint32) {
	k, parent, path := &w.works[p], &w.Parents[p], w.path(p)
	qty, ok := path.Next(router.Progress{OrderQty: w.parents.OrderQty[p], Executed: parent.Executed, Open: parent.Open})
	if !ok {
		return
	}
	s, sign := w.parents.Symbol[p], w.parents.Side[p].Sign()
	w.made++
	w.child = control.Child{
		ID: w.made, Parent: model.ParentID(p + 1), Flag: w.parents.Flag[p], Server: model.ServerID(w.server[p]), Venue: w.pickVenue(k, s),
		Symbol: s, PreOpen: w.parents.Received[p] < w.about.Session.Open, Sign: sign, Qty: qty, ParentQty: w.parents.OrderQty[p],
		LimitPx: w.far(s, sign) + model.Price(sign)*w.Fitted.Offset, Path: path,
	}
	w.ask(p)
}

// pickVenue draws a venue as often as the record chose it for the symbol.
func (w *sim) pickVenue(k *work, s model.SymbolID) model.VenueID {
	n := len(w.about.Venues)
	row := w.venues[int(s)*n:][:n]
	if n < 2 || row[n-1] == 0 {
		return 0
	}
	v, draw := 0, int64(k.rng.Uint64()%uint64(row[n-1]))
	for row[v] <= draw {
		v++
	}
	return model.VenueID(v)
}

// ask has w.child voted on and commits.
func (w *sim) ask(p uint32) {
	k, c := &w.works[p], &w.child
	if w.isCut(p) {
		return // nobody is asked
	}
	verdict := w.vote()
	switch verdict {
	case control.Pass:
		w.commit(p)
		return
	case control.Delay:
		w.hold(p, k)
		return
	case control.Close:
		w.shut[p] = true
		w.leave(p)
	case control.Cut:
		w.cut |= 1 << c.Server
	case control.Halt, control.Kill:
		w.halted, w.haltAt = true, w.Now
		if verdict == control.Kill {
			w.cancel(control.AllServers)
		}
	}
	if c.Path.Counts {
		w.collateral.Denied++
	} else {
		w.flow.RunawayDenied++
	}
	if !w.shut[p] && !k.runs && !w.isCut(p) {
		w.plan(p, w.Now.Add(retryAfter), newTie(p))
	}
}

// vote asks every control on the state before the child; the strictest verdict wins.
func (w *sim) vote() (verdict control.Verdict) {
	for i, v := range w.hooks.voters {
		w.hooks.verdicts[i] = v.Vote(&w.World, &w.child)
		verdict = max(verdict, w.hooks.verdicts[i])
	}
	return verdict
}

// isCut reports whether parent p's server is cut off.
func (w *sim) isCut(p uint32) bool { return w.cut&(1<<w.server[p]) != 0 }

// hold keeps the parent's child until the last of those that delay it lets it ask again. The router waits with it: the parent
// makes no other child meanwhile. What the pace of a path that does not count asks for in the meantime it is owed, as if it
// stood in the queue. A child that nobody would let go waits for the rest of the day.
func (w *sim) hold(p uint32, k *work) {
	at := w.later(0)
	for i, d := range w.hooks.delayers {
		if w.hooks.verdicts[i] != control.Delay {
			continue
		}
		if d == nil {
			panic(fmt.Sprintf("loop: %T delays a child and cannot say until when", w.hooks.voters[i]))
		}
		at = max(at, d.ReadyAt(&w.World, &w.child))
	}
	switch {
	case k.child.ID == w.child.ID: // delayed again
	case w.child.Path.Counts:
		w.collateral.Delayed++
	default:
		w.flow.RunawayDelayed++
	}
	k.held, k.since, k.child = true, w.Now, w.child
	w.returnSteps(p)
	w.plan(p, at, againTie(w.child.ID))
}

// commit sends w.child.
func (w *sim) commit(p uint32) {
	c, k := &w.child, &w.works[p]
	expiry := w.Fitted.Expiry
	if !c.Path.Counts {
		expiry = w.Fitted.ExpiryRunaway
	}
	w.venue.push(order{at: w.later(w.Fitted.ReportLatency), limit: c.LimitPx, id: c.ID, parent: p, qty: int32(c.Qty), symbol: c.Symbol,
		server: c.Server, venue: c.Venue, sign: int8(c.Sign), expires: unit(k.rng.Uint64()) < expiry, counts: c.Path.Counts})
	w.Parents[p].Open += c.Qty
	w.Rest(c.Symbol, c.Sign, c.Qty)
	w.tally.sent(c.Symbol, w.tally.minuteOf(w.tick, w.perMinute), c.Server)
	for _, h := range w.hooks.sent {
		h.Sent(&w.World, c)
	}
}

// unit returns the draw as a number in [0, 1).
func unit(draw uint64) float64 { return float64(draw>>11) / (1 << 53) }
