package control

import (
	"testing"
	"time"

	"pgregory.net/rapid"
)

// fullParents fills every parent, so that each further execution is the firm's own.
func fullParents(s *sim) {
	for i := range s.w.Parents {
		s.w.Parents[i].Executed = orderQty
	}
}

func TestGrossLimitStopsTheFirmAfterItsLag(t *testing.T) {
	s := newSim(t, accountGross.Default().With("A19", "limit", 2_000_000_000)).at(0) // $2,000: 200 shares at 10.00
	fullParents(s)
	s.trade(s.child(1, 0)) // long 100 in one symbol
	s.trade(s.child(2, 0)) // short 100 in another: gross 2,000, net 0
	s.wantTrips()
	one := s.child(3, 0)
	one.Qty = 1
	s.at(time.Second).trade(one)
	s.wantTrips(Trip{At: after(1500 * time.Millisecond), Effect: after(1500 * time.Millisecond), Scope: Scope{Kind: Firm},
		Seen: 2_010_000_000, Limit: 2_000_000_000, Unit: Micros})
	s.at(1500*time.Millisecond - 1).vote(s.child(5, 4))
	s.at(1500 * time.Millisecond).vote(s.child(5, 4))
	s.wantVotes(Pass, Pass, Pass, Pass, Halt)
}

func TestGrossLimitSeesMarksMove(t *testing.T) {
	s := newSim(t, accountGross.Default().With("A19", "limit", 1_000_000_000)).at(0)
	fullParents(s)
	s.trade(s.child(1, 0))
	s.at(time.Second).tick(ten, ten, ten)
	s.wantTrips()
	s.at(2*time.Second).tick(ten, ten+1, ten)
	s.at(3*time.Second).tick(ten, 2*ten, ten) // stopped already
	s.wantTrips(Trip{At: after(2500 * time.Millisecond), Effect: after(2500 * time.Millisecond), Scope: Scope{Kind: Firm},
		Seen: 1_000_010_000, Limit: 1_000_000_000, Unit: Micros})
}

func TestGrossLimitDoesNotSeeWhatParentsAskedFor(t *testing.T) {
	s := newSim(t, accountGross.Default().With("A19", "limit", 1_000_000)).at(0)
	for range 3 {
		s.trade(s.child(1, 0))
	}
	s.wantTrips()
}

func TestGrossLimitStaysStoppedWhenTheAccountShrinks(t *testing.T) {
	s := newSim(t, accountGross.Default().With("A19", "limit", 1_500_000_000)).at(0)
	fullParents(s)
	s.trade(s.child(1, 0))
	s.trade(s.child(1, 0))
	s.trade(s.child(4, 0)) // sells the same symbol: gross is back at 1,000
	s.at(time.Hour).vote(s.child(1, 0))
	s.wantVotes(Pass, Pass, Pass, Halt)
}

func TestNetLimitSeesWhatDoesNotOffset(t *testing.T) {
	s := newSim(t, accountGross.Default().With("A19", "limit", 1_000_000_000).With("A19", "netting", nettingNet)).at(0) // $1,000
	fullParents(s)
	s.trade(s.child(1, 0)) // long 100 in one symbol
	s.trade(s.child(2, 0)) // short 100 in another
	s.trade(s.child(2, 0)) // net short 1,000: at the limit
	s.wantTrips()
	one := s.child(2, 0)
	one.Qty = 1
	s.at(time.Second).trade(one)
	s.wantTrips(Trip{At: after(1500 * time.Millisecond), Effect: after(1500 * time.Millisecond), Scope: Scope{Kind: Firm},
		Seen: 1_010_000_000, Limit: 1_000_000_000, Unit: Micros})
}

func TestNetLimitSeesMarksMove(t *testing.T) {
	s := newSim(t, accountGross.Default().With("A19", "limit", 1_000_000_000).With("A19", "netting", nettingNet)).at(0)
	fullParents(s)
	s.trade(s.child(1, 0)) // symbol 1: long 100
	s.trade(s.child(2, 0)) // symbol 2: short 100
	s.at(time.Second).tick(ten, 2*ten, ten)
	s.wantTrips()
	s.at(2*time.Second).tick(ten, 2*ten+1, ten)
	s.wantTrips(Trip{At: after(2500 * time.Millisecond), Effect: after(2500 * time.Millisecond), Scope: Scope{Kind: Firm},
		Seen: 1_000_010_000, Limit: 1_000_000_000, Unit: Micros})
}

func TestGrossIsTheBooksAtEveryFill(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		netting := rapid.Int64Range(nettingGross, nettingNet).Draw(r, "netting")
		s := started(t, accountGross.Default().With("A19", "netting", netting), false)
		for _, e := range genSteps(120).Draw(r, "day") {
			s.take(e)
			want := s.w.Book.Gross(s.w.Mid)
			if netting == nettingNet {
				want = 0
				for i, l := range s.w.Book.Lines {
					want += notional(l.Pos, s.w.Mid[i], s.w.Book.Unit)
				}
			}
			if got := s.m.(*grossStop).gross; got != want {
				r.Fatalf("gross %v, book says %v", got, want)
			}
		}
	})
}
