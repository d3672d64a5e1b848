package costfile

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lossreplay/model"
	"lossreplay/model/control"
	"lossreplay/replay/internal/remark"
)

var update = flag.Bool("update", false, "write the generated schema instead of comparing it")

func TestGeneratedSchemaIsFresh(t *testing.T) {
	want, err := Schema()
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join("..", "..", "docs", "costs.schema.json")
	if *update {
		if err := os.WriteFile(path, want, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	got, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("docs/costs.schema.json is stale; run go test ./replay/costfile -run Generated -update (-want +got)\n%s", cmp.Diff(string(want), string(got)))
	}
}

// core is the run that tests ask about: two controls of the catalogue, one of them under a name of its own.
var core = Run{Labels: []string{"A14", "slow throttle"}, IDs: []string{"A14", "A16"}}

func TestTheWrittenFileReadsBack(t *testing.T) {
	var b bytes.Buffer
	if err := Write(&b); err != nil {
		t.Fatal(err)
	}
	f, err := Parse("costs.yaml", b.Bytes(), core)
	if err != nil {
		t.Fatal(err)
	}
	if len(f.Controls) != len(control.Catalogue()) || len(costs) != len(f.Controls) {
		t.Errorf("%d controls and %d defaults, the catalogue has %d", len(f.Controls), len(costs), len(control.Catalogue()))
	}
	for i, s := range control.Catalogue() {
		c, d := f.Controls[i], costs[s.ID]
		want := Control{s.ID, model.Money(d.oneOff) * model.MoneyUnit, model.Money(d.yearly) * model.MoneyUnit, d.works, model.Assumed, d.why}
		if diff := cmp.Diff(want, c); diff != "" || d.works == 0 || d.why == "" {
			t.Errorf("%s (-want +got)\n%s", s.ID, diff)
		}
	}
	if diff := cmp.Diff(groups, f.Groups); diff != "" {
		t.Errorf("groups (-want +got)\n%s", diff)
	}
	if f.Years != years || f.DaysAYear != daysAYear || f.BlockedOrder != blockedOrder || f.Tag != model.Assumed {
		t.Errorf("%+v", f)
	}
	for i, line := range strings.Split(b.String(), "\n") {
		if len(line) > remark.ColumnsMax+12 {
			t.Errorf("line %d has %d columns", i+1, len(line))
		}
	}
	if f.Of("slow throttle", "A16") != f.Of("A16", "") || f.Of("x", "y") != nil || !f.Groups[1].Has("slow throttle", "A16") || f.Groups[0].Has("slow throttle", "A16") {
		t.Error("a control is not found by its number")
	}
}

const short = `format: lossreplay-costs/1
years: 5
days_a_year: 252
blocked_order: 0.25
tag: assumed
controls:
  - {control: A14, one_off: 1.00, yearly: 2.00, works: 0.9, tag: assumed}
  - {control: slow throttle, one_off: 1.00, yearly: 2.00, works: 0.9, tag: derived, source: ours}
groups:
  - {group: host, members: [A14, slow throttle], beta: 0.6, tag: assumed}
`

func TestParseTakesNames(t *testing.T) {
	f, err := Parse("c", []byte(short), core)
	if err != nil || f.Of("slow throttle", "A16").Source != "ours" || !f.Groups[0].Has("slow throttle", "A16") {
		t.Errorf("%+v, %v", f, err)
	}
}

func TestParseListsEverythingThatIsWrong(t *testing.T) {
	for _, c := range []struct{ name, old, new, want string }{
		{"version", "costs/1", "costs/2", `c:1:9: format "lossreplay-costs/2" is not lossreplay-costs/1`},
		{"no years", "years: 5", "years: 0", "c:2:8: years 0 is outside 1..50"},
		{"too many days", "252", "367", "c:3:14: days_a_year 367 is outside 1..366"},
		{"negative price", "blocked_order: 0.25", "blocked_order: -0.25", "c:4:16: blocked_order -0.25 is negative: a cost is 0 or more"},
		{"tag", "tag: assumed\ncontrols", "tag: sure\ncontrols", `c:5:6: tag "sure" is no tag`},
		{"unknown control", "control: A14", "control: A144", "c:7:15: controls[0].control \"A144\" is no control of the run or of the catalogue"},
		{"negative cost", "A14, one_off: 1.00", "A14, one_off: -1.00", "c:7:29: controls[0].one_off -1.00 is negative: a cost is 0 or more"},
		{"dear", "A14, one_off: 1.00, yearly: 2.00", "A14, one_off: 1.00, yearly: 2000000000.00", "c:7:43: controls[0].yearly 2000000000.00 is more than 1000000000.00"},
		{"probability in percent", "works: 0.9, tag: assumed", "works: 99, tag: assumed", "c:7:56: controls[0].works 99 is no probability: it is outside 0..1"},
		{"probability below 0", "works: 0.9, tag: assumed", "works: -0.1, tag: assumed", "c:7:56: controls[0].works -0.1 is no probability: it is outside 0..1"},
		{"twice", "control: slow throttle", "control: A14", "c:8:15: controls[1].control \"A14\" is here a second time, first on line 7"},
		{"missing", "control: slow throttle", "control: A15", "c:7:3: controls does not have what the run has: slow throttle"},
		{"beta", "beta: 0.6", "beta: 1.6", "c:10:56: groups[0].beta 1.6 is no probability: it is outside 0..1"},
		{"one member", "[A14, slow throttle]", "[A14]", "c:10:28: groups[0].members has fewer than two controls"},
		{"member twice", "[A14, slow throttle]", "[A14, A14]", "c:10:34: groups[0].members[1] \"A14\" is in the group already"},
		{"unknown member", "[A14, slow throttle]", "[A14, slow throtle]", "c:10:34: groups[0].members[1] \"slow throtle\" is no control of the run or of the catalogue"},
		{"nameless group", "group: host", "group: \"\"", "c:10:13: groups[0].group \"\" is empty"},
		{"unknown key", "works: 0.9, tag: assumed", "works: 0.9, wroks: 1, tag: assumed", "c:7:61: controls[0] unknown key \"wroks\"; did you mean \"works\"?"},
		{"missing key", "tag: assumed\ncontrols", "controls", "c:1:1: tag is missing"},
		{"betas", "tag: assumed}\n", "tag: assumed}\n  - {group: feed, members: [A14, A20], beta: 0.5, tag: assumed}\n",
			"c:11:46: groups[1].beta 0.5 brings the betas of the groups of A14 to 1.1, more than all of its failures"},
		{"two groups of one name", "tag: assumed}\n", "tag: assumed}\n  - {group: host, members: [A14, A20], beta: 0.1, tag: assumed}\n",
			"c:11:13: groups[1].group \"host\" is here a second time, first on line 10"},
	} {
		t.Run(c.name, func(t *testing.T) {
			at := strings.LastIndex(short, c.old)
			if at < 0 {
				t.Fatal("the change does not apply")
			}
			if strings.Contains(c.old, "works") || strings.Contains(c.old, "A14") {
				at = strings.Index(short, c.old)
			}
			_, err := Parse("c", []byte(short[:at]+c.new+short[at+len(c.old):]), core)
			if err == nil || !strings.Contains(err.Error()+"\n", c.want+"\n") {
				t.Errorf("%v, want %s", err, c.want)
			}
		})
	}
}

func TestParseListsManyAtOnce(t *testing.T) {
	bad := strings.NewReplacer("0.9", "9", "years: 5", "years: 500", "beta: 0.6", "beta: 6", "one_off: 1.00", "one_off: -1.00").Replace(short)
	_, err := Parse("c", []byte(bad), core)
	if err == nil || strings.Count(err.Error(), "\n") != 5 {
		t.Errorf("want six problems: %v", err)
	}
}

func FuzzParse(f *testing.F) {
	var b bytes.Buffer
	if err := Write(&b); err != nil {
		f.Fatal(err)
	}
	for _, seed := range []string{b.String(), short, "", "controls: [{works: .inf}]\n", "groups:\n  - group: a\n    members: [a, a]\n    beta: 2\n", "a: &b 1\nc: *b\n"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		file, err := Parse("f", data, core)
		if err != nil {
			if err.Error() == "" {
				t.Fatal("an error that says nothing")
			}
			return
		}
		for i, label := range core.Labels {
			c := file.Of(label, core.IDs[i])
			if c == nil || !(c.Works >= 0 && c.Works <= 1) || c.OneOff < 0 || c.Yearly < 0 {
				t.Fatalf("%s: %+v", label, c)
			}
			betas := 0.0
			for k := range file.Groups {
				if file.Groups[k].Has(label, core.IDs[i]) {
					betas += file.Groups[k].Beta
				}
			}
			if !(betas <= 1+1e-9) {
				t.Fatalf("%s: betas of %v", label, betas)
			}
		}
	})
}
