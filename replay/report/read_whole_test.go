package report

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"lossreplay/datasets/daytest"
	"lossreplay/model"
	"lossreplay/model/control"
)

// hostileStudy is the small day with names and texts that mean harm.
func hostileStudy(t *testing.T) Inputs {
	t.Helper()
	day := daytest.Small()
	day.SecurityRows[1].Symbol, day.SecurityRows[2].Symbol = "<script>alert(1)</script>", "=1+1,\"\n\u2028"
	day.About.Router.Servers[0], day.About.Router.Servers[1] = "'; DROP TABLE x;--", " \u96ea\U0001F600 "
	day.About.Title = "</title>"
	day.About.Scenario = append(day.About.Scenario, model.Setting{Key: "note", Value: "\x00", Reason: strings.Repeat("long\r\n", 2_000), Tag: model.Assumed})
	controls := control.Defaults()
	controls[0].Name = "A \"01\" + \\"
	return study(t, day, controls, nil)
}

// runsToRead are runs that write every table there is, each at least once.
func runsToRead(t *testing.T) map[string]*Results {
	t.Helper()
	closed, _ := loopResults(t)
	tiny := tinyStudy(t)
	tiny.Controls, tiny.Reproduce = "controls: []\n# \u00e9 \"<\"\n", "lossreplay run x"
	return map[string]*Results{
		"tiny":        build(t, tiny),
		"small":       build(t, study(t, daytest.Small(), control.Defaults(), control.Variants())),
		"no controls": build(t, study(t, daytest.Small(), nil, nil)),
		"sampled":     build(t, sampledStudy(t, daytest.Small(), softControls(t), 35)),
		"closed loop": closed,
		"hostile":     build(t, hostileStudy(t)),
		"few draws":   withDraws(t, 20),
		"draws":       withDraws(t, 80),
	}
}

func TestWhatIsReadBackIsWrittenTheSame(t *testing.T) {
	for name, r := range runsToRead(t) {
		t.Run(name, func(t *testing.T) {
			root := t.TempDir()
			first, second := filepath.Join(root, "first"), filepath.Join(root, "second")
			write(t, r, first)
			back, err := Read(first)
			if err != nil {
				t.Fatal(err)
			}
			write(t, back, second)
			want, got := contents(t, first), contents(t, second)
			for file := range want {
				if want[file] != got[file] {
					t.Errorf("%s differs", file)
				}
			}
			if len(want) != len(got) || len(want) != len(r.files())+1 {
				t.Errorf("%d files, then %d", len(want), len(got))
			}
			if diff := cmp.Diff(r, back, cmpopts.IgnoreUnexported(Results{}), cmpopts.EquateEmpty()); diff != "" {
				t.Errorf("(-built +read)\n%s", diff)
			}
			sameRun(t, r, back)
		})
	}
}

// sameRun holds what later questions ask of a run against each other.
func sameRun(t *testing.T, built, back *Results) {
	t.Helper()
	a, err1 := built.AsRun()
	b, err2 := back.AsRun()
	if err1 != nil || err2 != nil || (a == nil) != (b == nil) {
		t.Fatalf("%v and %v, %v and %v", a, b, err1, err2)
	}
	if a == nil {
		return
	}
	if diff := cmp.Diff(a.Lattice.Leaves(), b.Lattice.Leaves()); diff != "" || len(a.Draws) != len(b.Draws) {
		t.Errorf("%d and %d draws, leaves (-built +read)\n%s", len(a.Draws), len(b.Draws), diff)
	}
	for i := range a.Draws {
		if diff := cmp.Diff(a.Draws[i].Leaves(), b.Draws[i].Leaves()); diff != "" {
			t.Errorf("draw %d (-built +read)\n%s", i, diff)
		}
	}
}

// resigned puts a file into a folder of results, and its new sum into the manifest.
func resigned(t *testing.T, dir, name string, content []byte) {
	t.Helper()
	put(t, dir, name, content)
	text, err := os.ReadFile(filepath.Join(dir, manifestName))
	if err != nil {
		t.Fatal(err)
	}
	var m Manifest
	if err := json.Unmarshal(text, &m); err != nil {
		t.Fatal(err)
	}
	for i := range m.Outputs {
		if m.Outputs[i].File == name {
			sum := sha256.Sum256(content)
			m.Outputs[i].SHA256 = hex.EncodeToString(sum[:])
		}
	}
	var b bytes.Buffer
	if err := writeJSON(&b, m); err != nil {
		t.Fatal(err)
	}
	put(t, dir, manifestName, b.Bytes())
}

func TestReadRefuses(t *testing.T) {
	drawn := withDraws(t, 20)
	template := filepath.Join(t.TempDir(), "out")
	write(t, drawn, template)
	files := contents(t, template)
	swap := func(name, old, new string) func(*testing.T, string) {
		return func(t *testing.T, dir string) {
			if !strings.Contains(files[name], old) {
				t.Fatalf("%s has nothing to change", name)
			}
			resigned(t, dir, name, []byte(strings.Replace(files[name], old, new, 1)))
		}
	}
	table := func(name string, change func(r *Results)) func(*testing.T, string) {
		return func(t *testing.T, dir string) {
			r := withDraws(t, 20)
			change(r)
			for _, f := range r.files() {
				if f.Name == name {
					var b bytes.Buffer
					if err := f.Write(&b); err != nil {
						t.Fatal(err)
					}
					resigned(t, dir, name, b.Bytes())
				}
			}
		}
	}
	as := func(name, other string) func(*testing.T, string) {
		return func(t *testing.T, dir string) { resigned(t, dir, name, []byte(files[other])) }
	}
	remove := func(names ...string) func(*testing.T, string) {
		return func(t *testing.T, dir string) {
			for _, name := range names {
				if err := os.Remove(filepath.Join(dir, name)); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
	unlisted := func(names ...string) func(*testing.T, string) {
		return func(t *testing.T, dir string) {
			text := files[manifestName]
			for _, name := range names {
				text = strings.Replace(text, `"`+name+`"`, `"was-`+name+`"`, 1)
			}
			put(t, dir, manifestName, []byte(text))
		}
	}
	both := func(a, b func(*testing.T, string)) func(*testing.T, string) {
		return func(t *testing.T, dir string) { a(t, dir); b(t, dir) }
	}
	for _, c := range []struct {
		name   string
		change func(*testing.T, string)
		want   []string
	}{
		{"nothing there", remove(manifestName, resultsName), []string{"there is no manifest.json", "there is no results.json"}},
		{"two tables gone", remove(tripsName, whereName), []string{"there is no trips.parquet", "there is no where.csv"}},
		{"an earlier version", both(remove(curvesName, whereName), unlisted(curvesName, whereName)), []string{
			"there is no curves.parquet, and the run wrote none: it is of an earlier version (1.2.3); run again", "there is no where.csv, and the run wrote none"}},
		{"a stranger's table", unlisted(tripsName), []string{"trips.parquet is not among the files of manifest.json: the run did not write it"}},
		{"changed", func(t *testing.T, dir string) { put(t, dir, whereName, []byte("x")); put(t, dir, normalName, nil) }, []string{
			"where.csv is not what the run wrote", "normal.csv is not what the run wrote"}},
		{"broken manifest", func(t *testing.T, dir string) { put(t, dir, manifestName, []byte("[")) }, []string{"manifest.json: "}},
		{"broken document", swap(resultsName, "{", "["), []string{"results.json: "}},
		{"another document", func(t *testing.T, dir string) { resigned(t, dir, resultsName, []byte("{}")) }, []string{"results.json has no session or no method"}},
		{"no tables", func(t *testing.T, dir string) {
			for _, name := range []string{leavesName, tripsName, timelineName, curvesName, drawsName} {
				resigned(t, dir, name, []byte("PAR1 no PAR1"))
			}
			resigned(t, dir, whereName, nil)
		}, []string{"leaves.parquet: damaged", "trips.parquet: damaged", "timeline.parquet: damaged", "curves.parquet: damaged", "where.csv: its header: EOF", "draws.parquet: damaged"}},
		{"tables in each other's place", both(as(leavesName, tripsName), as(curvesName, timelineName)), []string{
			"leaves.parquet: it has no column out", "curves.parquet: it has no column leaf"}},
		{"a leaf too few", table(leavesName, func(r *Results) { r.LeafRows = r.LeafRows[1:] }), []string{`leaves.parquet: row 1: leaf 1 with prices "impact" is out of order`}},
		{"no leaf", table(leavesName, func(r *Results) { r.LeafRows = nil }), []string{"leaves.parquet: it holds 0 leaves; results.json says 5"}},
		{"another's leaves", table(leavesName, func(r *Results) { r.LeafRows[0].OutSet = 1 << 60 }), []string{"leaves.parquet: row 1: the leaf speaks of controls that results.json does not have"}},
		{"another's curves", table(curvesName, func(r *Results) { r.CurveRows[1].Loss++ }), []string{"curves.parquet: the curve of leaf 0 does not lead to its loss of 1530000.00"}},
		{"a curve too many", table(curvesName, func(r *Results) { r.CurveRows = append(r.CurveRows, CurveRow{Leaf: 9}) }), []string{"curves.parquet: row 11: leaf 9 is out of order"}},
		{"another's trips", table(tripsName, func(r *Results) { r.TripRows[0].Leaf = 77 }), []string{"trips.parquet: row 1: there is no leaf 77"}},
		{"another's worlds", table(timelineName, func(r *Results) { r.SecondRows[0].World = "B01" }), []string{`timeline.parquet: row 1: there is no world "B01"`}},
		{"another's loss", table(whereName, func(r *Results) { r.Where[1].Loss++ }), []string{"where.csv: by server it adds up to 1530000.000001; the loss is 1530000.00"}},
		{"a column renamed", swap(whereName, "exit_block", "block"), []string{"where.csv: its columns are by,name,loss"}},
		{"a column too many", swap(normalName, "trips", "trips,more"), []string{"normal.csv: its columns are label,day,trips,more"}},
		{"a word for a number", swap(whereName, "1530000.00,30000.00", "1530000.00,many"), []string{`where.csv: row 1: spread is "many"`}},
		{"a number for nothing", swap(whereName, "1530000.00,,", "1530000.00,1,"), []string{`where.csv: row 2: spread is "1", want nothing`}},
		{"another kind of place", swap(whereName, "server,", "venue,"), []string{`where.csv: row 2: by is "venue", want symbol, server or minute`}},
		{"no minute", swap(whereName, "minute,2012-08-01T13:30:00Z", "minute,noon"), []string{`where.csv: row 3: name is "noon"`}},
		{"a control that is not there", swap(normalName, "A17,", "A99,"), []string{`normal.csv: row 3: label is "A99"`}},
		{"a short row", swap(normalName, "A14,quiet", "A14"), []string{"normal.csv: record on line 2: wrong number of fields"}},
		{"another's draws", as(drawsName, drawLeavesName), []string{"draws.parquet: it holds 128 draws; results.json says 16"}},
		{"draws out of order", table(drawsName, func(r *Results) { r.draws.in.Plan.Randomisations = 3 }), []string{"draws.parquet: row 4: draw 3, point 3 of randomisation 0 is out of order"}},
		{"a draw's leaves too many", func(t *testing.T, dir string) { resigned(t, dir, drawLeavesName, drawLeaves(t, []leafOf{{draw: 16}})) }, []string{
			"draw_leaves.parquet: row 1: draw 16 is out of order"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := t.TempDir()
			for name, content := range files {
				if !strings.Contains(name, "/") {
					put(t, dir, name, []byte(content))
				}
			}
			c.change(t, dir)
			r, err := Read(dir)
			var unusable *Unusable
			if !errors.As(err, &unusable) || r != nil {
				t.Fatalf("%v, %v", r, err)
			}
			for i, want := range c.want {
				if i >= len(unusable.Problems) || !strings.HasPrefix(unusable.Problems[i], dir+": "+want) {
					t.Errorf("%q, want %q", unusable.Problems, c.want)
					break
				}
			}
			if len(unusable.Problems) != len(c.want) {
				t.Errorf("%q, want %q", unusable.Problems, c.want)
			}
			if absent := errors.Is(err, fs.ErrNotExist); absent != strings.HasPrefix(c.want[0], "there is no") {
				t.Errorf("is a file missing: %v", absent)
			}
		})
	}
}
