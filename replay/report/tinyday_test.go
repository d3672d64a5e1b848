package report

import (
	"context"
	"testing"
	"time"

	"lossreplay/datasets"
	"lossreplay/datasets/daytest"
	"lossreplay/model"
	"lossreplay/model/control"
	"lossreplay/replay"
)

// tinyDay returns a day whose every figure can be worked out on paper: the mid stands at 10.00, nothing moves it, there are
// no fees, and what is left goes as a block at 9.50 whatever its size.
//
//	+10 s  1,000,000 bought at 10.01: the parent is full
//	+20 s  1,000,000 bought beyond it, and again at +30 s and +40 s
//	+35 s  500 sold at 9.99 for another parent: legitimate
//
// Every child executes 0.3 s after it was sent. The loss: 3,000,000 times (10.01 - 9.50) = 1,530,000.
func tinyDay() *datasets.Tables {
	day := daytest.Small()
	open := daytest.Open
	day.About.Name, day.About.Title = "tiny", "A tiny day"
	day.About.Router.Servers = []string{"s1"}
	day.About.Market = model.MarketSpec{Tick: time.Second, Permanent: 0.5, Terms: []model.DecayTerm{{Weight: 0.5, Tau: time.Minute}},
		Participation: 0.1, Discount: 0.05, DiscountExponent: 0}
	day.About.Scenario = []model.Setting{{Key: "prices", Value: "constant", Reason: "to be worked out on paper", Tag: model.Assumed},
		{Key: "servers", Value: "1", Reason: "made up", Tag: model.Synthetic}}
	day.SecurityRows = []model.Security{{Symbol: "AAA", OpenPx: 100_000, PriorClose: 100_000, NormalVolume: 1, VolumeScale: 1, Evidence: model.Synthetic}}
	day.OperationRows, day.BarRows = nil, nil
	day.QuoteRows = model.QuoteColumns{}
	day.QuoteRows.Append(model.Quote{At: open, Bid: 99_900, Ask: 100_100})
	day.ParentRows = model.ParentColumns{}
	day.ParentRows.Append(model.ParentOrder{Received: open - 60e9, Side: model.Buy, OrderQty: 1_000_000, Flag: 1})
	day.ParentRows.Append(model.ParentOrder{Received: open + 1e9, Side: model.Sell, OrderQty: 500})
	day.ChildRows, day.ExecutionRows = model.ChildColumns{}, model.ExecutionColumns{}
	for i, c := range []model.ChildOrder{
		{Sent: open + 10e9, Parent: 1, OrderQty: 1_000_000, LimitPx: 100_100},
		{Sent: open + 20e9, Parent: 1, OrderQty: 1_000_000, LimitPx: 100_100, Rogue: true},
		{Sent: open + 30e9, Parent: 1, OrderQty: 1_000_000, LimitPx: 100_100, Rogue: true},
		{Sent: open + 35e9, Parent: 2, OrderQty: 500, LimitPx: 99_900},
		{Sent: open + 40e9, Parent: 1, OrderQty: 1_000_000, LimitPx: 100_100, Rogue: true},
	} {
		day.ChildRows.Append(c)
		day.ExecutionRows.Append(model.Execution{At: c.Sent + 300e6, Child: model.ChildID(i + 1), Type: model.ExecTrade, LastQty: c.OrderQty, LastPx: c.LimitPx})
	}
	day.ClosingRows = []model.Closing{{BlockQty: 3_000_000, BlockNotional: 28_500_000 * model.MoneyUnit}}
	return day
}

// tinyControls are, in order: one that lets nothing through, one that stops the parent after two executions, one that stops
// the firm half a second after the account holds more than 2,000,000.
func tinyControls(t *testing.T) []control.Instance {
	t.Helper()
	find := func(id string) control.Instance {
		spec, err := control.Find(id)
		if err != nil {
			t.Fatal(err)
		}
		return spec.Default()
	}
	return []control.Instance{find("A14"), find("A17").With("A17", "limit", 2), find("A19")}
}

// tinyStudy also has a variant that never trips and a control that the day is said not to be able to judge.
func tinyStudy(t *testing.T) Inputs {
	t.Helper()
	day := tinyDay()
	in := study(t, day, tinyControls(t), control.Variants()[:1])
	spec, err := control.Find("A34")
	if err != nil {
		t.Fatal(err)
	}
	in.Study.NotEvaluable = []replay.NotEvaluable{{Instance: spec.Default(), Missing: []string{"bars", "quotes"}}}
	in.Normal = tinyNormal()
	in.Tables = []TableSum{{Name: "children", File: "children.parquet", SHA256: "ab12", Rows: 5}}
	return in
}

// tinyNormal is what two ordinary days of 3,000 and 1,000 orders would say of the three controls and the variant: A14 costs
// nothing, A17 blocks 2 orders on one day, A19 stops the other; no day can judge the variant.
func tinyNormal() []replay.DayCost {
	judged := replay.Cost{Evaluable: true, Halted: model.Never}
	limited, stopped := judged, judged
	limited.Trips, limited.Collateral = 1, replay.Collateral{Orders: 2, Shares: 200, Notional: 2_000_000_000, Minutes: 1}
	stopped.Trips, stopped.Halted = 1, 1_340_000_000_000_000_000
	stopped.Collateral = replay.Collateral{Orders: 400, Shares: 40_000, Notional: 400_000_000_000, Minutes: 90}
	return []replay.DayCost{
		{Name: "quiet", Legit: replay.Collateral{Orders: 3_000, Shares: 300_000, Notional: 3_000_000_000_000}, Costs: []replay.Cost{judged, limited, judged, {}}},
		{Name: "busy", Legit: replay.Collateral{Orders: 1_000, Shares: 100_000, Notional: 1_000_000_000_000}, Costs: []replay.Cost{judged, judged, stopped, {}}},
	}
}

func study(t *testing.T, day *datasets.Tables, controls, variants []control.Instance) Inputs {
	t.Helper()
	s, err := replay.Examine(context.Background(), day, replay.Plan{Controls: controls, Variants: variants})
	if err != nil {
		t.Fatal(err)
	}
	return Inputs{Day: day, Study: s, Version: "1.2.3"}
}

func build(t *testing.T, in Inputs) *Results {
	t.Helper()
	r, err := Build(in)
	if err != nil {
		t.Fatal(err)
	}
	return r
}
