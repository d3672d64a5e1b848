package lobster

import (
	"bytes"

	"lossreplay/datasets/exchange"
)

// top is the first level of an order-book row. Prices are in ten-thousandths, 0 where the side is empty.
type top struct{ ask, askSize, bid, bidSize int64 }

// empty is the price of a level that is not there: 9999999999 of an ask, the same below zero of a bid.
const empty = 9_999_999_999

var bookColumns = [...]string{"ask price 1", "ask size 1", "bid price 1", "bid size 1"}

// parseTop reads the first level of an order-book row that has columns columns, and says what is wrong with it, if anything.
func parseTop(line []byte, columns int) (t top, f fault) {
	if n := countColumns(line); n != columns || n%4 != 0 {
		return t, fault{"order-book row", reasonColumns}
	}
	rest, ok := line, true
	for i, into := range [...]*int64{&t.ask, &t.askSize, &t.bid, &t.bidSize} {
		if *into, rest, ok = column(rest); !ok {
			return t, fault{"order-book " + bookColumns[i], reasonNumber}
		}
	}
	if t.ask == empty {
		t.ask = 0
	}
	if t.bid == -empty {
		t.bid = 0
	}
	for i, p := range [...]int64{t.ask, t.bid} {
		if p < 0 || p > exchange.PriceMax {
			return t, fault{"order-book " + bookColumns[2*i], reasonRange}
		}
	}
	return t, fault{}
}

// countColumns returns the number of columns of a row.
func countColumns(line []byte) int {
	return 1 + bytes.Count(line, []byte{','}) + bytes.Count(line, []byte{';'})
}

// follows reports whether the best levels after m can follow from those before it. It is a necessary condition: what comes up
// when a level is used up is not in a file of one level.
func follows(before, after top, m *message) bool {
	own, was, other, otherWas := level{after.bid, after.bidSize}, level{before.bid, before.bidSize}, level{after.ask, after.askSize}, level{before.ask, before.askSize}
	better := func(a, b int64) bool { return b == 0 || a > b }
	if m.side < 0 {
		own, was, other, otherWas = other, otherWas, own, was
		better = func(a, b int64) bool { return a != 0 && (b == 0 || a < b) }
	}
	switch {
	case other != otherWas:
		return false
	case m.kind > executed:
		return own == was // hidden executions, crosses and halts leave the book as it was
	case m.kind == placed && m.price == was.price:
		return own == level{was.price, was.size + m.size}
	case m.kind == placed && better(m.price, was.price):
		return own == level{m.price, m.size}
	case m.kind == placed:
		return own == was
	case m.price != was.price:
		return own == was && !better(m.price, was.price)
	case m.size < was.size:
		return own == level{was.price, was.size - m.size}
	}
	return m.size == was.size && better(was.price, own.price)
}

type level struct{ price, size int64 }
