package report

import (
	"bytes"
	"context"
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"lossreplay/datasets"
	"lossreplay/datasets/daytest"
	"lossreplay/model/control"
	"lossreplay/replay/testimony"
)

// explained asks a day about the control of that position.
func explained(t *testing.T, day *datasets.Tables, controls []control.Instance, world uint64, asked int) *Explanation {
	t.Helper()
	q := testimony.Question{Controls: controls, World: world, Control: asked}
	a, err := testimony.Ask(context.Background(), day, q, nil)
	if err != nil {
		t.Fatal(err)
	}
	return BuildExplanation(day, a, "1.2.3")
}

func explanationText(t *testing.T, e *Explanation) string {
	t.Helper()
	var out bytes.Buffer
	if err := e.Table(&out); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// byID returns controls of the catalogue at their defaults.
func byID(t *testing.T, ids ...string) (all []control.Instance) {
	t.Helper()
	for _, id := range ids {
		spec, err := control.Find(id)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, spec.Default())
	}
	return all
}

func TestExplanation(t *testing.T) {
	tiny := tinyControls(t)
	for name, e := range map[string]*Explanation{
		"tiny-a14":        explained(t, tinyDay(), tiny[:1], 1, 0),
		"tiny-a19":        explained(t, tinyDay(), tiny[2:], 1, 0),
		"tiny-a19-beside": explained(t, tinyDay(), tiny, 5, 2),
		"tiny-a17-watch":  explained(t, tinyDay(), tiny, 0, 1),
		"small-a12":       explained(t, daytest.Small(), byID(t, "A12"), 1, 0),
		"small-a34":       explained(t, daytest.Small(), byID(t, "A34"), 1, 0),
		"small-a07":       explained(t, daytest.Small(), byID(t, "A07"), 1, 0),
		"small-a40":       explained(t, daytest.Small(), byID(t, "A40"), 1, 0),
		"small-a17":       explained(t, daytest.Small(), []control.Instance{byID(t, "A17")[0].With("A17", "limit", 3)}, 1, 0),
	} {
		t.Run(name, func(t *testing.T) {
			text := explanationText(t, e)
			golden(t, filepath.Join("testdata", "explain-"+name+".txt"), []byte(text))
			for i, line := range strings.Split(text, "\n") {
				if n := utf8.RuneCountInString(line); n > widthMax || strings.TrimRight(line, " ") != line {
					t.Errorf("line %d has %d columns, at most %d and no space at the end are wanted: %q", i+1, n, widthMax, line)
				}
			}
			document, err := json.Marshal(e)
			if err != nil {
				t.Fatal(err)
			}
			if bytes.Contains(document, []byte(":null")) && strings.Contains(string(document), "[]null") {
				t.Error("a list is null")
			}
			dec := json.NewDecoder(bytes.NewReader(document))
			dec.DisallowUnknownFields()
			var back Explanation
			if err := dec.Decode(&back); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(e, &back); diff != "" {
				t.Errorf("what is read back differs: %s", diff)
			}
			if got := explanationText(t, &back); got != text {
				t.Errorf("the text of what is read back differs: %s", cmp.Diff(text, got))
			}
		})
	}
}

// TestAnExplanationAddsUp holds the documents of every control of the catalogue on the small day against what run says of them.
func TestAnExplanationAddsUp(t *testing.T) {
	day := daytest.Small()
	for _, c := range control.All() {
		r := build(t, study(t, day, []control.Instance{c}, nil))
		if !r.Controls[0].Evaluable {
			continue
		}
		s, e := r.Controls[0].Standalone, explained(t, day, []control.Instance{c}, 1, 0)
		through := e.ErrorBefore
		for _, n := range e.ErrorAfter {
			through = Fills{through.Executions + n.Executions, through.Shares + n.Shares}
		}
		if through != e.ErrorTotal || through != (Fills{s.Executions, s.Shares}) || e.Loss != s.Loss || len(e.Trips) != s.Trips {
			t.Errorf("%s: error account %+v, %+v; loss %v, %d trips; run says %+v", c.Name, through, e.ErrorTotal, e.Loss, len(e.Trips), s)
		}
		legit := e.Orders.Blocked.Legit.Orders + e.Orders.Unsent.Legit.Orders + e.Cancelled.Legit.Orders
		if legit != s.CollateralOrders || e.Orders.Others != (Labelled{}) {
			t.Errorf("%s: %d legitimate orders denied, run says %d; by others %+v", c.Name, legit, s.CollateralOrders, e.Orders.Others)
		}
		orders := int64(0)
		for _, f := range []Labelled{e.Orders.Sent, e.Orders.Blocked, e.Orders.Unsent} {
			orders += f.Rogue.Orders + f.Legit.Orders
		}
		if orders != int64(day.ChildRows.Len()) {
			t.Errorf("%s: %d of %d orders are accounted for", c.Name, orders, day.ChildRows.Len())
		}
		if (len(e.Trips) > 0) == (len(e.Closest) > 0) && (c.Spec.Thresholds != nil || c.Spec.Lowered != nil) {
			t.Errorf("%s: %d trips and %d thresholds that it came close to", c.Name, len(e.Trips), len(e.Closest))
		}
	}
}

func TestAnExplanationIsHeldAgainstTheRun(t *testing.T) {
	controls := tinyControls(t)
	run := toldOf(t, build(t, study(t, tinyDay(), controls, nil)))
	e := explained(t, tinyDay(), controls[2:], 1, 0)
	if said := run.Contradicts(e); said != "" {
		t.Errorf("the run's own world: %s", said)
	}
	other := *e
	other.Loss++
	if said := run.Contradicts(&other); !strings.Contains(said, "its loss with A19 alone is 510000.00, and the replay's 510000.000001") {
		t.Errorf("another loss: %q", said)
	}
	other.On = false
	if said := run.Contradicts(&other); said != "" {
		t.Errorf("a world that the run does not show: %q", said)
	}
	other.BaselineLoss--
	if said := run.Contradicts(&other); !strings.Contains(said, "with no control on") {
		t.Errorf("another baseline: %q", said)
	}
}
