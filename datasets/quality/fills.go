package quality

import (
	"fmt"
	"slices"

	"lossreplay/model"
)

// fill is a trade as it is told.
type fill struct {
	child model.ChildID
	qty   model.Qty
	px    model.Price
}

// trade counts a fill and books it.
func (m *measure) trade(o *order, e *model.ExecutionColumns, i int) error {
	qty, px, row := e.LastQty[i], e.LastPx[i], m.executions.row
	p := o.parent - 1
	s, sign := m.parents.Symbol[p], m.parents.Side[p].Sign()
	m.Fills.Count++
	m.Fills.Shares += qty
	m.Fills.BeyondLimit.hold((px-o.limit)*model.Price(sign), o.limit, 0, row)
	switch {
	case m.ask[s] == 0:
		m.Fills.Unquoted++
	case px > m.ask[s]:
		m.Fills.FarFromQuote.hold(px-m.ask[s], m.ask[s], FarBasisPoints, row)
	default:
		m.Fills.FarFromQuote.hold(m.bid[s]-px, m.bid[s], FarBasisPoints, row)
	}
	m.repeated(e, i)

	beyond := min(max(m.filled[p]+qty-m.parents.OrderQty[p], 0), qty)
	m.filled[p] += qty
	share, ok := model.Notional(beyond, model.Price(e.Fee[i]), 1)
	if !ok || !m.Firm[s].book(qty, sign, px, m.unit, e.Fee[i]) ||
		beyond > 0 && !m.Error[s].book(beyond, sign, px, m.unit, share/model.Money(qty)) {
		return fmt.Errorf("executions row %d: the cash of %s leaves 64 bits", row, m.day.Securities()[s].Symbol)
	}
	return nil
}

// hold counts a price that lies by, above 0, on the wrong side of ref if that is more than least basis points.
func (a *Away) hold(by, ref model.Price, least float64, row int64) {
	if by <= 0 {
		return
	}
	bps := float64(by) / float64(ref) * 10_000
	if bps <= least {
		return
	}
	a.Count++
	if bps > a.WorstBps {
		a.WorstBps, a.WorstRow = bps, row
	}
}

// told are the fills of one time: the first few in a list, which is fastest where times are many, then all in a map.
type told struct {
	at   model.Time
	few  []fill
	many map[fill]struct{}
}

const toldFew = 16

// again reports whether f was told before at that time, and notes it.
func (t *told) again(at model.Time, f fill) bool {
	if at != t.at {
		t.at, t.few, t.many = at, t.few[:0], nil
	}
	if slices.Contains(t.few, f) {
		return true
	}
	if len(t.few) < toldFew {
		t.few = append(t.few, f)
		return false
	}
	if t.many == nil {
		t.many = map[fill]struct{}{}
	}
	_, twice := t.many[f]
	t.many[f] = struct{}{}
	return twice
}

// repeated counts a fill that has been told before, at the same time.
func (m *measure) repeated(e *model.ExecutionColumns, i int) {
	if !m.told.again(e.At[i], fill{e.Child[i], e.LastQty[i], e.LastPx[i]}) {
		return
	}
	if m.Fills.Repeated++; m.Fills.RepeatedRow == 0 {
		m.Fills.RepeatedRow = m.executions.row
	}
}

// book adds a trade of qty shares, bought if sign is 1, and reports whether the sums fit.
func (a *Account) book(qty, sign model.Qty, px model.Price, unit, fee model.Money) bool {
	brought, ok := model.Notional(-qty*sign, px, unit)
	if !ok {
		return false
	}
	if sign > 0 {
		a.Bought += qty
	} else {
		a.Sold += qty
	}
	cash, fits := a.Cash.Add(brought)
	fees, fine := a.Fees.Add(fee)
	a.Cash, a.Fees = cash, fees
	return fits && fine
}
