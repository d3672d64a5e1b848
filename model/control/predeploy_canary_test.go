package control

import (
	"testing"
	"time"

	"lossreplay/model"
)

// works lets a server send n children of 100 shares for parent p of 300.
func works(s *sim, server model.ServerID, p model.ParentID, n int) {
	for range n {
		s.send(s.child(p, server))
	}
}

func smallCanary() Instance { return canary.Default().With("A04", "min_parents", 2) }

func TestCanaryTakesOutTheServerAboveTwiceTheMedian(t *testing.T) {
	s := newSim(t, smallCanary()).at(0)
	for p := model.ParentID(1); p <= 2; p++ {
		works(s, 0, p, 3)
		works(s, 1, p, 3)
		works(s, 7, p, 6) // 1,200 of 600 shares: twice the others
	}
	s.tick()
	s.wantTrips()
	one := s.child(1, 7)
	one.Qty = 1
	s.at(time.Second).send(one)
	s.wantTrips() // judged at ticks
	s.at(2 * time.Second).tick()
	s.wantTrips(Trip{At: after(2 * time.Second), Effect: after(62 * time.Second), Scope: Scope{OnServer, 7}, Seen: 20_016, Limit: 20_000, Unit: BasisPoints})
	s.at(3 * time.Second).tick() // logged once
	s.trace = nil
	s.at(62*time.Second - 1).vote(s.child(1, 7))
	s.at(62 * time.Second).vote(s.child(1, 7))
	s.vote(s.child(1, 0))
	s.at(6 * time.Hour).vote(s.child(1, 7))
	s.wantVotes(Pass, Cut, Pass, Cut)
	if len(s.m.Trips()) != 1 {
		t.Errorf("%d trips", len(s.m.Trips()))
	}
}

func TestCanaryComparesOnlyServersWithEnoughParents(t *testing.T) {
	for _, c := range []struct {
		name  string
		play  func(*sim)
		trips int
	}{
		{"the_runaway_has_one_parent", func(s *sim) { works(s, 7, 1, 60) }, 0},
		{"the_same_parent_again_is_no_second", func(s *sim) { works(s, 7, 1, 30); works(s, 7, 1, 30) }, 0},
		{"the_runaway_has_two", func(s *sim) { works(s, 7, 1, 30); works(s, 7, 2, 30) }, 1},
		{"a_parent_counts_for_each_server_that_works_it", func(s *sim) { works(s, 7, 3, 30); works(s, 7, 4, 30); works(s, 6, 3, 3); works(s, 6, 4, 3) }, 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := newSim(t, smallCanary()).at(0)
			for server := range model.ServerID(3) {
				works(s, server, 3, 3)
				works(s, server, 4, 3)
			}
			c.play(s)
			s.tick()
			if n := len(s.m.Trips()); n != c.trips {
				t.Errorf("%d trips, want %d: %+v", n, c.trips, s.m.Trips())
			}
		})
	}
}

func TestCanaryTakesTheLowerMiddle(t *testing.T) {
	s := newSim(t, smallCanary().With("A04", "hold", 0)).at(0)
	for p := model.ParentID(1); p <= 2; p++ {
		works(s, 0, p, 3)
		works(s, 7, p, 7)
	}
	s.tick()
	s.wantTrips(Trip{At: dayOpen, Effect: dayOpen, Scope: Scope{OnServer, 7}, Seen: 23_333, Limit: 20_000, Unit: BasisPoints})
}

func TestCanaryPassesAFaultOfAllServersAndAServerAlone(t *testing.T) {
	s := newSim(t, smallCanary()).at(0)
	works(s, 7, 1, 50)
	works(s, 7, 2, 50)
	s.tick() // nobody to compare with
	for server := range model.ServerID(7) {
		works(s, server, 1, 50)
		works(s, server, 2, 50)
	}
	s.tick()
	s.wantTrips()
}

func TestCanaryComparesNothingBeforeTheFirstShares(t *testing.T) {
	s := newSim(t, smallCanary().With("A04", "min_parents", 1)).at(0)
	s.tick()
	for server := range model.ServerID(3) {
		c := s.child(1, server)
		c.ParentQty = 10_000_000
		s.send(c) // 100 of 10 million: no basis point
	}
	works(s, 7, 2, 1)
	s.tick()
	s.wantTrips()
}

func TestCanaryCloneIsAlone(t *testing.T) {
	s := newSim(t, smallCanary()).at(0)
	for p := model.ParentID(1); p <= 2; p++ {
		works(s, 0, p, 3)
	}
	works(s, 7, 1, 30)
	c := s.fork()
	works(c, 7, 2, 30)
	c.tick()
	s.tick()
	s.wantTrips()
	if len(c.m.Trips()) != 1 {
		t.Errorf("the clone has %d trips", len(c.m.Trips()))
	}
	works(s, 7, 2, 1) // the original has yet to see this parent: 3,100 of 600 shares
	s.tick()
	if trips := s.m.Trips(); len(trips) != 1 || trips[0].Seen != 51_666 {
		t.Errorf("trips %+v", trips)
	}
}

func TestCanaryJudgesServersWhoseParentsNobodyAskedFor(t *testing.T) {
	s := newSim(t, smallCanary()).at(0)
	for p := model.ParentID(1); p <= 2; p++ {
		works(s, 0, p, 3)
		works(s, 1, p, 3)
		c := s.child(p, 7)
		c.ParentQty = 0
		s.send(c)
	}
	s.tick()
	if trips := s.m.Trips(); len(trips) != 1 || trips[0].Seen != 200*10_000 {
		t.Errorf("trips %+v; want one, with 200 shares of a single one", trips)
	}
}
