package control

import (
	"slices"
	"testing"
	"time"

	"lossreplay/model"
)

// quarantined returns worlds in which a control, each of those that take servers out, holds servers 6 and 7, with what trips it
// again on server 7.
func quarantined(t *testing.T) map[string]struct {
	s     *sim
	again func()
} {
	worlds := map[string]struct {
		s     *sim
		again func()
	}{}
	for _, c := range []struct {
		of   Instance
		trip func(s *sim, server model.ServerID)
	}{
		{fleetVersion.Default().With("A01", "latency", 0), func(s *sim, _ model.ServerID) {
			s.operate(model.Operation{Kind: model.OpStartOfDay})
		}},
		{canary.Default().With("A04", "min_parents", 1).With("A04", "hold", 0), func(s *sim, server model.ServerID) {
			for other := range model.ServerID(6) {
				s.send(s.child(1, other))
			}
			for range 10 {
				s.send(s.child(1, server))
			}
			s.tick()
		}},
		{readinessGate.Default().With("A44", "clear", 0), func(s *sim, _ model.ServerID) {
			s.operate(model.Operation{Kind: model.OpStartOfDay})
		}},
		{orderRate.Default().With("A16", "mode", modeKill).With("A16-kill", "limit", 1), func(s *sim, server model.ServerID) {
			s.send(s.child(1, server))
			s.send(s.child(1, server))
		}},
		{unmatchedFills.Default().With("A26", "latency", 0).With("A26", "limit", 2), func(s *sim, server model.ServerID) {
			for range 3 {
				s.trade(s.child(1, server))
			}
		}},
		{rejectRate.Default().With("A27", "latency", 0).With("A27", "consecutive", 3), func(s *sim, server model.ServerID) {
			reject(s, server, 3)
		}},
		{alertPage.Default().With("A42", "count", 2).With("A42", "acknowledge", 0).With("A42", "authority", 0).With("A42", "decide", 0).With("A42", "execute", 0),
			func(s *sim, server model.ServerID) {
				s.operate(on(model.OpAlert, server, 0))
				s.operate(on(model.OpAlert, server, 0))
			}},
	} {
		s := newSim(t, c.of).at(0)
		fullParents(s)
		deployedBut(s, 6, 7)
		c.trip(s, 6)
		c.trip(s, 7)
		s.trace = nil
		worlds[c.of.Name] = struct {
			s     *sim
			again func()
		}{s, func() { c.trip(s, 7) }}
	}
	return worlds
}

func TestAnOverrideLiftsQuarantinesOfWhatItNames(t *testing.T) {
	for name, w := range quarantined(t) {
		t.Run(name, func(t *testing.T) {
			s := w.s
			asks := func(want ...Verdict) {
				t.Helper()
				s.trace = nil
				s.vote(s.child(1, 6))
				s.vote(s.child(1, 7))
				s.wantVotes(want...)
			}
			s.at(time.Minute)
			asks(Cut, Cut)
			s.operate(on(model.OpOverride, 7, 0))
			asks(Cut, Pass)
			before := len(s.m.Trips())
			w.again()
			if trips := s.m.Trips(); len(trips) != before+1 || trips[before].Scope != (Scope{OnServer, 7}) {
				t.Errorf("after the override, trips %+v", trips[before:])
			}
			asks(Cut, Cut)
			s.at(2 * time.Minute).operate(model.Operation{Kind: model.OpOverride})
			asks(Pass, Pass)
		})
	}
}

func TestAnOverrideLiftsAQuarantineBeforeItsEffect(t *testing.T) {
	s := newSim(t, fleetVersion.Default()).at(0)
	deployedBut(s, 7)
	s.operate(model.Operation{Kind: model.OpStartOfDay})
	s.at(30 * time.Second).operate(on(model.OpOverride, 7, 0))
	s.at(2 * time.Minute).vote(s.child(1, 7))
	s.wantVotes(Pass)
}

func TestAnOverrideOpensTheFirmsSessions(t *testing.T) {
	s := newSim(t, readinessGate.Default()).at(-time.Hour)
	deployedBut(s, 7)
	s.operate(model.Operation{Kind: model.OpStartOfDay})
	s.at(-50 * time.Minute).vote(s.child(1, 0))
	s.operate(on(model.OpOverride, 7, 0)) // of one server: the firm's stay closed
	s.vote(s.child(1, 7))
	s.operate(model.Operation{Kind: model.OpOverride})
	s.vote(s.child(1, 0))
	s.vote(s.child(1, 7))
	s.wantVotes(Block, Block, Pass, Pass)
}

func TestOverrideKeyRefusesOverridesAlone(t *testing.T) {
	s := newSim(t, overrideKey.Default()).at(time.Second)
	for _, c := range []struct {
		op      model.Operation
		refused bool
	}{
		{on(model.OpRollback, 3, 0), false},
		{on(model.OpAlert, 3, 0), false},
		{on(model.OpOverride, 3, 0), true},
		{on(model.OpOverride, 3, 0), true}, // again: refused again, logged once
		{model.Operation{Kind: model.OpOverride}, true},
	} {
		if got := s.operate(c.op); got != c.refused {
			t.Errorf("%v refused: %t", c.op.Kind, got)
		}
	}
	at := after(time.Second)
	s.wantTrips(Trip{At: at, Effect: at, Scope: Scope{OnServer, 3}, Seen: 1, Limit: 2, Unit: Count},
		Trip{At: at, Effect: at, Scope: Scope{Kind: Firm}, Seen: 1, Limit: 2, Unit: Count})
}

// TestARefusedOverrideLiftsNothing puts the two together as the engine does: who refuses is asked first, and what is refused
// nobody sees.
func TestARefusedOverrideLiftsNothing(t *testing.T) {
	for _, refused := range []bool{true, false} {
		for name, w := range quarantined(t) {
			s, key := w.s.at(time.Minute), newSim(t, overrideKey.Default())
			override := on(model.OpOverride, 7, 0)
			if !(refused && key.operate(override)) {
				s.operate(override)
			}
			s.vote(s.child(1, 7))
			if want := map[bool]Verdict{true: Cut, false: Pass}[refused]; !slices.Equal(s.trace, []Verdict{want}) {
				t.Errorf("%s, refused %t: votes %v, want %v", name, refused, s.trace, want)
			}
		}
	}
}
