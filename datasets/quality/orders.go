package quality

import "lossreplay/model"

// order is a child order while shares of it are left.
type order struct {
	sent     model.Time
	limit    model.Price
	left     model.Qty // 0 once it is filled or ended
	parent   model.ParentID
	reported bool
}

// orders holds the child orders that may still be reported on, in pages: a page is used again when none of it is open.
type orders struct {
	pages []*page
	free  []*page
	n     int64
}

type page struct {
	orders [pageOrders]order
	closed int
}

const pageOrders = 1 << 12

// add opens the next order.
func (o *orders) add(c order) {
	at := o.n % pageOrders
	if at == 0 {
		p := &page{}
		if last := len(o.free) - 1; last >= 0 {
			p, o.free = o.free[last], o.free[:last]
			p.closed = 0
		}
		o.pages = append(o.pages, p)
	}
	o.pages[len(o.pages)-1].orders[at] = c
	o.n++
}

// of returns an open order.
func (o *orders) of(id model.ChildID) *order {
	row := int64(id) - 1
	return &o.pages[row/pageOrders].orders[row%pageOrders]
}

// close notes that nothing is left of an order.
func (o *orders) close(id model.ChildID) {
	o.of(id).left = 0
	at := (int64(id) - 1) / pageOrders
	p := o.pages[at]
	if p.closed++; p.closed == pageOrders {
		o.pages[at], o.free = nil, append(o.free, p)
	}
}

// open counts what is left at the end.
func (o *orders) open() Children {
	c := Children{Count: o.n}
	for i, p := range o.pages {
		if p == nil {
			continue
		}
		first := int64(i) * pageOrders
		for k := range p.orders[:min(o.n-first, pageOrders)] {
			w := &p.orders[k]
			if w.left == 0 {
				continue
			}
			c.Open++
			c.OpenShares += w.left
			if w.reported {
				continue
			}
			if c.NeverReported++; c.NeverReportedRow == 0 {
				c.NeverReportedRow = first + int64(k) + 1
			}
		}
	}
	return c
}
