package tabular

import (
	"maps"
	"slices"
	"strings"

	"lossreplay/model"
)

// step reads one column into one place of the record: of text, number and at the one that fits the column is set.
type step struct {
	column   *column
	required bool
	cell     int // of a column that stands in one cell as it is; else -1
	text     *[]byte
	number   *int64
	least    int64
	at       *model.Time
	target   field // of codes
}

// bind returns the step that reads c into a field.
func (r *rows) bind(f field, c *column, required bool) step {
	s := step{column: c, required: required, cell: -1, target: f}
	if len(c.at) == 1 && len(c.Sum) == 0 && c.drop == nil && c.point == 0 {
		s.cell = c.at[0]
	}
	switch c.kind {
	case textType:
		s.text = r.textOf(f)
	case timeType:
		s.at = map[field]*model.Time{timeField: &r.record.At, loggedField: &r.record.Logged, execTimeField: &r.filled}[f]
	case qtyType, priceType, moneyType:
		if s.number, s.least = r.numberOf(f); f == qtyField && !required {
			s.least = 0 // a report may repeat what is left of the order
		}
	}
	return s
}

// read reads the column of a step into the record. It returns false if that rejects the row.
func (r *rows) read(s *step) bool {
	c := s.column
	if s.number != nil {
		return r.readNumber(s)
	}
	text := r.text(c)
	if len(text) == 0 {
		return !s.required || r.fail(c, nil, isEmpty)
	}
	switch c.kind {
	case timeType:
		at, odd, refused := c.clock.read(text)
		if refused != "" {
			return r.fail(c, text, refused)
		}
		if odd != "" {
			r.odd = append(r.odd, odd)
		}
		*s.at = at
		return true
	case sideType:
		side, ok := r.side(c, text)
		r.record.Side = side
		return ok
	case opType, boolType:
		return r.readCode(s, text)
	}
	*s.text = text
	return r.identifier(c, text)
}

// readNumber puts a number into the record and holds that it is in the field's range.
func (r *rows) readNumber(s *step) bool {
	c := s.column
	if s.cell >= 0 {
		if v, ok := short(r.cells[s.cell], c.decimals); ok && v >= s.least && !c.Negate {
			*s.number = v
			return true
		}
	}
	v, empty, ok := r.number(c)
	switch {
	case !ok:
		return false
	case empty && s.required:
		return r.fail(c, nil, isEmpty)
	case empty:
		return true
	case v < 0 && s.least == 0:
		return r.fail(c, r.text(c), belowZero)
	case v < s.least:
		return r.fail(c, r.text(c), notAboveZero)
	}
	*s.number = v
	return true
}

func (r *rows) readCode(s *step, text []byte) bool {
	v, ok := r.code(s.column, text)
	switch s.target {
	case opField:
		r.record.Op = model.OperationKind(v)
	case reactionField:
		r.record.Reaction = v == 1
	case blockField:
		r.record.Block = v == 1
	}
	return ok || r.fail(s.column, text, s.column.unknown(text))
}

// unknown returns the reason for which a word is refused: of an operation with the nearest that there is.
func (c *column) unknown(word []byte) string {
	if c.kind != opType {
		return "is neither true nor false"
	}
	known := slices.Sorted(maps.Keys(c.codes))
	if near := model.Nearest(string(word), known); near != "" {
		return "is no operation: did you mean " + near + "?"
	}
	return "is no operation: use " + strings.Join(known, ", ")
}

// numberOf returns the number of the record that is a field's, and the least that it may be.
func (r *rows) numberOf(f field) (*int64, int64) {
	rec := &r.record
	switch f {
	case qtyField:
		return (*int64)(&rec.Qty), 1
	case lastQtyField:
		return (*int64)(&rec.LastQty), 1
	case lastPxField:
		return (*int64)(&rec.LastPx), 1
	case bidField:
		return (*int64)(&rec.Bid), 1
	case askField:
		return (*int64)(&rec.Ask), 1
	case pxField:
		return (*int64)(&rec.Px), 0
	case cumQtyField:
		return (*int64)(&rec.CumQty), 0
	case leavesQtyField:
		return (*int64)(&rec.LeavesQty), 0
	}
	return (*int64)(&rec.Fee), -maxInt
}

// textOf returns the text of the record that is a field's.
func (r *rows) textOf(f field) *[]byte {
	rec := &r.record
	return map[field]*[]byte{orderField: &rec.Order, origOrderField: &rec.OrigOrder, venueOrderField: &rec.VenueOrder, parentField: &rec.Parent,
		execField: &rec.Exec, refExecField: &rec.RefExec, symbolField: &rec.Symbol, accountField: &rec.Account, serverField: &rec.Server,
		venueField: &rec.Venue, flagField: &rec.Flag, buildField: &rec.Build, textField: &rec.Text}[f]
}
