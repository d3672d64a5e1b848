package replay

import (
	"time"

	"lossreplay/model"
	"lossreplay/model/control"
)

// Total returns both labels together.
func (c Counted) Total() Tally { return c.Rogue.plus(c.Legit) }

// Plus returns c and d together.
func (c Counted) Plus(d Counted) Counted {
	return Counted{c.Rogue.plus(d.Rogue), c.Legit.plus(d.Legit)}
}

func (c *Counted) add(marks marks, qty int64, px model.Price, unit model.Money) {
	if marks&rogue != 0 {
		c.Rogue.add(qty, px, unit)
	} else {
		c.Legit.add(qty, px, unit)
	}
}

func (e *Executed) add(shares int64) {
	e.Executions++
	e.Shares += shares
}

// second returns the entry of the second of the clock that at lies in. Events come in order of time.
func (n *witness) second(at model.Time) *Second {
	since := at.Sub(n.world.about.Session.Open)
	past := since % time.Second
	if past < 0 {
		past += time.Second
	}
	start := at.Add(-past)
	if len(n.Seconds) == 0 || n.Seconds[len(n.Seconds)-1].At != start {
		n.Seconds = append(n.Seconds, Second{At: start})
	}
	return &n.Seconds[len(n.Seconds)-1]
}

// child counts a recorded child order: it went out, or met a gate, or a vote, or a router that would not send it.
func (n *witness) child(w *world, ev *event, goes bool) {
	s := n.second(ev.at)
	if goes {
		s.Sent.add(ev.marks, int64(ev.qty), ev.limit, w.priceUnit)
		for int(ev.slot) >= len(n.sentAt) {
			n.sentAt = append(n.sentAt, 0)
		}
		n.sentAt[ev.slot] = ev.at
		n.noes = 0
		return
	}
	by := n.noes // of the vote, 0 if nobody was asked
	if by == 0 {
		by = n.shut(w, ev.parent, ev.server)
	}
	n.noes = 0
	n.denied(s, ev, by)
}

// shut returns who shut the gates that a child of that parent and server meets.
func (n *witness) shut(w *world, parent model.ParentID, server model.ServerID) uint64 {
	by := n.haltBy
	if w.cut>>server&1 != 0 {
		by |= n.cutBy[server]
	}
	if p := parent - 1; w.shut[p/64]>>(p%64)&1 != 0 {
		by |= n.shutBy[parent]
	}
	return by
}

// denied counts a child that does not go out because of the controls of by, or, if there are none, of the router.
func (n *witness) denied(s *Second, ev *event, by uint64) {
	of := &s.Others
	switch {
	case by == 0:
		of = &s.Unsent
	case by>>n.Watch.Control&1 != 0:
		of = &s.Blocked
	}
	unit := n.world.priceUnit
	of.add(ev.marks, int64(ev.qty), ev.limit, unit)
	for c := range n.Acts {
		if by>>c&1 != 0 {
			n.Acts[c].on(ev.at).Blocked.add(ev.marks, int64(ev.qty), ev.limit, unit)
		}
	}
}

// on notes that the control acted.
func (a *Act) on(at model.Time) *Act {
	if a.First == model.Never {
		a.First = at
	}
	a.Last = at
	return a
}

// canceled counts what is left of an order that is taken off its venue.
func (n *witness) canceled(w *world, o *resting) {
	n.Cancelled.add(o.marks, int64(o.left), o.limit, w.priceUnit)
	for c := range n.Acts {
		if n.cancels>>c&1 != 0 {
			n.Acts[c].on(w.Now).Cancelled.add(o.marks, int64(o.left), o.limit, w.priceUnit)
		}
	}
}

// fill counts an execution of which something went to the error account.
func (n *witness) fill(w *world, ev *event, shares int64) {
	n.second(ev.at).Error.add(shares)
	n.trips.follow(w.monitors[n.Watch.Control].Trips())
	if ev.at < n.trips.first {
		n.Before.add(shares)
		return
	}
	reason := NotJudged
	if n.Judges {
		reason = n.trips.reason(ev, n.sentAt[ev.slot])
	}
	n.After[reason].add(shares)
}

// tick keeps how the account stands once the control has tripped, and once that is in effect.
func (n *witness) tick(w *world) {
	n.trips.follow(w.monitors[n.Watch.Control].Trips())
	if n.atTrip == nil && w.Now >= n.trips.first {
		n.atTrip = w.stand(w.tick)
	}
	if n.atEffect == nil && w.Now >= n.trips.effect {
		n.atEffect = w.stand(w.tick)
	}
}

// rest counts the children that come after the world has closed: whoever halted it denies them all.
func (n *witness) rest(events []event) {
	for i := range events {
		if ev := &events[i]; ev.kind == evChild {
			n.denied(n.second(ev.at), ev, n.haltBy)
		}
	}
}

// testimony settles the world.
func (n *witness) testimony(s *stream) *Testimony {
	w := n.world
	for _, v := range n.observed.settlers {
		settled := w.settlement(-1)
		v.Settles(&w.World, &settled.Settlement)
	}
	n.Leaf = w.leaf(s)
	participation := w.settlement(-1).Participation
	stop := func(at *snapshot) *StopLoss {
		if at == nil {
			return nil
		}
		return &StopLoss{at.tick, at.loss(s.tape, participation)}
	}
	n.AtTrip, n.AtEffect = stop(n.atTrip), stop(n.atEffect)
	t := n.Testimony
	return &t
}

// tripIndex is a log of trips by what they concern.
type tripIndex struct {
	taken         []control.Trip
	first, effect model.Time // earliest of any; Never without a trip
	of            map[control.Scope][]control.Trip
	kinds         uint8 // bit by ScopeKind that occurs
}

// follow takes in what the log has grown by. A log may also change its first trip: what was heard of then comes earlier.
func (x *tripIndex) follow(log []control.Trip) {
	if x.of == nil || len(log) < len(x.taken) || len(x.taken) > 0 && log[0] != x.taken[0] {
		*x = tripIndex{first: model.Never, effect: model.Never, of: map[control.Scope][]control.Trip{}}
	}
	for _, t := range log[len(x.taken):] {
		x.taken = append(x.taken, t)
		x.first, x.effect = min(x.first, t.At), min(x.effect, t.Effect)
		x.of[t.Scope] = append(x.of[t.Scope], t)
		x.kinds |= 1 << t.Scope.Kind
	}
}

// reason says why an execution of an order that was sent then went through, though there are trips.
func (x *tripIndex) reason(ev *event, sent model.Time) Reason {
	concerned, latest := false, control.Trip{At: -model.Never}
	for kind, i := range [...]uint32{control.Firm: 0, control.OnServer: uint32(ev.server), control.OnSymbol: uint32(ev.symbol),
		control.OnParent: uint32(ev.parent), control.OnVenue: uint32(ev.venue)} {
		if x.kinds>>kind&1 == 0 {
			continue
		}
		for _, t := range x.of[control.Scope{Kind: control.ScopeKind(kind), Index: i}] {
			concerned = concerned || t.At <= ev.at
			if t.At <= sent && t.At >= latest.At {
				latest = t
			}
		}
	}
	switch {
	case latest.Scope.Kind != 0 && sent < latest.Effect:
		return Late
	case latest.Scope.Kind != 0:
		return LetPass
	case concerned:
		return AtVenue
	}
	return Elsewhere
}
