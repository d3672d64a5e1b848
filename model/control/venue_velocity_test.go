package control

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"lossreplay/model"
)

func TestVelocityReservesASymbolFor5s(t *testing.T) {
	s := newSim(t, velocityLogic.Default())
	s.ticksUntil(time.Second, ten, ten, ten)
	s.ticksUntil(2*time.Second, 102_999, 97_001, ten) // just below 3 % up and down
	s.ticksUntil(3*time.Second, 105_900, 98_500, ten) // 2.8 % of the last; what is further back does not count
	s.wantTrips()
	s.ticksUntil(4*time.Second, 105_900, 95_545, 103_000)
	at := after(4 * time.Second)
	s.wantTrips(Trip{At: at, Effect: at, Scope: Scope{OnSymbol, 1}, Seen: 300, Limit: 300, Unit: BasisPoints},
		Trip{At: at, Effect: at, Scope: Scope{OnSymbol, 2}, Seen: 300, Limit: 300, Unit: BasisPoints})
	s.vote(s.child(1, 0)) // a buy
	s.vote(s.child(4, 0)) // and a sell: both directions
	s.vote(s.child(3, 0)) // another symbol
	s.at(9*time.Second - 1).vote(s.child(1, 0))
	s.at(9 * time.Second).vote(s.child(1, 0))
	s.wantVotes(Block, Block, Pass, Block, Pass)
	s.ticksUntil(10*time.Second, 105_900, 50_000, 103_000) // prices count anew from the pause's end
	if n := len(s.m.Trips()); n != 2 {
		t.Errorf("%d trips", n)
	}
	s.ticksUntil(11*time.Second, 105_900, 51_500, 103_000)
	if n := len(s.m.Trips()); n != 3 {
		t.Errorf("%d trips, want one for each pause", n)
	}
}

func TestVelocityLooksBackATickAtLeast(t *testing.T) {
	one := velocityLogic.Default().With("A36", "within", 1_000_000)
	s := newSim(t, one)
	s.ticksUntil(time.Second, ten, ten, ten)
	s.ticksUntil(2*time.Second, 110_000, ten, ten)
	if n := len(s.m.Trips()); n != 1 {
		t.Errorf("%d trips", n)
	}
}

func TestVelocityIsTheRule(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		move := rapid.Int64Range(50, 1000).Draw(r, "move")
		within, pause := rapid.IntRange(1, 5).Draw(r, "within"), rapid.IntRange(1, 8).Draw(r, "pause")
		s := newSim(t, velocityLogic.Default().With("A36", "move", move).With("A36", "within", int64(within)*1_000_000_000).With("A36", "pause", int64(pause)*1_000_000_000))
		mids := []model.Price{ten}
		for _, step := range rapid.SliceOfN(rapid.Int64Range(-4_000, 4_000), 1, 80).Draw(r, "steps") {
			mids = append(mids, max(mids[len(mids)-1]+model.Price(step), 1))
		}
		var want, got []time.Duration
		fresh, resume := 0, 0
		for i, px := range mids {
			if i < resume {
				fresh = i + 1
				continue
			}
			for j := max(fresh, i-within); j < i; j++ {
				if d := px - mids[j]; max(d, -d)*10_000 >= mids[j]*model.Price(move) {
					want = append(want, time.Duration(i+1)*time.Second)
					fresh, resume = i+1, i+pause
					break
				}
			}
		}
		for _, px := range mids {
			s.ticksUntil(s.w.Now.Sub(dayOpen)+time.Second, px, ten, ten)
			s.m = s.m.Clone()
		}
		for _, trip := range s.m.Trips() {
			got = append(got, trip.At.Sub(dayOpen))
		}
		if !slices.Equal(got, want) {
			r.Fatalf("reserves at %v, want %v", got, want)
		}
	})
}
