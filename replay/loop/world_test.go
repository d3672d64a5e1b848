package loop_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"lossreplay/datasets"
	"lossreplay/model"
	"lossreplay/model/control"
	"lossreplay/replay/loop"
)

func TestWhatTheRecordSays(t *testing.T) {
	m := calibrate(t, storyDay())
	f := m.Fitted
	// The pace of the record: 271 children of 100 shares in ten minutes of 6,000 shares, of which the peg ran in all.
	if f.Start != 500*time.Millisecond || f.ReportLatency != 10*time.Millisecond || f.Think != time.Second || f.Expiry != 0 || f.Offset != 0 {
		t.Errorf("fitted %+v", f)
	}
	if m.Recorded.RunawayShares != 27_100 || m.Recorded.Skipped != 0 || m.Recorded.Resumed != 0 {
		t.Errorf("recorded %d runaway shares, %d skipped, %d resumed", m.Recorded.RunawayShares, m.Recorded.Skipped, m.Recorded.Resumed)
	}
	if want := model.Money(26_800) * cent; m.Recorded.Loss.Total() != want {
		t.Errorf("recorded loss %v, want %v", m.Recorded.Loss.Total(), want)
	}
	if got := m.Baseline.Flow.RunawayShares; got < 27_000 || got > 27_200 {
		t.Errorf("the baseline's runaway shares are %d with kappa %v", got, f.Kappa)
	}
}

func TestAParentWithoutAChildIsSkipped(t *testing.T) {
	d := storyDay()
	d.ParentRows.Append(model.ParentOrder{Received: after(550 * time.Second), Side: model.Buy, OrderQty: 100})
	m := calibrate(t, d)
	if m.Recorded.Skipped != 1 || m.Baseline.Tally.Total.Children == 0 {
		t.Errorf("%d skipped", m.Recorded.Skipped)
	}
}

// A flagged parent that is full on a good build stays away when the bad one comes, unless the record sent it again.
func TestAParentThatWasSentAgainRunsAway(t *testing.T) {
	d := storyDay()
	d.OperationRows = []model.Operation{op(10*time.Second, model.OpDeploy, 1, bad)}
	late := slices.IndexFunc(d.ChildRows.Sent, func(at model.Time) bool { return at > after(5*time.Second) })
	m := calibrate(t, d)
	if late < 0 || m.Recorded.Resumed != 1 {
		t.Fatalf("%d parents resumed, want the peg, which was full at 5 s", m.Recorded.Resumed)
	}
	m.Fitted.Kappa = 0.5
	// Full after children at 0.5, 1.51 and 2.52 s; from tick 11 on owed 50 shares a tick: a child in ticks 12, 14, ... 540.
	if o := generate(t, m, loop.Config{}); o.Tally.ByServer[1].Children != 3+265 {
		t.Errorf("%d children of the peg, want 268", o.Tally.ByServer[1].Children)
	}
}

func TestNoMoreTradesThanTheBarHolds(t *testing.T) {
	m := calibrate(t, storyDay())
	m.Fitted.Kappa = 4 // 400 shares a second against bars of 100
	o := generate(t, m, loop.Config{})
	for i, minute := range o.Tally.ByMinute[:9] {
		if minute.Shares != 6000 {
			t.Errorf("minute %d has %d shares, want the bar's 6,000", i, minute.Shares)
		}
	}
	if got := o.Flow.Expired; got != o.Tally.Total.Children-o.Tally.Total.Executions {
		t.Errorf("%d expired of %d without execution", got, o.Tally.Total.Children-o.Tally.Total.Executions)
	}
}

// A bar of 250 shares lets two children of 100 trade whole and one in part; what is left of that one expires.
func TestTheLastChildOfABarTradesInPart(t *testing.T) {
	d := storyDay()
	for i := range d.BarRows {
		d.BarRows[i].Volume = 6050
	}
	m := calibrate(t, d)
	m.Fitted.Kappa = 4
	v := &voice{}
	o := generate(t, m, loop.Config{Controls: []control.Instance{v.as("voice")}})
	if got := o.Tally.ByMinute[1].Shares; got != 6050 {
		t.Errorf("%d shares in a minute, want 6,050", got)
	}
	parts := 0
	for _, e := range v.ends {
		if e.Left == 50 && e.Type == model.ExecExpired {
			parts++
		}
	}
	if parts < 9 {
		t.Errorf("%d children traded in part, want one a minute", parts)
	}
}

func TestAnOperationMayCancel(t *testing.T) {
	m := calibrate(t, storyDay())
	m.Fitted.Kappa, m.Fitted.ReportLatency = 0.5, 3*time.Second
	v := &voice{cancels: func(o *model.Operation) uint64 {
		if o.Kind == model.OpDisconnect {
			return 1 << o.Server
		}
		return 0
	}}
	// At 101 s the child of tick 98 or of tick 100, or both, are out; the legit parent has long been full.
	ops := []model.Operation{deployed, op(101*time.Second, model.OpDisconnect, 1, 0)}
	o := generate(t, m, loop.Config{Controls: []control.Instance{v.as("voice")}, Operations: ops})
	if o.Flow.Canceled != 2 || len(v.ends) != 2 || v.ends[0].Child >= v.ends[1].Child || v.ends[0].Left != 100 || v.ends[0].Server != 1 {
		t.Errorf("%d canceled: %+v", o.Flow.Canceled, v.ends)
	}
	if want := []model.OperationKind{model.OpDeploy, model.OpDisconnect}; !slices.Equal(v.saw, want) {
		t.Errorf("saw %v", v.saw)
	}
	if o.Tally.ByServer[1].Shares != (pegs-2)*100 {
		t.Errorf("%d shares of the peg", o.Tally.ByServer[1].Shares)
	}
}

func TestWatchersAreTold(t *testing.T) {
	m := calibrate(t, storyDay())
	v := &voice{}
	o := generate(t, m, loop.Config{Controls: []control.Instance{v.as("voice")}})
	if len(v.parents) != 3 || v.parents[0].ID != peg || v.parents[0].Received != after(-time.Minute) || v.parents[2].Side != model.Sell {
		t.Errorf("parents %+v", v.parents)
	}
	if int64(len(v.sent)) != o.Tally.Total.Children || int64(len(v.fills)) != o.Tally.Total.Executions {
		t.Errorf("told of %d children and %d fills of %d, %d", len(v.sent), len(v.fills), o.Tally.Total.Children, o.Tally.Total.Executions)
	}
	if first := v.sent[0]; first.ID != 1 || first.LimitPx != 100_100 || first.ParentQty != 500 || first.PreOpen || !first.Path.Counts {
		t.Errorf("first child %+v", first)
	}
	if last := v.fills[len(v.fills)-1]; last.Parent != late || last.Qty != -100 || last.Px != 99_900 || last.Unmatched != 0 {
		t.Errorf("last fill %+v", last)
	}
}

func TestADayThatCannotBeLooped(t *testing.T) {
	bare := storyDay()
	bare.BarRows = nil
	spoiled := storyDay()
	spoiled.ExecutionRows.Child[3] = 1
	for name, c := range map[string]struct {
		day  *datasets.Tables
		want string
	}{
		"no bars":                   {bare, "give the bars"},
		"execution of a full child": {spoiled, "not at a venue"},
	} {
		if _, err := loop.Calibrate(context.Background(), c.day); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	m := calibrate(t, storyDay())
	for _, ops := range [][]model.Operation{
		{op(time.Second, model.OpDeploy, 0, bad), op(0, model.OpDeploy, 0, bad)},
		{op(0, model.OpDeploy, 2, bad)},
		{op(0, model.OpDeploy, 0, 2)},
		{{At: dayOpen, Kind: model.OpRollback}},
	} {
		if _, err := loop.Run(context.Background(), m, loop.Config{Operations: ops}); err == nil {
			t.Errorf("operations %+v are taken", ops)
		}
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := loop.Run(ctx, m, loop.Config{}); err == nil {
		t.Error("a run goes on after its context has ended")
	}
}
