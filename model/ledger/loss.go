package ledger

import "lossreplay/model"

// Exit is how one symbol's residual position ended. Quantities and proceeds are signed like the position (a short position
// that is bought back has negative proceeds).
type Exit struct {
	MarketQty, BlockQty           model.Qty
	MarketProceeds, BlockProceeds model.Money
	// Free is the price at the close as it would have been without us, Impact what our own flow still adds to it.
	Free, Impact model.Price
}

// Loss is the loss of a world in six lines, the exit in its two parts. Positive is money lost.
//
//	spread             sum e q (p - m)      paid to cross the spread
//	acquisition impact sum e q I            paid because our own flow had moved the price
//	drift              sum e q (x - x_L)    the market's own move against or for us
//	recapture          - Q I_L              our own impact that is still there when we close
//	exit               Q (x_L + I_L - L)    worked in the market, and sold as a block
//	fees
//
// m is the mid, I our impact in it, x = m - I; index L is the close. Source: docs/method.md 2.
type Loss struct {
	Spread, Impact, Drift, Recapture, ExitMarket, ExitBlock, Fees model.Money
}

// Total returns the loss: the sum of the lines. It panics on overflow.
func (l Loss) Total() model.Money {
	var sum model.Money
	for _, line := range [...]model.Money{l.Spread, l.Impact, l.Drift, l.Recapture, l.ExitMarket, l.ExitBlock, l.Fees} {
		sum = must(sum.Add(line))
	}
	return sum
}

// Plus returns the sum of two losses, line by line. It panics on overflow.
func (l Loss) Plus(o Loss) Loss {
	return Loss{
		Spread: must(l.Spread.Add(o.Spread)), Impact: must(l.Impact.Add(o.Impact)), Drift: must(l.Drift.Add(o.Drift)),
		Recapture: must(l.Recapture.Add(o.Recapture)), ExitMarket: must(l.ExitMarket.Add(o.ExitMarket)),
		ExitBlock: must(l.ExitBlock.Add(o.ExitBlock)), Fees: must(l.Fees.Add(o.Fees)),
	}
}

// Settle returns the loss of symbol s when its position ends by exit. It panics if the exit does not close the position, for
// a share that nobody sold would be a loss that nobody counts, and on overflow.
func (b *Book) Settle(s model.SymbolID, exit Exit) Loss {
	l := &b.Lines[s]
	if exit.MarketQty+exit.BlockQty != l.Pos {
		panic("ledger: the exit does not close the position")
	}
	mid := model.Price(must(model.Money(exit.Free).Add(model.Money(exit.Impact))))
	atExit := func(q model.Qty) model.Money { return value(q, mid, b.Unit) }
	return Loss{
		Spread:     minus(l.Paid, l.AtMid),
		Impact:     l.AtImpact,
		Drift:      minus(minus(l.AtMid, l.AtImpact), value(l.Pos, exit.Free, b.Unit)),
		Recapture:  minus(0, value(l.Pos, exit.Impact, b.Unit)),
		ExitMarket: minus(atExit(exit.MarketQty), exit.MarketProceeds),
		ExitBlock:  minus(atExit(exit.BlockQty), exit.BlockProceeds),
		Fees:       l.Fees,
	}
}

// Value returns what the account would show as profit (positive) if every position were worth its mark now. It
// panics on overflow.
func (b *Book) Value(marks []model.Price) model.Money {
	var pnl model.Money
	for s := range b.Lines {
		l := &b.Lines[s]
		pnl = minus(minus(must(pnl.Add(value(l.Pos, marks[s], b.Unit))), l.Paid), l.Fees)
	}
	return pnl
}
