package replay

import (
	"slices"

	"lossreplay/model"
	"lossreplay/model/control"
	"lossreplay/model/ledger"
	"lossreplay/model/market"
)

// Leaf is the outcome of every coalition that contains In and nothing of Out: bit i is the run's control i.
type Leaf struct {
	In, Out uint64
	Loss    ledger.Loss
	Flow    Flow
	// Collateral is what the controls cost the legitimate flow.
	Collateral Collateral
	// Halted is when a control stopped everything for good; model.Never if none did.
	Halted model.Time
	// Trips is each control's log by its position in the run; nil for those in Out.
	Trips    [][]control.Trip
	BySymbol []SymbolOutcome
	// End is the tick at which the world's flow had ended and its liquidation began: nothing changes its loss from then on.
	End int
	// Points is the course, tick by tick, of the baseline and of single controls; nil for other leaves.
	Points []Point
	// Stops are the losses if everything had stopped at a minute's start up to End; nil for leaves with recorded prices held.
	// A control that takes executions out of the account does so when the account is closed for good, so no stop knows of it.
	Stops []StopLoss
}

// SymbolOutcome is the error account in one symbol: what it held when the flow ended, and what it lost.
type SymbolOutcome struct {
	Pos    model.Qty
	Mid    model.Price // at the stop
	AtStop model.Money // the position at the mid of the stop, signed
	Loss   ledger.Loss
}

// Total returns the leaf's loss.
func (l *Leaf) Total() model.Money { return l.Loss.Total() }

// settlement is what a world closes its account with.
type settlement struct{ control.Settlement }

func (s settlement) equal(t settlement) bool {
	return s.Participation == t.Participation && slices.Equal(s.Lines, t.Lines)
}

// settlement returns what the controls in, and control also if it is not negative, make of the account.
func (w *world) settlement(also int) settlement {
	s := settlement{control.Settlement{Lines: w.Book.Clone().Lines, Participation: w.about.Market.Participation}}
	for _, v := range w.hooks.settlers {
		if w.isIn(v.control) || v.control == also {
			v.Settles(&w.World, &s.Settlement)
		}
	}
	return s
}

// leaf settles a world whose flow has ended. Stops are left to [settled].
func (w *world) leaf(s *stream) Leaf {
	stop := s.flowEnd()
	if w.closed {
		stop = w.tick
	}
	account := w.settlement(-1)
	book := ledger.Book{Unit: w.Book.Unit, Lines: account.Lines}
	total, bySymbol := settle(s.tape, &book, stop, w.missing, w.held, account.Participation)
	l := Leaf{In: w.in, Out: w.out, Loss: total, Flow: w.flow, Halted: model.Never, Trips: make([][]control.Trip, len(w.monitors)),
		BySymbol: make([]SymbolOutcome, len(bySymbol)), End: stop}
	for i, loss := range bySymbol {
		at, ok := model.Notional(book.Lines[i].Pos, w.Mid[i], book.Unit)
		if !ok {
			panic("replay: the value of a position leaves 64 bits")
		}
		l.BySymbol[i] = SymbolOutcome{Pos: book.Lines[i].Pos, Mid: w.Mid[i], AtStop: at, Loss: loss}
	}
	for c, m := range w.monitors {
		if m != nil {
			l.Trips[c] = m.Trips()
		}
	}
	if w.halted {
		l.Halted = w.haltAt
	}
	l.Collateral = w.collateral(s)
	if w.shown() {
		l.Points = w.series
	}
	return l
}

// collateral returns the legitimate flow that was blocked; after a halt for good that is all there was still to come.
func (w *world) collateral(s *stream) Collateral {
	blocked, minutes := w.blocked, w.minutes
	if w.closed {
		rest := s.legit.minus(w.legitSeen)
		blocked = Tally{blocked.Orders + rest.Orders, blocked.Shares + rest.Shares, blocked.Notional + rest.Notional}
		for tick := max(w.tick, 0); tick < len(s.legitTick); tick++ {
			if s.legitTick[tick] > 0 {
				minutes.add(tick / w.minute)
			}
		}
	}
	return Collateral{Orders: blocked.Orders, Shares: blocked.Shares, Notional: blocked.Notional, Minutes: minutes.count()}
}

// closeTape ends the tape with the baseline's positions. w is the baseline world, in which nothing was ever missing.
func closeTape(s *stream, w *world) {
	pos := make([]model.Qty, len(w.Book.Lines))
	for i := range pos {
		pos[i] = w.Book.Lines[i].Pos
	}
	own := append([]market.Impact(nil), s.own...)
	s.tape.Close(s.flowEnd(), pos, own)
}
