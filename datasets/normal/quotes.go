package normal

import (
	"time"

	"lossreplay/datasets"
	"lossreplay/model"
)

// emitQuotes writes a quote wherever what the feed shows has changed, second by second, to the close.
func (b *build) emitQuotes(t *datasets.Tables) {
	changed := func(s, tick int) bool {
		shown := b.tapes[s].shown
		return shown[tick] != 0 && (tick == 0 || shown[tick] != shown[tick-1])
	}
	const stretch = 300
	stretches := sessionTicks/stretch + 1
	first := make([]int, stretches+1)
	each := func(k int, do func(tick, s int)) {
		for tick := k * stretch; tick < min((k+1)*stretch, sessionTicks+1); tick++ {
			for s := range b.names {
				if changed(s, tick) {
					do(tick, s)
				}
			}
		}
	}
	datasets.InParallel(stretches, func(k int) { each(k, func(int, int) { first[k+1]++ }) })
	for k := range stretches {
		first[k+1] += first[k]
	}
	n := first[stretches]
	q := &t.QuoteRows
	*q = model.QuoteColumns{At: make([]model.Time, n), Symbol: make([]model.SymbolID, n), Bid: make([]model.Price, n), Ask: make([]model.Price, n)}
	datasets.InParallel(stretches, func(k int) {
		i := first[k]
		each(k, func(tick, s int) {
			bid := b.tapes[s].shown[tick]
			q.At[i], q.Symbol[i], q.Bid[i], q.Ask[i] = b.open.Add(time.Duration(tick)*time.Second), model.SymbolID(s), model.Price(bid), b.names[s].far(bid, 1)
			i++
		})
	})
}

// emitBars writes a bar for every name and minute: what others traded, at the day's pace, and ours.
func (b *build) emitBars(t *datasets.Tables) {
	n := len(b.names)
	t.BarRows = make([]model.Bar, sessionMins*n)
	datasets.InParallel(n, func(s int) {
		r, own := b.rolls(streamBars, s), [sessionMins]model.Qty{}
		for i := range b.reports[s] {
			own[b.reports[s][i].at/time.Minute] += model.Qty(b.reports[s][i].qty)
		}
		for m := range sessionMins {
			from := time.Duration(m) * time.Minute
			bar := model.Bar{Start: b.open.Add(from), Symbol: model.SymbolID(s), Last: b.names[s].open}
			if bid := b.tapes[s].bid[tickOf(from)+minuteTicks-1]; bid != 0 {
				bar.Last = model.Price(bid) + b.names[s].spread/2
				bar.Volume = own[m] + model.Qty(b.names[s].volume*b.day.Volume*b.pace.weight[m]*(0.75+float64(0.5*r.unit())))
			}
			t.BarRows[m*n+s] = bar
		}
		b.quietInHalts(t, s, own[:])
	})
}

// quietInHalts takes other people's volume out of minutes that lie whole in a halt.
func (b *build) quietInHalts(t *datasets.Tables, s int, own []model.Qty) {
	for _, h := range b.names[s].halts {
		for m := int((h.from + time.Minute - 1) / time.Minute); time.Duration(m+1)*time.Minute <= h.until; m++ {
			t.BarRows[m*len(b.names)+s].Volume = own[m]
		}
	}
}
