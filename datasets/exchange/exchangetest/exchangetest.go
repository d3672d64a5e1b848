// Package exchangetest helps to test importers of exchange data.
//
// Owns: a sink that keeps all that it is given, as text, and the way to recorded files outside the module.
//
// Refuses: use outside tests.
//
// Invariants: what an importer reuses between records is copied.
package exchangetest

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"lossreplay/datasets/intake"
	"lossreplay/model"
)

// Collected is what an importer told its sink.
type Collected struct {
	Records  []intake.Record // with texts of their own
	Refusals []intake.Refusal
	Skipped  map[string]int64
	Warned   map[string]int64
	Lines    map[string][]int64 // of warnings, by reason
}

// Sink returns a sink that fills c.
func (c *Collected) Sink() *intake.Sink {
	c.Skipped, c.Warned, c.Lines = map[string]int64{}, map[string]int64{}, map[string][]int64{}
	return &intake.Sink{
		Record: func(r *intake.Record) error {
			own := *r
			for _, text := range []*[]byte{&own.Order, &own.OrigOrder, &own.Parent, &own.Exec, &own.RefExec, &own.Symbol,
				&own.Account, &own.Server, &own.Venue} {
				*text = bytes.Clone(*text)
			}
			c.Records = append(c.Records, own)
			return nil
		},
		Refuse: func(r intake.Refusal) error { c.Refusals = append(c.Refusals, r); return nil },
		Skip:   func(reason string, n int64) { c.Skipped[reason] += n },
		Warn: func(w intake.Where, reason string) {
			c.Warned[reason]++
			c.Lines[reason] = append(c.Lines[reason], w.Line)
		},
	}
}

// Count returns the number of records of a kind.
func (c *Collected) Count(kind intake.Kind) (n int) {
	for i := range c.Records {
		if c.Records[i].Kind == kind {
			n++
		}
	}
	return n
}

var names = map[intake.Kind]string{
	intake.ParentOrder: "parent", intake.NewOrder: "new", intake.Canceled: "canceled", intake.Expired: "expired",
	intake.Trade: "trade", intake.TradeCancel: "bust", intake.Quote: "quote", intake.Print: "print",
}

// Text returns one line a record: what happened, how long after midnight, and the fields of its kind.
func (c *Collected) Text(midnight model.Time) string {
	var b strings.Builder
	for i := range c.Records {
		r := &c.Records[i]
		fmt.Fprintf(&b, "%d %s +%v %s", r.Where.Line, names[r.Kind], r.At.Sub(midnight), r.Symbol)
		if len(r.Order) > 0 {
			fmt.Fprintf(&b, " order=%s", r.Order)
		}
		if r.Side != 0 {
			fmt.Fprintf(&b, " %v", r.Side)
		}
		if r.Qty != 0 {
			fmt.Fprintf(&b, " qty=%d", r.Qty)
		}
		if r.Px != 0 {
			fmt.Fprintf(&b, " px=%d", r.Px)
		}
		if r.LastQty != 0 {
			fmt.Fprintf(&b, " last=%d@%d", r.LastQty, r.LastPx)
		}
		if r.Kind == intake.Quote {
			fmt.Fprintf(&b, " %d/%d", r.Bid, r.Ask)
		}
		for _, f := range []struct {
			name string
			text []byte
		}{{"exec", r.Exec}, {"ref", r.RefExec}, {"parent", r.Parent}, {"account", r.Account}, {"server", r.Server}} {
			if len(f.text) > 0 {
				fmt.Fprintf(&b, " %s=%s", f.name, f.text)
			}
		}
		b.WriteByte('\n')
	}
	return b.String()
}

// Recorded returns a recorded file of shared/data, unpacked, which lies in a folder above the module; the test is skipped where
// it is absent. name may hold * as in filepath.Glob.
func Recorded(t testing.TB, name string) []byte {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for ; ; dir = filepath.Dir(dir) {
		if found, _ := filepath.Glob(filepath.Join(dir, "shared", "data", name)); len(found) == 1 {
			return unpacked(t, found[0])
		}
		if filepath.Dir(dir) == dir {
			t.Skipf("shared/data/%s is not on this machine", name)
		}
	}
}

func unpacked(t testing.TB, file string) []byte {
	data, err := os.ReadFile(file)
	if err == nil && strings.HasSuffix(file, ".gz") {
		var z *gzip.Reader
		if z, err = gzip.NewReader(bytes.NewReader(data)); err == nil {
			data, err = io.ReadAll(z)
		}
	}
	if err != nil {
		t.Fatal(err)
	}
	return data
}
