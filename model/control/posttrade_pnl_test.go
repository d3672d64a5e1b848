package control

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"lossreplay/model"
)

func TestLossLimit(t *testing.T) {
	atLiquidation := profitAndLoss.Default().With("A21", "limit", 50_000_000) // $50: the haircut on 100 shares at 10.00
	atMid := profitAndLoss.Default().With("A21-mid", "mark", markMid).With("A21-mid", "limit", 50_000_000)
	for _, c := range []struct {
		name        string
		control     Instance
		parent      model.ParentID // odd buys, even sells
		mid, impact model.Price
		loss        int64 // of the trip; 0 for none
	}{
		{"long_at_the_limit", atLiquidation, 1, ten, 0, 0},
		{"long_one_tick_down", atLiquidation, 1, ten - 1, 0, 50_009_500},
		{"short_at_the_limit", atLiquidation, 2, ten, 0, 0},
		{"short_one_tick_up", atLiquidation, 2, ten + 1, 0, 50_010_500},
		{"our_own_impact_is_no_gain", atLiquidation, 1, ten + 5_000, 5_001, 50_009_500},
		{"nor_for_a_short", atLiquidation, 2, ten - 5_000, -5_001, 50_010_500},
		{"the_mid_hides_our_own_impact", atMid, 1, ten + 5_000, 5_001, 0},
		{"mid_at_the_limit", atMid, 1, ten - 5_000, 0, 0},
		{"mid_one_tick_below", atMid, 1, ten - 5_001, 0, 50_010_000},
		{"a_symbol_without_quote_counts_nothing", atMid, 1, 0, 0, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := newSim(t, c.control).at(0)
			fullParents(s)
			child := s.child(c.parent, 0)
			s.trade(child)
			s.w.Mid[child.Symbol], s.w.Impact[child.Symbol] = c.mid, c.impact
			s.at(time.Second).tick()
			s.at(2*time.Second - 1).vote(child)
			s.at(2 * time.Second).vote(child)
			if c.loss == 0 {
				s.wantVotes(Pass, Pass, Pass)
				s.wantTrips()
				return
			}
			s.wantVotes(Pass, Pass, Halt)
			s.wantTrips(Trip{At: after(time.Second), Effect: after(2 * time.Second), Scope: Scope{Kind: Firm}, Seen: c.loss, Limit: 50_000_000, Unit: Micros})
		})
	}
}

func TestLossAtTheMidIsTheBooksValue(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		s := newSim(t, profitAndLoss.Default().With("A21-mid", "mark", markMid))
		for i := range symbols {
			s.w.Mid[i] = model.Price(rapid.Int64Range(1, 10_000_000).Draw(r, "mid"))
			s.w.Impact[i] = model.Price(rapid.Int64Range(-1000, 1000).Draw(r, "impact"))
			for range 3 {
				s.w.Book.Fill(model.SymbolID(i), model.Qty(rapid.Int64Range(-100_000, 100_000).Draw(r, "qty")),
					model.Price(rapid.Int64Range(1, 10_000_000).Draw(r, "px")), 1, 0, model.Money(rapid.Int64Range(0, 1000).Draw(r, "fee")))
			}
		}
		m := s.m.(*lossLimit)
		if got, want := m.loss(&s.w), -s.w.Book.Value(s.w.Mid); got != want {
			r.Fatalf("loss at the mid %v, book says %v", got, want)
		}
		m.atMid = false
		w := s.w
		w.Mid = []model.Price{s.w.Mid[0] - s.w.Impact[0], s.w.Mid[1] - s.w.Impact[1], s.w.Mid[2] - s.w.Impact[2]}
		if free := -w.Book.Value(w.Mid); m.loss(&s.w) < free {
			r.Fatalf("a haircut of %d bp lowered the loss from %v to %v", m.haircut, free, m.loss(&s.w))
		}
	})
}
