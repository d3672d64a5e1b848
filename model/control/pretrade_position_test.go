package control

import (
	"testing"
	"time"

	"lossreplay/model"
)

func TestPositionLimit(t *testing.T) {
	limit := symbolPosition.Default().With("A18", "limit", 5_000_000_000) // $5,000: 500 shares at 10.00
	for _, c := range []struct {
		name         string
		parent       model.ParentID // odd buys, even sells
		pos, working model.Qty
		mid          model.Price
		want         Verdict
	}{
		{"at_the_limit", 1, 300, 100, ten, Pass},
		{"a_share_above", 1, 301, 100, ten, Block},
		{"short_at_the_limit", 2, -400, 0, ten, Pass},
		{"short_a_share_above", 2, -401, 0, ten, Block},
		{"working_orders_count", 1, 0, 401, ten, Block},
		{"a_sell_that_reduces_a_long_position_above_the_limit", 2, 900, 0, ten, Pass},
		{"a_sell_that_takes_a_covered_position_further_down", 2, 900, -1500, ten, Block},
		{"a_sell_that_flips_to_the_same_size_does_not_reduce", 2, 50, 0, 1_100_000, Block},
		{"one_tick_of_the_mid_decides", 1, 300, 100, ten + 1, Block},
		{"without_a_quote_the_limit_price_counts", 1, 301, 100, 0, Block},
		{"without_a_quote_below_the_limit", 1, 300, 100, 0, Pass},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := newSim(t, limit).at(time.Second)
			child := s.child(c.parent, 0)
			s.w.Book.Lines[child.Symbol].Pos, s.w.Mid[child.Symbol] = c.pos, c.mid
			s.w.Buying[child.Symbol], s.w.Selling[child.Symbol] = max(c.working, 0), max(-c.working, 0)
			s.vote(child)
			s.vote(s.child(3, 0)) // another symbol
			s.wantVotes(c.want, Pass)
		})
	}
}

func TestPositionLimitTripsOnceAndRearmsWhenExposureFalls(t *testing.T) {
	s := newSim(t, symbolPosition.Default().With("A18", "limit", 5_000_000_000)).at(time.Second)
	s.w.Book.Lines[1].Pos = 450
	s.vote(s.child(1, 0))
	s.at(2 * time.Second).vote(s.child(1, 0))
	s.w.Book.Lines[1].Pos = 400
	s.vote(s.child(1, 0))
	s.wantVotes(Block, Block, Pass)
	s.wantTrips(Trip{At: after(time.Second), Effect: after(time.Second), Scope: Scope{OnSymbol, 1}, Seen: 5_500_000_000, Limit: 5_000_000_000, Unit: Micros})
}
