package intake

import (
	"fmt"
	"slices"
	"time"

	"lossreplay/datasets"
	"lossreplay/model"
	"lossreplay/model/router"
)

// tape is what the log says of the market, by symbol, and of our position in it.
type tape struct {
	bid, ask, last []int64
	fromMarket     []bool  // the security's opening price is a market's, not an order's limit
	printed, own   []int64 // volume of the day
	pos            []int64 // shares beyond what parents asked for
	minute         model.Time
	volume         []int64 // of the minute
	printPx        []int64
	touched        []model.SymbolID
}

// grow makes room for one more symbol.
func (t *tape) grow() {
	for _, list := range []*[]int64{&t.bid, &t.ask, &t.last, &t.printed, &t.own, &t.pos, &t.volume, &t.printPx} {
		*list = append(*list, 0)
	}
	t.fromMarket = append(t.fromMarket, false)
}

// far returns the price at which an order of that side would trade at once, else the last price; 0 if there is none.
func (t *tape) far(s model.SymbolID, side model.Side) int64 {
	if t.ask[s] == 0 {
		return t.last[s]
	}
	if side.Sign() > 0 {
		return t.ask[s]
	}
	return t.bid[s]
}

// mid returns the last mid, else the last price.
func (t *tape) mid(s model.SymbolID) int64 {
	if t.ask[s] == 0 {
		return t.last[s]
	}
	return (t.bid[s] + t.ask[s]) / 2
}

// seen takes a price of a symbol. The first that the market made is its opening price, else the first of an order.
func (t *tape) seen(day *datasets.Tables, s model.SymbolID, px int64, market bool) {
	if row := &day.SecurityRows[s]; row.OpenPx == 0 || market && !t.fromMarket[s] {
		row.OpenPx = model.Price(px)
		t.fromMarket[s] = t.fromMarket[s] || market
	}
}

// traded takes one of our executions.
func (t *tape) traded(day *datasets.Tables, s model.SymbolID, r *rec) {
	t.own[s] += r.lastQty
	t.last[s] = r.lastPx
	t.seen(day, s, r.lastPx, true)
}

// minuteUpTo writes the bars of a minute that has passed.
func (t *tape) minuteUpTo(m *machine, at model.Time) {
	if start := floorMinute(at); start != t.minute {
		t.flush(m)
		t.minute = start
	}
}

func (t *tape) flush(m *machine) {
	slices.Sort(t.touched)
	for _, s := range t.touched {
		last := t.printPx[s]
		if t.ask[s] > 0 {
			last = t.mid(s)
		}
		m.t.BarRows = append(m.t.BarRows, model.Bar{Start: t.minute, Symbol: s, Volume: model.Qty(t.volume[s]), Last: model.Price(last)})
		m.sum.Bars++
		t.volume[s] = 0
	}
	t.touched = t.touched[:0]
}

// floorMinute returns the start of the minute of at.
func floorMinute(at model.Time) model.Time {
	past := at % model.Time(time.Minute)
	if past < 0 {
		past += model.Time(time.Minute)
	}
	return at - past
}

func (m *machine) quote(r *rec) error {
	s, err := m.symbol(r.symbol)
	if err != nil {
		return err
	}
	m.market.bid[s], m.market.ask[s] = r.px, r.lastPx
	m.market.seen(m.t, s, (r.px+r.lastPx)/2, true)
	m.t.QuoteRows.Append(model.Quote{At: r.at, Symbol: s, Bid: model.Price(r.px), Ask: model.Price(r.lastPx)})
	m.sum.Quotes++
	return nil
}

func (m *machine) print(r *rec) error {
	s, err := m.symbol(r.symbol)
	if err != nil {
		return err
	}
	t := &m.market
	if t.volume[s] == 0 {
		t.touched = append(t.touched, s)
	}
	t.volume[s] += r.lastQty
	t.printed[s] += r.lastQty
	t.printPx[s], t.last[s] = r.lastPx, r.lastPx
	t.seen(m.t, s, r.lastPx, true)
	return nil
}

// operation adds to the timeline.
func (m *machine) operation(r *rec) error {
	const year = model.Time(366 * 24 * time.Hour)
	if r.at < m.begin-year || r.at > m.end+year-model.Time(48*time.Hour) {
		return m.refuseRec(r, "time", r.at.String(), "is more than a year from the day")
	}
	op := model.Operation{At: r.at, Kind: r.op, Reaction: r.is(bitReaction), Text: m.texts[r.text-1], Tag: model.Published}
	if r.server != 0 {
		server, err := m.word(&m.serverOf, r.server, m.servers, &m.t.About.Router.Servers, serversMax)
		if err != nil {
			return err
		}
		op.HasServer, op.Server = true, model.ServerID(server)
	}
	if r.build != 0 {
		build, err := m.build(r.build)
		if err != nil {
			return err
		}
		op.Build = build
	}
	m.t.OperationRows = append(m.t.OperationRows, op)
	m.sum.Operations++
	return nil
}

// build returns the build of that word. Build 0 is what ran before the first deploy.
func (m *machine) build(word uint32) (model.BuildID, error) {
	for int(word) >= len(m.buildOf) {
		m.buildOf = append(m.buildOf, 0)
	}
	if m.buildOf[word] == 0 {
		if len(m.t.About.Router.Builds) > buildsMax {
			return 0, tooMany(m.builds.list[word], "builds", buildsMax, "map builds to fewer names")
		}
		m.t.About.Router.Builds = append(m.t.About.Router.Builds, model.BuildSpec{Name: m.builds.list[word]})
		m.buildOf[word] = int32(len(m.t.About.Router.Builds))
	}
	return model.BuildID(m.buildOf[word] - 1), nil
}

// The limits of the format.
const (
	serversMax = router.ServersMax
	venuesMax  = 255
	flagsMax   = 255
	buildsMax  = 254
	symbolsMax = 1<<16 - 1
)

// tooMany is the error of more of something than a day can have.
func tooMany(value, what string, most int, mend string) error {
	ps := &datasets.Problems{}
	ps.Add(datasets.Problem{Fault: datasets.FaultRange, Field: what, Value: value, Rule: fmt.Sprintf("is one more than the %d that a day can have", most), Mend: mend})
	return ps.Err()
}

// unnamed stands for the server or venue of an order whose log names none.
const unnamed = "unnamed"

// word returns the identifier of a word, which is its place in list; it is added there at its first use. A server or venue
// that is not named is called unnamed; a flag that is not named is the empty one.
func (m *machine) word(of *[]int32, word uint32, words *names, list *[]string, most int) (int, error) {
	for int(word) >= len(*of) {
		*of = append(*of, 0)
	}
	if (*of)[word] == 0 {
		name := words.list[word]
		if len(*list) >= most {
			return 0, tooMany(name, map[*names]string{m.servers: "servers", m.venues: "venues", m.flags: "flags"}[words], most,
				"map the column to fewer names, or leave it out")
		}
		if word == 0 && words != m.flags {
			name = unnamed
			for i := 2; slices.Contains(words.list, name); i++ {
				name = fmt.Sprintf("%s-%d", unnamed, i)
			}
		}
		*list = append(*list, name)
		(*of)[word] = int32(len(*list))
	}
	return int((*of)[word]) - 1, nil
}

// symbol returns the identifier of a symbol, whose security is added at its first use.
func (m *machine) symbol(word uint32) (model.SymbolID, error) {
	for int(word) >= len(m.symbolOf) {
		m.symbolOf = append(m.symbolOf, 0)
	}
	if m.symbolOf[word] == 0 {
		if len(m.t.SecurityRows) >= symbolsMax {
			return 0, tooMany(m.symbols.list[word], "symbols", symbolsMax, "import fewer symbols")
		}
		m.t.SecurityRows = append(m.t.SecurityRows, model.Security{Symbol: m.symbols.list[word], ImpactLevel: m.o.ImpactLevel, Evidence: model.Assumed})
		m.market.grow()
		m.symbolOf[word] = int32(len(m.t.SecurityRows))
	}
	return model.SymbolID(m.symbolOf[word] - 1), nil
}
