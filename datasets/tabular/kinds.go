package tabular

import (
	"slices"
	"strings"

	"lossreplay/datasets/intake"
)

// field is a field of the mapping, in the order of [Columns].
type field uint8

const (
	timeField field = iota
	loggedField
	execTimeField
	orderField
	origOrderField
	venueOrderField
	parentField
	execField
	refExecField
	symbolField
	accountField
	serverField
	venueField
	flagField
	buildField
	textField
	sideField
	qtyField
	pxField
	lastQtyField
	lastPxField
	cumQtyField
	leavesQtyField
	feeField
	bidField
	askField
	opField
	reactionField
	blockField
	fieldCount
	noField = fieldCount
)

// fieldType says how a field's cell is read.
type fieldType uint8

const (
	timeType fieldType = iota
	textType
	sideType
	qtyType
	priceType
	moneyType
	opType
	boolType
)

// typeOf returns the type of a field.
func typeOf(f field) fieldType {
	switch f {
	case timeField, loggedField, execTimeField:
		return timeType
	case sideField:
		return sideType
	case qtyField, lastQtyField, cumQtyField, leavesQtyField:
		return qtyType
	case pxField, lastPxField, bidField, askField:
		return priceType
	case feeField:
		return moneyType
	case opField:
		return opType
	case reactionField, blockField:
		return boolType
	}
	return textType
}

// need is a field that a row of some kind must have. instead stands for it where the mapping does not have it.
type need struct{ field, instead field }

// rowKind is what a row may be.
type rowKind struct {
	names []string // the first is shown
	kind  intake.Kind
	need  []need
	may   []field
	// fills says that the row is an order and its fill; skip that it is left out; named that an order without an id is named
	// after its row; remains that the row holds what remains of an order.
	fills, skip, named, remains bool
}

func must(fields ...field) []need {
	needs := make([]need, len(fields))
	for i, f := range fields {
		needs[i] = need{f, noField}
	}
	return needs
}

var (
	ofOrder = []field{loggedField, orderField, parentField, pxField, serverField, venueField, accountField, flagField, venueOrderField, textField}
	ofFill  = []need{{lastQtyField, qtyField}, {lastPxField, pxField}}
	// ofReport is what a report on an order may repeat of it.
	ofReport = []field{loggedField, origOrderField, parentField, symbolField, sideField, qtyField, pxField, cumQtyField, leavesQtyField,
		serverField, venueField, accountField, venueOrderField, textField}
	ofExecution = []field{loggedField, execField, parentField, symbolField, sideField, feeField, cumQtyField, leavesQtyField, serverField,
		venueField, accountField, flagField, venueOrderField, textField}
)

// rowKinds are all kinds of rows.
var rowKinds = []rowKind{
	{names: []string{"orders", "order"}, kind: intake.NewOrder, need: must(timeField, symbolField, sideField, qtyField), may: ofOrder, named: true},
	{names: []string{"executions", "execution", "fills", "fill"}, kind: intake.Trade, need: append(must(timeField, orderField), ofFill...), may: ofExecution},
	{names: []string{"orders_and_executions", "order_and_execution"}, kind: intake.NewOrder, fills: true, named: true,
		need: append(must(timeField, symbolField, sideField, lastPxField), need{qtyField, lastQtyField}, need{lastQtyField, qtyField}),
		may:  append([]field{orderField, execTimeField, pxField, flagField}, ofExecution...)},
	{names: []string{"parents", "parent"}, kind: intake.ParentOrder, need: append(must(timeField, symbolField, sideField, qtyField), need{parentField, orderField}),
		may: []field{loggedField, accountField, flagField, textField}},
	{names: []string{"prints", "print", "trades", "trade"}, kind: intake.Print, need: append(must(timeField, symbolField), ofFill...), may: []field{loggedField, venueField}},
	{names: []string{"quotes", "quote"}, kind: intake.Quote, need: must(timeField, symbolField, bidField, askField), may: []field{loggedField, venueField}},
	{names: []string{"operations", "operation"}, kind: intake.Operation, need: must(timeField, opField), may: []field{loggedField, serverField, buildField, reactionField, textField}},
	{names: []string{"closing"}, kind: intake.Closing, need: append(must(timeField, symbolField, sideField), ofFill...),
		may: []field{loggedField, execField, feeField, blockField, accountField, venueField}},
	{names: []string{"replace_requests", "replace_request"}, kind: intake.ReplaceRequest, need: must(timeField, orderField, origOrderField), may: ofReport},
	{names: []string{"cancel_requests", "cancel_request"}, kind: intake.CancelRequest, need: must(timeField, orderField, origOrderField), may: ofReport},
	{names: []string{"accepted"}, kind: intake.Accepted, need: must(timeField, orderField), may: ofReport},
	{names: []string{"replaced"}, kind: intake.Replaced, need: must(timeField, orderField), may: ofReport},
	{names: []string{"canceled", "cancelled"}, kind: intake.Canceled, need: must(timeField, orderField), may: ofReport},
	{names: []string{"expired"}, kind: intake.Expired, need: must(timeField, orderField), may: ofReport},
	{names: []string{"rejected"}, kind: intake.Rejected, need: must(timeField, orderField), may: ofReport},
	{names: []string{"cancel_rejected"}, kind: intake.CancelRejected, need: must(timeField, orderField), may: ofReport},
	{names: []string{"busts", "bust"}, kind: intake.TradeCancel, need: append(must(timeField), need{refExecField, execField}), may: append([]field{orderField}, ofReport...)},
	{names: []string{"corrections", "correction"}, kind: intake.TradeCorrect, need: append(must(timeField, refExecField), ofFill...),
		may: append([]field{orderField}, ofExecution...)},
	{names: []string{"remaining"}, kind: intake.Trade, remains: true, need: append(must(timeField, orderField, leavesQtyField), need{lastPxField, pxField}), may: ofExecution},
	{names: []string{"removed"}, kind: intake.Canceled, remains: true, need: append(must(timeField, orderField, leavesQtyField), need{lastPxField, pxField}), may: ofExecution},
	{names: []string{"skip"}, skip: true},
}

// kindNamed returns the kind of that name, nil if there is none.
func kindNamed(name string) *rowKind {
	for i := range rowKinds {
		if slices.Contains(rowKinds[i].names, name) {
			return &rowKinds[i]
		}
	}
	return nil
}

// kindNames returns the shown names of all kinds.
func kindNames() []string {
	var names []string
	for i := range rowKinds {
		names = append(names, rowKinds[i].names[0])
	}
	return names
}

func kindList() string { return strings.Join(kindNames(), ", ") }
