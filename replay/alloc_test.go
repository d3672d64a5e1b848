package replay

import (
	mathbits "math/bits"
	"slices"
	"testing"
	"time"

	"lossreplay/datasets"
	"lossreplay/model"
	"lossreplay/model/control"
)

// steadyDay is a day of n children, one each 20 ms on eight servers in turn, that each execute a millisecond later; a tenth
// of them twice, a tenth not at all. Half of its parents run away.
func steadyDay(n int) *datasets.Tables {
	const open model.Time = 1_343_827_800_000_000_000
	d := &datasets.Tables{About: model.Incident{
		Name: "steady", Scale: 4, Venues: []string{"V"}, Session: model.Session{Open: open, Close: open.Add(6 * time.Hour)},
		Router: model.RouterSpec{Servers: []string{"1", "2", "3", "4", "5", "6", "7", "8"}, Flags: []string{"", "F"},
			Paths:  []model.CodePathSpec{{Name: "counts", Counts: true, ChildQty: 100}, {Name: "peg", ChildQty: 100}},
			Builds: []model.BuildSpec{{Name: "bad", PathOf: []int{0, 1}}}},
		Market: model.MarketSpec{Tick: time.Second, Permanent: 0.5, Terms: []model.DecayTerm{{Weight: 0.5, Tau: time.Minute}}},
	}}
	for s := range 50 {
		d.SecurityRows = append(d.SecurityRows, model.Security{Symbol: string(rune('A' + s)), OpenPx: 100_000, PriorClose: 100_000, NormalVolume: 1 << 20,
			VolumeScale: 1 << 30, ImpactLevel: 0.1})
		d.QuoteRows.Append(model.Quote{At: open, Symbol: model.SymbolID(s), Bid: 99_900, Ask: 100_100})
		for flag := range model.FlagID(2) {
			d.ParentRows.Append(model.ParentOrder{Received: open, Symbol: model.SymbolID(s), Side: []model.Side{model.Buy, model.Sell}[s%2],
				OrderQty: []model.Qty{1 << 30, 1000}[flag], Flag: flag})
		}
	}
	for i := range n {
		at := open.Add(time.Duration(i) * 20 * time.Millisecond)
		parent := model.ParentID(1 + i%100)
		d.ChildRows.Append(model.ChildOrder{Sent: at, Parent: parent, Server: model.ServerID(i % 8), OrderQty: 100, LimitPx: 100_000})
		report := model.Execution{At: at.Add(time.Millisecond), Child: model.ChildID(i + 1), Type: model.ExecTrade, LastQty: 100, LastPx: 100_000}
		switch i % 10 {
		case 3:
			report.LastQty = 40
			d.ExecutionRows.Append(report)
			report.LastQty = 60
		case 7:
			report.Type, report.LastQty, report.LastPx = model.ExecExpired, 0, 0
		}
		d.ExecutionRows.Append(report)
	}
	return d
}

// batches returns a run over the day, and all of its events in batches that stay as they are.
func batches(t testing.TB, d Day, controls []control.Instance) (*runner, []*batch) {
	r, err := newRunner(d, Config{Controls: controls, BatchEvents: 4096})
	if err != nil {
		t.Fatal(err)
	}
	var all []*batch
	for {
		b := &batch{}
		if err := r.stream.next(b); err != nil {
			return r, all
		}
		all = append(all, b)
	}
}

// A world that takes a batch allocates nothing, whatever its events, with the controls of the catalogue watching. What is
// allocated once, such as a trip or the course of a world that is shown, is kept out: limits are as wide as they go, and the
// few controls that act all the same are left out.
func TestWorldAllocatesNothingPerEvent(t *testing.T) {
	controls := wide()
	r, all := batches(t, steadyDay(30_000), controls)
	for _, b := range all {
		b.digest = newDigest(len(r.fixed.parentQty))
		b.digest.read(b.events)
	}
	for {
		w := newWorld(r.fixed, true)
		acted := -1
		i := 0
		take := func() {
			w.room(all[i].slots)
			if _, forked := w.advance(all[i], 0); forked != nil && acted < 0 {
				acted = mathbits.TrailingZeros64(forked.in)
			}
			i++
		}
		for range 3 {
			take()
		}
		allocated := testing.AllocsPerRun(8, take)
		if acted >= 0 {
			controls = slices.Delete(slices.Clone(controls), acted, acted+1)
			r.fixed.controls = controls
			continue
		}
		if allocated != 0 {
			t.Errorf("%v allocations a batch of %d events, want none", allocated, len(all[3].events))
		}
		if w.flow.UnmatchedExecutions == 0 || w.flow.Children == 0 {
			t.Fatalf("the day is too tame: %+v", w.flow)
		}
		break
	}
	if most := len(control.Catalogue()); len(controls) < most*3/4 {
		t.Errorf("only %d of %d controls watched: the others act even at their widest", len(controls), most)
	}
}

// wide returns every control with its limits as wide as they go.
func wide() (controls []control.Instance) {
	for _, c := range control.All() {
		if c.LoopOnly() {
			continue
		}
		for _, p := range c.Spec.Params {
			switch p.Name {
			case "limit", "threshold", "allowance", "notional", "band", "max_age", "ratio", "reject", "terminate", "move", "parents", "symbols":
				c = c.With(c.Name, p.Name, p.Max)
			}
		}
		controls = append(controls, c)
	}
	return controls
}

// Reading ahead allocates nothing either, once the batch has its room.
func TestStreamAllocatesNothingPerEvent(t *testing.T) {
	r, err := newRunner(steadyDay(30_000), Config{BatchEvents: 4096})
	if err != nil {
		t.Fatal(err)
	}
	b := &batch{events: make([]event, 0, 4097)}
	read := func() {
		if err := r.stream.next(b); err != nil {
			t.Fatal(err)
		}
	}
	for range 3 {
		read()
	}
	if got := testing.AllocsPerRun(8, read); got != 0 {
		t.Errorf("%v allocations a batch of %d events, want none", got, len(b.events))
	}
}

// Nor does a pass over the executions: what it keeps grows with symbols, servers and minutes, and with children only by the
// doubling of a list.
func TestOriginsAllocateNothingPerExecution(t *testing.T) {
	d := steadyDay(30_000)
	got := testing.AllocsPerRun(2, func() {
		if _, err := Origins(d); err != nil {
			t.Fatal(err)
		}
	})
	if most := float64(d.ExecutionRows.Len()) / 20; got > most {
		t.Errorf("%v allocations for %d executions, want at most %v", got, d.ExecutionRows.Len(), most)
	}
}
