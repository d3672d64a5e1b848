package datasets_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"lossreplay/datasets"
	"lossreplay/datasets/daytest"
	"lossreplay/model"
)

const routerText = `format: lossreplay-router/1
router:
  servers: [s2, s1]
  flags: [rlp]
  paths:
    - {name: ordinary, counts: true, child_qty: 100}
    - {name: peg, counts: false, retired: true, child_qty: 100}
  builds:
    - {name: good, ordinary: ordinary, flagged: [{flag: rlp, path: ordinary}]}
    - {name: bad, ordinary: ordinary, flagged: [{flag: rlp, path: peg}]}
  initial_build: good
deploys:
  - {at: "2012-08-01T09:50:00-04:00", server: s1, build: bad}
  - {at: "2012-08-01T09:55:00-04:00", server: s2, build: good, rollback: true}
`

func TestRouterFileNamesTheDaysServersInItsOrder(t *testing.T) {
	spec, ops, err := datasets.ReadRouter("router.yaml", []byte(routerText), []string{"s1", "s2"})
	if err != nil {
		t.Fatal(err)
	}
	if got := fmt.Sprint(spec.Servers, spec.Flags, spec.Builds, spec.Initial); got != "[s1 s2] [ rlp] [{good [0 0]} {bad [0 1]}] 0" {
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
		{"unknown_build", "build: bad", "build: bed", `router.yaml:13:58: deploys[0].build "bed" is no build`},
		{"unknown_path", "path: peg}", "path: pig}", `builds[1].flagged[0].path "pig" is no code path`},
		{"children_of_nothing", "retired: true, child_qty: 100", "retired: true, child_qty: 0", `router.paths[1].child_qty 0 is outside 1..2147483647 shares`},
		{"unsorted", "T09:55", "T09:45", `deploys[1].at 2012-08-01T13:45:00Z is before the one above it`},
		{"no_yaml", "deploys:", "deploys: [", "is no YAML here"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, _, err := datasets.ReadRouter("router.yaml", []byte(strings.Replace(routerText, c.from, c.to, 1)), []string{"s1", "s2"})
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
		spec, _, err := datasets.ReadRouter("router.yaml", data, []string{"s1", "s2"})
		if err == nil && (len(spec.Servers) != 2 || len(spec.Builds) == 0) {
			t.Errorf("taken, with %+v", spec)
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
