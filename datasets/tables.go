package datasets

import (
	"io"

	"lossreplay/model"
)

// Tables is a recorded day whole in memory: what a reconstruction returns and what a folder is written from. Its methods
// make it a day that a replay can read without any file.
type Tables struct {
	About         model.Incident
	SecurityRows  []model.Security
	OperationRows []model.Operation
	ClosingRows   []model.Closing
	BarRows       []model.Bar
	ParentRows    model.ParentColumns
	ChildRows     model.ChildColumns
	ExecutionRows model.ExecutionColumns
	QuoteRows     model.QuoteColumns
}

// Reader is a table read in batches: Next fills batch, whose memory it may reuse, and returns io.EOF after the last row.
type Reader[C any] = interface {
	Next(batch *C) error
	Close() error
}

// batchRows is the number of rows that a reader of Tables hands out at a time.
const batchRows = 1 << 15

// Incident returns the day's description.
func (t *Tables) Incident() *model.Incident { return &t.About }

// Securities returns the traded names; SymbolID indexes them.
func (t *Tables) Securities() []model.Security { return t.SecurityRows }

// Operations returns the operations in time order.
func (t *Tables) Operations() []model.Operation { return t.OperationRows }

// Closings returns how each residual position was closed.
func (t *Tables) Closings() []model.Closing { return t.ClosingRows }

// Bars returns the market's minute bars in order of time, then symbol.
func (t *Tables) Bars() []model.Bar { return t.BarRows }

// Parents returns the parent orders.
func (t *Tables) Parents() *model.ParentColumns { return &t.ParentRows }

// Children returns a reader over the child orders. Its batches share the table's memory.
func (t *Tables) Children() (Reader[model.ChildColumns], error) {
	return &sliced[model.ChildColumns]{rows: t.ChildRows.Len(), cut: func(i, j int) model.ChildColumns {
		c := &t.ChildRows
		return model.ChildColumns{Sent: c.Sent[i:j], Parent: c.Parent[i:j], Server: c.Server[i:j], Venue: c.Venue[i:j],
			OrderQty: c.OrderQty[i:j], LimitPx: c.LimitPx[i:j], Rogue: c.Rogue[i:j]}
	}}, nil
}

// Executions returns a reader over the venue reports. Its batches share the table's memory.
func (t *Tables) Executions() (Reader[model.ExecutionColumns], error) {
	return &sliced[model.ExecutionColumns]{rows: t.ExecutionRows.Len(), cut: func(i, j int) model.ExecutionColumns {
		c := &t.ExecutionRows
		return model.ExecutionColumns{At: c.At[i:j], Child: c.Child[i:j], Type: c.Type[i:j], LastQty: c.LastQty[i:j],
			LastPx: c.LastPx[i:j], Fee: c.Fee[i:j]}
	}}, nil
}

// Quotes returns a reader over the quotes. Its batches share the table's memory.
func (t *Tables) Quotes() (Reader[model.QuoteColumns], error) {
	return &sliced[model.QuoteColumns]{rows: t.QuoteRows.Len(), cut: func(i, j int) model.QuoteColumns {
		c := &t.QuoteRows
		return model.QuoteColumns{At: c.At[i:j], Symbol: c.Symbol[i:j], Bid: c.Bid[i:j], Ask: c.Ask[i:j]}
	}}, nil
}

// sliced reads a table in memory by cutting it into batches.
type sliced[C any] struct {
	rows, next int
	cut        func(i, j int) C
}

func (r *sliced[C]) Next(batch *C) error {
	i := r.next
	r.next = min(i+batchRows, r.rows)
	*batch = r.cut(i, r.next)
	if i == r.rows {
		return io.EOF
	}
	return nil
}

func (r *sliced[C]) Close() error { return nil }
