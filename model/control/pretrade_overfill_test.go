package control

import (
	"testing"
	"time"
)

func TestOverfillPassesTheAllowanceAndNotAShareMore(t *testing.T) {
	s := newSim(t, overfill.Default()).at(time.Second)
	for range 5 { // 300 for the parent, 200 allowed
		s.trade(s.child(1, 0))
	}
	s.wantVotes(Pass, Pass, Pass, Pass, Pass)
	one := s.child(1, 0)
	one.Qty = 1
	s.vote(one)
	s.at(2 * time.Second).vote(s.child(1, 5)) // any server: the parent is what counts
	s.vote(s.child(4, 0))                     // another parent in the same symbol
	s.wantVotes(Pass, Pass, Pass, Pass, Pass, Close, Close, Pass)
	s.wantTrips(Trip{At: after(time.Second), Effect: after(time.Second), Scope: Scope{OnParent, 1}, Seen: 501, Limit: 500, Unit: Shares})
}

func TestOverfillCountsWorkingOrdersAndReleasesThem(t *testing.T) {
	s := newSim(t, overfill.Default().With("A14", "allowance", 0)).at(time.Second)
	for range 3 {
		s.send(s.child(1, 0))
	}
	s.vote(s.child(1, 0))
	s.w.Parents[0].Open -= 100 // one ends without executing
	s.vote(s.child(1, 0))
	s.wantVotes(Pass, Pass, Pass, Block, Pass)
}
