package control

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"lossreplay/model"
)

func TestBandsStopChildrenThatWouldTradeThroughThem(t *testing.T) {
	s := newSim(t, priceBands.Default())
	priced := func(p model.ParentID, px model.Price) {
		c := s.child(p, 0)
		c.LimitPx = px
		s.vote(c)
	}
	priced(3, 300_000) // before the first tick there is no band
	s.ticksUntil(20*time.Minute, ten, ten, ten)
	priced(3, 105_000) // tier 1: a buy in symbol 0 at the upper band
	priced(3, 105_001)
	priced(3, 50_000)
	priced(6, 95_000) // a sell at the lower band
	priced(6, 94_999)
	priced(6, 300_000)
	priced(1, 110_000) // tier 2
	priced(1, 110_001)
	s.wantVotes(Pass, Pass, Block, Pass, Pass, Block, Pass, Pass, Block)
	at := after(20 * time.Minute)
	s.wantTrips(Trip{At: at, Effect: at, Scope: Scope{OnSymbol, 0}, Seen: 501, Limit: 500, Unit: BasisPoints},
		Trip{At: at, Effect: at, Scope: Scope{OnSymbol, 1}, Seen: 1001, Limit: 1000, Unit: BasisPoints})
	s.trace = nil
	s.ticksUntil(25*time.Minute, 104_000, ten, ten) // inside, and after 5 minutes the band is around it
	priced(3, 109_200)
	priced(3, 109_201)
	s.wantVotes(Pass, Block)
}

func TestBandsAreDoubledAtTheEdgesOfTheDay(t *testing.T) {
	s := newSim(t, priceBands.Default())
	ask := func(d time.Duration, want ...Verdict) {
		t.Helper()
		s.trace = nil
		s.ticksUntil(d, ten, ten, ten)
		for _, px := range []model.Price{105_001, 110_000, 110_001} {
			c := s.child(3, 0)
			c.LimitPx = px
			s.vote(c)
		}
		s.wantVotes(want...)
	}
	ask(15*time.Minute-time.Second, Pass, Pass, Block)
	ask(15*time.Minute, Block, Block, Block)
	ask(365*time.Minute-time.Second, Block, Block, Block)
	ask(365*time.Minute, Pass, Pass, Block)
	ask(390*time.Minute, Pass, Pass, Pass) // the close
}

func TestALimitStateOf15sPausesTheSymbol(t *testing.T) {
	s := newSim(t, priceBands.Default())
	s.ticksUntil(20*time.Minute, ten, ten, ten)
	s.ticksUntil(20*time.Minute+15*time.Second, 120_000, ten, ten)
	s.wantTrips() // 14 s at or beyond the band
	s.vote(s.child(3, 0))
	const from = 20*time.Minute + 16*time.Second
	s.ticksUntil(from, 120_000, ten, ten)
	trips := s.m.Trips()
	if len(trips) != 1 || trips[0].At != after(from) || trips[0].Effect != after(from) || trips[0].Scope != (Scope{OnSymbol, 0}) ||
		trips[0].Limit > 500 || trips[0].Limit < 499 || trips[0].Seen < 1800 || trips[0].Seen > 2000 {
		t.Fatalf("trips %+v", trips)
	}
	s.vote(s.child(3, 0))
	s.vote(s.child(6, 0))
	s.vote(s.child(1, 0))
	s.ticksUntil(from+5*time.Minute-time.Second, 120_000, ten, ten)
	s.at(from + 5*time.Minute - 1).vote(s.child(3, 0))
	s.at(from+5*time.Minute-time.Second).ticksUntil(from+5*time.Minute, 120_000, ten, ten)
	c := s.child(3, 0)
	c.LimitPx = 126_000
	s.vote(c) // the mean started anew at 12.00
	c.LimitPx = 126_001
	s.vote(c)
	s.wantVotes(Pass, Block, Block, Pass, Block, Pass, Block)
}

func TestBandsVoteAsTheMeanOfTheLastTicksSays(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		s := newSim(t, priceBands.Default().With("A35", "window", 60_000_000_000).With("A35", "limit_state", dayNanos)).at(20 * time.Minute)
		var mids []model.Price
		for range rapid.IntRange(1, 150).Draw(r, "ticks") {
			mids = append(mids, model.Price(rapid.IntRange(90_000, 110_000).Draw(r, "mid")))
			s.ticksUntil(s.w.Now.Sub(dayOpen)+time.Second, mids[len(mids)-1], ten, ten)
		}
		s.m = s.m.Clone()
		last := mids[max(len(mids)-60, 0):]
		total := model.Price(0)
		for _, m := range last {
			total += m
		}
		n := model.Price(len(last))
		mean := (2*total + n) / (2 * n)
		c := s.child(rapid.SampledFrom([]model.ParentID{3, 6}).Draw(r, "parent"), 0)
		c.LimitPx = mean + model.Price(c.Sign)*(mean/20+model.Price(rapid.IntRange(-2, 2).Draw(r, "past")))
		want := Pass
		if max(c.LimitPx-mean, mean-c.LimitPx) > mean/20 {
			want = Block
		}
		if got := s.vote(c); got != want {
			r.Fatalf("a limit of %d, mean %d: %v, want %v", c.LimitPx, mean, got, want)
		}
	})
}
