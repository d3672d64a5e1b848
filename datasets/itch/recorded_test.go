package itch

import (
	"bytes"
	"encoding/binary"
	"maps"
	"slices"
	"testing"

	"lossreplay/datasets/exchange"
	"lossreplay/datasets/exchange/exchangetest"
	"lossreplay/datasets/intake"
	"lossreplay/model"
)

func settings(t testing.TB, o Options, scale model.Scale) *Settings {
	t.Helper()
	s, err := o.Settings("2020-01-30", scale)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func read(t testing.TB, data []byte, s *Settings) *exchangetest.Collected {
	t.Helper()
	c := &exchangetest.Collected{}
	if err := Read(bytes.NewReader(data), 0, s, c.Sink()); err != nil {
		t.Fatal(err)
	}
	return c
}

// naive is a second reading of a feed: orders in a map, the best prices found by sorting all of them after each message.
type naive struct {
	orders         map[uint64]naiveOrder
	types          map[byte]int
	quotes         [][3]int64 // line, bid, ask: of each change with both sides and bid at most ask
	prints         [][3]int64 // line, shares, price
	crossed, empty int64
	bid, ask       map[uint16]int64
}

type naiveOrder struct {
	locate        uint16
	sell          bool
	shares, price int64
}

func readNaive(data []byte) *naive {
	n := &naive{orders: map[uint64]naiveOrder{}, types: map[byte]int{}, bid: map[uint16]int64{}, ask: map[uint16]int64{}}
	for line := int64(1); len(data) >= 2; line++ {
		size := int(binary.BigEndian.Uint16(data))
		if len(data) < 2+size {
			return n
		}
		n.message(line, data[2:2+size])
		data = data[2+size:]
	}
	return n
}

func (n *naive) message(line int64, m []byte) {
	be := binary.BigEndian
	n.types[m[0]]++
	loc := be.Uint16(m[1:])
	switch m[0] {
	case 'A', 'F':
		n.orders[be.Uint64(m[11:])] = naiveOrder{loc, m[19] == 'S', int64(be.Uint32(m[20:])), int64(be.Uint32(m[32:]))}
	case 'E', 'C', 'X':
		o, ok := n.orders[be.Uint64(m[11:])]
		shares, price := int64(be.Uint32(m[19:])), o.price
		if m[0] == 'C' {
			price = int64(be.Uint32(m[32:]))
		}
		if m[0] == 'E' && ok || m[0] == 'C' && m[31] == 'Y' {
			n.prints = append(n.prints, [3]int64{line, shares, price})
		}
		if o.shares -= shares; o.shares > 0 {
			n.orders[be.Uint64(m[11:])] = o
		} else {
			delete(n.orders, be.Uint64(m[11:]))
		}
	case 'D':
		delete(n.orders, be.Uint64(m[11:]))
	case 'U':
		if o, ok := n.orders[be.Uint64(m[11:])]; ok {
			delete(n.orders, be.Uint64(m[11:]))
			n.orders[be.Uint64(m[19:])] = naiveOrder{loc, o.sell, int64(be.Uint32(m[27:])), int64(be.Uint32(m[31:]))}
		}
	case 'P':
		n.prints = append(n.prints, [3]int64{line, int64(be.Uint32(m[20:])), int64(be.Uint32(m[32:]))})
	case 'Q':
		if shares := int64(be.Uint64(m[11:])); shares > 0 {
			n.prints = append(n.prints, [3]int64{line, shares, int64(be.Uint32(m[27:]))})
		}
	}
	n.quote(line, loc)
}

func (n *naive) quote(line int64, loc uint16) {
	var bids, asks []int64
	for _, o := range n.orders {
		if o.locate == loc && o.sell {
			asks = append(asks, o.price)
		} else if o.locate == loc {
			bids = append(bids, o.price)
		}
	}
	bid, ask := int64(0), int64(0)
	if len(bids) > 0 {
		bid = slices.Max(bids)
	}
	if len(asks) > 0 {
		ask = slices.Min(asks)
	}
	if bid == n.bid[loc] && ask == n.ask[loc] {
		return
	}
	n.bid[loc], n.ask[loc] = bid, ask
	switch {
	case bid == 0 || ask == 0:
		n.empty++
	case bid > ask:
		n.crossed++
	default:
		n.quotes = append(n.quotes, [3]int64{line, bid, ask})
	}
}

// same fails if what was read of a feed is not what the naive reading says. Prices are at scale 4.
func (n *naive) same(t interface{ Fatalf(string, ...any) }, c *exchangetest.Collected) {
	var quotes, prints [][3]int64
	for _, r := range c.Records {
		switch r.Kind {
		case intake.Quote:
			quotes = append(quotes, [3]int64{r.Where.Line, int64(r.Bid), int64(r.Ask)})
		case intake.Print:
			prints = append(prints, [3]int64{r.Where.Line, int64(r.LastQty), int64(r.LastPx)})
		}
	}
	if !slices.Equal(quotes, n.quotes) {
		t.Fatalf("quotes (message, bid, ask) %v, want %v", quotes, n.quotes)
	}
	if !slices.Equal(prints, n.prints) {
		t.Fatalf("prints (message, shares, price) %v, want %v", prints, n.prints)
	}
	if c.Skipped[SkipOneSided] != n.empty || c.Warned[WarnCrossed] != n.crossed {
		t.Fatalf("%d quotes with an empty side and %d crossed, want %d and %d", c.Skipped[SkipOneSided], c.Warned[WarnCrossed], n.empty, n.crossed)
	}
}

// TestRecordedPreMarket: all messages of AAPL of 30 January 2020 until 07:59:30, as the exchange sent them.
func TestRecordedPreMarket(t *testing.T) {
	data := exchangetest.Recorded(t, "itch/runk.itch/locate-13-10k.bin")
	n := readNaive(data)
	if want := map[byte]int{'R': 1, 'H': 1, 'Y': 1, 'L': 52, 'A': 4758, 'F': 2, 'E': 849, 'X': 6, 'D': 4083, 'U': 7, 'P': 240}; !maps.Equal(n.types, want) {
		t.Fatalf("messages %v, want %v", n.types, want)
	}
	c := read(t, data, settings(t, Options{}, 4))
	n.same(t, c)
	if len(c.Refusals) > 0 || len(n.prints) != 849+240 || n.crossed != 0 {
		t.Errorf("%d refused, %d prints, %d crossed books; want none, 1089, none", len(c.Refusals), len(n.prints), n.crossed)
	}
	t.Logf("%d quotes, %d prints; skipped %v, warned %v", len(n.quotes), len(n.prints), c.Skipped, c.Warned)
	if other := read(t, data, settings(t, Options{Symbols: []string{"MSFT"}}, 4)); len(other.Records) != 0 || other.Skipped[SkipOther] != 1+4758+2+849+6+4083+7+240 {
		t.Errorf("another stock: %d records, skipped %v", len(other.Records), other.Skipped)
	}
}

// TestRecordedFlow: a flow sampled of a recorded feed adds up order by order.
func TestRecordedFlow(t *testing.T) {
	data := exchangetest.Recorded(t, "itch/runk.itch/locate-13-10k.bin")
	flow := exchange.FlowOptions{Share: 0.5, Seed: 3, Servers: 3, Parents: exchange.ParentOptions{Of: 1000, Fill: 0.25}}
	c := read(t, data, settings(t, Options{Flow: flow}, 4))
	left := map[string]model.Qty{}
	for _, r := range c.Records {
		switch id := string(r.Order); r.Kind {
		case intake.NewOrder:
			left[id] = r.Qty
		case intake.Trade:
			if left[id] -= r.LastQty; left[id] < 0 {
				t.Fatalf("order %s trades more than it has", id)
			}
		case intake.Canceled, intake.Expired:
			if left[id] <= 0 {
				t.Fatalf("order %s ends twice", id)
			}
			left[id] = 0
		}
	}
	for id, qty := range left {
		if qty != 0 {
			t.Errorf("order %s never ends", id)
		}
	}
	if n := c.Count(intake.NewOrder); n < 2100 || n > 2700 {
		t.Errorf("%d of 4,760 orders taken, want about half", n)
	}
	t.Logf("%d orders, %d parents, %d fills; skipped %v warned %v", c.Count(intake.NewOrder), c.Count(intake.ParentOrder), c.Count(intake.Trade), c.Skipped, c.Warned)
}

// TestRecordedCut: the first 4,096 bytes of a day end in the middle of message 102.
func TestRecordedCut(t *testing.T) {
	data := exchangetest.Recorded(t, "itch/LukeFasanello.ItchParser/sample.itch")
	c := read(t, data, settings(t, Options{}, 4))
	if len(c.Refusals) != 1 {
		t.Fatalf("%d refusals, want one: %v", len(c.Refusals), c.Refusals)
	}
	if r := c.Refusals[0]; r.Where.Line != 102 || r.Where.Offset != 4096-15 || r.Reason != reasonCut || r.Value != "15 of 41 bytes" {
		t.Errorf("refused %+v", r)
	}
	if c.Warned[WarnNoEnd] != 1 || c.Skipped["system events (S)"] != 1 {
		t.Errorf("skipped %v, warned %v", c.Skipped, c.Warned)
	}
}
