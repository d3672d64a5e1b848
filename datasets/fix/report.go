package fix

import (
	"bytes"

	"github.com/quickfixgo/enum"

	"lossreplay/datasets/intake"
	"lossreplay/model"
)

// claim is what a report's codes say happened.
type claim struct {
	kind   intake.Kind // 0: nothing of ours, or unknown
	skip   string      // why it is left alone
	amends bool        // restated: the venue changed the order
}

var (
	byTransType = byCode(map[enum.ExecTransType]claim{
		enum.ExecTransType_CANCEL:  {kind: intake.TradeCancel},
		enum.ExecTransType_CORRECT: {kind: intake.TradeCorrect},
		enum.ExecTransType_STATUS:  {skip: SkipStatus},
	})
	byExecType = byCode(map[enum.ExecType]claim{
		enum.ExecType_NEW:                                 {kind: intake.Accepted},
		enum.ExecType_PARTIAL_FILL:                        {kind: intake.Trade},
		enum.ExecType_FILL:                                {kind: intake.Trade},
		enum.ExecType_TRADE:                               {kind: intake.Trade},
		enum.ExecType_DONE_FOR_DAY:                        {kind: intake.Expired},
		enum.ExecType_EXPIRED:                             {kind: intake.Expired},
		enum.ExecType_CANCELED:                            {kind: intake.Canceled},
		enum.ExecType_REPLACED:                            {kind: intake.Replaced},
		enum.ExecType_REJECTED:                            {kind: intake.Rejected},
		enum.ExecType_TRADE_CORRECT:                       {kind: intake.TradeCorrect},
		enum.ExecType_TRADE_CANCEL:                        {kind: intake.TradeCancel},
		enum.ExecType_RESTATED:                            {kind: intake.Replaced, amends: true},
		enum.ExecType_PENDING_NEW:                         {skip: SkipPending},
		enum.ExecType_PENDING_CANCEL:                      {skip: SkipPending},
		enum.ExecType_PENDING_REPLACE:                     {skip: SkipPending},
		enum.ExecType_STOPPED:                             {skip: SkipSuspended},
		enum.ExecType_SUSPENDED:                           {skip: SkipSuspended},
		enum.ExecType_CALCULATED:                          {skip: SkipSuspended},
		enum.ExecType_TRIGGERED_OR_ACTIVATED_BY_SYSTEM:    {skip: SkipSuspended},
		enum.ExecType_TRADE_IN_A_CLEARING_HOLD:            {skip: SkipClearing},
		enum.ExecType_TRADE_HAS_BEEN_RELEASED_TO_CLEARING: {skip: SkipClearing},
		enum.ExecType_ORDER_STATUS:                        {skip: SkipStatus},
	})
	// byStatus is for FIX 4.0 and 4.1, whose reports say what happened by OrdStatus.
	byStatus = byCode(map[enum.OrdStatus]claim{
		enum.OrdStatus_NEW:                  {kind: intake.Accepted},
		enum.OrdStatus_ACCEPTED_FOR_BIDDING: {kind: intake.Accepted},
		enum.OrdStatus_PARTIALLY_FILLED:     {kind: intake.Trade},
		enum.OrdStatus_FILLED:               {kind: intake.Trade},
		enum.OrdStatus_DONE_FOR_DAY:         {kind: intake.Expired},
		enum.OrdStatus_EXPIRED:              {kind: intake.Expired},
		enum.OrdStatus_CANCELED:             {kind: intake.Canceled},
		enum.OrdStatus_REPLACED:             {kind: intake.Replaced},
		enum.OrdStatus_REJECTED:             {kind: intake.Rejected},
		enum.OrdStatus_PENDING_NEW:          {skip: SkipPending},
		enum.OrdStatus_PENDING_CANCEL:       {skip: SkipPending},
		enum.OrdStatus_PENDING_REPLACE:      {skip: SkipPending},
		enum.OrdStatus_STOPPED:              {skip: SkipSuspended},
		enum.OrdStatus_SUSPENDED:            {skip: SkipSuspended},
		enum.OrdStatus_CALCULATED:           {skip: SkipSuspended},
	})
)

// only returns the one byte of a code, 0 if it is not one.
func only(value []byte) byte {
	if len(value) != 1 {
		return 0
	}
	return value[0]
}

// claimOf reads ExecTransType, ExecType and OrdStatus.
func claimOf(m *message) claim {
	if c := byTransType[only(m.value(tagExecTransType))]; c != (claim{}) {
		return c
	}
	if len(m.value(tagExecType)) > 0 {
		return byExecType[only(m.value(tagExecType))]
	}
	return byStatus[only(m.value(tagOrdStatus))]
}

// takeReport takes an execution report.
func (r *Reader) takeReport(m *message) error {
	c := claimOf(m)
	if c.skip != "" {
		r.skip(c.skip)
		return nil
	}
	if c.kind == 0 {
		return r.refuse(m, tagExecType, m.value(tagExecType), reasonExecType)
	}
	taken, err := r.begin(m, c.kind, r.flow.target, r.flow.sender)
	if !taken {
		return err
	}
	if !r.reported(m) {
		return r.refuse(m, tagClOrdID, nil, reasonNoOrder)
	}
	r.describe(m)
	r.twice(m)
	switch {
	case c.amends && r.rec.Qty == 0:
		r.skip(SkipRestated)
		return nil
	case c.amends:
		r.rec.OrigOrder = nil
	case c.kind == intake.Trade:
		return r.takeFill(m)
	case c.kind == intake.Accepted && filled(m):
		r.rec.Kind = intake.Trade
		r.warn(m, WarnStatus)
		return r.takeFill(m)
	case c.kind == intake.TradeCancel || c.kind == intake.TradeCorrect:
		return r.takeCorrection(m)
	}
	r.count(m, 0)
	return r.sink.Record(&r.rec)
}

// filled reports whether OrdStatus is partially or fully filled and shares were.
func filled(m *message) bool {
	status := only(m.value(tagOrdStatus))
	cum, reason := quantity(m.value(tagCumQty))
	return (status == code(enum.OrdStatus_PARTIALLY_FILLED) || status == code(enum.OrdStatus_FILLED)) && reason == "" && cum > 0
}

// reported sets the ids of a report. One without ClOrdID is of the order that had its OrderID before; it is false if the report
// has neither.
func (r *Reader) reported(m *message) bool {
	r.names(m)
	if bytes.Equal(r.order, r.orig) {
		r.rec.OrigOrder = nil
	}
	id := m.value(tagOrderID)
	named := len(id) > 0 && string(id) != "NONE" && string(id) != "0"
	at := hashOf(r.flow.session.id, id)
	switch {
	case len(r.order) > 0 && named:
		if before, ok := r.byVenue.get(at); !ok || !bytes.Equal(before, r.order) {
			r.byVenue.put(at, bytes.Clone(r.order))
		}
	case len(r.order) == 0 && !named:
		return false
	case len(r.order) == 0:
		known, ok := r.byVenue.get(at)
		if ok {
			r.order = append(r.order[:0], known...)
		} else {
			r.order = append(r.key(r.order, []byte("37:")), id...)
		}
		r.rec.Order = r.order
	}
	return true
}

// describe sets what a report repeats of its order.
func (r *Reader) describe(m *message) {
	r.exec = r.key(r.exec, m.value(tagExecID))
	r.refExec = r.key(r.refExec, m.value(tagExecRefID))
	r.rec.Exec, r.rec.RefExec = r.exec, r.refExec
	var ok bool
	if r.rec.Side, ok = sideOf(m.value(tagSide)); !ok && len(m.value(tagSide)) > 0 {
		r.warn(m, WarnSide)
	}
	var reason string
	if text := m.value(tagOrderQty); len(text) > 0 {
		if r.rec.Qty, reason = quantity(text); reason != "" {
			r.rec.Qty = 0
			r.warn(m, WarnQty)
		}
	}
	if len(m.value(tagPrice)) > 0 {
		if r.rec.Px, reason = r.limit(m); reason != "" {
			r.rec.Px = 0
			r.warn(m, WarnPx)
		}
	}
	r.rec.CumQty, _ = quantity(m.value(tagCumQty))
	r.rec.LeavesQty, _ = quantity(m.value(tagLeavesQty))
	r.follow()
}

// twice warns of a report that another session makes too: an order session and its drop copy.
func (r *Reader) twice(m *message) {
	id := m.value(tagOrderID)
	if len(id) == 0 {
		id = m.value(tagClOrdID)
	}
	kind := [1]byte{byte(r.rec.Kind)}
	event := hashOf(0, id, m.value(tagTransactTime), m.value(tagLastPx), m.value(tagLastQty), kind[:])
	if r.events.other(event, r.flow.session.id) {
		r.warn(m, WarnDouble)
	}
}

// count remembers how many shares of the record's order are filled: what the report says, else what was known and last more.
func (r *Reader) count(m *message, last model.Qty) {
	own := hashOf(r.flow.session.id, r.rec.Order)
	o, _ := r.orders.get(own)
	was := o.cum
	if cum, reason := quantity(m.value(tagCumQty)); reason == "" {
		o.cum = cum
	} else {
		o.cum += last
	}
	if o.cum != was {
		r.orders.put(own, o)
	}
}
