package control

import (
	"testing"
	"time"

	"lossreplay/model"
)

func TestUnmatchedBreakerCutsTheServerAtThe4thFillIn1s(t *testing.T) {
	s := newSim(t, unmatchedFills.Default().With("A26", "limit", 3)).at(0)
	for range 3 {
		s.trade(s.child(1, 0)) // the parent's own 300
	}
	s.trade(s.child(1, 0)) // first unmatched, leaves the window at 1 s
	s.at(900 * time.Millisecond).trade(s.child(1, 0))
	s.trade(s.child(1, 0))
	s.at(time.Second).trade(s.child(1, 0))
	s.wantTrips()
	s.trade(s.child(1, 1)) // the first of server 1
	s.at(1100 * time.Millisecond).trade(s.child(1, 0))
	s.wantTrips(Trip{At: after(1100 * time.Millisecond), Effect: after(1600 * time.Millisecond), Scope: Scope{OnServer, 0}, Seen: 4, Limit: 3, Unit: Count})
	s.trace = nil
	s.at(1600*time.Millisecond - 1).vote(s.child(1, 0))
	s.at(1600 * time.Millisecond).vote(s.child(4, 0))
	s.vote(s.child(1, 1))
	s.at(6 * time.Hour).vote(s.child(1, 0))
	s.wantVotes(Pass, Cut, Pass, Cut)
}

func TestUnmatchedBreakerCutsTheServerAboveItsNotional(t *testing.T) {
	s := newSim(t, unmatchedFills.Default().With("A26", "notional", 2_000_000_000)).at(0)
	fullParents(s)
	s.trade(s.child(1, 0)) // 1,000, leaves the window at 1 s
	s.at(500 * time.Millisecond).trade(s.child(2, 0))
	s.wantTrips() // 2,000: at the limit, a sell counts as a buy does
	one := s.child(1, 0)
	one.Qty = 1
	s.at(time.Second).trade(one)
	s.wantTrips()
	s.trade(s.child(2, 0))
	s.wantTrips(Trip{At: after(time.Second), Effect: after(1500 * time.Millisecond), Scope: Scope{OnServer, 0}, Seen: 2_010_000_000, Limit: 2_000_000_000, Unit: Micros})
	s.trade(s.child(2, 0)) // cut already: logged once
	if len(s.m.Trips()) != 1 {
		t.Errorf("%d trips", len(s.m.Trips()))
	}
}

func TestUnmatchedBreakerCountsOnlyThePartBeyondTheParent(t *testing.T) {
	s := newSim(t, unmatchedFills.Default().With("A26", "notional", 500_000_000)).at(0)
	s.w.Parents[0].Executed = 250
	s.trade(s.child(1, 0)) // 50 of 100 shares are beyond: 500
	s.wantTrips()
	if got := s.w.Book.Lines[1].Pos; got != model.Qty(50) {
		t.Errorf("the error account holds %d shares", got)
	}
}

func TestUnmatchedBreakerStartsAnewAfterAnOverride(t *testing.T) {
	s := newSim(t, unmatchedFills.Default().With("A26", "notional", 1_500_000_000)).at(0)
	fullParents(s)
	s.trade(s.child(1, 0))
	s.trade(s.child(1, 0)) // 2,000: trips
	s.operate(on(model.OpOverride, 0, 0))
	s.trade(s.child(1, 0)) // 1,000 since the override
	if n := len(s.m.Trips()); n != 1 {
		t.Errorf("%d trips, want the one before the override", n)
	}
	s.trade(s.child(1, 0))
	if n := len(s.m.Trips()); n != 2 {
		t.Errorf("%d trips, want another", n)
	}
}
