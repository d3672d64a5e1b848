package tabular

import (
	"bytes"
	"strconv"
	"strings"

	"lossreplay/datasets/intake"
	"lossreplay/model"
)

// rows turns the cells of one source's rows into records.
type rows struct {
	source  int
	sink    *intake.Sink
	table   *table
	columns [fieldCount]*column
	plans   map[*rowKind]*plan
	kind    *plan // of every row, or nil
	kindAt  int
	kinds   map[string]*plan
	other   *plan
	filters []filter

	open map[string]model.Qty // what remains of orders, where rows say that; else nil

	cells   [][]byte // of the row
	where   intake.Where
	record  intake.Record
	refusal intake.Refusal
	odd     []string // what must be noted of the row if it is taken
	filled  model.Time
	scratch []byte // texts that do not stand in a cell as they are
	low     [24]byte
}

// column is a spec bound to the columns of a source.
type column struct {
	*spec
	at    []int // positions of Column or Sum
	shown string
	def   []byte
	drop  *[256]bool // characters to leave out, or nil
	point byte       // decimal sign if it is no point
	clock *clock
}

// plan is what is read of a row of one kind.
type plan struct {
	kind  *rowKind
	texts []step // of texts that stand in one cell as they are
	steps []step // all others
}

func (p *plan) add(s step) {
	if s.text != nil && s.cell >= 0 {
		p.texts = append(p.texts, s)
	} else {
		p.steps = append(p.steps, s)
	}
}

type filter struct {
	at     int
	in     map[string]bool
	want   bool
	reason string
}

// newRows binds the mapping to a source with these columns. The error is a *MappingError: what is not there.
func newRows(s *Settings, source int, sink *intake.Sink, names []string) (*rows, error) {
	t, e := s.table, &MappingError{}
	r := &rows{source: source, sink: sink, table: t, plans: map[*rowKind]*plan{}}
	for f, p := range t.columns {
		if p == nil {
			continue
		}
		c := &column{spec: p, def: []byte(p.Default), drop: p.dropped()}
		if p.Decimal != "" && p.Decimal != "." {
			c.point = p.Decimal[0]
		}
		for _, list := range []Names{p.Column.Column, p.Sum} {
			for _, name := range list {
				c.at = append(c.at, find(names, name, "columns."+p.name, e))
				c.shown = strings.Join(list, ", ")
			}
		}
		if p.kind == timeType {
			c.clock, _ = s.clock(p)
		}
		r.columns[f] = c
	}
	for _, f := range t.when {
		b := filter{at: find(names, f.Column, "when", e), in: map[string]bool{}, want: len(f.In) > 0, reason: "when: " + f.Column}
		for _, word := range append(f.In[:len(f.In):len(f.In)], f.NotIn...) {
			b.in[word] = true
		}
		r.filters = append(r.filters, b)
	}
	if t.kindAt != "" {
		r.kindAt = find(names, t.kindAt, "kind_column", e)
	}
	r.kind, r.other, r.kinds = r.plan(t.kind), r.plan(t.other), make(map[string]*plan, len(t.kinds))
	for word, k := range t.kinds {
		r.kinds[word] = r.plan(k)
	}
	return r, e.or()
}

// dropped returns the characters to leave out of a cell.
func (p *spec) dropped() *[256]bool {
	if p.Strip+p.Thousands == "" {
		return nil
	}
	var drop [256]bool
	for _, c := range []byte(p.Strip + p.Thousands) {
		drop[c] = true
	}
	return &drop
}

// find returns the position of a column. A name may differ from the header's in blanks around it; c1, c2, ... name columns by
// position where no column has such a name.
func find(names []string, name, field string, e *MappingError) int {
	at, count := -1, 0
	for i, have := range names {
		if strings.TrimSpace(have) == strings.TrimSpace(name) {
			at, count = i, count+1
		}
	}
	if n, err := strconv.Atoi(strings.TrimPrefix(name, "c")); count == 0 && err == nil && n >= 1 && n <= len(names) && name == "c"+strconv.Itoa(n) {
		return n - 1
	}
	switch {
	case count > 1:
		e.add(field, name, "is the name of several columns", "name the one by its position: c1 is the first")
	case count == 0:
		mend := "the file has " + strings.Join(names[:min(len(names), 40)], ", ")
		if near := model.Nearest(name, names); near != "" {
			mend = "did you mean " + strconv.Quote(near) + "? " + mend
		}
		e.add(field, name, "is no column of the file", mend)
	}
	return at
}

// plan returns what to read of a row of that kind; nil if there is none.
func (r *rows) plan(k *rowKind) *plan {
	if k == nil {
		return nil
	}
	if p, ok := r.plans[k]; ok {
		return p
	}
	p := &plan{kind: k}
	if k.remains && r.open == nil {
		r.open = map[string]model.Qty{}
	}
	r.plans[k] = p
	taken := map[field]bool{}
	for _, n := range k.need {
		c := r.columns[n.field]
		taken[n.field] = true
		if c == nil {
			c = r.columns[n.instead]
			taken[n.instead] = true
		}
		p.add(r.bind(n.field, c, true))
	}
	for _, f := range k.may {
		if c := r.columns[f]; c != nil && !taken[f] {
			taken[f] = true
			p.add(r.bind(f, c, false))
		}
	}
	return p
}

// take reads one row. cells hold as long as the call; ascii says that their texts need no look at their encoding. The error is
// the sink's.
func (r *rows) take(where intake.Where, cells [][]byte, ascii bool) error {
	r.cells, r.where, r.odd, r.scratch, r.filled = cells, where, r.odd[:0], r.scratch[:0], 0
	for i := range r.filters {
		if f := &r.filters[i]; f.in[string(cells[f.at])] != f.want {
			r.sink.Skip(f.reason, 1)
			return nil
		}
	}
	p := r.kind
	if p == nil {
		word := bytes.TrimSpace(cells[r.kindAt])
		if p = r.kinds[string(word)]; p == nil {
			p = r.other
		}
		if p == nil {
			return r.refuse(r.table.kindAt, word, "is no word of kinds")
		}
	}
	if p.kind.skip {
		r.sink.Skip("kind: skip", 1)
		return nil
	}
	r.record = intake.Record{Where: where, Kind: p.kind.kind}
	for i := range p.texts {
		s := &p.texts[i]
		if cell := cells[s.cell]; ascii && len(cell) > 0 && len(cell) <= idMax {
			*s.text = cell
		} else if !r.read(s) {
			return r.sink.Refuse(r.refusal)
		}
	}
	for i := range p.steps {
		if !r.read(&p.steps[i]) {
			return r.sink.Refuse(r.refusal)
		}
	}
	if p.kind.kind == intake.Operation && !r.operation() {
		return r.sink.Refuse(r.refusal)
	}
	for _, reason := range r.odd {
		r.sink.Warn(where, reason)
	}
	if p.kind.remains {
		return r.remainder(p.kind)
	}
	return r.emit(p.kind)
}

// operation holds that what changes a build names it and its server.
func (r *rows) operation() bool {
	if op := r.record.Op; op != model.OpDeploy && op != model.OpRollback {
		return true
	}
	for _, need := range []struct {
		name  string
		value []byte
	}{{"server", r.record.Server}, {"build", r.record.Build}} {
		if len(need.value) == 0 {
			r.reject(need.name, nil, isEmpty)
			return false
		}
	}
	return true
}

// emit sends the record, or the order and its fill.
func (r *rows) emit(k *rowKind) error {
	rec := &r.record
	if k.named && len(rec.Order) == 0 {
		if r.columns[orderField] != nil {
			r.sink.Warn(r.where, "an order has no id; it is named after its row")
		}
		rec.Order = r.place()
	}
	if r.open != nil && k.kind == intake.NewOrder {
		r.open[string(rec.Order)] = rec.Qty
	}
	if len(rec.Exec) == 0 && (k.fills || k.kind == intake.Trade || k.kind == intake.TradeCorrect || k.kind == intake.Closing) {
		rec.Exec = r.place()
	}
	if !k.fills {
		return r.sink.Record(rec)
	}
	fill := *rec
	rec.Exec, rec.LastQty, rec.LastPx, rec.Fee, rec.CumQty, rec.LeavesQty = nil, 0, 0, 0, 0, 0
	if err := r.sink.Record(rec); err != nil {
		return err
	}
	fill.Kind, fill.Qty, fill.Px = intake.Trade, 0, 0
	if r.filled != 0 {
		fill.At = r.filled
	}
	*rec = fill
	return r.sink.Record(rec)
}

// place returns an identifier of the row: its source and line.
func (r *rows) place() []byte {
	from := len(r.scratch)
	r.scratch = append(r.scratch, "row"...)
	r.scratch = strconv.AppendInt(r.scratch, int64(r.source), 10)
	r.scratch = append(r.scratch, '.')
	r.scratch = strconv.AppendInt(r.scratch, r.where.Line, 10)
	return r.scratch[from:len(r.scratch):len(r.scratch)]
}
