package page

import (
	"context"
	"strings"
	"testing"

	"lossreplay/datasets"
	"lossreplay/datasets/daytest"
	"lossreplay/model"
	"lossreplay/model/control"
	"lossreplay/replay"
	closed "lossreplay/replay/loop"
	"lossreplay/replay/report"
)

// kind is a run that is not like the others.
type kind struct {
	day      *datasets.Tables
	controls []control.Instance
	worlds   int  // that may be alive
	loop     bool // the closed loop ran too
	says     string
	lacks    string
}

func kinds(t testing.TB) map[string]kind {
	t.Helper()
	blind := daytest.Small()
	blind.QuoteRows = model.QuoteColumns{}
	soft := func(id, name, param string, value int64) control.Instance {
		spec, err := control.Find(id)
		if err != nil {
			t.Fatal(err)
		}
		if param == "" {
			return spec.Default()
		}
		return spec.Default().With(name, param, value)
	}
	many := []control.Instance{soft("A14", "", "", 0), soft("A17", "A17", "limit", 5), soft("A17", "A17-4", "limit", 4), soft("A17", "A17-8", "limit", 8),
		soft("A18", "A18", "limit", 5_000*int64(model.MoneyUnit)), soft("A18", "A18-9k", "limit", 9_000*int64(model.MoneyUnit)), soft("A16", "A16", "limit", 2),
		soft("A42", "", "", 0), soft("A07", "", "", 0), soft("A41", "A41", "threshold", 2_000*int64(model.MoneyUnit))}
	return map[string]kind{
		"no controls":   {day: daytest.Small(), says: "lost in the", lacks: `id="buy"`},
		"not evaluable": {day: blind, controls: control.Defaults(), says: "What this day cannot judge"},
		"sampled":       {day: daytest.Small(), controls: many, worlds: 35, says: "estimates from", lacks: `id="buy"`},
		"closed loop":   {day: daytest.Small(), controls: control.Defaults(), loop: true, says: `id="chart-loop"`},
		"every control": {day: daytest.Small(), controls: control.All(), says: "A44"},
	}
}

func (k kind) results(t testing.TB) *report.Results {
	t.Helper()
	study, err := replay.Examine(context.Background(), k.day, replay.Plan{Controls: k.controls, Fallback: report.Fallback, WorldsMax: k.worlds})
	if err != nil {
		t.Fatal(err)
	}
	in := report.Inputs{Day: k.day, Study: study, Version: "test", Reproduce: "lossreplay run small"}
	if k.loop {
		m, err := closed.Calibrate(context.Background(), k.day)
		if err != nil {
			t.Fatal(err)
		}
		in.Loop = &report.LoopInputs{Model: m}
	}
	r, err := report.Build(in)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestEveryKindOfRunHasAPage(t *testing.T) {
	for name, k := range kinds(t) {
		t.Run(name, func(t *testing.T) {
			html := render(t, inputs(t, k.results(t)))
			if !strings.Contains(html, k.says) {
				t.Errorf("the page does not hold %q", k.says)
			}
			if k.lacks != "" && strings.Contains(html, k.lacks) {
				t.Errorf("the page holds %q", k.lacks)
			}
			b := open(t, html, 1280, 900)
			b.scroll()
			if got := eval[int](b, `document.querySelectorAll("[data-preset]").length`); got > 0 {
				b.click(`[data-preset="all"]`)
			}
			b.shot("page")
			b.quiet()
		})
	}
}
