package lobster

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"io"
	"testing"

	"lossreplay/datasets/exchange"
	"lossreplay/datasets/intake"
)

func quiet() *intake.Sink {
	return &intake.Sink{
		Record: func(*intake.Record) error { return nil },
		Refuse: func(intake.Refusal) error { return nil },
		Skip:   func(string, int64) {},
		Warn:   func(intake.Where, string) {},
	}
}

// TestRowsAllocateNothing: eight times the rows, not one allocation more.
func TestRowsAllocateNothing(t *testing.T) {
	s := settings(t, Options{Flow: exchange.FlowOptions{Share: 1, Servers: 4, Parents: exchange.ParentOptions{Of: 10, Fill: 0.5}}}, "", 4)
	sink := quiet()
	allocs := func(times int) float64 {
		messages, book := bytes.Repeat([]byte(smallMessages), times), bytes.Repeat([]byte(smallBook), times)
		messages = bytes.ReplaceAll(messages, []byte(",1,12,10,1000300"), []byte(",5,12,10,1000300")) // the order that stays open
		return testing.AllocsPerRun(3, func() {
			if err := Read(bytes.NewReader(messages), bytes.NewReader(book), small, 0, s, sink); err != nil {
				t.Fatal(err)
			}
		})
	}
	if a, b := allocs(100), allocs(800); b > a {
		t.Errorf("%v allocations for 1,000 rows, %v for 8,000", a, b)
	}
}

// BenchmarkRead measures reading both files beside a plain scan of their lines, and encoding/csv.
func BenchmarkRead(b *testing.B) {
	messages, book := recorded(b, "rob*", aaplDay)
	run := func(name string, read func() error) {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(messages) + len(book)))
			b.ReportAllocs()
			for b.Loop() {
				if err := read(); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
	market := settings(b, Options{}, "", 4)
	flow := settings(b, Options{Flow: exchange.FlowOptions{Share: 0.05, Servers: 8}}, "", 4)
	run("market", func() error {
		return Read(bytes.NewReader(messages), bytes.NewReader(book), aaplDay, 0, market, quiet())
	})
	run("flow", func() error {
		return Read(bytes.NewReader(messages), bytes.NewReader(book), aaplDay, 0, flow, quiet())
	})
	run("scan", func() error {
		for _, data := range [][]byte{messages, book} {
			lines := bufio.NewScanner(bytes.NewReader(data))
			for lines.Scan() {
			}
		}
		return nil
	})
	run("encoding_csv", func() error {
		for _, data := range [][]byte{messages, book} {
			rows := csv.NewReader(bytes.NewReader(data))
			rows.ReuseRecord = true
			for {
				if _, err := rows.Read(); err == io.EOF {
					break
				} else if err != nil {
					return err
				}
			}
		}
		return nil
	})
}
