package lobster

import (
	"lossreplay/datasets/exchange"
	"lossreplay/model"
)

// message is one row of a message file.
type message struct {
	nanos int64 // after midnight
	kind  int64 // 1 to 7, as the file numbers them
	ref   int64
	size  int64
	price int64 // ten-thousandths
	side  int64 // 1 buy, -1 sell, of the order that rests
}

// The kinds of messages.
const (
	placed = iota + 1
	reduced
	deleted
	executed
	executedHidden
	crossed
	halted
)

// sizeMax is the largest number of shares that is taken: what a table of an incident holds.
const sizeMax = 1<<31 - 1

// fault is what is wrong with a row: the column, and why.
type fault struct{ column, reason string }

// The reasons for which rows are refused.
const (
	reasonColumns = "is no row of the columns of this file"
	reasonNumber  = "is no number"
	reasonRange   = "is out of range"
	reasonKind    = "is no event type of 1 to 7"
	reasonLong    = "has more than a mebibyte in one line"
	reasonScale   = "has more decimals than price_scale; raise price_scale"
)

// parseMessage reads a row of six columns, parted by commas or semicolons, and says what is wrong with it, if anything.
func parseMessage(line []byte) (m message, f fault) {
	nanos, rest, ok := seconds(line)
	if !ok {
		return m, fault{"time", reasonNumber}
	}
	m.nanos = nanos
	for i, into := range [...]*int64{&m.kind, &m.ref, &m.size, &m.price, &m.side} {
		if *into, rest, ok = column(rest); !ok {
			return m, fault{messageColumns[i+1], reasonNumber}
		}
	}
	if len(rest) > 0 {
		return m, fault{"row", reasonColumns}
	}
	return m, m.check()
}

var messageColumns = [...]string{"time", "event type", "order id", "size", "price", "direction"}

// check returns the first column that is outside of what it may be.
func (m *message) check() fault {
	trade := m.kind == executed || m.kind == executedHidden || m.kind == crossed
	order := m.kind >= placed && m.kind <= executed
	switch {
	case m.nanos >= exchange.DayNanos:
		return fault{"time", reasonRange}
	case m.kind < placed || m.kind > halted:
		return fault{"event type", reasonKind}
	case order && m.ref <= 0:
		return fault{"order id", reasonRange}
	case (order || trade) && (m.size <= 0 || m.size > sizeMax):
		return fault{"size", reasonRange}
	case (order || trade) && (m.price <= 0 || m.price > exchange.PriceMax):
		return fault{"price", reasonRange}
	case (order || m.kind == executedHidden) && m.side != 1 && m.side != -1:
		return fault{"direction", reasonRange}
	}
	return fault{}
}

// restingSide is the side of the order that rests, or rested.
func (m *message) restingSide() model.Side {
	if m.side > 0 {
		return model.Buy
	}
	return model.Sell
}

// seconds reads a time in seconds with up to twelve decimals, as nanoseconds, rounded to the nearest: digits beyond the ninth
// are left-overs of floating-point numbers. It returns what follows the separator.
func seconds(line []byte) (nanos int64, rest []byte, ok bool) {
	i := 0
	for ; i < len(line) && digit(line[i]); i++ {
		if i == 6 {
			return 0, nil, false
		}
		nanos = nanos*10 + int64(line[i]-'0')
	}
	if i == 0 {
		return 0, nil, false
	}
	decimals := 0
	if i < len(line) && line[i] == '.' {
		for i++; i < len(line) && digit(line[i]); i++ {
			if decimals++; decimals <= 9 {
				nanos = nanos*10 + int64(line[i]-'0')
			} else if decimals == 10 && line[i] >= '5' {
				nanos++
			}
		}
	}
	if decimals > 12 {
		return 0, nil, false
	}
	for ; decimals < 9; decimals++ {
		nanos *= 10
	}
	rest, ok = separated(line[i:])
	return nanos, rest, ok
}

// column reads a whole number and returns what follows its separator.
func column(line []byte) (v int64, rest []byte, ok bool) {
	i, negative := 0, len(line) > 0 && line[0] == '-'
	if negative {
		i = 1
	}
	first := i
	for ; i < len(line) && digit(line[i]); i++ {
		v = v*10 + int64(line[i]-'0')
	}
	if i == first || i-first > 18 {
		return 0, nil, false
	}
	if negative {
		v = -v
	}
	rest, ok = separated(line[i:])
	return v, rest, ok
}

// separated returns what follows a separator, or the end of the line.
func separated(line []byte) (rest []byte, ok bool) {
	if len(line) == 0 {
		return nil, true
	}
	if c := line[0]; (c == ',' || c == ';') && len(line) > 1 {
		return line[1:], true
	}
	return nil, false
}

func digit(c byte) bool { return c-'0' <= 9 }
