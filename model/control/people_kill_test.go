package control

import (
	"testing"
	"time"
)

func TestKillSwitchTakesThePeoplesTime(t *testing.T) {
	s := newSim(t, killSwitch.Default().With("A41", "threshold", 1_500_000_000)).at(0)
	fullParents(s)
	s.trade(s.child(1, 0))
	s.at(time.Second).trade(s.child(1, 0))
	const seen = time.Second + time.Minute
	const stop = seen + 10*time.Minute
	s.wantTrips(Trip{At: after(seen), Effect: after(stop), Scope: Scope{Kind: Firm}, Seen: 2_000_000_000, Limit: 1_500_000_000, Unit: Micros})
	s.at(stop - 1).vote(s.child(5, 4))
	s.at(stop).vote(s.child(5, 4))
	s.wantVotes(Pass, Pass, Pass, Halt)
}
