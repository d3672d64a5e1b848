package control

import (
	"testing"
	"time"

	"lossreplay/model"
)

func TestPhaseGuard(t *testing.T) {
	strictest := phaseCoverage.Default()
	reject := strictest.With("A25", "action", phaseReject)
	for _, c := range []struct {
		name    string
		control Instance
		parent  model.ParentID // odd buys, even sells
		preOpen bool
		limit   model.Price
		ref     model.Price // of the parent: previous close or opening price
		want    Trip        // without its times and scope; none for Pass
	}{
		{"buy_at_the_band", strictest, 1, true, 103_000, ten, Trip{}},
		{"buy_a_tick_above", strictest, 1, true, 103_001, ten, Trip{Seen: 301, Limit: 300, Unit: BasisPoints}},
		{"buy_far_below", strictest, 1, true, 96_999, ten, Trip{Seen: 301, Limit: 300, Unit: BasisPoints}},
		{"sell_at_the_band", strictest, 2, true, 97_000, ten, Trip{}},
		{"sell_a_tick_below", strictest, 2, true, 96_999, ten, Trip{Seen: 301, Limit: 300, Unit: BasisPoints}},
		{"sell_far_above", strictest, 2, true, 103_001, ten, Trip{Seen: 301, Limit: 300, Unit: BasisPoints}},
		{"a_parent_of_the_session_is_left_to_others", strictest, 1, false, 900_000, ten, Trip{}},
		{"without_a_reference_it_fails_closed", strictest, 1, true, ten, 0, Trip{Seen: 1, Unit: Count}},
		{"with_neither_price_nor_reference", strictest, 1, true, 0, 0, Trip{Seen: 1, Unit: Count}},
		{"reject_whatever_the_price", reject, 1, true, ten, ten, Trip{Seen: 1, Unit: Count}},
		{"reject_a_sell", reject, 2, true, ten, ten, Trip{Seen: 1, Unit: Count}},
		{"reject_none_of_the_session", reject, 1, false, ten, ten, Trip{}},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := newSim(t, c.control).at(time.Second)
			child := s.child(c.parent, 0)
			child.PreOpen, child.LimitPx, s.w.Parents[c.parent-1].ArrivalPx = c.preOpen, c.limit, c.ref
			s.vote(child)
			if c.want == (Trip{}) {
				s.wantVotes(Pass)
				s.wantTrips()
				return
			}
			s.wantVotes(Block)
			c.want.At, c.want.Effect, c.want.Scope = after(time.Second), after(time.Second), Scope{OnSymbol, uint32(child.Symbol)}
			s.wantTrips(c.want)
		})
	}
}

func TestPhaseGuardTripsOncePerSymbolAndJudgesEachChildAnew(t *testing.T) {
	s := newSim(t, phaseCoverage.Default()).at(-time.Second)
	early := func(p model.ParentID, px model.Price) Child {
		c := s.child(p, 0)
		c.LimitPx, c.PreOpen = px, true
		return c
	}
	s.w.Parents[0].ArrivalPx = 95_000 // the previous close
	s.vote(early(1, ten))
	s.w.Parents[0].ArrivalPx = ten // the opening print
	s.at(0).vote(early(1, ten))
	s.vote(early(4, 2*ten)) // symbol 1 again, a sell
	s.vote(early(3, 2*ten))
	s.wantVotes(Block, Pass, Block, Block)
	s.wantTrips(
		Trip{At: after(-time.Second), Effect: after(-time.Second), Scope: Scope{OnSymbol, 1}, Seen: 527, Limit: 300, Unit: BasisPoints},
		Trip{At: after(0), Effect: after(0), Scope: Scope{OnSymbol, 0}, Seen: 10_000, Limit: 300, Unit: BasisPoints})
}
