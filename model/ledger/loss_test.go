package ledger

import (
	"math/big"
	"testing"

	"pgregory.net/rapid"

	"lossreplay/model"
)

func TestLossOfARunawayBuyer(t *testing.T) {
	// Buys 100 at 10.02 with the mid at 10.01, of which 0.01 is its own; the price without it falls to 9.90 by the close,
	// where 0.02 of its impact is left: 40 shares go at 9.92, the block of 60 at 9.00. Fees 0.30.
	b := NewBook(1, 4)
	b.Fill(0, 100, 100_200, 100_100, 100, 300_000)
	got := b.Settle(0, Exit{MarketQty: 40, BlockQty: 60, MarketProceeds: 396_800_000, BlockProceeds: 540_000_000, Free: 99_000, Impact: 200})
	want := Loss{
		Spread:    1_000_000,  // 100 x 0.01
		Impact:    1_000_000,  // 100 x 0.01
		Drift:     10_000_000, // 100 x (10.00 - 9.90)
		Recapture: -2_000_000, // 100 x 0.02
		ExitBlock: 55_200_000, // 60 x (9.92 - 9.00)
		Fees:      300_000,
	}
	if got != want {
		t.Errorf("loss %+v, want %+v", got, want)
	}
	if total := got.Total(); total != 65_500_000 { // 1002 - 396.80 - 540 + 0.30
		t.Errorf("total %v", total)
	}
}

func TestTheLinesAddUpToCashLessProceedsPlusFees(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		b := NewBook(3, 4)
		for _, f := range fills(r, 40) {
			b.Fill(f.s, f.qty, f.px, f.mid, f.impact, f.fee)
		}
		var all Loss
		want := new(big.Int)
		for s := range b.Lines {
			pos := int64(b.Lines[s].Pos)
			market := rapid.Int64Range(min(pos, 0), max(pos, 0)).Draw(r, "market")
			exit := Exit{
				MarketQty: model.Qty(market), BlockQty: model.Qty(pos - market),
				MarketProceeds: model.Money(rapid.Int64Range(-1e15, 1e15).Draw(r, "proceeds")),
				BlockProceeds:  model.Money(rapid.Int64Range(-1e15, 1e15).Draw(r, "proceeds")),
				Free:           model.Price(rapid.Int64Range(1, 10_000_000).Draw(r, "free")),
				Impact:         model.Price(rapid.Int64Range(-1_000_000, 1_000_000).Draw(r, "impact")),
			}
			all = all.Plus(b.Settle(model.SymbolID(s), exit))
			cash := int64(b.Lines[s].Paid - exit.MarketProceeds - exit.BlockProceeds + b.Lines[s].Fees)
			want.Add(want, big.NewInt(cash))
		}
		if got := all.Total(); int64(got) != want.Int64() {
			r.Fatalf("lines %+v add up to %v, cash says %v", all, got, want)
		}
	})
}

func TestSettlePanicsIfAShareIsLeft(t *testing.T) {
	b := NewBook(1, 4)
	b.Fill(0, 100, 1, 1, 0, 0)
	if !panics(func() { b.Settle(0, Exit{MarketQty: 40, BlockQty: 59}) }) {
		t.Error("one share was sold by nobody")
	}
}

func TestSettlePanicsAndNeverWraps(t *testing.T) {
	number := rapid.OneOf(rapid.SampledFrom([]int64{0, 1, -1, 1 << 40, 1<<62 - 1, 1<<63 - 1, -1 << 63}), rapid.Int64())
	rapid.Check(t, func(r *rapid.T) {
		draw := func(what string) int64 { return number.Draw(r, what) }
		b := NewBook(1, 6)
		b.Lines[0] = Line{Pos: model.Qty(draw("pos")), Paid: model.Money(draw("paid")), AtMid: model.Money(draw("mid")),
			AtImpact: model.Money(draw("impact")), Fees: model.Money(draw("fees"))}
		exit := Exit{BlockQty: b.Lines[0].Pos, MarketProceeds: model.Money(draw("market")), BlockProceeds: model.Money(draw("block")),
			Free: model.Price(draw("free")), Impact: model.Price(draw("left"))}
		var total model.Money
		if panics(func() { total = b.Settle(0, exit).Total() }) {
			return
		}
		want := big.NewInt(int64(b.Lines[0].Paid))
		want.Sub(want.Sub(want, big.NewInt(int64(exit.MarketProceeds))), big.NewInt(int64(exit.BlockProceeds)))
		want.Add(want, big.NewInt(int64(b.Lines[0].Fees)))
		if !want.IsInt64() || want.Int64() != int64(total) {
			r.Fatalf("total %v, want %v or a panic", total, want)
		}
	})
}
