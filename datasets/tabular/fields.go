package tabular

import "lossreplay/model"

// read reads the column of a step into its field of the record. It returns false if that rejects the row.
func (r *rows) read(s *step) bool {
	c := s.column
	switch c.kind {
	case qtyType, priceType, moneyType:
		v, empty, ok := r.number(c)
		switch {
		case !ok:
			return false
		case empty && s.required:
			return r.fail(c, nil, isEmpty)
		case empty:
			return true
		}
		return r.setNumber(s, v)
	}
	text := r.text(c)
	if len(text) == 0 {
		return !s.required || r.fail(c, nil, isEmpty)
	}
	switch c.kind {
	case timeType:
		return r.setTime(s, text)
	case sideType:
		side, ok := r.side(c, text)
		r.record.Side = side
		return ok
	case opType, boolType:
		v, ok := r.code(c, text)
		switch s.target {
		case opField:
			r.record.Op = model.OperationKind(v)
		case reactionField:
			r.record.Reaction = v == 1
		case blockField:
			r.record.Block = v == 1
		}
		return ok || r.fail(c, text, noCode)
	}
	*r.textOf(s.target) = text
	return r.identifier(c, text)
}

func (r *rows) setTime(s *step, text []byte) bool {
	at, odd, refused := s.column.clock.read(text)
	if refused != "" {
		return r.fail(s.column, text, refused)
	}
	if odd != "" {
		r.odd = append(r.odd, odd)
	}
	switch s.target {
	case timeField:
		r.record.At = at
	case loggedField:
		r.record.Logged = at
	case execTimeField:
		r.filled = at
	}
	return true
}

// setNumber puts a number into the record and holds that it is in the field's range.
func (r *rows) setNumber(s *step, v int64) bool {
	least := int64(1)
	rec := &r.record
	switch s.target {
	case qtyField:
		rec.Qty = model.Qty(v)
	case lastQtyField:
		rec.LastQty = model.Qty(v)
	case lastPxField:
		rec.LastPx = model.Price(v)
	case bidField:
		rec.Bid = model.Price(v)
	case askField:
		rec.Ask = model.Price(v)
	case pxField:
		rec.Px, least = model.Price(v), 0
	case cumQtyField:
		rec.CumQty, least = model.Qty(v), 0
	case leavesQtyField:
		rec.LeavesQty, least = model.Qty(v), 0
	case feeField:
		rec.Fee, least = model.Money(v), -maxInt
	}
	if v >= least {
		return true
	}
	reason := notAboveZero
	if least == 0 {
		reason = belowZero
	}
	return r.fail(s.column, r.text(s.column), reason)
}

// textOf returns the text of the record that is a field's.
func (r *rows) textOf(f field) *[]byte {
	rec := &r.record
	switch f {
	case orderField:
		return &rec.Order
	case origOrderField:
		return &rec.OrigOrder
	case venueOrderField:
		return &rec.VenueOrder
	case parentField:
		return &rec.Parent
	case execField:
		return &rec.Exec
	case refExecField:
		return &rec.RefExec
	case symbolField:
		return &rec.Symbol
	case accountField:
		return &rec.Account
	case serverField:
		return &rec.Server
	case venueField:
		return &rec.Venue
	case flagField:
		return &rec.Flag
	case buildField:
		return &rec.Build
	case textField:
		return &rec.Text
	}
	panic("tabular: a field of the mapping has no text in the record")
}
