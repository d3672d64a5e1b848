package replay_test

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"lossreplay/datasets"
	"lossreplay/model"
	"lossreplay/model/control"
)

// story is a scenario's day and its controls, by the names that the text uses. testdata/scenario/README.md is the grammar.
type story struct {
	day      *datasets.Tables
	controls []control.Instance
	symbols  map[string]model.SymbolID
	servers  map[string]model.ServerID
	flags    map[string]model.FlagID
	builds   map[string]model.BuildID
	venues   map[string]model.VenueID
	paths    map[string]int
	parents  map[string]model.ParentID
	children map[string]model.ChildID
	name     map[model.ChildID]string
	quotes   []model.Quote
	reports  []model.Execution
}

// line is a scenario's line, cut into words: positional ones and named ones.
type line struct {
	verb  string
	words []string
	named map[string]string
	used  map[string]bool
}

func parseLine(text string) line {
	l := line{named: map[string]string{}, used: map[string]bool{}}
	text, _, _ = strings.Cut(text, "#")
	for i, word := range strings.Fields(text) {
		key, value, isNamed := strings.Cut(word, "=")
		switch {
		case i == 0:
			l.verb = word
		case isNamed:
			l.named[key] = value
		default:
			l.words = append(l.words, word)
		}
	}
	return l
}

// misfit is a mistake in a scenario; it leaves a parser as a panic, to be told with file and line.
type misfit string

func complain(format string, args ...any) { panic(misfit(fmt.Sprintf(format, args...))) }

func (l *line) word(i int, what string) string {
	if i >= len(l.words) {
		complain("%s: %s is missing", l.verb, what)
	}
	return l.words[i]
}

func (l *line) get(key, otherwise string) string {
	l.used[key] = true
	if v, ok := l.named[key]; ok {
		return v
	}
	return otherwise
}

// has takes a positional word that may stand anywhere and reports whether it was there.
func (l *line) has(word string) bool {
	i := slices.Index(l.words, word)
	if i >= 0 {
		l.words = slices.Delete(l.words, i, i+1)
	}
	return i >= 0
}

// end complains of words that nothing has used.
func (l *line) end(words int) {
	if len(l.words) > words {
		complain("%s: unknown word %q", l.verb, l.words[words])
	}
	for key := range l.named {
		if !l.used[key] {
			complain("%s: unknown name %q", l.verb, key)
		}
	}
}

func must[T any](v T, err error) T {
	if err != nil {
		complain("%v", err)
	}
	return v
}

func lookup[T any](m map[string]T, key, what string) T {
	v, ok := m[key]
	if !ok {
		complain("no %s %q", what, key)
	}
	return v
}

func number(text string) int64 { return must(strconv.ParseInt(text, 10, 64)) }

func (s *story) price(text string) model.Price {
	return must(model.ParsePrice(strings.TrimPrefix(text, "@"), s.day.About.Scale))
}

func moment(text string) model.Time {
	return after(must(time.ParseDuration(strings.TrimPrefix(text, "+"))))
}

// newStory begins a day with what the first line says.
func newStory(l line) *story {
	s := &story{day: &datasets.Tables{}, symbols: map[string]model.SymbolID{}, servers: map[string]model.ServerID{},
		flags: map[string]model.FlagID{"": 0}, builds: map[string]model.BuildID{}, paths: map[string]int{},
		venues: map[string]model.VenueID{"V": 0}, parents: map[string]model.ParentID{}, children: map[string]model.ChildID{}, name: map[model.ChildID]string{}}
	float := func(key, otherwise string) float64 { return must(strconv.ParseFloat(l.get(key, otherwise), 64)) }
	minutes := number(l.get("minutes", "10"))
	s.day.About = model.Incident{Name: "scenario", Currency: "USD", Scale: 4, Venues: []string{"V"},
		Session: model.Session{Zone: "UTC", Open: sessionOpen, Close: sessionOpen.Add(time.Duration(minutes) * time.Minute)},
		Router:  model.RouterSpec{Flags: []string{""}},
		Market: model.MarketSpec{Tick: must(time.ParseDuration(l.get("tick", "10s"))), Permanent: 1,
			Participation: float("participation", "0"), Discount: float("discount", "0"), DiscountExponent: float("exponent", "0.5")}}
	if gross := l.get("reaction_gross", ""); gross != "" {
		s.day.About.ReactionGross = must(model.ParseMoney(gross))
	}
	l.end(0)
	return s
}

// add takes one line of the day.
func (s *story) add(l line) {
	switch l.verb {
	case "path":
		s.paths[l.word(0, "name")] = len(s.day.About.Router.Paths)
		p := model.CodePathSpec{Name: l.word(0, "name"), Retired: l.has("retired"), ChildQty: 100}
		if p.Counts = l.has("counts"); !p.Counts && !l.has("runaway") {
			complain("path: counts or runaway?")
		}
		s.day.About.Router.Paths = append(s.day.About.Router.Paths, p)
		l.end(1)
	case "flag":
		s.flags[l.word(0, "name")] = model.FlagID(len(s.day.About.Router.Flags))
		s.day.About.Router.Flags = append(s.day.About.Router.Flags, l.words[0])
		l.end(1)
	case "build":
		b := model.BuildSpec{Name: l.word(0, "name"), PathOf: []int{lookup(s.paths, l.get("default", ""), "path")}}
		for _, flag := range s.day.About.Router.Flags[1:] {
			b.PathOf = append(b.PathOf, lookup(s.paths, l.get(flag, ""), "path"))
		}
		s.builds[b.Name] = model.BuildID(len(s.day.About.Router.Builds))
		s.day.About.Router.Builds = append(s.day.About.Router.Builds, b)
		l.end(1)
	case "servers":
		s.day.About.Router.Initial = lookup(s.builds, l.get("build", ""), "build")
		for i, name := range l.words {
			s.servers[name] = model.ServerID(i)
		}
		s.day.About.Router.Servers = l.words
		l.end(len(l.words))
	case "venues":
		s.venues = map[string]model.VenueID{}
		for i, name := range l.words {
			s.venues[name] = model.VenueID(i)
		}
		s.day.About.Venues = l.words
		l.end(len(l.words))
	case "symbol":
		s.addSymbol(l)
	case "mark", "quote", "bar", "liquidation":
		s.addMarket(l)
	case "parent", "child", "children", "fill", "end":
		s.addFlow(l)
	case "operation":
		s.addOperation(l)
	case "control":
		s.addControl(l)
	default:
		complain("unknown word %q", l.verb)
	}
}

func (s *story) addSymbol(l line) {
	open := s.price(l.get("open", "10.00"))
	s.symbols[l.word(0, "symbol")] = model.SymbolID(len(s.day.SecurityRows))
	s.day.SecurityRows = append(s.day.SecurityRows, model.Security{Symbol: l.words[0], OpenPx: open, PriorClose: s.price(l.get("close", open.Text(4))),
		NormalVolume: 1_000_000, VolumeScale: model.Qty(number(l.get("volume", "1000000"))),
		ImpactLevel: must(strconv.ParseFloat(l.get("lambda", "0"), 64)), HaltMove: int32(number(l.get("halt_move", "0"))), Evidence: model.Synthetic})
	l.end(1)
}

func (s *story) addMarket(l line) {
	switch l.verb {
	case "mark":
		px := s.price(l.word(1, "price"))
		s.quotes = append(s.quotes, model.Quote{At: after(-time.Hour), Symbol: lookup(s.symbols, l.words[0], "symbol"), Bid: px, Ask: px})
		l.end(2)
	case "quote":
		s.quotes = append(s.quotes, model.Quote{At: moment(l.word(0, "time")), Symbol: lookup(s.symbols, l.word(1, "symbol"), "symbol"),
			Bid: s.price(l.word(2, "bid")), Ask: s.price(l.word(3, "ask"))})
		l.end(4)
	case "bar":
		s.day.BarRows = append(s.day.BarRows, model.Bar{Start: moment(l.word(0, "minute")), Symbol: lookup(s.symbols, l.word(1, "symbol"), "symbol"),
			Volume: model.Qty(number(l.word(2, "volume")))})
		l.end(3)
	case "liquidation":
		qty := model.Qty(number(l.word(1, "quantity")))
		brought := must(model.ParseMoney(l.word(2, "cash")))
		s.day.ClosingRows = append(s.day.ClosingRows, model.Closing{Symbol: lookup(s.symbols, l.words[0], "symbol"), BlockQty: qty, BlockNotional: brought})
		l.end(3)
	}
}

func (s *story) addOperation(l line) {
	op := model.Operation{At: moment(l.word(0, "time")), Kind: must(model.ParseOperationKind(l.word(1, "operation"))), Reaction: l.has("reaction")}
	if len(l.words) > 2 {
		op.HasServer, op.Server = true, lookup(s.servers, l.words[2], "server")
	}
	if build := l.get("build", ""); build != "" {
		op.Build = lookup(s.builds, build, "build")
	}
	s.day.OperationRows = append(s.day.OperationRows, op)
	l.end(3)
}

// addControl makes a control of the catalogue, or the tests' own halt, with the parameters of the line.
func (s *story) addControl(l line) {
	name := l.get("name", l.word(0, "control"))
	if l.words[0] == "halt" {
		s.controls = append(s.controls, haltAt(name, moment(l.get("at", "+0s")).Sub(sessionOpen)))
		l.end(1)
		return
	}
	c := must(control.Find(l.words[0])).Default()
	c.Name = name
	for _, p := range c.Spec.Params {
		if text := l.get(p.Name, ""); text != "" {
			c.Values[p.Name] = must(p.Parse(text))
		}
	}
	s.controls = append(s.controls, c)
	l.end(1)
}
