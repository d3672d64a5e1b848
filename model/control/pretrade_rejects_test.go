package control

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"lossreplay/model"
)

// reject has the venue reject n children of a server.
func reject(s *sim, server model.ServerID, n int) {
	for range n {
		finish(s, server, model.ExecRejected)
	}
}

// finish sends a child of a server and ends it at once.
func finish(s *sim, server model.ServerID, kind model.ExecType) {
	c := s.child(1, server)
	s.send(c)
	s.end(c, kind)
}

func TestRejectBreakerCutsTheServerAt3InARow(t *testing.T) {
	s := newSim(t, rejectRate.Default().With("A27", "consecutive", 3)).at(0)
	reject(s, 0, 2)
	reject(s, 1, 2) // each server has its own row
	s.at(time.Hour) // which has no end in time
	s.wantTrips()
	reject(s, 0, 1)
	s.wantTrips(Trip{At: after(time.Hour), Effect: after(time.Hour + 500*time.Millisecond), Scope: Scope{OnServer, 0}, Seen: 3, Limit: 3, Unit: Count})
	reject(s, 0, 3) // those in flight: logged once
	if n := len(s.m.Trips()); n != 1 {
		t.Errorf("%d trips", n)
	}
	s.trace = nil
	s.at(time.Hour + 500*time.Millisecond - 1).vote(s.child(1, 0))
	s.at(time.Hour + 500*time.Millisecond).vote(s.child(1, 0))
	s.vote(s.child(1, 1))
	s.wantVotes(Pass, Cut, Pass)
}

func TestWhatBreaksARowOfRejects(t *testing.T) {
	for name, other := range map[string]func(s *sim){
		"fill":         func(s *sim) { s.trade(s.child(1, 0)) },
		"expiry":       func(s *sim) { finish(s, 0, model.ExecExpired) },
		"cancellation": func(s *sim) { finish(s, 0, model.ExecCanceled) },
	} {
		s := newSim(t, rejectRate.Default().With("A27", "consecutive", 3)).at(0)
		reject(s, 0, 2)
		other(s)
		reject(s, 0, 2)
		if n := len(s.m.Trips()); n != 0 {
			t.Errorf("%s: two rejects, it, two rejects: %d trips", name, n)
		}
		reject(s, 0, 1)
		if n := len(s.m.Trips()); n != 1 {
			t.Errorf("%s: three rejects after it: %d trips", name, n)
		}
	}
}

func TestRejectBreakerCutsTheServerAbove2InTheWindow(t *testing.T) {
	s := newSim(t, rejectRate.Default().With("A27", "limit", 2)).at(0)
	one := func() {
		reject(s, 0, 1)
		finish(s, 0, model.ExecExpired) // no row
	}
	one()
	s.at(30 * time.Second)
	one()
	s.at(time.Minute) // the first has left
	one()
	s.wantTrips()
	s.at(90*time.Second - 1)
	one()
	at := after(90*time.Second - 1)
	s.wantTrips(Trip{At: at, Effect: at.Add(500 * time.Millisecond), Scope: Scope{OnServer, 0}, Seen: 3, Limit: 2, Unit: Count})
}

func TestRejectBreakerIsTheRule(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		consecutive, limit := rapid.IntRange(2, 6).Draw(r, "consecutive"), rapid.IntRange(1, 6).Draw(r, "limit")
		window := time.Duration(rapid.IntRange(1, 20).Draw(r, "window")) * time.Millisecond
		s := newSim(t, rejectRate.Default().With("A27", "consecutive", int64(consecutive)).With("A27", "limit", int64(limit)).With("A27", "window", int64(window)))
		row := 0
		var rejects []model.Time // since the start or the last override
		trips, out := 0, false
		for range rapid.IntRange(1, 60).Draw(r, "n") {
			s.w.Now = s.w.Now.Add(time.Duration(rapid.IntRange(0, 4).Draw(r, "ms")) * time.Millisecond)
			switch rapid.IntRange(0, 9).Draw(r, "what") {
			case 0:
				finish(s, 0, model.ExecExpired)
				row = 0
			case 1:
				s.operate(on(model.OpOverride, 0, 0))
				out = false
			case 2:
				reject(s, 1, 1) // another server's
				finish(s, 1, model.ExecExpired)
				if s.m.(*rejectBreaker).out(1) {
					s.operate(on(model.OpOverride, 1, 0))
				}
			default:
				reject(s, 0, 1)
				if out {
					break
				}
				row++
				rejects = append(rejects, s.w.Now)
				within := 0
				for _, at := range rejects {
					if s.w.Now.Sub(at) < window {
						within++
					}
				}
				if row >= consecutive || within > limit {
					trips, out, row, rejects = trips+1, true, 0, nil
				}
			}
			got := 0
			for _, trip := range s.m.Trips() {
				if trip.Scope == (Scope{OnServer, 0}) {
					got++
				}
			}
			if got != trips {
				r.Fatalf("%d trips, want %d", got, trips)
			}
		}
	})
}
