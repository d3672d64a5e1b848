package intake

import (
	"fmt"

	"lossreplay/datasets"
	"lossreplay/model"
)

// machine takes the records in order of time and makes the day's rows of them.
type machine struct {
	*Intake
	t          *datasets.Tables
	sum        *Summary
	now        model.Time
	begin, end model.Time // of the day

	symbolOf, serverOf, venueOf8, flagOf, buildOf []int32 // identifiers of words + 1, by their number in names; 0 before their first use
	waiting                                       map[uint32][]rec
	requests                                      map[uint32]rec
	taken                                         taken
	parents                                       parents
	market                                        tape
	closings                                      map[model.SymbolID]*model.Closing
	ruined                                        [256]bool // by flag: a child beyond its parent was sent, so that no path of it can have counted
	shares                                        int64
}

// rowsMax is the largest number of rows that ids can number.
const rowsMax = 1<<32 - 2

// take is one record of the day.
func (m *machine) take(r *rec) error {
	if r.kind != Operation && (r.at < m.begin || r.at >= m.end) {
		return m.otherDay(r)
	}
	if r.kind != Operation {
		m.now = r.at
		if m.sum.First == 0 {
			m.sum.First = r.at
		}
		m.sum.Last = r.at
		m.market.minuteUpTo(m, r.at)
	}
	if err := m.dispatch(r); err != nil {
		return err
	}
	if m.sum.Children > rowsMax || m.sum.Executions > rowsMax {
		return tooMany(m.o.Zone.String(), "orders or executions", rowsMax, "import shorter times of the day one by one")
	}
	if m.t.ChildRows.Len() >= flushRows || m.t.ExecutionRows.Len() >= flushRows || m.t.QuoteRows.Len() >= flushRows || len(m.t.BarRows) >= flushRows {
		return m.folder.Append(m.t)
	}
	return nil
}

// flushRows is how many rows of a table wait in memory before they are written.
const flushRows = 1 << 17

func (m *machine) dispatch(r *rec) error {
	switch r.kind {
	case ParentOrder:
		return m.declare(r)
	case NewOrder:
		return m.newOrder(r)
	case ReplaceRequest:
		return m.replaceRequest(r)
	case CancelRequest:
		return nil // what the venue says of it is what counts
	case CancelRejected:
		m.sum.CancelsRejected++
		m.withdraw(r.order)
		return nil
	case Accepted, Replaced, Canceled, Expired, Rejected, Trade:
		return m.report(r)
	case Quote:
		return m.quote(r)
	case Print:
		return m.print(r)
	case Closing:
		return m.closing(r)
	case Operation:
		return m.operation(r)
	}
	panic(fmt.Sprintf("intake: a sorted record of kind %d", r.kind))
}

// otherDay leaves a record of another day out. An order of another day is one that this day's log does not hold.
func (m *machine) otherDay(r *rec) error {
	m.kept--
	m.skipped.add("of "+dayText(m.calendar.dayOf(r.at))+", another day than "+m.t.About.Date, 1, m.source(int(r.source)), r.line)
	if r.kind != NewOrder && r.kind != ReplaceRequest {
		return nil
	}
	at := m.orders.get(r.order)
	if e := m.orders.of(at); e.state == awaited {
		e.state = unseen
	}
	waiting := m.waiting[at]
	delete(m.waiting, at)
	for i := range waiting {
		if err := m.refuseRec(&waiting[i], "time", "", "is of this day, its order of a later one"); err != nil {
			return err
		}
	}
	return nil
}

// refuseRec refuses a record that was kept so far.
func (m *machine) refuseRec(r *rec, field, value, reason string) error {
	return m.refuseLater(r.where(), field, value, reason)
}

func (m *machine) warn(r *rec, reason string) {
	m.warned.add(reason, 1, m.source(int(r.source)), r.line)
}

// newOrder opens an order.
func (m *machine) newOrder(r *rec) error {
	at := m.orders.get(r.order)
	e := m.orders.of(at)
	if e.sent {
		if e.sig == r.sig() {
			m.sum.Duplicates++
			m.kept--
			return m.duplicate(r.where(), Where{Source: int(e.source), Line: e.line})
		}
		return m.refuseRec(r, "order", "", "the order's id is that of another order")
	}
	symbol, err := m.symbol(r.symbol)
	if err != nil {
		return err
	}
	limit, ok := m.limit(r, symbol, e.line)
	if !ok {
		e.state = unseen
		if err := m.refuseRec(r, "price", "", "is at the market, and the log has no price of its symbol"); err != nil {
			return err
		}
		return m.wake(at)
	}
	w, err := m.words8(r)
	if err != nil {
		return err
	}
	w.symbol, w.side, w.limit = symbol, r.side, limit
	parent, err := m.parentFor(r, &w, r.qty)
	if err != nil {
		return err
	}
	m.send(at, r, w, parent, r.qty)
	return m.wake(at)
}

// wake takes the reports that waited for an order of a later time.
func (m *machine) wake(at uint32) error {
	waiting := m.waiting[at]
	delete(m.waiting, at)
	for i := range waiting {
		r := &waiting[i]
		if skew := m.now.Sub(r.at); skew > 0 {
			m.sum.Skewed++
			m.sum.SkewMax = max(m.sum.SkewMax, skew)
			m.warned.add("a report is dated before its order: moved to the order's time", 1, m.source(int(r.source)), r.line)
			r.at = m.now
		}
		if err := m.dispatch(r); err != nil {
			return err
		}
	}
	return nil
}

// sig returns the digest of what an order asks for.
func (r *rec) sig() uint32 {
	return uint32(mix(uint64(r.qty), mix(uint64(r.px), uint64(r.symbol)<<8|uint64(r.side))))
}

// limit returns an order's limit. One at the market gets the worst price at which it filled; without fills the far quote, else
// the last price, else any of the log: the format has no order without a limit. False if the log has no price of the symbol.
func (m *machine) limit(r *rec, s model.SymbolID, worst int64) (int64, bool) {
	if r.px > 0 {
		return r.px, true
	}
	px := worst
	if r.kind == Trade {
		px = r.lastPx
	}
	if px <= 0 {
		px = m.market.far(s, r.side)
	}
	if px <= 0 && r.symbol < uint32(len(m.firstPx)) {
		px = m.firstPx[r.symbol]
	}
	if px > 0 {
		m.sum.LimitsAssumed++
	}
	return px, px > 0
}

// send makes a child of an order and opens it.
func (m *machine) send(at uint32, r *rec, w working, parent model.ParentID, qty int64) {
	p := &m.t.ParentRows
	rogue := m.parents.sent(p, parent, qty, w.written)
	if rogue {
		m.sum.Rogue++
		m.ruined[p.Flag[parent-1]] = true
	}
	m.t.ChildRows.Append(model.ChildOrder{Sent: m.now, Parent: parent, Server: w.server, Venue: w.venue, OrderQty: model.Qty(qty),
		LimitPx: model.Price(w.limit), Rogue: rogue})
	m.sum.Children++
	m.shares += qty
	w.child, w.left, w.kept = model.ChildID(m.sum.Children), int32(qty), int32(qty)
	m.market.seen(m.t, w.symbol, w.limit, false)
	e := m.orders.of(at)
	e.sent, e.parent, e.line, e.source, e.sig = true, parent, r.line, uint16(r.source), r.sig()
	m.orders.begin(at, w)
}

// finishOrder ends an open order and, if something of its child is left, the child.
func (m *machine) finishOrder(at uint32, how state) {
	w := m.orders.work(at)
	if w.kept > 0 {
		kind := model.ExecCanceled
		switch how {
		case expired:
			kind = model.ExecExpired
		case rejected:
			kind = model.ExecRejected
		}
		m.t.ExecutionRows.Append(model.Execution{At: m.now, Child: w.child, Type: kind})
		m.sum.Executions++
		m.parents.freed(m.orders.of(at).parent, int64(w.kept))
	}
	if !m.orders.of(at).byFill {
		m.taken.release(w.fills)
	}
	m.orders.end(at, how)
}
