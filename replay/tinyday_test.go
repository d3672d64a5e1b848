package replay_test

import (
	"time"

	"lossreplay/datasets"
	"lossreplay/model"
)

// tiny is a day that a test writes by hand: ten minutes in ticks of ten seconds, symbol A at 10.00 and B at 20.00 without
// impact, one server with build 0 (flag F: a path that counts) and 1 (flag F: one that does not).
type tiny struct{ *datasets.Tables }

func tinyDay() tiny {
	d := &datasets.Tables{About: model.Incident{
		Name: "tiny", Currency: "USD", Scale: 4, Session: model.Session{Zone: "UTC", Open: sessionOpen, Close: sessionOpen.Add(10 * time.Minute)},
		Venues: []string{"V"},
		Router: model.RouterSpec{Servers: []string{"s1"}, Flags: []string{"", "F"},
			Paths:  []model.CodePathSpec{{Name: "counts", Counts: true, ChildQty: 100}, {Name: "peg", Retired: true, ChildQty: 100}},
			Builds: []model.BuildSpec{{Name: "good", PathOf: []int{0, 0}}, {Name: "bad", PathOf: []int{0, 1}}}},
		Market: model.MarketSpec{Tick: 10 * time.Second, Permanent: 1},
	}}
	for _, px := range []model.Price{100_000, 200_000} {
		d.SecurityRows = append(d.SecurityRows, model.Security{Symbol: string(rune('A' + len(d.SecurityRows))), OpenPx: px, PriorClose: px,
			NormalVolume: 1_000_000, VolumeScale: 1_000_000, Evidence: model.Synthetic})
	}
	return tiny{d}
}

// after returns the time so long after the open.
func after(d time.Duration) model.Time { return sessionOpen.Add(d) }

func (d tiny) parent(at time.Duration, symbol model.SymbolID, side model.Side, qty model.Qty, flag model.FlagID) model.ParentID {
	d.ParentRows.Append(model.ParentOrder{Received: after(at), Symbol: symbol, Side: side, OrderQty: qty, Flag: flag})
	return model.ParentID(d.ParentRows.Len())
}

// child sends 100 shares at the symbol's opening price.
func (d tiny) child(at time.Duration, parent model.ParentID, rogue bool) model.ChildID {
	d.ChildRows.Append(model.ChildOrder{Sent: after(at), Parent: parent, OrderQty: 100,
		LimitPx: d.SecurityRows[d.ParentRows.Symbol[parent-1]].OpenPx, Rogue: rogue})
	return model.ChildID(d.ChildRows.Len())
}

func (d tiny) report(at time.Duration, child model.ChildID, kind model.ExecType, qty model.Qty, px model.Price) {
	d.ExecutionRows.Append(model.Execution{At: after(at), Child: child, Type: kind, LastQty: qty, LastPx: px})
}

// filled sends 100 shares and executes them in the same nanosecond.
func (d tiny) filled(at time.Duration, parent model.ParentID, rogue bool) {
	c := d.child(at, parent, rogue)
	d.report(at, c, model.ExecTrade, 100, d.ChildRows.LimitPx[c-1])
}

func (d tiny) operation(at time.Duration, kind model.OperationKind, build model.BuildID, reaction bool) {
	d.OperationRows = append(d.OperationRows, model.Operation{At: after(at), Kind: kind, HasServer: true, Build: build, Reaction: reaction})
}
