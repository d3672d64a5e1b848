package control

import (
	"testing"
	"time"

	"lossreplay/model"
)

func TestCollar(t *testing.T) {
	asKnight := Variants()[0]
	for _, c := range []struct {
		name    string
		control Instance
		parent  model.ParentID // odd buys, even sells
		limit   model.Price
		preOpen bool
		arrival model.Price
		want    Verdict
	}{
		{"buy_at_the_band", priceCollar.Default(), 1, 105_000, false, ten, Pass},
		{"buy_one_tick_above_the_band", priceCollar.Default(), 1, 105_001, false, ten, Block},
		{"buy_far_below_is_no_danger", priceCollar.Default(), 1, 50_000, false, ten, Pass},
		{"sell_at_the_band", priceCollar.Default(), 2, 95_000, false, ten, Pass},
		{"sell_one_tick_below_the_band", priceCollar.Default(), 2, 94_999, false, ten, Block},
		{"sell_far_above_is_no_danger", priceCollar.Default(), 2, 200_000, false, ten, Pass},
		{"parent_before_the_open_is_covered", priceCollar.Default(), 1, 105_001, true, ten, Block},
		{"parent_without_reference_is_not_covered", priceCollar.Default(), 1, 900_000, false, 0, Pass},
		{"as_knight_at_9.5_percent", asKnight, 1, 109_500, false, ten, Pass},
		{"as_knight_above_9.5_percent", asKnight, 1, 109_501, false, ten, Block},
		{"as_knight_parent_before_the_open_is_a_hole", asKnight, 1, 900_000, true, ten, Pass},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := newSim(t, c.control).at(time.Second)
			s.w.Parents[c.parent-1].ArrivalPx = c.arrival
			child := s.child(c.parent, 0)
			child.LimitPx, child.PreOpen = c.limit, c.preOpen
			s.vote(child)
			s.wantVotes(c.want)
			if (len(s.m.Trips()) == 1) != (c.want == Block) {
				t.Errorf("trips %+v", s.m.Trips())
			}
		})
	}
}

func TestCollarTripsOncePerSymbolAndJudgesEachChildAnew(t *testing.T) {
	s := newSim(t, priceCollar.Default()).at(time.Second)
	far := func(p model.ParentID, px model.Price) Child {
		c := s.child(p, 0)
		c.LimitPx = px
		return c
	}
	s.vote(far(1, 105_001))
	s.at(2 * time.Second).vote(far(1, 120_000))
	s.vote(far(1, 105_000))
	s.vote(far(4, 80_000)) // symbol 1 again, a sell
	s.vote(far(3, 110_000))
	s.wantVotes(Block, Block, Pass, Block, Block)
	s.wantTrips(
		Trip{At: after(time.Second), Effect: after(time.Second), Scope: Scope{OnSymbol, 1}, Seen: 501, Limit: 500, Unit: BasisPoints},
		Trip{At: after(2 * time.Second), Effect: after(2 * time.Second), Scope: Scope{OnSymbol, 0}, Seen: 1000, Limit: 500, Unit: BasisPoints})
}

// TestACollarOnTheLastPriceFollowsIt shows why the default's reference stands still: by small steps any price is reached.
func TestACollarOnTheLastPriceFollowsIt(t *testing.T) {
	s := newSim(t, priceCollar.Default().With("A12", "anchor", anchorLast)).at(time.Second)
	limit := func(p model.ParentID, px model.Price) Child {
		c := s.child(p, 0)
		c.LimitPx, c.PreOpen = px, true // those before the open are covered
		return c
	}
	s.vote(limit(1, 105_000))
	s.vote(limit(1, 105_001))
	s.vote(limit(4, 95_000))
	s.vote(limit(4, 94_999))
	s.wantVotes(Pass, Block, Pass, Block)
	s.trace = nil
	s.tick(ten, 105_000, ten)
	s.vote(limit(1, 110_250)) // 10.25 % above the parent's arrival
	s.vote(limit(1, 110_251))
	s.vote(limit(4, 99_749)) // more than 5 % below 10.50
	s.vote(limit(4, 99_750))
	s.tick(ten, 0, ten)
	s.vote(limit(1, 900_000)) // no reference, not covered
	s.wantVotes(Pass, Block, Block, Pass, Pass)
}
