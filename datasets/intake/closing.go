package intake

import (
	"fmt"
	"strconv"

	"lossreplay/datasets"
	"lossreplay/model"
)

// closing takes a trade that closed a position of the error account.
func (m *machine) closing(r *rec) error {
	s, err := m.symbol(r.symbol)
	if err != nil {
		return err
	}
	m.market.seen(m.t, s, r.lastPx, true)
	c := m.closings[s]
	if c == nil {
		c = &model.Closing{Symbol: s}
		m.closings[s] = c
	}
	qty := -model.Qty(r.lastQty) * r.side.Sign() // a sale closes a long position
	cash, ok := model.Notional(qty, model.Price(r.lastPx), m.o.Scale.Unit())
	if !ok {
		return m.refuseRec(r, "price", "", "leaves 64 bits of money times the quantity")
	}
	cash -= model.Money(r.fee)
	if r.is(bitBlock) {
		c.BlockQty, c.BlockNotional = c.BlockQty+qty, c.BlockNotional+cash
	} else {
		c.MarketQty, c.MarketNotional = c.MarketQty+qty, c.MarketNotional+cash
	}
	return nil
}

// liquidate writes how each residual position was closed: by the log's closing trades, which must add up to it, else at the
// user's mark, else by the policy. The error is a *datasets.Problems.
func (m *machine) liquidate() error {
	ps := &datasets.Problems{}
	closed := map[string]int{}
	for i, pos := range m.market.pos {
		s := model.SymbolID(i)
		c := m.closings[s]
		symbol := m.t.SecurityRows[s].Symbol
		mark, marked := m.o.Closing.Marks[symbol]
		switch {
		case c != nil && int64(c.MarketQty+c.BlockQty) == pos:
			closed["closing trades"]++
		case c != nil:
			ps.Add(datasets.Problem{Fault: datasets.FaultClosing, Field: strconv.Quote(symbol),
				Rule: fmt.Sprintf("is closed with %d shares; the error account holds %d", c.MarketQty+c.BlockQty, pos),
				Mend: "the closing trades of a symbol add up to what executions beyond their parents left; leave them out to close at marks"})
			continue
		case pos == 0:
			continue
		case marked:
			closed["marks"]++
		case m.o.Closing.Last || len(m.closings)+len(m.o.Closing.Marks) == 0:
			mark = model.Price(m.market.mid(s))
			closed["the last price of the day"]++
		default:
			ps.Add(datasets.Problem{Fault: datasets.FaultClosing, Field: strconv.Quote(symbol),
				Rule: fmt.Sprintf("has no closing trade and no mark; the error account holds %d", pos),
				Mend: "add its mark under closing.marks, or let closing.policy: last close the rest"})
			continue
		}
		if c == nil {
			cash, ok := model.Notional(model.Qty(pos), mark, m.o.Scale.Unit())
			if !ok {
				ps.Add(datasets.Problem{Fault: datasets.FaultRange, Field: strconv.Quote(symbol), Rule: fmt.Sprintf("cannot be closed: %d shares at %d leave 64 bits of money", pos, mark), Mend: "check the price's unit"})
				continue
			}
			c = &model.Closing{Symbol: s, BlockQty: model.Qty(pos), BlockNotional: cash}
		}
		m.t.ClosingRows = append(m.t.ClosingRows, *c)
	}
	m.closedBy(closed)
	return ps.Err()
}

// closedBy says how positions were closed.
func (m *machine) closedBy(closed map[string]int) {
	for _, how := range []string{"closing trades", "marks", "the last price of the day"} {
		if n := closed[how]; n > 0 {
			if m.sum.Closed != "" {
				m.sum.Closed += ", "
			}
			m.sum.Closed += fmt.Sprintf("%d by %s", n, how)
		}
	}
}
