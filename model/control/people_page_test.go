package control

import (
	"testing"
	"time"

	"lossreplay/model"
)

func TestPageTakesTheNamedServerOut(t *testing.T) {
	s := newSim(t, alertPage.Default().With("A42", "count", 2)).at(-time.Hour)
	alert := on(model.OpAlert, 7, 0)
	s.operate(alert)
	s.operate(on(model.OpAlert, 6, 0))
	s.operate(model.Operation{Kind: model.OpAlert}) // names nobody
	s.wantTrips()
	s.operate(alert)
	s.operate(alert)
	s.wantTrips(Trip{At: after(-time.Hour), Effect: after(-25 * time.Minute), Scope: Scope{OnServer, 7}, Seen: 2, Limit: 2, Unit: Count})
	s.at(-25*time.Minute - 1).vote(s.child(1, 7))
	s.at(-25 * time.Minute).vote(s.child(1, 7))
	s.vote(s.child(1, 6))
	s.wantVotes(Pass, Cut, Pass)
}

func TestPageIsAChainOfPeople(t *testing.T) {
	for _, param := range []string{"acknowledge", "authority", "decide", "execute"} {
		c := alertPage.Default()
		s := newSim(t, c.With("A42", param, c.Values[param]+int64(time.Minute))).at(-time.Hour)
		s.operate(on(model.OpAlert, 7, 0))
		s.wantTrips(Trip{At: after(-time.Hour), Effect: after(-24 * time.Minute), Scope: Scope{OnServer, 7}, Seen: 1, Limit: 1, Unit: Count})
	}
}

func TestAPageThatNobodyReadsDoesNothing(t *testing.T) {
	reaction := on(model.OpRollback, 0, 0)
	reaction.Reaction = true
	for _, c := range []struct {
		probability int64
		read        bool
	}{{0, false}, {4_999, false}, {5_000, true}, {10_000, true}} {
		s := newSim(t, alertPage.Default().With("A42", "p_read", c.probability)).at(-time.Hour)
		s.operate(on(model.OpAlert, 7, 0))
		want := Pass
		if c.read {
			want = Cut
		}
		s.at(0).vote(s.child(1, 7))
		s.wantVotes(want)
		if refused := s.operate(reaction); refused != c.read || (len(s.m.Trips()) == 1) != c.read {
			t.Errorf("p_read %d: refused %t, trips %+v", c.probability, refused, s.m.Trips())
		}
	}
}

func TestWhoKnowsTheCauseDoesNotRollBack(t *testing.T) {
	reaction := on(model.OpRollback, 3, 0)
	reaction.Reaction = true
	deploy := on(model.OpDeploy, 3, 1)
	deploy.Reaction = true
	for _, c := range []struct {
		name    string
		alerts  []time.Duration // on servers 7, 6, ...
		at      time.Duration
		op      model.Operation
		refused bool
	}{
		{"no_alert", nil, time.Hour, reaction, false},
		{"before_the_acknowledgement", []time.Duration{0}, 15*time.Minute - 1, reaction, false},
		{"with_it", []time.Duration{0}, 15 * time.Minute, reaction, true},
		{"the_first_page_tells", []time.Duration{0, 10 * time.Minute}, 15 * time.Minute, reaction, true},
		{"part_of_a_plan", []time.Duration{0}, time.Hour, on(model.OpRollback, 3, 0), false},
		{"no_rollback", []time.Duration{0}, time.Hour, deploy, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := newSim(t, alertPage.Default())
			for i, at := range c.alerts {
				s.at(at).operate(on(model.OpAlert, model.ServerID(7-i), 0))
			}
			other := s.fork()
			other.operate(on(model.OpAlert, 5, 0)) // what a fork learns stays there
			if got := s.at(c.at).operate(c.op); got != c.refused {
				t.Errorf("refused %t, want %t", got, c.refused)
			}
			if len(s.m.Trips()) != len(c.alerts) {
				t.Errorf("%d trips of %d pages", len(s.m.Trips()), len(c.alerts))
			}
		})
	}
}
