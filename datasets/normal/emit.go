package normal

import (
	"cmp"
	"slices"
	"time"

	"lossreplay/datasets"
	"lossreplay/model"
)

// venues, as on the Knight day.
var venues = []string{"NYSE", "NYSE Arca", "Nasdaq", "BATS", "Direct Edge"}

// tables returns the day as tables.
func (b *build) tables() *datasets.Tables {
	t := &datasets.Tables{About: b.about(), OperationRows: b.operations()}
	for s := range b.names {
		t.SecurityRows = append(t.SecurityRows, b.names[s].security())
	}
	parents := b.emitParents(t)
	rows := b.emitChildren(t, parents)
	b.emitReports(t, rows)
	b.emitQuotes(t)
	b.emitBars(t)
	return t
}

// bases returns where each name's rows begin if the names' rows stand one after the other, and how many there are.
func bases[T any](rows [][]T) (at []int, total int) {
	at = make([]int, len(rows))
	for s := range rows {
		at[s] = total
		total += len(rows[s])
	}
	return at, total
}

// emitParents writes the parents in order of time and returns each one's number, by name.
func (b *build) emitParents(t *datasets.Tables) [][]model.ParentID {
	type place struct {
		received model.Duration
		name, at int32
	}
	_, total := bases(b.orders)
	places, ids := make([]place, 0, total), make([][]model.ParentID, len(b.orders))
	for s := range b.orders {
		ids[s] = make([]model.ParentID, len(b.orders[s]))
		for i := range b.orders[s] {
			places = append(places, place{b.orders[s][i].received, int32(s), int32(i)})
		}
	}
	slices.SortFunc(places, func(p, q place) int {
		return cmp.Or(cmp.Compare(p.received, q.received), cmp.Compare(p.name, q.name), cmp.Compare(p.at, q.at))
	})
	p := &t.ParentRows
	*p = model.ParentColumns{Received: make([]model.Time, total), Symbol: make([]model.SymbolID, total), Side: make([]model.Side, total),
		OrderQty: make([]model.Qty, total), Flag: make([]model.FlagID, total)}
	for i, at := range places {
		o := &b.orders[at.name][at.at]
		ids[at.name][at.at] = model.ParentID(i + 1)
		p.Received[i], p.Symbol[i], p.Side[i] = b.open.Add(o.received), model.SymbolID(at.name), model.Buy
		if o.sign < 0 {
			p.Side[i] = model.Sell
		}
		p.OrderQty[i], p.Flag[i] = model.Qty(o.qty), o.flag
	}
	return ids
}

// emitChildren writes the children in order of time and returns the row of each, by name.
func (b *build) emitChildren(t *datasets.Tables, parents [][]model.ParentID) [][]uint32 {
	order := inOrder(b.children, func(c *child) model.Duration { return c.sent })
	rows := make([][]uint32, len(b.children))
	for s := range rows {
		rows[s] = make([]uint32, len(b.children[s]))
	}
	n := len(order)
	c := &t.ChildRows
	*c = model.ChildColumns{Sent: make([]model.Time, n), Parent: make([]model.ParentID, n), Server: make([]model.ServerID, n),
		Venue: make([]model.VenueID, n), OrderQty: make([]model.Qty, n), LimitPx: make([]model.Price, n), Rogue: make([]bool, n)}
	inStretches(n, func(i int) {
		s, at := order[i].name(), order[i].row()
		from := &b.children[s][at]
		rows[s][at] = uint32(i)
		c.Sent[i], c.Parent[i], c.Server[i], c.Venue[i] = b.open.Add(from.sent), parents[s][from.order], from.server, from.venue
		c.OrderQty[i], c.LimitPx[i] = model.Qty(from.qty), model.Price(from.limit)
	})
	return rows
}

// emitReports writes the reports in order of time.
func (b *build) emitReports(t *datasets.Tables, children [][]uint32) {
	order := inOrder(b.reports, func(r *report) model.Duration { return r.at })
	n := len(order)
	e := &t.ExecutionRows
	*e = model.ExecutionColumns{At: make([]model.Time, n), Child: make([]model.ChildID, n), Type: make([]model.ExecType, n),
		LastQty: make([]model.Qty, n), LastPx: make([]model.Price, n), Fee: make([]model.Money, n)}
	inStretches(n, func(i int) {
		s, at := order[i].name(), order[i].row()
		from := &b.reports[s][at]
		e.At[i], e.Child[i], e.Type[i] = b.open.Add(from.at), model.ChildID(children[s][from.child]+1), from.kind
		e.LastQty[i], e.LastPx[i] = model.Qty(from.qty), model.Price(from.px)
	})
}

// place is a row of a name, packed to sort by time within a second: nanoseconds, name, position.
type place uint64

const (
	placeRowBits  = 22
	placeNameBits = 8
)

func (p place) name() int { return int(p >> placeRowBits & (1<<placeNameBits - 1)) }
func (p place) row() int  { return int(p & (1<<placeRowBits - 1)) }

// inOrder returns where the rows stand, in order of time, ties by name and position: first into seconds, then each second by
// itself.
func inOrder[T any](rows [][]T, at func(*T) model.Duration) []place {
	first := make([]int, sessionTicks+1)
	for s := range rows {
		for i := range rows[s] {
			first[tickOf(at(&rows[s][i]))+1]++
		}
	}
	for tick := range sessionTicks {
		first[tick+1] += first[tick]
	}
	out, next := make([]place, first[sessionTicks]), slices.Clone(first)
	for s := range rows {
		for i := range rows[s] {
			from := at(&rows[s][i])
			tick := tickOf(from)
			out[next[tick]] = place(from%time.Second)<<(placeRowBits+placeNameBits) | place(s)<<placeRowBits | place(i)
			next[tick]++
		}
	}
	const stretch = 300
	datasets.InParallel(sessionTicks/stretch, func(i int) {
		for tick := i * stretch; tick < (i+1)*stretch; tick++ {
			slices.Sort(out[first[tick]:first[tick+1]])
		}
	})
	return out
}

// inStretches calls work(0) to work(n-1), runs of calls at a time.
func inStretches(n int, work func(i int)) {
	const stretch = 1 << 14
	datasets.InParallel((n+stretch-1)/stretch, func(k int) {
		for i := k * stretch; i < min((k+1)*stretch, n); i++ {
			work(i)
		}
	})
}
