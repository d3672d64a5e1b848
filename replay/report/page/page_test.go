package page

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"testing"

	"lossreplay/datasets"
	"lossreplay/datasets/daytest"
	"lossreplay/model/control"
	"lossreplay/replay"
	"lossreplay/replay/costfile"
	"lossreplay/replay/portfolio"
	"lossreplay/replay/report"
)

// results returns the report of a day with those controls.
func results(t testing.TB, day *datasets.Tables, controls []control.Instance) *report.Results {
	t.Helper()
	study, err := replay.Examine(context.Background(), day, replay.Plan{Controls: controls, Fallback: report.Fallback})
	if err != nil {
		t.Fatal(err)
	}
	r, err := report.Build(report.Inputs{Day: day, Study: study, Version: "test", Reproduce: "lossreplay run small"})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// inputs returns the page of results, with the default costs and a capital of a third of the loss.
func inputs(t testing.TB, r *report.Results) Inputs {
	t.Helper()
	in := Inputs{Results: r, Capital: &report.Capital{Amount: r.Baseline.Loss / 3, Source: "made up", Tag: "assumed"}}
	run, err := r.AsRun()
	if err != nil {
		t.Fatal(err)
	}
	if run == nil {
		return in
	}
	in.Run = run
	var b bytes.Buffer
	if err := costfile.Write(&b); err != nil {
		t.Fatal(err)
	}
	labels, ids := run.Controls()
	costs, err := costfile.Parse("costs", b.Bytes(), costfile.Run{Labels: labels, IDs: ids})
	if err != nil {
		t.Fatal(err)
	}
	purchase, err := report.NewPurchase(report.PortfolioInputs{Run: run, Costs: costs, Objective: portfolio.Expected, Budget: portfolio.Unlimited, Capital: in.Capital})
	if err != nil {
		t.Fatal(err)
	}
	in.Offer = purchase.Offer()
	return in
}

// render returns the page.
func render(t testing.TB, in Inputs) string {
	t.Helper()
	var b bytes.Buffer
	if err := File(in).Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func small(t testing.TB) *report.Results { return results(t, daytest.Small(), control.Defaults()) }

// chartsSum is the SHA-256 of dist/echarts.min.js of the npm package's release ChartsVersion.
const chartsSum = "b66b25aeb4df84e33199dc21694014d336d222cbd9deb0e5a7c14bd6aa0d0fd0"

func TestTheChartLibraryIsTheReleasedOne(t *testing.T) {
	if sum := sha256.Sum256([]byte(charts)); hex.EncodeToString(sum[:]) != chartsSum {
		t.Errorf("echarts.min.js is not that of release %s", ChartsVersion)
	}
	if !strings.Contains(charts[max(0, len(charts)-2000):], `version="`+ChartsVersion+`"`) {
		t.Errorf("echarts.min.js does not call itself %s", ChartsVersion)
	}
}
