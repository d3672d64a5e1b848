package datasets

import (
	"errors"
	"io"

	"lossreplay/model"
)

// AppendOrders appends the children, executions and quotes of day to the folder, in pieces; what does not fill a row group stays in
// t, which must hold every word and parent that these rows name. It reads day once. The error is that of day's readers or of
// Append.
func (f *Folder) AppendOrders(t *Tables, day Recorded) error {
	err := eachBatch(day.Children, func(c *model.ChildColumns) error {
		to := &t.ChildRows
		to.Sent, to.Parent, to.Server, to.Venue = append(to.Sent, c.Sent...), append(to.Parent, c.Parent...), append(to.Server, c.Server...), append(to.Venue, c.Venue...)
		to.OrderQty, to.LimitPx, to.Rogue = append(to.OrderQty, c.OrderQty...), append(to.LimitPx, c.LimitPx...), append(to.Rogue, c.Rogue...)
		return f.Append(t)
	})
	if err != nil {
		return err
	}
	err = eachBatch(day.Executions, func(e *model.ExecutionColumns) error {
		to := &t.ExecutionRows
		to.At, to.Child, to.Type = append(to.At, e.At...), append(to.Child, e.Child...), append(to.Type, e.Type...)
		to.LastQty, to.LastPx, to.Fee = append(to.LastQty, e.LastQty...), append(to.LastPx, e.LastPx...), append(to.Fee, e.Fee...)
		return f.Append(t)
	})
	if err != nil {
		return err
	}
	return eachBatch(day.Quotes, func(q *model.QuoteColumns) error {
		to := &t.QuoteRows
		to.At, to.Symbol, to.Bid, to.Ask = append(to.At, q.At...), append(to.Symbol, q.Symbol...), append(to.Bid, q.Bid...), append(to.Ask, q.Ask...)
		return f.Append(t)
	})
}

// eachBatch hands every batch of a table to take.
func eachBatch[C any](open func() (Reader[C], error), take func(*C) error) (err error) {
	reader, err := open()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, reader.Close()) }()
	var batch C
	for {
		switch err := reader.Next(&batch); {
		case err == io.EOF:
			return nil
		case err != nil:
			return err
		}
		if err := take(&batch); err != nil {
			return err
		}
	}
}
