package fit_test

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"testing"
	"time"

	"lossreplay/datasets"
	"lossreplay/datasets/knight"
	"lossreplay/model"
	"lossreplay/replay"
	"lossreplay/replay/fit"
)

// benchFolder is where the Knight day lies for the benchmarks, written once a process; TestMain removes it.
var benchFolder string

// benchDay is the Knight day, read from Parquet, and the bytes of its orders and reports.
var benchDay = sync.OnceValues(func() (*datasets.Day, error) {
	tables, err := knight.Generate(knight.Defaults(), 1)
	if err != nil {
		return nil, err
	}
	if benchFolder, err = os.MkdirTemp("", "lossreplay-bench"); err != nil {
		return nil, err
	}
	dir := filepath.Join(benchFolder, "knight")
	if err := datasets.Write(dir, tables, datasets.WriteOptions{}); err != nil {
		return nil, err
	}
	return datasets.Open(dir)
})

func TestMain(m *testing.M) {
	code := m.Run()
	if benchFolder != "" {
		os.RemoveAll(benchFolder)
	}
	os.Exit(code)
}

// BenchmarkDay fits the Knight day; floor is the time to decode the same two tables and do nothing with them.
func BenchmarkDay(b *testing.B) {
	day, err := benchDay()
	if err != nil {
		b.Fatal(err)
	}
	var bytes int64
	for _, table := range []string{"children.parquet", "executions.parquet"} {
		info, err := os.Stat(filepath.Join(benchFolder, "knight", table))
		if err != nil {
			b.Fatal(err)
		}
		bytes += info.Size()
	}
	var rows int64
	floor := fastest(func() { rows = decoded(b, day) })
	b.SetBytes(bytes)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := fit.Day(day, day.Incident().Router, day.Operations()); err != nil {
			b.Fatal(err)
		}
	}
	each := b.Elapsed() / time.Duration(b.N)
	b.ReportMetric(float64(each)/float64(floor), "fit/floor")
	b.ReportMetric(float64(each)/float64(rows), "ns/row")
}

// fastest returns the shortest time of three runs.
func fastest(f func()) (took time.Duration) {
	for i := range 3 {
		runtime.GC()
		start := time.Now()
		f()
		if d := time.Since(start); i == 0 || d < took {
			took = d
		}
	}
	return took
}

// decoded reads every batch of the children and executions, one table after the other, and returns their rows.
func decoded(b *testing.B, day replay.Day) int64 {
	children, err := day.Children()
	if err != nil {
		b.Fatal(err)
	}
	executions, err := day.Executions()
	if err != nil {
		b.Fatal(err)
	}
	return drained(b, children, (*model.ChildColumns).Len) + drained(b, executions, (*model.ExecutionColumns).Len)
}

func drained[C any](b *testing.B, r replay.Reader[C], length func(*C) int) (rows int64) {
	defer r.Close()
	var batch C
	for {
		err := r.Next(&batch)
		if errors.Is(err, io.EOF) {
			return rows
		}
		if err != nil {
			b.Fatal(err)
		}
		rows += int64(length(&batch))
	}
}
