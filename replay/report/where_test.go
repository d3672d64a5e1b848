package report

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"lossreplay/datasets"
	"lossreplay/datasets/daytest"
	"lossreplay/model"
	"lossreplay/model/control"
)

// whereText returns where.csv.
func whereText(t *testing.T, r *Results) string {
	t.Helper()
	var b bytes.Buffer
	if err := r.writeWhere(&b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

const whereHead = "by,name,loss,spread,impact,drift,recapture,exit_market,exit_block,fees,executions,shares,position\n"

func TestWhereAgreesWithPaper(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*datasets.Tables)
		want   string
	}{
		"one minute": {func(*datasets.Tables) {},
			"symbol,AAA,1530000.00,30000.00,0.00,0.00,0.00,0.00,1500000.00,0.00,3,3000000,3000000\n" +
				"server,s1,1530000.00,,,,,,,,3,3000000,\n" +
				"minute,2012-08-01T13:30:00Z,1530000.00,,,,,,,,3,3000000,\n"},
		// Two of the three are bought a minute later, on another server and for a cent more, and the block brings 9.50 all the same.
		"two servers, two minutes": {func(d *datasets.Tables) {
			d.About.Router.Servers = append(d.About.Router.Servers, "s2", "s3")
			d.ChildRows.Append(model.ChildOrder{Sent: daytest.Open + 70e9, Parent: 1, Server: 2, OrderQty: 1_000_000, LimitPx: 100_200, Rogue: true})
			d.ExecutionRows.Append(model.Execution{At: daytest.Open + 70e9, Child: 6, Type: model.ExecTrade, LastQty: 1_000_000, LastPx: 100_200, Fee: 7})
			d.ClosingRows = []model.Closing{{BlockQty: 4_000_000, BlockNotional: 38_000_000 * model.MoneyUnit}}
		}, "symbol,AAA,2050000.000007,50000.00,0.00,0.00,0.00,0.00,2000000.00,0.000007,4,4000000,4000000\n" +
			"server,s1,1530000.00,,,,,,,,3,3000000,\nserver,s2,0.00,,,,,,,,0,0,\nserver,s3,520000.000007,,,,,,,,1,1000000,\n" +
			"minute,2012-08-01T13:30:00Z,1530000.00,,,,,,,,3,3000000,\nminute,2012-08-01T13:31:00Z,520000.000007,,,,,,,,1,1000000,\n"},
		// A third of a unit is left three times: the first of equal remainders gets what is over.
		"rounding": {func(d *datasets.Tables) {
			d.About.Router.Servers = append(d.About.Router.Servers, "s2", "s3")
			d.ChildRows.Server[2], d.ChildRows.Server[4] = 1, 2
			d.ClosingRows[0].BlockNotional--
		}, "symbol,AAA,1530000.000001,30000.00,0.00,0.00,0.00,0.00,1500000.000001,0.00,3,3000000,3000000\n" +
			"server,s1,510000.000001,,,,,,,,1,1000000,\nserver,s2,510000.00,,,,,,,,1,1000000,\nserver,s3,510000.00,,,,,,,,1,1000000,\n" +
			"minute,2012-08-01T13:30:00Z,1530000.000001,,,,,,,,3,3000000,\n"},
		// A closing that trades what was never held: nobody's server, nobody's minute.
		"nowhere": {func(d *datasets.Tables) {
			d.SecurityRows = append(d.SecurityRows, d.SecurityRows[0])
			d.SecurityRows[1].Symbol = "=BBB,\"<b>"
			d.QuoteRows.Append(model.Quote{At: daytest.Open, Symbol: 1, Bid: 99_900, Ask: 100_100})
			d.ClosingRows = append(d.ClosingRows, model.Closing{Symbol: 1, MarketQty: 10, MarketNotional: 100, BlockQty: -10, BlockNotional: -103})
		}, "symbol,AAA,1530000.00,30000.00,0.00,0.00,0.00,0.00,1500000.00,0.00,3,3000000,3000000\n" +
			"symbol,\"=BBB,\"\"<b>\",0.000003,0.00,0.00,0.00,0.00,-0.0001,0.000103,0.00,0,0,0\n" +
			"server,s1,1530000.00,,,,,,,,3,3000000,\nserver,,0.000003,,,,,,,,0,0,\n" +
			"minute,2012-08-01T13:30:00Z,1530000.00,,,,,,,,3,3000000,\nminute,,0.000003,,,,,,,,0,0,\n"},
	} {
		t.Run(name, func(t *testing.T) {
			day := tinyDay()
			c.change(day)
			r := build(t, study(t, day, nil, nil))
			if !r.Fidelity.Exact {
				t.Fatal(r.Fidelity.Differences)
			}
			if diff := cmp.Diff(strings.Split(whereHead+c.want, "\n"), strings.Split(whereText(t, r), "\n")); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

// Bought for 10.01 before the open, sold for 9.99 after it: flat at the end, so each leg counts at the mid of 10.00. Before the
// first quote its own price is the mid: that leg pays no spread.
func TestAFlatSymbolCountsAtMid(t *testing.T) {
	day := tinyDay()
	day.ParentRows, day.ChildRows, day.ExecutionRows = model.ParentColumns{}, model.ChildColumns{}, model.ExecutionColumns{}
	for i, side := range []model.Side{model.Buy, model.Sell} {
		px, at := []model.Price{100_100, 99_900}[i], daytest.Open.Add([]time.Duration{-90 * time.Second, 90 * time.Second}[i])
		day.ParentRows.Append(model.ParentOrder{Received: at - 1e9, Side: side, Flag: 1})
		day.ChildRows.Append(model.ChildOrder{Sent: at, Parent: model.ParentID(i + 1), OrderQty: 100, LimitPx: px, Rogue: true})
		day.ExecutionRows.Append(model.Execution{At: at, Child: model.ChildID(i + 1), Type: model.ExecTrade, LastQty: 100, LastPx: px})
	}
	day.ClosingRows = nil
	r := build(t, study(t, day, nil, nil))
	want := whereHead + "symbol,AAA,2.00,1.00,0.00,1.00,0.00,0.00,0.00,0.00,2,200,0\nserver,s1,2.00,,,,,,,,2,200,\n" +
		"minute,2012-08-01T13:28:00Z,1.00,,,,,,,,1,100,\nminute,2012-08-01T13:31:00Z,1.00,,,,,,,,1,100,\n"
	if diff := cmp.Diff(want, whereText(t, r)); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func TestWhereAddsUpToTheBaseline(t *testing.T) {
	r := build(t, study(t, daytest.Small(), control.Defaults(), nil))
	sums := map[string]*WhereRow{bySymbol: {}, byServer: {}, byMinute: {}}
	var lines [7]Decimal
	for i := range r.Where {
		row := &r.Where[i]
		s := sums[row.By]
		s.Loss, s.Executions, s.Shares = s.Loss+row.Loss, s.Executions+row.Executions, s.Shares+row.Shares
		if row.Lines != nil {
			for k, line := range row.Lines.list() {
				lines[k] += line
			}
		}
	}
	for by, s := range sums {
		if s.Loss != r.Baseline.Loss || s.Executions != r.Baseline.Executions || s.Shares != r.Baseline.Shares {
			t.Errorf("by %s %v, %d executions, %d shares; the baseline has %+v", by, s.Loss, s.Executions, s.Shares, r.Baseline)
		}
	}
	if want := [7]Decimal(r.Baseline.Decomposition.list()); lines != want {
		t.Errorf("lines %v, want %v", lines, want)
	}
}
