package fix

import (
	"github.com/quickfixgo/enum"

	"lossreplay/datasets/intake"
	"lossreplay/model"
)

// takeFill emits a fill, if what the report says of it agrees.
func (r *Reader) takeFill(m *message) error {
	last, reason := quantity(m.value(tagLastQty))
	if len(m.value(tagLastQty)) == 0 {
		last, reason = 0, ""
	}
	if reason != "" {
		return r.refuse(m, tagLastQty, m.value(tagLastQty), reason)
	}
	if denied(m) {
		traded := only(m.value(tagExecType)) == code(enum.ExecType_TRADE)
		if last > 0 || traded {
			return r.refuse(m, tagOrdStatus, m.value(tagOrdStatus), reasonDenied)
		}
		r.rec.Kind = intake.Accepted
		r.warn(m, WarnNoFill)
		return r.sink.Record(&r.rec)
	}
	before := r.filledBefore()
	worked := false
	if last == 0 {
		if last = r.rec.CumQty - before; last <= 0 {
			return r.refuse(m, tagLastQty, m.value(tagLastQty), reasonNoFill)
		}
		worked = true
	}
	px, fromLast, tag, reason := r.fillPrice(m, before == 0 && r.rec.CumQty == last)
	if reason != "" {
		return r.refuse(m, tag, m.value(tag), reason)
	}
	if worked || !fromLast {
		r.warn(m, WarnWorked)
	}
	r.rec.LastQty, r.rec.LastPx = last, px
	r.count(m, last)
	return r.sink.Record(&r.rec)
}

// denied reports whether status and CumQty say that nothing was filled.
func denied(m *message) bool {
	cum, reason := quantity(m.value(tagCumQty))
	return only(m.value(tagOrdStatus)) == code(enum.OrdStatus_NEW) && reason == "" && cum == 0
}

// filledBefore returns how many shares of the record's order, or of the one it replaced, are known to be filled.
func (r *Reader) filledBefore() model.Qty {
	o, known := r.orders.get(hashOf(r.flow.session.id, r.rec.Order))
	if (!known || o.cum == 0) && len(r.rec.OrigOrder) > 0 {
		o, _ = r.orders.get(hashOf(r.flow.session.id, r.rec.OrigOrder))
	}
	return o.cum
}

// fillPrice returns the price of a fill: LastPx; else, of an order's first fill, the average price; else the limit.
func (r *Reader) fillPrice(m *message, first bool) (px model.Price, fromLast bool, tag int, reason string) {
	for i, tag := range [...]int{tagLastPx, tagAvgPx, tagPrice} {
		text := m.value(tag)
		if len(text) == 0 || tag == tagAvgPx && !first {
			continue
		}
		px, reason := price(text, r.s.scale)
		if reason != "" {
			return 0, false, tag, reason
		}
		if px > 0 {
			return px, i == 0, tag, ""
		}
	}
	return 0, false, tagLastPx, reasonNoFill
}

// takeCorrection emits the cancel or the correction of a fill.
func (r *Reader) takeCorrection(m *message) error {
	if len(r.rec.RefExec) == 0 {
		return r.refuse(m, tagExecRefID, nil, reasonNoRef)
	}
	r.rec.LastQty, _ = quantity(m.value(tagLastQty))
	px, reason := price(m.value(tagLastPx), r.s.scale)
	if r.rec.Kind == intake.TradeCorrect {
		if r.rec.LastQty == 0 {
			return r.refuse(m, tagLastQty, m.value(tagLastQty), reasonNoFill)
		}
		if reason == "" && px == 0 {
			reason = reasonNoFill
		}
		if reason != "" {
			return r.refuse(m, tagLastPx, m.value(tagLastPx), reason)
		}
	}
	r.rec.LastPx = px
	r.count(m, 0)
	return r.sink.Record(&r.rec)
}

// takeCancelReject takes the news that a cancel or replace came too late.
func (r *Reader) takeCancelReject(m *message) error {
	taken, err := r.begin(m, intake.CancelRejected, r.flow.target, r.flow.sender)
	if !taken {
		return err
	}
	if !r.reported(m) {
		return r.refuse(m, tagClOrdID, nil, reasonNoOrder)
	}
	return r.sink.Record(&r.rec)
}

// takeReject takes a session or business reject: of an order, replace or cancel that is remembered by its sequence number, or
// that the reject names.
func (r *Reader) takeReject(m *message) error {
	back := r.sessions.flow(m.value(tagTargetCompID), m.value(tagSenderCompID))
	if back == nil {
		r.skip(SkipReject)
		return nil
	}
	named := request{kind: only(m.value(tagRefMsgType))}
	request := back.rejected(whole(m.value(tagRefSeqNum)))
	if id := m.value(tagBusinessRejectID); request == nil && len(id) > 0 {
		r.order = r.key(r.order, id)
		named.order = r.order
		request = &named
	}
	if request == nil {
		r.skip(SkipReject)
		return nil
	}
	var kind intake.Kind
	switch request.kind {
	case code(enum.MsgType_ORDER_SINGLE):
		kind = intake.Rejected
	case code(enum.MsgType_ORDER_CANCEL_REQUEST), code(enum.MsgType_ORDER_CANCEL_REPLACE_REQUEST):
		kind = intake.CancelRejected
	default:
		r.skip(SkipReject)
		return nil
	}
	taken, err := r.begin(m, kind, r.flow.target, r.flow.sender)
	if !taken {
		return err
	}
	r.rec.Order, r.rec.OrigOrder = request.order, request.original
	return r.sink.Record(&r.rec)
}
