package control

import (
	"testing"
	"time"

	"lossreplay/model"
)

func TestVenueCollarIsAroundTheMid(t *testing.T) {
	s := newSim(t, venueLimits.Default().With("A30", "collar", 500)).at(time.Second)
	priced := func(p model.ParentID, px model.Price) {
		c := s.child(p, 0)
		c.LimitPx = px
		s.vote(c)
	}
	priced(1, 105_000) // a buy at 5 %
	priced(1, 105_001)
	priced(1, 50_000) // far below, where it costs nothing
	priced(2, 95_000) // a sell
	priced(2, 94_999)
	priced(2, 200_000)
	s.w.Mid[1] = 100_001 // the mid moves, and the collar with it
	priced(1, 105_001)
	s.w.Mid[1] = 0
	priced(1, 300_000) // no mid, no collar
	s.wantVotes(Pass, Block, Pass, Pass, Block, Pass, Pass, Pass)
	at := after(time.Second)
	s.wantTrips(Trip{At: at, Effect: at, Scope: Scope{OnSymbol, 1}, Seen: 501, Limit: 500, Unit: BasisPoints},
		Trip{At: at, Effect: at, Scope: Scope{OnSymbol, 2}, Seen: 501, Limit: 500, Unit: BasisPoints})
}

func TestVenueRejectsAnOrderAboveItsValue(t *testing.T) {
	s := newSim(t, venueLimits.Default().With("A30", "value", 1_000_000_000)).at(0)
	at, above := s.child(1, 0), s.child(1, 0)
	above.Qty = 101
	for range 50 {
		s.trade(at) // orders of 1,000 each: none of them is too large, whatever they add up to
	}
	s.wantTrips()
	s.trace = nil
	s.vote(above)
	s.vote(at)
	s.wantVotes(Block, Pass)
	s.wantTrips(Trip{At: after(0), Effect: after(0), Scope: Scope{OnSymbol, 1}, Seen: 1_010_000_000, Limit: 1_000_000_000, Unit: Micros})
}

func TestVenueAddsUpTheDaysQuantityBySymbol(t *testing.T) {
	s := newSim(t, venueLimits.Default().With("A30", "quantity", 300)).at(0)
	s.obey = true
	for range 2 {
		s.send(s.child(1, 0))
	}
	s.end(s.child(1, 0), model.ExecExpired) // sent is sent
	s.at(3 * time.Hour)
	s.send(s.child(4, 5))       // a sell, another server: 300
	s.send(s.child(1, 0))       // one too many
	s.send(s.child(1, 0).at(1)) // another venue
	s.send(s.child(2, 0))       // another symbol
	one := s.child(1, 0)
	one.Qty = 1
	s.send(one) // what was rejected does not count, but there is no room for one share
	s.wantVotes(Pass, Pass, Pass, Block, Pass, Pass, Block)
	s.wantTrips(Trip{At: after(3 * time.Hour), Effect: after(3 * time.Hour), Scope: Scope{OnSymbol, 1}, Seen: 400, Limit: 300, Unit: Shares})
}
