package loop_test

import (
	"testing"
	"time"

	"lossreplay/model"
	"lossreplay/model/control"
	"lossreplay/replay/loop"
)

// A report that comes with a tick comes after it: its execution is of the tick that starts.
func TestATickIsBeforeAReportOfItsTime(t *testing.T) {
	m := calibrate(t, storyDay())
	m.Fitted.ReportLatency = 500 * time.Millisecond
	v := &voice{onTick: func(w *control.World) {
		if executed := w.Parents[legit-1].Executed; w.Now == after(2*time.Second) && executed != 0 {
			t.Errorf("%d shares executed at 2 s, when the report of 1.5 s and 500 ms comes", executed)
		}
	}}
	generate(t, m, loop.Config{Controls: []control.Instance{v.as("voice")}})
	if v.fills[0].Parent != legit || v.fills[0].Qty != 100 {
		t.Errorf("first fill %+v", v.fills[0])
	}
}

// A recorded child of the time of an operation meets the router after it.
func TestAnOperationIsBeforeAChildOfItsTime(t *testing.T) {
	d := storyDay()
	d.OperationRows = []model.Operation{op(500*time.Millisecond, model.OpDeploy, 1, bad)}
	if m := calibrate(t, d); m.Recorded.RunawayShares != 27_100 {
		t.Errorf("%d runaway shares, want all of the peg's 271 children", m.Recorded.RunawayShares)
	}
}

// Two builds within one tick leave the peg with one pace, not two.
func TestAParentThatStopsAndStartsHasOnePace(t *testing.T) {
	d := storyDay()
	d.ParentRows.OrderQty[peg-1] = 100_000 // never full
	m := calibrate(t, d)
	m.Fitted.Kappa = 0.5
	o := generate(t, m, loop.Config{Operations: []model.Operation{deployed,
		op(100*time.Second+200*time.Millisecond, model.OpDeploy, 1, 0), op(100*time.Second+400*time.Millisecond, model.OpDeploy, 1, bad)}})
	if got := o.Tally.ByServer[1].Children; got < pegs-1 || got > pegs {
		t.Errorf("%d children, want %d or, if tick 100 had not sent yet, one less", got, pegs)
	}
}

// Reports on a parent's other children do not wake the one that waits.
func TestAReportWakesNobodyWhoWaits(t *testing.T) {
	d := storyDay()
	d.ParentRows.OrderQty[peg-1] = 100_000
	m := calibrate(t, d)
	m.Fitted.Kappa, m.Fitted.ReportLatency = 0.5, 3*time.Second
	asked := 0
	v := &voice{ready: func(*control.World, *control.Child) model.Time { return after(110 * time.Second) }}
	v.vote = func(w *control.World, c *control.Child) control.Verdict {
		if c.Parent == peg && w.Now >= after(100*time.Second) && w.Now < after(110*time.Second) {
			asked++
			return control.Delay
		}
		return control.Pass
	}
	generate(t, m, loop.Config{Controls: []control.Instance{v.as("voice")},
		Operations: []model.Operation{deployed, op(101*time.Second, model.OpDeploy, 1, 0)}})
	if asked != 1 {
		t.Errorf("asked %d times before the moment that was given", asked)
	}
}

// A child that waited through a change of build and is then refused leaves a parent that asks again as its new path does.
func TestAParentGoesOnAfterABuildAndADenial(t *testing.T) {
	d := storyDay()
	d.ParentRows.OrderQty[peg-1] = 100_000
	m := calibrate(t, d)
	m.Fitted.Kappa = 0.5
	v := &voice{ready: func(*control.World, *control.Child) model.Time { return after(110 * time.Second) }}
	v.vote = func(w *control.World, c *control.Child) control.Verdict {
		switch {
		case c.Parent != peg || w.Now < after(100*time.Second) || w.Now > after(110*time.Second):
			return control.Pass
		case w.Now < after(110*time.Second):
			return control.Delay
		}
		return control.Block
	}
	o := generate(t, m, loop.Config{Controls: []control.Instance{v.as("voice")},
		Operations: []model.Operation{deployed, op(105*time.Second, model.OpDeploy, 1, 0)}})
	// 49 by the pace of ticks 2 to 98; from 111 s on one each 1.01 s, the last at 541.26 s.
	if got := o.Tally.ByServer[1].Children; got != 49+427 || o.Flow.RunawayDenied != 1 {
		t.Errorf("%d children, %d denied", got, o.Flow.RunawayDenied)
	}
}

func TestFeesAndOffsetsAreTheRecords(t *testing.T) {
	d := storyDay()
	for i := range d.ExecutionRows.Fee {
		d.ExecutionRows.Fee[i] = 350
	}
	for i := range d.ChildRows.LimitPx {
		d.ChildRows.LimitPx[i] += 200 * model.Price(d.ParentRows.Side[d.ChildRows.Parent[i]-1].Sign())
	}
	m := calibrate(t, d)
	v := &voice{}
	o := generate(t, m, loop.Config{Controls: []control.Instance{v.as("voice")}})
	if m.Fitted.FeePerShare != 3 || o.Loss.Fees != model.Money(3*o.Flow.UnmatchedShares) || o.Loss.Fees == 0 {
		t.Errorf("%d a share, fees %v of %d shares", m.Fitted.FeePerShare, o.Loss.Fees, o.Flow.UnmatchedShares)
	}
	if buy, sell := v.sent[0].LimitPx, v.sent[len(v.sent)-1].LimitPx; buy != 100_300 || sell != 99_700 {
		t.Errorf("limits of %d and %d, want two cents beyond the quote", buy, sell)
	}
}

// Chance is drawn by parent: two that are worked alike do not send in step.
func TestEveryParentHasItsOwnChance(t *testing.T) {
	d := storyDay()
	d.ParentRows, d.ChildRows, d.ExecutionRows = model.ParentColumns{}, model.ChildColumns{}, model.ExecutionColumns{}
	for range 2 {
		d.ParentRows.Append(model.ParentOrder{Received: after(-time.Minute), Side: model.Buy, OrderQty: 100, Flag: flagF})
	}
	for i := range 200 {
		taken(d, time.Second/2+time.Duration(i)*time.Second, model.ParentID(1+i%2), 1)
	}
	m := calibrate(t, d)
	m.Fitted.Kappa = 0.5
	sent := map[model.Time]int{}
	v := &voice{onSent: func(w *control.World, _ *control.Child) { sent[w.Now]++ }}
	generate(t, m, loop.Config{Controls: []control.Instance{v.as("voice")}})
	if len(v.sent) < 90 || len(sent) != len(v.sent) {
		t.Errorf("%d children at %d moments", len(v.sent), len(sent))
	}
}

// Where the bar of a minute holds less than we traded ourselves, what we traded is what can trade.
func TestTheRecordItselfAlwaysFits(t *testing.T) {
	d := storyDay()
	for i := range d.BarRows {
		d.BarRows[i].Volume = 1000
	}
	m := calibrate(t, d)
	m.Fitted.Kappa = 4
	if got := generate(t, m, loop.Config{}).Tally.ByMinute[1].Shares; got != 3000 {
		t.Errorf("%d shares in the second minute, want the record's 3,000", got)
	}
}
