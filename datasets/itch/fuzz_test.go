package itch

import (
	"bytes"
	"testing"

	"lossreplay/datasets/exchange"
	"lossreplay/datasets/exchange/exchangetest"
	"lossreplay/datasets/intake"
)

// readBytes is read without a test to fail: bytes give no errors.
func readBytes(data []byte, s *Settings) *exchangetest.Collected {
	c := &exchangetest.Collected{}
	if err := Read(bytes.NewReader(data), 0, s, c.Sink()); err != nil {
		panic(err)
	}
	return c
}

// FuzzRead: no bytes make Read panic, and whatever they are, the orders of the flow that comes out are sound, every quote
// has a bid that is not above its ask, and every record and refusal has its place in the file.
func FuzzRead(f *testing.F) {
	f.Add(story())
	f.Add(busy(400))
	f.Add([]byte("\x00\x00\xff\xffA"))
	f.Add(story()[:200])
	twice := append(story(), story()...)
	f.Add(twice)
	s, err := Options{Flow: exchange.FlowOptions{Share: 0.5, Parents: exchange.ParentOptions{Of: 100, Fill: 0.5}}}.Settings("2020-01-30", 4)
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		c := readBytes(data, s)
		for _, r := range c.Records {
			if r.Bid > r.Ask || r.LastQty < 0 || r.LastPx < 0 || r.Where.Line < 1 || r.Where.Offset >= int64(len(data)) {
				t.Fatalf("record %+v", r)
			}
		}
		for _, r := range c.Refusals {
			if r.Where.Line < 1 || r.Reason == "" || r.Field == "" {
				t.Fatalf("refusal %+v", r)
			}
		}
		if !reused(c) {
			checkFlow(t, c.Records)
		}
	})
}

// reused reports whether a feed uses the reference of an order again after its end, or a match number twice. No exchange does.
func reused(c *exchangetest.Collected) bool {
	seen := map[string]bool{}
	for _, r := range c.Records {
		var key string
		switch r.Kind {
		case intake.NewOrder:
			key = "order " + string(r.Order)
		case intake.Trade:
			key = "fill " + string(r.Exec)
		default:
			continue
		}
		if seen[key] {
			return true
		}
		seen[key] = true
	}
	return false
}
