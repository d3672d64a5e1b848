package reconcile_test

import (
	"encoding/csv"
	"errors"
	"strconv"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"

	"lossreplay/datasets"
	"lossreplay/datasets/reconcile"
)

func parse(text string) ([]reconcile.Position, error) {
	return reconcile.Parse("positions.csv", strings.NewReader(text), "33")
}

func TestParse(t *testing.T) {
	for _, c := range []struct {
		name, text string
		want       []reconcile.Position
	}{
		{"two_columns", "symbol,shares\nAAA,500\nBBB,-1200\n", []reconcile.Position{
			{Line: 2, Symbol: "AAA", Shares: 500}, {Line: 3, Symbol: "BBB", Shares: -1200}}},
		{"all_columns_in_another_order", "cash,account,opening,shares,symbol\n-12.5,33,100,-7,AAA\n,,,0,AAA\n", []reconcile.Position{
			{Line: 2, Symbol: "AAA", Error: true, Opening: 100, Shares: -7, Cash: -12_500_000, HasCash: true}, {Line: 3, Symbol: "AAA"}}},
		{"byte_order_mark_carriage_returns_no_last_line_end", "\xef\xbb\xbfsymbol,shares\r\n\"BRK,B\",1", []reconcile.Position{
			{Line: 2, Symbol: "BRK,B", Shares: 1}}},
		{"header_alone", "symbol,shares\n", nil},
		{"cash_of_nothing_is_given", "symbol,shares,cash\nAAA,0,0\n", []reconcile.Position{{Line: 2, Symbol: "AAA", HasCash: true}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := parse(c.text)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// TestParseNamesEveryFault holds all the lines of a refused file's error against what they should say.
func TestParseNamesEveryFault(t *testing.T) {
	for _, c := range []struct {
		name, text string
		want       []string
	}{
		{"empty", "", []string{"positions.csv: is empty"}},
		{"unknown_column", "symbol,share\nA,1\n", []string{
			"positions.csv:1:1: shares is missing", `positions.csv:1:8: "share" is no column of a positions file`}},
		{"doubled_column", "symbol,shares,shares\n", []string{`positions.csv:1:15: "shares" is the name of two columns`}},
		{"upper_case_column", "Symbol,shares\n", []string{`positions.csv:1:1: "Symbol" is no column of a positions file`, "positions.csv:1:1: symbol is missing"}},
		{"several_rows", "symbol,shares,cash,account\nA,1,000,33\nB,1.5,1,\n B,1,1,44\nA,,1e6,33\n", []string{
			`positions.csv:3:3: shares "1.5" is no whole number of shares in range`,
			`positions.csv:4:1: symbol " B" is no symbol`,
			`positions.csv:4:8: account "44" is no account of the day`,
			`positions.csv:5:1: symbol "A" is here a second time: line 2 has it`,
			`positions.csv:5:3: shares "" is no whole number of shares in range`,
			`positions.csv:5:4: cash "1e6" is no amount: a plain decimal number with at most six decimals`}},
		{"separators", "symbol,shares\nA,\"1,000\"\n", []string{`positions.csv:2:3: shares "1,000" is no whole number of shares in range`}},
		{"too_many_fields", "symbol,shares\nA,1,000\nB,2,\n", []string{"positions.csv:2:1: has 3 fields; the header has 2", "positions.csv:3:1: has 3 fields; the header has 2"}},
		{"quote_in_a_field", "symbol,shares\nA\"B,1\nC,x\n", []string{`positions.csv:2:2: is no CSV here: bare " in non-quoted-field`, `positions.csv:3:3: shares "x" is no whole number of shares in range`}},
		{"null_byte", "symbol,shares\nA\x00,1\n", []string{`positions.csv:2:1: symbol "A\x00" is no symbol`}},
		{"not_utf8", "symbol,shares\n\xff,1\n", []string{`positions.csv:2:1: symbol "\xff" is no symbol`}},
		{"more_digits_than_fit", "symbol,shares\nA," + strings.Repeat("9", 100) + "\n", []string{
			`positions.csv:2:3: shares "` + strings.Repeat("9", 60) + `"... is no whole number of shares in range`}},
		{"sums_would_not_fit", "symbol,shares\nA,-2305843009213693953\n", []string{`positions.csv:2:3: shares "-2305843009213693953" is no whole number of shares in range`}},
		{"plus_sign", "symbol,shares\nA,+1\n", []string{`positions.csv:2:3: shares "+1" is no whole number of shares in range`}},
	} {
		t.Run(c.name, func(t *testing.T) {
			positions, err := parse(c.text)
			var problems *datasets.Problems
			if !errors.As(err, &problems) || positions != nil {
				t.Fatalf("%v, error %v; want problems alone", positions, err)
			}
			var got []string
			for _, p := range problems.All() {
				got = append(got, p.String())
				if p.Mend == "" {
					t.Errorf("%v: no mend", p)
				}
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestParseEndsAfterAThousandFaults(t *testing.T) {
	for _, line := range []string{"A,x\n", "A\"B,1\n", "A\n"} {
		_, err := parse("symbol,shares\n" + strings.Repeat(line, 50_000))
		var problems *datasets.Problems
		if !errors.As(err, &problems) || problems.Count() > 2_000 || problems.Count() < 1_000 {
			t.Errorf("%q: %v", line, problems.Count())
		}
	}
}

func TestParseSaysWhatReadingSays(t *testing.T) {
	broken := errors.New("the disk is gone")
	if _, err := reconcile.Parse("p.csv", iotest.ErrReader(broken), "33"); !errors.Is(err, broken) {
		t.Errorf("error %v", err)
	}
}

// write returns positions as the file that they came from.
func write(positions []reconcile.Position) string {
	var b strings.Builder
	out := csv.NewWriter(&b)
	record := func(fields ...string) {
		if err := out.Write(fields); err != nil {
			panic(err)
		}
	}
	record("symbol", "account", "opening", "shares", "cash")
	for _, p := range positions {
		account, cash := "", ""
		if p.Error {
			account = "33"
		}
		if p.HasCash {
			cash = p.Cash.String()
		}
		record(p.Symbol, account, strconv.FormatInt(int64(p.Opening), 10), strconv.FormatInt(int64(p.Shares), 10), cash)
	}
	out.Flush()
	return b.String()
}

// FuzzParse wants no panic, a position or a problem for every row, and the same positions of what is written from them.
func FuzzParse(f *testing.F) {
	for _, seed := range []string{
		"symbol,shares\nAAA,500\n", "symbol,shares,cash,account,opening\nA,-1,2.5,33,7\nA,1,,,\n", "\xef\xbb\xbfsymbol,shares\r\n\"B\"\"C\",1\r\n",
		"symbol,shares\nA\"B,1\n", "symbol,shares\nA,1,2\n", "symbol,symbol\n", "symbol,shares\n\x00,1\n", "\"symbol\",\"shares\"\n\"A\nB\",1\n",
		"symbol,shares,cash\nA,99999999999999999999,1e9\n", "symbol,shares\n\n\nA,1", "\"", "symbol,shares\n\"",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		positions, err := parse(text)
		var problems *datasets.Problems
		if err != nil {
			if !errors.As(err, &problems) || problems.Count() == 0 || positions != nil {
				t.Fatalf("%v with error %v", positions, err)
			}
			return
		}
		again, err := parse(write(positions))
		if err != nil {
			t.Fatal(err)
		}
		if len(again) != len(positions) {
			t.Fatalf("%d positions, written and read %d", len(positions), len(again))
		}
		for i := range again {
			want := positions[i]
			want.Line = again[i].Line // lines of its own
			if again[i] != want {
				t.Fatalf("%+v became %+v", want, again[i])
			}
		}
	})
}
