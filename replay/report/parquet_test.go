package report

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/memory"
	"github.com/apache/arrow/go/v15/parquet"
	"github.com/apache/arrow/go/v15/parquet/pqarrow"

	"lossreplay/datasets/daytest"
	"lossreplay/model/control"
)

// tableOf reads a Parquet file whole.
func tableOf(t *testing.T, path string) arrow.Table {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	table, err := pqarrow.ReadTable(context.Background(), bytes.NewReader(data), parquet.NewReaderProperties(memory.DefaultAllocator),
		pqarrow.ArrowReadProperties{}, memory.DefaultAllocator)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(table.Release)
	return table
}

// cells returns a column as text, in JSON's way for what is not text; null is "(null)".
func cells(t *testing.T, table arrow.Table, name string) []string {
	t.Helper()
	fields := table.Schema().FieldIndices(name)
	if len(fields) != 1 {
		t.Fatalf("%d columns %s in %v", len(fields), name, table.Schema())
	}
	var all []string
	for _, chunk := range table.Column(fields[0]).Data().Chunks() {
		for i := range chunk.Len() {
			all = append(all, chunk.ValueStr(i))
		}
	}
	return all
}

// moneyOf returns a column of money as Decimals.
func moneyOf(t *testing.T, table arrow.Table, name string) []Decimal {
	t.Helper()
	var all []Decimal
	for _, chunk := range table.Column(table.Schema().FieldIndices(name)[0]).Data().Chunks() {
		values := chunk.(*array.Decimal128)
		for i := range values.Len() {
			all = append(all, Decimal(values.Value(i).LowBits()))
		}
	}
	return all
}

func TestLeavesReadBackAsTheLattice(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "out")
	r := build(t, study(t, daytest.Small(), control.Defaults(), control.Variants()))
	write(t, r, dir)
	leaves := tableOf(t, filepath.Join(dir, "leaves.parquet"))
	prices, in, out := cells(t, leaves, "price_assumption"), cells(t, leaves, "in"), cells(t, leaves, "out")
	coalitions := leaves.Column(leaves.Schema().FieldIndices("coalitions")[0]).Data().Chunk(0).(*array.Uint64)
	loss := moneyOf(t, leaves, "loss")
	lines := make([]Decimal, len(loss))
	for _, name := range []string{"spread", "impact", "drift", "recapture", "exit_market", "exit_block", "fees"} {
		for i, amount := range moneyOf(t, leaves, name) {
			lines[i] += amount
		}
	}
	held := map[string]uint64{}
	baselines, n := 0, 0
	for i := range loss {
		held[prices[i]] += coalitions.Value(i)
		if lines[i] != loss[i] {
			t.Errorf("leaf %d: lines come to %v, loss %v", i, lines[i], loss[i])
		}
		if in[i] == "" {
			baselines++
			if loss[i] != r.Baseline.Loss {
				t.Errorf("baseline leaf (out %s) lost %v, results.json says %v", out[i], loss[i], r.Baseline.Loss)
			}
		}
		if prices[i] == pricesImpact {
			n++
		}
	}
	if held[pricesImpact] != r.Coalitions || held[pricesHeld] != r.Coalitions || baselines != 2 || n != r.Leaves {
		t.Errorf("coalitions %v of %d, %d baselines, %d leaves of %d", held, r.Coalitions, baselines, n, r.Leaves)
	}
}

func TestTripsReadBackAsTheTripsOfEachControl(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "out")
	r := build(t, tinyStudy(t))
	write(t, r, dir)
	trips := tableOf(t, filepath.Join(dir, "trips.parquet"))
	if trips.NumRows() != int64(len(r.TripRows)) || trips.NumRows() == 0 {
		t.Fatalf("%d rows, want %d", trips.NumRows(), len(r.TripRows))
	}
	in, controls, at := cells(t, trips, "in"), cells(t, trips, "control"), cells(t, trips, "trip")
	seen, unit, scope := cells(t, trips, "seen"), cells(t, trips, "unit"), cells(t, trips, "scope_of")
	found := false
	for i := range in {
		if in[i] == "A14" && controls[i] == "A14" {
			found = true
			if at[i] != "2012-08-01T13:30:20Z" && at[i] != "2012-08-01 13:30:20Z" || seen[i] != "2000000" || unit[i] != "shares" || scope[i] != "1" {
				t.Errorf("A14 tripped at %s, saw %s %s of parent %s", at[i], seen[i], unit[i], scope[i])
			}
		}
	}
	if !found {
		t.Error("no trip of A14 where it is on alone")
	}
}

func TestTimelineReadsBackAsTheFlow(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "out")
	r := build(t, tinyStudy(t))
	write(t, r, dir)
	timeline := tableOf(t, filepath.Join(dir, "timeline.parquet"))
	worlds, gross := cells(t, timeline, "world"), moneyOf(t, timeline, "gross")
	rogue := timeline.Column(timeline.Schema().FieldIndices("rogue_shares")[0]).Data().Chunk(0).(*array.Int64)
	shares, last := map[string]int64{}, map[string]Decimal{}
	for i, w := range worlds {
		shares[w] += rogue.Value(i)
		last[w] = gross[i]
	}
	if shares["baseline"] != r.Baseline.Shares || shares["A14"] != 0 || shares["A17"] != 1_000_000 {
		t.Errorf("rogue shares %v", shares)
	}
	if last["baseline"] != r.Baseline.LongNotional || last["A17"] != 10_000_000*dollar {
		t.Errorf("gross at the end %v", last)
	}
	if timeline.Schema().Field(timeline.Schema().FieldIndices("at")[0]).Type.ID() != arrow.TIMESTAMP {
		t.Errorf("schema %v", timeline.Schema())
	}
}
