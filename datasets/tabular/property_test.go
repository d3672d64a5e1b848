package tabular

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"io"
	"math/big"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"lossreplay/datasets/intake"
	"lossreplay/model"
)

// decimalOracle is parseDecimal by big fractions.
func decimalOracle(text string, decimals int, round bool) (int64, outcome) {
	v, ok := new(big.Rat).SetString(text)
	if !ok {
		return 0, noNumber
	}
	power := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(max(decimals, -decimals))), nil)
	if decimals >= 0 {
		v.Mul(v, new(big.Rat).SetInt(power))
	} else {
		v.Quo(v, new(big.Rat).SetInt(power))
	}
	how := exact
	whole, left := new(big.Int).QuoRem(v.Num(), v.Denom(), new(big.Int))
	if left.Sign() != 0 {
		if !round {
			return 0, tooFine
		}
		how = rounded
		twice := new(big.Int).Abs(new(big.Int).Lsh(left, 1))
		if c := twice.Cmp(v.Denom()); c > 0 || c == 0 && whole.Bit(0) == 1 {
			whole.Add(whole, big.NewInt(int64(v.Sign())))
		}
	}
	if !whole.IsInt64() || whole.Int64() == -1<<63 {
		return 0, tooLarge
	}
	return whole.Int64(), how
}

func TestDecimalsAreThoseOfBigFractions(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringMatching(`[-+]?([0-9]{1,24}|[0-9]{0,12}\.[0-9]{1,24}|[0-9]{1,6}[05]\.?[05]{0,3})(e[-+]?[0-9]{1,2})?`).Draw(t, "text")
		decimals, round := rapid.IntRange(-9, 12).Draw(t, "decimals"), rapid.Bool().Draw(t, "round")
		got, how := parseDecimal([]byte(text), decimals, round)
		want, wantHow := decimalOracle(text, decimals, round)
		if how != wantHow && !(how == tooLarge && wantHow == tooFine) || how < tooFine && got != want {
			t.Fatalf("%s with %d decimals, round %v: %d (%d), want %d (%d)", text, decimals, round, got, how, want, wantHow)
		}
	})
}

func TestWhatIsNoNumberIsNone(t *testing.T) {
	for _, text := range []string{"", "-", ".", "+.", "1.2.3", "1,5", "0x10", "1_0", " 1", "1 ", "e5", "1e", "1e+", "1e12345", "NaN", "Inf", "--1", "1-", "１"} {
		if v, how := parseDecimal([]byte(text), 4, true); how != noNumber {
			t.Errorf("%q is %d (%d)", text, v, how)
		}
	}
}

func TestTimesAreThoseOfTheStandardLibrary(t *testing.T) {
	layouts := []string{"2006-01-02T15:04:05.999999999Z07:00", "2006-01-02 15:04:05-0700", "20060102-15:04:05.000", "2006/01/02 15:04", "2006-01-02"}
	rapid.Check(t, func(t *rapid.T) {
		layout := rapid.SampledFrom(layouts).Draw(t, "layout")
		zone := rapid.SampledFrom([]*time.Location{time.UTC, newYork, time.FixedZone("", 5*3600+1800)}).Draw(t, "zone")
		at := time.Unix(rapid.Int64Range(-2e9, 5e9).Draw(t, "seconds"), rapid.Int64Range(0, 999_999_999).Draw(t, "ns")).In(zone)
		text := at.Format(layout)
		want, err := time.ParseInLocation(layout, text, zone)
		if err != nil {
			t.Fatal(err)
		}
		c, err := newClock("", zone, "")
		if err != nil {
			t.Fatal(err)
		}
		c.read([]byte("2012-03-11 03:00:00")) // a clock that has read before
		got, odd, refused := c.read([]byte(text))
		if refused != "" || odd != shownTwice && got != model.Time(want.UnixNano()) {
			t.Fatalf("%s: %s %s %s, want %s", text, got, odd, refused, want)
		}
		if byLayout, err := newClock(layout, zone, ""); err != nil {
			t.Fatal(err)
		} else if again, _, refused := byLayout.read([]byte(text)); again != got || refused != "" {
			t.Fatalf("%s by %s: %s %s, want %s", text, layout, again, refused, got)
		}
	})
}

// TestRoundTrip writes random executions as CSV with the standard library and reads them back.
func TestRoundTrip(t *testing.T) {
	text := rapid.StringOfN(rapid.RuneFrom([]rune("aZ9 ,;\"'\n\té|#")), 1, 12, -1)
	rapid.Check(t, func(t *rapid.T) {
		delimiter := rapid.SampledFrom([]rune{',', ';', '\t', '|'}).Draw(t, "delimiter")
		mapping := fillMapping + fmt.Sprintf("delimiter: %q\n", string(delimiter))
		var want []intake.Record
		var b bytes.Buffer
		w := csv.NewWriter(&b)
		w.Comma, w.UseCRLF = delimiter, rapid.Bool().Draw(t, "crlf")
		w.Write([]string{"id", "time", "qty", "px", "sym", "side", "fee"})
		for range rapid.IntRange(0, 20).Draw(t, "rows") {
			r := intake.Record{Kind: intake.Trade, Order: []byte(text.Draw(t, "id")), Symbol: []byte(text.Draw(t, "sym")),
				At: model.Time(rapid.Int64Range(0, 4e18).Draw(t, "at")), LastQty: model.Qty(rapid.Int64Range(1, 1e15).Draw(t, "qty")),
				LastPx: model.Price(rapid.Int64Range(1, 1e15).Draw(t, "px")), Fee: model.Money(rapid.Int64Range(-1e15, 1e15).Draw(t, "fee")),
				Side: rapid.SampledFrom([]model.Side{model.Buy, model.Sell, model.SellShort}).Draw(t, "side")}
			want = append(want, r)
			w.Write([]string{string(r.Order), r.At.String(), fmt.Sprint(r.LastQty), r.LastPx.Text(4), string(r.Symbol), r.Side.String(), r.Fee.String()})
		}
		w.Flush()
		k := &taken{}
		s, err := parseMapping(mapping, 4)
		if err != nil {
			t.Fatal(err)
		}
		if err := Read(iotest(b.Bytes()), 0, s, k.sink()); err != nil {
			t.Fatal(err)
		}
		if len(k.refusals) > 0 || len(k.records) != len(want) {
			t.Fatalf("%d of %d records, refused %v of\n%s", len(k.records), len(want), k.refusals, b.String())
		}
		for i, r := range k.records {
			clean := func(text []byte) string { return strings.ReplaceAll(string(text), "\r\n", "\n") }
			if w := want[i]; r.At != w.At || r.LastQty != w.LastQty || r.LastPx != w.LastPx || r.Fee != w.Fee {
				t.Fatalf("record %d\n%s, want\n%s", i, line(r), line(w))
			}
			if clean(r.Order) != string(want[i].Order) || clean(r.Symbol) != string(want[i].Symbol) || r.Side != want[i].Side {
				t.Fatalf("record %d: %q %q %s, want %q %q %s", i, r.Order, r.Symbol, r.Side, want[i].Order, want[i].Symbol, want[i].Side)
			}
		}
	})
}

// iotest returns a reader that gives few bytes at a time.
func iotest(data []byte) io.Reader { return &slowReader{data} }

type slowReader struct{ left []byte }

func (r *slowReader) Read(p []byte) (int, error) {
	if len(r.left) == 0 {
		return 0, io.EOF
	}
	n := copy(p[:min(len(p), 7)], r.left)
	r.left = r.left[n:]
	return n, nil
}

// TestNothingIsAllocatedPerRow compares the allocations of a file with those of one ten times as long.
func TestNothingIsAllocatedPerRow(t *testing.T) {
	s := mapped(t, 4, benchMapping)
	sink := &intake.Sink{Record: func(*intake.Record) error { return nil }, Refuse: func(r intake.Refusal) error { return fmt.Errorf("%v", r) },
		Skip: func(string, int64) {}, Warn: func(intake.Where, string) {}}
	head, rows, _ := bytes.Cut(benchFile(true), []byte("\n"))
	allocations := func(size int) float64 {
		data := append(append(append([]byte(nil), head...), '\n'), rows[:size+bytes.IndexByte(rows[size:], '\n')+1]...)
		return testing.AllocsPerRun(3, func() {
			if err := Read(bytes.NewReader(data), 0, s, sink); err != nil {
				t.Fatal(err)
			}
		})
	}
	if few, many := allocations(100_000), allocations(1_000_000); many > few+4 {
		t.Errorf("%g allocations for 100 kB, %g for 1 MB", few, many)
	}
}
