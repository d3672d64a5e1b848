package fix

import (
	"bytes"

	"github.com/quickfixgo/enum"

	"lossreplay/datasets/intake"
	"lossreplay/model"
)

// The reasons for which an order or report is refused.
const (
	reasonNoTime   = "message has no time (60, 52) and its line none either"
	reasonSide     = "is no side of 1, 2, 5, 6"
	reasonNoPrice  = "limit order without a price"
	reasonZero     = "is no quantity above 0"
	reasonNoOrder  = "report names no order (11 or 37)"
	reasonNoFill   = "fill without quantity or price"
	reasonDenied   = "reports a fill that status (39) and CumQty (14) deny"
	reasonExecType = "is no known ExecType or OrdStatus"
	reasonLongID   = "is longer than 128 bytes"
	reasonNoRef    = "cancel or correction names no execution (19)"
)

// takes holds the way of each message type that becomes a record.
var takes = byCode(map[enum.MsgType]func(*Reader, *message) error{
	enum.MsgType_ORDER_SINGLE:                 (*Reader).takeOrder,
	enum.MsgType_ORDER_CANCEL_REPLACE_REQUEST: (*Reader).takeReplace,
	enum.MsgType_ORDER_CANCEL_REQUEST:         (*Reader).takeCancel,
	enum.MsgType_ORDER_CANCEL_REJECT:          (*Reader).takeCancelReject,
	enum.MsgType_EXECUTION_REPORT:             (*Reader).takeReport,
	enum.MsgType_REJECT:                       (*Reader).takeReject,
	enum.MsgType_BUSINESS_MESSAGE_REJECT:      (*Reader).takeReject,
})

// code returns the byte of a code of one character.
func code[T ~string](text T) byte { return text[0] }

// byCode returns a table of what belongs to codes of one character.
func byCode[T ~string, V any](values map[T]V) (table [256]V) {
	for c, v := range values {
		table[code(c)] = v
	}
	return table
}

// begin prepares the record of a message. It is false if the message is of another day, or refused for having no time.
func (r *Reader) begin(m *message, kind intake.Kind, firm, other []byte) (taken bool, err error) {
	if tag := r.long(m); tag != 0 {
		return false, r.refuse(m, tag, m.value(tag), reasonLongID)
	}
	at, logged, ok := r.times(m)
	if !ok {
		return false, r.refuse(m, tagSendingTime, m.value(tagSendingTime), reasonNoTime)
	}
	if r.s.to != 0 && (at < r.s.from || at >= r.s.to) {
		r.skip(SkipDay)
		return false, nil
	}
	r.rec = intake.Record{Where: r.where(m), Kind: kind, At: at, Logged: logged, VenueOrder: m.value(tagOrderID), Symbol: m.value(r.s.symbol),
		Account: m.value(r.s.account), Text: m.value(tagText), Repeat: yes(m.value(tagPossDupFlag)) || yes(m.value(tagPossResend))}
	r.rec.Server, r.rec.Venue, r.rec.Flag = m.value(r.s.server), m.value(r.s.venue), m.value(r.s.flag)
	if r.s.server == 0 {
		r.rec.Server = firm
	}
	if r.s.venue == 0 {
		r.rec.Venue = r.venue(m, other)
	}
	for _, tag := range r.s.parents {
		if id := m.value(tag); len(id) > 0 {
			r.rec.Parent = id
			break
		}
	}
	return true, nil
}

// long returns the tag of an id that is too long to be remembered, 0 if none is.
func (r *Reader) long(m *message) int {
	for _, tag := range [...]int{tagClOrdID, tagOrigClOrdID, tagOrderID, tagExecID, tagExecRefID, tagBusinessRejectID, r.s.symbol, r.s.account, r.s.server, r.s.venue, r.s.flag} {
		if len(m.value(tag)) > idMax {
			return tag
		}
	}
	for _, tag := range r.s.parents {
		if len(m.value(tag)) > idMax {
			return tag
		}
	}
	return 0
}

// venue returns where an order goes, by what its message says, else the comp id of the other side.
func (r *Reader) venue(m *message, other []byte) []byte {
	for _, tag := range [...]int{tagExDestination, tagLastMkt} {
		if id := m.value(tag); len(id) > 0 {
			return id
		}
	}
	return other
}

// key appends an id, made unique by its session, to buf.
func (r *Reader) key(buf, id []byte) []byte {
	if len(id) == 0 {
		return buf[:0]
	}
	return append(append(append(buf[:0], r.flow.session.name...), '/'), id...)
}

// names sets the record's order and the order it is about from 11 and 41.
func (r *Reader) names(m *message) {
	r.order = r.key(r.order, m.value(tagClOrdID))
	r.orig = r.key(r.orig, m.value(tagOrigClOrdID))
	r.rec.Order, r.rec.OrigOrder = r.order, r.orig
}

func (r *Reader) takeOrder(m *message) error {
	taken, err := r.begin(m, intake.NewOrder, r.flow.sender, r.flow.target)
	if !taken {
		return err
	}
	r.names(m)
	r.rec.OrigOrder = nil
	side, known := sideOf(m.value(tagSide))
	r.rec.Side = side
	switch {
	case len(r.rec.Order) == 0:
		return r.refuse(m, tagClOrdID, nil, reasonMissing)
	case len(r.rec.Symbol) == 0:
		return r.refuse(m, r.s.symbol, nil, reasonMissing)
	case !known:
		return r.refuse(m, tagSide, m.value(tagSide), reasonSide)
	}
	return r.request(m, code(enum.MsgType_ORDER_SINGLE))
}

func (r *Reader) takeReplace(m *message) error {
	taken, err := r.begin(m, intake.ReplaceRequest, r.flow.sender, r.flow.target)
	if !taken {
		return err
	}
	r.names(m)
	r.rec.Side, _ = sideOf(m.value(tagSide))
	if tag := r.unnamed(); tag != 0 {
		return r.refuse(m, tag, nil, reasonMissing)
	}
	return r.request(m, code(enum.MsgType_ORDER_CANCEL_REPLACE_REQUEST))
}

// unnamed returns the tag of the id that a replace or cancel lacks, 0 if it has both.
func (r *Reader) unnamed() int {
	switch {
	case len(r.rec.Order) == 0:
		return tagClOrdID
	case len(r.rec.OrigOrder) == 0:
		return tagOrigClOrdID
	}
	return 0
}

// request emits an order or replace with its quantity and price.
func (r *Reader) request(m *message, kind byte) error {
	qty, reason := quantity(m.value(tagOrderQty))
	switch {
	case len(m.value(tagOrderQty)) == 0:
		reason = reasonMissing
	case reason == "" && qty == 0:
		reason = reasonZero
	}
	if reason != "" {
		return r.refuse(m, tagOrderQty, m.value(tagOrderQty), reason)
	}
	if len(m.value(tagOrdType)) == 0 {
		return r.refuse(m, tagOrdType, nil, reasonMissing)
	}
	px, reason := r.limit(m)
	if reason != "" {
		return r.refuse(m, tagPrice, m.value(tagPrice), reason)
	}
	r.rec.Qty, r.rec.Px = qty, px
	r.follow()
	r.flow.remember(whole(m.value(tagMsgSeqNum)), kind, r.order, r.rec.OrigOrder)
	return r.sink.Record(&r.rec)
}

// limit returns the price of an order, 0 at the market.
func (r *Reader) limit(m *message) (model.Price, string) {
	kind, text := m.value(tagOrdType), m.value(tagPrice)
	limited := string(kind) == string(enum.OrdType_LIMIT)
	switch {
	case string(kind) == string(enum.OrdType_MARKET) || string(kind) == string(enum.OrdType_MARKET_ON_CLOSE):
		return 0, ""
	case len(text) == 0 && limited:
		return 0, reasonNoPrice
	case len(text) == 0:
		return 0, ""
	}
	px, reason := price(text, r.s.scale)
	if reason == "" && px == 0 && limited {
		reason = reasonNoPrice
	}
	return px, reason
}

// follow makes one parent of the orders that replaced one another, if the settings ask for it: the parent that a tag of one of
// them names, else the first order.
func (r *Reader) follow() {
	if !r.s.chain {
		return
	}
	own := hashOf(r.flow.session.id, r.rec.Order)
	o, _ := r.orders.get(own)
	switch {
	case len(r.rec.Parent) > 0:
		if !bytes.Equal(o.parent, r.rec.Parent) || o.inferred {
			o.parent, o.inferred = bytes.Clone(r.rec.Parent), false
			r.orders.put(own, o)
		}
		return
	case o.parent == nil:
		o.parent, o.inferred = r.inherited(), true
		r.orders.put(own, o)
	}
	r.rec.Parent, r.rec.Inferred = o.parent, o.inferred
}

// inherited returns the parent of the order that the record's replaced; it is its own if it replaced none.
func (r *Reader) inherited() []byte {
	if len(r.rec.OrigOrder) == 0 {
		return bytes.Clone(r.rec.Order)
	}
	if before, _ := r.orders.get(hashOf(r.flow.session.id, r.rec.OrigOrder)); before.parent != nil {
		return before.parent
	}
	return bytes.Clone(r.rec.OrigOrder)
}

func (r *Reader) takeCancel(m *message) error {
	taken, err := r.begin(m, intake.CancelRequest, r.flow.sender, r.flow.target)
	if !taken {
		return err
	}
	r.names(m)
	if tag := r.unnamed(); tag != 0 {
		return r.refuse(m, tag, nil, reasonMissing)
	}
	r.rec.Side, _ = sideOf(m.value(tagSide))
	r.flow.remember(whole(m.value(tagMsgSeqNum)), code(enum.MsgType_ORDER_CANCEL_REQUEST), r.order, r.orig)
	return r.sink.Record(&r.rec)
}

// sideOf returns the side that a code names.
func sideOf(value []byte) (model.Side, bool) {
	if len(value) != 1 || !model.Side(value[0]-'0').Valid() {
		return 0, false
	}
	return model.Side(value[0] - '0'), true
}
