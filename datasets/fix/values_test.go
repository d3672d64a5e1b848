package fix

import (
	"math/big"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestDecimals(t *testing.T) {
	for _, c := range []struct {
		text   string
		want   int64
		reason string
	}{
		{"12.34", 123400, ""}, {"12", 120000, ""}, {"12.", 120000, ""}, {".5", 5000, ""}, {"-0.0001", -1, ""}, {"0012.3400000", 123400, ""},
		{"0", 0, ""}, {"-0", 0, ""}, {"", 0, reasonNumber}, {".", 0, reasonNumber}, {"-", 0, reasonNumber}, {"+1", 0, reasonNumber},
		{"1e3", 0, reasonNumber}, {"1,000", 0, reasonNumber}, {"1.2.3", 0, reasonNumber}, {"0x1", 0, reasonNumber}, {" 1", 0, reasonNumber},
		{"1.00001", 0, reasonScale}, {"9223372036854775.0001", 0, reasonRange}, {strings.Repeat("9", 1_000_000), 0, reasonRange},
		{strings.Repeat("0", 1_000_000) + "7", 70000, ""}, {"7." + strings.Repeat("0", 1_000_000), 70000, ""},
	} {
		if got, reason := decimal([]byte(c.text), 4, reasonScale); got != c.want || reason != c.reason {
			t.Errorf("%.20s: %d, %q; want %d, %q", c.text, got, reason, c.want, c.reason)
		}
	}
}

// TestDecimalsExactly: what is taken is exactly what is written.
func TestDecimalsExactly(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringMatching(`-?[0-9]{1,14}(\.[0-9]{0,7})?`).Draw(t, "text")
		scale := rapid.IntRange(0, 6).Draw(t, "scale")
		exact, ok := new(big.Rat).SetString(strings.TrimSuffix(text, "."))
		if !ok {
			t.Fatalf("%s is no number", text)
		}
		exact.Mul(exact, new(big.Rat).SetInt(new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(scale)), nil)))
		got, reason := decimal([]byte(text), scale, reasonScale)
		switch {
		case reason == "" && exact.Cmp(new(big.Rat).SetInt64(got)) != 0:
			t.Fatalf("%s at %d decimals is %d", text, scale, got)
		case reason == reasonScale && exact.IsInt():
			t.Fatalf("%s at %d decimals is whole and refused", text, scale)
		case reason == reasonNumber:
			t.Fatalf("%s is refused as no number", text)
		case reason == reasonRange && exact.IsInt() && exact.Num().BitLen() < 56:
			t.Fatalf("%s is refused as out of range", text)
		}
	})
}

func TestTimes(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"20120801-13:30:00", "2012-08-01T13:30:00Z"}, {"20120801-13:30:00.5", "2012-08-01T13:30:00.5Z"},
		{"20120801-13:30:00.123456789", "2012-08-01T13:30:00.123456789Z"}, {"20120801-13:30:00.123456789123", "2012-08-01T13:30:00.123456789Z"},
		{"20120801-13:30:00Z", "2012-08-01T13:30:00Z"}, {"20161231-23:59:60", "2017-01-01T00:00:00Z"}, {"20120229-00:00:00", "2012-02-29T00:00:00Z"},
		{"20120230-00:00:00", ""}, {"00000000-00:00:00.000", ""}, {"20120801 13:30:00", ""}, {"20120801-24:00:00", ""}, {"20120801-13:30", ""},
		{"20120801-13:30:00.", ""}, {"20120801-13:30:00+01", ""}, {"<TIME>", ""}, {"", ""}, {"20120801-13:30:00.1234567891234", ""}, {"99991231-00:00:00", ""},
	} {
		var k clock
		at, ok := k.utc([]byte(c.text))
		if ok != (c.want != "") || ok && at.String() != c.want {
			t.Errorf("%q: %v, %v; want %q", c.text, at, ok, c.want)
		}
	}
}

func TestPrefixTimes(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"20111107-10:52:22.133: ", "2011-11-07T10:52:22.133Z"}, {"2018/02/23 19:14:25.174454 ", "2018-02-23T19:14:25.174454Z"},
		{"<20200713-17:51:24, FIX.4.4:A->B, outgoing> (", "2020-07-13T17:51:24Z"}, {"[INFO] 2018-02-23T19:14:25,171 in: ", "2018-02-23T19:14:25.171Z"},
		{"20060410-06:19:00 -> \x00\x00", "2006-04-10T06:19:00Z"}, {"04/10/2006  15:20:27:   <== ", ""}, {"order 12345678901234567 ", ""}, {"", ""},
		{"id=99999999-20:00:00 2018-02-23 19:14:25 ", "2018-02-23T19:14:25Z"}, {"12345678", ""},
	} {
		var k clock
		at, ok := k.prefixTime([]byte(c.text))
		if ok != (c.want != "") || ok && at.String() != c.want {
			t.Errorf("%q: %v, %v; want %q", c.text, at, ok, c.want)
		}
	}
}
