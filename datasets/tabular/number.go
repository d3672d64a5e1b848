package tabular

import "math"

// outcome says how the reading of a number went.
type outcome uint8

const (
	exact   outcome = iota
	rounded         // taken, half to even
	tooFine         // has more decimals than are kept
	tooLarge
	noNumber
)

// pow10 are the powers of ten that fit into 64 bits.
var pow10 = [...]uint64{1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19}

// digits is a number as it is read: mantissa times ten to the power of exponent, and what of its digits did not fit.
type digits struct {
	mantissa uint64
	exponent int
	negative bool
	next     byte // the first digit that did not fit
	rest     bool // whether a later digit that did not fit is above 0
}

// parseDecimal returns the number in text times ten to the power of decimals, if that is whole or is to be rounded. Text is
// plain or with an exponent, the decimal sign a point; anything else is noNumber.
func parseDecimal(text []byte, decimals int, round bool) (int64, outcome) {
	if v, ok := short(text, decimals); ok {
		return v, exact
	}
	d, how := scan(text)
	if how != exact {
		return 0, how
	}
	v, how := d.scaled(decimals, round)
	if v > math.MaxInt64 {
		return 0, tooLarge
	}
	if d.negative {
		return -int64(v), how
	}
	return int64(v), how
}

// pointDigit is the point, less the digit 0, in a byte.
const pointDigit = 0xFE

// short is parseDecimal for what nearly all cells hold: up to eighteen digits, a point among them, no more decimals than are
// kept. It returns false for everything else.
func short(text []byte, decimals int) (int64, bool) {
	if len(text) == 0 || len(text) > 18 {
		return 0, false
	}
	v, point := uint64(0), -1
	for i, c := range text {
		if c -= '0'; c <= 9 {
			v = v*10 + uint64(c)
		} else if c == pointDigit && point < 0 {
			point = i
		} else {
			return 0, false
		}
	}
	if point >= 0 {
		if len(text) == 1 {
			return 0, false
		}
		decimals -= len(text) - 1 - point
	}
	if decimals == 0 {
		return int64(v), true
	}
	if decimals < 0 || decimals > 18 || v > math.MaxInt64/pow10[decimals] {
		return 0, false
	}
	return int64(v * pow10[decimals]), true
}

func scan(text []byte) (d digits, how outcome) {
	i, n := 0, len(text)
	if n > 0 && (text[0] == '-' || text[0] == '+') {
		d.negative = text[0] == '-'
		i = 1
	}
	seen, point, full := 0, false, false
	for ; i < n; i++ {
		c := text[i] - '0'
		switch {
		case c <= 9 && !full && d.mantissa <= (math.MaxInt64-9)/10:
			d.mantissa = d.mantissa*10 + uint64(c)
			seen++
			if point {
				d.exponent--
			}
		case c <= 9:
			seen++
			if !full {
				full, d.next = true, c
			} else if c > 0 {
				d.rest = true
			}
			if !point {
				d.exponent++
			}
		case text[i] == '.' && !point:
			point = true
		case (text[i] == 'e' || text[i] == 'E') && seen > 0:
			power, ok := exponent(text[i+1:])
			if !ok {
				return d, noNumber
			}
			d.exponent += power
			return d, exact
		default:
			return d, noNumber
		}
	}
	if seen == 0 {
		return d, noNumber
	}
	return d, exact
}

// exponent returns the signed number after an e: up to four digits, more than any amount needs.
func exponent(text []byte) (int, bool) {
	sign := 1
	if len(text) > 0 && (text[0] == '-' || text[0] == '+') {
		if text[0] == '-' {
			sign = -1
		}
		text = text[1:]
	}
	if len(text) == 0 || len(text) > 4 {
		return 0, false
	}
	v := 0
	for _, c := range text {
		if c -= '0'; c > 9 {
			return 0, false
		}
		v = v*10 + int(c)
	}
	return sign * v, true
}

// scaled returns the number times ten to the power of decimals.
func (d *digits) scaled(decimals int, round bool) (uint64, outcome) {
	power := d.exponent + decimals
	lost := d.next > 0 || d.rest
	switch {
	case d.mantissa == 0:
		return 0, exact
	case power > 0 && (lost || power > 18 || d.mantissa > math.MaxInt64/pow10[power]):
		return 0, tooLarge
	case power > 0:
		return d.mantissa * pow10[power], exact
	case power < -19:
		if !round {
			return 0, tooFine
		}
		return 0, rounded
	}
	unit := pow10[-power]
	v, left := d.mantissa/unit, d.mantissa%unit
	switch {
	case left == 0 && !lost:
		return v, exact
	case !round:
		return 0, tooFine
	}
	// Twice what is left against the unit; if that is one half, the digits that did not fit decide, then the even neighbour.
	twice, half := left*2, unit
	more := lost
	if unit == 1 {
		twice, half, more = uint64(d.next), 5, d.rest
	}
	if twice > half || twice == half && (more || v%2 == 1) {
		v++
	}
	return v, rounded
}
