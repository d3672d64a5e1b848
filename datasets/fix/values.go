package fix

import (
	"math"
	"time"

	"lossreplay/model"
)

// qtyMax is the largest quantity that a table of an incident holds.
const qtyMax = math.MaxInt32

// The reasons for which a value is not taken.
const (
	reasonNumber   = "is no decimal number"
	reasonRange    = "is out of range"
	reasonScale    = "has more decimals than price_scale; raise price_scale"
	reasonFraction = "is no whole number of shares"
	reasonMissing  = "is missing"
)

// decimal returns value in units of 10^-scale, or why it cannot be one. Zeros at either end do not count.
func decimal(value []byte, scale int, finer string) (v int64, reason string) {
	text, negative := value, false
	if len(text) > 0 && text[0] == '-' {
		text, negative = text[1:], true
	}
	digits, decimals := 0, -1 // decimals so far, -1 before the point
	for _, c := range text {
		switch {
		case c == '.' && decimals < 0:
			decimals = 0
			continue
		case !digit(c):
			return 0, reasonNumber
		case decimals >= scale && c != '0':
			return 0, finer
		}
		digits++
		if decimals >= 0 {
			if decimals++; decimals > scale {
				continue
			}
		}
		if v > math.MaxInt64/100 {
			return 0, reasonRange
		}
		v = v*10 + int64(c-'0')
	}
	if digits == 0 {
		return 0, reasonNumber
	}
	for i := max(decimals, 0); i < scale; i++ {
		if v > math.MaxInt64/100 {
			return 0, reasonRange
		}
		v *= 10
	}
	if negative {
		v = -v
	}
	return v, ""
}

// quantity returns a number of shares of 0 to qtyMax.
func quantity(value []byte) (model.Qty, string) {
	v, reason := decimal(value, 0, reasonFraction)
	if reason == "" && (v < 0 || v > qtyMax) {
		return 0, reasonRange
	}
	return model.Qty(v), reason
}

// price returns a price of at least 0.
func price(value []byte, scale model.Scale) (model.Price, string) {
	v, reason := decimal(value, int(scale), reasonScale)
	if reason == "" && v < 0 {
		return 0, reasonRange
	}
	return model.Price(v), reason
}

// clock reads times and remembers the last date.
type clock struct {
	date     [8]byte
	midnight model.Time
}

const dayNanos = model.Time(24 * time.Hour)

// utc returns the time written as FIX writes it: 20180109-07:01:03 with up to twelve decimals, of which nine count.
func (c *clock) utc(text []byte) (at model.Time, ok bool) {
	if len(text) < 17 || text[8] != '-' {
		return 0, false
	}
	midnight, ok := c.day(text[:8])
	if !ok {
		return 0, false
	}
	nanos, n := timeOfDay(text[9:], '.')
	if n == 0 || n < len(text)-9 && (text[9+n] != 'Z' || n+1 < len(text)-9) {
		return 0, false
	}
	return midnight + nanos, true
}

// day returns the midnight that begins the day 20180109, in the years 1980 to 2200.
func (c *clock) day(text []byte) (model.Time, bool) {
	if string(text) == string(c.date[:]) {
		return c.midnight, true
	}
	n := whole(text)
	year, month, day := n/10000, n/100%100, n%100
	if n < 0 || year < 1980 || year > 2200 {
		return 0, false
	}
	at := time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
	if at.Day() != day || int(at.Month()) != month {
		return 0, false
	}
	copy(c.date[:], text)
	c.midnight = model.Time(at.UnixNano())
	return c.midnight, true
}

// timeOfDay reads 07:01:03.123 at the front of text and returns how many bytes it has, 0 if it is none.
func timeOfDay(text []byte, point byte) (nanos model.Time, n int) {
	if len(text) < 8 || text[2] != ':' || text[5] != ':' {
		return 0, 0
	}
	h, m, s := whole(text[:2]), whole(text[3:5]), whole(text[6:8])
	if h < 0 || h > 23 || m < 0 || m > 59 || s < 0 || s > 60 {
		return 0, 0
	}
	nanos = model.Time(h*3600+m*60+s) * model.Time(time.Second)
	n = 8
	if n+1 >= len(text) || text[n] != point || !digit(text[n+1]) {
		return nanos, n
	}
	unit := model.Time(time.Second)
	for n++; n < len(text) && digit(text[n]) && n < 8+1+12; n++ {
		unit /= 10
		nanos += model.Time(text[n]-'0') * unit
	}
	return nanos, n
}

// prefixTime returns the first time in the text before a message that is written with its date, year first: 20180223-19:14:25.171,
// 2018/02/23 19:14:25.171454, 2018-02-23T19:14:25,171.
func (c *clock) prefixTime(text []byte) (at model.Time, ok bool) {
	for i := 0; i+17 <= len(text); i++ {
		if !digit(text[i]) || i > 0 && digit(text[i-1]) {
			continue
		}
		var date [8]byte
		rest := text[i+8:]
		if sep := text[i+4]; (sep == '/' || sep == '-') && text[i+7] == sep && i+19 <= len(text) {
			copy(date[:4], text[i:])
			copy(date[4:6], text[i+5:])
			copy(date[6:], text[i+8:i+10])
			rest = text[i+10:]
		} else {
			copy(date[:], text[i:])
		}
		if rest[0] != '-' && rest[0] != ' ' && rest[0] != 'T' {
			continue
		}
		midnight, ok := c.day(date[:])
		if !ok {
			continue
		}
		nanos, n := timeOfDay(rest[1:], '.')
		if n == 8 {
			nanos, n = timeOfDay(rest[1:], ',')
		}
		if n > 0 {
			return midnight + nanos, true
		}
	}
	return 0, false
}
