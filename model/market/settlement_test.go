package market

import (
	"math"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"lossreplay/model"
)

const (
	names   = 3
	minutes = 30
	flowEnd = 605 // tick: the recorded flow stops ten minutes and five seconds after the open
)

// recorded is a day made of draws: prices, volumes, our flow.
type recorded struct {
	tape *Tape
	k    *Kernel
	pos  []model.Qty
	own  []Impact
	flow [][]model.Qty // by tick, by symbol
}

// draw returns a day up to its Close; closings, if wanted, are what no policy would give.
func draw(r *rapid.T, t testing.TB, closings bool) *recorded {
	about := &model.Incident{Scale: 4, Market: spec(), Session: model.Session{Open: 0, Close: model.Time(minutes * time.Minute)}}
	securities := make([]model.Security, names)
	for s := range securities {
		securities[s] = model.Security{OpenPx: 200_000, ImpactLevel: 0.5, VolumeScale: 1_000_000}
	}
	d := &recorded{k: kernel(t, about.Market), pos: make([]model.Qty, names), own: make([]Impact, names)}
	d.tape = NewTape(about, securities, d.k)
	for m := range minutes + 1 {
		mids := make([]model.Price, names)
		for s := range mids {
			mids[s] = model.Price(rapid.Int64Range(150_000, 250_000).Draw(r, "mid"))
			if m < minutes {
				d.tape.Bars([]model.Bar{{Start: model.Time(m) * model.Time(time.Minute), Symbol: model.SymbolID(s),
					Volume: model.Qty(rapid.Int64Range(0, 20_000).Draw(r, "volume"))}})
			}
		}
		d.tape.Mids(m, mids)
	}
	flow := rapid.SliceOfN(rapid.Int64Range(-300, 500), names*61, names*61).Draw(r, "flow")
	for tick := range flowEnd {
		row := make([]model.Qty, names)
		for s := range row {
			if tick%10 == 0 {
				row[s] = model.Qty(flow[tick/10*names+s])
				d.tape.Fill(tick, model.SymbolID(s), row[s])
			}
			d.k.Tick(&d.own[s], row[s])
			d.pos[s] += row[s]
		}
		d.flow = append(d.flow, row)
	}
	if closings {
		var rows []model.Closing
		for s := range d.pos {
			rows = append(rows, model.Closing{Symbol: model.SymbolID(s), MarketNotional: model.Money(rapid.Int64Range(-1e12, 1e12).Draw(r, "market")),
				BlockNotional: model.Money(rapid.Int64Range(-1e12, 1e12).Draw(r, "block"))})
		}
		d.tape.Closings(rows)
	}
	d.tape.Close(flowEnd, d.pos, d.own)
	return d
}

func (d *recorded) stop() Stop {
	return Stop{Tick: flowEnd, Pos: d.pos, Missing: make([]Impact, names)}
}

func TestTheBaselineSettlesAsRecorded(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		d := draw(r, t, true)
		for _, held := range []bool{false, true} {
			for s, e := range d.tape.Settle(d.stop(), held) {
				if c := d.tape.closings[s]; e.MarketProceeds != c.MarketNotional || e.BlockProceeds != c.BlockNotional {
					r.Fatalf("held %v: symbol %d brings %v and %v, recorded %v and %v", held, s, e.MarketProceeds, e.BlockProceeds, c.MarketNotional, c.BlockNotional)
				}
			}
		}
	})
}

func TestEverySettlementClosesItsPositions(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		d := draw(r, t, rapid.Bool().Draw(r, "closings"))
		stop := Stop{Tick: rapid.IntRange(0, flowEnd).Draw(r, "tick"), Pos: make([]model.Qty, names), Missing: make([]Impact, names)}
		for s := range stop.Pos { // as much as recorded, or anything
			stop.Pos[s] = rapid.OneOf(rapid.Just(d.pos[s]), rapid.Just(model.Qty(0)), rapid.Custom(func(r *rapid.T) model.Qty {
				return model.Qty(rapid.Int64Range(-50_000, 50_000).Draw(r, "shares"))
			})).Draw(r, "pos")
			d.k.Tick(&stop.Missing[s], model.Qty(rapid.Int64Range(-10_000, 10_000).Draw(r, "missing")))
		}
		for _, held := range []bool{false, true} {
			exits := d.tape.Settle(stop, held)
			if !slices.Equal(exits, d.tape.Settle(stop, held)) {
				r.Fatal("settled again, the same stop gives something else")
			}
			for s, e := range exits {
				pos := stop.Pos[s]
				if e.MarketQty+e.BlockQty != pos || int64(e.MarketQty)*int64(pos) < 0 || int64(e.BlockQty)*int64(pos) < 0 {
					r.Fatalf("%d shares end as %d and %d", pos, e.MarketQty, e.BlockQty)
				}
				if len(d.tape.closings) == 0 && (e.BlockProceeds > 0 && pos < 0 || e.BlockProceeds < 0 && pos > 0) {
					r.Fatalf("a block of %d brings %v", e.BlockQty, e.BlockProceeds)
				}
			}
		}
	})
}

func TestProceedsAreTheSumOfASettlement(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		d := draw(r, t, rapid.Bool().Draw(r, "closings"))
		some := func(whole model.Qty) model.Qty { // nothing, as much as recorded, or anything
			return rapid.OneOf(rapid.Just(model.Qty(0)), rapid.Just(whole), rapid.Map(rapid.Int64Range(-50_000, 50_000), func(q int64) model.Qty {
				return model.Qty(q)
			})).Draw(r, "pos")
		}
		for s := range d.pos {
			d.pos[s] = some(d.pos[s])
		}
		d.tape.Close(flowEnd, d.pos, d.own)
		stop := Stop{Tick: rapid.IntRange(0, flowEnd).Draw(r, "tick"), Pos: make([]model.Qty, names), Missing: make([]Impact, names),
			Participation: rapid.SampledFrom([]float64{0, 0.05, 1}).Draw(r, "participation")}
		var holdings []Holding
		for s := range stop.Pos {
			stop.Pos[s] = some(d.pos[s])
			d.k.Tick(&stop.Missing[s], model.Qty(rapid.Int64Range(-10_000, 10_000).Draw(r, "missing")))
			if stop.Pos[s] != 0 {
				holdings = append(holdings, Holding{model.SymbolID(s), stop.Pos[s], stop.Missing[s]})
			}
		}
		var want model.Money
		for _, e := range d.tape.Settle(stop, false) {
			want += e.MarketProceeds + e.BlockProceeds
		}
		if got := d.tape.Proceeds(stop.Tick, holdings, stop.Participation); got != want {
			r.Fatalf("%v, want %v", got, want)
		}
	})
}

func TestHeldPricesAreTheRecordedOnes(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		d := draw(r, t, false)
		stop := d.stop()
		stop.Tick = rapid.IntRange(0, flowEnd).Draw(r, "tick")
		for s := range stop.Missing {
			d.k.Tick(&stop.Missing[s], 1_000_000)
		}
		for s, e := range d.tape.Settle(stop, true) {
			var want model.Money
			rest := stop.Pos[s]
			for m := (stop.Tick + 59) / 60; m < minutes; m++ {
				q := d.tape.slice(m, s, rest, spec().Participation)
				rest -= q
				want += model.Money(q) * model.Money(d.tape.mid[m*names+s]) * 100
			}
			if e.MarketProceeds != want || e.Free+e.Impact != d.tape.mid[minutes*names+s] {
				r.Fatalf("market part brings %v, at recorded mids %v", e.MarketProceeds, want)
			}
		}
	})
}

func TestMissingBuyingLowersWhatAPositionBrings(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		d := draw(r, t, false)
		stop := Stop{Tick: flowEnd, Pos: make([]model.Qty, names), Missing: make([]Impact, names)}
		for s := range stop.Missing {
			stop.Pos[s] = max(d.pos[s], -d.pos[s]) // as large as recorded, so that the discount is of the recorded size
			d.k.Tick(&stop.Missing[s], 20_000)
		}
		free, held := d.tape.Settle(stop, false), d.tape.Settle(stop, true)
		for s := range free {
			if free[s].MarketProceeds > held[s].MarketProceeds || free[s].BlockProceeds > held[s].BlockProceeds || free[s].Impact >= held[s].Impact {
				r.Fatalf("without 20,000 bought shares: %+v, with them %+v", free[s], held[s])
			}
		}
	})
}

func TestTheDiscountGrowsWithTheRemainder(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		tape := &Tape{policy: spec(), baseline: baseline{remainder: model.Money(rapid.Int64Range(1, 1e16).Draw(r, "baseline"))}}
		a, b := model.Money(rapid.Int64Range(0, 1e16).Draw(r, "a")), model.Money(rapid.Int64Range(0, 1e16).Draw(r, "b"))
		if a > b {
			a, b = b, a
		}
		if x, y := tape.discount(a), tape.discount(b); x > y || x < 0 || math.IsNaN(y) || math.IsInf(y, 0) {
			r.Fatalf("%v gives up %v, %v gives up %v", a, x, b, y)
		}
		if d := tape.discount(tape.baseline.remainder); d != 0.06 {
			r.Fatalf("the baseline's own remainder gives up %v", d)
		}
	})
	if d := (&Tape{policy: spec(), baseline: baseline{remainder: 1}}).discount(1e12); d != 1 {
		t.Errorf("a block a trillion times the baseline's gives up %v of its worth", d)
	}
	if d := (&Tape{policy: spec()}).discount(5); d != 0 {
		t.Errorf("without a baseline remainder a block gives up %v", d)
	}
}

func TestABlockGivesUpItsDiscountAgainstItself(t *testing.T) {
	for _, c := range []struct {
		qty  model.Qty
		want model.Price
	}{{100, 94_000}, {-100, 106_000}, {0, 94_000}} {
		if got := discounted(100_000, c.qty, 0.06); got != c.want {
			t.Errorf("%d shares at %d, want %d", c.qty, got, c.want)
		}
	}
}

func TestShareOfADeviation(t *testing.T) {
	for _, c := range []struct {
		amount      model.Money
		part, whole model.Qty
		want        model.Money
	}{{900, 3, 3, 900}, {900, 1, 3, 300}, {-900, 1, 3, -300}, {100, 1, 3, 33}, {-100, 1, 3, -33}, {900, -1, 3, 300}, {900, 5, 3, 900},
		{900, 5, 0, 0}, {900, 0, 0, 900}, {0, 1, 3, 0}, {1<<63 - 1, 1 << 40, 1 << 41, 1<<62 - 1}} {
		if got := share(c.amount, c.part, c.whole); got != c.want {
			t.Errorf("share of %d for %d of %d: %d, want %d", c.amount, c.part, c.whole, got, c.want)
		}
	}
}

func TestSettlePanicsBeforeClose(t *testing.T) {
	about := &model.Incident{Scale: 4, Market: spec(), Session: model.Session{Close: model.Time(time.Minute)}}
	for _, f := range []func(){
		func() { NewTape(about, nil, kernel(t, spec())).Settle(Stop{}, false) },
		func() { NewTape(about, nil, kernel(t, spec())).Proceeds(0, nil, 0) },
		func() { NewTape(&model.Incident{Scale: 4, Session: model.Session{Close: 1}}, nil, kernel(t, spec())) },
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Error("no panic")
				}
			}()
			f()
		}()
	}
}

func TestAPositionIsWorkedAtAShareOfOtherPeoplesVolume(t *testing.T) {
	tape := &Tape{symbols: 1, policy: spec(), volume: []model.Qty{1_000, 1_000, 100}, own: []model.Qty{0, 400, 300}}
	for _, c := range []struct {
		minute     int
		rest, want model.Qty
	}{{0, 500, 100}, {0, 100, 100}, {0, 99, 99}, {0, -500, -100}, {0, -99, -99}, {1, 500, 60}, {2, 500, 0}, {0, 0, 0}} {
		if got := tape.slice(c.minute, 0, c.rest, spec().Participation); got != c.want {
			t.Errorf("minute %d: %d of %d, want %d", c.minute, got, c.rest, c.want)
		}
	}
}

func TestOurImpactAtTheCloseIsThatOfFlowAndParing(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		d := draw(r, t, false)
		for s, e := range d.tape.Settle(d.stop(), false) {
			want := 0.0
			for tick, row := range d.flow {
				want += float64(row[s]) * remembered(spec(), time.Duration(minutes*60-1-tick)*time.Second)
			}
			for m := range minutes {
				want -= float64(d.tape.baseline.pared[m*names+s]) * remembered(spec(), time.Duration(minutes-1-m)*time.Minute)
			}
			want *= d.tape.unit[s]
			if math.Abs(float64(e.Impact)-want) > 0.5+1e-6*(1+math.Abs(want)) {
				r.Fatalf("symbol %d: impact %d at the close, formula %v", s, e.Impact, want)
			}
			if e.Free+e.Impact != d.tape.mid[minutes*names+s] {
				r.Fatalf("free %d and impact %d are not the mid", e.Free, e.Impact)
			}
		}
	})
}
