package auditor

import (
	"math/big"

	"lossreplay/model"
)

// keepCourse notes how the world stands at a tick: what it would have lost at the mid, and without our own impact in the mid.
func (w *world) keepCourse(tick int) {
	p := Point{Tick: int32(tick), RogueShares: w.out.Flow.RogueShares, LegitShares: w.out.Flow.Shares - w.out.Flow.RogueShares}
	atMid, atFree, net, gross := new(big.Int), new(big.Int), new(big.Int), new(big.Int)
	for i := range w.day.Securities {
		s := model.SymbolID(i)
		pos := w.books.pos(s)
		value := product(pos, w.mid[s], w.books.unit)
		free := product(pos, w.mid[s]-w.impact[s], w.books.unit)
		spent := new(big.Int).Add(w.books.total(s, func(t *trade) model.Price { return t.px }), w.books.fees(s))
		atMid.Add(atMid, spent).Sub(atMid, value)
		atFree.Add(atFree, spent).Sub(atFree, free)
		net.Add(net, value)
		gross.Add(gross, value.Abs(value))
	}
	p.LossMid, p.LossFree, p.Net, p.Gross = money(atMid), money(atFree), money(net), money(gross)
	w.out.Course = append(w.out.Course, p)
}

// ifStoppedAt returns cash paid and fees less what the exit from this tick on brings.
func (w *world) ifStoppedAt(tick int) model.Money {
	pos := map[model.SymbolID]model.Qty{}
	loss := new(big.Int)
	for i := range w.day.Securities {
		s := model.SymbolID(i)
		pos[s] = w.books.pos(s)
		loss.Add(loss, w.books.total(s, func(t *trade) model.Price { return t.px }))
		loss.Add(loss, w.books.fees(s))
	}
	for _, e := range w.exits(tick, pos, w.missing, false, w.account().Participation) {
		loss.Sub(loss, e.market)
		loss.Sub(loss, e.block)
	}
	return money(loss)
}
