package datasets

import (
	"fmt"
	"io"
	"math"
	"strconv"

	"lossreplay/model"
)

// childRows is a batch of child orders to check. The columns that a file has beside the model's are nil for a day in memory.
type childRows struct {
	model.ChildColumns
	id     []uint32
	symbol []model.SymbolID
	side   []model.Side
	cells  map[cell]string
}

// executionRows is a batch of reports to check.
type executionRows struct {
	model.ExecutionColumns
	id    []uint32
	cells map[cell]string
}

// flowCheck checks children and executions against each other and against their parents. It reads executions in order and
// children just as far as executions name them, so that it keeps only the orders that are still open.
type flowCheck struct {
	children, executions *rowCheck
	nextChildren         func(*childRows) error // io.EOF after the last batch
	nextExecutions       func(*executionRows) error
	parents              *model.ParentColumns
	symbols              int

	batch  childRows
	ended  bool  // no more children
	sent   int64 // children read
	pages  []*orderPage
	over   []uint64    // bit by child: a report other than a trade ended it
	filled []model.Qty // by parent
	pos    []model.Qty // by symbol: executed beyond the parents
}

// orderPage is a stretch of child orders. It is dropped when none of them is open.
type orderPage struct {
	left   [pageOrders]model.Qty
	sent   [pageOrders]model.Time
	parent [pageOrders]model.ParentID // 0 if it is not known
	closed int
}

const pageOrders = 1 << 12

func (f *flowCheck) run() error {
	f.filled, f.pos = make([]model.Qty, f.parents.Len()), make([]model.Qty, f.symbols)
	var batch executionRows
	for row := int64(0); ; row += int64(batch.Len()) {
		err := f.nextExecutions(&batch)
		if err == io.EOF {
			break
		}
		if err != nil {
			return inTable{f.executions.file, err}
		}
		f.executions.batch(row, batch.cells)
		f.executions.ids(exID, batch.id)
		for i := range batch.At {
			if err := f.report(&batch, i); err != nil {
				return err
			}
		}
	}
	return f.readChildren(math.MaxInt64)
}

// inTable is an error while reading a file.
type inTable struct {
	file string
	error
}

func (e inTable) Unwrap() error { return e.error }

// readChildren reads on until the first n children are known, or all.
func (f *flowCheck) readChildren(n int64) error {
	for f.sent < n && !f.ended {
		err := f.nextChildren(&f.batch)
		if err == io.EOF {
			f.ended = true
			return nil
		}
		if err != nil {
			f.ended = true
			return inTable{f.children.file, err}
		}
		c := f.children
		c.batch(f.sent, f.batch.cells)
		c.ids(chID, f.batch.id)
		for i := range f.batch.Sent {
			f.child(i)
		}
	}
	return nil
}

// child checks one child order and opens it.
func (f *flowCheck) child(i int) {
	c, b := f.children, &f.batch
	sent, qty := b.Sent[i], b.OrderQty[i]
	c.time(i, chSent, sent)
	c.word(i, chServer, int(b.Server[i]), len(c.lex[serverWords]))
	c.word(i, chVenue, int(b.Venue[i]), len(c.lex[venueWords]))
	if !c.between(i, chQty, int64(qty), 1, qtyMax) {
		qty = qtyMax // whatever it should be, its fills are not to blame
	}
	if c.between(i, chLimit, int64(b.LimitPx[i]), 1, math.MaxInt64) {
		c.notional(i, chLimit, qty, b.LimitPx[i])
	}
	parent := b.Parent[i]
	if parent == 0 || int(parent) > f.parents.Len() {
		c.fail(i, chParent, FaultUnknownID, func() (string, string, string) {
			return strconv.Itoa(int(parent)), fmt.Sprintf("is not one of the %d parents", f.parents.Len()), "a child names the parent_id that it was sent for"
		})
		parent = 0
	} else {
		f.withParent(i, parent)
	}
	page, at := f.sent/pageOrders, f.sent%pageOrders
	if at == 0 {
		f.pages = append(f.pages, &orderPage{})
		f.over = append(f.over, make([]uint64, pageOrders/64)...)
	}
	p := f.pages[page]
	p.left[at], p.sent[at], p.parent[at] = qty, sent, parent
	f.sent++
}

// withParent checks a child against its parent.
func (f *flowCheck) withParent(i int, parent model.ParentID) {
	c, b := f.children, &f.batch
	if received := f.parents.Received[parent-1]; b.Sent[i] < received {
		c.fail(i, chSent, FaultTooEarly, func() (string, string, string) {
			return b.Sent[i].String(), fmt.Sprintf("is before parent %d was received, %v", parent, received), "check the clocks of the two tables"
		})
	}
	if b.symbol == nil {
		return
	}
	if want := f.parents.Symbol[parent-1]; c.word(i, chSymbol, int(b.symbol[i]), f.symbols) && b.symbol[i] != want && int(want) < f.symbols {
		c.fail(i, chSymbol, FaultParent, func() (string, string, string) {
			words := c.lex[symbolWords]
			return quote(words[b.symbol[i]]), fmt.Sprintf("is not %s of its parent %d", quote(words[want]), parent), "a child trades its parent's symbol"
		})
	}
	if want := f.parents.Side[parent-1]; c.side(i, chSide, b.side[i]) && b.side[i] != want && want.Valid() {
		c.fail(i, chSide, FaultParent, func() (string, string, string) {
			return b.side[i].String(), fmt.Sprintf("is not %v of its parent %d", want, parent), "a child trades its parent's side"
		})
	}
}

// side checks that s is a side.
func (c *rowCheck) side(i, column int, s model.Side) bool {
	return s.Valid() || c.word(i, column, math.MaxUint8, 0)
}

// report checks one report of a venue and books it.
func (f *flowCheck) report(b *executionRows, i int) error {
	c := f.executions
	at, id, qty, px := b.At[i], int64(b.Child[i]), b.LastQty[i], b.LastPx[i]
	c.time(i, exAt, at)
	if b.Type[i] == model.ExecTrade {
		if !c.between(i, exQty, int64(qty), 1, qtyMax) {
			return nil
		}
		if c.between(i, exPx, int64(px), 1, math.MaxInt64) {
			c.notional(i, exPx, qty, px)
		}
	} else if !b.Type[i].Valid() {
		c.word(i, exType, math.MaxUint8, 0)
		return nil
	} else {
		c.between(i, exQty, int64(qty), 0, 0)
		c.between(i, exPx, int64(px), 0, 0)
		c.between(i, exFee, int64(b.Fee[i]), 0, 0)
	}
	if err := f.readChildren(id); err != nil {
		return err
	}
	if id == 0 || id > f.sent {
		c.fail(i, exChild, FaultUnknownID, func() (string, string, string) {
			return strconv.FormatInt(id, 10), fmt.Sprintf("is not one of the %d children", f.sent), "a report names the child_id that it is about"
		})
		return nil
	}
	f.book(b, i, id-1)
	return nil
}

// book applies report i to the child of that 0-based row.
func (f *flowCheck) book(b *executionRows, i int, child int64) {
	c := f.executions
	page, k := f.pages[child/pageOrders], child%pageOrders
	over := f.over[child/64]&(1<<(child%64)) != 0
	if page == nil || over || page.left[k] == 0 {
		f.afterEnd(i, child+1, over, b.Type[i] == model.ExecTrade, b.LastQty[i])
		return
	}
	if at := b.At[i]; at < page.sent[k] {
		sent := page.sent[k]
		c.fail(i, exAt, FaultTooEarly, func() (string, string, string) {
			return at.String(), fmt.Sprintf("is before child %d was sent, %v", child+1, sent), "check the clocks of the two tables"
		})
	}
	if b.Type[i] != model.ExecTrade {
		f.over[child/64] |= 1 << (child % 64)
		f.close(page, child)
		return
	}
	qty := b.LastQty[i]
	if left := page.left[k]; qty > left {
		c.fail(i, exQty, FaultOverfill, func() (string, string, string) {
			return strconv.FormatInt(int64(qty), 10), fmt.Sprintf("exceeds the %d left on child %d", left, child+1), mendOverfill
		})
		qty = left
	}
	page.left[k] -= qty
	if parent := page.parent[k]; parent != 0 {
		p := parent - 1
		f.filled[p] += qty
		s, side := f.parents.Symbol[p], f.parents.Side[p]
		if beyond := min(f.filled[p]-f.parents.OrderQty[p], qty); beyond > 0 && int(s) < f.symbols && side.Valid() {
			f.pos[s] += beyond * side.Sign()
		}
	}
	if page.left[k] == 0 {
		f.close(page, child)
	}
}

const mendOverfill = "a bust may be missing from the record; mend the row, and then the table's sha256 in " + manifestName

// afterEnd reports a report on a child that is no longer open.
func (f *flowCheck) afterEnd(i int, child int64, over, trade bool, qty model.Qty) {
	if !over && trade {
		f.executions.fail(i, exQty, FaultOverfill, func() (string, string, string) {
			return strconv.FormatInt(int64(qty), 10), fmt.Sprintf("exceeds the 0 left on child %d", child), mendOverfill
		})
		return
	}
	f.executions.fail(i, exChild, FaultAfterEnd, func() (string, string, string) {
		how := "filled"
		if over {
			how = "ended"
		}
		return strconv.FormatInt(child, 10), "was " + how + " before this report", "a report other than trade is the last one of its child, and a filled child needs none"
	})
}

// close notes that a child is no longer open and drops its page if it was the last.
func (f *flowCheck) close(page *orderPage, child int64) {
	page.closed++
	if page.closed == pageOrders {
		f.pages[child/pageOrders] = nil
	}
}
