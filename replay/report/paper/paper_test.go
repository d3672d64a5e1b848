package paper

import (
	"bytes"
	"context"
	"fmt"
	"slices"
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
	r, err := report.Build(report.Inputs{Day: day, Study: study, Version: "test", Reproduce: "lossreplay run small",
		Tables: []report.TableSum{{Name: "children", File: "children.parquet", SHA256: strings.Repeat("ab12", 16), Rows: 5}}})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func smallDay(t testing.TB) *report.Results { return results(t, daytest.Small(), control.Defaults()) }

// purchase returns the paper of results with the default costs and a capital.
func purchase(t testing.TB, r *report.Results) Inputs {
	t.Helper()
	in := Inputs{Results: r, Capital: &report.Capital{Amount: r.Baseline.Loss / 3, Source: "made up", Tag: "assumed"}}
	run, err := r.AsRun()
	if err != nil {
		t.Fatal(err)
	}
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

// many returns the results of a day as if it had been run with n controls, each of them a copy of one that there is.
func many(t testing.TB, n int) *report.Results {
	r := smallDay(t)
	own := slices.Clone(r.Controls)
	for i := len(own); i < n; i++ {
		c := own[i%len(own)]
		c.Label = fmt.Sprintf("%s-%d", c.Label, i)
		if i%5 == 0 {
			c.Evaluable, c.NotEvaluableBecause, c.Standalone, c.LastLine, c.Shapley = false, "the day has no bars and quotes", nil, nil, nil
		}
		r.Controls = append(r.Controls, c)
		world := r.Course.Worlds[i%len(r.Course.Worlds)]
		world.Label, world.Name = c.Label, c.Name
		r.Course.Worlds = append(r.Course.Worlds, world)
	}
	for i := range 60 {
		r.Facts = append(r.Facts, report.Fact{ID: fmt.Sprint("F", i), Quantity: "something that was counted on the day and then published", Source: "somebody, paragraph 7", Tag: "published", Met: i%9 > 0})
		r.Assumptions = append(r.Assumptions, report.Assumption{Key: fmt.Sprint("choice", i), Value: "a value", Reason: strings.Repeat("because nobody said otherwise ", 12)})
		r.Notes = append(r.Notes, strings.Repeat("a note that goes on ", 20))
	}
	return r
}

// drawn adds draws to results: what each control prevents moves by half, and two unknowns move it.
func drawn(r *report.Results) *report.Results {
	r.Ranges = &report.Ranges{Draws: 80, Accepted: 64, Randomisations: 8}
	for i := range r.Controls {
		c := &r.Controls[i]
		if !c.Evaluable {
			continue
		}
		d := c.Standalone.Prevented
		of := report.FigureRange{P5: d / 2, Median: d, P95: d + d/2, MedianError: d / 100}
		r.Ranges.Controls = append(r.Ranges.Controls, report.ControlRange{Label: c.Label, Prevented: of, LastLine: of, Shapley: of,
			Effects: []report.EffectRange{{Unknown: "rollback", Total: 700_000, Low: d / 2, LowAt: "low", High: d, HighAt: "redispatch"},
				{Unknown: "people", Total: 200_000, Low: d, LowAt: "low", High: d + d/4, HighAt: "high"}}})
	}
	return r
}

// hostile are texts that a paper must survive.
var hostile = []string{`<script>alert(1)</script>`, `) Tj ET Q \ ( `, strings.Repeat("long ", 2000), strings.Repeat("W", 10_000), "\u2028\x00\u202eolleh", "雪😀\U0010FFFF", "%PDF-1.4 endstream endobj",
	strings.Repeat("\\", 300), "\xff\xfe broken", ""}

// poisoned returns results with hostile texts in every place that a paper prints.
func poisoned(t testing.TB) *report.Results {
	r := drawn(many(t, 60))
	n := 0
	next := func() string { n++; return hostile[n%len(hostile)] }
	r.Title, r.Incident, r.Version, r.Reproduce = hostile[2]+hostile[3], next(), next(), hostile[3]
	for i := range r.Controls {
		c := &r.Controls[i]
		c.Name, c.Explanation, c.NotEvaluableBecause = next(), next(), next()
	}
	for i := range r.Course.Worlds {
		r.Course.Worlds[i].Name = next()
	}
	for i := range r.Where {
		if r.Where[i].By != "minute" {
			r.Where[i].Name = next()
		}
	}
	for i, text := range hostile {
		r.Notes = append([]string{text}, r.Notes...)
		r.Facts = append([]report.Fact{{ID: text, Quantity: text, Source: text, Unit: text, Tag: text}}, r.Facts...)
		r.Assumptions = append([]report.Assumption{{Key: text, Value: text, Reason: text}}, r.Assumptions...)
		r.OutsideLoss = append(r.OutsideLoss, report.OutsideLoss{Name: text, Amount: report.Decimal(i), Source: text, Tag: text})
		r.BestSets = append(r.BestSets, report.BestSet{Size: i, Controls: []string{text, r.Controls[i].Label}})
	}
	return r
}

func TestPagesAreFew(t *testing.T) {
	for name, in := range map[string]Inputs{
		"small": {Results: smallDay(t)}, "bought": purchase(t, smallDay(t)), "no control": {Results: results(t, daytest.Small(), nil)},
		"44": {Results: many(t, 44)}, "44 with draws": {Results: drawn(many(t, 44))}, "63": {Results: drawn(many(t, 63))}, "poisoned": {Results: poisoned(t)},
	} {
		p := read(t, in)
		if len(p.pages) > PagesMax || len(p.pages) < 3 {
			t.Errorf("%s: %d pages", name, len(p.pages))
		}
		for i, page := range p.pages {
			if want := fmt.Sprintf("%d of %d", i+1, len(p.pages)); !slices.ContainsFunc(page, func(w word) bool { return w.text == want }) {
				t.Errorf("%s: page %d is not numbered %q", name, i+1, want)
			}
		}
	}
}

func TestNothingLeavesThePageOrStandsOnOtherText(t *testing.T) {
	for name, in := range map[string]Inputs{"small": {Results: smallDay(t)}, "bought": purchase(t, smallDay(t)), "44 with draws": {Results: drawn(many(t, 44))}, "poisoned": {Results: poisoned(t)}} {
		for i, page := range read(t, in).pages {
			for k, w := range page {
				if w.x < left-5 || w.x+w.width > right+5 || w.y < 30 || w.y > pageHeight-25 {
					t.Errorf("%s, page %d: %.60q reaches from %.0f to %.0f at %.0f", name, i+1, w.text, w.x, w.x+w.width, w.y)
				}
				for _, v := range page[:k] {
					if !w.turned && !v.turned && w.meets(v) {
						t.Errorf("%s, page %d: %.60q stands on %.60q", name, i+1, w.text, v.text)
					}
				}
			}
		}
	}
}

func TestThePaperTellsTheStory(t *testing.T) {
	r := drawn(smallDay(t))
	r.Facts = []report.Fact{{ID: "F1", Quantity: "child orders", Source: "the order, para 3", Tag: "published", Met: true}}
	in := purchase(t, r)
	p := read(t, in)
	text := p.text()
	best := r.MostPreventing(1)[0]
	words, err := r.Words()
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{r.Title, words.InFull(r.Baseline.Loss), best.Label + " " + best.Name, "nine in ten of 64 reconstructions", "Caution. Each figure is a model's claim",
		"Shapley", "The best sets of one, two and three controls", "What to buy first", "acquisition impact", "When the loss arose", "By server", "Hindsight", "F1 child orders", "the order, para 3",
		"What moves the figures that are least sure", "lossreplay run small", strings.Repeat("ab12", 16), "lossreplay test from incident small, seed 7", "1 of "} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is not in the paper", want)
		}
	}
	for i := range r.Controls {
		if !strings.Contains(text, r.Controls[i].Label) {
			t.Errorf("%s is not in the paper", r.Controls[i].Label)
		}
	}
	for _, want := range []string{"In brief", "What each control would have done", "Where the loss came from", "How sure is this", "Method and provenance"} {
		if !slices.Contains(p.outline, want) {
			t.Errorf("%q is not in the outline %q", want, p.outline)
		}
	}
	if strings.Contains(p.raw, "/Subtype /Image") || strings.Count(p.raw, "/FontFile2 ") != 2 || !strings.Contains(p.raw, "(D:20120801000000)") {
		t.Error("there are pictures made of dots, or the typeface is not in the paper, or its date is not that of the day")
	}
}

func TestCutTablesSaySo(t *testing.T) {
	text := read(t, Inputs{Results: many(t, 63)}).text()
	for _, want := range []string{"more: attribution.csv.", "more: results.json."} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is not in the paper", want)
		}
	}
}

func TestThePaperIsTheSameEachTime(t *testing.T) {
	var first, second bytes.Buffer
	for _, b := range []*bytes.Buffer{&first, &second} {
		if err := File(purchase(t, drawn(smallDay(t)))).Write(b); err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.Equal(first.Bytes(), second.Bytes()) {
		t.Error("made twice, the bytes differ")
	}
	if n := first.Len(); n > 500_000 {
		t.Errorf("%d bytes", n)
	}
}
