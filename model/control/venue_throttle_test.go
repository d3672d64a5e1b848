package control

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"lossreplay/model"
)

// throttled returns a world with the throttle, and what sends a message there; its children are numbered, as a record's are.
func throttled(t testing.TB, reject, terminate int64) (s *sim, message func(server model.ServerID, venue model.VenueID) Verdict) {
	s = newSim(t, venueThrottle.Default().With("A33", "reject", reject).With("A33", "terminate", terminate)).at(0)
	s.obey = true
	id := model.ChildID(0)
	return s, func(server model.ServerID, venue model.VenueID) Verdict {
		id++
		c := s.child(1, server).at(venue)
		c.ID = id
		return s.send(c)
	}
}

func TestVenueThrottleRejectsThenClosesThePort(t *testing.T) {
	s, message := throttled(t, 2, 5)
	s.at(time.Second)
	for range 4 {
		message(0, 0)
	}
	message(0, 1) // another port
	message(1, 0) // and another
	s.at(2*time.Second - 1)
	s.wantVotes(Pass, Pass, Block, Block, Pass, Pass)
	reject := Trip{At: after(time.Second), Effect: after(time.Second), Scope: Scope{OnServer, 0}, Seen: 3, Limit: 2, Unit: Count}
	s.wantTrips(reject)
	s.trace = nil
	message(0, 0) // the fifth, rejected ones counted
	closed := Trip{At: after(2*time.Second - 1), Effect: after(2*time.Second - 1), Scope: Scope{OnVenue, 0}, Seen: 5, Limit: 5, Unit: Count}
	s.wantTrips(reject, closed)
	s.at(5 * time.Hour)
	message(0, 0)
	message(0, 1)
	message(1, 0)
	s.wantVotes(Block, Block, Pass, Pass)
}

func TestVenueThrottleStartsEachWindowAnew(t *testing.T) {
	s, message := throttled(t, 2, 5)
	for range 5 {
		s.at(s.w.Now.Sub(dayOpen) + time.Second - 1) // the end of a window
		message(0, 0)
		message(0, 0)
		message(0, 0)
		message(0, 0)
		s.at(s.w.Now.Sub(dayOpen) + 1)
	}
	for i, v := range s.trace {
		if want := [...]Verdict{Pass, Pass, Block, Block}[i%4]; v != want {
			t.Errorf("vote %d is %v, want %v", i, v, want)
		}
	}
	// Twice the limit passes around the end of a window.
	s, message = throttled(t, 2, 5)
	s.at(-1)
	message(0, 0)
	message(0, 0)
	s.at(0)
	message(0, 0)
	message(0, 0)
	message(0, 0)
	s.wantVotes(Pass, Pass, Pass, Pass, Block)
}

func TestVenueThrottleClosesAtOnceIfItRejectsLater(t *testing.T) {
	s, message := throttled(t, 5, 2)
	message(0, 0)
	message(0, 0)
	s.wantVotes(Pass, Block)
	s.wantTrips(Trip{At: after(0), Effect: after(0), Scope: Scope{OnVenue, 0}, Seen: 2, Limit: 2, Unit: Count})
}

func TestVenueThrottleCountsNoMessageThatStayedInside(t *testing.T) {
	s, _ := throttled(t, 2, 3)
	for range 10 {
		s.vote(s.child(1, 0)) // it would pass, but another control holds it back
	}
	for _, v := range s.trace {
		if v != Pass {
			t.Fatalf("votes %v", s.trace)
		}
	}
}

func TestVenueThrottleIsTheRule(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		reject, terminate := rapid.Int64Range(1, 5).Draw(r, "reject"), rapid.Int64Range(1, 12).Draw(r, "terminate")
		s, message := throttled(t, reject, terminate)
		s.at(-3 * time.Second)
		type arrival struct {
			window time.Duration
			server model.ServerID
			venue  model.VenueID
		}
		var all []arrival // every message, rejected or not
		shut := map[arrival]bool{}
		for range rapid.IntRange(1, 80).Draw(r, "n") {
			s.w.Now = s.w.Now.Add(time.Duration(rapid.SampledFrom([]int{0, 0, 0, 100, 600, 1000}).Draw(r, "ms")) * time.Millisecond)
			a := arrival{(s.w.Now.Sub(dayOpen) + time.Hour).Truncate(time.Second), model.ServerID(rapid.IntRange(0, 1).Draw(r, "server")), model.VenueID(rapid.IntRange(0, 1).Draw(r, "venue"))}
			n := int64(1)
			for _, b := range all {
				if a == b {
					n++
				}
			}
			all = append(all, a)
			port := arrival{0, a.server, a.venue}
			shut[port] = shut[port] || n >= terminate
			want := Pass
			if shut[port] || n > reject {
				want = Block
			}
			if got := message(a.server, a.venue); got != want {
				r.Fatalf("message %d of the window: %v, want %v", n, got, want)
			}
			s.m = s.m.Clone()
		}
	})
}
