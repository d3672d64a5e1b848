package intake

import (
	"lossreplay/model"
)

// report takes what a venue says of an order.
func (m *machine) report(r *rec) error {
	at, ok := m.target(r)
	if !ok {
		return m.unknown(r)
	}
	e := m.orders.of(at)
	if e.state == awaited {
		m.waiting[at] = append(m.waiting[at], *r)
		return nil
	}
	if r.venueOrder != 0 && m.byVenue {
		m.venueOf[r.venueOrder] = at
	}
	switch {
	case r.kind == Replaced:
		return m.replace(at, r)
	case e.state == requested && (r.kind == Rejected || r.kind == Canceled || r.kind == Expired):
		m.withdraw(r.order)
		return nil
	case e.state == requested: // the venue has taken it, although the log has no report of that
		m.warn(r, "a replaced order trades without a report of the replacement")
		if err := m.replace(at, r); err != nil || m.orders.of(at).state != open {
			return err
		}
	case e.state == unseen:
		return m.unknown(r)
	}
	switch r.kind {
	case Trade:
		return m.trade(at, r)
	case Accepted:
		return nil
	}
	return m.ended(at, r)
}

// target returns the order that a report is about, following replacements; false if nothing is known of it.
func (m *machine) target(r *rec) (uint32, bool) {
	if r.kind == Replaced {
		return m.orders.get(uint64(firstOf(int64(r.order), int64(r.orig)))), true
	}
	keys := [2]uint64{r.order, r.orig}
	if r.kind == Canceled && r.orig != 0 {
		keys = [2]uint64{r.orig, r.order} // the other is the id of the request
	}
	for _, key := range keys {
		at, ok := m.venueOf[key]
		if !ok {
			at, ok = m.orders.known(key)
		}
		if !ok || m.orders.of(at).state == unseen {
			continue
		}
		for m.orders.of(at).state == replaced {
			at = m.orders.of(at).at
		}
		return at, true
	}
	return 0, false
}

// unknown takes a report on an order that the log does not hold: it makes the order if it says enough.
func (m *machine) unknown(r *rec) error {
	if r.symbol == 0 || !r.side.Valid() || r.order == 0 && r.kind != Trade {
		return m.refuseRec(r, "order", "", "is about an order that is not in the log, and does not say of which symbol and side")
	}
	qty, byFill := r.qty-max(r.cum-r.lastQty, 0), false
	if r.kind == Trade && qty < r.lastQty {
		qty, byFill = r.lastQty, true
	}
	if qty <= 0 {
		return m.refuseRec(r, "quantity", "", "is about an order that is not in the log, and does not say of how many shares")
	}
	key := r.order
	if key == 0 {
		key = mix(uint64(r.line), mix(uint64(r.source), 1)) // a fill without any order is an order of its own
	}
	at := m.orders.get(key)
	if ok, err := m.infer(at, r, qty, byFill); !ok || err != nil {
		return err
	}
	switch r.kind {
	case Trade:
		return m.trade(at, r)
	case Accepted, Replaced:
		return nil
	}
	return m.ended(at, r)
}

// infer makes an order from a report, and says so. It returns false if that is refused.
func (m *machine) infer(at uint32, r *rec, qty int64, byFill bool) (bool, error) {
	symbol, err := m.symbol(r.symbol)
	if err != nil {
		return false, err
	}
	limit, ok := m.limit(r, symbol, m.orders.of(at).line)
	if !ok {
		return false, m.refuseRec(r, "price", "", "is about an order that is not in the log, and the log has no price of its symbol")
	}
	w, err := m.words8(r)
	if err != nil {
		return false, err
	}
	w.symbol, w.side, w.limit = symbol, r.side, limit
	if !byFill {
		w.done = max(r.cum-r.lastQty, 0) // before the log begins
	}
	parent, err := m.parentFor(r, &w, qty)
	if err != nil {
		return false, err
	}
	m.sum.InferredOrders++
	m.orders.of(at).byFill = byFill
	m.send(at, r, w, parent, qty)
	return true, nil
}

// ended ends an order as its venue says.
func (m *machine) ended(at uint32, r *rec) error {
	how := canceled
	switch r.kind {
	case Expired:
		how = expired
	case Rejected:
		how = rejected
	}
	e := m.orders.of(at)
	switch {
	case e.state == open:
		m.finishOrder(at, how)
		return nil
	case e.state == how:
		m.sum.Duplicates++
		m.kept--
		return m.duplicate(r.where(), Where{Source: int(e.source), Line: e.line})
	}
	m.warn(r, "the end of an order that had ended before")
	return nil
}

// replaceRequest notes what an order is to be replaced by.
func (m *machine) replaceRequest(r *rec) error {
	at := m.orders.get(r.order)
	e := m.orders.of(at)
	if first, again := m.requests[at]; again || e.sent {
		of := first.where()
		if e.sent {
			of = Where{Source: int(e.source), Line: e.line}
		}
		m.sum.Duplicates++
		m.kept--
		return m.duplicate(r.where(), of)
	}
	e.state = requested
	m.requests[at] = *r
	return m.wake(at)
}

// withdraw forgets a request that was refused.
func (m *machine) withdraw(key uint64) {
	at, ok := m.orders.known(key)
	if ok && m.orders.of(at).state == requested {
		m.orders.of(at).state = unseen
		delete(m.requests, at)
	}
}

// replace ends the old order and begins the one at place at, with what is left of its quantity. The report may be any that
// shows that the venue has taken the replacement.
func (m *machine) replace(at uint32, r *rec) error {
	request := m.requests[at]
	delete(m.requests, at)
	origin := request.orig
	if r.orig != 0 && r.kind == Replaced {
		origin = r.orig
	}
	e := m.orders.of(at)
	if origin == 0 {
		origin = e.key
	}
	if e.sent && origin != e.key {
		m.sum.Duplicates++
		m.kept--
		return m.duplicate(r.where(), Where{Source: int(e.source), Line: e.line})
	}
	old, ok := m.orders.known(origin)
	for ok && m.orders.of(old).state == replaced {
		old = m.orders.of(old).at
	}
	if ok && m.orders.of(old).state == awaited {
		m.waiting[old] = append(m.waiting[old], *r)
		m.requests[at] = request
		return nil
	}
	if !ok || m.orders.of(old).state != open {
		e.state = unseen
		return m.replaceUnknown(at, r, &request, ok && m.orders.of(old).state.over())
	}
	w := *m.orders.work(old)
	parent := m.orders.of(old).parent
	total := firstOf(r.qty, request.qty, w.done+int64(w.left))
	w.limit = firstOf(request.px, r.px, w.limit)
	if r.kind == Replaced {
		w.limit = firstOf(r.px, request.px, w.limit)
	}
	m.finishOrder(old, replaced)
	if old != at {
		m.orders.of(old).at = at
	}
	left := total - w.done
	if left <= 0 {
		*e = order{key: e.key, line: r.line, source: uint16(r.source), parent: parent, state: canceled, sent: true}
		return nil
	}
	m.send(at, r, w, parent, left)
	return nil
}

// replaceUnknown takes the replacement of an order that is not open: one that the log does not hold is inferred.
func (m *machine) replaceUnknown(at uint32, r, request *rec, over bool) error {
	if over {
		return m.refuseRec(r, "original order", "", "replaces an order that had ended")
	}
	full := *r
	if full.symbol == 0 {
		full.symbol, full.side = request.symbol, request.side
	}
	full.qty, full.px = firstOf(r.qty, request.qty), firstOf(r.px, request.px)
	return m.unknown(&full)
}

// firstOf returns the first value that is not 0.
func firstOf(values ...int64) int64 {
	for _, v := range values {
		if v != 0 {
			return v
		}
	}
	return 0
}

// words8 returns an order's server, venue and flag.
func (m *machine) words8(r *rec) (w working, err error) {
	server, err := m.word(&m.serverOf, r.server, m.servers, &m.t.About.Router.Servers, serversMax)
	if err != nil {
		return w, err
	}
	venue, err := m.word(&m.venueOf8, r.venue, m.venues, &m.t.About.Venues, venuesMax)
	if err != nil {
		return w, err
	}
	flag, err := m.word(&m.flagOf, r.flag, m.flags, &m.t.About.Router.Flags, flagsMax)
	w.server, w.venue, w.flag = model.ServerID(server), model.VenueID(venue), model.FlagID(flag)
	return w, err
}
