package control

import (
	"testing"
	"time"

	"lossreplay/model"
)

// ticksUntil ticks once a second at those mids, from the last tick's next second up to and including d.
func (s *sim) ticksUntil(d time.Duration, mids ...model.Price) {
	for s.w.Now < after(d) {
		s.w.Now = s.w.Now.Add(time.Second)
		s.tick(mids...)
	}
}

func TestStockBreakerPausesOneSymbolForFiveMinutes(t *testing.T) {
	s := newSim(t, stockBreaker.Default())
	s.ticksUntil(20*time.Minute, ten, ten, ten)
	s.ticksUntil(20*time.Minute+time.Second, 109_999, 110_000, 110_000) // just below 10 %; 30 % name; no breaker
	s.wantTrips()
	s.ticksUntil(20*time.Minute+2*time.Second, 110_000, 110_000, 300_000)
	const from = 20*time.Minute + 2*time.Second
	s.wantTrips(Trip{At: after(from), Effect: after(from), Scope: Scope{OnSymbol, 0}, Seen: 1000, Limit: 1000, Unit: BasisPoints})
	s.vote(s.child(3, 0))
	s.vote(s.child(1, 0))
	s.vote(s.child(2, 0))
	s.ticksUntil(from+5*time.Minute-time.Second, 200_000, 110_000, ten)
	s.vote(s.child(3, 0))
	s.at(from + 5*time.Minute - 1).vote(s.child(3, 0))
	s.at(from + 5*time.Minute).vote(s.child(3, 0))
	s.wantVotes(Block, Pass, Pass, Block, Block, Pass)
}

func TestStockBreakerRearmsWithAFreshWindow(t *testing.T) {
	s := newSim(t, stockBreaker.Default())
	s.ticksUntil(20*time.Minute, ten, ten, ten)
	s.ticksUntil(25*time.Minute+time.Second, 120_000, ten, ten)
	s.ticksUntil(26*time.Minute, 131_999, ten, ten) // 9.99 % above the first mid after the pause
	if n := len(s.m.Trips()); n != 1 {
		t.Fatalf("%d trips, want the first alone", n)
	}
	s.ticksUntil(27*time.Minute, 132_000, ten, ten)
	if n := len(s.m.Trips()); n != 2 {
		t.Errorf("%d trips, want one for each pause", n)
	}
}

func TestStockBreakerIsBlindBefore0945And1535On(t *testing.T) {
	s := newSim(t, stockBreaker.Default())
	s.ticksUntil(15*time.Minute-2*time.Second, ten, ten, ten)
	s.ticksUntil(15*time.Minute-time.Second, 120_000, ten, ten)
	s.wantTrips()
	s.ticksUntil(15*time.Minute, 120_000, ten, ten) // 09:45, and 10.00 is still in the window
	if n := len(s.m.Trips()); n != 1 {
		t.Fatalf("%d trips at 09:45, want 1", n)
	}
	s.ticksUntil(365*time.Minute-time.Second, 120_000, ten, ten)
	s.ticksUntil(390*time.Minute, 300_000, 300_000, ten)
	if n := len(s.m.Trips()); n != 1 {
		t.Errorf("%d trips by the close, want none from 15:35 on", n)
	}
}
