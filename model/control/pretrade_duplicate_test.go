package control

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"lossreplay/model"
)

func TestTheThirdOfAKindWithinASecondIsBlocked(t *testing.T) {
	s := newSim(t, duplicates.Default()).at(0)
	s.obey = true
	c := s.child(1, 0)
	s.trade(c)
	s.at(400 * time.Millisecond).trade(c)
	s.at(time.Second - 1).trade(c)
	s.vote(c)
	s.at(time.Second).trade(c) // the first has left the window; the blocked ones were never in it
	s.at(1400*time.Millisecond - 1).trade(c)
	s.at(1400 * time.Millisecond).trade(c)
	s.wantVotes(Pass, Pass, Block, Block, Pass, Block, Pass)
	s.wantTrips(Trip{At: after(time.Second - 1), Effect: after(time.Second - 1), Scope: Scope{OnParent, 1}, Seen: 3, Limit: 3, Unit: Count})
}

func TestWhatIsOfOneKind(t *testing.T) {
	for _, c := range []struct {
		name            string
		change          func(c *Child)
		parent, account Verdict
	}{
		{"the_same_again", func(*Child) {}, Block, Block},
		{"another_identifier", func(c *Child) { c.ID = 77 }, Block, Block},
		{"another_server_and_venue", func(c *Child) { c.Server, c.Venue = 3, 2 }, Block, Block},
		{"before_the_open", func(c *Child) { c.PreOpen = true }, Block, Block},
		{"a_tick_of_the_price", func(c *Child) { c.LimitPx++ }, Pass, Pass},
		{"a_share", func(c *Child) { c.Qty++ }, Pass, Pass},
		{"another_parent_in_the_symbol", func(c *Child) { c.Parent = 7 }, Pass, Block},
		{"the_other_side", func(c *Child) { c.Parent, c.Sign = 4, -1 }, Pass, Pass},
		{"another_symbol", func(c *Child) { c.Parent, c.Symbol = 3, 0 }, Pass, Pass},
	} {
		t.Run(c.name, func(t *testing.T) {
			for key, want := range []Verdict{keyParent: c.parent, keyAccount: c.account} {
				s := newSim(t, duplicates.Default().With("A15", "key", int64(key))).at(time.Second)
				child := s.child(1, 0)
				s.trade(child)
				s.trade(child)
				c.change(&child)
				s.vote(child)
				s.wantVotes(Pass, Pass, want)
			}
		})
	}
}

func TestDuplicatesOfTheAccountTripOncePerSymbol(t *testing.T) {
	s := newSim(t, duplicates.Default().With("A15", "key", keyAccount).With("A15", "count", 2)).at(time.Second)
	for _, p := range []model.ParentID{1, 7, 4, 4} { // symbol 1: two buys, two sells
		s.trade(s.child(p, 0))
	}
	s.wantVotes(Pass, Block, Pass, Block)
	s.wantTrips(Trip{At: after(time.Second), Effect: after(time.Second), Scope: Scope{OnSymbol, 1}, Seen: 2, Limit: 2, Unit: Count})
}

func TestDuplicatesAreThoseOfTheSlidingLog(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		key, count := rapid.Int64Range(keyParent, keyAccount).Draw(r, "key"), rapid.Int64Range(2, 5).Draw(r, "count")
		window := time.Duration(rapid.SampledFrom([]int64{1, 10, 1000, 60_000}).Draw(r, "ms")) * time.Millisecond
		s := newSim(t, Instance{Name: "A15", Spec: &duplicates, Values: Values{"key": key, "count": count, "window": int64(window)}})
		s.obey = rapid.Bool().Draw(r, "obey")
		h := watch(r, s)
		h.want = func(w *World, c *Child) Verdict {
			n := int64(1)
			for _, o := range h.sent {
				if w.Now.Sub(o.at) < window && o.Symbol == c.Symbol && o.Sign == c.Sign && o.LimitPx == c.LimitPx && o.Qty == c.Qty &&
					(key == keyAccount || o.Parent == c.Parent) {
					n++
				}
			}
			if n >= count {
				return Block
			}
			return Pass
		}
		for _, e := range genSteps(120).Draw(r, "day") {
			e.px = ten + e.px%2
			s.take(e)
		}
	})
}
