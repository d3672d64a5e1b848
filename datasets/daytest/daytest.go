// Package daytest makes small valid days for tests, whole in memory.
//
// Owns: [Small], the day that tests of other packages start from.
//
// Refuses: being part of the program; only tests import it.
//
// Invariants: the day is valid and the same at each call; what a test changes in it reaches no other test.
package daytest

import (
	"slices"
	"time"

	"lossreplay/datasets"
	"lossreplay/model"
)

// Open is when the session of [Small] opens: 2012-08-01 09:30 in New York. It closes ten minutes later.
const Open model.Time = 1343827800 * 1e9

// Small returns a valid day of ten minutes with every table: two servers, three symbols, six parents, 37 children of which 24
// are rogue, their executions (some in two parts, one child expired, one canceled), quotes, bars, operations, and a closing
// that brings the error account to 0. Each call returns its own copy, the same to the last unit.
//
// The story: a new build reaches server s1 only. Parents flagged rlp that go to s2 meet the old build's power_peg path,
// which does not count what is filled, and run away: BBB is bought and CCC sold far beyond what their parents asked for.
func Small() *datasets.Tables {
	day := &datasets.Tables{
		About:         about(),
		SecurityRows:  securities(),
		OperationRows: operations(),
	}
	for _, p := range []model.ParentOrder{
		{Received: Open - 60e9, Symbol: 0, Side: model.Buy, OrderQty: 300},
		{Received: Open - 30e9, Symbol: 1, Side: model.Buy, OrderQty: 200, Flag: 1},
		{Received: Open - 30e9, Symbol: 2, Side: model.Sell, OrderQty: 200, Flag: 1},
		{Received: Open + 5e9, Symbol: 1, Side: model.SellShort, OrderQty: 250, Flag: 1},
		{Received: Open + 20e9, Symbol: 0, Side: model.Buy, OrderQty: 200},
		{Received: Open + 30e9, Symbol: 2, Side: model.Buy, OrderQty: 100},
	} {
		day.ParentRows.Append(p)
	}
	for at := Open; at < Open+600e9; at += 10e9 {
		for s := range day.SecurityRows {
			bid := mid(model.SymbolID(s), at) - 100
			day.QuoteRows.Append(model.Quote{At: at, Symbol: model.SymbolID(s), Bid: bid, Ask: bid + 200})
		}
	}
	for at := Open; at < Open+600e9; at += 60e9 {
		for s := range day.SecurityRows {
			day.BarRows = append(day.BarRows, model.Bar{Start: at, Symbol: model.SymbolID(s), Volume: 20_000, Last: mid(model.SymbolID(s), at)})
		}
	}
	for _, c := range children(&day.ParentRows) {
		day.ChildRows.Append(c)
	}
	for _, e := range executions(&day.ChildRows) {
		day.ExecutionRows.Append(e)
	}
	day.ClosingRows = closings(day)
	return day
}

// mid drifts up by a cent every ten seconds.
func mid(s model.SymbolID, at model.Time) model.Price {
	return []model.Price{100_000, 250_000, 80_000}[s] + 100*model.Price((at-Open)/10e9)
}

// children returns the orders of each parent's router in time order.
func children(parents *model.ParentColumns) []model.ChildOrder {
	var all []model.ChildOrder
	send := func(parent model.ParentID, server model.ServerID, first, every model.Time, qtys ...model.Qty) {
		sent := model.Qty(0)
		for i, qty := range qtys {
			at := first + model.Time(i)*every
			p := parent - 1
			limit := mid(parents.Symbol[p], at) + 500*model.Price(parents.Side[p].Sign())
			sent += qty
			all = append(all, model.ChildOrder{Sent: at, Parent: parent, Server: server, Venue: model.VenueID(i % 2), OrderQty: qty,
				LimitPx: limit, Rogue: sent > parents.OrderQty[p]})
		}
	}
	send(1, 0, Open+1e9, 7e9, 100, 100, 100)
	send(2, 1, Open+2e9, 2e9, slices.Repeat([]model.Qty{100}, 14)...)
	send(3, 1, Open+3e9, 2e9, slices.Repeat([]model.Qty{100}, 14)...)
	send(4, 0, Open+6500e6, 4e9, 100, 100, 50)
	send(5, 1, Open+25e9, 5e9, 100, 100)
	send(6, 0, Open+32e9, 1e9, 100)
	slices.SortStableFunc(all, func(a, b model.ChildOrder) int { return int(a.Sent - b.Sent) })
	return all
}

// executions fills every third child in two parts and the others at once; child 10 is canceled and the last child expires,
// both with 40 of 100 filled.
func executions(c *model.ChildColumns) []model.Execution {
	var all []model.Execution
	for i := range c.Sent {
		qty, parts := c.OrderQty[i], []model.Qty{c.OrderQty[i]}
		end := model.ExecType(0)
		switch {
		case i == 9:
			parts, end = []model.Qty{40}, model.ExecCanceled
		case i == c.Len()-1:
			parts, end = []model.Qty{40}, model.ExecExpired
		case i%3 == 0:
			parts = []model.Qty{qty - qty/4, qty / 4}
		}
		at := c.Sent[i]
		for _, q := range parts {
			at += 300e6
			all = append(all, model.Execution{At: at, Child: model.ChildID(i + 1), Type: model.ExecTrade, LastQty: q, LastPx: c.LimitPx[i],
				Fee: 3000 * model.Money(q)})
		}
		if end != 0 {
			all = append(all, model.Execution{At: at + 10e9, Child: model.ChildID(i + 1), Type: end})
		}
	}
	slices.SortStableFunc(all, func(a, b model.Execution) int { return int(a.At - b.At) })
	return all
}

// closings closes what was executed beyond the parents: half in the market at the last mid, half as a block 5% worse.
func closings(day *datasets.Tables) []model.Closing {
	unit := day.About.Scale.Unit()
	pos := make([]model.Qty, len(day.SecurityRows))
	filled := make([]model.Qty, day.ParentRows.Len())
	for i, child := range day.ExecutionRows.Child {
		p := day.ChildRows.Parent[child-1] - 1
		qty := day.ExecutionRows.LastQty[i]
		beyond := min(max(filled[p]+qty-day.ParentRows.OrderQty[p], 0), qty)
		filled[p] += qty
		pos[day.ParentRows.Symbol[p]] += beyond * day.ParentRows.Side[p].Sign()
	}
	var all []model.Closing
	for s, q := range pos {
		if q == 0 {
			continue
		}
		last := mid(model.SymbolID(s), Open+590e9)
		c := model.Closing{Symbol: model.SymbolID(s), MarketQty: q / 2, BlockQty: q - q/2}
		block := last - last/20
		if q < 0 {
			block = last + last/20
		}
		c.MarketNotional, _ = model.Notional(c.MarketQty, last, unit)
		c.BlockNotional, _ = model.Notional(c.BlockQty, block, unit)
		all = append(all, c)
	}
	return all
}

func about() model.Incident {
	return model.Incident{
		Name: "small", Title: "A small day for tests", Date: "2012-08-01", Currency: "USD", Scale: 4, Seed: 7,
		Session: model.Session{Zone: "America/New_York", Open: Open, Close: Open + 600e9},
		Venues:  []string{"NYSE", "ARCA"},
		Router: model.RouterSpec{
			Servers: []string{"s1", "s2"},
			Flags:   []string{"", "rlp"},
			Paths: []model.CodePathSpec{
				{Name: "ordinary", Counts: true, ChildQty: 100},
				{Name: "retail", Counts: true, ChildQty: 100},
				{Name: "power_peg", Retired: true, ChildQty: 100},
			},
			Builds: []model.BuildSpec{{Name: "old", PathOf: []int{0, 2}}, {Name: "new", PathOf: []int{0, 1}}},
		},
		Error: model.ErrorAccount{Name: "33", Limit: 2_000_000 * model.MoneyUnit},
		Market: model.MarketSpec{
			Tick: time.Second, Permanent: 0.25, Terms: []model.DecayTerm{{Weight: 0.5, Tau: 30 * time.Second}, {Weight: 0.25, Tau: 10 * time.Minute}},
			Participation: 0.1, Discount: 0.05, DiscountExponent: 0.5,
		},
		ReactionGross: 1_000 * model.MoneyUnit,
		OutsideLoss:   []model.NamedMoney{{Name: "advisers", Amount: 3_500 * model.MoneyUnit, Source: "made-up", Tag: model.Synthetic}},
		Scenario:      []model.Setting{{Key: "servers_hit", Value: "1", Reason: "the smallest fleet with a difference", Tag: model.Synthetic}},
		Facts: []model.Fact{{ID: "F1", Quantity: "children", Min: 37, Max: 37, Value: 37, Unit: "orders", Source: "made-up",
			Tag: model.Synthetic}},
		Sources: []model.Source{{Key: "made-up", Title: "Nobody's day", Where: "package daytest"}},
	}
}

func securities() []model.Security {
	return []model.Security{
		{Symbol: "AAA", Listing: "NYSE", PriorClose: 99_500, OpenPx: 100_000, NormalVolume: 1_000_000, VolumeScale: 200_000,
			ImpactLevel: 0.5, HaltMove: 1000, Evidence: model.Synthetic},
		{Symbol: "BBB", Listing: "NYSE", PriorClose: 249_000, OpenPx: 250_000, NormalVolume: 500_000, VolumeScale: 100_000,
			ImpactLevel: 0.75, HaltMove: 3000, Evidence: model.Synthetic},
		{Symbol: "CCC", Listing: "NYSE", PriorClose: 81_000, OpenPx: 80_000, NormalVolume: 2_000_000, VolumeScale: 400_000,
			ImpactLevel: 1, Evidence: model.Synthetic},
	}
}

func operations() []model.Operation {
	return []model.Operation{
		{At: Open - 5*24*3600e9, Kind: model.OpDeploy, HasServer: true, Server: 0, Build: 1, Text: "new build on the first server", Tag: model.Synthetic},
		{At: Open - 4*24*3600e9, Kind: model.OpRolloutEnd, Text: "nobody looked at the second server", Tag: model.Synthetic},
		{At: Open - 5400e9, Kind: model.OpAlert, HasServer: true, Server: 1, Text: "power_peg disabled", Tag: model.Synthetic},
		{At: Open - 600e9, Kind: model.OpStartOfDay, Tag: model.Synthetic},
		{At: Open + 31e9, Kind: model.OpRollback, HasServer: true, Server: 1, Build: 0, Reaction: true, Text: "the old build again", Tag: model.Synthetic},
		{At: Open + 60e9, Kind: model.OpStop, Reaction: true, Text: "s2 cut off", Tag: model.Synthetic},
	}
}
