package control

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"lossreplay/model"
)

// quarter is the limit at a quarter of the volume, without floor or cap.
func quarter() Instance {
	return participation.Default().With("A13", "share", 2500).With("A13", "floor", 0).With("A13", "cap", 0)
}

func TestParticipation(t *testing.T) {
	for _, c := range []struct {
		name            string
		control         Instance
		parent          model.ParentID // odd buys, even sells
		done            model.Qty      // executed before, in the minute
		buying, selling model.Qty
		others          model.Qty
		want            Verdict
	}{
		{"at_the_share", quarter(), 1, 0, 0, 0, 300, Pass},
		{"a_share_above", quarter(), 1, 0, 0, 0, 299, Block},
		{"a_sell_at_the_share", quarter(), 2, 0, 0, 0, 300, Pass},
		{"a_sell_above", quarter(), 2, 0, 0, 0, 299, Block},
		{"executed_orders_count", quarter(), 1, 100, 0, 0, 599, Block},
		{"executed_orders_at_the_share", quarter(), 1, 100, 0, 0, 600, Pass},
		{"working_orders_of_both_sides_count", quarter(), 1, 0, 40, 60, 599, Block},
		{"working_orders_at_the_share", quarter(), 1, 0, 40, 60, 600, Pass},
		{"where_nobody_else_trades", quarter(), 1, 0, 0, 0, 0, Block},
		{"at_the_floor", quarter().With("A13", "floor", 200), 1, 100, 0, 0, 0, Pass},
		{"a_share_above_the_floor", quarter().With("A13", "floor", 199), 1, 100, 0, 0, 0, Block},
		{"at_the_cap_of_the_day", quarter().With("A13", "cap", 10), 1, 100, 0, 190, 100_000, Pass}, // 390 shares
		{"a_share_above_the_cap", quarter().With("A13", "cap", 10), 1, 100, 0, 191, 100_000, Block},
		{"the_cap_knows_no_floor", quarter().With("A13", "cap", 10).With("A13", "floor", 5000), 2, 0, 0, 291, 0, Block},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := newSim(t, c.control).at(10*time.Minute + time.Second)
			child := s.child(c.parent, 0)
			if c.done > 0 {
				first := child
				first.Qty = c.done
				s.trade(first)
				s.trace = nil
			}
			s.w.Others[child.Symbol], s.w.Buying[child.Symbol], s.w.Selling[child.Symbol] = c.others, c.buying, c.selling
			s.vote(child)
			s.wantVotes(c.want)
		})
	}
}

func TestParticipationStartsAnewWithEveryMinute(t *testing.T) {
	s := newSim(t, quarter()).at(10 * time.Minute)
	s.w.Others = []model.Qty{1000, 300, 1000}
	s.trade(s.child(1, 0))
	s.at(11*time.Minute - 1).vote(s.child(4, 0)) // the same symbol
	s.vote(s.child(2, 0))                        // another
	s.at(11 * time.Minute).vote(s.child(4, 0))
	s.wantVotes(Pass, Block, Pass, Pass)
	at := after(11*time.Minute - 1)
	s.wantTrips(Trip{At: at, Effect: at, Scope: Scope{OnSymbol, 1}, Seen: 4000, Limit: 2500, Unit: BasisPoints})
}

func TestWorkingOrdersOfAnEarlierMinuteStillCount(t *testing.T) {
	s := newSim(t, quarter()).at(10 * time.Minute)
	s.w.Others[1] = 300
	s.send(s.child(1, 0))
	s.at(11 * time.Minute).vote(s.child(1, 0))
	s.end(s.live[0], model.ExecCanceled)
	s.vote(s.child(1, 0))
	s.wantVotes(Pass, Block, Pass)
}

func TestUntilTheFirstMinuteIsOverAnOrdinaryOneStands(t *testing.T) {
	s := newSim(t, quarter()).at(-time.Minute) // 1,000 shares a minute on an ordinary day
	large := func(qty model.Qty) Child {
		c := s.child(1, 0)
		c.Qty = qty
		return c
	}
	s.vote(large(334))
	s.vote(large(333))
	s.at(time.Minute - 1).vote(large(334))
	s.vote(large(333))
	s.at(time.Minute).vote(large(333)) // from now on what others traded: nothing
	s.wantVotes(Block, Pass, Block, Pass, Block)
	s.wantTrips(Trip{At: after(-time.Minute), Effect: after(-time.Minute), Scope: Scope{OnSymbol, 1}, Seen: 2504, Limit: 2500, Unit: BasisPoints})
}

func TestTheCapHoldsForTheDay(t *testing.T) {
	s := newSim(t, quarter().With("A13", "cap", 10)).at(10 * time.Minute) // 390 shares
	s.w.Others[1] = 100_000
	for range 4 {
		s.trade(s.child(1, 0))
	}
	s.at(6 * time.Hour).vote(s.child(1, 0))
	s.wantVotes(Pass, Pass, Pass, Block, Block)
	s.wantTrips(Trip{At: after(10 * time.Minute), Effect: after(10 * time.Minute), Scope: Scope{OnSymbol, 1}, Seen: 400, Limit: 390, Unit: Shares})
}

func TestParticipationIsTheSumOverItsMinute(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		values := map[string]int64{"share": rapid.Int64Range(1, wholeShare).Draw(r, "share"), "floor": rapid.Int64Range(0, 500).Draw(r, "floor"),
			"cap": rapid.SampledFrom([]int64{0, 20, 50}).Draw(r, "cap")}
		s := newSim(t, Instance{Name: "A13", Spec: &participation, Values: values})
		s.obey = rapid.Bool().Draw(r, "obey")
		s.at(time.Duration(rapid.SampledFrom([]int{-90, 0, 50, 1200}).Draw(r, "start")) * time.Second)
		h := watch(r, s)
		h.want = func(w *World, c *Child) Verdict {
			first := dayOpen
			for first.Add(time.Minute) <= w.Now {
				first = first.Add(time.Minute)
			}
			recent := w.Buying[c.Symbol] + w.Selling[c.Symbol] + c.Qty
			today := recent
			for _, f := range h.filled {
				if f.Symbol == c.Symbol && (f.at >= first || w.Now < dayOpen) {
					recent += max(f.Qty, -f.Qty)
				}
				if f.Symbol == c.Symbol {
					today += max(f.Qty, -f.Qty)
				}
			}
			others := w.Others[c.Symbol]
			if w.Now < after(time.Minute) {
				others = 1000
			}
			tooFast := recent > model.Qty(values["floor"]) && recent*10_000 > model.Qty(values["share"])*(recent+others)
			if tooFast || values["cap"] > 0 && int64(today)*10_000 > 390_000*values["cap"] {
				return Block
			}
			return Pass
		}
		for _, e := range genSteps(120).Draw(r, "day") {
			s.w.Others[symbolOf(e.parent)] = model.Qty(e.px % 2000)
			s.take(e)
		}
	})
}
