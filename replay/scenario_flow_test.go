package replay_test

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"lossreplay/model"
)

// endings are what else than an execution may become of a child that rests.
var endings = map[string]model.ExecType{"expired": model.ExecExpired, "canceled": model.ExecCanceled, "rejected": model.ExecRejected}

// addFlow takes parents, children and what became of them.
func (s *story) addFlow(l line) {
	switch l.verb {
	case "parent":
		side := must(model.ParseSide(l.word(2, "side")))
		s.day.ParentRows.Append(model.ParentOrder{Received: moment(l.word(0, "time")), Symbol: lookup(s.symbols, l.word(3, "symbol"), "symbol"),
			Side: side, OrderQty: model.Qty(number(l.word(4, "quantity"))), Flag: lookup(s.flags, l.get("flag", ""), "flag")})
		s.parents[l.word(1, "name")] = model.ParentID(s.day.ParentRows.Len())
		l.end(5)
	case "child":
		rogue, rests := l.has("rogue"), l.has("rests")
		s.addChild(&l, moment(l.word(0, "time")), l.word(1, "name"), rogue, rests)
		l.end(4)
	case "children":
		rogue, rests := l.has("rogue"), l.has("rests")
		every, count := must(time.ParseDuration(l.get("every", ""))), number(l.get("count", ""))
		for i := range count {
			s.addChild(&l, moment(l.word(0, "time")).Add(time.Duration(i)*every), fmt.Sprintf("%s%d", l.word(1, "name"), i+1), rogue, rests)
		}
		l.end(4)
	case "fill":
		child := lookup(s.children, l.word(1, "child"), "child")
		s.reports = append(s.reports, model.Execution{At: moment(l.word(0, "time")), Child: child, Type: model.ExecTrade,
			LastQty: model.Qty(number(l.word(2, "quantity"))), LastPx: s.price(l.word(3, "price")), Fee: must(model.ParseMoney(l.get("fee", "0")))})
		l.end(4)
	case "end":
		child := lookup(s.children, l.word(1, "child"), "child")
		how := model.ExecExpired
		if len(l.words) > 2 {
			how = lookup(endings, l.words[2], "ending")
		}
		s.reports = append(s.reports, model.Execution{At: moment(l.word(0, "time")), Child: child, Type: how})
		l.end(3)
	}
}

// addChild sends a child; unless it rests it executes at once, in full, at its limit.
func (s *story) addChild(l *line, at model.Time, name string, rogue, rests bool) {
	parent := lookup(s.parents, l.get("parent", ""), "parent")
	qty, px := model.Qty(number(l.word(2, "quantity"))), s.price(l.word(3, "limit"))
	s.day.ChildRows.Append(model.ChildOrder{Sent: at, Parent: parent, Server: lookup(s.servers, l.get("server", ""), "server"),
		Venue: lookup(s.venues, l.get("venue", s.day.About.Venues[0]), "venue"), OrderQty: qty, LimitPx: px, Rogue: rogue})
	id := model.ChildID(s.day.ChildRows.Len())
	s.children[name], s.name[id] = id, name
	if fee := l.get("fee", "0"); !rests {
		s.reports = append(s.reports, model.Execution{At: at, Child: id, Type: model.ExecTrade, LastQty: qty, LastPx: px, Fee: must(model.ParseMoney(fee))})
	}
}

// finish puts the tables that a text tells in its own order into the order of time.
func (s *story) finish() {
	slices.SortStableFunc(s.quotes, func(a, b model.Quote) int { return cmp.Compare(a.At, b.At) })
	for _, q := range s.quotes {
		s.day.QuoteRows.Append(q)
	}
	slices.SortStableFunc(s.reports, func(a, b model.Execution) int { return cmp.Compare(a.At, b.At) })
	for _, e := range s.reports {
		s.day.ExecutionRows.Append(e)
	}
	ascending := func(what string, times []model.Time) {
		if !slices.IsSorted(times) {
			complain("%s are not in order of time", what)
		}
	}
	ascending("parents", s.day.ParentRows.Received)
	ascending("children", s.day.ChildRows.Sent)
	slices.SortStableFunc(s.day.OperationRows, func(a, b model.Operation) int { return cmp.Compare(a.At, b.At) })
}
