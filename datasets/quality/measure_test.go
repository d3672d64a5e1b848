package quality_test

import (
	"errors"
	"math/rand/v2"
	"strings"
	"testing"

	"lossreplay/datasets"
	"lossreplay/datasets/daytest"
	"lossreplay/datasets/quality"
	"lossreplay/model"
)

// measured returns the quality of the small day after a change.
func measured(t *testing.T, change func(*datasets.Tables)) *quality.Report {
	t.Helper()
	d := daytest.Small()
	change(d)
	r, err := quality.Measure(d, nil)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// TestEachFigureHasItsRow changes one thing of the small day and looks at the figure that says so.
func TestEachFigureHasItsRow(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(*datasets.Tables)
		holds  func(r *quality.Report) bool
	}{
		{"small_day_has_no_oddity", func(*datasets.Tables) {}, func(r *quality.Report) bool {
			return r.Fills.BeyondLimit.Count == 0 && r.Fills.Repeated == 0 && r.Children.Open == 0 && r.Quotes.Locked == 0 && len(r.Quotes.Missing) == 0
		}},
		{"small_day_runs_away_by_two_parents", func(*datasets.Tables) {}, func(r *quality.Report) bool {
			return r.Parents.Overfilled == 2 && r.Parents.OverfilledShares == r.Error[1].Shares()-r.Error[2].Shares()
		}},
		{"every_first_report_comes_300_ms_after", func(*datasets.Tables) {}, func(r *quality.Report) bool {
			return r.Latency.Orders == 37 && r.Latency.Median == 300e6 && r.Latency.Max == 300e6 && r.Latency.MaxRow == 1
		}},
		{"fill_a_cent_beyond_the_limit", func(d *datasets.Tables) { d.ExecutionRows.LastPx[4] += 100 }, func(r *quality.Report) bool {
			return r.Fills.BeyondLimit.Count == 1 && r.Fills.BeyondLimit.WorstRow == 5
		}},
		{"fill_more_than_1_percent_above_the_ask", func(d *datasets.Tables) { d.ExecutionRows.LastPx[4] = 300_000 }, func(r *quality.Report) bool {
			return r.Fills.FarFromQuote.Count == 1 && r.Fills.FarFromQuote.WorstRow == 5
		}},
		{"locked_quote", func(d *datasets.Tables) { d.QuoteRows.Ask[7] = d.QuoteRows.Bid[7] }, func(r *quality.Report) bool { return r.Quotes.Locked == 1 }},
		{"symbol_without_quotes", func(d *datasets.Tables) {
			for i := range d.QuoteRows.Symbol {
				d.QuoteRows.Symbol[i] = 0
			}
		}, func(r *quality.Report) bool {
			return strings.Join(r.Quotes.Missing, " ") == "BBB CCC" && r.Fills.Unquoted > 0
		}},
		{"parent_nobody_worked_or_asked_for", func(d *datasets.Tables) {
			d.ParentRows.Append(model.ParentOrder{Received: daytest.Open + 60e9, Side: model.Buy})
		}, func(r *quality.Report) bool { return r.Parents.WithoutChildren == 1 && r.Parents.Unasked == 1 }},
		{"order_nobody_reported_on", func(d *datasets.Tables) {
			d.ChildRows.Append(model.ChildOrder{Sent: daytest.Open + 60e9, Parent: 1, OrderQty: 70, LimitPx: 1})
		}, func(r *quality.Report) bool {
			return r.Children.Open == 1 && r.Children.OpenShares == 70 && r.Children.NeverReported == 1 && r.Children.NeverReportedRow == 38
		}},
		{"fill_told_twice", func(d *datasets.Tables) {
			d.ChildRows.OrderQty[36] = 200
			e := &d.ExecutionRows
			e.Append(model.Execution{At: e.At[49], Child: 37, Type: model.ExecTrade, LastQty: 10, LastPx: 80_000})
			e.Append(model.Execution{At: e.At[49], Child: 37, Type: model.ExecTrade, LastQty: 10, LastPx: 80_000})
			e.Type[49], e.LastQty[49], e.LastPx[49] = model.ExecTrade, 1, 80_000
		}, func(r *quality.Report) bool { return r.Fills.Repeated == 1 && r.Fills.RepeatedRow == 52 }},
		{"settings_by_tag", func(d *datasets.Tables) {
			d.About.Scenario = append(d.About.Scenario, model.Setting{Key: "zone", Value: "UTC", Tag: model.Assumed})
		}, func(r *quality.Report) bool {
			return r.Settings.Count == 2 && len(r.Settings.Assumed) == 1 && r.Settings.Assumed[0].Key == "zone" && len(r.Settings.Synthetic) == 1
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if r := measured(t, c.change); !c.holds(r) {
				t.Errorf("%+v", *r)
			}
		})
	}
}

func TestMoneyThatDoesNotFitIsAnError(t *testing.T) {
	d := daytest.Small()
	d.ExecutionRows.LastPx[2] = 1 << 62
	if _, err := quality.Measure(d, nil); err == nil || !strings.HasPrefix(err.Error(), "executions row 3: ") {
		t.Errorf("error %v; want one of executions row 3", err)
	}
}

func TestCanceledPassEnds(t *testing.T) {
	stop := errors.New("stop")
	if _, err := quality.Measure(daytest.Small(), func() error { return stop }); !errors.Is(err, stop) {
		t.Errorf("error %v; want that of the caller", err)
	}
}

// TestFillsOfOneTimeAreToldApart tells a thousand different fills at once, and then each of them again.
func TestFillsOfOneTimeAreToldApart(t *testing.T) {
	const n = 1000
	d := long(1)
	d.ChildRows.OrderQty[0], d.ExecutionRows = 1<<30, model.ExecutionColumns{}
	for i := range 2 * n {
		d.ExecutionRows.Append(model.Execution{At: daytest.Open, Child: 1, Type: model.ExecTrade, LastQty: model.Qty(1 + i%n), LastPx: 99_100})
	}
	r, err := quality.Measure(d, nil)
	if err != nil {
		t.Fatal(err)
	}
	if r.Fills.Repeated != n || r.Fills.RepeatedRow != n+1 {
		t.Errorf("%d repeated, the first in row %d; want %d, row %d", r.Fills.Repeated, r.Fills.RepeatedRow, n, n+1)
	}
}

// long returns a day of n orders, each filled at once, with as many quotes.
func long(n int) *datasets.Tables {
	d := daytest.Small()
	d.ParentRows, d.ChildRows, d.ExecutionRows, d.QuoteRows = model.ParentColumns{}, model.ChildColumns{}, model.ExecutionColumns{}, model.QuoteColumns{}
	d.ParentRows.Append(model.ParentOrder{Received: daytest.Open, Side: model.Buy, OrderQty: 1})
	rng := rand.New(rand.NewPCG(1, 2))
	for i := range n {
		at := daytest.Open + model.Time(i)*1000
		d.QuoteRows.Append(model.Quote{At: at, Symbol: model.SymbolID(rng.IntN(3)), Bid: 99_000, Ask: 99_100})
		d.ChildRows.Append(model.ChildOrder{Sent: at, Parent: 1, OrderQty: 100, LimitPx: 100_000})
		d.ExecutionRows.Append(model.Execution{At: at + 500, Child: model.ChildID(i + 1), Type: model.ExecTrade, LastQty: 100, LastPx: 99_100})
	}
	return d
}

// TestMemoryIsThatOfOpenOrders holds the allocations of a long day, all of whose orders are soon filled, against a bound that
// its rows would break many times over.
func TestMemoryIsThatOfOpenOrders(t *testing.T) {
	d := long(200_000)
	got := testing.AllocsPerRun(1, func() {
		if _, err := quality.Measure(d, nil); err != nil {
			t.Fatal(err)
		}
	})
	if got > 200 {
		t.Errorf("%v allocations for 600,000 rows", got)
	}
}

func BenchmarkMeasure(b *testing.B) {
	const n = 1 << 18
	d := long(n)
	b.SetBytes(n * (33 + 37 + 26)) // the rows' columns
	for b.Loop() {
		if _, err := quality.Measure(d, nil); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(3*n)*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
}
