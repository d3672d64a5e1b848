package knight

import (
	"lossreplay/datasets"
	"lossreplay/model"
)

// emitQuotes writes a quote wherever bid or offer changed: each second to the flow's end, each minute from then to the close.
func (d *day) emitQuotes(t *datasets.Tables) {
	n := len(d.symbols)
	last := make([]model.Price, n)
	put := func(at model.Time, s int, bid model.Price) {
		if bid != last[s] {
			last[s] = bid
			t.QuoteRows.Append(model.Quote{At: at, Symbol: model.SymbolID(s), Bid: bid, Ask: bid + d.symbols[s].spread})
		}
	}
	for tick := range d.flowEnd {
		for s := range n {
			put(tickAt(tick), s, model.Price(d.bids[s][tick]))
		}
	}
	for m := d.paring.first; m <= sessionMins; m++ {
		for s := range n {
			put(tickAt(m*minuteTicks), s, d.paring.mids[m*n+s]-d.symbols[s].spread/2)
		}
	}
}

// emitBars writes a bar for every symbol and minute.
func (d *day) emitBars(t *datasets.Tables) {
	n := len(d.symbols)
	t.BarRows = make([]model.Bar, 0, sessionMins*n)
	for m := range sessionMins {
		for s := range n {
			last := d.paring.mids[m*n+s]
			if end := (m+1)*minuteTicks - 1; end < d.flowEnd {
				last = model.Price(d.bids[s][end]) + d.symbols[s].spread/2
			}
			t.BarRows = append(t.BarRows, model.Bar{Start: tickAt(m * minuteTicks), Symbol: model.SymbolID(s), Volume: d.volumes[m*n+s], Last: last})
		}
	}
}
