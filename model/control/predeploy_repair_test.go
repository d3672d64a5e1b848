package control

import (
	"testing"
	"time"

	"lossreplay/model"
	"lossreplay/model/router"
)

var rolloutEnd = model.Operation{Kind: model.OpRolloutEnd}

// missedOne is a rollout that ended without server 7.
func missedOne(t *testing.T, i Instance) *sim {
	s := newSim(t, i).at(0)
	deployedBut(s, 7)
	s.operate(rolloutEnd)
	return s
}

func TestRepairMakesTheMissedServerCountFromItsDelayOn(t *testing.T) {
	for _, c := range []struct {
		name  string
		of    Instance
		delay time.Duration
	}{
		{"review_in_1h", secondPerson.Default(), time.Hour},
		{"review_in_1s", secondPerson.Default().With("A02", "delay", 1_000_000_000), time.Second},
		{"machine_in_10min", verifiedDeployment.Default(), 10 * time.Minute},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := missedOne(t, c.of)
			s.wantTrips(Trip{At: dayOpen, Effect: after(c.delay), Scope: Scope{OnServer, 7}, Seen: 1, Limit: 0, Unit: Count})
			fullParents(s)
			s.at(c.delay - 1).vote(s.child(1, 7))
			s.at(c.delay).vote(s.child(1, 7))
			s.vote(s.child(1, 6)) // was never missed: its own path decides
			s.wantVotes(Pass, Close, Pass)
		})
	}
}

func TestRepairStopsOnlyWhatTheCommonBuildWouldNotHaveSent(t *testing.T) {
	for _, c := range []struct {
		name           string
		executed, open model.Qty
		flag           model.FlagID
		want           Verdict
	}{
		{"nothing_yet", 0, 0, router.FlagRLP, Pass},
		{"fills_the_parent", 100, 100, router.FlagRLP, Pass},
		{"one_share_above", 101, 100, router.FlagRLP, Block},
		{"all_of_it_working", 0, 300, router.FlagRLP, Block},
		{"another_flag_at_its_parent", 200, 0, router.FlagNone, Pass},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := missedOne(t, verifiedDeployment.Default()).at(time.Hour)
			s.w.Parents[0].Executed, s.w.Parents[0].Open = c.executed, c.open
			child := s.child(1, 7)
			child.Flag = c.flag
			s.vote(child)
			s.wantVotes(c.want)
		})
	}
}

func TestRepairLetsThroughWhatANonCountingCommonBuildSends(t *testing.T) {
	s := newSim(t, verifiedDeployment.Default()).at(0)
	s.operate(on(model.OpDeploy, 7, router.BuildRLP)) // seven servers with Power Peg: the wrong build is the common one
	s.operate(rolloutEnd)
	s.wantTrips(Trip{At: dayOpen, Effect: after(10 * time.Minute), Scope: Scope{OnServer, 7}, Seen: 1, Limit: 0, Unit: Count})
	fullParents(s)
	s.at(time.Hour).vote(s.child(1, 7))
	s.vote(s.child(1, 0))
	s.wantVotes(Pass, Pass)
}

func TestReviewFindsWhatTheMedianDayFinds(t *testing.T) {
	for p, trips := range map[int64]int{0: 0, 4_999: 0, 5_000: 1, 8_000: 1, 10_000: 1} {
		s := missedOne(t, secondPerson.Default().With("A02", "p_detect", p))
		fullParents(s)
		blocks := s.at(2*time.Hour).vote(s.child(1, 7)) == Close
		if len(s.m.Trips()) != trips || blocks != (trips == 1) {
			t.Errorf("p_detect %d: %d trips, blocks %v", p, len(s.m.Trips()), blocks)
		}
	}
}

func TestRepairIsBlindToUniformFleetsAndRollbacks(t *testing.T) {
	for _, i := range []Instance{secondPerson.Default(), verifiedDeployment.Default()} {
		t.Run(i.Name, func(t *testing.T) {
			s := newSim(t, i).at(0)
			s.operate(rolloutEnd) // all on the old build
			deployedBut(s)
			s.operate(rolloutEnd)
			s.operate(model.Operation{Kind: model.OpStartOfDay})
			fullParents(s)
			s.at(time.Hour).operate(on(model.OpRollback, 0, router.Build2005))
			s.at(5 * time.Hour).vote(s.child(1, 0))
			s.wantVotes(Pass)
			s.wantTrips()
		})
	}
}

func TestALaterDeployOrRollbackEndsTheRepair(t *testing.T) {
	for _, kind := range []model.OperationKind{model.OpDeploy, model.OpRollback} {
		t.Run(kind.String(), func(t *testing.T) {
			s := missedOne(t, verifiedDeployment.Default())
			fullParents(s)
			s.at(20 * time.Minute).operate(on(kind, 6, router.BuildRLP)) // another server's
			s.vote(s.child(1, 7))
			s.operate(on(kind, 7, router.Build2005))
			s.vote(s.child(1, 7))
			s.operate(rolloutEnd) // found again, logged once
			s.at(30*time.Minute - 1).vote(s.child(1, 7))
			s.at(30 * time.Minute).vote(s.child(1, 7))
			s.wantVotes(Close, Pass, Pass, Close)
			if n := len(s.m.Trips()); n != 1 {
				t.Errorf("%d trips", n)
			}
		})
	}
}

func TestRepairCountsAsDoneInTheNextReview(t *testing.T) {
	s := missedOne(t, verifiedDeployment.Default())
	fullParents(s)
	s.at(5 * time.Minute).operate(rolloutEnd) // still planned: neither earlier nor later
	s.at(10*time.Minute - 1).vote(s.child(1, 7))
	s.at(10 * time.Minute).vote(s.child(1, 7))
	s.operate(rolloutEnd) // done: nothing differs
	s.vote(s.child(1, 7))
	s.wantVotes(Pass, Close, Close)
	s.operate(on(model.OpDeploy, 2, router.Build2005))
	s.operate(rolloutEnd)
	// Server 2 alone differs: server 7 runs what it was given.
	if trips := s.m.Trips(); len(trips) != 2 || trips[1].Scope != (Scope{OnServer, 2}) || trips[1].Seen != 1 {
		t.Errorf("trips %+v", trips)
	}
}

func TestRepairGoesToTheBuildOfTheLastReview(t *testing.T) {
	s := missedOne(t, verifiedDeployment.Default())
	fullParents(s)
	s.at(5 * time.Minute)
	for server := range model.ServerID(7) {
		s.operate(on(model.OpDeploy, server, router.Build2003)) // another release
	}
	s.operate(rolloutEnd)
	s.at(10 * time.Minute).vote(s.child(1, 7))
	s.at(15 * time.Minute).vote(s.child(1, 7))
	s.wantVotes(Pass, Close)
}

func TestRepairedCloneIsAlone(t *testing.T) {
	s := missedOne(t, verifiedDeployment.Default())
	fullParents(s)
	s.at(time.Hour)
	c, other := s.fork(), s.fork()
	c.operate(on(model.OpRollback, 7, router.Build2005))
	c.operate(on(model.OpDeploy, 3, router.Build2003))
	c.operate(rolloutEnd)
	c.vote(c.child(1, 7))
	for server := range model.ServerID(7) {
		other.operate(on(model.OpDeploy, server, router.Build2005))
	}
	other.operate(rolloutEnd) // server 7 is to get Power Peg there
	s.vote(s.child(1, 7))
	c.wantVotes(Pass)
	s.wantVotes(Close)
	if len(s.m.Trips()) != 1 || len(c.m.Trips()) != 2 {
		t.Errorf("%d and %d trips", len(s.m.Trips()), len(c.m.Trips()))
	}
}
