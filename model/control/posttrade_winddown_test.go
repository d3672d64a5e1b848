package control

import (
	"testing"
	"time"
)

func TestWindDownWorksAtItsOwnShare(t *testing.T) {
	for _, c := range []struct {
		name     string
		control  Instance
		position bool
		recorded float64
		want     float64
		trip     bool
		seen     int64
	}{
		{"slower_day", windDown.Default(), true, 0.0312, 0.15, true, 312},
		{"faster_day", windDown.Default(), true, 0.5, 0.15, true, 5_000},
		{"the_same", windDown.Default(), true, 0.15, 0.15, false, 0},
		{"nothing_left", windDown.Default(), false, 0.0312, 0.0312, false, 0},
		{"almost_all_as_a_block", windDown.Default().With("A40", "participation", 1), true, 0.1, 0.0001, true, 1_000},
		{"all_of_the_market", windDown.Default().With("A40", "participation", 10_000), true, 0.1, 1, true, 1_000},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := newSim(t, windDown.Default()).at(time.Hour)
			s.env.About.Market.Participation = c.recorded
			s.m = c.control.Monitor(s.env)
			fullParents(s)
			if c.position {
				s.trade(s.child(2, 0)) // short
			}
			before := s.w.Book.Clone()
			fork := s.fork()
			for range 2 { // asked twice: the same, logged once
				got := s.settle(c.recorded)
				if got.Participation != c.want {
					t.Errorf("participation %v, want %v", got.Participation, c.want)
				}
				for i, l := range got.Lines {
					if l != before.Lines[i] {
						t.Errorf("line %d changed to %+v", i, l)
					}
				}
			}
			if c.trip {
				s.wantTrips(Trip{At: dayClose, Effect: dayClose, Scope: Scope{Kind: Firm}, Seen: c.seen, Limit: c.control.Values["participation"], Unit: BasisPoints})
			} else {
				s.wantTrips()
			}
			fork.wantTrips()
		})
	}
}

func TestOfTwoPlansTheFartherStands(t *testing.T) {
	for _, c := range []struct {
		a, b int64
		want float64
	}{{1_500, 500, 0.15}, {1_000, 500, 0.05}, {1_000, 1_000, 0.1}, {1_100, 900, 0.11}, {100, 1_800, 0.01}} {
		s := newSim(t, windDown.Default()).at(time.Hour)
		fullParents(s)
		s.trade(s.child(1, 0))
		s.env.About.Market.Participation = 0.1
		for _, order := range [][]int64{{c.a, c.b}, {c.b, c.a}} {
			got := Settlement{Lines: s.w.Book.Lines, Participation: 0.1}
			for _, share := range order {
				m := windDown.Default().With("A40", "participation", share).Monitor(s.env)
				m.(Settler).Settles(&s.w, &got)
				if logged := len(m.Trips()) == 1; logged != (share != 1_000) {
					t.Errorf("%v: %d logs %+v", order, share, m.Trips())
				}
			}
			if got.Participation != c.want {
				t.Errorf("%v: participation %v, want %v", order, got.Participation, c.want)
			}
		}
	}
}
