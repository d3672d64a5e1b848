package model

import (
	"fmt"
	"math/bits"
	"strconv"
	"strings"
)

// Price is a fixed-point price: its unit is 10^-Scale of the incident's currency, 4 decimals unless the incident says
// otherwise.
type Price int64

// Money is an amount in micro-units (10^-6) of the incident's currency, so that quantity times price and per-share fees
// are exact. It reaches 9.2 trillion units.
type Money int64

// Qty is a number of shares or contracts. It is signed where it is a position (long positive) and positive in an order.
type Qty int64

// MoneyUnit is one unit of currency (one dollar) in Money.
const MoneyUnit Money = 1_000_000

// ScaleMax is the largest number of decimals a Price may carry: Money keeps six.
const ScaleMax = 6

// Scale is the number of decimals of an incident's prices, 0 to ScaleMax.
type Scale int

// Unit returns how many Money micro-units one Price unit is worth: 100 at four decimals. It panics if s is out of range.
func (s Scale) Unit() Money {
	if s < 0 || s > ScaleMax {
		panic(fmt.Sprintf("model: price scale %d is outside 0..%d", s, ScaleMax))
	}
	unit := Money(1)
	for range ScaleMax - s {
		unit *= 10
	}
	return unit
}

// Notional returns q times p in Money, signed as q, and whether it fits into 64 bits. unit is [Scale.Unit].
func Notional(q Qty, p Price, unit Money) (Money, bool) {
	a, ok := mul64(int64(q), int64(p))
	if !ok {
		return 0, false
	}
	b, ok := mul64(a, int64(unit))
	return Money(b), ok
}

// Add returns a + b and whether the sum fits into 64 bits.
func (m Money) Add(b Money) (Money, bool) {
	sum := m + b
	return sum, (sum > m) == (b > 0)
}

// Float returns m in units of currency, for statistics and figures only: money is never computed from it.
func (m Money) Float() float64 { return float64(m) / float64(MoneyUnit) }

// String returns m in units of currency with all six decimals cut to the last that is not 0, and at least two: "-12.50".
func (m Money) String() string {
	text := fixed(int64(m), ScaleMax)
	for strings.HasSuffix(text, "0") && len(text)-strings.IndexByte(text, '.') > 3 {
		text = text[:len(text)-1]
	}
	return text
}

// Text returns p with the decimals of its scale: "3.6000".
func (p Price) Text(s Scale) string { return fixed(int64(p), int(s)) }

// Float returns p in units of currency, for impact and figures only.
func (p Price) Float(s Scale) float64 {
	return float64(p) * float64(s.Unit()) / float64(MoneyUnit)
}

// ParseMoney returns the amount written in text ("-12.5", "2000000") and an error if it is no plain decimal number, has
// more than six decimals, or does not fit.
func ParseMoney(text string) (Money, error) {
	v, err := parseFixed(text, ScaleMax)
	return Money(v), err
}

// ParsePrice returns the price written in text at scale s, and an error if it is no plain decimal number, has more
// decimals than the scale, or does not fit.
func ParsePrice(text string, s Scale) (Price, error) {
	v, err := parseFixed(text, int(s))
	return Price(v), err
}

func fixed(v int64, decimals int) string {
	sign, mag := "", uint64(v)
	if v < 0 {
		sign, mag = "-", -mag
	}
	digits := strconv.FormatUint(mag, 10)
	if decimals == 0 {
		return sign + digits
	}
	if pad := decimals + 1 - len(digits); pad > 0 {
		digits = strings.Repeat("0", pad) + digits
	}
	cut := len(digits) - decimals
	return sign + digits[:cut] + "." + digits[cut:]
}

func parseFixed(text string, decimals int) (int64, error) {
	whole, frac, point := strings.Cut(text, ".")
	if whole == "" || whole == "-" || whole[0] == '+' || point && frac == "" {
		return 0, fmt.Errorf("%q is not a decimal number", text)
	}
	if len(frac) > decimals {
		return 0, fmt.Errorf("%q has more than %d decimals", text, decimals)
	}
	v, err := strconv.ParseInt(whole+frac+strings.Repeat("0", decimals-len(frac)), 10, 64)
	if err != nil {
		return 0, fmt.Errorf("%q is not a decimal number in range", text)
	}
	return v, nil
}

// mul64 returns a times b and whether it fits.
func mul64(a, b int64) (int64, bool) {
	hi, lo := bits.Mul64(magnitude(a), magnitude(b))
	negative := (a < 0) != (b < 0)
	if hi != 0 || lo > 1<<63 || (lo == 1<<63 && !negative) {
		return 0, false
	}
	if negative {
		return -int64(lo), true
	}
	return int64(lo), true
}

func magnitude(v int64) uint64 {
	if v < 0 {
		return -uint64(v)
	}
	return uint64(v)
}
