package itch

import (
	"bufio"
	"bytes"
	"io"
	"testing"
	"time"

	"lossreplay/datasets/exchange"
	"lossreplay/datasets/exchange/exchangetest"
	"lossreplay/datasets/intake"
)

// busy returns a feed of about n messages in which orders come, trade, are replaced and go, at prices that move.
func busy(n int) []byte {
	f := &feed{at: 9 * time.Hour}
	for i := range uint64(n / 4) {
		f.at += time.Microsecond
		ref, price := 10*(i+1), uint32(100_0000+100*(i/64%64))
		side, off := byte('B'), -uint32(100*(1+i*7%16))
		if i%2 == 1 {
			side, off = 'S', uint32(100*(1+i*5%16))
		}
		f.add(1, ref, side, 300, "AAA", price+off, "")
		f.execute(1, ref, 100, i)
		f.replace(1, ref, ref+1, 200, price+2*off)
		if i > 500 {
			f.remove(1, ref+1-10*500)
		}
	}
	return f.data
}

func quiet() *intake.Sink {
	return &intake.Sink{
		Record: func(*intake.Record) error { return nil },
		Refuse: func(intake.Refusal) error { return nil },
		Skip:   func(string, int64) {},
		Warn:   func(intake.Where, string) {},
	}
}

// TestMessagesAllocateNothing: four times the messages, not one allocation more, with and without a flow.
func TestMessagesAllocateNothing(t *testing.T) {
	few, many, sink := busy(8000), busy(32000), quiet()
	for name, o := range map[string]Options{"market": {}, "flow": {Flow: exchange.FlowOptions{Share: 0.3, Parents: exchange.ParentOptions{Of: 500, Fill: 0.5}}}} {
		s := settings(t, o, 4)
		allocs := func(data []byte) float64 {
			return testing.AllocsPerRun(3, func() {
				if err := Read(bytes.NewReader(data), 0, s, sink); err != nil {
					t.Fatal(err)
				}
			})
		}
		if a, b := allocs(few), allocs(many); b > a+16 { // the map of a flow's fills grows now and then
			t.Errorf("%s: %v allocations for 8,000 messages, %v for 32,000", name, a, b)
		}
	}
}

func benchmark(b *testing.B, data []byte, read func() error) {
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		if err := read(); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkRead measures reading beside a plain scan of the frames of the same file.
func BenchmarkRead(b *testing.B) {
	recorded := exchangetest.Recorded(b, "itch/runk.itch/locate-13-10k.bin")
	for name, data := range map[string][]byte{"recorded": recorded, "busy": busy(400_000)} {
		market, flow := settings(b, Options{}, 4), settings(b, Options{Flow: exchange.FlowOptions{Share: 0.05, Servers: 8}}, 4)
		b.Run(name+"/market", func(b *testing.B) {
			benchmark(b, data, func() error { return Read(bytes.NewReader(data), 0, market, quiet()) })
		})
		b.Run(name+"/flow", func(b *testing.B) {
			benchmark(b, data, func() error { return Read(bytes.NewReader(data), 0, flow, quiet()) })
		})
		b.Run(name+"/scan", func(b *testing.B) {
			benchmark(b, data, func() error { return scan(bytes.NewReader(data)) })
		})
	}
}

// scan reads the frames of a feed one by one and does nothing with them.
func scan(r io.Reader) error {
	var head [2]byte
	buf := make([]byte, 1<<16)
	in := bufio.NewReaderSize(r, 1<<17)
	for {
		if _, err := io.ReadFull(in, head[:]); err != nil {
			if err == io.EOF {
				return nil
			}
			return err
		}
		if _, err := io.ReadFull(in, buf[:int(head[0])<<8|int(head[1])]); err != nil {
			return err
		}
	}
}
