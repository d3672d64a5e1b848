package knight

import (
	"math"

	"lossreplay/datasets"
	"lossreplay/model"
	"lossreplay/model/market"
)

// TradingLoss is the trading loss as Knight booked it, in every scenario. Published: 10-Q of Q3 2012, note 3 (facts F12).
const TradingLoss = 457_600_000 * model.MoneyUnit

// remainderAtClose is the gross position at the close, in dollars. Published: WSJ, 8 Aug 2012 (facts F29, K17).
const remainderAtClose = 4.6e9

// paring is how the position was worked between the flow's end and the close, at a share of the market's volume.
type paring struct {
	first  int         // minute
	sold   []model.Qty // [minute*symbols + s], signed like the position
	rest   []model.Qty // by symbol, at the close
	mids   []model.Price
	impact []market.Impact // at the close
}

// minuteDeviation is that of a price without us in a minute after the flow, assumed: 0.4% over an hour and a half.
const minuteDeviation = 0.0004

// pare finds the participation that leaves the published remainder, works the positions, and quotes the rest of the day: the
// price without us goes to where the close less our own remaining impact puts it.
func (d *day) pare() error {
	lo, hi := 0.0, 1.0
	for range 60 {
		if mid := (lo + hi) / 2; d.remainder(mid) > remainderAtClose {
			lo = mid
		} else {
			hi = mid
		}
	}
	if hi >= 1 {
		return misses([]string{"F29b"}, "scenario stop: the market's volume after it cannot take the position down to 4.6 billion dollars")
	}
	d.market.Participation = math.Round(hi*1e6) / 1e6
	n := len(d.symbols)
	d.paring = paring{first: (d.flowEnd + minuteTicks - 1) / minuteTicks, sold: make([]model.Qty, sessionMins*n),
		rest: make([]model.Qty, n), mids: make([]model.Price, (sessionMins+1)*n), impact: make([]market.Impact, n)}
	d.parallel(d.liquidate)
	return nil
}

// slice returns what is worked in minute m of a position: the policy of [market.Tape].
func (d *day) slice(m, s int, rest model.Qty, participation float64) model.Qty {
	at := m*len(d.symbols) + s
	q := model.Qty(float64(max(d.volumes[at]-d.own[at], 0)) * participation)
	if rest < 0 {
		return max(-q, rest)
	}
	return min(q, rest)
}

// remainder returns the gross position at the close, in dollars at the closing mids.
func (d *day) remainder(participation float64) float64 {
	gross := 0.0
	for s := range affected {
		rest := d.flows[s].held
		for m := (d.flowEnd + minuteTicks - 1) / minuteTicks; m < sessionMins && rest != 0; m++ {
			rest -= d.slice(m, s, rest, participation)
		}
		gross += math.Abs(cash(rest, d.symbols[s].close).Float())
	}
	return gross
}

// liquidate works symbol s to the close and sets its mids at each minute.
func (d *day) liquidate(s int) {
	n, p, sym := len(d.symbols), &d.paring, &d.symbols[s]
	state, rest := d.impact[s], d.flows[s].held
	impacts := make([]model.Price, sessionMins+1)
	unit := market.Unit(&d.rows[s])
	for m := p.first; m < sessionMins; m++ {
		impacts[m] = d.kernel.Price(&state, unit)
		q := d.slice(m, s, rest, d.market.Participation)
		p.sold[m*n+s] = q
		rest -= q
		d.kernel.Minute(&state, -q)
	}
	impacts[sessionMins] = d.kernel.Price(&state, unit)
	p.rest[s], p.impact[s] = rest, state
	from, r := d.path[s][d.flowEnd], stream(d.seed, streamPath, 1000+s)
	to := float64(sym.close - impacts[sessionMins])
	walk := make([]float64, sessionMins+1)
	for m := p.first + 1; m <= sessionMins; m++ {
		walk[m] = walk[m-1] + float64(float64(sym.open)*minuteDeviation*clip(r.NormFloat64(), 3))
	}
	for m := range sessionMins + 1 {
		if m < p.first {
			p.mids[m*n+s] = model.Price(d.bids[s][m*minuteTicks]) + sym.spread/2
			continue
		}
		share := float64(m-p.first) / float64(sessionMins-p.first)
		free := from + float64((to-from)*share) + walk[m] - float64(walk[sessionMins]*share)
		p.mids[m*n+s] = sym.bidFor(free+float64(impacts[m])) + sym.spread/2
	}
}

// close fits the block's discount to the trading loss and sets the closing rows; the last units settle in the largest block.
func (d *day) close(t *datasets.Tables) error {
	n, p := len(d.symbols), &d.paring
	paid := make([]model.Money, n)
	var cost model.Money
	for s, m := range errorCash(t) {
		paid[s] = m
		cost += m
	}
	rows := make([]model.Closing, n)
	for s := range rows {
		rows[s].Symbol = model.SymbolID(s)
		for m := p.first; m < sessionMins; m++ {
			q := p.sold[m*n+s]
			rows[s].MarketQty += q
			rows[s].MarketNotional += cash(q, p.mids[m*n+s])
		}
		cost -= rows[s].MarketNotional
		rows[s].BlockQty = p.rest[s]
	}
	block := func(discount float64) (sum model.Money) {
		for s := range rows {
			q := rows[s].BlockQty
			off := discount
			if q < 0 {
				off = -off
			}
			rows[s].BlockNotional = cash(q, model.Price(math.RoundToEven(float64(p.mids[sessionMins*n+s])*(1-off))))
			sum += rows[s].BlockNotional
		}
		return sum
	}
	lo, hi := -0.5, 0.5
	for range 60 {
		if mid := (lo + hi) / 2; cost-block(mid) < TradingLoss {
			lo = mid
		} else {
			hi = mid
		}
	}
	d.market.Discount = math.Round(hi*1e12) / 1e12
	if d.market.Discount <= 0 || d.market.Discount > 0.2 {
		return misses([]string{"F12"}, "scenario: the published loss would need a block discount of %.2f%%; choose parameters closer to the defaults", 100*d.market.Discount)
	}
	largest, rest := 0, cost-block(d.market.Discount)-TradingLoss
	for s := range rows {
		if rows[s].BlockNotional > rows[largest].BlockNotional {
			largest = s
		}
	}
	rows[largest].BlockNotional += rest
	for _, r := range rows {
		if r.MarketQty != 0 || r.BlockQty != 0 {
			t.ClosingRows = append(t.ClosingRows, r)
		}
	}
	return nil
}

// errorCash returns by symbol what the error account paid, fees included: the executions beyond what their parent asked for.
func errorCash(t *datasets.Tables) []model.Money {
	paid := make([]model.Money, len(t.SecurityRows))
	executed := make([]model.Qty, t.ParentRows.Len())
	for i := range t.ExecutionRows.Len() {
		e := &t.ExecutionRows
		if e.Type[i] != model.ExecTrade {
			continue
		}
		parent := t.ChildRows.Parent[e.Child[i]-1] - 1
		room := t.ParentRows.OrderQty[parent] - executed[parent]
		matched := min(e.LastQty[i], room)
		executed[parent] += matched
		if over := e.LastQty[i] - matched; over > 0 {
			s := t.ParentRows.Symbol[parent]
			paid[s] += cash(over*t.ParentRows.Side[parent].Sign(), e.LastPx[i]) + e.Fee[i]
		}
	}
	return paid
}
