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
	// Working is the signed quantity of child orders at venues, by symbol.
	Working []model.Qty
	// Mid is each symbol's mid as of the last tick, in this world; before its first quote it is the price of the last recorded
	// child or execution, and 0 before that. Impact is our own flow's part in it.
	Mid, Impact []model.Price
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

// Child is a child order on its way out, as the gate sees it.
type Child struct {
	ID        model.ChildID
	Parent    model.ParentID
	Flag      model.FlagID
	Server    model.ServerID
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
	Symbol        model.SymbolID
	Qty           model.Qty // signed
	Unmatched     model.Qty // signed
	Before, After model.Qty
	Px            model.Price // in this world
}

// Verdict is a vote on a child order. The strictest wins.
type Verdict uint8

// The votes: let it go; stop this child; stop this child and every later one for the rest of the day.
const (
	Pass Verdict = iota
	Block
	Halt
)

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
	// SentWatcher is told of every child order that went out.
	SentWatcher interface{ Sent(w *World, c *Child) }
	// FillWatcher is told of every execution, at once: a control whose feed lags acts that much later.
	FillWatcher interface{ Filled(w *World, f *Fill) }
	// TickWatcher is told that marks were updated.
	TickWatcher interface{ Ticked(w *World) }
	// OperationVoter may refuse an operation.
	OperationVoter interface {
		Refuses(w *World, op *model.Operation) bool
	}
	// OperationWatcher is told of every operation that took place, after its effect.
	OperationWatcher interface {
		Saw(w *World, op *model.Operation)
	}
)

// Trip is the moment a control decided to act, what it saw and the limit it held it against, both in Unit.
type Trip struct {
	At, Effect  model.Time
	Scope       Scope
	Seen, Limit int64
	Unit        Unit
}

// Scope is what a trip concerns: all of the firm, one server, one symbol, one parent.
type Scope struct {
	Kind  ScopeKind
	Index uint32 // ServerID, SymbolID or ParentID; 0 for the firm
}

// ScopeKind names the range of a control.
type ScopeKind uint8

// The ranges.
const (
	Firm ScopeKind = iota + 1
	OnServer
	OnSymbol
	OnParent
)

// String returns firm, server, symbol or parent.
func (k ScopeKind) String() string { return [...]string{"?", "firm", "server", "symbol", "parent"}[k] }

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
