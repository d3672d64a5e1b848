package control

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"lossreplay/model"
)

// at puts a child on a venue.
func (c Child) at(v model.VenueID) Child {
	c.Venue = v
	return c
}

func TestVenueSwitchClosesOneVenueAtItsLimit(t *testing.T) {
	s := newSim(t, venueSwitch.Default().With("A29", "limit", 2_000_000_000)).at(time.Second)
	one := s.child(1, 0)
	s.trade(one) // 1,000 of 2,000
	less := one
	less.Qty = 99
	s.trade(less)
	s.trade(one.at(1)) // the other venue's own
	s.wantTrips()      // 1,990
	last := one
	last.Qty, last.Server = 1, 4 // any server's
	s.trade(last)
	s.wantTrips(Trip{At: after(time.Second), Effect: after(time.Second), Scope: Scope{OnVenue, 0}, Seen: 2_000_000_000, Limit: 2_000_000_000, Unit: Micros})
	s.trade(one) // in flight: logged once
	if n := len(s.m.Trips()); n != 1 {
		t.Errorf("%d trips", n)
	}
	s.trace = nil
	s.vote(s.child(2, 3))
	s.vote(s.child(2, 3).at(1))
	s.operate(model.Operation{Kind: model.OpOverride}) // the firm's people do not open a venue
	s.at(6 * time.Hour).vote(one)
	s.wantVotes(Block, Pass, Block)
}

func TestVenueSwitchNetting(t *testing.T) {
	for _, c := range []struct {
		netting                      int64
		buyOne, thenSellOne, sellTwo int64 // the venue's notional after each, in thousands
	}{
		{netAcross, 1, 0, 1},
		{netPerSymbol, 1, 0, 1},
		{netGross, 1, 2, 3},
	} {
		s := newSim(t, venueSwitch.Default().With("A29", "netting", c.netting)).at(0)
		seen := func(after string, want int64) {
			t.Helper()
			if got := s.m.(*venueStop).total[0]; max(got, -got) != model.Money(want)*1_000_000_000 {
				t.Errorf("netting %d, %s: %v, want %d thousand", c.netting, after, got, want)
			}
		}
		s.trade(s.child(1, 0))
		seen("a buy", c.buyOne)
		s.trade(s.child(4, 0))
		seen("a sell in the same symbol", c.thenSellOne)
		s.trade(s.child(2, 0))
		seen("a sell in another", c.sellTwo)
	}
	// Long one, short another: flat across symbols, twice as much in each.
	for netting, want := range map[int64]model.Money{netAcross: 0, netPerSymbol: 2_000_000_000} {
		s := newSim(t, venueSwitch.Default().With("A29", "netting", netting)).at(0)
		s.trade(s.child(1, 0))
		s.trade(s.child(2, 0))
		if got := s.m.(*venueStop).total[0]; got != want {
			t.Errorf("netting %d: %v, want %v", netting, got, want)
		}
	}
}

func TestVenueSwitchIsTheRule(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		netting := rapid.Int64Range(netAcross, netGross).Draw(r, "netting")
		limit := rapid.Int64Range(1, 20).Draw(r, "limit") * 500_000_000
		s := newSim(t, venueSwitch.Default().With("A29", "netting", netting).With("A29", "limit", limit))
		s.obey = true
		var fills []Fill
		for range rapid.IntRange(1, 40).Draw(r, "n") {
			c := s.child(model.ParentID(rapid.IntRange(1, parents).Draw(r, "parent")), 0).at(model.VenueID(rapid.IntRange(0, 1).Draw(r, "venue")))
			c.LimitPx = model.Price(rapid.IntRange(90_000, 110_000).Draw(r, "px"))
			// The notional so far at the venue, summed anew.
			var across, gross int64
			var bySymbol [symbols]int64
			closed := false
			for _, f := range fills {
				if f.Venue != c.Venue {
					continue
				}
				amount := int64(f.Qty) * int64(f.Px) * 100
				across += amount
				gross += max(amount, -amount)
				bySymbol[f.Symbol] += amount
				per := int64(0)
				for _, n := range bySymbol {
					per += max(n, -n)
				}
				closed = closed || [...]int64{max(across, -across), per, gross}[netting] >= limit
			}
			want := Pass
			if closed {
				want = Block
			}
			if got := s.trade(c); got != want {
				r.Fatalf("child %d at venue %d: %v, want %v", len(fills), c.Venue, got, want)
			}
			if want == Pass {
				fills = append(fills, Fill{Venue: c.Venue, Symbol: c.Symbol, Qty: c.Sign * c.Qty, Px: c.LimitPx})
			}
			s.m = s.m.Clone()
		}
	})
}

func TestVenueSwitchOfAForkCountsItsOwn(t *testing.T) {
	s := newSim(t, venueSwitch.Default()).at(0)
	s.trade(s.child(1, 0))
	fork := s.fork()
	fork.trade(fork.child(4, 0)) // sells it twice over, in its own world
	fork.trade(fork.child(4, 0))
	s.trade(s.child(1, 0))
	for what, got := range map[string]model.Money{"world": s.m.(*venueStop).total[0], "fork": fork.m.(*venueStop).total[0]} {
		if want := map[string]model.Money{"world": 2_000_000_000, "fork": 1_000_000_000}[what]; got != want {
			t.Errorf("%s: %v, want %v", what, got, want)
		}
	}
}
