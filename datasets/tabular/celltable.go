package tabular

import (
	"errors"
	"strings"

	"lossreplay/datasets/intake"
)

// cellTable feeds the cells of a table of typed columns, batch by batch, to the rows of a mapping.
type cellTable struct {
	settings *Settings
	source   int
	sink     *intake.Sink
	rows     *rows
	wanted   []int      // positions of the columns that the mapping reads
	batch    [][][]byte // of each wanted column the cells of the batch
	cells    [][]byte   // of one row, all columns
	line     int64      // rows taken
}

// bind binds the mapping to the columns. typed says of a wanted column whether it holds times as such, and what is wrong with
// its type.
func (t *cellTable) bind(names []string, typed func(i int) (isTime bool, wrong string)) error {
	if t.settings.table == nil {
		panic("tabular: a table was given settings without a table")
	}
	rows, err := newRows(t.settings, t.source, t.sink, names)
	if err != nil {
		return err
	}
	t.rows, t.cells, t.wanted = rows, make([][]byte, len(names)), rows.wanted()
	e := &MappingError{}
	if len(t.wanted) == 0 {
		e.add("columns", "", "reads no column of the file", "name the columns in which the fields stand")
	}
	isTime := make([]bool, len(names))
	for _, i := range t.wanted {
		stamp, wrong := typed(i)
		if isTime[i] = stamp; wrong != "" {
			e.add("columns", names[i], wrong, "map another column")
		}
		t.batch = append(t.batch, make([][]byte, batchRows))
	}
	for _, c := range rows.columns {
		if c != nil && c.clock != nil && c.clock.form != isoForm && len(c.at) > 0 && isTime[c.at[0]] {
			e.add("columns."+c.name+".format", c.Format, "is given for a column that holds times as such", "take format out")
		}
	}
	return e.or()
}

// wanted returns the positions of the columns that the mapping reads, in order.
func (r *rows) wanted() []int {
	last, set := -1, map[int]bool{}
	want := func(at int) {
		set[at] = true
		last = max(last, at)
	}
	for _, c := range r.columns {
		if c != nil {
			for _, at := range c.at {
				want(at)
			}
		}
	}
	for i := range r.filters {
		want(r.filters[i].at)
	}
	if r.table.kindAt != "" {
		want(r.kindAt)
	}
	var list []int
	for i := 0; i <= last; i++ {
		if set[i] {
			list = append(list, i)
		}
	}
	return list
}

// takeBatch takes n rows of the batch.
func (t *cellTable) takeBatch(n int) error {
	for i := range n {
		for w, at := range t.wanted {
			t.cells[at] = t.batch[w][i]
		}
		t.line++
		if err := t.rows.take(intake.Where{Source: t.source, Line: t.line}, t.cells, false); err != nil {
			return sinkError{err}
		}
	}
	return nil
}

// sinkError is an error of the sink: it ends the import, whereas one of the file is a refusal.
type sinkError struct{ error }

// run runs read, and refuses what is left of the file if it is damaged.
func (t *cellTable) run(read func() error) error {
	err := read()
	var ofSink sinkError
	var ofMapping *MappingError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &ofSink):
		return ofSink.error
	case errors.As(err, &ofMapping):
		return err
	}
	return t.sink.Refuse(intake.Refusal{Where: intake.Where{Source: t.source, Line: t.line + 1},
		Value: shown([]byte(strings.ReplaceAll(err.Error(), "\n", " "))), Reason: isDamaged})
}

const isDamaged = "the file is damaged from here on"
