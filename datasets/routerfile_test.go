package datasets_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"lossreplay/datasets"
	"lossreplay/datasets/daytest"
	"lossreplay/model"
)

const routerText = `format: lossreplay-router/1
router:
  servers: [s2, s1]
  flags: [other, rlp]
  paths:
    - {name: ordinary, counts: true, child_qty: 100}
    - {name: peg, counts: false, retired: true, child_qty: 100}
  builds:
    - {name: good, ordinary: ordinary, flagged: [{flag: rlp, path: ordinary}, {flag: other, path: ordinary}]}
    - {name: bad, ordinary: ordinary, flagged: [{flag: rlp, path: peg}, {flag: other, path: ordinary}]}
  initial_build: good
deploys:
  - {at: "2012-08-01T09:50:00-04:00", server: s1, build: bad}
  - {at: "2012-08-01T09:55:00-04:00", server: s2, build: good, rollback: true}
`

// ofDay is the router of the day that the file is about.
func ofDay() *model.RouterSpec {
	return &model.RouterSpec{Servers: []string{"s1", "s2"}, Flags: []string{"", "rlp"}}
}

func TestRouterFileNamesTheDaysServersInItsOrder(t *testing.T) {
	spec, ops, err := datasets.ReadRouter("router.yaml", []byte(routerText), ofDay())
	if err != nil {
		t.Fatal(err)
	}
	if got := fmt.Sprint(spec.Servers, spec.Flags, spec.Builds, spec.Initial); got != "[s1 s2] [ rlp other] [{good [0 0 0]} {bad [0 1 0]}] 0" {
		t.Errorf("router %s", got)
	}
	if len(ops) != 2 || ops[0].Kind != model.OpDeploy || ops[0].Server != 0 || ops[0].Build != 1 || ops[0].At.String() != "2012-08-01T13:50:00Z" ||
		ops[1].Kind != model.OpRollback || ops[1].Server != 1 || ops[1].Build != 0 {
		t.Errorf("operations %+v", ops)
	}
}

func TestRouterFileListsEverythingThatIsWrong(t *testing.T) {
	for _, c := range []struct{ name, from, to, want string }{
		{"format", "router/1", "router/9", `router.yaml:1:9: format "lossreplay-router/9"`},
		{"unknown_key", "deploys:", "deploy:", `router.yaml:12:1: unknown key "deploy"; did you mean "deploys"?`},
		{"server_of_another_day", "[s2, s1]", "[s2, s1, s3]", `router.yaml:3:21: router.servers[2] "s3" is no server of the day`},
		{"server_left_out", "[s2, s1]", "[s2]", `router.servers lacks the day's server "s1"`},
		{"flag_left_out", "flags: [other, rlp]", "flags: [other, rlx]", `router.yaml:4:10: router.flags lacks the day's flag "rlp"`},
		{"unknown_build", "build: bad", "build: bed", `router.yaml:13:58: deploys[0].build "bed" is no build`},
		{"unknown_path", "path: peg}", "path: pig}", `builds[1].flagged[0].path "pig" is no code path`},
		{"children_of_nothing", "retired: true, child_qty: 100", "retired: true, child_qty: 0", `router.paths[1].child_qty 0 is outside 1..2147483647 shares`},
		{"unsorted", "T09:55", "T09:45", `deploys[1].at 2012-08-01T13:45:00Z is before the one above it`},
		{"no_yaml", "deploys:", "deploys: [", "is no YAML here"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, _, err := datasets.ReadRouter("router.yaml", []byte(strings.Replace(routerText, c.from, c.to, 1)), ofDay())
			var problems *datasets.Problems
			if !errors.As(err, &problems) || !strings.Contains(err.Error(), c.want) {
				t.Errorf("error %v, want one with %q", err, c.want)
			}
		})
	}
}

// FuzzReadRouter: a router file is read or refused, and never takes more than it says.
func FuzzReadRouter(f *testing.F) {
	f.Add([]byte(routerText))
	f.Add([]byte("format: lossreplay-router/1\nrouter: &a {servers: *a}\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		spec, _, err := datasets.ReadRouter("router.yaml", data, ofDay())
		if err == nil && (len(spec.Servers) != 2 || len(spec.Builds) == 0 || len(spec.Flags) < 2 || spec.Flags[1] != "rlp") {
			t.Errorf("taken, with %+v", spec)
		}
	})
}

// A router that is written is read back the same.
func TestRouterTextReadsBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		day := ofDay()
		spec := model.RouterSpec{Servers: day.Servers, Flags: append(slices.Clone(day.Flags), []string{"x", "y", "no"}[:rapid.IntRange(0, 3).Draw(t, "flags")]...)}
		for p := range rapid.IntRange(1, 4).Draw(t, "paths") {
			spec.Paths = append(spec.Paths, model.CodePathSpec{Name: fmt.Sprint("p", p), Counts: rapid.Bool().Draw(t, "counts"),
				Retired: rapid.Bool().Draw(t, "retired"), ChildQty: model.Qty(rapid.Int32Min(1).Draw(t, "qty"))})
		}
		for b := range rapid.IntRange(1, 4).Draw(t, "builds") {
			build := model.BuildSpec{Name: fmt.Sprint("2012-", b)}
			for range spec.Flags {
				build.PathOf = append(build.PathOf, rapid.IntRange(0, len(spec.Paths)-1).Draw(t, "path"))
			}
			spec.Builds = append(spec.Builds, build)
		}
		spec.Initial = model.BuildID(rapid.IntRange(0, len(spec.Builds)-1).Draw(t, "initial"))
		var ops []model.Operation
		at := daytest.Open
		for range rapid.IntRange(0, 5).Draw(t, "deploys") {
			at += model.Time(rapid.Int64Range(0, 1e12).Draw(t, "later"))
			ops = append(ops, model.Operation{At: at, Kind: rapid.SampledFrom([]model.OperationKind{model.OpDeploy, model.OpRollback}).Draw(t, "kind"), Tag: model.Assumed,
				HasServer: true, Server: model.ServerID(rapid.IntRange(0, 1).Draw(t, "server")), Build: model.BuildID(rapid.IntRange(0, len(spec.Builds)-1).Draw(t, "build"))})
		}
		text, err := datasets.RouterText(&spec, ops, "America/New_York")
		if err != nil {
			t.Fatal(err)
		}
		gotSpec, gotOps, err := datasets.ReadRouter("router.yaml", text, day)
		if err != nil || fmt.Sprint(gotSpec) != fmt.Sprint(spec) || fmt.Sprint(gotOps) != fmt.Sprint(ops) {
			t.Fatalf("%s\nread as %v, %v (%v); was %v, %v", text, gotSpec, gotOps, err, spec, ops)
		}
	})
}

func TestRelabelChangesTheLabelsAndNothingElse(t *testing.T) {
	root := t.TempDir()
	in, out := filepath.Join(root, "in"), filepath.Join(root, "out")
	tables := daytest.Small()
	if err := datasets.Write(in, tables, datasets.WriteOptions{}); err != nil {
		t.Fatal(err)
	}
	day, err := datasets.Open(in)
	if err != nil {
		t.Fatal(err)
	}
	labels := make([]bool, tables.ChildRows.Len())
	for i := range labels {
		labels[i] = i%3 == 0
	}
	setting := model.Setting{Key: "rogue", Value: "derived", Reason: "a test", Tag: model.Derived}
	for range 2 { // a second time the setting is replaced
		if err := datasets.Relabel(out, day, labels, setting, datasets.WriteOptions{Force: true}); err != nil {
			t.Fatal(err)
		}
		if day, err = datasets.Open(out); err != nil {
			t.Fatal(err)
		}
	}
	tables.ChildRows.Rogue = labels
	tables.About.Scenario = append(tables.About.Scenario, setting)
	want := filepath.Join(root, "want")
	if err := datasets.Write(want, tables, datasets.WriteOptions{}); err != nil {
		t.Fatal(err)
	}
	entries, err := os.ReadDir(want)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		a, _ := os.ReadFile(filepath.Join(want, e.Name()))
		if b, err := os.ReadFile(filepath.Join(out, e.Name())); err != nil || string(a) != string(b) {
			t.Errorf("%s differs (%v)", e.Name(), err)
		}
	}
	if err := datasets.Relabel(out, day, labels, setting, datasets.WriteOptions{}); !errors.Is(err, datasets.ErrExists) {
		t.Errorf("error %v, want one that says that the folder is there", err)
	}
}
