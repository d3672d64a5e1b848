package control

import (
	"math"
	"testing"
	"time"

	"lossreplay/model"
)

func TestOrderValue(t *testing.T) {
	limit := orderValue.Default().With("A11", "limit", 1_000_000_000) // $1,000: 100 shares at 10.00
	whole := limit.With("A11", "on", onParent)
	for _, c := range []struct {
		name       string
		control    Instance
		parent     model.ParentID // odd buys, even sells
		qty        model.Qty
		limit, mid model.Price
		want       Verdict
		seen       int64
	}{
		{"buy_at_the_limit", limit, 1, 100, ten, ten, Pass, 0},
		{"buy_a_share_above", limit, 1, 101, ten, ten, Block, 1_010_000_000},
		{"buy_a_tick_above", limit, 1, 100, ten + 1, ten, Block, 1_000_010_000},
		{"sell_at_the_limit", limit, 2, 100, ten, ten, Pass, 0},
		{"sell_a_tick_above", limit, 2, 100, ten + 1, ten, Block, 1_000_010_000},
		{"the_limit_price_counts_not_the_mid", limit, 1, 100, ten, 5 * ten, Pass, 0},
		{"without_a_limit_price_the_mid_counts", limit, 1, 100, 0, ten, Pass, 0},
		{"without_a_limit_price_above", limit, 2, 100, 0, ten + 1, Block, 1_000_010_000},
		{"without_any_price_it_fails_closed", limit, 1, 1, 0, 0, Block, 0},
		{"a_price_below_0_is_none", limit, 1, 1, -1, -1, Block, 0},
		{"a_value_beyond_64_bits_is_above_all_limits", limit.With("A11", "limit", 1_000_000_000_000_000_000), 1, math.MaxInt64, ten, ten, Block, math.MaxInt64},
		{"on_parent_300_shares_count", whole, 1, 1, ten, ten, Block, 3_000_000_000},
		{"on_parent_at_the_limit", whole.With("A11", "limit", 3_000_000_000), 1, 1, ten, ten, Pass, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := newSim(t, c.control).at(time.Second)
			child := s.child(c.parent, 0)
			child.Qty, child.LimitPx = c.qty, c.limit
			s.w.Mid[child.Symbol] = c.mid
			s.vote(child)
			s.wantVotes(c.want)
			if c.want == Pass {
				s.wantTrips()
				return
			}
			s.wantTrips(Trip{At: after(time.Second), Effect: after(time.Second), Scope: Scope{OnSymbol, uint32(child.Symbol)},
				Seen: c.seen, Limit: c.control.Values["limit"], Unit: Micros})
		})
	}
}

func TestOrderValueTripsOncePerSymbolAndRemembersNothing(t *testing.T) {
	s := newSim(t, orderValue.Default().With("A11", "limit", 1_000_000_000)).at(time.Second)
	sized := func(p model.ParentID, qty model.Qty) Child {
		c := s.child(p, 0)
		c.Qty, c.PreOpen = qty, true // the phase makes no difference
		return c
	}
	s.vote(sized(1, 101))
	s.vote(sized(4, 101)) // the same symbol, a sell
	s.vote(sized(1, 100))
	s.vote(sized(3, 101))
	s.wantVotes(Block, Block, Pass, Block)
	if n := len(s.m.Trips()); n != 2 {
		t.Errorf("%d trips for two symbols", n)
	}
}
