package itch

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"lossreplay/datasets/exchange"
	"lossreplay/datasets/intake"
	"lossreplay/model"
)

// market makes random feeds that an exchange could have sent, but for books that cross.
type market struct {
	feed
	open  []naiveOrder
	refs  []uint64
	next  uint64
	match uint64
}

var stocks = []string{"", "AAA", "BBB"}

func (m *market) step(t *rapid.T) {
	m.at += time.Duration(rapid.IntRange(0, 1000).Draw(t, "wait"))
	shares := rapid.Uint32Range(1, 400).Draw(t, "shares")
	price := rapid.Uint32Range(100, 112).Draw(t, "price") * 100
	what := rapid.SampledFrom([]byte("AAAAFECXDUPQB")).Draw(t, "type")
	if len(m.open) == 0 && what != 'P' && what != 'Q' {
		what = 'A'
	}
	m.match++
	locate := rapid.Uint16Range(1, 2).Draw(t, "locate")
	i := 0
	if len(m.open) > 0 {
		i = rapid.IntRange(0, len(m.open)-1).Draw(t, "order")
	}
	switch what {
	case 'A', 'F':
		m.next++
		side := rapid.SampledFrom([]byte("BS")).Draw(t, "side")
		name := map[byte]string{'A': "", 'F': "GSCO"}[what]
		m.add(locate, m.next, side, shares, stocks[locate], price, name)
		m.open, m.refs = append(m.open, naiveOrder{locate, side == 'S', int64(shares), int64(price)}), append(m.refs, m.next)
	case 'E', 'C', 'X':
		o := &m.open[i]
		shares = 1 + shares%uint32(o.shares)
		o.shares -= int64(shares)
		switch what {
		case 'E':
			m.execute(o.locate, m.refs[i], shares, m.match)
		case 'C':
			m.executeAt(o.locate, m.refs[i], shares, m.match, "YN"[m.match%2], price)
		case 'X':
			m.cancel(o.locate, m.refs[i], shares)
		}
		if o.shares == 0 {
			m.drop(i)
		}
	case 'D':
		m.remove(m.open[i].locate, m.refs[i])
		m.drop(i)
	case 'U':
		m.next++
		m.replace(m.open[i].locate, m.refs[i], m.next, shares, price)
		m.open[i].shares, m.open[i].price, m.refs[i] = int64(shares), int64(price), m.next
	case 'P':
		m.trade(locate, stocks[locate], shares, price, m.match)
	case 'Q':
		m.cross(locate, stocks[locate], uint64(shares%3), price, m.match)
	case 'B':
		m.broken(locate, rapid.Uint64Range(1, m.match).Draw(t, "broken"))
	}
}

func (m *market) drop(i int) {
	last := len(m.open) - 1
	m.open[i], m.refs[i] = m.open[last], m.refs[last]
	m.open, m.refs = m.open[:last], m.refs[:last]
}

// TestRandomBooks: quotes and prints of random feeds are those of the naive reading, and each order of a flow ends once, with
// no more traded than it had, whatever its rule.
func TestRandomBooks(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := &market{}
		for range rapid.IntRange(0, 120).Draw(t, "messages") {
			m.step(t)
		}
		flow := exchange.FlowOptions{Share: rapid.Float64Range(0.1, 1).Draw(t, "share"), Seed: rapid.Uint64().Draw(t, "seed"),
			Parents: exchange.ParentOptions{Of: rapid.Int64Range(1, 500).Draw(t, "of"), Fill: rapid.Float64Range(0.1, 1).Draw(t, "fill")}}
		if rapid.Bool().Draw(t, "participant") {
			flow.Participant, flow.Share = "GSCO", 0
		}
		s, err := Options{Flow: flow}.Settings("2020-01-30", 4)
		if err != nil {
			t.Fatal(err)
		}
		c := readBytes(m.data, s)
		readNaive(m.data).same(t, c)
		if len(c.Refusals) > 0 {
			t.Fatalf("refused %v", c.Refusals)
		}
		checkFlow(t, c.Records)
	})
}

// checkFlow fails if the records are not those of orders that each begin, trade and end as an order does.
func checkFlow(t interface{ Fatalf(string, ...any) }, records []intake.Record) {
	left, ended, fills, parents := map[string]model.Qty{}, map[string]bool{}, map[string]bool{}, map[string]bool{}
	for _, r := range records {
		id := string(r.Order)
		if _, begun := left[id]; !begun && (r.Kind == intake.Trade || r.Kind == intake.Canceled || r.Kind == intake.Expired) {
			t.Fatalf("order %s has a report before it is sent", id)
		}
		switch r.Kind {
		case intake.ParentOrder:
			if parents[string(r.Parent)] {
				t.Fatalf("parent %s comes twice", r.Parent)
			}
			parents[string(r.Parent)] = true
		case intake.NewOrder:
			if _, twice := left[id]; twice || len(parents) > 0 && !parents[string(r.Parent)] {
				t.Fatalf("order %s is sent twice, or before its parent %q", id, r.Parent)
			}
			left[id] = r.Qty
		case intake.Trade:
			left[id] -= r.LastQty
			fills[string(r.Exec)] = true
			if left[id] < 0 || ended[id] {
				t.Fatalf("order %s trades %d too much, or after its end", id, -left[id])
			}
		case intake.Canceled, intake.Expired:
			if ended[id] || left[id] == 0 {
				t.Fatalf("order %s ends twice", id)
			}
			ended[id] = true
		case intake.TradeCancel:
			if !fills[string(r.RefExec)] {
				t.Fatalf("fill %s is broken and was never told", r.RefExec)
			}
			delete(fills, string(r.RefExec))
		}
	}
	for id, qty := range left {
		if qty > 0 && !ended[id] {
			t.Fatalf("order %s never ends", id)
		}
	}
}
