package exchange

import (
	"slices"
	"strconv"

	"lossreplay/datasets/intake"
	"lossreplay/model"
)

// Order is an order as a feed shows it when it is placed. Stock is a small number of the symbol, the feed's own; Participant is
// empty if the feed does not name one.
type Order struct {
	Where       intake.Where
	At          model.Time
	Stock       int
	Symbol      []byte
	Participant []byte
	Ref         uint64
	Side        model.Side
	Qty         model.Qty
	Px          model.Price
}

// Flow emits the orders that a rule takes, and what becomes of them, as records of one router: NewOrder, Trade and Canceled,
// with ParentOrder before the first order of each assumed parent.
//
// An order that is replaced is canceled, and a new one with the new reference is sent at the same time: a replaced order loses
// its place at the exchange. Part of an order that is canceled is only counted: an incident's orders keep their quantity until
// they end. So an order whose rest has traded after such a cut ends by Canceled.
type Flow struct {
	rule    *Rule
	sink    *intake.Sink
	prefix  string // of execution ids, so that they are unique among sources
	open    Table[taken]
	stocks  []stock
	fills   map[uint64]fill // by match number, for feeds that can break them
	rec     intake.Record
	servers [][]byte
	account []byte // the participant's name, empty for a sampled share

	ids, parent, exec []byte // texts of the record being emitted
	missed, cuts      int64
}

// taken is an open order of the flow.
type taken struct {
	left, cut int32  // shares open; shares canceled of it
	parent    uint32 // number of its parent in its symbol and side
	stock     uint16
	side      model.Side
	server    uint8
}

// stock is what the flow knows of a symbol. Index 0 of parents is the buy side.
type stock struct {
	symbol  []byte
	asked   bool // whether the rule allows it is known
	allowed bool
	parents [2]parentState
}

// parentState is the assumed parent that takes orders at present.
type parentState struct {
	number uint32 // 1, 2, 3...; 0 before the first
	traded model.Qty
	open   bool
}

type fill struct {
	order uint64
	stock uint16
}

// venue is where all of these orders were.
var venue = []byte("NASDAQ")

// NewFlow returns a flow by rule that emits into sink, nil if rule is nil. prefix begins each execution id.
func NewFlow(rule *Rule, prefix string, sink *intake.Sink) *Flow {
	if rule == nil {
		return nil
	}
	f := &Flow{rule: rule, sink: sink, prefix: prefix, fills: map[uint64]fill{}, account: []byte(rule.participant)}
	for i := range rule.servers {
		f.servers = append(f.servers, []byte("server-"+strconv.Itoa(i+1)))
	}
	return f
}

// Placed takes the order if the rule says so, and reports whether. A second order of a reference that is open is refused.
func (f *Flow) Placed(o *Order) (bool, error) {
	if r := f.rule; r.participant != "" && string(o.Participant) != r.participant || r.participant == "" && !r.sampled(o.Ref) {
		return false, nil
	}
	s := f.stock(o.Stock)
	if !s.asked {
		s.asked, s.allowed, s.symbol = true, f.rule.inSymbol(o.Symbol), slices.Clone(o.Symbol)
	}
	if !s.allowed {
		return false, nil
	}
	if f.open.Get(o.Ref) != nil {
		return true, f.sink.Refuse(intake.Refusal{Where: o.Where, Field: "order id", Value: strconv.FormatUint(o.Ref, 10), Reason: ReasonTwice})
	}
	server := uint8(mix(f.rule.hash(o.Ref)) % uint64(len(f.servers)))
	return true, f.send(o, server)
}

func (f *Flow) stock(i int) *stock {
	for i >= len(f.stocks) {
		f.stocks = append(f.stocks, stock{})
	}
	return &f.stocks[i]
}

// send emits a new order of the flow and keeps it.
func (f *Flow) send(o *Order, server uint8) error {
	number, err := f.assignParent(o)
	if err != nil {
		return err
	}
	f.open.Put(o.Ref, taken{left: int32(o.Qty), parent: number, stock: uint16(o.Stock), side: o.Side, server: server})
	r := f.begin(intake.NewOrder, o.Where, o.At, o.Ref, o.Stock, o.Side)
	r.Qty, r.Px, r.Server, r.Venue, r.Account = o.Qty, o.Px, f.servers[server], venue, f.account
	if number > 0 {
		r.Parent, r.Inferred = f.parentID(number, o.Stock, o.Side), true
	}
	return f.sink.Record(r)
}

// begin returns the one record that is reused, cleared, with what all records of the flow have.
func (f *Flow) begin(kind intake.Kind, where intake.Where, at model.Time, ref uint64, stock int, side model.Side) *intake.Record {
	f.ids = strconv.AppendUint(f.ids[:0], ref, 10)
	f.rec = intake.Record{Kind: kind, Where: where, At: at, Order: f.ids, Symbol: f.stocks[stock].symbol, Side: side}
	return &f.rec
}

// assignParent returns the number of the parent that the order belongs to, 0 if none are assumed.
func (f *Flow) assignParent(o *Order) (uint32, error) {
	if f.rule.of == 0 {
		return 0, nil
	}
	p := f.parentOf(o.Stock, o.Side)
	if p.open {
		return p.number, nil
	}
	*p = parentState{number: p.number + 1, open: true}
	r := f.begin(intake.ParentOrder, o.Where, o.At, o.Ref, o.Stock, o.Side)
	r.Order, r.Parent, r.Qty, r.Inferred, r.Account = nil, f.parentID(p.number, o.Stock, o.Side), f.rule.of, true, f.account
	return p.number, f.sink.Record(r)
}

func (f *Flow) parentOf(stock int, side model.Side) *parentState {
	return &f.stocks[stock].parents[side-model.Buy]
}

// parentID returns the id of a parent, such as P-AMZN-buy-3. It holds until the next call.
func (f *Flow) parentID(number uint32, stock int, side model.Side) []byte {
	f.parent = append(append(f.parent[:0], "P-"...), f.stocks[stock].symbol...)
	if side == model.Buy {
		f.parent = append(f.parent, "-buy-"...)
	} else {
		f.parent = append(f.parent, "-sell-"...)
	}
	f.parent = strconv.AppendUint(f.parent, uint64(number), 10)
	return f.parent
}
