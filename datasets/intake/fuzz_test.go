package intake

import (
	"errors"
	"path/filepath"
	"testing"
	"time"

	"lossreplay/datasets"
	"lossreplay/model"
)

// FuzzRecords lets bytes be records of few ids, so that they meet: whatever they say, every record is accounted for, and what is
// written is a valid day.
func FuzzRecords(f *testing.F) {
	f.Add([]byte("\x02\x00\x00\x11\x05\x09\x0b\x01\x00\x11\x05\x09"))
	f.Add([]byte("\x02\x01\x00\x11\x05\x09\x03\x02\x21\x11\x08\x09\x06\x03\x21\x11\x08\x09\x0b\x04\x02\x11\x02\x09\x07\x05\x21\x11\x02\x09"))
	f.Add([]byte("\x0c\x01\x00\x11\x05\x09\x0d\x01\x00\x11\x04\x09\x0b\x02\x00\x51\x05\x09\x02\x09\x00\x11\x05\x09"))
	f.Add([]byte("\x01\x01\x00\x11\x03\x09\x0e\x02\x00\x00\x05\x09\x0f\x02\x00\x00\x05\x09\x10\x02\x00\x11\x05\x09\x11\x02\x00\x11\x05\x09"))
	f.Fuzz(func(t *testing.T, data []byte) {
		dir := filepath.Join(t.TempDir(), "day")
		folder, err := datasets.NewFolder(dir, datasets.WriteOptions{})
		if err != nil {
			t.Fatal(err)
		}
		defer folder.Close()
		s := day0(t, func(o *Options) { o.Unwanted.Accounts = []string{"a"} })
		in, err := New(folder, s, []string{"a"})
		if err != nil {
			t.Fatal(err)
		}
		defer in.Close()
		rows := int64(0)
		for ; len(data) >= 6 && rows < 200; data = data[6:] {
			r := madeOf([6]byte(data))
			rows++
			r.Where.Line = rows
			if err := in.Sink().Record(&r); err != nil {
				t.Fatal(err)
			}
		}
		sum, _, err := in.Finish(nil)
		var problems *datasets.Problems
		if sum.Read != rows {
			t.Errorf("%d rows of %d are accounted for: %+v", sum.Read, rows, sum)
		}
		if errors.As(err, &problems) {
			for _, p := range problems.All() {
				if p.Fault != datasets.FaultClosing || p.File != "" { // closing trades that do not add up are the user's
					t.Errorf("the day that was written does not open: %v", p)
				}
			}
		} else if err != nil && !errors.Is(err, ErrNoOrders) {
			t.Error(err)
		}
	})
}

// madeOf returns the record that six bytes make: kind, time, ids, symbol with side and marks, quantity, price.
func madeOf(b [6]byte) Record {
	ids := [][]byte{nil, []byte("1"), []byte("2"), []byte("3")}
	id := func(n byte) []byte { return ids[n%4] }
	r := Record{Kind: Kind(b[0]%17 + 1), At: after(time.Duration(b[1]&15) * time.Second), Order: id(b[2]), OrigOrder: id(b[2] >> 2), VenueOrder: id(b[2] >> 4),
		Parent: id(b[2] >> 6), Exec: id(b[1] >> 4), RefExec: id(b[1] >> 6), Symbol: [][]byte{nil, []byte("A"), []byte("B"), []byte("A")}[b[3]&3],
		Side: []model.Side{0, model.Buy, model.Sell, model.SellShort}[b[3]>>4&3], Qty: model.Qty(b[4] & 31), LastQty: model.Qty(b[4] >> 3), Px: model.Price(b[5]),
		LastPx: model.Price(b[5] & 31), CumQty: model.Qty(b[4] & 7), Repeat: b[3]&4 != 0, Block: b[3]&8 != 0, Op: model.OperationKind(b[4] & 15),
		Bid: model.Price(b[5] & 31), Ask: model.Price(b[5] >> 2), Server: id(b[5]), Build: id(b[5] >> 2), Flag: id(b[3] >> 6)}
	if b[3]&0x40 != 0 {
		r.Account = []byte("a")
	}
	if b[1] == 255 {
		r.At = r.At.Add(30 * time.Hour)
	}
	return r
}
