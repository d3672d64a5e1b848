package control

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"lossreplay/model"
)

// openAt is the limit on open orders, in dollars.
func openAt(dollars int64) Instance {
	return openOrders.Default().With("A22", "limit", dollars*1_000_000)
}

func TestOpenOrdersOfBothSidesAndAllSymbolsCount(t *testing.T) {
	s := newSim(t, openAt(3000)).at(time.Second) // three children of 100 at 10.00
	s.obey = true
	s.send(s.child(1, 0))
	s.send(s.child(2, 0)) // a sell in another symbol
	one := s.child(3, 0)
	one.Qty = 101
	s.send(one)
	one.Qty = 100
	s.send(one)
	one.Qty, one.Parent = 1, 6
	s.send(one)
	s.at(2 * time.Second).send(one)
	s.wantVotes(Pass, Pass, Block, Pass, Block, Block)
	s.wantTrips(Trip{At: after(time.Second), Effect: after(time.Second), Scope: Scope{Kind: Firm}, Seen: 3_010_000_000, Limit: 3_000_000_000, Unit: Micros})
}

func TestOpenOrdersCountAtTheMidNotAtTheirLimit(t *testing.T) {
	s := newSim(t, openAt(2000)).at(time.Second)
	far := s.child(1, 0)
	far.LimitPx = 3 * ten
	s.send(far)
	s.vote(far)
	s.tick(ten, ten+1, ten)
	s.vote(s.child(2, 0)) // 1,000.01 and 1,000.00
	s.tick(ten, ten, ten)
	s.vote(s.child(2, 0))
	s.wantVotes(Pass, Pass, Block, Pass)
}

func TestOpenOrdersRearmWhenOrdersExecuteOrEnd(t *testing.T) {
	s := newSim(t, openAt(1000)).at(time.Second)
	s.send(s.child(1, 0))
	s.vote(s.child(2, 0))
	s.end(s.live[0], model.ExecExpired)
	s.send(s.child(2, 0))
	s.vote(s.child(1, 0))
	s.fillAll(ten) // what has executed is not open
	s.vote(s.child(1, 0))
	s.wantVotes(Pass, Block, Pass, Block, Pass)
}

func TestBeforeTheFirstMidTheFirstLimitCounts(t *testing.T) {
	s := newSim(t, openAt(3000)).at(time.Second)
	s.w.Mid[1] = 0
	none := s.child(1, 0)
	none.LimitPx = 0
	s.send(none) // worth nothing yet
	s.send(s.child(1, 0))
	dear := s.child(1, 0)
	dear.LimitPx = 9 * ten
	s.vote(dear) // three times 100 at the 10.00 of the first with a limit
	dear.Qty++
	s.vote(dear)
	s.tick(ten, 1, ten)
	s.vote(dear)
	s.wantVotes(Pass, Pass, Pass, Block, Pass)
}

func TestWhereTheMidIsGoneTheLastOneCounts(t *testing.T) {
	s := newSim(t, openAt(4000)).at(time.Second)
	s.tick(ten, 4*ten, ten)
	s.send(s.child(1, 0))
	s.tick(ten, 0, ten)
	s.vote(s.child(2, 0)) // 4,000 and 1,000
	s.wantVotes(Pass, Block)
}

// openByHand is what all working orders are worth, with the limit price of the symbol's first child where there is no mid, and
// of none before that.
func openByHand(h *history, w *World) model.Money {
	total := model.Money(0)
	for s := range w.Mid {
		total += notional(w.Buying[s]+w.Selling[s], markByHand(h, w, model.SymbolID(s), 0), w.Book.Unit)
	}
	return total
}

func markByHand(h *history, w *World, s model.SymbolID, limit model.Price) model.Price {
	if w.Mid[s] > 0 {
		return w.Mid[s]
	}
	for _, c := range h.sent {
		if c.Symbol == s {
			return c.LimitPx
		}
	}
	return limit
}

func TestOpenOrdersAreTheWorldsAtEveryEvent(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		limit := rapid.Int64Range(1000, 20_000).Draw(r, "dollars")
		s := newSim(t, openAt(limit))
		s.obey = rapid.Bool().Draw(r, "obey")
		for i := range s.w.Mid {
			s.w.Mid[i] *= model.Price(rapid.IntRange(0, 1).Draw(r, "quoted"))
		}
		h := watch(r, s)
		monitor := h.Monitor.(*openLimit)
		h.happened = func(w *World) {
			if want := openByHand(h, w); monitor.open.total != want {
				r.Fatalf("%v open, want %v", monitor.open.total, want)
			}
		}
		h.want = func(w *World, c *Child) Verdict {
			if openByHand(h, w)+notional(c.Qty, markByHand(h, w, c.Symbol, c.LimitPx), w.Book.Unit) > model.Money(limit)*model.MoneyUnit {
				return Block
			}
			return Pass
		}
		s.take(genSteps(120).Draw(r, "day")...)
	})
}
