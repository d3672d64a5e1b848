package report

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/apache/arrow/go/v15/arrow/memory"
	"github.com/apache/arrow/go/v15/parquet"
	"github.com/apache/arrow/go/v15/parquet/pqarrow"
	"github.com/google/go-cmp/cmp"

	"lossreplay/model"
	"lossreplay/model/doubt"
	"lossreplay/replay/attribution"
	"lossreplay/replay/uncertainty"
)

// drawnTiny returns draws of the tiny day that are made up: its controls prevent 1.5 million less what an unknown takes, every fifth draw
// breaks a fact.
func drawnTiny(t *testing.T, points int) *DrawInputs {
	t.Helper()
	n := len(tinyStudy(t).Study.Main.Controls)
	plan := &uncertainty.Plan{Seed: 1, Randomisations: 4, Unknowns: []doubt.Unknown{
		{Name: "reading", Kind: doubt.Word, Max: 1, Step: 1, Words: []string{"mixed", "strict"}, Tag: model.Assumed, Reason: "two fit",
			Dist: doubt.Distribution{Shape: doubt.Choice, Values: []float64{0, 1}, Weights: []float64{3, 1}}},
		{Name: "rollback", Kind: doubt.Clock, Max: 86_399, Step: 1, Tag: model.Assumed, Reason: "nobody knows",
			Dist: doubt.Distribution{Shape: doubt.Uniform, Low: 3600, High: 7200}},
	}}
	design := uncertainty.NewDesign(plan, points)
	var draws []uncertainty.Draw
	labels := make([]string, n)
	for point := range points {
		if point%5 == 4 {
			draws = append(draws, uncertainty.Draw{Point: point, Broken: []string{"F1"}})
			continue
		}
		v := design.Values(point)
		d := uncertainty.Draw{Point: point, Baseline: 1_530_000 * model.MoneyUnit, FactsMet: 1, Soft: []string{"F9"}, Trips: make([]int, n)}
		for set := range uint64(1) << n {
			loss := d.Baseline
			if set != 0 {
				loss = model.Money(v[1]*10+v[0]*100_000) * model.MoneyUnit / model.Money(1+set&1)
			}
			d.Leaves = append(d.Leaves, attribution.Leaf{In: set, Out: (1<<n - 1) &^ set, Loss: loss, CollateralOrders: int64(set)})
		}
		draws = append(draws, d)
	}
	for i, c := range tinyStudy(t).Study.Main.Controls {
		labels[i] = c.Name
	}
	owner := []int{uncertainty.OfDay, uncertainty.OfDay}
	s, err := uncertainty.Summarize(design, draws, labels, owner)
	if err != nil {
		t.Fatal(err)
	}
	return &DrawInputs{Plan: plan, Summary: s, Seeds: make([]uint64, s.Accepted), Owner: owner, File: "unknowns"}
}

// withDraws returns the tiny study's report with draws.
func withDraws(t *testing.T, points int) *Results {
	t.Helper()
	in := tinyStudy(t)
	in.Draws = drawnTiny(t, points)
	return build(t, in)
}

func TestRangesAreInEveryOutput(t *testing.T) {
	r := withDraws(t, 80)
	if r.Ranges.Draws != 80 || r.Ranges.Accepted != 64 || r.Ranges.Rejected[0] != (FactDraws{"F1", "children", 16}) || r.Ranges.SoftMissed[0].Draws != 64 {
		t.Errorf("ranges %+v", r.Ranges)
	}
	if top := r.Ranges.Unknowns[0]; top.Total == nil || *top.Total < 300_000 {
		t.Errorf("the unknown that moves most: %+v", top)
	}
	text := string(table(t, r))
	for _, want := range []string{"How sure: ranges over 64 draws", "16 of 80 draws rejected: F1, children (16).", "worth asking for", "after 20"} {
		if !strings.Contains(strings.Join(strings.Fields(text), " "), want) {
			t.Errorf("the table lacks %q:\n%s", want, text)
		}
	}
	for line := range strings.Lines(text) {
		if utf8.RuneCountInString(strings.TrimRight(line, "\n")) > widthMax {
			t.Errorf("too wide: %s", line)
		}
	}
	var names []string
	for _, f := range r.files() {
		names = append(names, f.Name)
	}
	for _, want := range []string{"draws.parquet", "draw_leaves.parquet", "ranges.csv", "figures/ranges.svg", "figures/ranges.png", "figures/ranks.svg",
		"figures/ranks.png", "figures/ranks.pdf", "figures/tornado.svg", "figures/tornado.png", "figures/tornado.pdf"} {
		if !slices.Contains(names, want) {
			t.Errorf("%s is not written", want)
		}
	}
}

func TestFewDrawsSayNothingOfWhatMoves(t *testing.T) {
	r := withDraws(t, 20)
	if len(r.Ranges.Controls[0].Effects) > 0 || r.Ranges.Unknowns[0].Total != nil && *r.Ranges.Unknowns[0].Total != 0 {
		t.Errorf("effects %v, unknowns %v", r.Ranges.Controls[0].Effects, r.Ranges.Unknowns)
	}
	if !strings.Contains(string(table(t, r)), "at least 48 accepted") {
		t.Error("the table does not say so")
	}
	for _, f := range r.files() {
		if strings.HasPrefix(f.Name, "tornado") {
			t.Errorf("%s is written", f.Name)
		}
	}
}

// TestDrawFilesHoldTheirContract reads both files back: what other programs count on.
func TestDrawFilesHoldTheirContract(t *testing.T) {
	r := withDraws(t, 10)
	for _, c := range []struct {
		write func(io.Writer) error
		rows  int64
		want  []string
	}{
		{r.draws.writeDraws, 8, append([]string{"draw int64", "point int64", "randomisation int64", "seed uint64", "reading utf8", "rollback float64", "facts_met int64",
			"facts_missed utf8", "baseline_loss decimal(19, 6)"}, drawColumns(r)...)},
		{r.draws.writeLeaves, 8 * 1 << int64(len(r.draws.labels)), []string{"draw int64", "in_set uint64", "out_set uint64", "loss decimal(19, 6)", "collateral_orders int64"}},
	} {
		var b bytes.Buffer
		if err := c.write(&b); err != nil {
			t.Fatal(err)
		}
		tbl, err := pqarrow.ReadTable(t.Context(), bytes.NewReader(b.Bytes()), parquet.NewReaderProperties(memory.DefaultAllocator), pqarrow.ArrowReadProperties{}, memory.DefaultAllocator)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, f := range tbl.Schema().Fields() {
			got = append(got, fmt.Sprintf("%s %v", f.Name, f.Type))
		}
		if diff := cmp.Diff(c.want, got); diff != "" || tbl.NumRows() != c.rows {
			t.Errorf("%d rows, want %d; columns (-want +got)\n%s", tbl.NumRows(), c.rows, diff)
		}
		tbl.Release()
	}
}

func drawColumns(r *Results) (columns []string) {
	for _, label := range r.draws.labels {
		for _, of := range []string{"_prevented decimal(19, 6)", "_last_line decimal(19, 6)", "_shapley decimal(19, 6)", "_rank int64", "_trips int64", "_collateral_orders int64"} {
			columns = append(columns, label+of)
		}
	}
	return columns
}

func TestRangesCSVHasARowForEachControl(t *testing.T) {
	r := withDraws(t, 10)
	var b bytes.Buffer
	if err := r.writeRanges(&b); err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(&b).ReadAll()
	if err != nil || len(rows) != 1+len(r.Ranges.Controls) {
		t.Fatalf("%d rows, %v", len(rows), err)
	}
	c := &r.Ranges.Controls[0]
	got := map[string]string{}
	for i, name := range rows[0] {
		got[name] = rows[1][i]
	}
	for name, want := range map[string]string{"label": c.Label, "accepted": "8", "prevented_p5": c.Prevented.P5.String(), "shapley_p95_error": c.Shapley.P95Error.String(),
		"prevented_percent_median": c.PreventedPercent.Median.String(), "best_three": c.BestThree.Share.String(), "in_best_set_2_error": c.InBestSet[1].Error.String()} {
		if got[name] != want {
			t.Errorf("%s is %q, want %q", name, got[name], want)
		}
	}
}

func TestRangeFiguresNameWhatTheyShow(t *testing.T) {
	r := withDraws(t, 80)
	for _, f := range r.rangePictures() {
		var b bytes.Buffer
		if err := f.svg(&b); err != nil {
			t.Fatal(err)
		}
		text := svgText(t, b.Bytes())
		for i := range r.Ranges.Controls {
			if label := r.Ranges.Controls[i].Label; !strings.Contains(text, label) && f.name != "tornado" {
				t.Errorf("%s does not name %s", f.name, label)
			}
		}
		if f.name == "tornado" && !strings.Contains(text, "rollback (") || !strings.Contains(text, "64 of 80 draws accepted") {
			t.Errorf("%s: %q", f.name, text)
		}
	}
}

func TestSharesNeverReadAsNoneOrAll(t *testing.T) {
	for share, want := range map[Decimal]string{0: "0%", 100: "<1%", 500_000: "50%", 999_900: ">99%", 1_000_000: "100%", 994_000: "99%"} {
		if got := shareText(ShareRange{Share: share}); got != want {
			t.Errorf("%v reads %s, want %s", share, got, want)
		}
	}
}
