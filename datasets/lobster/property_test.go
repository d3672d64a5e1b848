package lobster

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"lossreplay/datasets/exchange"
	"lossreplay/datasets/exchange/exchangetest"
	"lossreplay/datasets/intake"
	"lossreplay/model"
)

// maker writes a random message file and its order-book file as the provider does: from a whole book, of which levels are shown.
type maker struct {
	levels         int
	orders         []made
	next           int64
	messages, book strings.Builder
	quotes         [][2]int64 // each change of the best bid and ask that has both sides and bid at most ask
	bid, ask       int64
	prints         int
}

type made struct{ ref, size, price, side int64 }

func (m *maker) step(t *rapid.T, row int) {
	kind := rapid.SampledFrom([]int64{1, 1, 1, 1, 2, 3, 4, 4, 5, 6, 7}).Draw(t, "kind")
	if len(m.orders) == 0 && kind > 1 && kind < 5 {
		kind = 1
	}
	o := made{side: rapid.SampledFrom([]int64{1, -1}).Draw(t, "side"), size: rapid.Int64Range(1, 300).Draw(t, "size"), price: rapid.Int64Range(100, 109).Draw(t, "price") * 100}
	switch kind {
	case 1:
		m.next++
		o.ref = m.next
		m.orders = append(m.orders, o)
	case 2, 3, 4:
		i := rapid.IntRange(0, len(m.orders)-1).Draw(t, "order")
		part := o.size%m.orders[i].size + 1
		if kind == 3 || kind == 2 && part == m.orders[i].size {
			kind, part = 3, m.orders[i].size
		}
		m.orders[i].size -= part
		o = m.orders[i]
		if o.size == 0 {
			m.orders = slices.Delete(m.orders, i, i+1)
		}
		o.size = part
	case 7:
		o = made{price: -1, side: -1}
	}
	if kind >= 4 && kind <= 6 {
		m.prints++
	}
	fmt.Fprintf(&m.messages, "%d.%09d,%d,%d,%d,%d,%d\n", 34200+row, row*7, kind, o.ref, o.size, o.price, o.side)
	m.rows()
}

// rows writes the levels of the book, the best first.
func (m *maker) rows() {
	sizes := map[int64]map[int64]int64{1: {}, -1: {}}
	for _, o := range m.orders {
		sizes[o.side][o.price] += o.size
	}
	ladder := func(side, none int64) (levels [][2]int64) {
		for price, size := range sizes[side] {
			levels = append(levels, [2]int64{price, size})
		}
		slices.SortFunc(levels, func(a, b [2]int64) int { return int((b[0] - a[0]) * side) })
		for len(levels) < m.levels {
			levels = append(levels, [2]int64{none, 0})
		}
		return levels
	}
	asks, bids := ladder(-1, empty), ladder(1, -empty)
	for i := range m.levels {
		if i > 0 {
			m.book.WriteByte(',')
		}
		fmt.Fprintf(&m.book, "%d,%d,%d,%d", asks[i][0], asks[i][1], bids[i][0], bids[i][1])
	}
	m.book.WriteByte('\n')
	bid, ask := bids[0][0], asks[0][0]
	if (bid != m.bid || ask != m.ask) && bid != -empty && ask != empty && bid <= ask {
		m.quotes = append(m.quotes, [2]int64{bid, ask})
	}
	m.bid, m.ask = bid, ask
}

// TestRandomFiles: what the provider would write of a random book is read without a contradiction, quotes are the changes of
// its best levels, and the flow's orders are sound.
func TestRandomFiles(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := &maker{levels: rapid.IntRange(1, 3).Draw(t, "levels"), bid: -empty, ask: empty}
		n := rapid.IntRange(0, 80).Draw(t, "rows")
		for row := range n {
			m.step(t, row)
		}
		flow := exchange.FlowOptions{Share: rapid.Float64Range(0.1, 1).Draw(t, "share"),
			Parents: exchange.ParentOptions{Of: rapid.Int64Range(1, 500).Draw(t, "of"), Fill: rapid.Float64Range(0.1, 1).Draw(t, "fill")}}
		s, err := Options{Flow: flow}.Settings("", 4)
		if err != nil {
			t.Fatal(err)
		}
		c := &exchangetest.Collected{}
		if err := Read(strings.NewReader(m.messages.String()), strings.NewReader(m.book.String()), small, 0, s, c.Sink()); err != nil {
			t.Fatal(err)
		}
		var quotes [][2]int64
		for _, r := range c.Records {
			if r.Kind == intake.Quote {
				quotes = append(quotes, [2]int64{int64(r.Bid), int64(r.Ask)})
			}
		}
		if !slices.Equal(quotes, m.quotes) {
			t.Fatalf("quotes %v, want %v", quotes, m.quotes)
		}
		if len(c.Refusals) > 0 || c.Warned[WarnConflict] > 0 || c.Count(intake.Print) != m.prints || c.Skipped[exchange.SkipMissed] > 0 {
			t.Fatalf("refused %v, warned %v, skipped %v, %d prints of %d", c.Refusals, c.Warned, c.Skipped, c.Count(intake.Print), m.prints)
		}
		left := map[string]model.Qty{}
		for _, r := range c.Records {
			switch id := string(r.Order); r.Kind {
			case intake.NewOrder:
				left[id] = r.Qty
			case intake.Trade:
				left[id] -= r.LastQty
			case intake.Canceled, intake.Expired:
				if left[id] <= 0 {
					t.Fatalf("order %s ends with %d left", id, left[id])
				}
				left[id] = 0
			}
		}
		for id, qty := range left {
			if qty != 0 {
				t.Fatalf("order %s has %d left and never ends", id, qty)
			}
		}
	})
}

// FuzzRead: no bytes make Read panic, each row of the messages gives at most one refusal but for what its order-book row and
// its flow add, and what comes out has its line.
func FuzzRead(f *testing.F) {
	f.Add([]byte(smallMessages), []byte(smallBook), true)
	f.Add([]byte(smallMessages), []byte(strings.ReplaceAll(smallBook, ",", ";")), true)
	f.Add([]byte("34200.5,1,10,100,1000000,1\r\n\x00\n34200.4,4,10,100,1000000,-"), []byte("\n\n"), false)
	f.Add([]byte("9,4,1,1,"+strings.Repeat("9", 500)), []byte(nil), false)
	s, err := Options{Flow: exchange.FlowOptions{Share: 0.7, Servers: 3, Parents: exchange.ParentOptions{Of: 10, Fill: 0.5}}}.Settings("", 2)
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, messages, book []byte, beside bool) {
		c := &exchangetest.Collected{}
		var err error
		if beside {
			err = Read(bytes.NewReader(messages), bytes.NewReader(book), small, 0, s, c.Sink())
		} else {
			err = Read(bytes.NewReader(messages), nil, small, 0, s, c.Sink())
		}
		if err != nil {
			t.Fatal(err)
		}
		lines := int64(bytes.Count(messages, []byte{'\n'}) + 1)
		for _, r := range c.Records {
			if r.Where.Line < 1 || r.Where.Line > lines || r.Where.Offset > int64(len(messages)) || r.Bid > r.Ask || r.LastQty < 0 || r.Qty < 0 {
				t.Fatalf("record %+v of a file of %d lines", r, lines)
			}
		}
		perLine := map[int64]int{}
		for _, r := range c.Refusals {
			if perLine[r.Where.Line]++; perLine[r.Where.Line] > 2 || r.Where.Line < 1 || r.Where.Line > lines || r.Reason == "" {
				t.Fatalf("refusal %+v, number %d of its line", r, perLine[r.Where.Line])
			}
		}
	})
}
