package control

import (
	"testing"
	"time"
)

func TestExecutionLimitSwitchesAParentOff10msAfterItsLastExecution(t *testing.T) {
	s := newSim(t, repeatedExecutions.Default().With("A17", "limit", 3)).at(0)
	s.trade(s.child(1, 0))
	s.trade(s.child(1, 0))
	s.at(time.Second).vote(s.child(1, 0))
	s.trade(s.child(1, 0))
	s.at(time.Second + 10*time.Millisecond - 1).vote(s.child(1, 0))
	s.at(time.Second + 10*time.Millisecond).vote(s.child(1, 0))
	s.vote(s.child(4, 0)) // same symbol, another parent
	s.at(6 * time.Hour).vote(s.child(1, 3))
	s.wantVotes(Pass, Pass, Pass, Pass, Pass, Close, Pass, Close)
	s.trade(s.child(1, 0)) // was in flight
	s.wantTrips(Trip{At: after(time.Second), Effect: after(time.Second + 10*time.Millisecond), Scope: Scope{OnParent, 1}, Seen: 3, Limit: 3, Unit: Count})
}
