package datasets

import (
	"flag"
	"io"
	"math/rand/v2"
	"path/filepath"
	"strconv"
	"testing"

	"lossreplay/model"
)

var benchRows = flag.Int("rows", 1<<20, "child orders of the day in benchmarks")

// longDay returns a valid day of n children, one or two executions each, in 154 symbols over 45 minutes.
func longDay(n int) *Tables {
	rng := rand.New(rand.NewPCG(1, 2))
	const symbols, open = 154, model.Time(1343827800 * 1e9)
	day := &Tables{About: model.Incident{
		Name: "long", Date: "2012-08-01", Currency: "USD", Scale: 4, Venues: []string{"NYSE", "ARCA", "BATS", "NASDAQ"},
		Session: model.Session{Zone: "America/New_York", Open: open, Close: open + 390*60e9},
		Router: model.RouterSpec{Servers: []string{"s1", "s2", "s3", "s4", "s5", "s6", "s7", "s8"}, Flags: []string{"", "rlp"},
			Paths: []model.CodePathSpec{{Name: "ordinary", ChildQty: 100}}, Builds: []model.BuildSpec{{Name: "new", PathOf: []int{0, 0}}}},
		Market: model.MarketSpec{Tick: 1e9, Permanent: 1},
	}}
	px := make([]model.Price, symbols)
	for s := range px {
		px[s] = 50_000 + model.Price(rng.IntN(500_000))
		day.SecurityRows = append(day.SecurityRows, model.Security{Symbol: "SYM" + strconv.Itoa(s), PriorClose: px[s], OpenPx: px[s],
			NormalVolume: 1e6, VolumeScale: 1e6, Evidence: model.Synthetic})
		for range 4 {
			day.ParentRows.Append(model.ParentOrder{Received: open, Symbol: model.SymbolID(s), Side: sides[rng.IntN(3)], OrderQty: 500})
		}
	}
	step := 45 * 60 * int64(1e9) / int64(n)
	for i := range n {
		parent := rng.IntN(day.ParentRows.Len())
		s := day.ParentRows.Symbol[parent]
		px[s] += 100 * model.Price(rng.IntN(3)-1)
		px[s] = max(px[s], 10_000)
		qty := model.Qty(100)
		if rng.IntN(10) == 0 {
			qty = 1 + model.Qty(rng.IntN(500))
		}
		sent := open + model.Time(int64(i)*step+rng.Int64N(step))
		day.ChildRows.Append(model.ChildOrder{Sent: sent, Parent: model.ParentID(parent + 1), Server: model.ServerID(rng.IntN(8)),
			Venue: model.VenueID(rng.IntN(4)), OrderQty: qty, LimitPx: px[s], Rogue: rng.IntN(20) > 0})
		at := max(sent+model.Time(rng.IntN(200_000)), lastOf(day.ExecutionRows.At))
		parts := []model.Qty{qty}
		if qty > 1 && rng.IntN(11) == 0 {
			parts = []model.Qty{qty - qty/2, qty / 2}
		}
		for _, q := range parts {
			day.ExecutionRows.Append(model.Execution{At: at, Child: model.ChildID(i + 1), Type: model.ExecTrade, LastQty: q, LastPx: px[s], Fee: 3000 * model.Money(q)})
		}
	}
	return day
}

func lastOf(times []model.Time) model.Time {
	if len(times) == 0 {
		return 0
	}
	return times[len(times)-1]
}

var benchDirs = map[bool]string{}

// longFolder returns a folder with the long day; it is written once for all benchmarks.
func longFolder(b *testing.B, ipc bool) string {
	b.Helper()
	if *benchRows < 1 {
		b.Skip("no rows")
	}
	if dir, ok := benchDirs[ipc]; ok {
		return dir
	}
	dir := filepath.Join(benchRoot(), strconv.FormatBool(ipc))
	if err := Write(dir, longDay(*benchRows), WriteOptions{IPC: ipc}); err != nil {
		b.Fatal(err)
	}
	benchDirs[ipc] = dir
	return dir
}

func benchmarkDecode[C any](b *testing.B, ipc bool, open func(d *Day) (Reader[C], error), rows func(*C) int) {
	day, err := Open(longFolder(b, ipc))
	if err != nil {
		b.Fatal(err)
	}
	total := 0
	b.ReportAllocs()
	for b.Loop() {
		r, err := open(day)
		if err != nil {
			b.Fatal(err)
		}
		total = 0
		for {
			var batch C
			if err := r.Next(&batch); err == io.EOF {
				break
			} else if err != nil {
				b.Fatal(err)
			}
			total += rows(&batch)
		}
		r.Close()
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(total), "ns/row")
}

func BenchmarkDecodeChildren(b *testing.B) {
	for _, ipc := range []bool{false, true} {
		b.Run(map[bool]string{false: "parquet", true: "ipc"}[ipc], func(b *testing.B) {
			benchmarkDecode(b, ipc, (*Day).Children, (*model.ChildColumns).Len)
		})
	}
}

func BenchmarkDecodeExecutions(b *testing.B) {
	for _, ipc := range []bool{false, true} {
		b.Run(map[bool]string{false: "parquet", true: "ipc"}[ipc], func(b *testing.B) {
			benchmarkDecode(b, ipc, (*Day).Executions, (*model.ExecutionColumns).Len)
		})
	}
}

func BenchmarkOpen(b *testing.B) {
	dir := longFolder(b, false)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Open(dir); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkValidateMemory(b *testing.B) {
	day := longDay(*benchRows)
	for b.Loop() {
		if err := Validate(day); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkWrite(b *testing.B) {
	day := longDay(*benchRows)
	dir := filepath.Join(b.TempDir(), "day")
	for b.Loop() {
		if err := writeFolder(dir, day, WriteOptions{Force: true}); err != nil {
			b.Fatal(err)
		}
	}
}
