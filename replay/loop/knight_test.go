package loop_test

import (
	"context"
	"math"
	"sync"
	"testing"

	"lossreplay/datasets"
	"lossreplay/datasets/knight"
	"lossreplay/model"
	"lossreplay/replay/loop"
)

var knightDay = sync.OnceValues(func() (*datasets.Tables, error) { return knight.Generate(knight.Defaults(), 1) })

var knightModel = sync.OnceValues(func() (*loop.Model, error) {
	d, err := knightDay()
	if err != nil {
		return nil, err
	}
	return loop.Calibrate(context.Background(), d)
})

func knightLoop(t testing.TB) *loop.Model {
	t.Helper()
	if testing.Short() {
		t.Skip("the Knight day takes seconds")
	}
	m, err := knightModel()
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// The bounds are what was measured, with a little room: they say how good the loop is on this day, and fail when it gets worse.
func TestTheKnightBaselineIsNearTheRecord(t *testing.T) {
	m := knightLoop(t)
	if want := 457_600_000 * model.MoneyUnit; m.Recorded.Loss.Total() != want {
		t.Fatalf("recorded loss %v, want %v", m.Recorded.Loss.Total(), want)
	}
	if m.Recorded.Skipped != 0 {
		t.Errorf("%d parents have no server", m.Recorded.Skipped)
	}
	d := loop.Compare(m, m.Baseline)
	t.Logf("fitted %+v", m.Fitted)
	t.Logf("divergence %+v", d)
	excess := func(recorded, generated int64) float64 { return math.Abs(loop.Excess(recorded, generated)) }
	for _, f := range []struct {
		what       string
		value, max float64
	}{
		{"children", excess(d.Recorded.Children, d.Generated.Children), 0.01},
		{"executions", excess(d.Recorded.Executions, d.Generated.Executions), 0.01},
		{"shares", excess(d.Recorded.Shares, d.Generated.Shares), 0.001},
		{"notional", excess(int64(d.Recorded.Notional), int64(d.Generated.Notional)), 0.03},
		{"loss", excess(int64(d.RecordedLoss), int64(d.GeneratedLoss)), 0.06},
		{"shares by symbol", d.BySymbol, 0.13},
		{"shares by minute", d.ByMinute, 0.07},
		{"shares by server", d.ByServer, 0.07},
	} {
		t.Logf("%s: %.4f", f.what, f.value)
		if f.value > f.max {
			t.Errorf("%s: off by %.4f, more than %.4f", f.what, f.value, f.max)
		}
	}
}

// With the new build on every server the 212 parents are filled as they should be, and nothing is lost.
func TestTheKnightDayOnOneBuildLosesNothing(t *testing.T) {
	m := knightLoop(t)
	d, err := knightDay()
	if err != nil {
		t.Fatal(err)
	}
	var ops []model.Operation
	var build model.BuildID
	for _, o := range d.OperationRows {
		if o.Kind == model.OpDeploy {
			ops, build = append(ops, o), o.Build
		}
	}
	all := ops[:0:0]
	for s := range d.About.Router.Servers {
		all = append(all, model.Operation{At: ops[0].At, Kind: model.OpDeploy, HasServer: true, Server: model.ServerID(s), Build: build})
	}
	o := generate(t, m, loop.Config{Operations: all})
	if o.Loss.Total() != 0 || o.Flow.UnmatchedParents != 0 || o.Flow.RunawayShares != 0 {
		t.Errorf("loss %v, %d parents overfilled", o.Loss.Total(), o.Flow.UnmatchedParents)
	}
	if m.Baseline.Flow.UnmatchedParents != 212 {
		t.Errorf("%d parents are overfilled in the baseline", m.Baseline.Flow.UnmatchedParents)
	}
}

func BenchmarkKnightBaseline(b *testing.B) {
	m := knightLoop(b)
	b.ReportAllocs()
	var children int64
	for b.Loop() {
		children += generate(b, m, loop.Config{}).Tally.Total.Children
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(children), "ns/child")
}

func BenchmarkKnightCalibrate(b *testing.B) {
	knightLoop(b)
	d, err := knightDay()
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		calibrate(b, d)
	}
}
