package control

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"lossreplay/model"
)

func TestDropCopyStopsTheFirmAboveItsLimit(t *testing.T) {
	for _, c := range []struct {
		name string
		last model.Qty // after 900 unmatched shares
		at   time.Duration
		seen int64 // of the trip; 0 for none
	}{
		{"one_below", 99, time.Second, 0},
		{"at", 100, time.Second, 0},
		{"one_above", 101, time.Second, 1_001},
		{"one_above_at_the_end_of_the_window", 101, 10*time.Second - 1, 1_001},
		{"the_first_has_left_the_window", 101, 10 * time.Second, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := newSim(t, dropCopyCheck.Default()).at(0)
			fullParents(s)
			s.trade(s.child(1, 0)) // leaves the window at 10 s
			s.at(time.Second / 2)
			for p := range model.ParentID(8) { // buys and sells, in every symbol
				s.trade(s.child(p+1, model.ServerID(p)))
			}
			last := s.child(2, 3)
			last.Qty = c.last
			s.at(c.at).trade(last)
			s.trace = nil
			s.at(c.at + time.Second - 1).vote(s.child(1, 0))
			s.at(c.at + time.Second).vote(s.child(1, 0))
			s.vote(s.child(4, 7))
			if c.seen == 0 {
				s.wantVotes(Pass, Pass, Pass)
				s.wantTrips()
				return
			}
			s.wantVotes(Pass, Kill, Kill)
			at := after(c.at + time.Second)
			s.wantTrips(Trip{At: at, Effect: at, Scope: Scope{Kind: Firm}, Seen: c.seen, Limit: 1_000, Unit: Shares})
		})
	}
}

func TestDropCopyThatOnlyAlertsStopsNothing(t *testing.T) {
	s := newSim(t, dropCopyCheck.Default().With("A37", "action", dropCopyAlerts).With("A37", "limit", 50)).at(0)
	fullParents(s)
	s.trade(s.child(1, 0))
	s.trade(s.child(1, 0))
	s.at(time.Hour).vote(s.child(1, 0))
	s.wantVotes(Pass, Pass, Pass)
	s.wantTrips(Trip{At: after(time.Second), Effect: after(time.Second), Scope: Scope{Kind: Firm}, Seen: 100, Limit: 50, Unit: Shares})
}

func TestDropCopyDoesNotSeeWhatParentsAskedFor(t *testing.T) {
	s := newSim(t, dropCopyCheck.Default().With("A37", "limit", 49)).at(0)
	for range 3 {
		s.trade(s.child(1, 0))
	}
	s.wantTrips()
	s.w.Parents[1].Executed = 250
	s.trade(s.child(2, 0)) // 50 of 100 shares are beyond
	if trips := s.m.Trips(); len(trips) != 1 || trips[0].Seen != 50 {
		t.Errorf("trips %+v", trips)
	}
}

// TestDropCopyCountsWhatLiesInItsWindow holds the ring against a sum over all that was ever executed.
func TestDropCopyCountsWhatLiesInItsWindow(t *testing.T) {
	type fill struct {
		at  model.Time
		qty int64
	}
	tripped, passed := 0, 0
	rapid.Check(t, func(r *rapid.T) {
		limit := rapid.Int64Range(1, 40).Draw(r, "limit")
		window := rapid.SampledFrom([]time.Duration{time.Millisecond, 3 * time.Millisecond, 10 * time.Millisecond}).Draw(r, "window")
		lag := time.Duration(rapid.Int64Range(0, 5).Draw(r, "ms")) * time.Millisecond
		i := dropCopyCheck.Default().With("A37", "limit", limit).With("A37", "window", int64(window)).With("A37", "lag", int64(lag))
		s := newSim(t, i)
		var all []fill
		var fork *sim
		want := model.Never
		for range rapid.IntRange(20, 60).Draw(r, "fills") {
			s.w.Now = s.w.Now.Add(time.Duration(rapid.SampledFrom([]int{0, 0, 1, 1, 2, 3, 10}).Draw(r, "wait")) * time.Millisecond)
			qty := rapid.SampledFrom([]int64{0, 1, 1, 2, 5, 10, -1, -3, -10}).Draw(r, "qty")
			s.m.(FillWatcher).Filled(&s.w, &Fill{Parent: 1, Qty: 20, Unmatched: model.Qty(qty), Px: ten})
			all = append(all, fill{s.w.Now, max(qty, -qty)})
			var shares int64
			for _, f := range all {
				if s.w.Now.Sub(f.at) < window {
					shares += f.qty
				}
			}
			if want == model.Never && qty != 0 && shares > limit {
				want = s.w.Now.Add(lag)
			}
			verdict := s.vote(s.child(1, 0))
			if trip := firstTrip(s); trip != want || verdict != verdictAt(Kill, want, s.w.Now) {
				r.Fatalf("at %v: %d shares of %d, trip at %v, want %v, verdict %d", s.w.Now, shares, limit, trip, want, verdict)
			}
			if fork == nil { // what a fork is told stays there, also while both go on
				fork = s.fork()
			}
			fork.at(24*time.Hour).m.(FillWatcher).Filled(&fork.w, &Fill{Parent: 1, Unmatched: 1, Px: ten})
			if rapid.Bool().Draw(r, "new fork") {
				fork = nil
			}
		}
		if want == model.Never {
			passed++
		} else {
			tripped++
		}
	})
	if tripped == 0 || passed == 0 {
		t.Errorf("%d days tripped it, %d did not: one of both proves nothing", tripped, passed)
	}
}
