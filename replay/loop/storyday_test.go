package loop_test

import (
	"context"
	"testing"
	"time"

	"lossreplay/datasets"
	"lossreplay/model"
	"lossreplay/model/control"
	"lossreplay/replay/loop"
)

// The day of the stories, to be worked out by hand: ten minutes in ticks of a second, one symbol at 9.99 to 10.01 without
// impact, whose bars hold 6,000 shares a minute. Server 0 runs the good build, on which flag F selects a path that counts;
// server 1 the bad one, on which it selects one that does not. Three parents:
//
//	legit  buy 500 at 1 s on server 0: children at 1.5 s, 2.51 s, 3.52 s, 4.53 s, 5.54 s
//	peg    buy 300 before the open, flagged, on server 1: children from 0.5 s on, one each two seconds
//	late   sell 100 at 541 s on server 0: one child at 541.5 s, the last of the day
//
// Every report comes 10 ms after its child.
const (
	dayOpen = model.Time(1_343_827_800_000_000_000)
	legit   = model.ParentID(2)
	peg     = model.ParentID(1)
	late    = model.ParentID(3)
	flagF   = model.FlagID(1)
	bad     = model.BuildID(1)
)

func after(d time.Duration) model.Time { return dayOpen.Add(d) }

func storyDay() *datasets.Tables {
	d := &datasets.Tables{About: model.Incident{
		Name: "story", Currency: "USD", Scale: 4, Seed: 7, Session: model.Session{Zone: "UTC", Open: dayOpen, Close: after(10 * time.Minute)},
		Venues: []string{"V", "W"},
		Router: model.RouterSpec{Servers: []string{"s0", "s1"}, Flags: []string{"", "F"},
			Paths:  []model.CodePathSpec{{Name: "counts", Counts: true, ChildQty: 100}, {Name: "peg", Retired: true, ChildQty: 100}},
			Builds: []model.BuildSpec{{Name: "good", PathOf: []int{0, 0}}, {Name: "bad", PathOf: []int{0, 1}}}},
		Market: model.MarketSpec{Tick: time.Second, Permanent: 1, Participation: 0.1},
	}}
	d.SecurityRows = []model.Security{{Symbol: "A", OpenPx: 100_000, PriorClose: 100_000, NormalVolume: 1_000_000, VolumeScale: 1_000_000}}
	d.QuoteRows.Append(model.Quote{At: dayOpen, Bid: 99_900, Ask: 100_100})
	for m := range 10 {
		d.BarRows = append(d.BarRows, model.Bar{Start: after(time.Duration(m) * time.Minute), Volume: 6000, Last: 100_000})
	}
	d.OperationRows = []model.Operation{{At: after(-2 * time.Hour), Kind: model.OpDeploy, HasServer: true, Server: 1, Build: bad}}
	d.ParentRows.Append(model.ParentOrder{Received: after(-time.Minute), Side: model.Buy, OrderQty: 300, Flag: flagF})
	d.ParentRows.Append(model.ParentOrder{Received: after(time.Second), Side: model.Buy, OrderQty: 500})
	d.ParentRows.Append(model.ParentOrder{Received: after(541 * time.Second), Side: model.Sell, OrderQty: 100})
	legits := 0
	for at := 500 * time.Millisecond; at < 541*time.Second; at += 2 * time.Second {
		taken(d, at, peg, 1)
		if next := time.Second + 500*time.Millisecond + time.Duration(legits)*1010*time.Millisecond; legits < 5 {
			for ; legits < 5 && next < at+2*time.Second; next += 1010 * time.Millisecond {
				taken(d, next, legit, 0)
				legits++
			}
		}
	}
	taken(d, 541*time.Second+500*time.Millisecond, late, 0)
	return d
}

// taken records a child of 100 shares that takes the quote of the open, and its execution 10 ms later.
func taken(d *datasets.Tables, at time.Duration, parent model.ParentID, server model.ServerID) {
	px := model.Price(100_100)
	if d.ParentRows.Side[parent-1] == model.Sell {
		px = 99_900
	}
	d.ChildRows.Append(model.ChildOrder{Sent: after(at), Parent: parent, Server: server, OrderQty: 100, LimitPx: px})
	d.ExecutionRows.Append(model.Execution{At: after(at + 10*time.Millisecond), Child: model.ChildID(d.ChildRows.Len()),
		Type: model.ExecTrade, LastQty: 100, LastPx: px})
}

func calibrate(t testing.TB, d *datasets.Tables) *loop.Model {
	t.Helper()
	m, err := loop.Calibrate(context.Background(), d)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func generate(t testing.TB, m *loop.Model, cfg loop.Config) *loop.Outcome {
	t.Helper()
	o, err := loop.Run(context.Background(), m, cfg)
	if err != nil {
		t.Fatal(err)
	}
	return o
}

// voice is a control whose vote is a function, for tests. Children that go out and what became of them are noted.
type voice struct {
	vote    func(w *control.World, c *control.Child) control.Verdict
	ready   func(w *control.World, c *control.Child) model.Time
	onTick  func(w *control.World)
	onFill  func(w *control.World, f *control.Fill)
	onSent  func(w *control.World, c *control.Child)
	cancels func(op *model.Operation) uint64
	refuses func(op *model.Operation) bool
	ends    []control.End
	sent    []control.Child
	fills   []control.Fill
	parents []model.ParentOrder
	saw     []model.OperationKind
}

func (v *voice) Clone() control.Monitor { panic("the loop forks nothing") }
func (v *voice) Trips() []control.Trip  { return nil }

func (v *voice) Vote(w *control.World, c *control.Child) control.Verdict {
	if v.vote == nil {
		return control.Pass
	}
	return v.vote(w, c)
}

func (v *voice) ReadyAt(w *control.World, c *control.Child) model.Time { return v.ready(w, c) }

func (v *voice) Sent(w *control.World, c *control.Child) {
	v.sent = append(v.sent, *c)
	if v.onSent != nil {
		v.onSent(w, c)
	}
}

func (v *voice) Filled(w *control.World, f *control.Fill) {
	v.fills = append(v.fills, *f)
	if v.onFill != nil {
		v.onFill(w, f)
	}
}

func (v *voice) Ended(_ *control.World, e *control.End) { v.ends = append(v.ends, *e) }

func (v *voice) Received(_ *control.World, p *model.ParentOrder) { v.parents = append(v.parents, *p) }

func (v *voice) Ticked(w *control.World) {
	if v.onTick != nil {
		v.onTick(w)
	}
}

func (v *voice) Refuses(_ *control.World, op *model.Operation) bool {
	return v.refuses != nil && v.refuses(op)
}

func (v *voice) Saw(_ *control.World, op *model.Operation) { v.saw = append(v.saw, op.Kind) }

func (v *voice) Cancels(_ *control.World, op *model.Operation) uint64 {
	if v.cancels == nil {
		return 0
	}
	return v.cancels(op)
}

// as returns a control whose monitor is v.
func (v *voice) as(name string) control.Instance {
	return control.Instance{Name: name, Spec: &control.Spec{ID: name, New: func(control.Values, *control.Env) control.Monitor { return v }}}
}

// from returns the vote verdict on children that pick chooses, from so long after the open on.
func from(at time.Duration, verdict control.Verdict, pick func(c *control.Child) bool) func(*control.World, *control.Child) control.Verdict {
	return func(w *control.World, c *control.Child) control.Verdict {
		if w.Now >= after(at) && (pick == nil || pick(c)) {
			return verdict
		}
		return control.Pass
	}
}
