package knight

import (
	"math/rand/v2"
	"slices"
	"time"

	"lossreplay/datasets"
	"lossreplay/model"
	"lossreplay/model/router"
)

// Venues, by position in the incident.
var venues = []string{"NYSE", "NYSE Arca", "Nasdaq", "BATS", "Direct Edge"}

// emit writes parents, children, reports, quotes and bars. Children and reports are merged tick by tick: both lie within
// their tick, so ticks are independent of each other.
func (d *day) emit() *datasets.Tables {
	t := &datasets.Tables{SecurityRows: d.rows, ParentRows: d.emitParents()}
	childBase, reportBase := d.count()
	children, reports := childBase[d.flowEnd], reportBase[d.flowEnd]
	t.ChildRows = model.ChildColumns{Sent: make([]model.Time, children), Parent: make([]model.ParentID, children),
		Server: make([]model.ServerID, children), Venue: make([]model.VenueID, children), OrderQty: make([]model.Qty, children),
		LimitPx: make([]model.Price, children), Rogue: make([]bool, children)}
	t.ExecutionRows = model.ExecutionColumns{At: make([]model.Time, reports), Child: make([]model.ChildID, reports),
		Type: make([]model.ExecType, reports), LastQty: make([]model.Qty, reports), LastPx: make([]model.Price, reports),
		Fee: make([]model.Money, reports)}
	const chunk = 20
	datasets.InParallel((d.flowEnd+chunk-1)/chunk, func(i int) {
		m := merger{day: d, tables: t, next: make([]int, len(d.symbols))}
		m.seek(i * chunk)
		for tick := i * chunk; tick < min((i+1)*chunk, d.flowEnd); tick++ {
			m.tick(tick, childBase[tick], reportBase[tick])
		}
	})
	d.emitQuotes(t)
	d.emitBars(t)
	return t
}

// emitParents returns all parents in order of time and gives each its number.
func (d *day) emitParents() (rows model.ParentColumns) {
	type entry struct {
		parent model.ParentOrder
		id     *model.ParentID
	}
	var all []entry
	for s := range d.pegs {
		for i := range d.pegs[s] {
			p := &d.pegs[s][i]
			all = append(all, entry{model.ParentOrder{Received: p.received, Symbol: model.SymbolID(s), Side: sideFor(p.sign), OrderQty: p.qty, Flag: router.FlagRLP}, &p.id})
		}
	}
	for i := range d.orders {
		o := &d.orders[i]
		all = append(all, entry{model.ParentOrder{Received: o.received, Symbol: model.SymbolID(o.symbol), Side: sideFor(o.sign), OrderQty: o.qty, Flag: o.flag}, &o.id})
	}
	slices.SortStableFunc(all, func(a, b entry) int {
		switch {
		case a.parent.Received < b.parent.Received:
			return -1
		case a.parent.Received > b.parent.Received:
			return 1
		}
		return 0
	})
	for i, e := range all {
		*e.id = model.ParentID(i + 1)
		rows.Append(e.parent)
	}
	return rows
}

func sideFor(sign model.Qty) model.Side {
	if sign > 0 {
		return model.Buy
	}
	return model.Sell
}

// count returns the number of children and of reports before each tick.
func (d *day) count() (children, reports []int) {
	children, reports = make([]int, d.flowEnd+1), make([]int, d.flowEnd+1)
	for s := range d.symbols {
		for i := range d.flows[s].shots {
			shot := &d.flows[s].shots[i]
			children[shot.tick+1]++
			reports[shot.tick+1] += shot.reports()
		}
		for _, c := range d.legit[s] {
			at := int(c.at.Sub(sessionOpen)/time.Second) + 1
			children[at]++
			reports[at]++
		}
	}
	for t := range d.flowEnd {
		children[t+1] += children[t]
		reports[t+1] += reports[t]
	}
	return children, reports
}

// reports returns how many venue reports a child brings: one a fill, and its end if it is not full.
func (s *shot) reports() int {
	n := 0
	for _, q := range s.fills {
		if q > 0 {
			n++
		}
	}
	if s.executed() < model.Qty(s.qty) {
		n++
	}
	return n
}

// merger writes the rows of one tick after the other.
type merger struct {
	day    *day
	tables *datasets.Tables
	next   []int // by symbol, the next legitimate child
	rng    rand.PCG

	children []model.ChildOrder
	reports  []model.Execution // Child is a position in children
	order    []uint64
	rank     []int32
}

// seek puts the merger before tick.
func (m *merger) seek(tick int) {
	for s := range m.next {
		legit := m.day.legit[s]
		m.next[s], _ = slices.BinarySearchFunc(legit, tickAt(tick), func(c legitChild, at model.Time) int {
			if c.at < at {
				return -1
			}
			return 1
		})
	}
}

// tick writes the rows of a tick at the given positions of the tables.
func (m *merger) tick(tick, childAt, reportAt int) {
	m.children, m.reports = m.children[:0], m.reports[:0]
	for s := range m.day.symbols {
		m.rng.Seed(m.day.seed, streamTimes<<48|uint64(tick)<<16|uint64(s))
		m.shots(s, tick)
		m.legit(s, tick)
	}
	m.sort(len(m.children), func(i int) model.Time { return m.children[i].Sent }, tick)
	m.rank = append(m.rank[:0], make([]int32, len(m.children))...)
	c := &m.tables.ChildRows
	for i, key := range m.order {
		from := int(key & orderMask)
		m.rank[from] = int32(childAt + i)
		row, at := m.children[from], childAt+i
		c.Sent[at], c.Parent[at], c.Server[at], c.Venue[at] = row.Sent, row.Parent, row.Server, row.Venue
		c.OrderQty[at], c.LimitPx[at], c.Rogue[at] = row.OrderQty, row.LimitPx, row.Rogue
	}
	m.sort(len(m.reports), func(i int) model.Time { return m.reports[i].At }, tick)
	e := &m.tables.ExecutionRows
	for i, key := range m.order {
		row, at := m.reports[key&orderMask], reportAt+i
		e.At[at], e.Child[at], e.Type[at] = row.At, model.ChildID(m.rank[row.Child]+1), row.Type
		e.LastQty[at], e.LastPx[at], e.Fee[at] = row.LastQty, row.LastPx, row.Fee
	}
}

// orderMask is the part of a sort key that holds a row's position; the rest holds its nanoseconds into the tick.
const orderMask = 1<<24 - 1

// sort orders n rows by time, then position.
func (m *merger) sort(n int, at func(int) model.Time, tick int) {
	m.order = m.order[:0]
	base := tickAt(tick)
	for i := range n {
		m.order = append(m.order, uint64(at(i)-base)<<24|uint64(i))
	}
	slices.Sort(m.order)
}

// unit draws a float in [0, 1).
func (m *merger) unit() float64 { return float64(m.rng.Uint64()>>11) / (1 << 53) }

// shots adds the runaway children of symbol s in tick: those of a parent evenly over the tick, with jitter.
func (m *merger) shots(s, tick int) {
	d := m.day
	f := &d.flows[s]
	if len(f.shots) == 0 {
		return
	}
	from, to := uint32(0), uint32(sendWithin)
	if d.symbols[s].script == scriptWZE {
		from, to = wzeWindow(tick)
	}
	run := f.shots[f.first[tick]:f.first[tick+1]]
	for len(run) > 0 {
		n := 1
		for n < len(run) && run[n].peg == run[0].peg {
			n++
		}
		p := &d.pegs[s][run[0].peg]
		slot := float64(to-from) / float64(n)
		for i := range run[:n] {
			jitter := m.unit()
			if run[i].matched { // the next child waits for this one's report
				slot = float64(to) / fillsPerTick
				jitter *= 0.5
			}
			m.child(s, tick, from+uint32(slot*(float64(i)+jitter)), p, &run[i])
		}
		run = run[n:]
	}
}

// child adds one runaway child and its reports.
func (m *merger) child(s, tick int, offset uint32, p *peg, shot *shot) {
	d, at := m.day, tickAt(tick).Add(model.Duration(offset))
	px := d.farSide(s, tick, p.sign)
	m.children = append(m.children, model.ChildOrder{Sent: at, Parent: p.id, Server: p.server, Venue: m.venue(s, tick),
		OrderQty: model.Qty(shot.qty), LimitPx: px, Rogue: !shot.matched})
	child := model.ChildID(len(m.children) - 1)
	at = at.Add(model.Duration(1e6 + float64(29e6*m.unit()*m.unit())))
	for _, q := range shot.fills {
		if q == 0 {
			break
		}
		m.reports = append(m.reports, d.fill(at, child, model.Qty(q), px))
		at = at.Add(model.Duration(2e5 + float64(4e6*m.unit())))
	}
	if shot.executed() < model.Qty(shot.qty) {
		m.reports = append(m.reports, model.Execution{At: at, Child: child, Type: model.ExecExpired})
	}
}

// legit adds the legitimate children of symbol s in tick.
func (m *merger) legit(s, tick int) {
	d := m.day
	end := tickAt(tick + 1)
	for ; m.next[s] < len(d.legit[s]) && d.legit[s][m.next[s]].at < end; m.next[s]++ {
		c := &d.legit[s][m.next[s]]
		o := &d.orders[c.order]
		px := d.farSide(s, tick, o.sign)
		m.children = append(m.children, model.ChildOrder{Sent: c.at, Parent: o.id, Server: o.server, Venue: m.venue(s, tick),
			OrderQty: model.Qty(c.qty), LimitPx: px})
		child, at := model.ChildID(len(m.children)-1), c.at.Add(model.Duration(c.delay))
		if c.filled {
			m.reports = append(m.reports, d.fill(at, child, model.Qty(c.qty), px))
		} else {
			m.reports = append(m.reports, model.Execution{At: at, Child: child, Type: model.ExecExpired})
		}
	}
}

// farSide returns the price at which an order of that sign trades at once in tick.
func (d *day) farSide(s, tick int, sign model.Qty) model.Price {
	bid := model.Price(d.bids[s][tick])
	if sign > 0 {
		return bid + d.symbols[s].spread
	}
	return bid
}

func (d *day) fill(at model.Time, child model.ChildID, qty model.Qty, px model.Price) model.Execution {
	return model.Execution{At: at, Child: child, Type: model.ExecTrade, LastQty: qty, LastPx: px, Fee: model.Money(qty) * d.params.FeePerShare}
}

// venue draws where a child goes: the listing exchange for the scenario's share, the rest spread (assumed).
func (m *merger) venue(s, tick int) model.VenueID {
	primary, second := model.VenueID(0), model.VenueID(1)
	if m.day.symbols[s].listing == "NYSE Arca" {
		primary, second = second, primary
	}
	u, share := m.unit(), m.day.params.NYSEShare
	if u < share && tick < m.day.stopTick {
		return primary
	}
	switch v := m.unit(); {
	case v < 0.3 && (tick < m.day.stopTick || second != 0):
		return second
	case v < 0.55:
		return 2
	case v < 0.8:
		return 3
	}
	return 4
}
