package intake

import (
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"lossreplay/datasets"
	"lossreplay/model"
)

// BenchmarkIntake takes orders that are accepted and filled to a folder. Its bytes are those of FIX messages of 250 bytes each, so
// that the rate can be set beside that of a log.
func BenchmarkIntake(b *testing.B) {
	const orders, messages, size = 100_000, 3, 250
	b.SetBytes(orders * messages * size)
	b.ReportAllocs()
	for b.Loop() {
		folder, err := datasets.NewFolder(filepath.Join(b.TempDir(), "day"), datasets.WriteOptions{})
		if err != nil {
			b.Fatal(err)
		}
		s, err := (&Options{}).Settings("", nil)
		if err != nil {
			b.Fatal(err)
		}
		in, err := New(folder, s, []string{"log"})
		if err != nil {
			b.Fatal(err)
		}
		var id, exec []byte
		for i := range orders {
			id, exec = fmt.Appendf(id[:0], "ORDER-%08d", i), fmt.Appendf(exec[:0], "EXEC-%08d", i)
			r := Record{Where: Where{Line: int64(3 * i)}, Kind: NewOrder, At: after(time.Duration(i) * time.Millisecond / 10), Order: id, Symbol: []byte("AAA"),
				Side: model.Buy, Qty: 100, Px: 100_000, Server: []byte("s1"), Venue: []byte("NYSE")}
			for _, kind := range []Kind{NewOrder, Accepted, Trade} {
				r.Kind, r.Exec, r.LastQty, r.LastPx = kind, exec, 100, 100_000
				if err := in.record(&r); err != nil {
					b.Fatal(err)
				}
				r.At++
			}
		}
		if _, _, err := in.Finish(nil); err != nil {
			b.Fatal(err)
		}
		if err := folder.Close(); err != nil {
			b.Fatal(err)
		}
	}
}
