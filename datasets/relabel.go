package datasets

import (
	"errors"
	"io"
	"slices"

	"lossreplay/model"
)

// Relabel writes the folder dir with the rows of day, but rogue as given and the setting added to the
// scenario, in the place of one with its key. rogue has one label a child. The error is that of [NewFolder], of reading day or of
// writing. Memory is bounded by the parents and the labels. It panics if there are fewer labels than children.
func Relabel(dir string, day *Day, rogue []bool, setting model.Setting, opts WriteOptions) (err error) {
	f, err := NewFolder(dir, opts)
	if err != nil {
		return err
	}
	defer func() {
		if e := f.Close(); err == nil {
			err = e
		}
	}()
	t := &Tables{About: day.about, SecurityRows: day.securities, OperationRows: day.operations, ClosingRows: day.Closings(), BarRows: day.Bars(),
		ParentRows: *day.Parents()}
	t.About.Scenario = append(slices.DeleteFunc(slices.Clone(day.about.Scenario), func(s model.Setting) bool { return s.Key == setting.Key }), setting)
	if err := copyOrders(f, t, day, rogue); err != nil {
		return err
	}
	if _, err := f.Seal(t); err != nil {
		return err
	}
	return f.Commit()
}

// copyOrders appends the children, with these labels, the executions and the quotes of day to f, in pieces; what does not fill a
// row group stays in t.
func copyOrders(f *Folder, t *Tables, day *Day, rogue []bool) error {
	row := 0
	err := eachBatch(day.Children, func(c *model.ChildColumns) error {
		to := &t.ChildRows
		to.Sent, to.Parent, to.Server, to.Venue = append(to.Sent, c.Sent...), append(to.Parent, c.Parent...), append(to.Server, c.Server...), append(to.Venue, c.Venue...)
		to.OrderQty, to.LimitPx, to.Rogue = append(to.OrderQty, c.OrderQty...), append(to.LimitPx, c.LimitPx...), append(to.Rogue, rogue[row:row+c.Len()]...)
		row += c.Len()
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
