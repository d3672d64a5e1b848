package auditor

import (
	"math"
	"math/big"

	"lossreplay/model"
	"lossreplay/model/control"
	"lossreplay/model/ledger"
	"lossreplay/model/market"
)

// base is the baseline's liquidation, from which every world's is a deviation.
type base struct {
	pos       map[model.SymbolID]model.Qty
	pared     map[at]model.Qty               // by minute
	own       map[model.SymbolID]model.Price // our impact at the close
	remainder *big.Int
	residue   map[model.SymbolID]closing // what the recorded closing brought beyond the policy
}

type closing struct{ market, block *big.Int }

// work liquidates the recorded residual by the policy.
func (a *Auditor) work() {
	b := base{pos: map[model.SymbolID]model.Qty{}, pared: map[at]model.Qty{}, own: map[model.SymbolID]model.Price{},
		remainder: new(big.Int), residue: map[model.SymbolID]closing{}}
	filled := map[model.ParentID]model.Qty{}
	for _, e := range a.day.Executions {
		if e.Type != model.ExecTrade {
			continue
		}
		id := a.day.Children[e.Child-1].Parent
		p := a.day.Parents[id-1]
		beyond := max(filled[id]+e.LastQty, p.OrderQty) - max(filled[id], p.OrderQty)
		filled[id] += e.LastQty
		b.pos[p.Symbol] += beyond * p.Side.Sign()
	}
	unit := a.day.About.Scale.Unit()
	first := a.firstMinute(a.flowEnd)
	for i := range a.day.Securities {
		s := model.SymbolID(i)
		rest := b.pos[s]
		state := a.decayed(a.flow, s, a.flowEnd)
		for tick := a.flowEnd; tick < min(first*a.perMinute, a.ticks); tick++ {
			a.kernel.Tick(&state, 0)
		}
		for m := first; m < a.minutes; m++ {
			q := a.slice(m, s, rest, a.day.About.Market.Participation)
			b.pared[at{m, s}] = q
			rest -= q
			a.kernel.Minute(&state, -q)
		}
		b.own[s] = a.kernel.Price(&state, a.unit(s))
		value := product(rest, a.minuteMid[at{a.minutes, s}], unit)
		b.remainder.Add(b.remainder, value.Abs(value))
	}
	a.base = b
	if len(a.day.Closings) > 0 {
		recorded := map[model.SymbolID]model.Closing{}
		for _, c := range a.day.Closings {
			recorded[c.Symbol] = c
		}
		exits := a.exits(a.flowEnd, b.pos, nil, true, a.day.About.Market.Participation)
		for i := range a.day.Securities {
			s := model.SymbolID(i)
			c := recorded[s]
			a.base.residue[s] = closing{
				new(big.Int).Sub(big.NewInt(int64(c.MarketNotional)), exits[s].market),
				new(big.Int).Sub(big.NewInt(int64(c.BlockNotional)), exits[s].block)}
		}
	}
}

// exit is how one symbol's position ended.
type exit struct {
	marketQty, blockQty model.Qty
	market, block       *big.Int
	free, impact        model.Price
}

// exits works positions from a stop on: paring at the mid, then the block at a discount. missing is the flow up to the stop
// that this world lacks; from then on it lacks all that the record still has.
func (a *Auditor) exits(stop int, pos map[model.SymbolID]model.Qty, missing map[at]model.Qty, held bool,
	participation float64) map[model.SymbolID]*exit {
	unit := a.day.About.Scale.Unit()
	out := map[model.SymbolID]*exit{}
	mids := map[model.SymbolID]model.Price{}
	remainder := new(big.Int)
	for i := range a.day.Securities {
		s := model.SymbolID(i)
		e := &exit{market: new(big.Int), block: new(big.Int)}
		out[s] = e
		rest := pos[s]
		state := a.decayed(missing, s, stop)
		first := a.firstMinute(stop)
		for tick := stop; tick < min(first*a.perMinute, a.ticks); tick++ {
			a.kernel.Tick(&state, a.flow[at{tick, s}])
		}
		lower := func() model.Price {
			if held {
				return 0
			}
			return a.kernel.Price(&state, a.unit(s))
		}
		for m := first; m < a.minutes; m++ {
			q := a.slice(m, s, rest, participation)
			if q != 0 {
				e.market.Add(e.market, product(q, a.minuteMid[at{m, s}]-lower(), unit))
				e.marketQty += q
				rest -= q
			}
			var net model.Qty
			for tick := m * a.perMinute; tick < (m+1)*a.perMinute; tick++ {
				net += a.flow[at{tick, s}]
			}
			a.kernel.Minute(&state, net-a.base.pared[at{m, s}]+q)
		}
		e.blockQty = rest
		last := a.minuteMid[at{a.minutes, s}]
		mids[s] = last - lower()
		e.free, e.impact = last-a.base.own[s], a.base.own[s]-lower()
		value := product(rest, mids[s], unit)
		remainder.Add(remainder, value.Abs(value))
	}
	d := a.discount(remainder)
	for s, e := range out {
		side := d
		if e.blockQty < 0 {
			side = -d
		}
		px := model.Price(math.RoundToEven(float64(mids[s]) * (1 - side)))
		e.block = product(e.blockQty, px, unit)
		if r, ok := a.base.residue[s]; ok {
			e.market.Add(e.market, part(r.market, pos[s], a.base.pos[s]))
			e.block.Add(e.block, part(r.block, pos[s], a.base.pos[s]))
		}
	}
	return out
}

// discount returns Discount (remainder / baseline remainder)^DiscountExponent, to twelve decimals and at most 1.
func (a *Auditor) discount(remainder *big.Int) float64 {
	if remainder.Sign() == 0 || a.base.remainder.Sign() == 0 {
		return 0
	}
	policy := &a.day.About.Market
	ratio := float64(money(remainder)) / float64(money(a.base.remainder))
	return min(math.Round(policy.Discount*math.Pow(ratio, policy.DiscountExponent)*1e12)/1e12, 1)
}

// part returns amount times |held| / |whole| and no more than all of it, cut towards zero.
func part(amount *big.Int, held, whole model.Qty) *big.Int {
	held, whole = max(held, -held), max(whole, -whole)
	switch {
	case held >= whole && (whole != 0 || held == 0):
		return new(big.Int).Set(amount)
	case whole == 0:
		return new(big.Int)
	}
	v := new(big.Int).Mul(amount, big.NewInt(int64(held)))
	return v.Quo(v, big.NewInt(int64(whole)))
}

// slice returns what is worked of a position in a minute.
func (a *Auditor) slice(m int, s model.SymbolID, rest model.Qty, participation float64) model.Qty {
	size := model.Qty(float64(a.volume[at{m, s}]) * participation)
	if rest < 0 {
		return -min(size, -rest)
	}
	return min(size, rest)
}

// decayed returns the impact state at the start of a tick of a flow by tick.
func (a *Auditor) decayed(flow map[at]model.Qty, s model.SymbolID, tick int) market.Impact {
	var state market.Impact
	for t := range tick {
		a.kernel.Tick(&state, flow[at{t, s}])
	}
	return state
}

func (a *Auditor) unit(s model.SymbolID) float64 { return market.Unit(&a.day.Securities[s]) }

func (a *Auditor) firstMinute(tick int) int {
	return int(math.Ceil(float64(tick) / float64(a.perMinute)))
}

// settle ends the day: docs/method.md 2, from the list of trades and what controls make of their sum.
func (w *world) settle() {
	account := w.account()
	w.keepTrips()
	w.out.Collateral.Minutes = len(w.minutes)
	for id, filled := range w.filled {
		if filled > w.day.Parents[id-1].OrderQty {
			w.out.Flow.UnmatchedParents++
		}
	}
	pos := map[model.SymbolID]model.Qty{}
	for i, l := range account.Lines {
		pos[model.SymbolID(i)] = l.Pos
	}
	exits := w.exits(w.stop, pos, w.missing, w.held, account.Participation)
	for i, line := range account.Lines {
		s := model.SymbolID(i)
		l := w.lines(line, exits[s])
		w.out.Loss = w.out.Loss.Plus(l)
		w.out.BySymbol = append(w.out.BySymbol, SymbolOutcome{Pos: line.Pos, Mid: w.mid[s], AtStop: money(product(line.Pos, w.mid[s], w.books.unit)), Loss: l})
		cash := new(big.Int).Add(big.NewInt(int64(line.Paid)), big.NewInt(int64(line.Fees)))
		if cash.Sub(cash, exits[s].market).Sub(cash, exits[s].block); money(cash) != l.Total() {
			panic("auditor: the lines of the loss do not add up to its cash")
		}
	}
}

// account returns what the controls make of the error account before it is closed.
func (w *world) account() control.Settlement {
	account := control.Settlement{Lines: w.books.book(len(w.day.Securities)).Lines, Participation: w.day.About.Market.Participation}
	view := w.view()
	for _, m := range w.on {
		if m, ok := m.(control.Settler); ok {
			m.Settles(view, &account)
		}
	}
	return account
}

// lines returns the loss of one symbol's account by its exit.
func (w *world) lines(line ledger.Line, e *exit) ledger.Loss {
	unit := w.books.unit
	left := e.free + e.impact
	sub := func(x, y *big.Int) model.Money { return money(new(big.Int).Sub(x, y)) }
	return ledger.Loss{
		Spread:     line.Paid - line.AtMid,
		Impact:     line.AtImpact,
		Drift:      line.AtMid - line.AtImpact - money(product(line.Pos, e.free, unit)),
		Recapture:  -money(product(line.Pos, e.impact, unit)),
		ExitMarket: sub(product(e.marketQty, left, unit), e.market),
		ExitBlock:  sub(product(e.blockQty, left, unit), e.block),
		Fees:       line.Fees,
	}
}
