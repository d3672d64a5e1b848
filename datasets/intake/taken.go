package intake

import "lossreplay/model"

// taken knows the fills of open orders, and those of the present nanosecond: a resend of any of them is a duplicate. Of an
// order that is filled no list is needed: a further fill exceeds it.
type taken struct {
	at    map[uint64]Where
	nodes []fillNode
	free  int32 // -1 for none
	just  map[uint64]Where
	now   model.Time
}

// fillNode is a fill in the list of its order.
type fillNode struct {
	key  uint64
	next int32
}

func newTaken() taken { return taken{at: map[uint64]Where{}, just: map[uint64]Where{}, free: -1} }

// key returns what a fill is known by, false if the log gives it no id.
func (r *rec) fillKey() (uint64, bool) {
	return mix(r.exec, mix(r.order, mix(uint64(r.lastQty), uint64(r.lastPx)))), r.exec != 0
}

// seen returns where a fill is already.
func (t *taken) seen(key uint64, now model.Time) (Where, bool) {
	if now != t.now {
		clear(t.just)
		t.now = now
	}
	if w, ok := t.at[key]; ok {
		return w, true
	}
	w, ok := t.just[key]
	return w, ok
}

// add notes a fill in the list that begins at first, and returns its new beginning.
func (t *taken) add(first int32, key uint64, w Where) int32 {
	t.at[key], t.just[key] = w, w
	node := fillNode{key, first}
	if t.free >= 0 {
		i := t.free
		t.free = t.nodes[i].next
		t.nodes[i] = node
		return i
	}
	t.nodes = append(t.nodes, node)
	return int32(len(t.nodes) - 1)
}

// release forgets a list.
func (t *taken) release(first int32) {
	for first >= 0 {
		n := &t.nodes[first]
		delete(t.at, n.key)
		n.next, t.free, first = t.free, first, n.next
	}
}

// trade takes a fill of the order at that place.
func (m *machine) trade(at uint32, r *rec) error {
	key, named := r.fillKey()
	if named {
		if of, ok := m.taken.seen(key, m.now); ok {
			m.sum.Duplicates++
			m.kept--
			return m.duplicate(r.where(), of)
		}
	}
	e := m.orders.of(at)
	if e.state != open {
		if r.is(bitRepeat) {
			m.sum.Duplicates++
			return m.refuseRec(r, "", "", reasonDuplicate)
		}
		if e.state == filled && !e.byFill {
			return m.refuseRec(r, "last quantity", "", reasonBeyond)
		}
		if err := m.late(at, r); err != nil {
			return err
		}
	}
	w := m.orders.work(at)
	life := r.lastQty
	if life > int64(w.left) || life > int64(w.kept) {
		return m.refuseRec(r, "last quantity", "", reasonBeyond)
	}
	if named {
		w.fills = m.taken.add(w.fills, key, r.where())
	}
	w.left -= int32(life)
	w.done += life
	if r.cum != 0 && r.cum != w.done && !e.byFill {
		m.warn(r, "the cumulative quantity is not the sum of the fills: some are missing")
	}
	m.fill(at, w, r)
	if w.left == 0 || w.kept == 0 {
		m.finishOrder(at, filled)
	}
	return nil
}

const reasonBeyond = "exceeds what is left of its order"

// late opens an order again for a fill after its end: the child that ended stays so, the fill gets a child of its own.
func (m *machine) late(at uint32, r *rec) error {
	e := m.orders.of(at)
	if e.state != filled {
		m.warn(r, "a fill after its order had ended: it stands as an order of its own")
	}
	p := &m.t.ParentRows
	w, err := m.words8(r)
	if err != nil {
		return err
	}
	w.symbol, w.side, w.limit = p.Symbol[e.parent-1], p.Side[e.parent-1], firstOf(r.px, r.lastPx)
	m.sum.InferredOrders++
	e.byFill = true
	w.written = m.parents.beyondChain(p, e.parent)
	line, source, sig := e.line, e.source, e.sig
	m.send(at, r, w, e.parent, r.lastQty)
	e.line, e.source, e.sig = line, source, sig
	return nil
}

// fill writes a fill, unless the log takes it back.
func (m *machine) fill(at uint32, w *working, r *rec) {
	symbol := m.t.SecurityRows[w.symbol].Symbol
	if !m.corrections.apply(r, symbol, int64(w.kept)) {
		return
	}
	w.kept -= int32(r.lastQty)
	w.written += r.lastQty
	m.t.ExecutionRows.Append(model.Execution{At: m.now, Child: w.child, Type: model.ExecTrade, LastQty: model.Qty(r.lastQty),
		LastPx: model.Price(r.lastPx), Fee: model.Money(r.fee)})
	m.sum.Executions++
	m.market.traded(m.t, w.symbol, r)
	beyond := m.parents.filled(&m.t.ParentRows, m.orders.of(at).parent, r.lastQty)
	m.market.pos[w.symbol] += beyond * int64(w.side.Sign())
}
