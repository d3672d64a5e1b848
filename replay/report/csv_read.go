package report

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"lossreplay/model"
)

// readCSV hands each row behind the header of a file of ours to see. The error names the row, counted from 1 behind the header,
// and the column.
func readCSV(text []byte, header []string, see func(*csvRow)) error {
	in := csv.NewReader(bytes.NewReader(text))
	in.FieldsPerRecord = len(header)
	got, err := in.Read()
	switch {
	case errors.Is(err, csv.ErrFieldCount) || err == nil && !slices.Equal(got, header):
		return fmt.Errorf("its columns are %s, want %s", strings.Join(got, ","), strings.Join(header, ","))
	case err != nil:
		return fmt.Errorf("its header: %w", err)
	}
	for n := 1; ; n++ {
		cells, err := in.Read()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		row := &csvRow{header: header, cells: cells}
		if see(row); row.err != nil {
			return fmt.Errorf("row %d: %w", n, row.err)
		}
	}
}

// csvRow is a row whose cells are taken one after the other. The first that is not as it is written sets err; what is taken
// after that is zero.
type csvRow struct {
	header, cells []string
	next          int
	err           error
}

func (r *csvRow) text() string {
	r.next++
	return r.cells[r.next-1]
}

// parsed takes a cell through parse.
func parsed[V any](r *csvRow, parse func(string) (V, error)) (v V) {
	text := r.text()
	if r.err != nil {
		return v
	}
	v, err := parse(text)
	if err != nil {
		r.fail("%s is %q: %v", r.header[r.next-1], text, err)
	}
	return v
}

func (r *csvRow) fail(format string, args ...any) {
	if r.err == nil {
		r.err = fmt.Errorf(format, args...)
	}
}

func (r *csvRow) count() int64 {
	return parsed(r, func(text string) (int64, error) { return strconv.ParseInt(text, 10, 64) })
}

func (r *csvRow) amount() Decimal {
	m := parsed(r, model.ParseMoney)
	return Decimal(m)
}

// moment takes a time; an empty cell is Never.
func (r *csvRow) moment() model.Time {
	return parsed(r, func(text string) (model.Time, error) {
		if text == "" {
			return model.Never, nil
		}
		return model.ParseTime(text)
	})
}

// empty takes so many cells, which must hold nothing.
func (r *csvRow) empty(n int) {
	for range n {
		if text := r.text(); text != "" {
			r.fail("%s is %q, want nothing", r.header[r.next-1], text)
		}
	}
}
