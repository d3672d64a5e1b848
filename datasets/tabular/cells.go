package tabular

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"lossreplay/model"
)

// idMax is the longest identifier that is taken, in bytes.
const idMax = 1000

// Reasons for which a cell is refused.
const (
	isEmpty      = "is empty"
	noNumberText = "is no number"
	outOfRange   = "is out of range"
	noWholeShare = "is no whole number of shares"
	finerPrice   = "has more decimals than the day's prices: raise price_scale or set round"
	finerMoney   = "has more than six decimals: set round"
	notAboveZero = "is not above 0"
	belowZero    = "is below 0"
	noSide       = "is no side: give codes"
	notUTF8      = "is not UTF-8"
	tooLong      = "is longer than 1,000 bytes"
	roundedPrice = "a price was rounded to the day's decimals"
	roundedMoney = "an amount was rounded to six decimals"
)

// refuse sends the refusal of the row because of a value.
func (r *rows) refuse(field string, value []byte, reason string) error {
	r.reject(field, value, reason)
	return r.sink.Refuse(r.refusal)
}

// reject sets the refusal of the row.
func (r *rows) reject(field string, value []byte, reason string) {
	r.refusal.Where, r.refusal.Field, r.refusal.Value, r.refusal.Reason = r.where, field, shown(value), reason
}

// shown returns a value as refusals show it.
func shown(value []byte) string {
	const longest = 60
	return strings.ToValidUTF8(string(value[:min(len(value), longest)]), "\uFFFD")
}

// fail rejects the row because of a column's value. It returns false.
func (r *rows) fail(c *column, value []byte, reason string) bool {
	field := c.name
	if c.shown != "" {
		field = c.shown + " (" + c.name + ")"
	}
	r.reject(field, value, reason)
	return false
}

// text returns what a column holds in this row: its cell, or cells joined by a blank, without what is to be left out; the
// default if that is empty.
func (r *rows) text(c *column) []byte {
	if len(c.at) == 0 {
		return c.def
	}
	text := r.cells[c.at[0]]
	if len(c.at) > 1 {
		from := len(r.scratch)
		for i, at := range c.at {
			if i > 0 {
				r.scratch = append(r.scratch, ' ')
			}
			r.scratch = append(r.scratch, bytes.TrimSpace(r.cells[at])...)
		}
		text = r.scratch[from:len(r.scratch):len(r.scratch)]
	}
	if c.drop != nil {
		text = r.without(text, c.drop)
	}
	if len(text) > 0 && c.kind != textType && (text[0] <= ' ' || text[len(text)-1] <= ' ') {
		text = bytes.TrimSpace(text)
	}
	if len(text) == 0 {
		return c.def
	}
	return text
}

// without returns text without some characters.
func (r *rows) without(text []byte, drop *[256]bool) []byte {
	from := len(r.scratch)
	for _, b := range text {
		if !drop[b] {
			r.scratch = append(r.scratch, b)
		}
	}
	return r.scratch[from:len(r.scratch):len(r.scratch)]
}

// number reads a column's number, or sum of numbers, times ten to the power of its decimals.
func (r *rows) number(c *column) (v int64, empty, ok bool) {
	if len(c.Sum) > 0 {
		return r.sum(c)
	}
	text := r.text(c)
	if len(text) == 0 {
		return 0, true, true
	}
	v, ok = r.decimal(c, text)
	return v, false, ok
}

// sum adds up the columns of c; an empty cell is 0.
func (r *rows) sum(c *column) (total int64, empty, ok bool) {
	for _, at := range c.at {
		text := r.cells[at]
		if c.drop != nil {
			text = r.without(text, c.drop)
		}
		if text = bytes.TrimSpace(text); len(text) == 0 {
			continue
		}
		v, ok := r.decimal(c, text)
		if !ok {
			return 0, false, false
		}
		if v > 0 && total > maxInt-v || v < 0 && total < -maxInt-v {
			return 0, false, r.fail(c, text, outOfRange)
		}
		total += v
	}
	return total, false, true
}

const maxInt = 1<<63 - 1

// decimal reads one number.
func (r *rows) decimal(c *column, text []byte) (int64, bool) {
	if c.point != 0 {
		from := len(r.scratch)
		for _, b := range text {
			if b == '.' {
				return 0, r.fail(c, text, noNumberText)
			}
			if b == c.point {
				b = '.'
			}
			r.scratch = append(r.scratch, b)
		}
		text = r.scratch[from:]
	}
	v, how := parseDecimal(text, c.decimals, c.Round)
	switch how {
	case noNumber:
		return 0, r.fail(c, text, noNumberText)
	case tooLarge:
		return 0, r.fail(c, text, outOfRange)
	case tooFine:
		return 0, r.fail(c, text, [...]string{qtyType: noWholeShare, priceType: finerPrice, moneyType: finerMoney}[c.kind])
	case rounded:
		r.odd = append(r.odd, [...]string{priceType: roundedPrice, moneyType: roundedMoney}[c.kind])
	}
	if c.Absolute && v < 0 || c.Negate {
		v = -v
	}
	return v, true
}

// code returns what the word in a column stands for.
func (r *rows) code(c *column, text []byte) (int64, bool) {
	if len(text) == 1 {
		v := c.letters[text[0]]
		return int64(v), v >= 0
	}
	if len(c.Codes) == 0 { // the usual words, in letters of any case
		if len(text) > len(r.low) {
			return 0, false
		}
		low := r.low[:len(text)]
		for i, b := range text {
			if b >= 'A' && b <= 'Z' {
				b += 'a' - 'A'
			}
			low[i] = b
		}
		text = low
	}
	v, ok := c.codes[string(text)]
	return v, ok
}

// side reads a column's side.
func (r *rows) side(c *column, text []byte) (model.Side, bool) {
	if !c.Sign {
		v, ok := r.code(c, text)
		return model.Side(v), ok || r.fail(c, text, noSide)
	}
	d, how := scan(text)
	switch {
	case how != exact:
		return 0, r.fail(c, text, noNumberText)
	case d.mantissa == 0:
		return 0, r.fail(c, text, "is 0 and so has no side")
	case d.negative:
		return model.Sell, true
	}
	return model.Buy, true
}

// identifier reads a column's text.
func (r *rows) identifier(c *column, text []byte) bool {
	switch {
	case len(text) > idMax:
		return r.fail(c, text, tooLong)
	case !utf8.Valid(text):
		return r.fail(c, text, notUTF8)
	}
	return true
}
