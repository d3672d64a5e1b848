package fix

import (
	"bytes"
	"fmt"
	"testing"

	"lossreplay/datasets/exchange/exchangetest"
	"lossreplay/datasets/intake"
)

// day writes a log of n orders, each of which is accepted and filled in two parts, as an engine would.
func day(n int) []byte {
	var b bytes.Buffer
	seq := 0
	message := func(kind, from, to, body string) {
		head := fmt.Sprintf("35=%s\x0134=%d\x0149=%s\x0152=20120801-13:30:%02d.%03d\x0156=%s\x01%s", kind, seq, from, seq/1000%60, seq%1000, to, body)
		text := fmt.Sprintf("8=FIX.4.2\x019=%d\x01%s", len(head), head)
		fmt.Fprintf(&b, "%s10=%03d\x01\n", text, sumOf([]byte(text))&255)
	}
	for i := range n {
		seq = i + 1
		own := fmt.Sprintf("11=ORD%08d\x0138=200\x0140=2\x0144=12.34\x0154=1\x0155=IBM\x0160=20120801-13:30:00.123\x01", i)
		message("D", "FIRM", "VENUE", "1=ACC\x0121=1\x0159=0\x01"+own)
		for part, codes := range []string{"150=0\x0139=0\x0114=0\x01151=200\x0132=0\x0131=0\x01", "150=1\x0139=1\x0114=100\x01151=100\x0132=100\x0131=12.34\x01", "150=2\x0139=2\x0114=200\x01151=0\x0132=100\x0131=12.34\x01"} {
			seq = 3*i + part + 1
			message("8", "VENUE", "FIRM", fmt.Sprintf("17=E%08d-%d\x0120=0\x0137=V%08d\x016=12.34\x01%s%s", i, part, i, codes, own))
		}
	}
	return b.Bytes()
}

// BenchmarkRead reads an engine's log of orders and reports, and a recorded one of market data.
func BenchmarkRead(b *testing.B) {
	for _, c := range []struct {
		name string
		data []byte
	}{{"orders", day(20_000)}, {"market-data", bytes.Repeat(exchangetest.Recorded(b, "fix/ieiss.fix-log-analyzer/fixlog.bin"), 40)}} {
		b.Run(c.name, func(b *testing.B) {
			s, err := Options{}.Settings("", 4)
			if err != nil {
				b.Fatal(err)
			}
			sink := &intake.Sink{Record: func(*intake.Record) error { return nil }, Refuse: func(intake.Refusal) error { return nil },
				Skip: func(string, int64) {}, Warn: func(intake.Where, string) {}}
			b.SetBytes(int64(len(c.data)))
			b.ReportAllocs()
			for b.Loop() {
				if err := NewReader(s, sink).Read(bytes.NewReader(c.data), 0); err != nil {
					b.Fatal(err)
				}
			}
		})
		b.Run(c.name+"/plain-scan", func(b *testing.B) {
			b.SetBytes(int64(len(c.data)))
			fields := 0
			for b.Loop() {
				for rest := c.data; ; fields++ {
					i := bytes.IndexByte(rest, 1)
					if i < 0 {
						break
					}
					rest = rest[i+1:]
				}
			}
			if fields == 0 {
				b.Fatal("no field found")
			}
		})
		b.Run(c.name+"/parse-alone", func(b *testing.B) {
			b.SetBytes(int64(len(c.data)))
			scan := newScanner()
			for b.Loop() {
				scan.reset(bytes.NewReader(c.data))
				for scan.next() == nil {
				}
			}
		})
	}
}
