package replay_test

import (
	"context"
	"fmt"
	"runtime"
	"testing"
	"time"

	"lossreplay/model"
	"lossreplay/model/control"
	"lossreplay/replay"
)

// symbolStop returns a control that blocks a symbol from a time on; haltAt one that stops the firm.
func symbolStop(name string, symbol model.SymbolID, from time.Duration) control.Instance {
	return instance(name, func(*control.Env) control.Monitor { return &symbolBlock{symbol: symbol, from: after(from)} })
}

func haltAt(name string, from time.Duration) control.Instance {
	return instance(name, func(*control.Env) control.Monitor { return &timedHalt{from: after(from)} })
}

// A child that is blocked before the open or after the close costs no minute of the session.
func TestCollateralMinutesAreOfTheSession(t *testing.T) {
	for _, at := range []time.Duration{-time.Second, 10 * time.Minute, 11 * time.Minute} {
		d := tinyDay()
		d.filled(at, d.parent(-time.Minute, 0, model.Buy, 100, 0), false)
		got := run(t, d, symbolStop("stop", 0, -time.Hour)).Alone(0).Collateral
		if got.Orders != 1 || got.Minutes != 0 {
			t.Errorf("blocked %v after the open: %d orders in %d minutes, want 1 in 0", at, got.Orders, got.Minutes)
		}
	}
}

// Nobody asks the router of a halted world any more: what it would not have sent is not counted, however long a child that
// is still at a venue keeps the world open.
func TestHaltedWorldCountsNothingUnsent(t *testing.T) {
	d := tinyDay()
	other := d.parent(0, 1, model.Buy, 1000, 0)
	resting := d.child(time.Second, other, false)
	p := d.parent(0, 0, model.Buy, 100, 1)
	d.operation(2*time.Second, model.OpRollback, 1, false)
	d.filled(3*time.Second, p, false)
	d.filled(4*time.Second, other, false)
	d.filled(5*time.Second, p, true)
	d.filled(6*time.Second, p, true)
	d.report(time.Minute, resting, model.ExecExpired, 0, 0)
	controls := []control.Instance{haltAt("halt", 4*time.Second),
		instance("refuse", func(*control.Env) control.Monitor { return &noRollback{all: true} })}
	r := run(t, d, controls...)
	for coalition, want := range []int64{0b00: 0, 0b01: 0, 0b10: 2, 0b11: 0} {
		if got := leafOf(t, r.Impact, uint64(coalition)).Flow.Unsent; got != want {
			t.Errorf("with %s on: %d children unsent, want %d", names(members(controls, uint64(coalition))), got, want)
		}
	}
	sameAsAuditor(t, d.Tables, controls, r)
}

// Nor is it counted what people would have done after a halt, whether an order rests on or not.
func TestHaltedWorldCountsNoReaction(t *testing.T) {
	for _, rests := range []bool{false, true} {
		d := tinyDay()
		d.About.ReactionGross = 1
		d.filled(time.Second, d.parent(0, 0, model.Buy, 100, 0), false)
		if rests {
			c := d.child(time.Second, d.parent(0, 1, model.Buy, 100, 0), false)
			d.report(2*time.Minute, c, model.ExecExpired, 0, 0)
		}
		d.filled(2*time.Second, d.parent(0, 0, model.Buy, 100, 0), false)
		d.operation(time.Minute, model.OpRollback, 1, true)
		d.filled(2*time.Minute, d.parent(0, 0, model.Buy, 100, 0), false)
		r := run(t, d, haltAt("halt", 2*time.Second))
		if got := r.Alone(0).Flow.Unprovoked; got != 0 {
			t.Errorf("halted, an order rests on: %v; %d reactions unprovoked, want 0", rests, got)
		}
		if got := r.Baseline().Flow.Unprovoked; got != 1 {
			t.Errorf("baseline: %d reactions unprovoked, want 1", got)
		}
	}
}

// An order that has executed in full may still be reported as ended: that changes nothing.
func TestEndOfAFilledChildChangesNothing(t *testing.T) {
	d := tinyDay()
	p := d.parent(0, 0, model.Buy, 200, 0)
	d.filled(time.Second, p, false)
	d.report(2*time.Second, 1, model.ExecExpired, 0, 0)
	d.filled(3*time.Second, p, false)
	if got := run(t, d).Baseline().Flow.Shares; got != 200 {
		t.Errorf("%d shares, want 200", got)
	}
}

// An order may rest while tens of thousands of younger ones come and go.
func TestChildThatOutlivesManyOthers(t *testing.T) {
	d := tinyDay()
	p := d.parent(0, 0, model.Buy, 10_000_000, 0)
	first := d.child(0, p, false)
	second := d.child(0, p, false)
	for i := range 40_000 {
		d.filled(time.Duration(i)*time.Millisecond, p, false)
	}
	d.report(time.Minute, first, model.ExecTrade, 60, 100_000)
	d.report(time.Minute, second, model.ExecExpired, 0, 0)
	d.report(2*time.Minute, first, model.ExecTrade, 40, 100_000)
	r := run(t, d, symbolStop("stop", 0, 10*time.Second))
	if got := r.Baseline().Flow.Executions; got != 40_002 {
		t.Errorf("%d executions, want 40002", got)
	}
	if got := r.Alone(0).Flow.Executions; got != 10_002 { // those of the first ten seconds and the two of the first child
		t.Errorf("stopped after ten seconds: %d executions, want 10002", got)
	}
}

// Worlds that do not fit are an error, also if others close later in the same batch and make room for their number.
func TestTooManyWorldsIsAnErrorAndNeverFewerLeaves(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	const events = 40 // in a batch: the first ends with the halt, the second holds all that is soft and the tick that closes
	d := tinyDay()
	p := d.parent(0, 0, model.Buy, 1_000_000, 0)
	for range events - 4 { // the first tick, the parent above, a child and its execution
		d.parent(0, 0, model.Buy, 100, 0)
	}
	controls := []control.Instance{haltAt("halt", time.Second)}
	d.filled(time.Second, p, false)
	for i := range 13 {
		at := time.Second + time.Duration(i+1)*time.Millisecond
		d.filled(at, p, false)
		controls = append(controls, instance(fmt.Sprint("soft", i), func(*control.Env) control.Monitor { return &oneBlock{at: after(at)} }))
	}
	d.filled(time.Minute, p, false)
	for _, size := range []int{0, 3, events} {
		r, err := replay.Run(context.Background(), d, replay.Config{Controls: controls, BatchEvents: size})
		if err == nil {
			t.Errorf("batches of %d: no error and %d leaves with prices freed, %d with prices held", size, len(r.Impact), len(r.Held))
		}
	}
}

// oneBlock blocks the children of one moment.
type oneBlock struct {
	record
	at model.Time
}

func (m *oneBlock) Clone() control.Monitor { return &oneBlock{m.copy(), m.at} }

func (m *oneBlock) Vote(w *control.World, _ *control.Child) control.Verdict {
	if w.Now != m.at {
		return control.Pass
	}
	m.once(w, 0)
	return control.Block
}

// Progress may be watched while the day is read ahead, and counts what the worlds have taken.
func TestProgressCountsEventsTaken(t *testing.T) {
	d := tinyDay()
	p := d.parent(0, 0, model.Buy, 1_000_000, 0)
	for i := range 50 {
		d.filled(time.Duration(i)*time.Second, p, false)
	}
	var last replay.Progress
	r, err := replay.Run(context.Background(), d, replay.Config{BatchEvents: 7, Progress: func(p replay.Progress) {
		if p.Events < last.Events || p.Events > last.Events+7 {
			t.Errorf("progress went from %d to %d events in a batch of 7", last.Events, p.Events)
		}
		last = p
	}})
	if err != nil {
		t.Fatal(err)
	}
	if last.Events != r.Read.Events {
		t.Errorf("progress ended at %d of %d events", last.Events, r.Read.Events)
	}
}

// Evaluated counts an event once for each world that took it; the part of the day before a fork was taken once.
func TestEvaluatedCountsAForkOnlyFromItsForkOn(t *testing.T) {
	d := tinyDay()
	p := d.parent(0, 0, model.Buy, 1_000_000, 0)
	for i := range 50 {
		d.filled(time.Duration(i)*time.Second, p, false)
	}
	for _, events := range []int{1, 8, 1000} {
		cfg := replay.Config{Controls: []control.Instance{symbolStop("late", 0, 48*time.Second)}, BatchEvents: events}
		r, err := replay.Run(context.Background(), d, cfg)
		if err != nil {
			t.Fatal(err)
		}
		// Two price assumptions; after the fork two children with an execution each, and the last tick.
		if want := 2*r.Read.Events + 2*5; r.Evaluated != want {
			t.Errorf("batches of %d: %d events evaluated, want %d of %d read", events, r.Evaluated, want, r.Read.Events)
		}
	}
}
