package page

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lossreplay/datasets/daytest"
	"lossreplay/model/control"
	"lossreplay/replay/report"
)

// hostile are texts that must stay texts, wherever they stand.
var hostile = []string{
	`<script>document.title="owned"</script>`, `"><img src=x onerror="document.title='owned'">`, `</script><script>document.title="owned"</script>`,
	`'"onmouseover="document.title='owned'`, "javascript:document.title='owned'", "<!--", "]]>", "{{.}}", "\u2028\u2029\u0000", strings.Repeat("long ", 2000),
}

// poisoned returns results in which every text of the data is one of the hostile ones.
func poisoned(t testing.TB) *report.Results {
	day := daytest.Small()
	n := 0
	next := func() string { n++; return hostile[n%len(hostile)] }
	day.About.Title = hostile[0] + hostile[1]
	for i := range day.SecurityRows {
		day.SecurityRows[i].Symbol = next()[:min(40, len(hostile[n%len(hostile)]))] + strings.Repeat("A", i+1)
	}
	for i := range day.About.Router.Servers {
		day.About.Router.Servers[i] = next() + strings.Repeat("B", i+1)
	}
	for i := range day.OperationRows {
		day.OperationRows[i].Text = next()
	}
	controls := control.Defaults()
	for i := range controls {
		controls[i].Name = hostile[i%(len(hostile)-1)] + controls[i].Spec.ID
	}
	r := results(t, day, controls)
	r.Notes = append(r.Notes, hostile...)
	for i := range r.Controls {
		r.Controls[i].Coverage, r.Controls[i].Explanation = next(), next()
	}
	for i, text := range hostile {
		r.Facts = append(r.Facts, report.Fact{ID: "F" + text, Quantity: text, Source: text, Unit: text, Tag: "published"})
		r.Assumptions = append(r.Assumptions, report.Assumption{Key: text, Value: text, Reason: text})
		r.OutsideLoss = append(r.OutsideLoss, report.OutsideLoss{Name: text, Amount: report.Decimal(i), Source: text, Tag: "published"})
	}
	r.Reproduce = hostile[0]
	return r
}

func TestHostileTextsStayTexts(t *testing.T) {
	r := poisoned(t)
	run, err := r.AsRun()
	if err != nil {
		t.Fatal(err)
	}
	plain, poisoned := render(t, inputs(t, small(t))), render(t, Inputs{Results: r, Run: run})
	for _, tag := range []string{"<script", "</script", "<img", "<style", "<!--"} {
		want := strings.Count(plain, tag)
		if got := strings.Count(poisoned, tag); got != want {
			t.Errorf("%d times %s in the poisoned page, %d in the plain one", got, tag, want)
		}
	}
	b := open(t, poisoned, 1280, 900)
	title := eval[string](b, "document.title")
	if !strings.HasPrefix(title, hostile[0]) {
		t.Errorf("the page's title became %q", title)
	}
	b.scroll()
	if got := eval[int](b, `document.scripts.length`); got != 3 {
		t.Errorf("the page has %d scripts, want the data, the library and its own", got)
	}
	if got := eval[int](b, `document.querySelectorAll("img, iframe, object, embed, [onerror], [onmouseover]").length`); got != 0 {
		t.Errorf("%d elements came from the data", got)
	}
	b.click("#switches input")
	if over := eval[int](b, "document.documentElement.scrollWidth - document.documentElement.clientWidth"); over > 0 {
		t.Errorf("long texts make the page %d pixels wider than its window", over)
	}
	if after := eval[string](b, "document.title"); after != title {
		t.Errorf("the title became %q", after)
	}
	b.quiet()
}

func TestThePageIsTheSameEachTime(t *testing.T) {
	r := small(t)
	one, two := render(t, inputs(t, r)), render(t, inputs(t, small(t)))
	if one != two {
		t.Error(cmp.Diff(one[:2000], two[:2000]))
	}
	if most := 5_000_000; len(one) > most {
		t.Errorf("the page has %d bytes, more than %d", len(one), most)
	}
	for _, word := range []string{"http-equiv=\"Content-Security-Policy\"", "default-src", "<math", "BibTeX"} {
		if word != "BibTeX" && !strings.Contains(one, word) {
			t.Errorf("the page lacks %s", word)
		}
	}
}
