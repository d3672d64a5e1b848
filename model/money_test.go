package model

import (
	"math/big"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestParseMoney(t *testing.T) {
	for _, c := range []struct {
		text string
		want Money
		ok   bool
	}{
		{"2000000", 2_000_000 * MoneyUnit, true},
		{"2000000.00", 2_000_000 * MoneyUnit, true},
		{"-12.5", -12_500_000, true},
		{"0.000001", 1, true},
		{"-0.000001", -1, true},
		{"0.0000001", 0, false}, // a seventh decimal
		{"9223372036854.775807", 1<<63 - 1, true},
		{"9223372036854.775808", 0, false},
		{"-9223372036854.775808", -1 << 63, true},
		{"-9223372036854.775809", 0, false},
		{"", 0, false},
		{"-", 0, false},
		{".5", 0, false},
		{"-.5", 0, false},
		{"5.", 0, false},
		{"+5", 0, false},
		{"1.-5", 0, false},
		{"1.5.5", 0, false},
		{"1e6", 0, false},
		{"1_000", 0, false},
		{" 1", 0, false},
		{"12,50", 0, false},
	} {
		got, err := ParseMoney(c.text)
		if got != c.want || (err == nil) != c.ok {
			t.Errorf("%q: %d, %v; want %d", c.text, got, err, c.want)
		}
	}
}

func TestMoneyIsReadBackAsWritten(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		m := Money(rapid.Int64().Draw(r, "money"))
		text := m.String()
		if got, err := ParseMoney(text); err != nil || got != m {
			r.Fatalf("%d is written %q and read as %d, %v", int64(m), text, int64(got), err)
		}
		if _, decimals, _ := strings.Cut(text, "."); len(decimals) < 2 {
			r.Fatalf("%q has fewer than two decimals", text)
		}
	})
}

func TestPriceIsReadBackAsWritten(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		p, s := Price(rapid.Int64().Draw(r, "price")), Scale(rapid.IntRange(0, ScaleMax).Draw(r, "scale"))
		if got, err := ParsePrice(p.Text(s), s); err != nil || got != p {
			r.Fatalf("%d at scale %d is written %q and read as %d, %v", int64(p), s, p.Text(s), int64(got), err)
		}
	})
}

func TestMoneyText(t *testing.T) {
	for _, c := range []struct {
		m    Money
		want string
	}{{0, "0.00"}, {1, "0.000001"}, {-12_500_000, "-12.50"}, {10_000_000, "10.00"}, {1_230_000, "1.23"}, {1_234_500, "1.2345"}} {
		if got := c.m.String(); got != c.want {
			t.Errorf("%d is written %q, want %q", int64(c.m), got, c.want)
		}
	}
	if got := Price(36_000).Text(4); got != "3.6000" {
		t.Errorf("price written %q", got)
	}
}

func TestScaleUnit(t *testing.T) {
	for s, want := range map[Scale]Money{0: 1_000_000, 2: 10_000, 4: 100, 6: 1} {
		if got := s.Unit(); got != want {
			t.Errorf("scale %d has unit %d, want %d", s, got, want)
		}
	}
	for _, s := range []Scale{-1, ScaleMax + 1} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("scale %d does not panic", s)
				}
			}()
			s.Unit()
		}()
	}
}

// edgy draws numbers near the ends of their range as often as others.
func edgy(r *rapid.T, name string) int64 {
	return rapid.OneOf(rapid.Int64(), rapid.SampledFrom([]int64{0, 1, -1, 1<<63 - 1, -1 << 63, 1 << 62, -1 << 62, 1 << 32, -1 << 31})).Draw(r, name)
}

func TestNotionalAndAddAgreeWithBigIntegers(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		q, p := edgy(r, "qty"), edgy(r, "price")
		unit := Scale(rapid.IntRange(0, ScaleMax).Draw(r, "scale")).Unit()
		want := new(big.Int).Mul(big.NewInt(q), big.NewInt(p))
		fits := want.IsInt64() // the product of two has to fit as well
		want.Mul(want, big.NewInt(int64(unit)))
		got, ok := Notional(Qty(q), Price(p), unit)
		if ok != (fits && want.IsInt64()) || ok && int64(got) != want.Int64() {
			r.Fatalf("Notional(%d, %d, %d) = %d, %v; want %v", q, p, unit, got, ok, want)
		}
		sum := new(big.Int).Add(big.NewInt(q), big.NewInt(p))
		total, ok := Money(q).Add(Money(p))
		if ok != sum.IsInt64() || ok && int64(total) != sum.Int64() {
			r.Fatalf("%d + %d = %d, %v; want %v", q, p, total, ok, sum)
		}
	})
}

func TestNotionalAtTheEndsOf64Bits(t *testing.T) {
	for _, c := range []struct {
		q    Qty
		p    Price
		want Money
		ok   bool
	}{
		{1 << 31, 1 << 31, 1 << 62, true},
		{1 << 31, 1 << 32, 0, false}, // 2^63
		{-1 << 31, 1 << 32, -1 << 63, true},
		{3 << 30, 1 << 32, 0, false}, // between 2^63 and 2^64
		{-3 << 30, 1 << 32, 0, false},
		{1 << 32, 1 << 32, 0, false}, // 2^64: the low half is 0
		{-1 << 63, 1, -1 << 63, true},
		{-1 << 63, -1, 0, false},
	} {
		if got, ok := Notional(c.q, c.p, 1); ok != c.ok || ok && got != c.want {
			t.Errorf("%d times %d is %d, %v", c.q, c.p, got, ok)
		}
	}
}
