package tabular

import "lossreplay/datasets/intake"

// Reasons for which a row that says what remains of an order is refused.
const (
	noOrderBefore = "is an order of which no row came before"
	moreThanWas   = "is more than remained before"
)

// remainder sends what a row says that holds what remains of an order: the fill is the difference to what remained before, and
// an order that is removed while something remains is canceled. It knows the orders of this table that are not removed yet.
func (r *rows) remainder(k *rowKind) error {
	rec := &r.record
	before, known := r.open[string(rec.Order)]
	switch {
	case !known:
		return r.refuse(r.columns[orderField].shown, rec.Order, noOrderBefore)
	case rec.LeavesQty > before:
		return r.refuse(r.columns[leavesQtyField].shown, r.text(r.columns[leavesQtyField]), moreThanWas)
	case rec.LeavesQty == before && (k.kind == intake.Trade || before == 0):
		r.sink.Skip("as much remains as before", 1)
	}
	r.open[string(rec.Order)] = rec.LeavesQty
	left := rec.LeavesQty
	if rec.LeavesQty < before {
		rec.Kind, rec.LastQty, rec.Exec = intake.Trade, before-left, r.place()
		if err := r.sink.Record(rec); err != nil {
			return err
		}
	}
	if k.kind == intake.Trade {
		return nil
	}
	delete(r.open, string(rec.Order))
	if left == 0 {
		return nil
	}
	rec.Kind, rec.LastQty, rec.LastPx, rec.Fee, rec.LeavesQty, rec.Exec = intake.Canceled, 0, 0, 0, 0, nil
	return r.sink.Record(rec)
}
