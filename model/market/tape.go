package market

import (
	"fmt"
	"math"
	"time"

	"lossreplay/model"
)

// Tape is what a settlement needs to know of the recorded day: mids and market volume by minute, our own flow by tick. It
// is filled once, while the day streams by, and read by every world after [Tape.Close].
type Tape struct {
	kernel     *Kernel
	unit       []float64
	money      model.Money
	symbols    int
	open       model.Time
	minutes    int // of the session
	ticks      int
	mid        []model.Price // [minute*symbols + s], at the minute's start; one more row for the close
	volume     []model.Qty   // [minute*symbols + s], the market's, ours included
	flow       []int32       // [tick*symbols + s], our signed shares
	own        []model.Qty   // [minute*symbols + s], our shares
	net        []model.Qty   // [minute*symbols + s], our shares, signed
	lastTick   int           // one past the last tick with a recorded child or report: where the recorded flow ends
	policy     model.MarketSpec
	baseline   baseline
	closings   []model.Closing // by symbol; zero where none is recorded
	hasClosing bool
}

// baseline is how the recorded day's own residual position is worked, which every other world's is measured against.
type baseline struct {
	pared     []model.Qty // [minute*symbols + s], signed shares sold (negative: bought back)
	impact    []Impact    // by symbol, of all our flow, at the close
	remainder model.Money // gross, at the close's mids
	pos       []model.Qty
	residue   []residue
	flat      model.Money // residues of symbols in which it held nothing
}

// residue is what the recorded closing brought beyond the policy, by symbol.
type residue struct{ market, block model.Money }

func (r residue) all() model.Money { return sum(r.market, r.block) }

// NewTape returns an empty tape. It panics if the session is not whole minutes of the kernel's ticks.
func NewTape(about *model.Incident, securities []model.Security, k *Kernel) *Tape {
	length := about.Session.Close.Sub(about.Session.Open)
	if length <= 0 || length%time.Minute != 0 {
		panic(fmt.Sprintf("market: session of %v is not whole minutes", length))
	}
	n, minutes, ticks := len(securities), int(length/time.Minute), int(length/k.tick)
	t := &Tape{
		kernel: k, unit: make([]float64, n), money: about.Scale.Unit(), symbols: n, open: about.Session.Open,
		minutes: minutes, ticks: ticks, policy: about.Market,
		mid: make([]model.Price, (minutes+1)*n), volume: make([]model.Qty, minutes*n),
		flow: make([]int32, ticks*n), own: make([]model.Qty, minutes*n), net: make([]model.Qty, minutes*n),
	}
	for s := range securities {
		t.unit[s] = Unit(&securities[s])
	}
	return t
}

// TickOf returns the tick in which at falls: negative before the open, at least [Tape.Ticks] from the close on.
func (t *Tape) TickOf(at model.Time) int {
	d := at.Sub(t.open)
	if d < 0 {
		return -1
	}
	return int(d / t.kernel.tick)
}

// Ticks returns the number of ticks of the session.
func (t *Tape) Ticks() int { return t.ticks }

// StartOf returns when a tick begins.
func (t *Tape) StartOf(tick int) model.Time { return t.open.Add(model.Duration(tick) * t.kernel.tick) }

// Bars takes the market's volume. Bars outside the session are ignored.
func (t *Tape) Bars(bars []model.Bar) {
	for _, b := range bars {
		if m := int(b.Start.Sub(t.open) / time.Minute); b.Start >= t.open && m < t.minutes {
			t.volume[m*t.symbols+int(b.Symbol)] += b.Volume
		}
	}
}

// Closings takes how the recorded residual was really closed. Without them the policy stands for the baseline too.
func (t *Tape) Closings(rows []model.Closing) {
	t.closings = make([]model.Closing, t.symbols)
	for _, c := range rows {
		t.closings[c.Symbol] = c
	}
	t.hasClosing = len(rows) > 0
}

// Mids takes the mids at the start of a minute (0 the open; the session's length is the close).
func (t *Tape) Mids(minute int, mids []model.Price) {
	if minute >= 0 && minute <= t.minutes {
		copy(t.mid[minute*t.symbols:], mids)
	}
}

// Fill takes one recorded execution of ours, signed, in a tick of the session; executions outside it are not impact.
func (t *Tape) Fill(tick int, s model.SymbolID, qty model.Qty) {
	if tick < 0 || tick >= t.ticks {
		return
	}
	minute := tick/t.kernel.perMinute*t.symbols + int(s)
	net := model.Qty(t.flow[tick*t.symbols+int(s)]) + qty
	if net > math.MaxInt32 || net < math.MinInt32 {
		panic(fmt.Sprintf("market: more than 2^31 shares of symbol %d in one tick", s))
	}
	t.flow[tick*t.symbols+int(s)] = int32(net)
	t.net[minute] += qty
	if qty < 0 {
		qty = -qty
	}
	t.own[minute] += qty
}

// Others writes to dst what others than we traded in a minute, by symbol: the market's volume less ours so far.
func (t *Tape) Others(minute int, dst []model.Qty) {
	for s := range dst {
		dst[s] = max(t.volume[minute*t.symbols+s]-t.own[minute*t.symbols+s], 0)
	}
}

// Flow returns our recorded signed shares of one tick, by symbol. The slice is the tape's own: do not write.
func (t *Tape) Flow(tick int) []int32 { return t.flow[tick*t.symbols : (tick+1)*t.symbols] }

// Close ends the filling: the recorded flow ends before lastTick, pos is the position then held and own the impact state of
// all our flow at that tick. It works the recorded residual by the policy, once, for every world to be measured against.
func (t *Tape) Close(lastTick int, pos []model.Qty, own []Impact) {
	t.lastTick = min(max(lastTick, 0), t.ticks)
	t.baseline = baseline{
		pared: make([]model.Qty, t.minutes*t.symbols), pos: append([]model.Qty(nil), pos...),
		impact: append([]Impact(nil), own...), residue: make([]residue, t.symbols),
	}
	for s := range t.symbols {
		t.parBaseline(s)
	}
	for _, q := range t.remainders(pos) {
		t.baseline.remainder = sum(t.baseline.remainder, q)
	}
	if t.hasClosing {
		t.fitResidues(pos)
		for s, r := range t.baseline.residue {
			if pos[s] == 0 {
				t.baseline.flat = sum(t.baseline.flat, r.all())
			}
		}
	}
}

// parBaseline works the baseline's position in s at recorded mids and carries its impact to the close.
func (t *Tape) parBaseline(s int) {
	rest, own := t.baseline.pos[s], &t.baseline.impact[s]
	first := t.firstMinute(t.lastTick)
	for tick := t.lastTick; tick < first*t.kernel.perMinute && tick < t.ticks; tick++ {
		t.kernel.Tick(own, 0)
	}
	for m := first; m < t.minutes; m++ {
		q := t.slice(m, s, rest, t.policy.Participation)
		t.baseline.pared[m*t.symbols+s] = q
		rest -= q
		t.kernel.Minute(own, -q)
	}
}

// remainders returns what the baseline still holds at the close, by symbol, at the close's mids, without sign.
func (t *Tape) remainders(pos []model.Qty) []model.Money {
	out := make([]model.Money, t.symbols)
	for s := range out {
		rest := pos[s]
		for m := range t.minutes {
			rest -= t.baseline.pared[m*t.symbols+s]
		}
		out[s] = magnitude(notional(rest, t.mid[t.minutes*t.symbols+s], t.money))
	}
	return out
}

// fitResidues notes what the recorded closing brought beyond the policy, so that the baseline settles as recorded.
func (t *Tape) fitResidues(pos []model.Qty) {
	exits := t.Settle(Stop{Tick: t.lastTick, Pos: pos, Missing: make([]Impact, t.symbols)}, false)
	for s, c := range t.closings {
		t.baseline.residue[s] = residue{c.MarketNotional - exits[s].MarketProceeds, c.BlockNotional - exits[s].BlockProceeds}
	}
}

// firstMinute returns the first whole minute at or after a tick.
func (t *Tape) firstMinute(tick int) int { return (tick + t.kernel.perMinute - 1) / t.kernel.perMinute }

// slice returns how much of rest is worked in minute m: that share of the market's own volume, signed as rest.
func (t *Tape) slice(m, s int, rest model.Qty, participation float64) model.Qty {
	if rest == 0 {
		return 0
	}
	volume := max(t.volume[m*t.symbols+s]-t.own[m*t.symbols+s], 0)
	q := model.Qty(float64(volume) * participation)
	if rest < 0 {
		return max(-q, rest)
	}
	return min(q, rest)
}
