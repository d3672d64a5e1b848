package market

import (
	"math"
	"math/bits"

	"lossreplay/model"
	"lossreplay/model/ledger"
)

// Stop is the state in which a world's flow ends: at the start of Tick, with its positions and the impact state of the flow
// that the record has and the world lacks. Participation is the share of the market's volume at which what is left is
// worked; 0 for the incident's.
type Stop struct {
	Tick          int
	Pos           []model.Qty
	Missing       []Impact
	Participation float64
}

// FlowEnd returns the tick at which the recorded flow ends: where worlds that nothing stopped begin to liquidate.
func (t *Tape) FlowEnd() int { return t.lastTick }

// Settle returns how each symbol's position ends under the one policy that holds for all worlds: from the first whole minute
// after the stop a share of the market's own volume is worked at the mid until the close; what is left then goes as a block
// at the mid less a discount that grows with the world's remainder:
//
//	d = Discount (remainder / baseline remainder)^DiscountExponent, at most 1
//
// held says that recorded prices hold: the missing flow moves nothing. Otherwise its impact, carried on to the close with the
// recorded flow after the stop and with the difference between the baseline's paring and this world's, is taken out.
// The baseline's own stop gives the recorded closing to the last unit; a world gets the recorded closing's deviation from
// the policy in proportion to what it holds. It panics before Close. Source: docs/method.md 6.
func (t *Tape) Settle(stop Stop, held bool) []ledger.Exit {
	if t.baseline.pared == nil {
		panic("market: settle before the tape is closed")
	}
	exits := make([]ledger.Exit, t.symbols)
	mids := make([]model.Price, t.symbols)
	var remainder model.Money
	for s := range exits {
		var missing model.Price
		missing, exits[s] = t.work(s, outset{stop.Tick, stop.Pos[s], stop.Missing[s], stop.Participation}, held, true)
		last := t.mid[t.minutes*t.symbols+s]
		own := t.kernel.Price(&t.baseline.impact[s], t.unit[s])
		mids[s] = last - missing
		exits[s].Free = last - own
		exits[s].Impact = own - missing
		remainder = sum(remainder, magnitude(notional(exits[s].BlockQty, mids[s], t.money)))
	}
	discount := t.discount(remainder)
	for s := range exits {
		e := &exits[s]
		e.BlockProceeds = notional(e.BlockQty, discounted(mids[s], e.BlockQty, discount), t.money)
		e.MarketProceeds = sum(e.MarketProceeds, share(t.baseline.residue[s].market, stop.Pos[s], t.baseline.pos[s]))
		e.BlockProceeds = sum(e.BlockProceeds, share(t.baseline.residue[s].block, stop.Pos[s], t.baseline.pos[s]))
	}
	return exits
}

// Holding is a position in one symbol, not 0, and the impact state of the flow that the record has and the world lacks there.
type Holding struct {
	Symbol  model.SymbolID
	Pos     model.Qty
	Missing Impact
}

// Proceeds returns what the positions of a world that stops at tick bring in all: to the last unit the sum of what [Tape.Settle]
// says, prices not held, for less work. It panics before Close.
func (t *Tape) Proceeds(tick int, holdings []Holding, participation float64) model.Money {
	if t.baseline.pared == nil {
		panic("market: proceeds before the tape is closed")
	}
	total, remainder := t.baseline.flat, model.Money(0)
	blocks, mids := make([]model.Qty, len(holdings)), make([]model.Price, len(holdings))
	for i := range holdings {
		h := &holdings[i]
		s := int(h.Symbol)
		missing, exit := t.work(s, outset{tick, h.Pos, h.Missing, participation}, false, false)
		total = sum(total, sum(exit.MarketProceeds, share(t.baseline.residue[s].market, h.Pos, t.baseline.pos[s])))
		if t.baseline.pos[s] == 0 {
			total = sum(total, -t.baseline.residue[s].all())
		}
		blocks[i], mids[i] = exit.BlockQty, t.mid[t.minutes*t.symbols+s]-missing
		remainder = sum(remainder, magnitude(notional(blocks[i], mids[i], t.money)))
	}
	discount := t.discount(remainder)
	for i := range holdings {
		block := notional(blocks[i], discounted(mids[i], blocks[i], discount), t.money)
		s := holdings[i].Symbol
		total = sum(total, sum(block, share(t.baseline.residue[s].block, holdings[i].Pos, t.baseline.pos[s])))
	}
	return total
}

// outset is where the liquidation of a symbol begins.
type outset struct {
	tick          int
	pos           model.Qty
	missing       Impact
	participation float64
}

// work sells symbol s from the outset to the close and returns the missing impact at the close. Unless all is wanted it ends
// where nothing is left to sell, and that impact is that of the moment.
func (t *Tape) work(s int, from outset, held, all bool) (model.Price, ledger.Exit) {
	rest, missing := from.pos, from.missing
	participation := from.participation
	if participation == 0 {
		participation = t.policy.Participation
	}
	first := t.firstMinute(from.tick)
	for tick := from.tick; tick < first*t.kernel.perMinute && tick < t.ticks; tick++ {
		t.kernel.Tick(&missing, model.Qty(t.flow[tick*t.symbols+s]))
	}
	exit := ledger.Exit{}
	moved := func() model.Price {
		if held {
			return 0
		}
		return t.kernel.Price(&missing, t.unit[s])
	}
	for m := first; m < t.minutes && (all || rest != 0); m++ {
		q := t.slice(m, s, rest, participation)
		if q != 0 {
			px := t.mid[m*t.symbols+s] - moved()
			exit.MarketProceeds = sum(exit.MarketProceeds, notional(q, px, t.money))
			exit.MarketQty += q
			rest -= q
		}
		t.kernel.Minute(&missing, t.net[m*t.symbols+s]-t.baseline.pared[m*t.symbols+s]+q)
	}
	exit.BlockQty = rest
	return moved(), exit
}

// discount returns d for a gross remainder; 0 where there is none. It stops at 1: a world that holds far more than the
// baseline did must not pay to be rid of what it owns.
func (t *Tape) discount(remainder model.Money) float64 {
	if remainder == 0 || t.baseline.remainder == 0 {
		return 0
	}
	ratio := float64(remainder) / float64(t.baseline.remainder)
	const digits = 1e12 // as for decay: math.Pow may differ in its last bit between platforms
	return min(math.Round(t.policy.Discount*math.Pow(ratio, t.policy.DiscountExponent)*digits)/digits, 1)
}

// discounted returns the block's price: below the mid for a long position, above it for a short one.
func discounted(mid model.Price, qty model.Qty, d float64) model.Price {
	if qty < 0 {
		d = -d
	}
	return model.Price(math.RoundToEven(float64(mid) * (1 - d)))
}

// share returns amount times |part| / |whole|, at most all of it, cut towards zero; 0 where the whole is nothing.
func share(amount model.Money, part, whole model.Qty) model.Money {
	if part == whole {
		return amount
	}
	if amount == 0 || whole == 0 {
		return 0
	}
	of := uint64(max(whole, -whole))
	hi, lo := bits.Mul64(uint64(magnitude(amount)), min(uint64(max(part, -part)), of))
	quotient, _ := bits.Div64(hi, lo, of)
	if amount < 0 {
		return -model.Money(quotient)
	}
	return model.Money(quotient)
}

func notional(q model.Qty, p model.Price, unit model.Money) model.Money {
	m, ok := model.Notional(q, p, unit)
	if !ok {
		panic("market: a notional leaves 64 bits")
	}
	return m
}

func sum(a, b model.Money) model.Money {
	m, ok := a.Add(b)
	if !ok {
		panic("market: a sum of money leaves 64 bits")
	}
	return m
}

func magnitude(m model.Money) model.Money {
	if m < 0 {
		return -m
	}
	return m
}
