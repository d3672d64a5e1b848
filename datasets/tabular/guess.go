package tabular

import (
	"maps"
	"slices"
	"strings"
)

// guess is a mapping as far as a sample shows it.
type guess struct {
	*sample
	kind   string
	fields map[field]*looks
	also   *looks // of a date in the column of time: the time of day
}

// fieldNames are the names, letters and digits only, under which fields are known to stand, the best first.
var fieldNames = map[field][]string{
	timeField: {"transacttime", "exectime", "transactiontime", "timestampns", "exchangetimestamp", "timestamp", "datetime", "time", "at", "ts", "date",
		"td", "tradedate", "datecreated", "ms"},
	orderField:     {"orderid", "clordid", "transactionreferenceid", "oid", "order"},
	parentField:    {"parentid", "parentorderid", "parent", "ancestorpointerid"},
	execField:      {"execid", "executionid", "tradeid", "fillid"},
	symbolField:    {"symbol", "ticker", "sym", "instrument", "security", "stockcode", "code", "pair", "ric"},
	accountField:   {"account", "accountid", "accountnum", "acct"},
	serverField:    {"server", "host", "session"},
	venueField:     {"venue", "exchange", "mic", "market"},
	sideField:      {"side", "transactionside", "buysell", "direction", "action", "type", "transactiontype"},
	qtyField:       {"qty", "quantity", "orderqty", "shares", "size", "transactionquantity", "totalquantity", "noofshares", "amount", "volume", "notional"},
	pxField:        {"limitprice", "orderprice", "limitpx", "pricelimit"},
	lastQtyField:   {"lastqty", "lastquantity", "fillqty", "execqty", "executedqty", "executednotional"},
	lastPxField:    {"lastpx", "fillprice", "lastprice", "executedprice", "execprice", "transactionprice", "price", "px", "priceshare", "pricepershare", "pricepershareinaccountcurrency", "avgprice", "averprice"},
	feeField:       {"fee", "fees", "commission", "comm", "feescomm", "brokerage", "feeusd"},
	bidField:       {"bid", "bidpx", "bidprice", "marketbid"},
	askField:       {"ask", "askpx", "askprice", "offer", "marketask"},
	cumQtyField:    {"cumqty", "cumulativequantity"},
	leavesQtyField: {"leavesqty", "leftqty"},
}

// guessed returns the guess of a sample.
func guessed(s *sample) *guess {
	g := &guess{sample: s, fields: map[field]*looks{}}
	taken := map[*looks]bool{}
	for _, f := range slices.Sorted(maps.Keys(fieldNames)) {
		if c := g.named(f, taken); c != nil {
			g.fields[f] = c
			taken[c] = true
		}
	}
	if g.fields[timeField] == nil {
		for _, c := range s.columns {
			if c.format != "" && !c.timeOnly || c.epoch() != "" {
				g.fields[timeField] = c
				break
			}
		}
	}
	g.timeOfDay()
	if !s.header {
		g.byCells()
	}
	g.guessKind()
	return g
}

// named returns the column that has one of a field's names and whose cells suit the field.
func (g *guess) named(f field, taken map[*looks]bool) *looks {
	for _, name := range fieldNames[f] {
		for _, c := range g.columns {
			if c.plain == name && !taken[c] && (c.filled > 0 || g.rows == 0) && c.suits(f) {
				return c
			}
		}
	}
	return nil
}

// suits reports whether the cells of a column can be those of a field.
func (c *looks) suits(f field) bool {
	most := c.numbers*10 >= c.filled*9 && c.filled > 0
	switch typeOf(f) {
	case timeType:
		return c.format != "" || c.epoch() != ""
	case sideType:
		return c.sides() > 0
	case qtyType, priceType:
		return most || c.filled == 0
	}
	return true
}

// epoch returns the format of numbers that can be times since 1970, by their digits.
func (c *looks) epoch() string {
	if c.filled == 0 || c.whole < c.filled || c.negative > 0 {
		return ""
	}
	return map[int]string{10: "epoch_s", 13: "epoch_ms", 16: "epoch_us", 19: "epoch_ns"}[c.digits]
}

// sides returns how many of the column's words are sides, or the signs 1 and -1.
func (c *looks) sides() int {
	n := 0
	for _, word := range c.words {
		if _, ok := sideWords[strings.ToLower(word)]; ok || word == "1" || word == "-1" {
			n++
		}
	}
	return n
}

// timeOfDay finds the column of the time of day to a date, or of the date to a time of day.
func (g *guess) timeOfDay() {
	t := g.fields[timeField]
	if t == nil || !t.dateOnly && !t.timeOnly {
		return
	}
	for _, c := range g.columns {
		if t.dateOnly && c.timeOnly {
			g.also = c
			return
		}
		if t.timeOnly && c.dateOnly {
			g.fields[timeField], g.also = c, t
			return
		}
	}
}

// byCells guesses the fields of a file without header: a side, a symbol, then a price with decimals and a quantity.
func (g *guess) byCells() {
	used := map[*looks]bool{g.fields[timeField]: true, g.also: true}
	set := func(f field, fits func(*looks) bool) {
		for _, c := range g.columns {
			if g.fields[f] == nil && !used[c] && c.filled > 0 && fits(c) {
				g.fields[f], used[c] = c, true
			}
		}
	}
	set(sideField, func(c *looks) bool { return c.numbers == 0 && c.sides() == len(c.words) })
	set(symbolField, func(c *looks) bool {
		return c.numbers == 0 && len(c.words[0]) <= 12 && strings.ToUpper(c.words[0]) == c.words[0]
	})
	set(lastPxField, func(c *looks) bool { return c.numbers == c.filled && c.decimals > 0 })
	set(qtyField, func(c *looks) bool { return c.numbers == c.filled })
}

// guessKind sets the kind of rows.
func (g *guess) guessKind() {
	has := func(f field) bool { return g.fields[f] != nil }
	signed := g.fields[qtyField] != nil && g.fields[qtyField].negative > 0
	switch {
	case has(bidField) && has(askField) && !has(sideField):
		g.kind = "quotes"
	case !has(sideField) && !signed:
		g.kind = "prints"
	case has(orderField) && has(lastPxField) && slices.Contains([]string{"price", "px"}, g.fields[lastPxField].plain) &&
		!has(pxField) && !has(execField) && !has(lastQtyField) && !has(feeField):
		g.kind = "orders"
		g.fields[pxField] = g.fields[lastPxField]
		delete(g.fields, lastPxField)
	case has(orderField) && (has(lastPxField) && !has(pxField) || has(lastQtyField)):
		g.kind = "executions"
	case has(lastPxField):
		g.kind = "orders_and_executions"
	default:
		g.kind = "orders"
	}
}
