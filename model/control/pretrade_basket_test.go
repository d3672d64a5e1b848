package control

import (
	"math"
	"testing"
	"time"

	"pgregory.net/rapid"

	"lossreplay/model"
)

// basketAt is the limit on a wave in dollars, with the default window of a second.
func basketAt(dollars int64) Instance {
	return basketBlock.Default().With("A23", "limit", dollars*1_000_000)
}

func TestABasketIsRejectedAsAWhole(t *testing.T) {
	s := newSim(t, basketAt(6000)).at(0) // two parents of 300 at 10.00
	s.receive(orderOf(1))
	s.vote(s.child(1, 0)) // worked before the basket is complete
	s.at(500 * time.Millisecond).receive(orderOf(2))
	s.vote(s.child(1, 0))
	s.wantTrips()
	s.at(time.Second - 1).receive(orderOf(3))
	s.receive(orderOf(4)) // of the wave that is rejected already
	s.at(time.Second).receive(orderOf(5))
	for _, p := range []model.ParentID{1, 2, 3, 4, 5, 6} { // 6 was never received
		s.vote(s.child(p, 0))
	}
	s.at(6 * time.Hour).vote(s.child(1, 3))
	s.wantVotes(Pass, Pass, Block, Block, Block, Block, Pass, Pass, Block)
	s.wantTrips(Trip{At: after(time.Second - 1), Effect: after(time.Second - 1), Scope: Scope{OnParent, 3}, Seen: 9_000_000_000, Limit: 6_000_000_000, Unit: Micros})
}

func TestEveryWaveIsJudgedByItself(t *testing.T) {
	s := newSim(t, basketAt(3000)).at(0)
	s.receive(orderOf(1))
	s.receive(orderOf(2))
	s.at(time.Second).receive(orderOf(3))
	s.at(2*time.Second - 1).receive(orderOf(4))
	s.at(2 * time.Second).receive(orderOf(5))
	for p := range model.ParentID(5) {
		s.vote(s.child(p+1, 0))
	}
	s.wantVotes(Block, Block, Block, Block, Pass)
	if n := len(s.m.Trips()); n != 2 {
		t.Errorf("%d trips for two waves", n)
	}
}

func TestWhatAParentOfABasketCounts(t *testing.T) {
	for _, c := range []struct {
		name            string
		qty             model.Qty
		quoted          model.Time
		mid, priorClose model.Price
		want            Verdict
		seen            int64
	}{
		{"at_the_mid", 100, dayOpen, ten, 95_000, Pass, 0},
		{"above_the_mid", 101, dayOpen, ten, 95_000, Block, 1_010_000_000},
		{"at_the_previous_close", 105, model.Never, 9 * ten, 95_000, Pass, 0},
		{"above_the_previous_close", 106, model.Never, 9 * ten, 95_000, Block, 1_007_000_000},
		{"without_a_close_at_what_the_world_has", 101, model.Never, ten, 0, Block, 1_010_000_000},
		{"without_any_price_it_counts_nothing", math.MaxInt64, model.Never, 0, 0, Pass, 0},
		{"a_value_beyond_64_bits", math.MaxInt64, dayOpen, ten, ten, Block, math.MaxInt64},
	} {
		t.Run(c.name, func(t *testing.T) {
			env := testEnv(t)
			s := newSim(t, basketAt(1000)).at(-time.Hour)
			for i := range env.Securities {
				env.Securities[i].PriorClose, s.w.QuotedAt[i], s.w.Mid[i] = c.priorClose, c.quoted, c.mid
			}
			s.m = basketAt(1000).Monitor(env)
			order := orderOf(2) // a sell counts as a buy does
			order.OrderQty = c.qty
			s.receive(order)
			child := s.child(2, 0)
			child.PreOpen = true
			s.vote(child)
			s.wantVotes(c.want)
			if c.want == Block {
				s.wantTrips(Trip{At: after(-time.Hour), Effect: after(-time.Hour), Scope: Scope{OnParent, 2}, Seen: c.seen, Limit: 1_000_000_000, Unit: Micros})
			}
		})
	}
}

func TestASumBeyond64BitsIsAboveTheLimit(t *testing.T) {
	s := newSim(t, basketBlock.Default().With("A23", "limit", 1_000_000_000_000_000_000)).at(0)
	order := orderOf(1)
	s.receive(order)
	order.ID, order.OrderQty = 2, math.MaxInt64
	s.receive(order)
	s.vote(s.child(1, 0))
	s.wantVotes(Block)
	if seen := s.m.Trips()[0].Seen; seen != math.MaxInt64 {
		t.Errorf("seen %d", seen)
	}
}

func TestAWaveOfAForkedWorldIsItsOwn(t *testing.T) {
	s := newSim(t, basketAt(3000)).at(0)
	s.receive(orderOf(1))
	other := s.fork()
	other.receive(orderOf(2))
	s.vote(s.child(1, 0))
	s.vote(s.child(2, 0))
	other.vote(other.child(1, 0))
	other.vote(other.child(2, 0))
	s.wantVotes(Pass, Pass)
	other.wantVotes(Block, Block)
}

func TestWavesAreWhatTheirWindowsHold(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		limit := rapid.Int64Range(1000, 12_000).Draw(r, "dollars")
		window := time.Duration(rapid.SampledFrom([]int64{1, 100, 1000, 60_000}).Draw(r, "ms")) * time.Millisecond
		s := newSim(t, basketAt(limit).With("A23", "window", int64(window)))
		worth := map[model.ParentID]model.Money{}
		h := watch(r, s)
		h.want = func(_ *World, c *Child) Verdict {
			for i := 0; i < len(h.received); {
				start, sum, mine := h.received[i].Received, model.Money(0), false
				for ; i < len(h.received) && h.received[i].Received.Sub(start) < window; i++ {
					sum += worth[h.received[i].ID]
					mine = mine || h.received[i].ID == c.Parent
				}
				if mine && sum > model.Money(limit)*model.MoneyUnit {
					return Block
				}
			}
			return Pass
		}
		for _, e := range genSteps(120).Draw(r, "day") {
			if symbol := symbolOf(e.parent); e.kind == stepReceive && !s.told[e.parent] {
				worth[e.parent] = notional(orderQty, s.w.Mid[symbol], s.w.Book.Unit)
				if s.w.QuotedAt[symbol] = dayOpen; e.px%2 == 0 {
					s.w.QuotedAt[symbol] = model.Never
					worth[e.parent] = notional(orderQty, 95_000, s.w.Book.Unit)
				}
			}
			s.take(e)
		}
	})
}
