package knight_test

import (
	"math/big"
	"slices"
	"testing"
	"time"

	"lossreplay/datasets"
	"lossreplay/datasets/knight"
	"lossreplay/model"
	"lossreplay/model/ledger"
	"lossreplay/model/market"
)

// auditLoss adds up the error account's cash by maps and big integers: the booked loss, to the last micro-dollar.
func auditLoss(t *testing.T, day *datasets.Tables) {
	executed, position := map[model.ParentID]int64{}, map[model.SymbolID]int64{}
	loss := new(big.Int)
	unit, product := big.NewInt(100), new(big.Int)
	e, c, p := &day.ExecutionRows, &day.ChildRows, &day.ParentRows
	for i := range e.At {
		if e.Type[i] != model.ExecTrade {
			continue
		}
		parent := c.Parent[e.Child[i]-1]
		qty, room := int64(e.LastQty[i]), int64(p.OrderQty[parent-1])-executed[parent]
		over := max(qty-room, 0)
		executed[parent] += qty - over
		if over == 0 {
			continue
		}
		if over != qty {
			t.Fatalf("execution %d is half matched: its fee has two owners", i+1)
		}
		if p.Side[parent-1] != model.Buy {
			over = -over
		}
		position[p.Symbol[parent-1]] += over
		product.SetInt64(over)
		loss.Add(loss, product.Mul(product.Mul(product, big.NewInt(int64(e.LastPx[i]))), unit))
		loss.Add(loss, big.NewInt(int64(e.Fee[i])))
	}
	for _, row := range day.ClosingRows {
		loss.Sub(loss, big.NewInt(int64(row.MarketNotional+row.BlockNotional)))
		position[row.Symbol] -= int64(row.MarketQty + row.BlockQty)
	}
	if want := big.NewInt(457_600_000_000_000); loss.Cmp(want) != 0 {
		t.Errorf("loss %v micro-dollars, booked %v (K4)", loss, want)
	}
	for s, q := range position {
		if q != 0 {
			t.Errorf("%s: %d shares are not closed", day.SecurityRows[s].Symbol, q)
		}
	}
}

// auditSettlement fills a tape from the tables: its policy gives the recorded closing but for the last units of one block, and
// the price without us, mid less impact, moves as little as a market's own price does.
func auditSettlement(t *testing.T, day *datasets.Tables) {
	about := &day.About
	kernel, err := market.NewKernel(about.Market)
	if err != nil {
		t.Fatal(err)
	}
	r := newReplay(day, kernel)
	r.run(t)
	exits := r.tape.Settle(market.Stop{Tick: r.tape.FlowEnd(), Pos: r.positions(), Missing: make([]market.Impact, len(day.SecurityRows))}, false)
	closings := make([]model.Closing, len(day.SecurityRows))
	for _, row := range day.ClosingRows {
		closings[row.Symbol] = row
	}
	var total ledger.Loss
	for s, exit := range exits {
		row := closings[s]
		if exit.MarketQty != row.MarketQty || exit.BlockQty != row.BlockQty || exit.MarketProceeds != row.MarketNotional {
			t.Errorf("%s closes %+v, recorded %+v", day.SecurityRows[s].Symbol, exit, row)
		}
		// One price unit of the block's discounted price is what the fit of the discount leaves open.
		if off := exit.BlockProceeds - row.BlockNotional; off > 1_000*model.MoneyUnit || off < -1_000*model.MoneyUnit {
			t.Errorf("%s block brings %v, recorded %v", day.SecurityRows[s].Symbol, exit.BlockProceeds, row.BlockNotional)
		}
		exit.BlockProceeds = row.BlockNotional
		total = total.Plus(r.book.Settle(model.SymbolID(s), exit))
	}
	if total.Total() != knight.TradingLoss {
		t.Errorf("loss by lines %v, booked %v", total.Total(), knight.TradingLoss)
	}
	for name, line := range map[string]model.Money{"spread": total.Spread, "impact": total.Impact, "block": total.ExitBlock} {
		if line < 0 {
			t.Errorf("%s line %v is a gain", name, line)
		}
	}
	t.Logf("spread %v, impact %v, drift %v, recapture %v, market %v, block %v, fees %v; participation %v, discount %v",
		total.Spread, total.Impact, total.Drift, total.Recapture, total.ExitMarket, total.ExitBlock, total.Fees, about.Market.Participation, about.Market.Discount)
}

// replay books a day as an engine would: quotes, impact and executions on the tick grid.
type replay struct {
	day    *datasets.Tables
	kernel *market.Kernel
	tape   *market.Tape
	book   ledger.Book
	mids   []model.Price
	impact []market.Impact
	own    []model.Price // our impact at the last tick
	free   []model.Price // mid less impact at the last tick; 0 before the first
}

func newReplay(day *datasets.Tables, kernel *market.Kernel) *replay {
	n := len(day.SecurityRows)
	r := &replay{day: day, kernel: kernel, tape: market.NewTape(&day.About, day.SecurityRows, kernel), book: ledger.NewBook(n, day.About.Scale),
		mids: make([]model.Price, n), impact: make([]market.Impact, n), own: make([]model.Price, n), free: make([]model.Price, n)}
	r.tape.Bars(day.BarRows)
	return r
}

func (r *replay) positions() []model.Qty {
	pos := make([]model.Qty, len(r.book.Lines))
	for s := range pos {
		pos[s] = r.book.Lines[s].Pos
	}
	return pos
}

// run streams the day to the tape and the book.
func (r *replay) run(t *testing.T) {
	e, c, p, q := &r.day.ExecutionRows, &r.day.ChildRows, &r.day.ParentRows, &r.day.QuoteRows
	executed := make([]model.Qty, p.Len())
	nextQuote, nextReport := 0, 0
	var impact []market.Impact
	last := r.tape.TickOf(e.At[e.Len()-1]) + 1
	for tick := 0; tick <= r.tape.Ticks(); tick++ {
		from := r.tape.StartOf(tick)
		for ; nextQuote < q.Len() && q.At[nextQuote] <= from; nextQuote++ {
			r.mids[q.Symbol[nextQuote]] = (q.Bid[nextQuote] + q.Ask[nextQuote]) / 2
		}
		if tick%60 == 0 {
			r.tape.Mids(tick/60, r.mids)
		}
		if tick > last {
			continue
		}
		r.mark(t, tick)
		if tick == last {
			impact = slices.Clone(r.impact)
			continue
		}
		for end := from.Add(time.Second); nextReport < e.Len() && e.At[nextReport] < end; nextReport++ {
			if e.Type[nextReport] != model.ExecTrade {
				continue
			}
			parent := c.Parent[e.Child[nextReport]-1] - 1
			s, sign, qty := p.Symbol[parent], p.Side[parent].Sign(), e.LastQty[nextReport]
			r.tape.Fill(tick, s, sign*qty)
			matched := min(qty, p.OrderQty[parent]-executed[parent])
			executed[parent] += matched
			if over := qty - matched; over > 0 {
				r.book.Fill(s, sign*over, e.LastPx[nextReport], r.mids[s], r.own[s], e.Fee[nextReport])
			}
		}
		for s, flow := range r.tape.Flow(tick) {
			r.kernel.Tick(&r.impact[s], model.Qty(flow))
		}
	}
	r.tape.Close(last, r.positions(), impact)
}

// mark sets our impact at the start of a tick and holds the rest of the mid to a market's own pace: in a second no more than
// half a percent and two steps of the quote, but for Spansion's published minute.
func (r *replay) mark(t *testing.T, tick int) {
	for s := range r.mids {
		row := &r.day.SecurityRows[s]
		r.own[s] = r.kernel.Price(&r.impact[s], market.Unit(row))
		before := r.free[s]
		r.free[s] = r.mids[s] - r.own[s]
		if moved := r.free[s] - before; before > 0 && row.Symbol != "CODE" && max(moved, -moved) > row.OpenPx/200+200 {
			t.Errorf("%s: without us its price goes from %d to %d at tick %d", row.Symbol, before, r.free[s], tick)
		}
	}
}
