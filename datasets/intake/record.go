package intake

import "lossreplay/model"

// Kind says what a record tells.
type Kind uint8

// The kinds of records, and the fields that each uses beside Where and At.
const (
	// ParentOrder is what a client or desk sent to the router: Parent, Symbol, Side, Qty; Flag, Account where known.
	ParentOrder Kind = iota + 1
	// NewOrder is a child order on its way to a venue (FIX D): Order, Symbol, Side, Qty, Px (0: at the market); Parent, Server,
	// Venue, Account, Flag where known.
	NewOrder
	// ReplaceRequest asks to replace OrigOrder by Order (FIX G): Order, OrigOrder, Qty, Px.
	ReplaceRequest
	// CancelRequest asks to cancel OrigOrder (FIX F): Order, OrigOrder.
	CancelRequest
	// Accepted, Replaced, Canceled, Expired, Rejected are reports of the venue on Order. Replaced and Canceled name in
	// OrigOrder the order that was replaced or canceled, if Order is the id of the request. Qty, Px, Symbol, Side where the
	// report repeats them: they make an order that the log does not hold itself.
	Accepted
	Replaced
	Canceled
	Expired
	Rejected
	// CancelRejected says that a cancel or replace request came too late (FIX 9): Order, OrigOrder.
	CancelRejected
	// Trade is a fill of Order: Exec, LastQty, LastPx; Fee, CumQty, LeavesQty where known.
	Trade
	// TradeCancel busts the fill RefExec of Order. TradeCorrect replaces it: Exec, RefExec, LastQty, LastPx.
	TradeCancel
	TradeCorrect
	// Quote is the market's best bid and offer from At on: Symbol, Bid, Ask.
	Quote
	// Print is a trade of the market, ours included: Symbol, LastQty, LastPx.
	Print
	// Closing is a trade that closed a position of the error account: Symbol, Side, LastQty, LastPx, Fee; Block says that it
	// was the block sale of the rest rather than the work of the market.
	Closing
	// Operation is what people or machines did: Op; Server, Build where it names one; Reaction, Text.
	Operation
)

// Where is the place in a source that a record or a refusal comes from.
type Where struct {
	Source int   // position in the list of sources
	Line   int64 // 1-based line or row; of a binary source the number of the message
	Offset int64 // byte of the (unpacked) source at which it begins
}

// Record is one thing that a log says, in the log's own identifiers. Texts hold until the function that got the record
// returns. An empty text, a zero number is: the log does not say.
type Record struct {
	Where Where
	Kind  Kind
	// At is when it happened by the log's best clock (FIX 60, else 52); Logged when it was written or sent (FIX 52), 0 if the
	// log does not say. Their difference is the skew that dataset describe shows.
	At, Logged model.Time

	Order, OrigOrder []byte // FIX 11, 41, made unique by the importer where sessions share ids
	VenueOrder       []byte // FIX 37
	Parent           []byte // the parent's id; empty where the log links no parent
	Exec, RefExec    []byte // FIX 17, 19
	Symbol           []byte // FIX 55
	Account          []byte // FIX 1
	Server           []byte // the router's host or session
	Venue            []byte
	Flag             []byte // selects a code path of the router
	Build            []byte
	Text             []byte

	Side              model.Side
	Qty               model.Qty
	Px                model.Price
	LastQty           model.Qty
	LastPx            model.Price
	CumQty, LeavesQty model.Qty
	Fee               model.Money
	Bid, Ask          model.Price

	Op       model.OperationKind
	Reaction bool
	Block    bool
	// Inferred says that Parent was worked out from other identifiers and is not in the log.
	Inferred bool
	// Repeat says that the log itself marks this as possibly sent before (FIX 43 or 97).
	Repeat bool
}

// Refusal is a row or message that was not taken, and why. Nothing is left out without one.
type Refusal struct {
	Where  Where
	Field  string // column or tag: "LastQty (32)"
	Value  string // as it stands there, cut to 60 characters
	Reason string // of a short fixed list a format, so that refusals can be counted by it: "checksum is wrong"
}

// Sink takes what an importer reads. An error of either function ends the import: the disk is full, or the user stopped it.
type Sink struct {
	Record func(*Record) error
	Refuse func(Refusal) error
	// Skip counts what an importer rightly leaves alone, by reason: heartbeats, text between messages, other days.
	Skip func(reason string, n int64)
	// Warn counts what was taken although something is odd about it, by reason: a sequence gap, a wrong body length.
	Warn func(where Where, reason string)
}
