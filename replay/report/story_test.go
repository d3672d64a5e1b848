package report

import (
	"bytes"
	"strings"
	"testing"

	"lossreplay/datasets/daytest"
	"lossreplay/model/control"
)

func TestTheStoryOfTheTinyDay(t *testing.T) {
	r := build(t, tinyStudy(t))
	w, err := r.Words()
	if err != nil {
		t.Fatal(err)
	}
	got := r.Told(w)
	for i, want := range []string{
		"At 09:30 ET on 1 August 2012, 3 executions of 3,000,000 shares went beyond what 1 customer order asked for, in 1 stock.",
		"When the flow ended the firm held positions that it had never wanted: $30.0M bought in 1 stock and $0.0M sold short in 0 stocks.",
		"Getting in and out of it lost $1,530,000.00; the largest parts are the discount to the buyer of the rest ($1.5M) and the bid-ask spread that was crossed (<$0.1M).",
	} {
		if got[i] != want {
			t.Errorf("sentence %d: %s\nwant %s", i+1, got[i], want)
		}
	}
	var sum Decimal
	for _, l := range r.Lines() {
		sum += l.Amount
	}
	if sum != r.Baseline.Loss {
		t.Errorf("the lines come to %v, the loss is %v", sum, r.Baseline.Loss)
	}
}

func TestThoseThatPreventMostStandFirst(t *testing.T) {
	r := build(t, tinyStudy(t))
	var labels []string
	for _, c := range r.MostPreventing(10) {
		labels = append(labels, c.Label)
	}
	// A14 prevents all, A17 and A19 less; A34 can't be judged.
	if got := strings.Join(labels, " "); got != "A14 A17 A19" {
		t.Errorf("in order: %s", got)
	}
	r.Controls[2].Standalone.Prevented = r.Controls[0].Standalone.Prevented // and A19 blocks an order
	if got := r.MostPreventing(2); got[0].Label != "A14" || got[1].Label != "A19" {
		t.Errorf("%s before %s", got[0].Label, got[1].Label)
	}
}

func TestFiguresNameTheirControlsAndMinutes(t *testing.T) {
	r := build(t, study(t, daytest.Small(), control.Defaults(), nil))
	r.Controls[0].Name = strings.Repeat("W", 10_000)
	var prevented, minutes bytes.Buffer
	if err := r.preventedPicture().svg(&prevented); err != nil {
		t.Fatal(err)
	}
	if err := r.minutesPicture().svg(&minutes); err != nil {
		t.Fatal(err)
	}
	text := svgText(t, prevented.Bytes())
	for _, c := range r.Controls {
		if !strings.Contains(text, c.Label) {
			t.Errorf("%s is not named in %q", c.Label, text)
		}
	}
	if strings.Contains(text, strings.Repeat("W", 40)) {
		t.Error("a name that is too long is not cut")
	}
	if text := svgText(t, minutes.Bytes()); !strings.Contains(text, "09:30 ET") || !strings.Contains(text, "loss, $k") {
		t.Errorf("no time or unit in %q", text)
	}
}
