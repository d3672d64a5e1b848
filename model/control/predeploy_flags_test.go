package control

import (
	"testing"
	"time"

	"lossreplay/model"
	"lossreplay/model/router"
)

func TestFlagGateTripsAtTheFirstDeployThatReusesAFlag(t *testing.T) {
	s := newSim(t, flagHygiene.Default()).at(0)
	s.operate(on(model.OpDeploy, 0, router.Build2005)) // what it runs already: nothing changes its meaning
	s.wantTrips()
	s.at(time.Second).operate(on(model.OpDeploy, 0, router.BuildRLP))
	s.at(time.Minute).operate(on(model.OpDeploy, 1, router.BuildRLP))
	// The flag reaches Power Peg in two builds, 2003 and 2005.
	s.wantTrips(Trip{At: after(time.Second), Effect: after(time.Second), Scope: Scope{Kind: Firm}, Seen: 2, Limit: 0, Unit: Count})
}

func TestFlagGateMakesRetiredCodeCount(t *testing.T) {
	for _, c := range []struct {
		name           string
		server         model.ServerID
		executed, open model.Qty
		want           Verdict
	}{
		{"below_the_parent", 7, 100, 0, Pass},
		{"at_the_parent", 7, 100, 100, Pass},
		{"one_share_above", 7, 101, 100, Block},
		{"full_parent", 7, 300, 0, Close},
		{"full_parent_on_code_in_use", 0, 300, 0, Pass},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := newSim(t, flagHygiene.Default()).at(0)
			child := s.child(1, 7)
			s.w.Parents[0].Executed, s.w.Parents[0].Open = 300, 0
			s.vote(child) // before the release: the gate has nothing to say
			deployedBut(s, 7)
			s.w.Parents[0].Executed, s.w.Parents[0].Open = c.executed, c.open
			s.vote(s.child(1, c.server))
			s.wantVotes(Pass, c.want)
		})
	}
}

func TestFlagGateIgnoresRollbacks(t *testing.T) {
	s := newSim(t, flagHygiene.Default()).at(0)
	s.operate(on(model.OpRollback, 0, router.BuildRLP))
	s.wantTrips()
}
