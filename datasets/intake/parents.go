package intake

import (
	"math"

	"lossreplay/model"
)

// parents knows how far the parents are that have more than one order: those that the log holds, those that orders name, and
// those that stand for what nobody asked for. The parent of a single order needs no books: it is as large as its order.
type parents struct {
	linked map[uint64]model.ParentID
	books  map[model.ParentID]*progress
}

// progress is how far a parent is, in shares.
type progress struct {
	executed, open int64
	fixed          bool // its quantity is known; otherwise it is what its orders show
}

func newParents() parents {
	return parents{linked: map[uint64]model.ParentID{}, books: map[model.ParentID]*progress{}}
}

// declare makes the parent of a ParentOrder record, unless an order of an earlier time has done so.
func (m *machine) declare(r *rec) error {
	if _, ok := m.parents.linked[r.parent]; ok {
		m.sum.Skewed++
		m.warn(r, "a parent is dated after its first order: moved to the order's time")
		return nil
	}
	symbol, err := m.symbol(r.symbol)
	if err != nil {
		return err
	}
	_, err = m.known(r.parent, m.declared[r.parent], symbol)
	return err
}

// known makes a parent that the log holds.
func (m *machine) known(key uint64, d declared, symbol model.SymbolID) (model.ParentID, error) {
	flag, err := m.word(&m.flagOf, d.flag, m.flags, &m.t.About.Router.Flags, flagsMax)
	if err != nil {
		return 0, err
	}
	id := m.newParent(symbol, d.side, d.qty, model.FlagID(flag))
	m.parents.linked[key] = id
	m.parents.books[id] = &progress{fixed: true}
	return id, nil
}

func (m *machine) newParent(symbol model.SymbolID, side model.Side, qty int64, flag model.FlagID) model.ParentID {
	m.t.ParentRows.Append(model.ParentOrder{Received: m.now, Symbol: symbol, Side: side, OrderQty: model.Qty(qty), Flag: flag})
	m.sum.Parents++
	return model.ParentID(m.sum.Parents)
}

// Salts that keep keys of different meaning apart.
const (
	saltUnwanted = 0x756e77616e746564
	saltLinked   = 0x6c696e6b6564
)

// parentFor returns the parent of a new order of qty shares, a new one where the log names none that fits.
func (m *machine) parentFor(r *rec, w *working, qty int64) (model.ParentID, error) {
	of := uint64(w.symbol)<<8 | uint64(w.side)
	if m.unwanted(r) {
		m.sum.Unwanted++
		return m.shared(mix(saltUnwanted, of), w, true), nil
	}
	if r.parent == 0 {
		m.sum.InferredParents++
		return m.newParent(w.symbol, w.side, 0, w.flag), nil
	}
	d, ok := m.declared[r.parent]
	if !ok {
		return m.shared(mix(saltLinked, mix(r.parent, of)), w, false), nil
	}
	symbol, err := m.symbol(d.symbol)
	if err != nil {
		return 0, err
	}
	if symbol != w.symbol || d.side.Sign() != w.side.Sign() {
		m.warn(r, "an order names a parent of another symbol or side: it gets a parent of its own, which is inferred")
		return m.shared(mix(saltLinked, mix(r.parent, of)), w, false), nil
	}
	id, ok := m.parents.linked[r.parent]
	if !ok { // its own record comes later
		id, err = m.known(r.parent, d, symbol)
	}
	w.side = d.side
	return id, err
}

// unwanted reports whether nobody asked for the order.
func (m *machine) unwanted(r *rec) bool {
	if !r.is(bitUnwanted) {
		return false
	}
	u := m.o.Unwanted
	return (!u.From.given || m.now >= u.From.on(m.begin)) && (!u.Until.given || m.now < u.Until.on(m.begin))
}

// shared returns the inferred parent that orders of that key have together.
func (m *machine) shared(key uint64, w *working, unwanted bool) model.ParentID {
	id, ok := m.parents.linked[key]
	if !ok {
		m.sum.InferredParents++
		id = m.newParent(w.symbol, w.side, 0, w.flag)
		m.parents.linked[key] = id
		m.parents.books[id] = &progress{fixed: unwanted}
	}
	return id
}

// sent books a child of qty shares and reports whether a router that counts would not have sent it. A parent whose quantity no
// log says is as large as what was executed and open at once. done is what the order's chain had executed before.
func (p *parents) sent(rows *model.ParentColumns, id model.ParentID, qty, done int64) (rogue bool) {
	b := p.books[id]
	size := &rows.OrderQty[id-1]
	if b == nil {
		*size = min(max(*size, model.Qty(done+qty)), math.MaxInt32)
		return model.Qty(done+qty) > *size
	}
	b.open += qty
	if out := model.Qty(b.executed + b.open); !b.fixed && out > *size {
		*size = min(out, math.MaxInt32)
	}
	return model.Qty(b.executed+b.open) > *size
}

// filled books an execution and returns how much of it goes beyond the parent.
func (p *parents) filled(rows *model.ParentColumns, id model.ParentID, qty int64) (beyond int64) {
	b := p.books[id]
	if b == nil {
		return 0
	}
	b.executed += qty
	b.open -= qty
	return min(max(b.executed-int64(rows.OrderQty[id-1]), 0), qty)
}

// freed books shares that are no longer at a venue.
func (p *parents) freed(id model.ParentID, qty int64) {
	if b := p.books[id]; b != nil {
		b.open -= qty
	}
}

// beyondChain returns what a late fill of a parent's single order comes on top of: all that the parent was.
func (p *parents) beyondChain(rows *model.ParentColumns, id model.ParentID) int64 {
	if p.books[id] != nil {
		return 0
	}
	return int64(rows.OrderQty[id-1])
}
