package intake_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"testing"

	"lossreplay/datasets"
	"lossreplay/datasets/intake"
	"lossreplay/model"
	"lossreplay/replay"
)

// TestImportedDaysReplayExactly imports random logs, in which ids collide and nothing fits, and wants the fidelity identity of
// each day: the description of the router must let the baseline send what was sent.
func TestImportedDaysReplayExactly(t *testing.T) {
	losses, counting := 0, 0
	for seed := range uint64(25) {
		day := randomDay(t, seed)
		recorded, err := replay.Account(day)
		if err != nil {
			t.Fatal(err)
		}
		result, err := replay.Run(context.Background(), day, replay.Config{})
		if err != nil {
			t.Fatal(err)
		}
		if f := replay.Check(recorded, &result.Impact[0]); !f.Exact {
			t.Errorf("seed %d: %v", seed, f.Differences)
		}
		if recorded.UnmatchedShares > 0 {
			losses++
		} else if day.Incident().Router.Paths[0].Counts {
			counting++
		}
	}
	if losses < 5 || counting < 5 {
		t.Errorf("%d days with a loss, %d of routers that counted: the random days show too little", losses, counting)
	}
}

func randomDay(t *testing.T, seed uint64) *datasets.Day {
	t.Helper()
	r := rand.New(rand.NewPCG(seed, 1))
	folder, err := datasets.NewFolder(filepath.Join(t.TempDir(), "day"), datasets.WriteOptions{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { folder.Close() })
	s, err := (&intake.Options{}).Settings("", nil)
	if err != nil {
		t.Fatal(err)
	}
	in, err := intake.New(folder, s, []string{"log"})
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	kinds := []intake.Kind{intake.NewOrder, intake.NewOrder, intake.NewOrder, intake.ReplaceRequest, intake.Accepted, intake.Replaced, intake.Canceled,
		intake.Expired, intake.Trade, intake.Trade, intake.Trade, intake.TradeCancel, intake.TradeCorrect, intake.Quote}
	id := func(prefix string, n int) []byte { return fmt.Appendf(nil, "%s%d", prefix, r.IntN(n)) }
	for line := range 40 + r.IntN(200) {
		rec := intake.Record{Where: intake.Where{Line: int64(line + 1)}, Kind: kinds[r.IntN(len(kinds))], At: model.Time(1343827800*1e9 + int64(r.IntN(60))*1e9),
			Order: id("C", 40), OrigOrder: id("C", 40), Exec: id("E", 60), RefExec: id("E", 60), Symbol: id("S", 2),
			Side: []model.Side{model.Buy, model.Sell}[r.IntN(2)], Qty: model.Qty(r.IntN(50)), Px: model.Price(r.IntN(3) * 10_000),
			LastQty: model.Qty(1 + r.IntN(20)), LastPx: model.Price(9_000 + r.IntN(2_000)), Bid: 9_900, Ask: 10_100}
		if seed%2 == 0 && r.IntN(3) == 0 {
			rec.Parent = id("P", 3)
		}
		if seed%2 == 0 && line < 3 {
			rec.Kind, rec.Parent, rec.Qty = intake.ParentOrder, fmt.Appendf(nil, "P%d", line), 10
		}
		if err := in.Sink().Record(&rec); err != nil {
			t.Fatal(err)
		}
	}
	_, day, err := in.Finish(nil)
	if err != nil {
		t.Fatal(err)
	}
	return day
}
