package report

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"lossreplay/model"
	"lossreplay/replay/costfile"
	"lossreplay/replay/portfolio"
)

// costs returns the costs file that --init writes, for a run.
func costs(t *testing.T, run *Run) *costfile.File {
	t.Helper()
	var b bytes.Buffer
	if err := costfile.Write(&b); err != nil {
		t.Fatal(err)
	}
	labels, ids := run.Controls()
	f, err := costfile.Parse("costs.yaml", b.Bytes(), costfile.Run{Labels: labels, IDs: ids})
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// answer returns the portfolio of the small day, over three draws, with ordinary days that were made up for A14 and A42.
func answer(t *testing.T, change func(*PortfolioInputs)) *Portfolio {
	t.Helper()
	dir, _ := smallRun(t)
	put(t, dir, drawLeavesName, drawLeaves(t, drawnRows(readRun(t, dir).Lattice, 3)))
	run := readRun(t, dir)
	run.Normal = &Normal{Days: make([]NormalDay, 2)}
	for i := range run.Results.Controls {
		if c := &run.Results.Controls[i]; c.Label == "A14" || c.Label == "A42" {
			c.Normal = &NormalCost{Orders: 101}
		}
	}
	in := PortfolioInputs{Run: run, Costs: costs(t, run), CostsText: "text", Budget: 700_000 * model.MoneyUnit, Version: "1.2.3",
		Capital: &Capital{Amount: Decimal(500 * model.MoneyUnit), Source: "ours", Tag: "assumed"}}
	if change != nil {
		change(&in)
	}
	purchase, err := NewPurchase(in)
	if err != nil {
		t.Fatal(err)
	}
	return purchase.Answer()
}

// TestPortfolioTable holds the printed answer against a file that people read.
func TestPortfolioTable(t *testing.T) {
	var b bytes.Buffer
	d := answer(t, nil)
	if err := d.Table(&b); err != nil {
		t.Fatal(err)
	}
	golden(t, filepath.Join("testdata", "portfolio.txt"), b.Bytes())
	for _, line := range strings.Split(b.String(), "\n") {
		if len([]rune(line)) > widthMax {
			t.Errorf("%d columns: %s", len([]rune(line)), line)
		}
	}
}

// TestPortfolioCosts: 101 orders on two ordinary days, 252 days a year, a quarter each: 3181.50 a year, over five years on top of
// what the file says.
func TestPortfolioCosts(t *testing.T) {
	d := answer(t, nil)
	for _, c := range d.Controls {
		yearly := Decimal(0)
		if c.Label == "A14" || c.Label == "A42" {
			yearly = 3_181_500_000
		}
		if *c.BlockedYearly != yearly || c.Cost != c.OneOff+5*(c.Yearly+yearly) {
			t.Errorf("%s costs %v, blocks %v", c.Label, c.Cost, c.BlockedYearly)
		}
	}
	if d.Terms.OrdinaryDays != 2 || d.Draws != 3 {
		t.Errorf("%+v, %d draws", d.Terms, d.Draws)
	}
}

func TestPortfolioKeepsItsLimits(t *testing.T) {
	for _, o := range []portfolio.Objective{portfolio.Expected, portfolio.Worst, portfolio.Tail, portfolio.Regret} {
		d := answer(t, func(in *PortfolioInputs) {
			in.Objective, in.Must, in.Never, in.Have, in.Budget = o, 1<<3, 1<<1, 1<<13, 600_000*model.MoneyUnit
		})
		for _, s := range append([]PortfolioSet{d.Best, d.ByShapley, d.ByAlone, *d.Cheapest}, d.Front...) {
			set := "+" + strings.Join(s.Controls, "+") + "+"
			if strings.Contains(set, "+A05+") || !strings.Contains(set, "+A12+") || !strings.Contains(set, "+A42+") {
				t.Errorf("%v: %v", o, s.Controls)
			}
		}
		if d.Best.Cost > 600_000_000_000 || d.Best.Score == nil || *d.Best.Score != d.Proof.Bound || d.Objective != o.String() {
			t.Errorf("%v: %+v, %+v", o, d.Best, d.Proof)
		}
		if len(d.Have) != 1 || d.Without.Cost != 0 || len(d.Without.Controls) != 1 {
			t.Errorf("%+v", d.Without)
		}
	}
}

func TestPortfolioOverflow(t *testing.T) {
	dir, _ := smallRun(t)
	run := readRun(t, dir)
	f := costs(t, run)
	run.Normal = &Normal{Days: make([]NormalDay, 1)}
	run.Results.Controls[2].Normal = &NormalCost{Orders: math.MaxInt64}
	if _, err := NewPurchase(PortfolioInputs{Run: run, Costs: f, Budget: portfolio.Unlimited}); err == nil || err.Error() != "what A07 costs over 5 years does not fit into 64 bits" {
		t.Error(err)
	}
}

// TestPortfolioFiles: twice the same bytes, and the document reads back.
func TestPortfolioFiles(t *testing.T) {
	a, b := filepath.Join(t.TempDir(), "a"), filepath.Join(t.TempDir(), "b")
	d := answer(t, nil)
	if err := d.Write(a, WriteOptions{}); err != nil {
		t.Fatal(err)
	}
	if err := answer(t, nil).Write(b, WriteOptions{}); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(contents(t, a), contents(t, b)); diff != "" {
		t.Errorf("a second time differs: %s", diff)
	}
	dec := json.NewDecoder(bytes.NewReader([]byte(contents(t, a)["portfolio.json"])))
	dec.DisallowUnknownFields()
	var back Portfolio
	if err := dec.Decode(&back); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(d, &back, cmpopts.IgnoreUnexported(Portfolio{}, PortfolioSet{}, Exceedance{})); diff != "" {
		t.Errorf("what is read back differs (-built +read):\n%s", diff)
	}
}

func TestPortfolioPageNamesEveryField(t *testing.T) {
	before, _, _ := example(t)
	_, page, _ := strings.Cut(before, "## portfolio.json")
	for _, name := range append(fieldNames(reflect.TypeFor[Portfolio]()), portfolioHeader...) {
		if !strings.Contains(page, "`"+name+"`") && !strings.Contains(page, "`"+name+"[]`") {
			t.Errorf("field %s is not on the page", name)
		}
	}
}

func TestThinnedCurvesKeepTheirEnds(t *testing.T) {
	var all []ExceedancePoint
	for k := range 1000 {
		all = append(all, ExceedancePoint{Decimal(k), math.Exp(-float64(k) / 50)})
	}
	got := thinned(all)
	if len(got) > 300 || got[0] != all[0] || got[len(got)-1] != all[999] {
		t.Errorf("%d points from %v to %v", len(got), got[0], got[len(got)-1])
	}
	for k := 1; k < len(got)-1; k++ {
		if a, b := got[k-1].Chance, got[k].Chance; a-b < 0.01 && b > 0.9*a {
			t.Errorf("points %d and %d: %v and %v", k-1, k, a, b)
		}
	}
	if got := thinned(all[:200]); len(got) != 200 {
		t.Errorf("%d points of 200", len(got))
	}
}

func TestChancesReadAsTheyAre(t *testing.T) {
	for chance, want := range map[float64]string{0: "0 %", 1: "100 %", 0.9999: ">99 %", 0.5: "50 %", 0.041: "4.1 %", 0.000012: "0.0012 %", 1e-9: "<0.001 %", 0.99: "99 %"} {
		if got := chanceText(chance); got != want {
			t.Errorf("%v reads %q, want %q", chance, got, want)
		}
	}
}

func TestCostsSayWhatIsAssumed(t *testing.T) {
	d := &Portfolio{Terms: Terms{Tag: "assumed"}, Controls: []PortfolioControl{{Tag: "assumed"}, {Tag: "assumed"}}}
	for _, c := range []struct{ terms, first, want string }{
		{"assumed", "assumed", "all assumed"}, {"assumed", "derived", "assumed for 1 of the 2 controls"}, {"derived", "assumed", "assumed for 2 of the 2 controls"},
	} {
		d.Terms.Tag, d.Controls[0].Tag = c.terms, c.first
		if got := d.tags(); got != c.want {
			t.Errorf("%+v: %q", c, got)
		}
	}
	d.Controls = d.Controls[:1]
	d.Controls[0].Tag = "published"
	if got := d.tags(); got != "none assumed" {
		t.Error(got)
	}
}

func TestFrontAxes(t *testing.T) {
	set := func(loss int64) PortfolioSet { return PortfolioSet{Loss: Decimal(loss) * 1_000_000} }
	for _, c := range []struct {
		losses []int64
		log    bool
		words  string
	}{
		{[]int64{1000, 900}, false, ""}, {[]int64{1000, 10}, true, " (logarithmic)"}, {[]int64{1_000_000_000, 0}, true, " (logarithmic; lowest: that or less)"},
		{[]int64{1000, -10}, false, ""},
	} {
		d := &Portfolio{Loss: Decimal(c.losses[0]) * 1_000_000, Front: []PortfolioSet{set(c.losses[1])}, Without: set(c.losses[0]), Best: set(c.losses[0]),
			ByShapley: set(c.losses[0]), ByAlone: set(c.losses[0])}
		if a := d.axes(); a.log != c.log || a.words != c.words || math.IsInf(a.place(&d.Front[0]).Y, 0) {
			t.Errorf("%v: %+v", c.losses, a)
		}
	}
	if fmt.Sprint(len(costTicks(costPlace(30)))) != "4" {
		t.Error(costTicks(costPlace(30)))
	}
}
