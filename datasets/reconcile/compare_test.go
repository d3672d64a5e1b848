package reconcile_test

import (
	"testing"

	"pgregory.net/rapid"

	"lossreplay/datasets/daytest"
	"lossreplay/datasets/quality"
	"lossreplay/datasets/reconcile"
	"lossreplay/model"
)

// of returns the small day's report.
func of(t testing.TB) *quality.Report {
	t.Helper()
	r, err := quality.Measure(daytest.Small(), nil)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// right returns positions that agree with the report, of the firm or of the error account.
func right(r *quality.Report, ofError bool, opening model.Qty) (all []reconcile.Position) {
	accounts := r.Firm
	if ofError {
		accounts = r.Error
	}
	for s, a := range accounts {
		all = append(all, reconcile.Position{Symbol: daytest.Small().SecurityRows[s].Symbol, Error: ofError, Opening: opening,
			Shares: opening + a.Shares(), Cash: a.Cash - a.Fees, HasCash: true})
	}
	return all
}

func compare(t rapid.TB, r *quality.Report, positions []reconcile.Position) *reconcile.Result {
	t.Helper()
	got, err := reconcile.Compare(daytest.Small().SecurityRows, r, positions)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

// TestSmallDayAddsUp holds the accounts against sums made by hand of the day's own tables.
func TestSmallDayAddsUp(t *testing.T) {
	r, d := of(t), daytest.Small()
	for s := range d.SecurityRows {
		var shares model.Qty
		var cash model.Money
		for i, child := range d.ExecutionRows.Child {
			p := d.ChildRows.Parent[child-1] - 1
			if int(d.ParentRows.Symbol[p]) != s {
				continue
			}
			signed := d.ExecutionRows.LastQty[i] * d.ParentRows.Side[p].Sign()
			shares += signed
			cash -= model.Money(signed)*model.Money(d.ExecutionRows.LastPx[i])*100 + d.ExecutionRows.Fee[i]
		}
		line := compare(t, r, []reconcile.Position{{Symbol: d.SecurityRows[s].Symbol, Shares: shares, Cash: cash, HasCash: true}}).Lines[0]
		if !line.Agrees() || line.Executed != shares || line.Cash != cash {
			t.Errorf("%+v; want %d shares, cash %v", line, shares, cash)
		}
	}
	// the recorded closing closes what the error account holds
	for _, c := range d.ClosingRows {
		line := compare(t, r, []reconcile.Position{{Symbol: d.SecurityRows[c.Symbol].Symbol, Error: true, Shares: c.MarketQty + c.BlockQty}}).Lines[0]
		if !line.Agrees() {
			t.Errorf("%+v; the closing has %d", line, c.MarketQty+c.BlockQty)
		}
	}
}

// TestOneUnitOffIsTheOnlyDifference moves one figure of positions that agree.
func TestOneUnitOffIsTheOnlyDifference(t *testing.T) {
	r := of(t)
	rapid.Check(t, func(t *rapid.T) {
		positions := append(right(r, false, model.Qty(rapid.IntRange(-5000, 5000).Draw(t, "opening"))), right(r, true, 0)...)
		if got := compare(t, r, positions); got.Differ != 0 || len(got.Lines) != 6 {
			t.Fatalf("%+v", got)
		}
		i := rapid.IntRange(0, 5).Draw(t, "row")
		shares, cash := model.Qty(0), model.Money(0)
		by := rapid.SampledFrom([]int64{-1, 1, 700}).Draw(t, "by")
		if rapid.Bool().Draw(t, "cash") {
			cash = model.Money(by)
		} else {
			shares = model.Qty(by)
		}
		positions[i].Shares += shares
		positions[i].Cash += cash
		got := compare(t, r, positions)
		if got.Differ != 1 || got.Lines[i].Difference != shares || got.Lines[i].CashDifference != cash {
			t.Fatalf("line %d moved by %d shares, %v: %+v", i, shares, cash, got)
		}
	})
}

func TestSymbolsOutsideTheFileAndTheDay(t *testing.T) {
	r := of(t)
	got := compare(t, r, append(right(r, false, 0)[:1], reconcile.Position{Symbol: "ZZZ", Opening: 40, Shares: 30}))
	var names []string
	for _, l := range got.Lines {
		names = append(names, l.Symbol)
	}
	if len(names) != 4 || names[1] != "ZZZ" || names[2] != "BBB" || names[3] != "CCC" {
		t.Fatalf("lines of %v", names)
	}
	if l := got.Lines[1]; l.Difference != -10 || l.Expected != 40 {
		t.Errorf("a symbol that the day does not trade: %+v", l)
	}
	if l := got.Lines[2]; l.Listed || l.Difference != -l.Executed || l.HasCash {
		t.Errorf("a symbol that the file lacks: %+v", l)
	}
	if got.Differ != 3 {
		t.Errorf("%d differ; want 3", got.Differ)
	}
	if only := compare(t, r, right(r, true, 0)[1:2]); len(only.Lines) != 2 || only.Lines[1].Symbol != "CCC" || !only.Lines[1].Error {
		t.Errorf("a file of the error account alone: %+v", only.Lines)
	}
	if none := compare(t, r, nil); len(none.Lines) != 0 {
		t.Errorf("a file without rows: %+v", none.Lines)
	}
}
