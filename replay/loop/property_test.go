package loop_test

import (
	"cmp"
	"context"
	"reflect"
	"runtime"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"lossreplay/datasets"
	"lossreplay/model"
	"lossreplay/model/control"
	"lossreplay/model/ledger"
	"lossreplay/model/market"
	"lossreplay/replay"
	"lossreplay/replay/loop"
)

// randomDay draws a day of three minutes on the story's router: two symbols whose quotes wander and which our flow moves, up
// to six parents on two servers whose builds change, children that fill whole, in part or not at all.
func randomDay(r *rapid.T) *datasets.Tables {
	d := storyDay()
	d.About.Session.Close = after(3 * time.Minute)
	d.About.Seed = rapid.Uint64().Draw(r, "seed")
	d.About.ReactionGross = rapid.SampledFrom([]model.Money{0, 10_000 * model.MoneyUnit}).Draw(r, "reaction gross")
	d.About.Market = model.MarketSpec{Tick: time.Second, Permanent: 0.4, Terms: []model.DecayTerm{{Weight: 0.6, Tau: 20 * time.Second}},
		Participation: 0.2, Discount: 0.05, DiscountExponent: 0.5}
	d.SecurityRows[0].ImpactLevel, d.SecurityRows[0].VolumeScale = 0.05, 20_000
	d.SecurityRows = append(d.SecurityRows, model.Security{Symbol: "B", OpenPx: 200_000, PriorClose: 198_000, VolumeScale: 20_000, ImpactLevel: 0.02})
	d.ParentRows, d.ChildRows, d.ExecutionRows = model.ParentColumns{}, model.ChildColumns{}, model.ExecutionColumns{}
	d.QuoteRows, d.BarRows, d.OperationRows = model.QuoteColumns{}, nil, nil
	mid := [2]model.Price{100_000, 200_000}
	for at := time.Duration(0); at < 3*time.Minute; at += 7 * time.Second {
		for s := range mid {
			mid[s] += model.Price(rapid.IntRange(-300, 300).Draw(r, "move"))
			d.QuoteRows.Append(model.Quote{At: after(at), Symbol: model.SymbolID(s), Bid: mid[s] - 100, Ask: mid[s] + 100})
		}
	}
	for m := range 3 {
		for s := range mid {
			d.BarRows = append(d.BarRows, model.Bar{Start: after(time.Duration(m) * time.Minute), Symbol: model.SymbolID(s),
				Volume: model.Qty(rapid.IntRange(500, 30_000).Draw(r, "bar"))})
		}
	}
	if rapid.IntRange(0, 3).Draw(r, "fault") > 0 {
		d.OperationRows = append(d.OperationRows, deployed)
	}
	at := time.Duration(0)
	for range rapid.IntRange(0, 3).Draw(r, "operations") {
		at += time.Duration(rapid.IntRange(0, 50_000).Draw(r, "gap")) * time.Millisecond
		o := op(at, model.OpDeploy, model.ServerID(rapid.IntRange(0, 1).Draw(r, "server")), model.BuildID(rapid.IntRange(0, 1).Draw(r, "build")))
		o.Reaction = rapid.Bool().Draw(r, "reaction")
		d.OperationRows = append(d.OperationRows, o)
	}
	randomOrders(r, d)
	return d
}

// randomOrders draws parents and what was recorded of them: nothing that their path would not have sent.
func randomOrders(r *rapid.T, d *datasets.Tables) {
	var children []model.ChildOrder
	var filled []model.Qty // by child
	at := -5 * time.Second
	for p := range rapid.IntRange(1, 6).Draw(r, "parents") {
		at += time.Duration(rapid.IntRange(0, 20_000).Draw(r, "arrival")) * time.Millisecond
		parent := model.ParentOrder{Received: after(at), Symbol: model.SymbolID(rapid.IntRange(0, 1).Draw(r, "symbol")),
			OrderQty: rapid.SampledFrom([]model.Qty{1, 50, 100, 250, 900}).Draw(r, "qty"), Flag: rapid.SampledFrom([]model.FlagID{0, flagF, flagF}).Draw(r, "flag"),
			Side: rapid.SampledFrom([]model.Side{model.Buy, model.Sell, model.SellShort}).Draw(r, "side")}
		d.ParentRows.Append(parent)
		sent, server, left := max(at, 0), model.ServerID(rapid.IntRange(0, 1).Draw(r, "on")), parent.OrderQty
		for range rapid.IntRange(0, 40).Draw(r, "children") {
			sent += time.Duration(rapid.IntRange(10, 4_000).Draw(r, "wait")) * time.Millisecond
			qty := model.Qty(100)
			if parent.Flag == 0 || buildAt(d, server, after(sent)) != bad {
				qty = min(qty, left)
			}
			if sent > 170*time.Second || qty <= 0 {
				break
			}
			children = append(children, model.ChildOrder{Sent: after(sent), Parent: model.ParentID(p + 1), Server: server, OrderQty: qty,
				Venue:   model.VenueID(rapid.IntRange(0, 1).Draw(r, "venue")),
				LimitPx: midAt(d, parent.Symbol, after(sent)) + model.Price(100*parent.Side.Sign())})
			filled = append(filled, min(qty, rapid.SampledFrom([]model.Qty{100, 100, 100, 40, 0}).Draw(r, "fill")))
			left -= filled[len(filled)-1]
		}
	}
	order := make([]int, len(children))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(children[a].Sent, children[b].Sent) })
	var reports []model.Execution
	for row, i := range order {
		c := children[i]
		d.ChildRows.Append(c)
		e := model.Execution{At: c.Sent.Add(5 * time.Millisecond), Child: model.ChildID(row + 1), Type: model.ExecTrade, LastQty: filled[i],
			LastPx: c.LimitPx, Fee: 300}
		if e.LastQty > 0 {
			reports = append(reports, e)
		}
		if e.LastQty < c.OrderQty {
			reports = append(reports, model.Execution{At: c.Sent.Add(8 * time.Millisecond), Child: e.Child, Type: model.ExecExpired})
		}
	}
	slices.SortStableFunc(reports, func(a, b model.Execution) int { return cmp.Compare(a.At, b.At) })
	for _, e := range reports {
		d.ExecutionRows.Append(e)
	}
}

// buildAt returns the build that a server runs after all recorded operations up to a time.
func buildAt(d *datasets.Tables, server model.ServerID, at model.Time) (build model.BuildID) {
	for _, o := range d.OperationRows {
		if o.At <= at && o.Server == server {
			build = o.Build
		}
	}
	return build
}

// whim votes by the child's number and how often it asked, so that everything is voted now and then.
func whim(r *rapid.T) *voice {
	salt := rapid.Uint64().Draw(r, "salt")
	verdicts := []control.Verdict{control.Pass, control.Pass, control.Pass, control.Pass, control.Delay, control.Delay, control.Block}
	if rapid.Bool().Draw(r, "harsh") {
		verdicts = append(verdicts, control.Close, control.Cut)
	}
	draw := func(w *control.World, c *control.Child) uint64 {
		return (uint64(c.ID)*0x9e3779b97f4a7c15 ^ uint64(w.Now) ^ salt) * 0xbf58476d1ce4e5b9 >> 20
	}
	return &voice{
		vote: func(w *control.World, c *control.Child) control.Verdict {
			return verdicts[draw(w, c)%uint64(len(verdicts))]
		},
		ready: func(w *control.World, c *control.Child) model.Time {
			return w.Now.Add(time.Duration(draw(w, c) % uint64(5*time.Second)))
		},
	}
}

func TestTheRecordIsTheTraceReplaysBaseline(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		d := randomDay(r)
		d.About.ReactionGross = 0 // what was recorded had its reason
		m := calibrate(t, d)
		res, err := replay.Run(context.Background(), d, replay.Config{})
		if err != nil {
			r.Fatal(err)
		}
		leaf := res.Baseline()
		if m.Recorded.Loss != leaf.Loss {
			r.Errorf("recorded loss %+v, the trace replay has %+v", m.Recorded.Loss, leaf.Loss)
		}
		got, want := m.Recorded.Tally.Total, leaf.Flow
		if got.Children != want.Children || got.Executions != want.Executions || got.Shares != want.Shares {
			r.Errorf("recorded %+v, the trace replay has %+v", got, want)
		}
	})
}

func TestInvariants(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		d := randomDay(r)
		m := calibrate(t, d)
		v := whim(r)
		o := generate(t, m, loop.Config{Controls: []control.Instance{v.as("whim")}})
		var sent, executed, unmatched, left int64
		ran := map[model.ParentID]bool{}
		bought := make([]model.Qty, len(d.SecurityRows))
		for _, c := range v.sent {
			sent += int64(c.Qty)
			ran[c.Parent] = ran[c.Parent] || !c.Path.Counts
		}
		for _, f := range v.fills {
			executed += int64(max(f.Qty, -f.Qty))
			unmatched += int64(max(f.Unmatched, -f.Unmatched))
			bought[f.Symbol] += f.Unmatched
			if f.Unmatched != 0 && !ran[f.Parent] {
				r.Errorf("parent %d never ran away and is overfilled", f.Parent)
			}
		}
		for _, e := range v.ends {
			left += int64(max(e.Left, -e.Left))
		}
		if executed != o.Tally.Total.Shares || sent != executed+left || unmatched != o.Flow.UnmatchedShares {
			r.Errorf("%d sent, %d executed, %d left; outcome %+v, %+v", sent, executed, left, o.Tally.Total, o.Flow)
		}
		var loss ledger.Loss
		for s, b := range o.BySymbol {
			loss = loss.Plus(b.Loss)
			if b.Pos != bought[s] {
				r.Errorf("symbol %d holds %d, bought %d", s, b.Pos, bought[s])
			}
		}
		if loss != o.Loss {
			r.Errorf("symbols lose %+v, the whole %+v", loss, o.Loss)
		}
		for _, parts := range [][]loop.Volume{o.Tally.BySymbol, o.Tally.ByMinute, o.Tally.ByServer} {
			var sum loop.Volume
			for _, p := range parts {
				sum = loop.Volume{Children: sum.Children + p.Children, Executions: sum.Executions + p.Executions, Shares: sum.Shares + p.Shares,
					Notional: sum.Notional + p.Notional}
			}
			if sum != o.Tally.Total {
				r.Errorf("parts add up to %+v of %+v", sum, o.Tally.Total)
			}
		}
	})
}

// Prices in a world are the recorded ones less the kernel's impact of what the record has and the world lacks, tick by tick.
func TestImpactIsTheKernelOnTheFlow(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		d := randomDay(r)
		m := calibrate(t, d)
		kernel, err := market.NewKernel(d.About.Market)
		if err != nil {
			r.Fatal(err)
		}
		recorded := flowByTick(d)
		v := whim(r)
		tick := 0
		ours := make([]model.Qty, len(d.SecurityRows))
		lacks := make([]market.Impact, len(ours))
		v.onFill = func(_ *control.World, f *control.Fill) { ours[f.Symbol] += f.Qty }
		v.onTick = func(w *control.World) {
			for s := range ours {
				if tick > 0 {
					kernel.Tick(&lacks[s], recorded[tick-1][s]-ours[s])
				}
				ours[s] = 0
				want := midAt(d, model.SymbolID(s), w.Now) - kernel.Price(&lacks[s], market.Unit(&d.SecurityRows[s]))
				if w.Mid[s] != want {
					r.Fatalf("tick %d: mid of symbol %d is %d, want %d", tick, s, w.Mid[s], want)
				}
			}
			tick++
		}
		generate(t, m, loop.Config{Controls: []control.Instance{v.as("whim")}})
	})
}

// flowByTick returns our recorded signed shares by tick and symbol.
func flowByTick(d *datasets.Tables) [][2]model.Qty {
	flow := make([][2]model.Qty, 180)
	for i, at := range d.ExecutionRows.At {
		p := d.ChildRows.Parent[d.ExecutionRows.Child[i]-1] - 1
		flow[at.Sub(dayOpen)/time.Second][d.ParentRows.Symbol[p]] += d.ParentRows.Side[p].Sign() * d.ExecutionRows.LastQty[i]
	}
	return flow
}

// midAt returns the recorded mid as of a time.
func midAt(d *datasets.Tables, s model.SymbolID, at model.Time) (mid model.Price) {
	for i, quoted := range d.QuoteRows.At {
		if quoted <= at && d.QuoteRows.Symbol[i] == s {
			mid = (d.QuoteRows.Bid[i] + d.QuoteRows.Ask[i]) / 2
		}
	}
	return mid
}

func TestTheSameDayOnOneCoreAndOnFour(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	rapid.Check(t, func(r *rapid.T) {
		d := randomDay(r)
		throttle, err := control.Find("A16")
		if err != nil {
			r.Fatal(err)
		}
		cfg := loop.Config{Controls: []control.Instance{throttle.Default().With("A16", "limit", 1)}}
		runtime.GOMAXPROCS(1)
		one := calibrate(t, d)
		first := generate(t, one, cfg)
		runtime.GOMAXPROCS(4)
		four := calibrate(t, d)
		if !reflect.DeepEqual(one.Baseline, four.Baseline) || !reflect.DeepEqual(first, generate(t, four, cfg)) {
			r.Error("another number of cores gives another day")
		}
		if !reflect.DeepEqual(one.Baseline, generate(t, one, loop.Config{})) {
			r.Error("a run without controls is not the baseline")
		}
	})
}
