package replay_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"lossreplay/datasets"
	"lossreplay/model"
	"lossreplay/model/control"
	"lossreplay/model/ledger"
	"lossreplay/replay"
)

// Relations between a day and the same day told otherwise; the numbers are those of metamorphic_test.go.

// copyOf returns a day that shares nothing with d that a test changes.
func copyOf(d *datasets.Tables) *datasets.Tables {
	c := *d
	c.SecurityRows = slices.Clone(d.SecurityRows)
	c.OperationRows = slices.Clone(d.OperationRows)
	c.ClosingRows = slices.Clone(d.ClosingRows)
	c.BarRows = slices.Clone(d.BarRows)
	p, o, e, q := &c.ParentRows, &c.ChildRows, &c.ExecutionRows, &c.QuoteRows
	p.Received, p.Symbol, p.Side, p.OrderQty, p.Flag = slices.Clone(p.Received), slices.Clone(p.Symbol), slices.Clone(p.Side),
		slices.Clone(p.OrderQty), slices.Clone(p.Flag)
	o.Sent, o.Parent, o.Server, o.Venue, o.OrderQty, o.LimitPx, o.Rogue = slices.Clone(o.Sent), slices.Clone(o.Parent),
		slices.Clone(o.Server), slices.Clone(o.Venue), slices.Clone(o.OrderQty), slices.Clone(o.LimitPx), slices.Clone(o.Rogue)
	e.At, e.Child, e.Type, e.LastQty, e.LastPx, e.Fee = slices.Clone(e.At), slices.Clone(e.Child), slices.Clone(e.Type),
		slices.Clone(e.LastQty), slices.Clone(e.LastPx), slices.Clone(e.Fee)
	q.At, q.Symbol, q.Bid, q.Ask = slices.Clone(q.At), slices.Clone(q.Symbol), slices.Clone(q.Bid), slices.Clone(q.Ask)
	return &c
}

// linear takes out of a day what is not linear in price and quantity by its own definition: rounded fees, impact, paring by
// whole shares of a volume, the discount, the residue of a recorded closing, mids on half units.
func linear(d *datasets.Tables) {
	d.ClosingRows = nil
	d.About.Market.Participation, d.About.Market.Discount = 0, 0
	for s := range d.SecurityRows {
		d.SecurityRows[s].ImpactLevel = 0
	}
	for i := range d.QuoteRows.Ask {
		d.QuoteRows.Ask[i] += (d.QuoteRows.Bid[i] + d.QuoteRows.Ask[i]) % 2
	}
	feePerShare(d)
}

func feePerShare(d *datasets.Tables) {
	for i, q := range d.ExecutionRows.LastQty {
		d.ExecutionRows.Fee[i] = model.Money(q) * (d.ExecutionRows.Fee[i] % 7)
	}
}

// times returns every line of a loss times k.
func times(l ledger.Loss, k model.Money) ledger.Loss {
	return ledger.Loss{Spread: l.Spread * k, Impact: l.Impact * k, Drift: l.Drift * k, Recapture: l.Recapture * k,
		ExitMarket: l.ExitMarket * k, ExitBlock: l.ExitBlock * k, Fees: l.Fees * k}
}

// sameLosses fails t if a run's losses are not those of another, coalition by coalition, k times as large.
func sameLosses(t rapid.TB, a, b []replay.Leaf, controls int, k model.Money) {
	t.Helper()
	for coalition := range uint64(1) << controls {
		x, y := leafOf(t, a, coalition), leafOf(t, b, coalition)
		if times(x.Loss, k) != y.Loss {
			t.Fatalf("coalition %b: loss %+v, times %d it is %+v", coalition, x.Loss, k, y.Loss)
		}
	}
}

// Relation 3: an execution told as two of the same time and price is the same money, unless a control counts executions.
func TestSplitExecutionIsTheSameMoney(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := randomDay(t)
		feePerShare(d)
		var controls []control.Instance
		for _, c := range randomControls(t, d, 6) {
			if !strings.HasPrefix(c.Name, "A17") && !strings.HasPrefix(c.Name, "A26") {
				controls = append(controls, c)
			}
		}
		split := copyOf(d)
		split.ExecutionRows = model.ExecutionColumns{}
		rate := bits(rapid.Uint64().Draw(t, "split"))
		for i, e := range auditorDay(d).Executions {
			if part := e.LastQty / 3; part > 0 && (rate>>(i%64))&1 == 0 {
				first := e
				first.LastQty, first.Fee = part, e.Fee/model.Money(e.LastQty)*model.Money(part)
				e.LastQty, e.Fee = e.LastQty-part, e.Fee-first.Fee
				split.ExecutionRows.Append(first)
			}
			split.ExecutionRows.Append(e)
		}
		a, b := run(t, d, controls...), run(t, split, controls...)
		bothSides(a, b, func(_ string, la, lb []replay.Leaf) {
			sameLosses(t, la, lb, len(controls), 1)
			for coalition := range uint64(1) << len(controls) {
				x, y := leafOf(t, la, coalition), leafOf(t, lb, coalition)
				if x.Flow.Shares != y.Flow.Shares || x.Collateral != y.Collateral || x.Halted != y.Halted {
					t.Fatalf("coalition %b: %+v, split %+v", coalition, x, y)
				}
			}
		})
	})
}

// Relation 5: with recorded prices held, all prices and limits of money times k is the loss times k.
func TestPricesTimesKIsLossTimesK(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := randomDay(t)
		linear(d)
		seeds, k := drawSeeds(t, 6), rapid.Int64Range(2, 5).Draw(t, "k")
		scaled := copyOf(d)
		scaled.About.ReactionGross *= model.Money(k)
		for s := range scaled.SecurityRows {
			scaled.SecurityRows[s].OpenPx *= model.Price(k)
			scaled.SecurityRows[s].PriorClose *= model.Price(k)
		}
		for _, column := range [][]model.Price{scaled.ChildRows.LimitPx, scaled.ExecutionRows.LastPx, scaled.QuoteRows.Bid, scaled.QuoteRows.Ask} {
			for i := range column {
				column[i] *= model.Price(k)
			}
		}
		for i := range scaled.ExecutionRows.Fee {
			scaled.ExecutionRows.Fee[i] *= model.Money(k)
		}
		compareScaled(t, d, scaled, seeds, scaling{money: k, shares: 1}, model.Money(k))
	})
}

// Relation 6: with recorded prices held, all quantities and limits of shares and money times k is the loss times k.
func TestQuantitiesTimesKIsLossTimesK(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := randomDay(t)
		linear(d)
		seeds, k := drawSeeds(t, 6), rapid.Int64Range(2, 5).Draw(t, "k")
		scaled := copyOf(d)
		scaled.About.ReactionGross *= model.Money(k)
		for _, column := range [][]model.Qty{scaled.ParentRows.OrderQty, scaled.ChildRows.OrderQty, scaled.ExecutionRows.LastQty} {
			for i := range column {
				column[i] *= model.Qty(k)
			}
		}
		for i := range scaled.ExecutionRows.Fee {
			scaled.ExecutionRows.Fee[i] *= model.Money(k)
		}
		compareScaled(t, d, scaled, seeds, scaling{money: k, shares: k}, model.Money(k))
	})
}

// ofTheMarket are the controls that hold our quantities against other people's, which do not scale with ours.
var ofTheMarket = map[string]bool{"A13": true, "A40": true}

func compareScaled(t *rapid.T, d, scaled *datasets.Tables, seeds []uint64, by scaling, k model.Money) {
	t.Helper()
	straight := func(all []control.Instance) (kept []control.Instance) {
		for _, c := range all {
			if _, ok := c.Values["haircut"]; ok {
				c.Values["haircut"] = 0 // it is rounded
			}
			if _, ok := c.Values["adv"]; ok {
				c.Values["adv"] = 0 // a share of other people's volume
			}
			if !ofTheMarket[c.Spec.ID] {
				kept = append(kept, c)
			}
		}
		return kept
	}
	controls := append(straight(controlsOf(seeds, d, unscaled)), haltAt("halt", time.Hour))
	a := run(t, d, controls...)
	b := run(t, scaled, append(straight(controlsOf(seeds, scaled, by)), haltAt("halt", time.Hour))...)
	sameLosses(t, a.Held, b.Held, len(controls), k)
}

// Relation 7: a day that happens later is the same day, its trips as much later.
func TestShiftedDayIsTheSameDay(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := randomDay(t)
		seeds := drawSeeds(t, 6)
		by := rapid.SampledFrom([]time.Duration{time.Nanosecond, -time.Hour, 25*time.Hour + 7}).Draw(t, "by")
		later := copyOf(d)
		session := &later.About.Session
		session.Open, session.Close = session.Open.Add(by), session.Close.Add(by)
		for _, column := range [][]model.Time{later.ParentRows.Received, later.ChildRows.Sent, later.ExecutionRows.At, later.QuoteRows.At} {
			for i := range column {
				column[i] = column[i].Add(by)
			}
		}
		for i := range later.OperationRows {
			later.OperationRows[i].At = later.OperationRows[i].At.Add(by)
		}
		for i := range later.BarRows {
			later.BarRows[i].Start = later.BarRows[i].Start.Add(by)
		}
		controls, moved := controlsOf(seeds, d, unscaled), controlsOf(seeds, later, scaling{1, 1, by})
		a, b := run(t, d, controls...), run(t, later, moved...)
		bothSides(a, b, func(side string, la, lb []replay.Leaf) {
			for coalition := range uint64(1) << len(controls) {
				want := ofLeaf(leafOf(t, la, coalition), controls, coalition)
				want.Halted = want.Halted.Add(by)
				for name, trips := range want.Trips {
					want.Trips[name] = slices.Clone(trips)
					for i := range trips {
						want.Trips[name][i].At = trips[i].At.Add(by)
						want.Trips[name][i].Effect = trips[i].Effect.Add(by)
					}
				}
				sameFigures(t, side, want, ofLeaf(leafOf(t, lb, coalition), moved, coalition))
			}
		})
	})
}
