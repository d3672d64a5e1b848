package replay

import (
	"fmt"
	"math"

	"lossreplay/model"
)

// child emits the next child order.
func (s *stream) child(b *batch, at model.Time) error {
	c, row := &s.children.batch, s.children.row
	s.children.row++
	s.childRow++
	s.total.Children++
	parent := c.Parent[row]
	if parent == 0 || int(parent) > s.parents.Len() {
		return fmt.Errorf("child %d names parent %d of %d; validate the day before replaying it", s.childRow, parent, s.parents.Len())
	}
	if qty := c.OrderQty[row]; qty <= 0 || qty > math.MaxInt32 {
		return fmt.Errorf("child %d has %d shares; 1 to %d can be replayed", s.childRow, qty, math.MaxInt32)
	}
	p := int(parent - 1)
	ev := event{
		at: at, kind: evChild, id: uint32(s.childRow), parent: parent, symbol: s.parents.Symbol[p], server: c.Server[row],
		flag: s.parents.Flag[p], venue: c.Venue[row], qty: int32(c.OrderQty[row]), limit: c.LimitPx[row],
	}
	if s.parents.Side[p].Sign() > 0 {
		ev.marks |= buy
	}
	if c.Rogue[row] {
		ev.marks |= rogue
	} else {
		s.legit.add(int64(ev.qty), ev.limit, s.priceUnit)
		if tick, open := s.now(); open {
			s.legitTick[tick]++
		}
	}
	if s.parents.Received[p] < s.about.Session.Open {
		ev.marks |= preOpen
	}
	ev.slot = s.venues.add(working{id: s.childRow, parent: parent, leaves: ev.qty, limit: ev.limit, symbol: ev.symbol,
		server: ev.server, flag: ev.flag, venue: ev.venue, marks: ev.marks})
	ev.mid = s.midOf(ev.symbol, ev.limit)
	b.events = append(b.events, ev)
	return nil
}

// midOf returns the recorded mid, or px where the symbol has no quotes: its spread then reads 0.
func (s *stream) midOf(symbol model.SymbolID, px model.Price) model.Price {
	if !s.quoted[symbol] {
		s.mid[symbol] = px
	}
	return s.mid[symbol]
}

// report emits the next venue report, if it changes anything: the end of a child of which nothing is left does not.
func (s *stream) report(b *batch, at model.Time) error {
	r, row := &s.reports.batch, s.reports.row
	s.reports.row++
	s.total.Reports++
	w, ok := s.venues.find(r.Child[row])
	if !ok && r.Type[row] != model.ExecTrade && r.Child[row] > 0 && r.Child[row] <= s.childRow {
		return nil
	}
	if !ok {
		return fmt.Errorf("execution %d is on child %d, which is not at a venue; validate the day before replaying it",
			s.total.Reports, r.Child[row])
	}
	ev := event{at: at, parent: w.parent, slot: w.slot, symbol: w.symbol, server: w.server, flag: w.flag, limit: w.limit,
		id: uint32(w.id), venue: w.venue, marks: w.marks}
	if r.Type[row] != model.ExecTrade {
		ev.kind, ev.qty, ev.how = evEnded, w.leaves, r.Type[row]
		s.venues.end(w.id)
		b.events = append(b.events, ev)
		return nil
	}
	ev.kind, ev.qty, ev.px, ev.fee = evFill, int32(r.LastQty[row]), r.LastPx[row], r.Fee[row]
	ev.mid = s.midOf(ev.symbol, ev.px)
	if s.venues.trade(w.id, ev.qty) {
		ev.marks |= last
	}
	signed := model.Qty(ev.qty) * ev.marks.sign()
	if tick, open := s.now(); open {
		s.flow[ev.symbol] += signed
		s.tape.Fill(tick, ev.symbol, signed)
	}
	b.events = append(b.events, ev)
	return nil
}
