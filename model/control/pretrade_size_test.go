package control

import (
	"math"
	"testing"
	"time"

	"lossreplay/model"
)

func TestOrderSize(t *testing.T) {
	// An ordinary day of these tests is 390,000 shares: 100 bp are 3,900, 1,000 bp are 39,000.
	byDay := orderSize.Default().With("A10", "adv", 100)
	flat := orderSize.Default()
	whole := flat.With("A10", "on", onParent)
	for _, c := range []struct {
		name           string
		control        Instance
		parent         model.ParentID // odd buys, even sells
		qty, parentQty model.Qty
		preOpen        bool
		want           Verdict
	}{
		{"buy_below_the_limit", flat, 1, 9_999, 9_999, false, Pass},
		{"buy_at_the_limit", flat, 1, 10_000, 10_000, false, Pass},
		{"buy_a_share_above", flat, 1, 10_001, 10_001, false, Block},
		{"sell_at_the_limit", flat, 2, 10_000, 10_000, false, Pass},
		{"sell_a_share_above", flat, 2, 10_001, 10_001, false, Block},
		{"share_of_the_day_is_stricter", byDay, 1, 3_900, 3_900, false, Pass},
		{"a_share_above_the_share_of_the_day", byDay, 1, 3_901, 3_901, false, Block},
		{"share_of_the_day_is_laxer", flat.With("A10", "adv", 5000), 1, 10_001, 10_001, false, Block},
		{"no_share_of_the_day", flat.With("A10", "adv", 0).With("A10", "limit", 1_000_000), 1, 1_000_000, 1_000_000, false, Pass},
		{"a_small_child_of_a_large_parent", flat, 1, 100, 10_001, false, Pass},
		{"on_parent_a_small_child_of_a_large_parent", whole, 1, 100, 10_001, false, Block},
		{"on_parent_at_the_limit", whole, 2, 100, 10_000, false, Pass},
		{"before_the_open_it_holds_too", flat, 1, 10_001, 10_001, true, Block},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := newSim(t, c.control).at(time.Second)
			child := s.child(c.parent, 0)
			child.Qty, child.ParentQty, child.PreOpen = c.qty, c.parentQty, c.preOpen
			s.vote(child)
			s.wantVotes(c.want)
			if (len(s.m.Trips()) == 1) != (c.want == Block) {
				t.Errorf("trips %+v", s.m.Trips())
			}
		})
	}
}

func TestOrderSizeTripsOncePerSymbolAndRemembersNothing(t *testing.T) {
	s := newSim(t, orderSize.Default()).at(time.Second)
	sized := func(p model.ParentID, qty model.Qty) Child {
		c := s.child(p, 0)
		c.Qty = qty
		return c
	}
	s.vote(sized(1, 10_001))
	s.at(2 * time.Second).vote(sized(4, 50_000)) // symbol 1 again, a sell
	s.vote(sized(1, 10_000))
	s.vote(sized(3, 39_001)) // symbol 0
	s.wantVotes(Block, Block, Pass, Block)
	s.wantTrips(
		Trip{At: after(time.Second), Effect: after(time.Second), Scope: Scope{OnSymbol, 1}, Seen: 10_001, Limit: 10_000, Unit: Shares},
		Trip{At: after(2 * time.Second), Effect: after(2 * time.Second), Scope: Scope{OnSymbol, 0}, Seen: 39_001, Limit: 10_000, Unit: Shares})
}

func TestASymbolWithoutAnOrdinaryVolumeHasTheFlatLimit(t *testing.T) {
	env := testEnv(t)
	env.Securities[1].NormalVolume = 0
	s := newSim(t, orderSize.Default())
	s.m = orderSize.Default().With("A10", "adv", 1).Monitor(env)
	one := s.child(1, 0) // symbol 1
	one.Qty = 10_000
	s.vote(one)
	other := s.child(3, 0) // symbol 0: 39 shares
	other.Qty = 40
	s.vote(other)
	s.wantVotes(Pass, Block)
}

func TestShareIsExactAndSaturates(t *testing.T) {
	for _, c := range []struct {
		q    model.Qty
		bp   int64
		want model.Qty
	}{
		{0, 1000, 0}, {9, 1000, 0}, {10, 1000, 1}, {9_999, 1, 0}, {10_000, 1, 1}, {19_999, 5000, 9_999}, {390_000, 20_000, 780_000},
		{math.MaxInt64, 1, math.MaxInt64 / wholeShare}, {math.MaxInt64, 10_000, math.MaxInt64}, {math.MaxInt64, 1_000_000, math.MaxInt64},
		{math.MaxInt64 / 1_000_000 * 10_000, 1_000_000, math.MaxInt64},
		{(math.MaxInt64/1_000_000 - 2) * 10_000, 1_000_000, (math.MaxInt64/1_000_000 - 2) * 1_000_000},
	} {
		if got := share(c.q, c.bp); got != c.want {
			t.Errorf("%d bp of %d: %d, want %d", c.bp, c.q, got, c.want)
		}
	}
}
