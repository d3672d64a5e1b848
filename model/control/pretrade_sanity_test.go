package control

import (
	"testing"
	"time"

	"lossreplay/model"
)

func TestSanityOfAPrice(t *testing.T) {
	const open, before = time.Second, -time.Second
	for _, c := range []struct {
		name        string
		parent      model.ParentID // odd buys, even sells
		at          time.Duration
		limit, mid  model.Price
		want        Verdict
		seen, bound int64
	}{
		{"ten_times_the_mid", 1, open, 10 * ten, ten, Pass, 0, 0},
		{"a_tick_above_ten_times", 1, open, 10*ten + 1, ten, Block, 100_001, 100_000},
		{"a_sell_a_tick_above_ten_times", 2, open, 10*ten + 1, ten, Block, 100_001, 100_000},
		{"a_tenth_of_the_mid", 2, open, ten / 10, ten, Pass, 0, 0},
		{"a_tick_below_a_tenth", 2, open, ten/10 - 1, ten, Block, 999, 1000},
		{"a_buy_a_tick_below_a_tenth", 1, open, ten/10 - 1, ten, Block, 999, 1000},
		{"a_tenth_is_rounded_up", 1, open, 1, 11, Block, 909, 1000},
		{"no_limit_price", 1, open, 0, ten, Block, 0, 1000},
		{"a_limit_price_below_0", 1, open, -ten, ten, Block, 0, 1000},
		{"no_mid", 1, open, ten, 0, Block, 0, 1000},
		{"a_mid_below_0", 2, open, ten, -1, Block, 0, 1000},
		{"no_mid_at_the_open", 1, 0, ten, 0, Block, 0, 1000},
		{"no_mid_before_the_open", 1, before, ten, 0, Pass, 0, 0},
		{"no_mid_after_the_close", 1, 390 * time.Minute, ten, 0, Pass, 0, 0},
		{"neither_before_the_open", 1, before, 0, 0, Block, 0, 1000},
		{"senseless_before_the_open", 1, before, 10*ten + 1, ten, Block, 100_001, 100_000},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := newSim(t, inputSanity.Default()).at(c.at)
			child := s.child(c.parent, 0)
			child.LimitPx, s.w.Mid[child.Symbol] = c.limit, c.mid
			s.vote(child)
			s.vote(s.child(3, 0)) // another symbol
			s.wantVotes(c.want, Pass)
			if c.want == Pass {
				s.wantTrips()
				return
			}
			s.wantTrips(Trip{At: after(c.at), Effect: after(c.at), Scope: Scope{OnSymbol, uint32(child.Symbol)}, Seen: c.seen, Limit: c.bound, Unit: BasisPoints})
		})
	}
}

func TestASymbolIsRearmedByGoodTicksInARow(t *testing.T) {
	s := newSim(t, inputSanity.Default()).at(time.Second)
	s.tick(ten, 0, ten)
	s.vote(s.child(1, 0))
	s.tick(ten, ten, ten)
	s.tick(ten, ten, ten)
	s.vote(s.child(4, 0)) // good in itself, a sell
	s.tick(ten, 0, ten)   // begins anew
	s.tick(ten, ten, ten)
	s.tick(ten, ten, ten)
	s.vote(s.child(1, 0))
	s.tick(ten, ten, ten)
	s.vote(s.child(1, 0))
	s.tick(ten, 0, ten) // an armed symbol is stopped by a child, not by a tick
	s.tick(ten, ten, ten)
	s.vote(s.child(1, 0))
	s.wantVotes(Block, Block, Block, Pass, Pass)
	bad := s.child(1, 0)
	bad.LimitPx = 0
	s.vote(bad) // a second stop is not shown again
	s.vote(s.child(1, 0))
	s.wantVotes(Block, Block, Block, Pass, Pass, Block, Block)
	s.wantTrips(Trip{At: after(time.Second), Effect: after(time.Second), Scope: Scope{OnSymbol, 1}, Limit: 1000, Unit: BasisPoints})
}
