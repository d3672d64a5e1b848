package fix

import (
	"bytes"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"lossreplay/datasets/intake"
	"lossreplay/model"
)

// collected is what a reader told its sink, as text of one line each.
type collected struct {
	records  []intake.Record // without texts
	lines    []string
	refusals []intake.Refusal
	skipped  map[string]int64
	warned   map[string]int
}

func (c *collected) sink() *intake.Sink {
	c.skipped, c.warned = map[string]int64{}, map[string]int{}
	return &intake.Sink{
		Record: func(r *intake.Record) error {
			c.records = append(c.records, *r)
			c.lines = append(c.lines, text(r))
			return nil
		},
		Refuse: func(r intake.Refusal) error { c.refusals = append(c.refusals, r); return nil },
		Skip:   func(reason string, n int64) { c.skipped[reason] += n },
		Warn:   func(_ intake.Where, reason string) { c.warned[reason]++ },
	}
}

var kinds = map[intake.Kind]string{
	intake.NewOrder: "new", intake.ReplaceRequest: "replace?", intake.CancelRequest: "cancel?", intake.Accepted: "accepted",
	intake.Replaced: "replaced", intake.Canceled: "canceled", intake.Expired: "expired", intake.Rejected: "rejected",
	intake.CancelRejected: "cancel-rejected", intake.Trade: "trade", intake.TradeCancel: "bust", intake.TradeCorrect: "correct",
}

// text writes a record as one line: what the log says and nothing else.
func text(r *intake.Record) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%d %s %s", r.Where.Line, kinds[r.Kind], r.At.UTC().Format("20060102-15:04:05.999999999"))
	for _, f := range []struct {
		name  string
		value []byte
	}{{"order", r.Order}, {"orig", r.OrigOrder}, {"venue-order", r.VenueOrder}, {"exec", r.Exec}, {"ref", r.RefExec}, {"parent", r.Parent},
		{"symbol", r.Symbol}, {"account", r.Account}, {"server", r.Server}, {"venue", r.Venue}, {"flag", r.Flag}, {"text", r.Text}} {
		if len(f.value) > 0 {
			fmt.Fprintf(&b, " %s=%s", f.name, f.value)
		}
	}
	if r.Side != 0 {
		fmt.Fprintf(&b, " %v", r.Side)
	}
	for _, f := range []struct {
		name  string
		value int64
	}{{"qty", int64(r.Qty)}, {"px", int64(r.Px)}, {"last", int64(r.LastQty)}, {"last-px", int64(r.LastPx)}, {"cum", int64(r.CumQty)}, {"leaves", int64(r.LeavesQty)}} {
		if f.value != 0 {
			fmt.Fprintf(&b, " %s=%d", f.name, f.value)
		}
	}
	if r.Inferred {
		b.WriteString(" inferred")
	}
	if r.Repeat {
		b.WriteString(" repeat")
	}
	return b.String()
}

// summary returns counts of everything, in order.
func (c *collected) summary() string {
	counts := map[string]int64{}
	for i := range c.records {
		counts[kinds[c.records[i].Kind]]++
	}
	for _, r := range c.refusals {
		counts["refused: "+r.Field+": "+r.Reason]++
	}
	for reason, n := range c.skipped {
		counts["skipped: "+reason] += n
	}
	for reason, n := range c.warned {
		counts["warned: "+reason] += int64(n)
	}
	var b strings.Builder
	for _, what := range slices.Sorted(maps.Keys(counts)) {
		fmt.Fprintf(&b, "%d %s\n", counts[what], what)
	}
	return b.String()
}

// read reads sources one after the other.
func readAll(t testing.TB, o Options, scale model.Scale, sources ...string) *collected {
	t.Helper()
	s, err := o.Settings("", scale)
	if err != nil {
		t.Fatal(err)
	}
	c := &collected{}
	r := NewReader(s, c.sink())
	for i, source := range sources {
		if err := r.Read(bytes.NewReader([]byte(source)), i); err != nil {
			t.Fatal(err)
		}
	}
	r.Close()
	return c
}
