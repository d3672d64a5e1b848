package control

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"lossreplay/model"
	"lossreplay/model/ledger"
)

// booked is an execution as the engine books and tells it: at the mid of its own moment, which is not that of the last tick.
type booked struct {
	symbol      model.SymbolID
	qty, beyond model.Qty // signed
	px, mid     model.Price
	fee         model.Money
}

func (s *sim) book(b booked) {
	f := Fill{Parent: 1, Symbol: b.symbol, Qty: b.qty, Unmatched: b.beyond, Px: b.px, Before: s.w.Book.Lines[b.symbol].Pos}
	if b.beyond != 0 {
		s.w.Book.Fill(b.symbol, b.beyond, b.px, b.mid, s.w.Impact[b.symbol], b.fee)
	}
	f.After = s.w.Book.Lines[b.symbol].Pos
	s.m.(FillWatcher).Filled(&s.w, &f)
}

func TestReviewCancelsWhatLiesFarFromTheOpeningPrint(t *testing.T) {
	const minute = time.Minute
	for _, c := range []struct {
		name   string
		at     time.Duration
		px     model.Price
		busted bool
		seen   int64
	}{
		{"one_tick_below_30_percent_up", minute, 129_999, false, 0},
		{"30_percent_up", minute, 130_000, true, 3_000},
		{"one_tick_above", minute, 130_011, true, 3_001},
		{"one_tick_below_30_percent_down", minute, 70_001, false, 0},
		{"30_percent_down", minute, 70_000, true, 3_000},
		{"three_times_the_price", minute, 300_000, true, 20_000},
		{"a_price_below_zero", minute, -10_000, true, 11_000},
		{"before_the_open", -1, 200_000, false, 0},
		{"at_the_open", 0, 200_000, true, 10_000},
		{"last_of_the_review", 45*minute - 1, 200_000, true, 10_000},
		{"after_the_review", 45 * minute, 200_000, false, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := newSim(t, tradeReview.Default()).at(c.at)
			s.w.Impact[1] = 300
			s.book(booked{symbol: 1, qty: 100, beyond: 60, px: c.px, mid: ten + 17, fee: 5_000})
			want := s.w.Book.Lines[1]
			if c.busted {
				want = ledger.Line{}
				s.wantTrips(Trip{At: after(c.at), Effect: dayClose, Scope: Scope{OnSymbol, 1}, Seen: c.seen, Limit: 3_000, Unit: BasisPoints})
			} else {
				s.wantTrips()
			}
			if got := s.settle(0.1); got.Lines[1] != want || got.Participation != 0.1 {
				t.Errorf("settlement %+v, want %+v", got, want)
			}
			if s.w.Book.Lines[1].Pos != 60 {
				t.Error("the world's own account was changed")
			}
		})
	}
}

func TestReviewNeedsAnOpeningPrint(t *testing.T) {
	s := newSim(t, tradeReview.Default())
	s.env.Securities[1].OpenPx = 0
	s.book(booked{symbol: 1, qty: 100, beyond: 100, px: 900_000, mid: ten})
	s.wantTrips()
	if got := s.settle(0.1); got.Lines[1] != s.w.Book.Lines[1] {
		t.Errorf("%+v", got.Lines)
	}
}

// TestReviewCancelsThatAndNothingElse holds the settlement against an account that never had the cancelled executions.
func TestReviewCancelsThatAndNothingElse(t *testing.T) {
	price := rapid.OneOf(rapid.SampledFrom([]int64{70_000, 70_001, 69_999, 130_000, 129_999, 100_000}), rapid.Int64Range(1, 400_000))
	busts, kept := 0, 0
	rapid.Check(t, func(r *rapid.T) {
		threshold := rapid.SampledFrom([]int64{1, 1_000, 3_000, 100_000}).Draw(r, "threshold")
		until := rapid.SampledFrom([]time.Duration{0, 10 * time.Minute, 45 * time.Minute}).Draw(r, "until")
		s := newSim(t, tradeReview.Default().With("A39", "threshold", threshold).With("A39", "until", int64(until))).at(-time.Minute)
		without := ledger.NewBook(symbols, s.env.About.Scale)
		first, canceled := map[model.SymbolID]model.Time{}, make([]model.Qty, symbols)
		for range rapid.IntRange(10, 40).Draw(r, "executions") {
			s.w.Now = s.w.Now.Add(time.Duration(rapid.IntRange(0, 120).Draw(r, "seconds")) * time.Second)
			b := booked{symbol: model.SymbolID(rapid.IntRange(0, symbols-1).Draw(r, "symbol")), qty: model.Qty(rapid.SampledFrom([]int64{100, -100}).Draw(r, "qty")),
				px: model.Price(price.Draw(r, "px")), mid: model.Price(price.Draw(r, "mid")), fee: model.Money(rapid.Int64Range(-5_000, 5_000).Draw(r, "fee"))}
			fork := s.fork() // what a fork is told stays there
			fork.book(booked{symbol: b.symbol, qty: 100, beyond: 100, px: 1, mid: 1})
			b.beyond = b.qty * model.Qty(rapid.IntRange(0, 4).Draw(r, "quarters")) / 4
			s.w.Impact[b.symbol] = model.Price(rapid.Int64Range(-500, 500).Draw(r, "impact"))
			s.book(b)
			if b.beyond == 0 {
				continue
			}
			far := max(b.px-ten, ten-b.px)*10_000 >= ten*model.Price(threshold)
			if far && s.w.Now >= dayOpen && s.w.Now < after(until) {
				busts++
				canceled[b.symbol] += max(b.beyond, -b.beyond)
				if _, ok := first[b.symbol]; !ok {
					first[b.symbol] = s.w.Now
				}
				continue
			}
			kept++
			without.Fill(b.symbol, b.beyond, b.px, b.mid, s.w.Impact[b.symbol], b.fee)
		}
		for _, trip := range s.m.Trips() {
			if at, ok := first[model.SymbolID(trip.Scope.Index)]; !ok || at != trip.At || trip.Effect < dayClose {
				r.Fatalf("trip %+v, want at %v", trip, at)
			}
		}
		if got := s.settle(0.1); !slices.Equal(got.Lines, without.Lines) || !slices.Equal(got.Canceled, canceled) || len(s.m.Trips()) != len(first) {
			r.Fatalf("settled\n%+v, want\n%+v; trips %+v", got.Lines, without.Lines, s.m.Trips())
		}
	})
	if busts == 0 || kept == 0 {
		t.Errorf("%d cancelled, %d kept: one of both proves nothing", busts, kept)
	}
}

// TestTwoReviewsCancelNothingTwice asks a review, its twin and a wider one in any order: the widest stands.
func TestTwoReviewsCancelNothingTwice(t *testing.T) {
	wide := tradeReview.Default().With("wide", "threshold", 1_000)
	late := tradeReview.Default().With("late", "until", int64(2*time.Hour))
	day := func(i Instance) *sim {
		s := newSim(t, i).at(time.Minute)
		s.book(booked{symbol: 0, qty: 100, beyond: 100, px: 140_000, mid: ten, fee: 3})
		s.book(booked{symbol: 0, qty: -100, beyond: -100, px: 115_000, mid: ten, fee: 5}) // wide's alone
		s.book(booked{symbol: 1, qty: -100, beyond: -100, px: 60_000, mid: ten, fee: 7})
		s.at(time.Hour).book(booked{symbol: 0, qty: 100, beyond: 70, px: 150_000, mid: ten, fee: 9}) // late's alone
		return s
	}
	base, wider, later := day(tradeReview.Default()), day(wide), day(late)
	for _, c := range []struct {
		name string
		all  []*sim
		want *sim
	}{
		{"twins", []*sim{base, base.fork()}, base},
		{"the_wider_one", []*sim{base, wider}, wider},
		{"the_wider_one_first", []*sim{wider, base}, wider},
		{"the_longer_one", []*sim{base, later, base}, later},
		{"the_one_with_more_shares", []*sim{later, base, wider}, wider}, // 200 shares of symbol 0 to 170
		{"the_one_with_more_shares_first", []*sim{wider, later}, wider},
	} {
		got := Settlement{Lines: slices.Clone(base.w.Book.Lines)}
		for _, s := range c.all {
			s.m.(Settler).Settles(&base.w, &got)
		}
		if want := c.want.settle(0); !slices.Equal(got.Lines, want.Lines) || slices.Equal(got.Lines, base.w.Book.Lines) {
			t.Errorf("%s: %+v, want %+v", c.name, got.Lines, want.Lines)
		}
	}
}
