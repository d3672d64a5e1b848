// Package control is the safeguards: what each observes, when it trips, what it then does, and the catalogue of them.
//
// Owns: the catalogue, each control's parameters with default and source, its state in a world, its votes and trips.
//
// Refuses: the truth label of an order, the future, the loss; a control sees what its feed had delivered by then.
//
// Invariants: a vote changes nothing but the control's own latch and its log of trips, and asked twice in the same state it
// answers the same; a trip is logged once per latch; results do not depend on the order of the catalogue.
package control

import (
	"lossreplay/model"
	"lossreplay/model/ledger"
	"lossreplay/model/router"
)

// World is the state of one world before the current event: all that controls may look at. Only the engine writes it.
type World struct {
	Now    model.Time
	Router router.State
	// Book is the firm's error account: executions beyond what their parent asked for.
	Book ledger.Book
	// Buying and Selling are the quantities of child orders at venues, by symbol, both without sign.
	Buying, Selling []model.Qty
	// Mid is each symbol's mid as of the last tick, in this world; before its first quote it is the price of the last recorded
	// child or execution, and 0 before that. Impact is our own flow's part in it.
	Mid, Impact []model.Price
	// QuotedAt is when each symbol's quote last changed, as of the last tick; model.Never before its first quote.
	QuotedAt []model.Time
	// Others is what others than we traded in the last whole minute of the session, by symbol; 0 before there is one.
	Others []model.Qty
	// Declared is when people declared an incident; model.Never before. See [Declarer].
	Declared model.Time
	// Parents holds what changes in a parent order, at ParentID-1.
	Parents []Parent
}

// Parent is how a parent order stands in a world.
type Parent struct {
	Executed, Open model.Qty // allocated to the parent; working at venues
	Executions     int32     // of its children, allocated or not
	Unmatched      bool      // some of its children's executions went beyond its quantity
	// ArrivalPx is the mid when the router received it. If that was before the open it is the previous close until the open,
	// which nobody knows the price of, and the opening price from then on.
	ArrivalPx model.Price
}

// NewWorld returns the world of n symbols and so many parents before the first event: no quote, no declared incident.
func NewWorld(fleet router.State, scale model.Scale, n, parents int) World {
	w := World{
		Router: fleet, Book: ledger.NewBook(n, scale), Buying: make([]model.Qty, n), Selling: make([]model.Qty, n),
		Mid: make([]model.Price, n), Impact: make([]model.Price, n), QuotedAt: make([]model.Time, n), Others: make([]model.Qty, n),
		Declared: model.Never, Parents: make([]Parent, parents),
	}
	for s := range w.QuotedAt {
		w.QuotedAt[s] = model.Never
	}
	return w
}

// Rest adds qty, which may be negative, to what is at venues in a symbol on the side of sign.
func (w *World) Rest(s model.SymbolID, sign, qty model.Qty) {
	if sign > 0 {
		w.Buying[s] += qty
	} else {
		w.Selling[s] += qty
	}
}

// Working returns the signed quantity of child orders at venues in a symbol.
func (w *World) Working(s model.SymbolID) model.Qty { return w.Buying[s] - w.Selling[s] }

// Fill allocates an execution of qty shares to the parent until its orderQty is full, and returns the part beyond.
func (p *Parent) Fill(qty, orderQty model.Qty) (unmatched model.Qty) {
	unmatched = min(qty, max(p.Executed+qty-orderQty, 0))
	p.Executed += qty - unmatched
	p.Open -= qty
	p.Executions++
	return unmatched
}

// Child is a child order on its way out, as the gate sees it.
type Child struct {
	ID        model.ChildID
	Parent    model.ParentID
	Flag      model.FlagID
	Server    model.ServerID
	Venue     model.VenueID
	Symbol    model.SymbolID
	PreOpen   bool      // its parent was received before the open
	Sign      model.Qty // +1 buy, -1 sell
	Qty       model.Qty
	ParentQty model.Qty
	LimitPx   model.Price // in this world
	Path      *router.Path
}

// Fill is an execution as it was booked: the part beyond its parent's quantity is Unmatched and moved the error account
// from Before to After.
type Fill struct {
	Parent        model.ParentID
	Server        model.ServerID
	Venue         model.VenueID
	Symbol        model.SymbolID
	Qty           model.Qty // signed
	Unmatched     model.Qty // signed
	Before, After model.Qty
	Px            model.Price // in this world
}

// End is the report that nothing more of a child order will trade. Left is the part that did not, signed.
type End struct {
	Child  model.ChildID
	Parent model.ParentID
	Server model.ServerID
	Venue  model.VenueID
	Symbol model.SymbolID
	Left   model.Qty
	Type   model.ExecType // canceled, expired or rejected
}

// Settlement is how the error account is about to be closed: what it holds in each symbol, and the share of the market's
// volume, above 0, at which it is worked until the close.
type Settlement struct {
	Lines         []ledger.Line
	Participation float64
	// Canceled is how many shares of executions a settler has taken out of Lines, by symbol, bought and sold alike; nil for
	// none. By it two that judge the same executions do not take one out twice.
	Canceled []model.Qty
}

// Verdict is a vote on a child order. The strictest wins.
type Verdict uint8

// The votes, from the mildest on.
const (
	// Pass lets the child go.
	Pass Verdict = iota
	// Delay holds it until the monitor, a [Delayer], lets it go; in the closed loop only.
	Delay
	// Block stops this child.
	Block
	// Close stops it and every later one of its parent until the next operation: no control is asked about those.
	Close
	// Cut stops it and every later one of its server, likewise.
	Cut
	// Halt stops it and every later one for the rest of the day.
	Halt
	// Kill does that, and cancels at once what is at venues.
	Kill
)

// String returns pass, delay, block, close, cut, halt or kill.
func (v Verdict) String() string {
	return [...]string{"pass", "delay", "block", "close", "cut", "halt", "kill"}[v]
}

// Monitor is a control's state in one world. It further has those of the methods below that it needs; the engine finds out
// once, when the world is made.
type Monitor interface {
	// Clone returns a copy for a world that forks off.
	Clone() Monitor
	// Trips returns the log so far, in order of time. The caller does not write to it.
	Trips() []Trip
}

// The parts that a monitor may have. Watchers are told what really happened, after the commit; voters are asked before.
type (
	// ChildVoter is asked about every child order that the world's router would send.
	ChildVoter interface {
		Vote(w *World, c *Child) Verdict
	}
	// Delayer says when a child that it votes to delay may ask again.
	Delayer interface {
		ReadyAt(w *World, c *Child) model.Time
	}
	// SentWatcher is told of every child order that went out.
	SentWatcher interface{ Sent(w *World, c *Child) }
	// FillWatcher is told of every execution, at once: a control whose feed lags acts that much later.
	FillWatcher interface{ Filled(w *World, f *Fill) }
	// EndWatcher is told that a child order that was out has ended with something left of it.
	EndWatcher interface{ Ended(w *World, e *End) }
	// ParentWatcher is told of every parent order when the router receives it, before the open too.
	ParentWatcher interface {
		Received(w *World, p *model.ParentOrder)
	}
	// TickWatcher is told that marks were updated.
	TickWatcher interface{ Ticked(w *World) }
	// Declarer may declare an incident: it is asked at every tick until somebody has, on the state before marks are updated.
	// Its answer changes nothing but its latch and log; a declaration sets Declared in its world, where others act on it.
	Declarer interface{ Declares(w *World) bool }
	// OperationVoter may refuse an operation.
	OperationVoter interface {
		Refuses(w *World, op *model.Operation) bool
	}
	// OperationWatcher is told of every operation that took place, after its effect.
	OperationWatcher interface {
		Saw(w *World, op *model.Operation)
	}
	// Canceler says of which servers (bit i is ServerID i; [AllServers]) an operation that took place cancels what is at venues.
	Canceler interface {
		Cancels(w *World, op *model.Operation) (servers uint64)
	}
	// Settler changes how the account is closed, once the world's flow has ended. It may write to s, whose Lines are a copy.
	Settler interface {
		Settles(w *World, s *Settlement)
	}
)

// AllServers names every server of a fleet.
const AllServers = ^uint64(0)

// AddPart appends m to list if it has that part.
func AddPart[Part any](list *[]Part, m Monitor) {
	if part, ok := m.(Part); ok {
		*list = append(*list, part)
	}
}

// Trip is the moment a control decided to act, what it saw and the limit it held it against, both in Unit.
type Trip struct {
	At, Effect  model.Time
	Scope       Scope
	Seen, Limit int64
	Unit        Unit
}

// Scope is what a trip concerns: all of the firm, one server, one symbol, one parent, one venue.
type Scope struct {
	Kind  ScopeKind
	Index uint32 // ServerID, SymbolID, ParentID or VenueID; 0 for the firm
}

// ScopeKind names the range of a control.
type ScopeKind uint8

// The ranges.
const (
	Firm ScopeKind = iota + 1
	OnServer
	OnSymbol
	OnParent
	OnVenue
)

// String returns firm, server, symbol, parent or venue.
func (k ScopeKind) String() string {
	return [...]string{"?", "firm", "server", "symbol", "parent", "venue"}[k]
}

// Unit is what a parameter or a trip is measured in.
type Unit uint8

// The units, with what one of an int64 means.
const (
	Count       Unit = iota + 1 // plain number
	Shares                      // shares
	Micros                      // micro-units of currency
	BasisPoints                 // 1/100 of a percent
	Nanoseconds                 // time
	Choice                      // position in a parameter's Choices
)

// String returns the unit's name in tables.
func (u Unit) String() string {
	return [...]string{"?", "count", "shares", "money", "bp", "ns", "choice"}[u]
}
