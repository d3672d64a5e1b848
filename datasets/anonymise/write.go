package anonymise

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"slices"

	"lossreplay/datasets"
	"lossreplay/model"
)

// bufferRows is the number of rows after which what was read is written.
const bufferRows = 1 << 17

// Write writes the day as the incident folder dir, in Parquet, and checks all of it. It reads the original once, in batches.
// Columns and files that are no part of a day (docs/format.md) stay behind. Errors are those of datasets.NewFolder and of reading
// and writing; nothing is left then. It panics if opts asks for Arrow IPC.
func (d *Day) Write(dir string, opts datasets.WriteOptions) (err error) {
	folder, err := datasets.NewFolder(dir, opts)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, folder.Close()) }()
	t := &datasets.Tables{About: d.about, SecurityRows: d.securities, OperationRows: d.operations, ClosingRows: d.Closings(), BarRows: slices.Clone(d.bars), ParentRows: d.parents}
	flush := func(rows int) error {
		if rows < bufferRows {
			return nil
		}
		return folder.Append(t)
	}
	err = each(d.Children, func(b *model.ChildColumns) error {
		c := &t.ChildRows
		c.Sent, c.Parent, c.Server, c.Venue = append(c.Sent, b.Sent...), append(c.Parent, b.Parent...), append(c.Server, b.Server...), append(c.Venue, b.Venue...)
		c.OrderQty, c.LimitPx, c.Rogue = append(c.OrderQty, b.OrderQty...), append(c.LimitPx, b.LimitPx...), append(c.Rogue, b.Rogue...)
		return flush(c.Len())
	})
	if err != nil {
		return err
	}
	err = each(d.Executions, func(b *model.ExecutionColumns) error {
		e := &t.ExecutionRows
		e.At, e.Child, e.Type = append(e.At, b.At...), append(e.Child, b.Child...), append(e.Type, b.Type...)
		e.LastQty, e.LastPx, e.Fee = append(e.LastQty, b.LastQty...), append(e.LastPx, b.LastPx...), append(e.Fee, b.Fee...)
		return flush(e.Len())
	})
	if err != nil {
		return err
	}
	err = each(d.Quotes, func(b *model.QuoteColumns) error {
		q := &t.QuoteRows
		q.At, q.Symbol, q.Bid, q.Ask = append(q.At, b.At...), append(q.Symbol, b.Symbol...), append(q.Bid, b.Bid...), append(q.Ask, b.Ask...)
		return flush(q.Len())
	})
	if err != nil {
		return err
	}
	if _, err := folder.Seal(t); err != nil {
		return err
	}
	return folder.Commit()
}

// each reads a table and gives every batch to take.
func each[C any](open func() (datasets.Reader[C], error), take func(*C) error) (err error) {
	r, err := open()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, r.Close()) }()
	var batch C
	for {
		err := r.Next(&batch)
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err == nil {
			err = take(&batch)
		}
		if err != nil {
			return err
		}
	}
}

// WriteNames writes the old and new names, and the date, into a new CSV file that its owner alone may read.
func (d *Day) WriteNames(name string) error {
	var out bytes.Buffer
	w := csv.NewWriter(&out)
	lines := [][]string{{"kind", "old", "new"}}
	for _, n := range d.names {
		lines = append(lines, []string{n.Kind, n.Old, n.New})
	}
	if err := w.WriteAll(lines); err != nil {
		return err
	}
	return writePrivate(name, out.Bytes())
}
