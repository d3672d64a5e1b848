package report

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lossreplay/datasets/daytest"
	"lossreplay/model"
	"lossreplay/model/control"
	"lossreplay/replay"
	"lossreplay/replay/attribution"
)

// smallResults makes the results of the small day once, with the files that are read back.
var smallResults = sync.OnceValues(func() (*Results, map[string][]byte) {
	s, err := replay.Examine(context.Background(), daytest.Small(), replay.Plan{Controls: control.Defaults()})
	if err != nil {
		panic(err)
	}
	r, err := Build(Inputs{Day: daytest.Small(), Study: s, Version: "1.2.3"})
	if err != nil {
		panic(err)
	}
	files := map[string][]byte{}
	var sums []FileSum
	for _, f := range r.files() {
		if f.Name != resultsName && !strings.HasSuffix(f.Name, ".parquet") {
			continue
		}
		var b bytes.Buffer
		if err := f.Write(&b); err != nil {
			panic(err)
		}
		sum := sha256.Sum256(b.Bytes())
		files[f.Name], sums = b.Bytes(), append(sums, FileSum{File: f.Name, SHA256: hex.EncodeToString(sum[:])})
	}
	var b bytes.Buffer
	if err := writeJSON(&b, r.manifest(sums)); err != nil {
		panic(err)
	}
	files[manifestName] = b.Bytes()
	return r, files
})

// smallRun writes the results of the small day into a folder and returns it.
func smallRun(t *testing.T) (dir string, r *Results) {
	t.Helper()
	dir = t.TempDir()
	r, files := smallResults()
	for name, content := range files {
		put(t, dir, name, content)
	}
	return dir, r
}

// drawLeaves writes a table of leaves of draws.
func drawLeaves(t *testing.T, rows []leafOf) []byte {
	t.Helper()
	var b bytes.Buffer
	type row = leafOf
	if err := writeParquet(&b, []field[row]{
		countField("draw", func(r *row) int64 { return r.draw }),
		setField("in_set", func(r *row) uint64 { return r.leaf.In }),
		setField("out_set", func(r *row) uint64 { return r.leaf.Out }),
		moneyField("loss", func(r *row) model.Money { return r.leaf.Loss }),
		countField("collateral_orders", func(r *row) int64 { return r.leaf.CollateralOrders }),
	}, rows); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// drawnRows returns the leaves of a lattice for so many draws, in each of which all losses are larger by a tenth.
func drawnRows(l *attribution.Lattice, draws int) (rows []leafOf) {
	for d := range draws {
		for _, leaf := range l.Leaves() {
			leaf.Loss += leaf.Loss / 10 * model.Money(d)
			rows = append(rows, leafOf{int64(d), leaf})
		}
	}
	return rows
}

func put(t *testing.T, dir, name string, content []byte) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(dir, name), content, 0o666); err != nil {
		t.Fatal(err)
	}
}

func readRun(t *testing.T, dir string) *Run {
	t.Helper()
	run, err := ReadRun(dir)
	if err != nil {
		t.Fatal(err)
	}
	return run
}

func TestReadRunReturnsTheLattice(t *testing.T) {
	dir, r := smallRun(t)
	run := readRun(t, dir)
	for _, row := range r.LeafRows {
		if row.Prices != pricesImpact {
			continue
		}
		want := attribution.Leaf{In: row.InSet, Out: row.OutSet, Loss: row.Total, CollateralOrders: row.Collateral.Orders}
		if got := run.Lattice.Find(row.InSet); got != want {
			t.Errorf("leaf %+v, want %+v", got, want)
		}
	}
	labels, ids := run.Controls()
	if len(labels) != len(control.Defaults()) || labels[0] != "A01" || ids[13] != "A42" || run.Draws != nil {
		t.Errorf("controls %v %v, %d draws", labels, ids, len(run.Draws))
	}
	if len(run.Inputs) != 2 || run.Inputs[1].Rows != int64(len(run.Lattice.Leaves())) || len(run.Inputs[0].SHA256) != 64 {
		t.Errorf("inputs %+v", run.Inputs)
	}
}

func TestReadRunReadsDraws(t *testing.T) {
	dir, _ := smallRun(t)
	rows := drawnRows(readRun(t, dir).Lattice, 3)
	for i, j := 0, len(rows)-1; i < j; i, j = i+1, j-1 { // the order of rows does not matter
		rows[i], rows[j] = rows[j], rows[i]
	}
	put(t, dir, drawLeavesName, drawLeaves(t, rows))
	run := readRun(t, dir)
	if len(run.Draws) != 3 {
		t.Fatalf("%d draws", len(run.Draws))
	}
	for k, l := range run.Draws { // in order of appearance: the last draw came first
		base := run.Lattice.Baseline().Loss
		if want := base + base/10*model.Money(2-k); l.Baseline().Loss != want {
			t.Errorf("draw %d loses %v, want %v", k, l.Baseline().Loss, want)
		}
	}
}

func TestReadRunRefuses(t *testing.T) {
	change := func(name, old, new string) func(*testing.T, string) {
		return func(t *testing.T, dir string) {
			text, err := os.ReadFile(filepath.Join(dir, name))
			if err != nil || !strings.Contains(string(text), old) {
				t.Fatal(err, "nothing to change")
			}
			put(t, dir, name, []byte(strings.Replace(string(text), old, new, 1)))
		}
	}
	without := func(names ...string) func(*testing.T, string) {
		return func(t *testing.T, dir string) {
			for _, name := range names {
				if err := os.Remove(filepath.Join(dir, name)); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
	both := func(a, b func(*testing.T, string)) func(*testing.T, string) {
		return func(t *testing.T, dir string) { a(t, dir); b(t, dir) }
	}
	bare := without(manifestName)
	for _, c := range []struct {
		name   string
		change func(*testing.T, string)
		want   []string
	}{
		{"nothing there", without(resultsName, leavesName), []string{"there is no results.json", "there is no leaves.parquet"}},
		{"another run's document", change(resultsName, `"seed": 0`, `"seed": 1`), []string{"results.json is not what the run wrote: its checksum differs from that in manifest.json"}},
		{"broken manifest", change(manifestName, "{", "["), []string{"manifest.json: "}},
		{"broken document", both(bare, change(resultsName, "{", "[")), []string{"results.json: "}},
		{"sampled", both(bare, change(resultsName, `"kind": "exact"`, `"kind": "sampled"`)), []string{"the run is a sample of its coalitions (method sampled): its leaves hold only some of them, so no set can be proved best; run again with the preset core, or with fewer controls"}},
		{"coalitions", both(bare, change(resultsName, `"coalitions": 16384`, `"coalitions": 16383`)), []string{"results.json: 14 controls do not make 16383 coalitions"}},
		{"order", both(bare, change(resultsName, `"evaluable": true`, `"evaluable": false`)), []string{"results.json: controls that the day cannot judge stand before A05", "results.json: 13 controls do not make 16384 coalitions", "leaves.parquet: "}},
		{"no Parquet", both(bare, func(t *testing.T, dir string) { put(t, dir, leavesName, []byte("PAR1 no PAR1")) }), []string{"leaves.parquet: damaged: "}},
		{"leaves of draws", both(bare, func(t *testing.T, dir string) { put(t, dir, leavesName, drawLeaves(t, nil)) }), []string{"leaves.parquet: "}},
		{"no draw", func(t *testing.T, dir string) { put(t, dir, drawLeavesName, drawLeaves(t, nil)) }, []string{"draw_leaves.parquet holds no draw"}},
		{"half a draw", func(t *testing.T, dir string) {
			put(t, dir, drawLeavesName, drawLeaves(t, []leafOf{{7, attribution.Leaf{In: 1}}, {8, attribution.Leaf{}}}))
		}, []string{"draw_leaves.parquet: draw 7: attribution: the 1 leaves hold 8192 of 16384 coalitions"}},
		{"a column missing", func(t *testing.T, dir string) {
			text, err := os.ReadFile(filepath.Join(dir, "trips.parquet"))
			if err != nil {
				t.Fatal(err)
			}
			put(t, dir, drawLeavesName, text)
		}, []string{"draw_leaves.parquet: it has no column in_set"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir, _ := smallRun(t)
			c.change(t, dir)
			run, err := ReadRun(dir)
			var unusable *Unusable
			if !errors.As(err, &unusable) || run != nil || len(unusable.Problems) != len(c.want) {
				t.Fatalf("%v, want %d problems", err, len(c.want))
			}
			for i, want := range c.want {
				if !strings.HasPrefix(unusable.Problems[i], dir+": "+want) {
					t.Errorf("%q, want %q", unusable.Problems[i], want)
				}
			}
			if absent := errors.Is(err, fs.ErrNotExist); absent != (c.name == "nothing there") {
				t.Errorf("is a file missing: %v", absent)
			}
		})
	}
}

func FuzzReadLeafRows(f *testing.F) {
	var b bytes.Buffer
	if err := (&Results{LeafRows: []LeafRow{{Prices: pricesImpact, Total: 5, InSet: 1}, {Prices: pricesHeld}}}).writeLeaves(&b); err != nil {
		f.Fatal(err)
	}
	f.Add(b.Bytes(), false)
	f.Add(b.Bytes(), true)
	f.Add(b.Bytes()[:len(b.Bytes())/2], false)
	f.Add([]byte("PAR1\x00\x00\x00\x00PAR1"), true)
	f.Fuzz(func(t *testing.T, data []byte, ofDraws bool) {
		rows, err := readLeafRows(data, ofDraws)
		if err != nil && rows != nil {
			t.Fatal("rows beside an error")
		}
	})
}

func TestLeafRowsOfOnePriceAssumption(t *testing.T) {
	var b bytes.Buffer
	if err := (&Results{LeafRows: []LeafRow{{Prices: pricesImpact, Total: -5, InSet: 1, OutSet: 2}, {Prices: pricesHeld}}}).writeLeaves(&b); err != nil {
		t.Fatal(err)
	}
	rows, err := readLeafRows(b.Bytes(), false)
	want := []leafOf{{leaf: attribution.Leaf{In: 1, Out: 2, Loss: -5}}}
	if diff := cmp.Diff(want, rows, cmp.AllowUnexported(leafOf{})); diff != "" || err != nil {
		t.Errorf("%v (-want +got)\n%s", err, diff)
	}
}
