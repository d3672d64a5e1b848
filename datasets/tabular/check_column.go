package tabular

import (
	"maps"
	"slices"
	"strings"
	"time"

	"lossreplay/model"
)

// spec returns the checked form of the column of a field and adds what is wrong with it to e.
func (s *Settings) spec(name string, f field, c *Column, e *MappingError) *spec {
	p := &spec{Column: *c, name: name, kind: typeOf(f)}
	at := "columns." + name
	switch {
	case len(c.Column) > 0 && len(c.Sum) > 0:
		e.add(at, "", "has both column and sum", "keep one of them")
	case len(c.Column) == 0 && len(c.Sum) == 0 && c.Default == "":
		e.add(at, "", "names no column", "write column: NAME, or default: a value for every row")
	}
	if len(c.Column) > 1 && p.kind != timeType && p.kind != textType {
		e.add(at+".column", strings.Join(c.Column, ", "), "joins columns, which only times and texts are made of", "use sum, or name one")
	}
	s.options(at, p, e)
	p.numbers(at, s, e)
	p.words(at, e)
	if p.kind == timeType {
		if _, err := s.clock(p); err != nil {
			e.add(at, "", err.Error(), "see format, zone and date in the page on importing")
		}
	}
	return p
}

// options adds the options that a field of that type has no use for to e.
func (s *Settings) options(at string, p *spec, e *MappingError) {
	number := p.kind == qtyType || p.kind == priceType || p.kind == moneyType
	code := p.kind == sideType || p.kind == opType || p.kind == boolType
	for _, o := range []struct {
		name      string
		set, fits bool
	}{
		{"sum", len(p.Sum) > 0, number}, {"unit", p.Unit != "", number}, {"decimal", p.Decimal != "", number || p.Sign},
		{"thousands", p.Thousands != "", number || p.Sign}, {"round", p.Round, p.kind == priceType || p.kind == moneyType},
		{"absolute", p.Absolute, p.kind == qtyType}, {"negate", p.Negate, p.kind == moneyType}, {"sign", p.Sign, p.kind == sideType},
		{"codes", len(p.Codes) > 0, code && !p.Sign}, {"format", p.Format != "", p.kind == timeType}, {"zone", p.Zone != "", p.kind == timeType},
		{"date", p.Date != "", p.kind == timeType},
	} {
		if o.set && !o.fits {
			e.add(at+"."+o.name, "", "has no meaning for this field", "take it out")
		}
	}
}

// numbers checks how a number is written and sets the decimals that are kept of it.
func (p *spec) numbers(at string, s *Settings, e *MappingError) {
	switch p.kind {
	case priceType:
		p.decimals = int(s.Scale)
	case moneyType:
		p.decimals = model.ScaleMax
	}
	if p.Unit != "" {
		d, how := scan([]byte(p.Unit))
		for d.mantissa > 1 && d.mantissa%10 == 0 {
			d.mantissa /= 10
			d.exponent++
		}
		if how != exact || d.mantissa != 1 || d.negative || d.next > 0 || d.rest || d.exponent < -12 || d.exponent > 12 {
			e.add(at+".unit", p.Unit, "is no power of ten", "write one from 1e-12 to 1e12, such as 0.0001")
			return
		}
		p.decimals += d.exponent
	}
	if len(p.Decimal) > 1 || len(p.Thousands) > 1 || p.Decimal != "" && p.Decimal == p.Thousands || p.Decimal == "" && p.Thousands == "." {
		e.add(at, p.Decimal+p.Thousands, "has decimal and thousands signs that are not two different characters", `write decimal: "," and thousands: "."`)
	}
	if strings.ContainsAny(p.Decimal+p.Thousands, "0123456789-+eE") {
		e.add(at, p.Decimal+p.Thousands, "has a digit or sign as decimal or thousands sign", "")
	}
}

// words sets the codes of a field that is one of some words.
func (p *spec) words(at string, e *MappingError) {
	if p.kind != sideType && p.kind != opType && p.kind != boolType {
		return
	}
	known, rule := vocabulary(p.kind)
	p.codes = known
	defer p.fillLetters()
	if len(p.Codes) == 0 {
		return
	}
	p.codes = make(map[string]int64, len(p.Codes))
	for _, word := range slices.Sorted(maps.Keys(p.Codes)) {
		means, ok := known[p.Codes[word]]
		if !ok {
			e.add(at+".codes."+word, p.Codes[word], rule, nearestOf(p.Codes[word], known))
		}
		p.codes[word] = means
	}
}

// fillLetters sets the codes of words of one letter; the usual words may stand in letters of any case.
func (p *spec) fillLetters() {
	for i := range p.letters {
		word := string([]byte{byte(i)})
		if len(p.Codes) == 0 && word >= "A" && word <= "Z" {
			word = strings.ToLower(word)
		}
		p.letters[i] = -1
		if v, ok := p.codes[word]; ok {
			p.letters[i] = int16(v)
		}
	}
}

// clock returns a clock for a column of times.
func (s *Settings) clock(p *spec) (*clock, error) {
	zone, date := s.Zone, s.Date
	if p.Zone != "" {
		var err error
		if zone, err = time.LoadLocation(p.Zone); err != nil || p.Zone == "Local" {
			return nil, badZone(p.Zone)
		}
	}
	if p.Date != "" {
		date = p.Date
	}
	return newClock(p.Format, zone, date)
}

// badZone is the error of a zone that is not known.
type badZone string

func (z badZone) Error() string {
	return "the zone " + string(z) + " is not known; write one such as America/New_York or UTC"
}
