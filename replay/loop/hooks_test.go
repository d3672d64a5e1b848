package loop_test

import (
	"context"
	"testing"
	"time"

	"lossreplay/model"
	"lossreplay/model/control"
	"lossreplay/replay"
	"lossreplay/replay/loop"
)

// alarm declares an incident at a tick; people act on it elsewhere.
type alarm struct {
	*voice
	at    time.Duration
	asked int
}

func (a *alarm) Declares(w *control.World) bool {
	a.asked++
	return w.Now >= after(a.at)
}

// closer changes how the account is closed.
type closer struct {
	*voice
	settle func(s *control.Settlement)
}

func (c *closer) Settles(_ *control.World, s *control.Settlement) { c.settle(s) }

func instance(m control.Monitor) control.Instance {
	return control.Instance{Name: "test", Spec: &control.Spec{New: func(control.Values, *control.Env) control.Monitor { return m }}}
}

func TestADeclarationIsSeenByOthers(t *testing.T) {
	m := calibrate(t, storyDay())
	seen := map[time.Duration]model.Time{}
	v := &voice{onTick: func(w *control.World) { seen[w.Now.Sub(dayOpen)] = w.Declared }}
	a := &alarm{voice: &voice{}, at: 50 * time.Second}
	o := generate(t, m, loop.Config{Controls: []control.Instance{instance(a), v.as("voice")}})
	if seen[49*time.Second] != model.Never || seen[50*time.Second] != after(50*time.Second) || o.Declared != after(50*time.Second) {
		t.Errorf("declared at %v; seen %v a second before and %v then", o.Declared, seen[49*time.Second], seen[50*time.Second])
	}
	if a.asked != 51 { // ticks 0 to 50
		t.Errorf("asked %d times, want once a tick until it declares", a.asked)
	}
}

func TestAControlMayChangeTheClosing(t *testing.T) {
	d := storyDay()
	d.About.Market.Discount = 0.1
	m := calibrate(t, d)
	m.Fitted.Kappa = 0.5
	stop := from(100*time.Second, control.Halt, nil) // eight minutes are left to work the position in
	loss := func(settle func(s *control.Settlement)) model.Money {
		return generate(t, m, loop.Config{Controls: []control.Instance{instance(&closer{&voice{vote: stop}, settle})}}).Loss.Total()
	}
	slow := loss(func(*control.Settlement) {})
	fast := loss(func(s *control.Settlement) { s.Participation = 1 })
	none := loss(func(s *control.Settlement) { s.Lines[0].Pos, s.Lines[0].Paid, s.Lines[0].AtMid = 0, 0, 0 })
	if want := generate(t, m, loop.Config{Controls: []control.Instance{(&voice{vote: stop}).as("halt")}}).Loss.Total(); slow != want {
		t.Errorf("a settler that changes nothing makes the loss %v, want %v", slow, want)
	}
	if fast >= slow || none != 0 {
		t.Errorf("loss %v, worked ten times as fast %v, of an account that somebody took over %v", slow, fast, none)
	}
}

func TestWhatIsAtVenuesAtTheCloseIsCanceled(t *testing.T) {
	m := calibrate(t, storyDay())
	m.Fitted.Kappa, m.Fitted.ReportLatency = 0.5, 2*time.Minute
	v := &voice{}
	o := generate(t, m, loop.Config{Controls: []control.Instance{v.as("voice")}})
	// Reports of children of 480 s and later would come after the close: the peg's of ticks 480, 482, ... 540, the legit parent's
	// fifth of 485.5 s, and the late one's.
	if o.Flow.Canceled != 33 || len(v.ends) != 33 || v.ends[32].Type != model.ExecCanceled {
		t.Errorf("%d canceled, %d ends", o.Flow.Canceled, len(v.ends))
	}
}

// A cut server's parent that counts is parked and goes on after an override of its server; one of another server's changes nothing.
func TestAnOverrideBringsParentsBack(t *testing.T) {
	m := calibrate(t, storyDay())
	for _, c := range []struct {
		server model.ServerID
		left   int64
	}{{0, 0}, {1, 500}} {
		v := &voice{}
		v.vote = func(w *control.World, child *control.Child) control.Verdict {
			if child.Server == 0 && w.Now >= after(2*time.Second) && w.Now < after(3*time.Second) {
				return control.Cut
			}
			return control.Pass
		}
		o := generate(t, m, loop.Config{Controls: []control.Instance{v.as("voice")},
			Operations: []model.Operation{deployed, op(200*time.Second, model.OpOverride, c.server, 0)}})
		if o.Collateral != (loop.Collateral{Unexecuted: c.left, Denied: 1}) {
			t.Errorf("override of server %d: %+v, want %d unexecuted", c.server, o.Collateral, c.left)
		}
	}
}

func TestADayWithoutQuotes(t *testing.T) {
	d := storyDay()
	d.QuoteRows = model.QuoteColumns{}
	m := calibrate(t, d)
	res, err := replay.Run(context.Background(), d, replay.Config{})
	if err != nil {
		t.Fatal(err)
	}
	if m.Recorded.Loss != res.Baseline().Loss {
		t.Errorf("recorded loss %+v, the trace replay has %+v", m.Recorded.Loss, res.Baseline().Loss)
	}
	if o := m.Baseline; o.Loss.Spread != 0 || o.Flow.UnmatchedShares == 0 {
		t.Errorf("baseline %+v, %+v", o.Loss, o.Flow)
	}
}

// A buying and a selling peg in one symbol, of which the record sells a third of what it buys.
func TestTheTwoSidesOfASymbolShareItsPace(t *testing.T) {
	d := storyDay()
	d.ParentRows, d.ChildRows, d.ExecutionRows = model.ParentColumns{}, model.ChildColumns{}, model.ExecutionColumns{}
	for _, side := range []model.Side{model.Buy, model.Sell} {
		d.ParentRows.Append(model.ParentOrder{Received: after(-time.Minute), Side: side, OrderQty: 100, Flag: flagF})
	}
	for i := range 400 {
		parent := model.ParentID(1)
		if i%4 == 1 {
			parent = 2
		}
		taken(d, time.Second/2+time.Duration(i)*time.Second, parent, 1)
	}
	m := calibrate(t, d)
	if m.Fitted.MinorShare != 0.25 {
		t.Fatalf("the smaller side has %v, want a quarter", m.Fitted.MinorShare)
	}
	m.Fitted.Kappa = 0.8 // 60 and 20 shares a second
	v := &voice{}
	generate(t, m, loop.Config{Controls: []control.Instance{v.as("voice")}})
	var bought, sold int
	for _, c := range v.sent {
		if c.Sign > 0 {
			bought++
		} else {
			sold++
		}
	}
	// Owed in ticks 1 to 398 and in part of 399, the last child of the record being of 399.5 s.
	if bought < 238 || bought > 239 || sold < 79 || sold > 80 {
		t.Errorf("%d bought, %d sold", bought, sold)
	}
}

func TestVenuesAndExpiriesAreDrawnAsRecorded(t *testing.T) {
	d := storyDay()
	for i := range d.ChildRows.Venue {
		if d.ChildRows.Parent[i] == peg && i%4 == 0 {
			d.ChildRows.Venue[i] = 1
		}
		if d.ChildRows.Parent[i] == peg && i%5 == 0 {
			d.ExecutionRows.Type[i], d.ExecutionRows.LastQty[i], d.ExecutionRows.LastPx[i] = model.ExecExpired, 0, 0
		}
	}
	m := calibrate(t, d)
	m.Fitted.Kappa = 0.9
	v := &voice{}
	generate(t, m, loop.Config{Controls: []control.Instance{v.as("voice")}})
	var second, pegged float64
	for _, c := range v.sent {
		if c.Venue == 1 {
			second++
		}
		if c.Parent == peg {
			pegged++
		}
	}
	if m.Fitted.Expiry != 0 || m.Fitted.ExpiryRunaway < 0.19 || m.Fitted.ExpiryRunaway > 0.21 {
		t.Errorf("fitted %+v", m.Fitted)
	}
	if share := second / pegged; share < 0.2 || share > 0.3 {
		t.Errorf("%.3f of the children go to the second venue", share)
	}
	if share := float64(len(v.ends)) / pegged; share < 0.15 || share > 0.25 {
		t.Errorf("%.3f of the peg's %v children expire", share, pegged)
	}
}

func TestWhatControlsSee(t *testing.T) {
	d := storyDay()
	d.SecurityRows[0].PriorClose, d.SecurityRows[0].OpenPx = 98_000, 99_000
	d.QuoteRows.Append(model.Quote{At: after(90 * time.Second), Bid: 99_901, Ask: 100_100})
	m := calibrate(t, d)
	m.Fitted.Kappa, m.Fitted.ReportLatency = 0.5, 1500*time.Millisecond
	var arrival [3]model.Price
	v := &voice{onTick: func(w *control.World) {
		switch tick := w.Now.Sub(dayOpen) / time.Second; tick {
		case 0, 2:
			arrival[tick] = w.Parents[peg-1].ArrivalPx
			if w.QuotedAt[0] != dayOpen || w.Others[0] != 0 {
				t.Errorf("tick %d: quoted at %v, others %d", tick, w.QuotedAt[0], w.Others[0])
			}
		case 60, 119: // in the record's first minute 30 children of the peg and five of the legit parent
			if w.Others[0] != 2500 {
				t.Errorf("tick %d: others %d, want 6,000 less 3,500", tick, w.Others[0])
			}
		case 91:
			if w.QuotedAt[0] != after(90*time.Second) || w.Mid[0] != 100_000 { // the mid is cut to a price unit
				t.Errorf("quoted at %v, mid %d", w.QuotedAt[0], w.Mid[0])
			}
			// The child of tick 90 is out, and none besides: that of tick 88 reported in tick 90 at the latest.
			if w.Buying[0] != 100 || w.Selling[0] != 0 || w.Parents[peg-1].Open != 100 {
				t.Errorf("working %d, %d; open %d", w.Buying[0], w.Selling[0], w.Parents[peg-1].Open)
			}
		case 541:
			if w.Parents[legit-1].ArrivalPx != 100_000 || w.Parents[late-1].ArrivalPx != 0 {
				t.Errorf("arrival prices %d, %d", w.Parents[legit-1].ArrivalPx, w.Parents[late-1].ArrivalPx)
			}
		}
	}}
	v.onSent = func(w *control.World, c *control.Child) {
		if c.ID == 1 && w.Now != after(1500*time.Millisecond) {
			t.Errorf("the first child goes at %v", w.Now)
		}
	}
	generate(t, m, loop.Config{Controls: []control.Instance{v.as("voice")}})
	if arrival[0] != 99_000 || arrival[2] != 99_000 {
		t.Errorf("a parent of before the open arrived at %v, want the opening price", arrival)
	}
	early := &witness{voice: &voice{}}
	generate(t, m, loop.Config{Controls: []control.Instance{instance(early)}})
	if early.px != 98_000 {
		t.Errorf("before the open it arrived at %d, want the previous close", early.px)
	}
}

// witness notes the first parent's arrival price when it arrives.
type witness struct {
	*voice
	px model.Price
}

func (e *witness) Received(w *control.World, p *model.ParentOrder) {
	if p.ID == peg {
		e.px = w.Parents[peg-1].ArrivalPx
	}
}
