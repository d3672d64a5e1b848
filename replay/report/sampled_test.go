package report

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lossreplay/datasets"
	"lossreplay/datasets/daytest"
	"lossreplay/model"
	"lossreplay/model/control"
	"lossreplay/replay"
)

// softControls act each at its own time on the small day, so that its worlds are many.
func softControls(t *testing.T) []control.Instance {
	t.Helper()
	find := func(id string) control.Instance {
		spec, err := control.Find(id)
		if err != nil {
			t.Fatal(err)
		}
		return spec.Default()
	}
	return []control.Instance{
		find("A14"), find("A17").With("A17", "limit", 5), find("A17").With("A17-4", "limit", 4), find("A17").With("A17-8", "limit", 8),
		find("A18").With("A18", "limit", 5_000*int64(model.MoneyUnit)), find("A18").With("A18-9k", "limit", 9_000*int64(model.MoneyUnit)),
		find("A16").With("A16", "limit", 2), find("A42"), find("A07"), find("A41").With("A41", "threshold", 2_000*int64(model.MoneyUnit)),
	}
}

// sampledStudy is a study of the small day with so few worlds that it falls back to a sample.
func sampledStudy(t *testing.T, day *datasets.Tables, controls []control.Instance, worlds int) Inputs {
	t.Helper()
	s, err := replay.Examine(context.Background(), day, replay.Plan{Controls: controls, Fallback: Fallback, WorldsMax: worlds})
	if err != nil {
		t.Fatal(err)
	}
	if s.Main.Coalitions == nil {
		t.Fatalf("%d worlds were enough for every combination", worlds)
	}
	return Inputs{Day: day, Study: s, Version: "1.2.3"}
}

func TestASampledRunSaysSo(t *testing.T) {
	r := build(t, sampledStudy(t, daytest.Small(), softControls(t), 35))
	if want := (Method{Kind: "sampled", Pairs: samplePairs, Seed: sampleSeed}); r.Method != want {
		t.Errorf("method %+v, want %+v", r.Method, want)
	}
	if r.BestSets == nil || len(r.BestSets) > 0 {
		t.Errorf("best sets %+v; want an empty list", r.BestSets)
	}
	var most Decimal
	for _, c := range r.Controls {
		if c.Shapley == nil || c.ShapleyError == nil || c.Banzhaf != nil {
			t.Errorf("%s: Shapley %v, error %v, Banzhaf %v; want two figures and null", c.Label, c.Shapley, c.ShapleyError, c.Banzhaf)
			continue
		}
		most = max(most, *c.ShapleyError)
	}
	if most == 0 {
		t.Error("every standard error is 0: the sample shows nothing of its spread")
	}
	var document bytes.Buffer
	if err := writeJSON(&document, r); err != nil {
		t.Fatal(err)
	}
	for _, part := range []string{`"kind": "sampled"`, `"best_sets": []`, `"banzhaf": null`} {
		if !strings.Contains(document.String(), part) {
			t.Errorf("results.json lacks %s", part)
		}
	}
	if bytes.Contains(document.Bytes(), []byte(`"shapley_error": null`)) || !json.Valid(document.Bytes()) {
		t.Error("results.json has a Shapley value without its error")
	}
	text := strings.Join(strings.Fields(string(table(t, r))), " ")
	for _, sentence := range []string{
		fmt.Sprintf("Shapley values are estimates from %d pairs of orderings; standard error at most %s.", samplePairs, inFull(most, r.Currency)),
		"The combinations of 10 controls were too many to replay all of them, so that best sets are not known",
		"Shapley: its share of what all prevent together, an estimate (see the notes).",
	} {
		if !strings.Contains(text, sentence) {
			t.Errorf("the table lacks %q:\n%s", sentence, text)
		}
	}
	if strings.Contains(text, "Best sets of controls") {
		t.Error("the table has best sets that nobody knows")
	}
}

func TestAnExactRunEstimatesNothing(t *testing.T) {
	r := build(t, study(t, daytest.Small(), softControls(t), nil))
	if r.Method != (Method{Kind: "exact"}) || len(r.BestSets) != bestSizes {
		t.Errorf("method %+v, %d best sets", r.Method, len(r.BestSets))
	}
	if text := string(table(t, r)); strings.Contains(text, "estimate") {
		t.Errorf("the table speaks of estimates:\n%s", text)
	}
}

// A value is within three of its standard errors, the pairs of orderings being few. A unit may be rounding.
func TestASampleAgreesWithTheExactRun(t *testing.T) {
	for name, in := range map[string]struct {
		controls []control.Instance
		worlds   int
	}{
		"core": {control.Defaults(), 20},
		"soft": {softControls(t), 35},
	} {
		t.Run(name, func(t *testing.T) {
			exact := build(t, study(t, daytest.Small(), in.controls, nil))
			estimate := build(t, sampledStudy(t, daytest.Small(), in.controls, in.worlds))
			together := exact.Baseline.Loss - exact.AllControls.Loss
			var sum Decimal
			for i, c := range estimate.Controls {
				want := exact.Controls[i]
				if off := max(*c.Shapley-*want.Shapley, *want.Shapley-*c.Shapley); off > 3**c.ShapleyError+1 {
					t.Errorf("%s: Shapley %v with an error of %v, exactly %v", c.Label, *c.Shapley, *c.ShapleyError, *want.Shapley)
				}
				if diff := cmp.Diff([]any{want.Standalone, want.LastLine}, []any{c.Standalone, c.LastLine}); diff != "" {
					t.Errorf("%s alone and as the last line (-exact +sampled):\n%s", c.Label, diff)
				}
				sum += *c.Shapley
			}
			if sum != together || estimate.AllControls != exact.AllControls {
				t.Errorf("the estimates add up to %v; all controls prevent %v", sum, together)
			}
		})
	}
}
