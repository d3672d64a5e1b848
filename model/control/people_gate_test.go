package control

import (
	"testing"
	"time"

	"lossreplay/model"
	"lossreplay/model/router"
)

var dayStarts = model.Operation{Kind: model.OpStartOfDay}

// gateAt is a gate at the start of a day, two hours before the open, on a fleet that the release missed those servers of.
func gateAt(t *testing.T, i Instance, missed ...model.ServerID) *sim {
	s := newSim(t, i).at(-14 * time.Hour)
	deployedBut(s, missed...)
	s.operate(model.Operation{Kind: model.OpRolloutEnd}) // none of its business
	s.wantTrips()
	s.at(-2 * time.Hour).operate(dayStarts)
	return s
}

func TestGateKeepsTheOddServerOutAndCostsTheOthersNothing(t *testing.T) {
	s := gateAt(t, readinessGate.Default(), 7)
	red := after(-2 * time.Hour)
	s.wantTrips(
		Trip{At: red, Effect: red, Scope: Scope{Kind: Firm}, Seen: 1, Limit: 0, Unit: Count},
		Trip{At: red, Effect: red, Scope: Scope{OnServer, 7}, Seen: 1, Limit: 0, Unit: Count})
	s.vote(s.child(1, 0))
	s.at(-75*time.Minute - 1).vote(s.child(1, 0))
	s.at(-75 * time.Minute).vote(s.child(1, 0))
	s.vote(s.child(1, 7))
	s.at(0).vote(s.child(1, 0))
	s.at(6 * time.Hour).vote(s.child(1, 7))
	s.wantVotes(Block, Block, Pass, Cut, Pass, Cut)
}

func TestGateClearedAfterTheOpenClosesTheFirm(t *testing.T) {
	s := gateAt(t, readinessGate.Default().With("A44", "clear", int64(3*time.Hour)), 2, 7)
	s.at(0).vote(s.child(1, 0))
	s.at(time.Hour - 1).vote(s.child(1, 0))
	s.at(time.Hour).vote(s.child(1, 0))
	s.vote(s.child(1, 2))
	s.vote(s.child(1, 7))
	s.wantVotes(Block, Block, Pass, Cut, Cut)
	if n := len(s.m.Trips()); n != 3 {
		t.Errorf("%d trips, want the firm's and two servers'", n)
	}
}

func TestGateCountsAlertsFromTheStartOfTheDayToTheOpen(t *testing.T) {
	alert := on(model.OpAlert, 3, 0)
	for _, c := range []struct {
		name string
		play func(*sim)
		red  bool
	}{
		{"one_below_the_count", func(s *sim) { s.operate(alert) }, false},
		{"at_the_count", func(s *sim) { s.operate(alert); s.operate(alert) }, true},
		{"of_two_servers", func(s *sim) { s.operate(alert); s.operate(on(model.OpAlert, 4, 0)) }, false},
		{"that_name_nobody", func(s *sim) {
			for range 5 {
				s.operate(model.Operation{Kind: model.OpAlert})
			}
		}, false},
		{"last_moment_before_the_open", func(s *sim) { s.operate(alert); s.at(-1).operate(alert) }, true},
		{"at_the_open", func(s *sim) { s.operate(alert); s.at(0).operate(alert) }, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := newSim(t, readinessGate.Default().With("A44", "alerts", 2)).at(-3 * time.Hour)
			s.operate(alert) // before the start of the day
			s.at(-2 * time.Hour).operate(dayStarts)
			s.at(-time.Hour)
			c.play(s)
			if !c.red {
				s.wantTrips()
				return
			}
			s.wantTrips(
				Trip{At: s.w.Now, Effect: s.w.Now, Scope: Scope{Kind: Firm}, Seen: 2, Limit: 2, Unit: Count},
				Trip{At: s.w.Now, Effect: s.w.Now, Scope: Scope{OnServer, 3}, Seen: 2, Limit: 2, Unit: Count})
			red := s.w.Now
			s.operate(alert) // red already: logged once, and the clear is not put off
			s.w.Now = red.Add(45*time.Minute - 1)
			s.vote(s.child(1, 0))
			s.w.Now = red.Add(45 * time.Minute)
			s.vote(s.child(1, 0))
			s.vote(s.child(1, 3))
			s.wantVotes(Block, Pass, Cut)
		})
	}
}

func TestGateLooksAtBuildsAgainWithEveryAlert(t *testing.T) {
	s := gateAt(t, readinessGate.Default())
	s.at(-90 * time.Minute).operate(on(model.OpDeploy, 5, router.Build2005))
	s.wantTrips()
	s.at(-time.Hour).operate(model.Operation{Kind: model.OpAlert})
	red := after(-time.Hour)
	s.wantTrips(
		Trip{At: red, Effect: red, Scope: Scope{Kind: Firm}, Seen: 1, Limit: 0, Unit: Count},
		Trip{At: red, Effect: red, Scope: Scope{OnServer, 5}, Seen: 1, Limit: 0, Unit: Count})
}

func TestALaterRedTakesItsServerOutAndClosesNothingAgain(t *testing.T) {
	s := gateAt(t, readinessGate.Default(), 7)
	s.at(-90 * time.Minute).operate(on(model.OpAlert, 6, 0)) // while closed
	s.at(-75 * time.Minute).vote(s.child(1, 6))
	s.at(-time.Hour).operate(on(model.OpAlert, 5, 0)) // after the clear
	s.vote(s.child(1, 5))
	s.vote(s.child(1, 0))
	s.operate(on(model.OpAlert, 7, 0)) // out already
	s.wantVotes(Cut, Cut, Pass)
	if n := len(s.m.Trips()); n != 4 {
		t.Errorf("%d trips, want the firm's and three servers'", n)
	}
}

func TestGatePassesUniformFleetsAndRollbacks(t *testing.T) {
	s := gateAt(t, readinessGate.Default())
	s.at(10 * time.Minute).operate(on(model.OpRollback, 0, router.Build2005))
	s.operate(on(model.OpAlert, 0, 0))
	s.vote(s.child(1, 0))
	s.wantVotes(Pass)
	s.wantTrips()
}

func TestGateNeedsAStartOfTheDay(t *testing.T) {
	s := newSim(t, readinessGate.Default()).at(-time.Hour)
	deployedBut(s, 7)
	s.operate(on(model.OpAlert, 7, 0))
	s.vote(s.child(1, 7))
	s.wantVotes(Pass)
	s.wantTrips()
}

func TestGateCloneIsAlone(t *testing.T) {
	s := gateAt(t, readinessGate.Default().With("A44", "alerts", 2))
	s.at(-time.Hour).operate(on(model.OpAlert, 3, 0))
	c := s.fork()
	c.operate(on(model.OpAlert, 4, 0))
	c.operate(on(model.OpAlert, 3, 0))
	s.operate(on(model.OpAlert, 4, 0)) // its first here
	c.vote(c.child(1, 0))
	s.vote(s.child(1, 0))
	s.at(time.Minute).vote(s.child(1, 3))
	c.at(time.Minute).vote(c.child(1, 3))
	c.wantVotes(Block, Cut)
	s.wantVotes(Pass, Pass)
	s.wantTrips()
}
