package datasets

import (
	"fmt"
	"io"
	"os"
	"path/filepath"

	"lossreplay/model"
)

// Day is a recorded day in a folder, validated. The small tables are in memory; children, executions and quotes are read in
// batches from their files each time they are asked for, so memory does not grow with the day. A Day may be shared: it does
// not change, and its readers stand alone.
type Day struct {
	dir        string
	about      model.Incident
	securities []model.Security
	operations []model.Operation
	closings   []model.Closing
	bars       []model.Bar
	parents    model.ParentColumns
	lex        *lexicon
	files      [tableCount]tableFile
	// first and last are the times of the first and last row of each table that has times.
	first, last [tableCount]model.Time
}

// tableFile is a table's file as it was when the day was opened; the zero value is a table that the day lacks.
type tableFile struct {
	entry tableEntry
	info  os.FileInfo
}

// Open returns the recorded day in dir, validated: keys resolve, times ascend, fills fit their child, checksums hold. Open
// never repairs and never skips. It reads every table once, in time in proportion to its rows; memory grows with the small
// tables and with the orders that are open at once.
//
// The error is a *Problems: every fault with file, row, field, value and mend, counted by kind. errors.Is(err,
// fs.ErrNotExist) holds if dir, its incident.yaml or a required table is missing.
func Open(dir string) (*Day, error) {
	v := &validation{day: &Day{dir: dir}, ps: &Problems{Dir: dir}}
	v.run()
	if err := v.ps.err(); err != nil {
		return nil, err
	}
	return v.day, nil
}

// Incident returns the day's description.
func (d *Day) Incident() *model.Incident { return &d.about }

// Securities returns the traded names; SymbolID indexes them.
func (d *Day) Securities() []model.Security { return d.securities }

// Operations returns the operations in time order.
func (d *Day) Operations() []model.Operation { return d.operations }

// Closings returns how each residual position was closed; nil if the day has no liquidation table.
func (d *Day) Closings() []model.Closing { return d.closings }

// Bars returns the market's minute bars in order of time, then symbol; nil if the day has none.
func (d *Day) Bars() []model.Bar { return d.bars }

// Parents returns the parent orders.
func (d *Day) Parents() *model.ParentColumns { return &d.parents }

// Children returns a reader over the child orders. Close it when done.
func (d *Day) Children() (Reader[model.ChildColumns], error) {
	src, err := d.open(children, childColumns)
	if err != nil {
		return nil, err
	}
	return &childReader{src: src, file: d.path(children)}, nil
}

// Executions returns a reader over the venue reports. Close it when done.
func (d *Day) Executions() (Reader[model.ExecutionColumns], error) {
	src, err := d.open(executions, executionColumns)
	if err != nil {
		return nil, err
	}
	return &executionReader{src: src, file: d.path(executions)}, nil
}

// Quotes returns a reader over the quotes; it is empty if the day has none. Close it when done.
func (d *Day) Quotes() (Reader[model.QuoteColumns], error) {
	if d.files[quotes].info == nil {
		return noQuotes{}, nil
	}
	src, err := d.open(quotes, quoteColumns)
	if err != nil {
		return nil, err
	}
	return &quoteReader{src: src, file: d.path(quotes)}, nil
}

// noQuotes is the reader of a day without quotes.
type noQuotes struct{}

// Next returns io.EOF.
func (noQuotes) Next(batch *model.QuoteColumns) error {
	*batch = model.QuoteColumns{}
	return io.EOF
}

// Close does nothing.
func (noQuotes) Close() error { return nil }

func (d *Day) path(t table) string { return filepath.Join(d.dir, d.files[t].entry.File) }

// open opens a table's columns again, if its file is still the one that was validated.
func (d *Day) open(t table, columns []int) (source, error) {
	info, err := os.Stat(d.path(t))
	if err != nil {
		return nil, fmt.Errorf("%s: the file has changed since the day was opened: %w", d.path(t), err)
	}
	if was := d.files[t].info; info.Size() != was.Size() || !info.ModTime().Equal(was.ModTime()) {
		return nil, fmt.Errorf("%s: the file has changed since the day was opened", d.path(t))
	}
	ps := &Problems{Dir: d.dir}
	src := openSource(d.path(t), t, d.lex, columns, ps)
	return src, ps.err()
}
