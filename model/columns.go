package model

// The columns of a recorded day, as they stand in its tables, in batches. All slices of a struct have the same length.
// Readers fill them and reuse their memory: copy what must outlive the next read.

// ParentColumns are parent orders in order of Received; row i holds ParentID i+1 counted over the whole table.
type ParentColumns struct {
	Received []Time
	Symbol   []SymbolID
	Side     []Side
	OrderQty []Qty
	Flag     []FlagID
}

// ChildColumns are child orders in order of Sent; row i holds ChildID i+1 counted over the whole table.
type ChildColumns struct {
	Sent     []Time
	Parent   []ParentID
	Server   []ServerID
	Venue    []VenueID
	OrderQty []Qty
	LimitPx  []Price
	Rogue    []bool
}

// ExecutionColumns are venue reports in order of At; row i holds ExecID i+1 counted over the whole table.
type ExecutionColumns struct {
	At      []Time
	Child   []ChildID
	Type    []ExecType
	LastQty []Qty
	LastPx  []Price
	Fee     []Money
}

// QuoteColumns are quotes in order of At.
type QuoteColumns struct {
	At     []Time
	Symbol []SymbolID
	Bid    []Price
	Ask    []Price
}

// Len returns the number of rows.
func (c *ParentColumns) Len() int { return len(c.Received) }

// Len returns the number of rows.
func (c *ChildColumns) Len() int { return len(c.Sent) }

// Len returns the number of rows.
func (c *ExecutionColumns) Len() int { return len(c.At) }

// Len returns the number of rows.
func (c *QuoteColumns) Len() int { return len(c.At) }

// Append adds one row.
func (c *ParentColumns) Append(p ParentOrder) {
	c.Received = append(c.Received, p.Received)
	c.Symbol = append(c.Symbol, p.Symbol)
	c.Side = append(c.Side, p.Side)
	c.OrderQty = append(c.OrderQty, p.OrderQty)
	c.Flag = append(c.Flag, p.Flag)
}

// Append adds one row.
func (c *ChildColumns) Append(o ChildOrder) {
	c.Sent = append(c.Sent, o.Sent)
	c.Parent = append(c.Parent, o.Parent)
	c.Server = append(c.Server, o.Server)
	c.Venue = append(c.Venue, o.Venue)
	c.OrderQty = append(c.OrderQty, o.OrderQty)
	c.LimitPx = append(c.LimitPx, o.LimitPx)
	c.Rogue = append(c.Rogue, o.Rogue)
}

// Append adds one row.
func (c *ExecutionColumns) Append(e Execution) {
	c.At = append(c.At, e.At)
	c.Child = append(c.Child, e.Child)
	c.Type = append(c.Type, e.Type)
	c.LastQty = append(c.LastQty, e.LastQty)
	c.LastPx = append(c.LastPx, e.LastPx)
	c.Fee = append(c.Fee, e.Fee)
}

// Append adds one row.
func (c *QuoteColumns) Append(q Quote) {
	c.At = append(c.At, q.At)
	c.Symbol = append(c.Symbol, q.Symbol)
	c.Bid = append(c.Bid, q.Bid)
	c.Ask = append(c.Ask, q.Ask)
}

// CopyFrom makes c a copy of src, in c's own memory as far as it reaches.
func (c *ChildColumns) CopyFrom(src *ChildColumns) {
	c.Sent = append(c.Sent[:0], src.Sent...)
	c.Parent = append(c.Parent[:0], src.Parent...)
	c.Server = append(c.Server[:0], src.Server...)
	c.Venue = append(c.Venue[:0], src.Venue...)
	c.OrderQty = append(c.OrderQty[:0], src.OrderQty...)
	c.LimitPx = append(c.LimitPx[:0], src.LimitPx...)
	c.Rogue = append(c.Rogue[:0], src.Rogue...)
}

// CopyFrom makes c a copy of src, in c's own memory as far as it reaches.
func (c *ExecutionColumns) CopyFrom(src *ExecutionColumns) {
	c.At = append(c.At[:0], src.At...)
	c.Child = append(c.Child[:0], src.Child...)
	c.Type = append(c.Type[:0], src.Type...)
	c.LastQty = append(c.LastQty[:0], src.LastQty...)
	c.LastPx = append(c.LastPx[:0], src.LastPx...)
	c.Fee = append(c.Fee[:0], src.Fee...)
}

// CopyFrom makes c a copy of src, in c's own memory as far as it reaches.
func (c *QuoteColumns) CopyFrom(src *QuoteColumns) {
	c.At = append(c.At[:0], src.At...)
	c.Symbol = append(c.Symbol[:0], src.Symbol...)
	c.Bid = append(c.Bid[:0], src.Bid...)
	c.Ask = append(c.Ask[:0], src.Ask...)
}
