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

// snapshot is a world's account at a minute, to be settled when the day is known to its end.
type snapshot struct {
	tick    int
	lines   []ledger.Line
	missing []market.Impact
}

// record keeps the world's point of this tick, and at each minute what a stop there would have to settle.
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
	if tick%w.minute == 0 {
		w.stops = append(w.stops, snapshot{tick, w.Book.Clone().Lines, append([]market.Impact(nil), w.missing...)})
	}
}

// settled returns the losses that stops at each kept minute would have brought.
func (w *world) settled(tape *market.Tape) []StopLoss {
	participation := w.settlement(-1).Participation
	out := make([]StopLoss, len(w.stops))
	for i, s := range w.stops {
		book := ledger.Book{Unit: w.Book.Unit, Lines: s.lines}
		total, _ := settle(tape, &book, s.tick, s.missing, false, participation)
		out[i] = StopLoss{s.tick, total.Total()}
	}
	return out
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
