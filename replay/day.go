package replay

import "lossreplay/model"

// Day is a recorded day as the replay reads it: small tables whole, long tables in batches, in time order. It is valid:
// keys resolve, times ascend, fills fit their child. The readers may be opened more than once, and each stands alone.
type Day interface {
	Incident() *model.Incident
	Securities() []model.Security
	Operations() []model.Operation
	Closings() []model.Closing
	Bars() []model.Bar
	Parents() *model.ParentColumns
	Children() (Reader[model.ChildColumns], error)
	Executions() (Reader[model.ExecutionColumns], error)
	Quotes() (Reader[model.QuoteColumns], error)
}

// Reader is a table read in batches. Next fills batch, whose memory it may reuse, and returns io.EOF, with an empty batch,
// after the last row.
type Reader[C any] = interface {
	Next(batch *C) error
	Close() error
}
