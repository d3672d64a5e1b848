package control

import (
	"testing"
	"time"
)

func TestThrottleDenies4thOrderIn1s(t *testing.T) {
	s := newSim(t, orderRate.Default().With("A16", "limit", 3))
	s.obey = true
	for i := range 4 {
		s.at(time.Duration(i) * 100 * time.Millisecond).send(s.child(1, 0))
	}
	s.send(s.child(1, 1))                             // another server
	s.at(time.Second - 1).send(s.child(1, 0))         // the first is still in the window
	s.at(time.Second).send(s.child(1, 0))             // and has now left it
	s.at(time.Second).send(s.child(1, 0))             // which made room for one
	s.at(1100 * time.Millisecond).send(s.child(1, 0)) // and another
	s.at(3 * time.Second).send(s.child(1, 0))         // an empty window
	s.wantVotes(Pass, Pass, Pass, Block, Pass, Block, Pass, Block, Pass, Pass)
	s.wantTrips(Trip{At: after(300 * time.Millisecond), Effect: after(300 * time.Millisecond), Scope: Scope{OnServer, 0}, Seen: 4, Limit: 3, Unit: Count})
}

func TestThrottleCountsOnlyWhatWentOut(t *testing.T) {
	s := newSim(t, orderRate.Default().With("A16", "limit", 1)).at(0)
	for range 3 {
		s.vote(s.child(1, 0)) // voted on, but another control holds it back
	}
	s.wantVotes(Pass, Pass, Pass)
}
