package replay_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"

	"lossreplay/model"
	"lossreplay/model/control"
	"lossreplay/replay"
)

// watched runs a day with one world recorded.
func watched(t rapid.TB, d replay.Day, controls []control.Instance, watch replay.Watch) *replay.Result {
	t.Helper()
	r, err := replay.Run(context.Background(), d, replay.Config{Controls: controls, Watch: &watch, BatchEvents: 7})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// plus adds up two counts.
func plus(a, b replay.Tally) replay.Tally {
	return replay.Tally{Orders: a.Orders + b.Orders, Shares: a.Shares + b.Shares, Notional: a.Notional + b.Notional}
}

// TestAWatchedWorldIsTheWorld says of random days, worlds and controls: recording changes nothing, the record is of that world,
// and every order and every execution of the day is in it once.
func TestAWatchedWorldIsTheWorld(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := randomDay(t)
		controls := randomControls(t, d, 4)
		if len(controls) == 0 {
			t.Skip("no controls")
		}
		watch := replay.Watch{World: rapid.Uint64Range(0, 1<<len(controls)-1).Draw(t, "world"),
			Control: rapid.IntRange(0, len(controls)-1).Draw(t, "control")}
		own := uint64(1) << watch.Control
		watch.Watched = own &^ watch.World
		plain, r := run(t, d, controls...), watched(t, d, controls, watch)
		if !sameDay(plain, r) || plain.Worlds != r.Worlds {
			t.Fatal("the run differs because a world was watched")
		}
		w := r.Testimony
		leaf := leafOf(t, plain.Impact, watch.World)
		sameFigures(t, "the watched world", ofLeaf(leaf, controls, watch.World), ofLeaf(&w.Leaf, controls, watch.World))
		conserved(t, w, d.ChildRows.Len())
		acted := leafOf(t, plain.Impact, watch.World|own)
		if a, b := acted.Trips[watch.Control], w.Leaf.Trips[watch.Control]; (len(a) > 0) != (len(b) > 0) || len(a) > 0 && a[0] != b[0] {
			t.Fatalf("obeyed it trips at %+v, watched only at %+v", a, b)
		}
	})
}

// conserved holds a testimony's counts against its leaf's.
func conserved(t rapid.TB, w *replay.Testimony, children int) {
	t.Helper()
	var sent, blocked, others, unsent, denied replay.Tally
	var fills replay.Executed
	last := model.Time(-model.Never)
	for _, s := range w.Seconds {
		if s.At <= last {
			t.Fatalf("the second %v comes after %v", s.At, last)
		}
		last = s.At
		sent, blocked, others, unsent = plus(sent, s.Sent.Total()), plus(blocked, s.Blocked.Total()), plus(others, s.Others.Total()), plus(unsent, s.Unsent.Total())
		denied = plus(denied, plus(plus(s.Blocked.Legit, s.Others.Legit), s.Unsent.Legit))
		fills = replay.Executed{Executions: fills.Executions + s.Error.Executions, Shares: fills.Shares + s.Error.Shares}
	}
	if n := sent.Orders + blocked.Orders + others.Orders + unsent.Orders; n != int64(children) || sent.Orders != w.Leaf.Flow.Children {
		t.Fatalf("%d of %d orders are accounted for; %d were sent, and the leaf says %d", n, children, sent.Orders, w.Leaf.Flow.Children)
	}
	denied = plus(denied, w.Cancelled.Legit)
	if c := w.Leaf.Collateral; denied.Orders != c.Orders || denied.Shares != c.Shares || denied.Notional != c.Notional {
		t.Fatalf("legitimate orders denied: %+v, by the leaf %+v", denied, c)
	}
	after := w.Before
	for _, e := range w.After {
		after = replay.Executed{Executions: after.Executions + e.Executions, Shares: after.Shares + e.Shares}
	}
	want := replay.Executed{Executions: w.Leaf.Flow.UnmatchedExecutions, Shares: w.Leaf.Flow.UnmatchedShares}
	if fills != want || after != want {
		t.Fatalf("executions to the error account: by second %+v, by reason %+v, by the leaf %+v", fills, after, want)
	}
	if own := w.Acts[w.Watch.Control].Blocked.Total(); own != blocked {
		t.Fatalf("the control blocked %+v by its acts and %+v by the seconds", own, blocked)
	}
}

// scripted trips when it is told to, blocks what its trips concern, once in effect, and lets one parent pass.
type scripted struct {
	record
	coming []control.Trip
	spares model.ParentID
}

func (m *scripted) Clone() control.Monitor {
	return &scripted{m.copy(), m.coming, m.spares}
}

func (m *scripted) Ticked(w *control.World) {
	for len(m.coming) > 0 && m.coming[0].At <= w.Now {
		m.trips, m.coming = append(m.trips, m.coming[0]), m.coming[1:]
	}
}

func (m *scripted) Vote(w *control.World, c *control.Child) control.Verdict {
	for _, t := range m.trips {
		if w.Now >= t.Effect && t.Scope == (control.Scope{Kind: control.OnSymbol, Index: uint32(c.Symbol)}) && c.Parent != m.spares {
			return control.Block
		}
	}
	return control.Pass
}

// silent is a control that trips as another does and judges no orders.
type silent struct{ scripted *scripted }

func (m silent) Clone() control.Monitor  { return silent{m.scripted.Clone().(*scripted)} }
func (m silent) Trips() []control.Trip   { return m.scripted.Trips() }
func (m silent) Ticked(w *control.World) { m.scripted.Ticked(w) }

// runaway is a day of six orders that nobody asked for: five in A, of which one rests for long and one belongs to another
// parent, and one in B. The control trips in A at +60 s, in effect at +90 s.
func runaway() (tiny, func() *scripted) {
	d := tinyDay()
	d.OperationRows = append(d.OperationRows, model.Operation{At: after(-time.Minute), Kind: model.OpDeploy, HasServer: true, Build: 1})
	a, b, spared := d.parent(0, 0, model.Buy, 0, 1), d.parent(0, 1, model.Buy, 0, 1), d.parent(0, 0, model.Buy, 0, 1)
	d.filled(10*time.Second, a, true)
	early := d.child(20*time.Second, a, true)
	late := d.child(70*time.Second, a, true)
	d.report(75*time.Second, early, model.ExecTrade, 60, 100_000)
	d.filled(80*time.Second, b, true)
	d.report(95*time.Second, late, model.ExecTrade, 100, 100_000)
	d.report(96*time.Second, early, model.ExecTrade, 40, 100_000)
	d.filled(100*time.Second, a, true)
	d.filled(110*time.Second, spared, true)
	return d, func() *scripted {
		return &scripted{spares: spared, coming: []control.Trip{{At: after(time.Minute), Effect: after(90 * time.Second),
			Scope: control.Scope{Kind: control.OnSymbol, Index: 0}, Unit: control.Count}}}
	}
}

func TestEveryExecutionAfterATripHasItsReason(t *testing.T) {
	d, script := runaway()
	judging := instance("judging", func(*control.Env) control.Monitor { return script() })
	only := instance("only", func(*control.Env) control.Monitor { return silent{script()} })
	for name, c := range map[string]struct {
		control        control.Instance
		world, watched uint64
		want           [replay.Reasons]replay.Executed
	}{
		"on": {judging, 1, 0, [replay.Reasons]replay.Executed{replay.AtVenue: {2, 100}, replay.Late: {1, 100}, replay.Elsewhere: {1, 100},
			replay.LetPass: {1, 100}}},
		"watched only":     {judging, 0, 1, [replay.Reasons]replay.Executed{replay.AtVenue: {2, 100}, replay.Late: {1, 100}, replay.Elsewhere: {1, 100}, replay.LetPass: {2, 200}}},
		"judges no orders": {only, 1, 0, [replay.Reasons]replay.Executed{replay.NotJudged: {6, 500}}},
	} {
		t.Run(name, func(t *testing.T) {
			w := watched(t, d, []control.Instance{c.control}, replay.Watch{World: c.world, Watched: c.watched}).Testimony
			if w.After != c.want || w.Before != (replay.Executed{Executions: 1, Shares: 100}) {
				t.Errorf("before %v, after %v, want %v", w.Before, w.After, c.want)
			}
			conserved(t, w, d.ChildRows.Len())
			if w.AtTrip == nil || w.AtEffect == nil || w.AtTrip.Tick != 6 || w.AtEffect.Tick != 9 {
				t.Errorf("stops at trip %+v and at effect %+v", w.AtTrip, w.AtEffect)
			}
		})
	}
}

func TestAWatchedWorldSaysWhoDenied(t *testing.T) {
	d, script := runaway()
	controls := []control.Instance{
		instance("script", func(*control.Env) control.Monitor { return script() }),
		instance("block", func(*control.Env) control.Monitor { return &symbolBlock{symbol: 0, from: after(99 * time.Second)} }),
		instance("halt", func(*control.Env) control.Monitor { return &timedHalt{from: after(105 * time.Second)} }),
	}
	w := watched(t, d, controls, replay.Watch{World: 7, Control: 0}).Testimony
	got := ""
	for i, a := range w.Acts {
		got += fmt.Sprintf("%s %d from %v; ", controls[i].Name, a.Blocked.Rogue.Orders, a.First.Sub(sessionOpen))
	}
	if want := "script 1 from 1m40s; block 2 from 1m40s; halt 1 from 1m50s; "; got != want {
		t.Errorf("%s\nwant %s", got, want)
	}
	conserved(t, w, d.ChildRows.Len())
}
