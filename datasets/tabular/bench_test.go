package tabular

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"io"
	"testing"

	"lossreplay/datasets/intake"
)

// benchFile returns a CSV file of executions, some of its fields in quotes if wanted.
func benchFile(quoted bool) []byte {
	var b bytes.Buffer
	b.WriteString("time,id,exec,sym,side,qty,px,fee,venue\n")
	for i := range 200_000 {
		name := "ARCA"
		if quoted && i%4 == 0 {
			name = `"NYSE, Arca"`
		}
		fmt.Fprintf(&b, "2012-08-01T13:%02d:%02d.%06dZ,ORD%07d,EX%08d,SYM%03d,%s,%d,%d.%02d,0.%03d,%s\n", 30+i/120000, i/2000%60, i%1000000, i/3, i, i%150,
			[]string{"B", "S"}[i%2], 100*(1+i%9), 10+i%90, i%100, i%1000, name)
	}
	return b.Bytes()
}

const benchMapping = `
kind: executions
columns: {time: time, order_id: id, exec_id: exec, symbol: sym, side: side, last_qty: qty, last_px: px, fee: fee, venue: venue}
`

// BenchmarkRead stands beside encoding/csv alone, which yields no records, and beside a scan of the bytes for line ends.
func BenchmarkRead(b *testing.B) {
	for _, quoted := range []bool{false, true} {
		data := benchFile(quoted)
		name := map[bool]string{false: "plain", true: "quoted"}[quoted]
		b.Run("tabular/"+name, func(b *testing.B) {
			s := mapped(b, 4, benchMapping)
			rows := 0
			sink := &intake.Sink{Record: func(*intake.Record) error { rows++; return nil }, Refuse: func(r intake.Refusal) error { return fmt.Errorf("%v", r) },
				Skip: func(string, int64) {}, Warn: func(intake.Where, string) {}}
			b.SetBytes(int64(len(data)))
			b.ReportAllocs()
			for b.Loop() {
				if err := Read(bytes.NewReader(data), 0, s, sink); err != nil {
					b.Fatal(err)
				}
			}
		})
		b.Run("encodingcsv/"+name, func(b *testing.B) {
			b.SetBytes(int64(len(data)))
			for b.Loop() {
				r := csv.NewReader(bytes.NewReader(data))
				r.ReuseRecord = true
				for {
					if _, err := r.Read(); err == io.EOF {
						break
					} else if err != nil {
						b.Fatal(err)
					}
				}
			}
		})
		b.Run("scan/"+name, func(b *testing.B) {
			b.SetBytes(int64(len(data)))
			for b.Loop() {
				lines := 0
				for rest := data; len(rest) > 0; lines++ {
					rest = rest[bytes.IndexByte(rest, '\n')+1:]
				}
				if lines != 200_001 {
					b.Fatal(lines)
				}
			}
		})
	}
}
