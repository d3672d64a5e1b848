package replay_test

import (
	"context"
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
	"lossreplay/model/control"
	"lossreplay/replay"
	"lossreplay/replay/report"
)

// The yardsticks are ratios of times taken in one run on one machine: the floor is decoding the same columns and doing nothing
// with them; brute force is a replay of one world for each coalition.

// benchFolder is where the Knight day lies for the benchmarks, written once a process; TestMain removes it.
var benchFolder string

// benchDay is the Knight day, read from Parquet.
var benchDay = sync.OnceValues(func() (replay.Day, error) {
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

func dayForBench(b *testing.B) replay.Day {
	b.Helper()
	d, err := benchDay()
	if err != nil {
		b.Fatal(err)
	}
	return d
}

// readAll reads every batch of the long tables and returns the number of rows.
func readAll(b *testing.B, d replay.Day) (rows int64) {
	b.Helper()
	children, err := d.Children()
	if err != nil {
		b.Fatal(err)
	}
	executions, err := d.Executions()
	if err != nil {
		b.Fatal(err)
	}
	quotes, err := d.Quotes()
	if err != nil {
		b.Fatal(err)
	}
	return drain(b, children, (*model.ChildColumns).Len) + drain(b, executions, (*model.ExecutionColumns).Len) +
		drain(b, quotes, (*model.QuoteColumns).Len)
}

func drain[C any](b *testing.B, r replay.Reader[C], length func(*C) int) (rows int64) {
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

// timed returns the result and the time of the fastest of three runs.
func timed[R any](f func() R) (best R, took time.Duration) {
	for i := range 3 {
		runtime.GC()
		start := time.Now()
		r := f()
		if d := time.Since(start); i == 0 || d < took {
			best, took = r, d
		}
	}
	return best, took
}

func replayed(b *testing.B, d replay.Day, controls []control.Instance) *replay.Result {
	r, err := replay.Run(context.Background(), d, replay.Config{Controls: controls})
	if err != nil {
		b.Fatal(err)
	}
	return r
}

func BenchmarkDecodeFloor(b *testing.B) {
	d := dayForBench(b)
	var rows int64
	for b.Loop() {
		rows = readAll(b, d)
	}
	b.ReportMetric(float64(rows)*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
}

func BenchmarkOneWorld(b *testing.B) {
	d := dayForBench(b)
	_, floor := timed(func() int64 { return readAll(b, d) })
	var r *replay.Result
	b.ReportAllocs()
	for b.Loop() {
		r = replayed(b, d, nil)
	}
	each := b.Elapsed() / time.Duration(b.N)
	b.ReportMetric(float64(r.Read.Events)/each.Seconds(), "events/s")
	b.ReportMetric(float64(each)/float64(r.Read.Events), "ns/event")
	b.ReportMetric(float64(each)/float64(floor), "world/floor")
}

func BenchmarkLattice(b *testing.B) {
	d := dayForBench(b)
	controls := control.Defaults()
	_, world := timed(func() *replay.Result { return replayed(b, d, nil) })
	_, alone := timed(func() *replay.Result {
		defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
		return replayed(b, d, controls)
	})
	var r *replay.Result
	b.ReportAllocs()
	for b.Loop() {
		r = replayed(b, d, controls)
	}
	each := b.Elapsed() / time.Duration(b.N)
	coalitions := float64(uint64(2) << len(controls)) // at each of the two price assumptions
	b.ReportMetric(float64(r.Worlds), "worlds")
	b.ReportMetric(float64(r.Read.Events)/each.Seconds(), "events/s")
	b.ReportMetric(float64(r.Evaluated), "evaluated")
	b.ReportMetric(float64(each)/float64(r.Evaluated), "ns/evaluated")
	b.ReportMetric(coalitions*float64(world)/float64(each), "bruteforce/lattice")
	b.ReportMetric(float64(each)/float64(world), "lattice/world")
	b.ReportMetric(float64(alone)/float64(each), "onecpu/allcpus")
}

// BenchmarkOrigins reads children and executions once more, for where.csv.
func BenchmarkOrigins(b *testing.B) {
	d := dayForBench(b)
	_, floor := timed(func() int64 { return readAll(b, d) })
	b.ReportAllocs()
	for b.Loop() {
		if _, err := replay.Origins(d); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.Elapsed()/time.Duration(b.N))/float64(floor), "origins/floor")
}

// BenchmarkToday is the whole catalogue at once: too many worlds for every combination, so a sample of orderings.
func BenchmarkToday(b *testing.B) {
	d := dayForBench(b)
	controls, err := control.Preset("today")
	if err != nil {
		b.Fatal(err)
	}
	_, world := timed(func() *replay.Result { return replayed(b, d, nil) })
	var r *replay.Result
	b.ReportAllocs()
	for b.Loop() {
		alone, err := replay.EachOf(context.Background(), d, controls, nil)
		if err != nil {
			b.Fatal(err)
		}
		r, err = replay.Run(context.Background(), d, replay.Config{Controls: controls, Coalitions: report.Fallback(controls, alone.Prevented()),
			HeldCoalitions: replay.EachAlone(len(controls))})
		if err != nil {
			b.Fatal(err)
		}
	}
	each := b.Elapsed() / time.Duration(b.N)
	b.ReportMetric(float64(r.Worlds), "worlds")
	b.ReportMetric(float64(len(r.Coalitions)), "coalitions")
	b.ReportMetric(float64(r.Evaluated), "evaluated")
	b.ReportMetric(float64(each)/float64(world), "today/world")
}

// BenchmarkEachAlone is the whole catalogue, each control alone: what an ordinary day, a sweep or the variants take.
func BenchmarkEachAlone(b *testing.B) {
	d := dayForBench(b)
	controls, err := control.Preset("today")
	if err != nil {
		b.Fatal(err)
	}
	_, world := timed(func() *replay.Result { return replayed(b, d, nil) })
	for b.Loop() {
		if _, err := replay.EachOf(context.Background(), d, controls, nil); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.Elapsed()/time.Duration(b.N))/float64(world), "alone/world")
}
