package control

import (
	"testing"
	"time"

	"lossreplay/model"
	"lossreplay/model/router"
)

// simOnRouter is newSim with another router.
func simOnRouter(t *testing.T, i Instance, spec model.RouterSpec) *sim {
	t.Helper()
	s := newSim(t, i)
	fleet, err := router.New(spec)
	if err != nil {
		t.Fatal(err)
	}
	s.env.Fleet, s.w.Router = fleet, fleet.Start()
	s.m = i.Monitor(s.env)
	return s
}

func TestTestsOfAllPathsMendPowerPeg(t *testing.T) {
	for _, c := range []struct {
		name           string
		executed, open model.Qty
		server         model.ServerID
		want           Verdict
	}{
		{"below_the_parent", 100, 0, 7, Pass},
		{"at_the_parent", 100, 100, 7, Pass},
		{"one_share_above", 101, 100, 7, Block},
		{"a_path_that_counts_anyway", 300, 0, 0, Pass},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := newSim(t, regressionTests.Default()).at(0)
			fullParents(s)
			s.vote(s.child(1, 7)) // before the release nothing was tested
			s.at(time.Second)
			deployedBut(s, 7)
			s.wantTrips(Trip{At: after(time.Second), Effect: after(time.Second), Scope: Scope{Kind: Firm}, Seen: 1, Limit: 0, Unit: Count})
			s.w.Parents[0].Executed, s.w.Parents[0].Open = c.executed, c.open
			s.vote(s.child(1, c.server))
			s.wantVotes(Pass, c.want)
		})
	}
}

func TestTestsOfPathsInUseNeverLookAtPowerPeg(t *testing.T) {
	s := newSim(t, regressionTests.Default().With("A06", "paths", 1)).at(0)
	deployedBut(s, 7)
	fullParents(s)
	s.vote(s.child(1, 7))
	s.wantVotes(Pass)
	s.wantTrips()
}

func TestTestsOfPathsInUseFindANewPathThatDoesNotCount(t *testing.T) {
	for paths, failed := range []int64{2, 1} { // all: Power Peg as well
		spec := router.SMARS()
		spec.Paths[router.PathRLP].Counts = false
		s := simOnRouter(t, regressionTests.Default().With("A06", "paths", int64(paths)), spec).at(0)
		deployedBut(s, 7)
		fullParents(s)
		s.vote(s.child(1, 0))
		s.wantVotes(Close)
		s.wantTrips(Trip{At: dayOpen, Effect: dayOpen, Scope: Scope{Kind: Firm}, Seen: failed, Limit: 0, Unit: Count})
	}
}

func TestTestsLookOnlyAtBuildsThatCanRun(t *testing.T) {
	spec := router.SMARS()
	spec.Initial = router.Build2003 // whose Power Peg counts; that of 2005 runs nowhere
	s := simOnRouter(t, regressionTests.Default(), spec).at(0)
	deployedBut(s)
	s.wantTrips()
	s.at(time.Second).operate(on(model.OpDeploy, 0, router.Build2005)) // a release with a path that does not count
	s.wantTrips(Trip{At: after(time.Second), Effect: after(time.Second), Scope: Scope{Kind: Firm}, Seen: 1, Limit: 0, Unit: Count})
}

func TestTestsAreRunAtTheFirstDeployOfARelease(t *testing.T) {
	for _, c := range []struct {
		name     string
		released bool // before the roll-back to a build whose Power Peg does not count
		trips    int
	}{
		{"first_deploy", false, 1},
		{"a_later_deploy_of_it", true, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			spec := router.SMARS()
			spec.Initial = router.Build2003
			s := simOnRouter(t, regressionTests.Default(), spec).at(0)
			if c.released {
				s.operate(on(model.OpDeploy, 1, router.BuildRLP))
			}
			s.operate(on(model.OpRollback, 0, router.Build2005))
			s.operate(on(model.OpDeploy, 0, router.BuildRLP))
			if n := len(s.m.Trips()); n != c.trips {
				t.Errorf("%d trips, want %d", n, c.trips)
			}
		})
	}
}

func TestRollbacksAreNotTestedButMeetMendedCode(t *testing.T) {
	s := newSim(t, regressionTests.Default()).at(0)
	fullParents(s)
	s.operate(on(model.OpRollback, 0, router.Build2005))
	s.vote(s.child(1, 0))
	s.wantTrips()
	deployedBut(s)
	s.operate(on(model.OpRollback, 0, router.Build2005))
	s.vote(s.child(1, 0))
	s.wantVotes(Pass, Close)
}

func TestTestGateCloneIsAlone(t *testing.T) {
	s := newSim(t, regressionTests.Default()).at(0)
	c := s.fork()
	deployedBut(c, 7)
	fullParents(s)
	s.vote(s.child(1, 7))
	s.wantVotes(Pass)
	s.wantTrips()
	deployedBut(s, 7) // not tested here yet
	if len(s.m.Trips()) != 1 {
		t.Errorf("%d trips", len(s.m.Trips()))
	}
}
