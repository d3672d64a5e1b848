package replay

import (
	"lossreplay/model"
	"lossreplay/model/ledger"
	"lossreplay/model/market"
)

// Point is how a world stood at the end of a tick.
type Point struct {
	Tick int32
	// LossMid is the loss if every position were worth its mid: the mid that our own flow has pushed. LossFree takes our own
	// impact out of the mark. Neither knows what liquidation costs: that is in Stop.
	LossMid, LossFree model.Money
	Gross, Net        model.Money // of the error account, at mids
	RogueShares       int64       // executed so far, by the children's truth label
	LegitShares       int64
}

// StopLoss is the loss of a world if everything had stopped at the start of Tick and had then been liquidated.
type StopLoss struct {
	Tick int
	Loss model.Money
}

// snapshot is a world's account at a minute, to be settled when the day is known to its end. It never changes: worlds that
// forked later share it.
type snapshot struct {
	tick int
	cost model.Money // cash paid and fees, in all symbols
	held []market.Holding
}

// snap keeps, at a minute, what a stop there would have to settle.
func (w *world) snap(tick int) {
	if tick%w.minute == 0 {
		w.stops = append(w.stops, w.stand(tick))
	}
}

// stand returns what a stop at that tick would have to settle.
func (w *world) stand(tick int) *snapshot {
	stop := &snapshot{tick: tick}
	n := 0
	for s := range w.Book.Lines {
		if w.Book.Lines[s].Pos != 0 {
			n++
		}
	}
	if n > 0 {
		stop.held = make([]market.Holding, 0, n)
	}
	for s := range w.Book.Lines {
		l := &w.Book.Lines[s]
		stop.cost = plus(stop.cost, plus(l.Paid, l.Fees))
		if l.Pos != 0 {
			stop.held = append(stop.held, market.Holding{Symbol: model.SymbolID(s), Pos: l.Pos, Missing: w.missing[s]})
		}
	}
	return stop
}

// loss returns what it settles to, worked at that share of the market's volume.
func (s *snapshot) loss(tape *market.Tape, participation float64) model.Money {
	return plus(s.cost, -tape.Proceeds(s.tick, s.held, participation))
}

// plus returns a + b. It panics if the sum leaves 64 bits.
func plus(a, b model.Money) model.Money {
	sum, ok := a.Add(b)
	if !ok {
		panic("replay: the loss of a stop leaves 64 bits")
	}
	return sum
}

// record keeps the world's point of this tick.
func (w *world) record(tick int) {
	unit := w.Book.Unit
	p := Point{Tick: int32(tick), RogueShares: w.flow.RogueShares, LegitShares: w.flow.Shares - w.flow.RogueShares}
	for s := range w.Book.Lines {
		l := &w.Book.Lines[s]
		if l.Pos == 0 && l.Paid == 0 && l.Fees == 0 {
			continue
		}
		atMid, ok := model.Notional(l.Pos, w.Mid[s], unit)
		atFree, fits := model.Notional(l.Pos, w.Mid[s]-w.Impact[s], unit)
		if !ok || !fits {
			panic("replay: the value of a position leaves 64 bits")
		}
		p.LossMid += l.Paid + l.Fees - atMid
		p.LossFree += l.Paid + l.Fees - atFree
		p.Net += atMid
		p.Gross += max(atMid, -atMid)
	}
	w.series = append(w.series, p)
}

// stopCase is a stop and the share of the market's volume at which its account is worked.
type stopCase struct {
	*snapshot
	participation float64
}

// stopCases returns the stops of a world, with the share at which it would work them.
func (w *world) stopCases() []stopCase {
	cases := make([]stopCase, len(w.stops))
	participation := w.settlement(-1).Participation
	for i, s := range w.stops {
		cases[i] = stopCase{s, participation}
	}
	return cases
}

// settled gives each leaf the losses that stops at each kept minute of its world would have brought. A stop that several
// worlds share is settled once.
func settled(tape *market.Tape, worlds []*world, leaves []Leaf) {
	place := map[stopCase]int{}
	var all []stopCase
	for _, w := range worlds {
		for _, c := range w.stopCases() {
			if _, seen := place[c]; !seen {
				place[c] = len(all)
				all = append(all, c)
			}
		}
	}
	losses := make([]model.Money, len(all))
	InParallel(len(all), func(i int) {
		losses[i] = all[i].loss(tape, all[i].participation)
	})
	for i, w := range worlds {
		if !w.kept() {
			continue
		}
		cases := w.stopCases()
		leaves[i].Stops = make([]StopLoss, len(cases))
		for k, c := range cases {
			leaves[i].Stops[k] = StopLoss{c.tick, losses[place[c]]}
		}
	}
}

// settle liquidates a book that stops at tick and returns its loss, whole and by symbol.
func settle(tape *market.Tape, book *ledger.Book, tick int, missing []market.Impact, held bool,
	participation float64) (ledger.Loss, []ledger.Loss) {
	pos := make([]model.Qty, len(book.Lines))
	for s := range pos {
		pos[s] = book.Lines[s].Pos
	}
	var total ledger.Loss
	bySymbol := make([]ledger.Loss, len(pos))
	for s, exit := range tape.Settle(market.Stop{Tick: tick, Pos: pos, Missing: missing, Participation: participation}, held) {
		bySymbol[s] = book.Settle(model.SymbolID(s), exit)
		total = total.Plus(bySymbol[s])
	}
	return total, bySymbol
}
