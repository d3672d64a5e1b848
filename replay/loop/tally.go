package loop

import (
	"fmt"

	"lossreplay/model"
)

// Volume is how much was sent and executed.
type Volume struct {
	Children   int64 // sent
	Executions int64
	Shares     int64 // executed
	Notional   model.Money
}

func (v *Volume) fill(qty model.Qty, px model.Price, unit model.Money) {
	notional, fits := model.Notional(qty, px, unit)
	total, ok := v.Notional.Add(notional)
	if !fits || !ok {
		panic(fmt.Sprintf("loop: a notional leaves 64 bits: %d shares at %d", qty, px))
	}
	v.Executions++
	v.Shares += int64(qty)
	v.Notional = total
}

// Tally is a day's flow, whole and by symbol, by minute of the session and by server. A child counts at its sending, an
// execution at its report. What lies outside the session counts to its first or last minute.
type Tally struct {
	Total                        Volume
	BySymbol, ByMinute, ByServer []Volume
}

func newTally(symbols, minutes, servers int) Tally {
	return Tally{BySymbol: make([]Volume, symbols), ByMinute: make([]Volume, minutes), ByServer: make([]Volume, servers)}
}

// minuteOf returns the minute of a tick, within the session.
func (t *Tally) minuteOf(tick, perMinute int) int {
	return min(max(tick, 0)/perMinute, len(t.ByMinute)-1)
}

func (t *Tally) sent(s model.SymbolID, minute int, server model.ServerID) {
	t.Total.Children++
	t.BySymbol[s].Children++
	t.ByMinute[minute].Children++
	t.ByServer[server].Children++
}

func (t *Tally) filled(s model.SymbolID, minute int, server model.ServerID, qty model.Qty, px model.Price, unit model.Money) {
	t.Total.fill(qty, px, unit)
	t.BySymbol[s].fill(qty, px, unit)
	t.ByMinute[minute].fill(qty, px, unit)
	t.ByServer[server].fill(qty, px, unit)
}
