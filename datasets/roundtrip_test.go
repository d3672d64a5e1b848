package datasets

import (
	"cmp"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"lossreplay/model"
)

// drawDay draws a small valid day. Texts are drawn freely, for they must survive the trip.
func drawDay(t *rapid.T) *Tables {
	const open = model.Time(1343827800 * 1e9)
	text := rapid.StringOfN(rapid.RuneFrom([]rune("abcXYZ019 :#-'\"\\\n\t,[]{}&*!|>%@`~?=.é中🎲")), 0, 12, -1)
	tag := rapid.SampledFrom(tags)
	word := rapid.StringMatching(`[a-z0-9#: -]{0,5}`)
	amount := rapid.Int64Range(0, 1<<60)
	names := func(least, most int, label string) []string {
		return rapid.SliceOfNDistinct(word.Filter(func(s string) bool { return s != "" }), least, most, rapid.ID[string]).Draw(t, label)
	}
	in := model.Incident{
		Name: "drawn", Title: text.Draw(t, "title"), Date: "2012-08-01", Currency: "USD", Scale: model.Scale(rapid.IntRange(0, 6).Draw(t, "scale")),
		Seed: rapid.Uint64().Draw(t, "seed"), Session: model.Session{Zone: "America/New_York", Open: open, Close: open + 3600e9},
		Venues: names(1, 3, "venues"), Error: model.ErrorAccount{Name: text.Draw(t, "account"), Limit: model.Money(amount.Draw(t, "limit"))},
		Router: model.RouterSpec{Servers: names(1, 3, "servers"), Flags: append([]string{""}, names(0, 2, "flags")...)},
		Market: model.MarketSpec{Tick: time.Second, Permanent: 0.5, Terms: []model.DecayTerm{{Weight: 0.5, Tau: model.Duration(rapid.Int64Range(1, 1e13).Draw(t, "tau"))}},
			Participation: rapid.Float64Range(0, 1).Draw(t, "participation"), Discount: rapid.Float64Range(0, 1).Draw(t, "discount")},
		ReactionGross: model.Money(amount.Draw(t, "reaction")),
	}
	for _, name := range names(1, 3, "paths") {
		in.Router.Paths = append(in.Router.Paths, model.CodePathSpec{Name: name, Counts: rapid.Bool().Draw(t, "counts"), Retired: rapid.Bool().Draw(t, "retired"), ChildQty: 100})
	}
	for _, name := range names(1, 3, "builds") {
		b := model.BuildSpec{Name: name}
		for range in.Router.Flags {
			b.PathOf = append(b.PathOf, rapid.IntRange(0, len(in.Router.Paths)-1).Draw(t, "path"))
		}
		in.Router.Builds = append(in.Router.Builds, b)
	}
	in.Router.Initial = model.BuildID(rapid.IntRange(0, len(in.Router.Builds)-1).Draw(t, "initial"))
	for _, id := range names(0, 2, "facts") {
		in.Facts = append(in.Facts, model.Fact{ID: id, Quantity: text.Draw(t, "quantity"), Min: rapid.Float64Max(0).Draw(t, "min"), Max: rapid.Float64Min(0).Draw(t, "max"),
			Value: rapid.Float64Range(-1e300, 1e300).Draw(t, "value"), Unit: text.Draw(t, "unit"), Source: text.Draw(t, "source"), Tag: tag.Draw(t, "tag"), Soft: rapid.Bool().Draw(t, "soft")})
		in.Sources = append(in.Sources, model.Source{Key: id, Title: text.Draw(t, "title"), Where: text.Draw(t, "where")})
		in.Scenario = append(in.Scenario, model.Setting{Key: id, Value: text.Draw(t, "value"), Reason: text.Draw(t, "reason"), Tag: tag.Draw(t, "tag")})
		in.OutsideLoss = append(in.OutsideLoss, model.NamedMoney{Name: id, Amount: model.Money(rapid.Int64().Draw(t, "amount")), Source: text.Draw(t, "source"), Tag: tag.Draw(t, "tag")})
	}
	day := &Tables{About: in}
	for _, symbol := range names(1, 4, "symbols") {
		day.SecurityRows = append(day.SecurityRows, model.Security{Symbol: symbol, Listing: text.Draw(t, "listing"), PriorClose: 1, OpenPx: model.Price(1 + amount.Draw(t, "open")),
			NormalVolume: 1, VolumeScale: 5, ImpactLevel: rapid.Float64Range(0, 100).Draw(t, "impact"), HaltMove: int32(rapid.IntRange(0, 5000).Draw(t, "halt")), Evidence: tag.Draw(t, "tag")})
	}
	drawRows(t, day, text, tag)
	return day
}

// drawRows draws the tables of events, each in order of time.
func drawRows(t *rapid.T, day *Tables, text *rapid.Generator[string], tag *rapid.Generator[model.Tag]) {
	open := day.About.Session.Open
	later := func() model.Time { return model.Time(rapid.Int64Range(0, 3600e9).Draw(t, "later")) }
	below := func(n int, label string) int { return rapid.IntRange(0, n-1).Draw(t, label) }
	many := func(label string) int { return rapid.IntRange(0, 6).Draw(t, label) }
	for range many("operations") {
		op := model.Operation{At: open + later(), Kind: rapid.SampledFrom(operationKinds).Draw(t, "kind"), Reaction: rapid.Bool().Draw(t, "reaction"), Text: text.Draw(t, "text"), Tag: tag.Draw(t, "tag")}
		if op.HasServer = changesBuild(op.Kind) || rapid.Bool().Draw(t, "has"); op.HasServer {
			op.Server = model.ServerID(below(len(day.About.Router.Servers), "server"))
		}
		if changesBuild(op.Kind) {
			op.Build = model.BuildID(below(len(day.About.Router.Builds), "build"))
		}
		day.OperationRows = append(day.OperationRows, op)
	}
	slices.SortStableFunc(day.OperationRows, func(a, b model.Operation) int { return cmp.Compare(a.At, b.At) })
	for i, n := 0, 1+many("parents"); i < n; i++ {
		day.ParentRows.Append(model.ParentOrder{Received: open + model.Time(i), Symbol: model.SymbolID(below(len(day.SecurityRows), "symbol")), Side: rapid.SampledFrom(sides).Draw(t, "side"),
			OrderQty: model.Qty(1 + below(500, "qty")), Flag: model.FlagID(below(len(day.About.Router.Flags), "flag"))})
	}
	var reports []model.Execution
	sent := open + 10
	for i := range 3 * many("children") {
		sent += model.Time(below(1e9, "gap"))
		c := model.ChildOrder{Sent: sent, Parent: model.ParentID(1 + below(day.ParentRows.Len(), "parent")), Server: model.ServerID(below(len(day.About.Router.Servers), "server")),
			Venue: model.VenueID(below(len(day.About.Venues), "venue")), OrderQty: model.Qty(1 + below(300, "qty")), LimitPx: model.Price(1 + below(1e6, "px")), Rogue: rapid.Bool().Draw(t, "rogue")}
		day.ChildRows.Append(c)
		left, at := c.OrderQty, sent
		for left > 0 && rapid.Bool().Draw(t, "fill") {
			at += model.Time(below(1e9, "lag"))
			e := model.Execution{At: at, Child: model.ChildID(i + 1), Type: rapid.SampledFrom(execTypes).Draw(t, "type")}
			if e.Type == model.ExecTrade {
				e.LastQty, e.LastPx, e.Fee = model.Qty(1+below(int(left), "qty")), c.LimitPx, model.Money(rapid.Int64Range(-1e9, 1e9).Draw(t, "fee"))
				left -= e.LastQty
			} else {
				left = 0
			}
			reports = append(reports, e)
		}
	}
	slices.SortStableFunc(reports, func(a, b model.Execution) int { return cmp.Compare(a.At, b.At) })
	for _, e := range reports {
		day.ExecutionRows.Append(e)
	}
	for i := range many("quotes") {
		bid := model.Price(1 + below(1e6, "bid"))
		day.QuoteRows.Append(model.Quote{At: open + model.Time(i), Symbol: model.SymbolID(below(len(day.SecurityRows), "symbol")), Bid: bid, Ask: bid + model.Price(below(100, "spread"))})
	}
	for i := range many("bars") {
		day.BarRows = append(day.BarRows, model.Bar{Start: open + model.Time(i)*60e9, Symbol: model.SymbolID(below(len(day.SecurityRows), "symbol")), Volume: model.Qty(below(1e6, "volume")), Last: 7})
	}
}

func TestDrawnDaysReadBackEqual(t *testing.T) {
	root := t.TempDir()
	rapid.Check(t, func(rt *rapid.T) {
		day := drawDay(rt)
		if err := Validate(day); err != nil {
			rt.Fatalf("the drawn day is not valid: %v", err)
		}
		ipc := rapid.Bool().Draw(rt, "ipc")
		dir := filepath.Join(root, "day")
		if err := Write(dir, day, WriteOptions{IPC: ipc, Force: true}); err != nil {
			rt.Fatal(err)
		}
		got, err := Open(dir)
		if err != nil {
			text, _ := os.ReadFile(filepath.Join(dir, manifestName))
			rt.Fatalf("%v\n%s", err, text)
		}
		if diff := sameTables(day, readAll(t, got)); diff != "" {
			rt.Fatalf("ipc=%v (-want +got)\n%s", ipc, diff)
		}
	})
}

func TestRowGroupsAndBatchesOfALongDayReadBackEqual(t *testing.T) {
	day := longDay(writeRows + batchRows + 7)
	for _, ipc := range []bool{false, true} {
		got, err := Open(written(t, day, WriteOptions{IPC: ipc}))
		if err != nil {
			t.Fatal(err)
		}
		all := readAll(t, got)
		if !reflect.DeepEqual(day.ChildRows, all.ChildRows) || !reflect.DeepEqual(day.ExecutionRows, all.ExecutionRows) {
			t.Errorf("ipc=%v: children or executions differ", ipc)
		}
	}
}

func TestSameDayGivesSameBytes(t *testing.T) {
	day := longDay(50_000)
	for _, ipc := range []bool{false, true} {
		a, b := written(t, day, WriteOptions{IPC: ipc}), written(t, day, WriteOptions{IPC: ipc})
		one, err := os.ReadFile(filepath.Join(a, manifestName))
		if err != nil {
			t.Fatal(err)
		}
		two, err := os.ReadFile(filepath.Join(b, manifestName))
		if err != nil {
			t.Fatal(err)
		}
		if string(one) != string(two) { // it holds the checksums of all tables
			t.Errorf("ipc=%v: two writes of one day differ:\n%s\n%s", ipc, one, two)
		}
	}
}
