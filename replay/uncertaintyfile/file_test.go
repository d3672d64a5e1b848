package uncertaintyfile

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lossreplay/datasets"
	"lossreplay/model"
	"lossreplay/model/control"
	"lossreplay/model/doubt"
	"lossreplay/replay/internal/remark"
)

var update = flag.Bool("update", false, "write the schema anew")

func known() []doubt.Unknown {
	list := []doubt.Unknown{
		{Name: "reading", Doc: "which parents", Kind: doubt.Word, Max: 2, Step: 1, Words: []string{"mixed", "redispatch", "strict"}, Tag: model.Assumed, Reason: "three fit",
			Dist: doubt.Distribution{Shape: doubt.Choice, Values: []float64{0, 2}, Weights: []float64{0.75, 0.25}}},
		{Name: "rollback", Doc: "when", Kind: doubt.Clock, Min: 34_560, Max: 35_880, Step: 1, Default: 35_400, Tag: model.Derived, Reason: "before the peak",
			Dist: doubt.Distribution{Shape: doubt.Triangular, Low: 34_560, Mode: 35_400, High: 35_880}},
		{Name: "seed", Doc: "which day", Kind: doubt.Whole, Max: 99, Step: 1, Scattered: true, Tag: model.Assumed, Reason: "as good as another",
			Dist: doubt.Distribution{Shape: doubt.Uniform, High: 99}},
		{Name: "works", Doc: "a probability", Kind: doubt.Width, Max: 10_000, Step: 1, Tag: model.Assumed, Reason: "a guess",
			Dist: doubt.Distribution{Shape: doubt.Bernoulli, Mode: 0.75}},
		{Name: "held", Doc: "not drawn", Kind: doubt.Number, Max: 1, Tag: model.Assumed, Reason: "a guess", Dist: doubt.Distribution{Shape: doubt.Fixed, Mode: 0.5}},
	}
	for _, c := range control.All() {
		list = append(list, c.Unknowns()...)
	}
	return list
}

func TestWhatIsWrittenIsReadBack(t *testing.T) {
	var b bytes.Buffer
	if err := Write(&b, known()); err != nil {
		t.Fatal(err)
	}
	plan, err := Parse("init.yaml", b.Bytes(), known())
	if err != nil {
		t.Fatal(err)
	}
	i := 0
	for _, u := range known() {
		if strings.HasPrefix(u.Reason, "a setting") {
			continue
		}
		if diff := cmp.Diff(u, plan.Unknowns[i]); diff != "" {
			t.Errorf("%s (-want +got)\n%s", u.Name, diff)
		}
		i++
	}
	if i != len(plan.Unknowns) || len(plan.Factors) != 2 || plan.Randomisations != defaultRandomisations {
		t.Errorf("%d unknowns of %d, %d factors, %d randomisations", len(plan.Unknowns), i, len(plan.Factors), plan.Randomisations)
	}
	for _, f := range plan.Factors {
		for _, m := range f.Members {
			if u := &plan.Unknowns[m]; u.Kind != doubt.Span || !u.Dist.Varies() {
				t.Errorf("factor %s has %s", f.Name, u.Name)
			}
		}
	}
	for line := range strings.Lines(b.String()) {
		if strings.HasPrefix(strings.TrimSpace(line), "#") && len(strings.TrimRight(line, "\n")) > remark.ColumnsMax {
			t.Errorf("a comment of %d characters: %s", len(line), line)
		}
	}
}

// item is a whole file around one unknown.
func item(lines string) string {
	return "format: lossreplay-uncertainty/1\nseed: 1\nrandomisations: 4\nunknowns:\n  - " + strings.ReplaceAll(strings.TrimSpace(lines), "\n", "\n    ") +
		"\n    tag: assumed\n    reason: a guess\n"
}

func TestParseRefuses(t *testing.T) {
	two := item("unknown: A41.decide\ndistribution: lognormal\np5: 5m\np95: 10m") +
		"  - unknown: A41.detect\n    distribution: lognormal\n    p5: 1m\n    p95: 4m\n    tag: assumed\n    reason: a guess\n"
	for _, c := range []struct{ name, text, want string }{
		{"unknown_parameter", item("unknown: rolback\ndistribution: fixed\nvalue: 1"), `f.yaml:5:14: unknowns[0].unknown "rolback" is no parameter of the reconstruction or of a control`},
		{"negative_spread", item("unknown: rollback\ndistribution: uniform\nlow: 09:50:00\nhigh: 09:40:00"), `f.yaml:8:11: unknowns[0].high 09:40:00 is below low, 09:50:00: the spread is negative`},
		{"probability_above_one", item("unknown: works\ndistribution: bernoulli\np: 90"), `f.yaml:7:8: unknowns[0].p 90 is no probability`},
		{"weight_below_zero", item("unknown: reading\ndistribution: choice\nvalues: [mixed, strict]\nweights: [1, -1]"), `f.yaml:8:18: unknowns[0].weights[1] -1 is negative`},
		{"a_word_it_has_not", item("unknown: reading\ndistribution: choice\nvalues: [mixed, stricter]\nweights: [1, 1]"), `"stricter" is none of mixed, redispatch, strict; did you mean "strict"?`},
		{"outside_its_range", item("unknown: rollback\ndistribution: fixed\nvalue: 11:00:00"), `f.yaml:7:12: unknowns[0].value 11:00:00 is outside what rollback can be, 09:36:00..09:58:00`},
		{"no_such_distribution", item("unknown: rollback\ndistribution: normal\nlow: 09:40:00"), `f.yaml:6:19: unknowns[0].distribution "normal" is no distribution`},
		{"a_key_of_another", item("unknown: rollback\ndistribution: uniform\nlow: 09:40:00\nhigh: 09:50:00\nmode: 09:45:00"), `f.yaml:9:11: unknowns[0].mode is no key of distribution uniform`},
		{"a_key_is_missing", item("unknown: rollback\ndistribution: uniform\nlow: 09:40:00"), `unknowns[0].high is missing: distribution uniform needs it`},
		{"no_unit", item("unknown: A41.decide\ndistribution: fixed\nvalue: 7"), `"7" is no length of time; write 500ms, 20s or 7m`},
		{"twice", two + strings.TrimPrefix(two, two[:strings.Index(two, "  - ")]), "is here a second time, first on line 5"},
		{"correlation_above_one", two + "factors:\n  - factor: people\n    correlation: 1.5\n    members: [A41.decide, A41.detect]\n", `factors[0].correlation 1.5 is outside 0..1`},
		{"a_member_nobody_knows", two + "factors:\n  - factor: people\n    correlation: 0.5\n    members: [A41.decide, A41.react]\n", `factors[0].members[1] "A41.react" is not among the unknowns of this file`},
		{"one_member", two + "factors:\n  - factor: people\n    correlation: 0.5\n    members: [A41.decide]\n", `has fewer than two unknowns`},
		{"two_factors", two + "factors:\n  - factor: a\n    correlation: 0.5\n    members: [A41.decide, A41.detect]\n  - factor: b\n    correlation: 0.5\n    members: [A41.detect, A41.decide]\n", `is in factor "a" already`},
		{"randomisations", strings.Replace(two, "randomisations: 4", "randomisations: 1", 1), `f.yaml:3:17: randomisations 1 is outside 2..64`},
		{"another_format", strings.Replace(two, "uncertainty/1", "uncertainty/2", 1), `f.yaml:1:9: format "lossreplay-uncertainty/2" is not lossreplay-uncertainty/1`},
		{"no_reason", strings.Replace(two, "reason: a guess", `reason: ""`, 1), `unknowns[0].reason "" is empty`},
		{"no_tag", strings.Replace(two, "tag: assumed", "tag: guessed", 1), `"guessed" is no tag of a distribution`},
		{"a_key_that_is_none", item("unknown: rollback\ndistribution: uniform\nlow: 09:40:00\nhigh: 09:50:00\nmedian: 09:45:00"), `unknown key "median"`},
	} {
		plan, err := Parse("f.yaml", []byte(c.text), known())
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: plan %v, error\n%v\nwant %s", c.name, plan != nil, err, c.want)
		}
	}
}

func TestAllProblemsAreListedInOrder(t *testing.T) {
	text := item("unknown: rolback\ndistribution: fixed\nvalue: 1") + "  - unknown: works\n    distribution: bernoulli\n    p: 2\n    tag: assumed\n    reason: x\n" +
		"  - unknown: reading\n    distribution: choice\n    values: [mixed, green]\n    weights: [1, 1]\n    tag: assumed\n    reason: x\n"
	_, err := Parse("f.yaml", []byte(text), known())
	problems, ok := err.(Problems)
	if !ok || len(problems) != 3 || !strings.HasPrefix(problems[0].Mend, `did you mean "rollback"?`) {
		t.Fatalf("%v", err)
	}
	if !slices.IsSortedFunc(problems, func(a, b datasets.Problem) int { return a.Line - b.Line }) {
		t.Errorf("out of order: %v", err)
	}
}

func TestSchemaIsFresh(t *testing.T) {
	path := filepath.Join("..", "..", "docs", "uncertainty.schema.json")
	if *update {
		if err := os.WriteFile(path, Schema(), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	got, err := os.ReadFile(path)
	if err != nil || !bytes.Equal(got, Schema()) {
		t.Errorf("docs/uncertainty.schema.json is stale; run go test ./replay/uncertaintyfile -run Fresh -update (%v)", err)
	}
}

func FuzzParse(f *testing.F) {
	var b bytes.Buffer
	if err := Write(&b, known()[:6]); err != nil {
		f.Fatal(err)
	}
	f.Add(b.Bytes())
	f.Add([]byte(item("unknown: works\ndistribution: bernoulli\np: .nan")))
	f.Add([]byte("format: 1\nunknowns: {}\n"))
	all := known()
	f.Fuzz(func(t *testing.T, text []byte) {
		if plan, err := Parse("f.yaml", text, all); (plan == nil) == (err == nil) {
			t.Errorf("plan %v, error %v", plan, err)
		}
	})
}
