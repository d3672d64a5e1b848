// Package doubt declares what no source settles: the values that it can have, how it is drawn, and why.
//
// Owns: the forms of such values as text, the distributions that may be declared, every check of one.
//
// Refuses: drawing (package uncertainty), files, chance.
//
// Invariants: a distribution that [Unknown.Check] passes has a quantile at every probability, inside the unknown's range; what
// [Unknown.Text] writes [Unknown.Parse] reads back.
package doubt

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"lossreplay/model"
)

// Kind is the form of an unknown's values. A value is a float64 in the kind's unit.
type Kind uint8

// The kinds: a plain number; a whole one; a length of time in seconds, as "20s"; a time of day in seconds since midnight, as
// "09:50:00"; an amount in units of the currency, as "2000000.00"; a width in basis points, as "500bp"; a word, by its
// position.
const (
	Number Kind = iota + 1
	Whole
	Span
	Clock
	Amount
	Width
	Word
)

// String returns the unit in which tables hold such values.
func (k Kind) String() string {
	return [...]string{"?", "number", "count", "seconds", "seconds after midnight", "money", "bp", "word"}[k]
}

// Unknown is a parameter of a reconstruction or of a control.
type Unknown struct {
	Name     string // "rollback", "A41.decide"
	Doc      string
	Kind     Kind
	Min, Max float64  // what it can be, ends included
	Step     float64  // values are whole multiples of it; 0 for any
	Words    []string // of a Word
	Default  float64  // its value where it is not drawn
	// Scattered says that neighbouring values have nothing in common, as those of a seed: what it moves is what nothing else explains.
	Scattered bool
	Dist      Distribution
	Reason    string // why that distribution
	Tag       model.Tag
}

// Parse returns the value that text names. It may lie outside Min..Max: see [Unknown.Check].
func (u *Unknown) Parse(text string) (float64, error) {
	text = strings.TrimSpace(text)
	switch u.Kind {
	case Span:
		d, err := time.ParseDuration(text)
		if err != nil {
			return 0, fmt.Errorf("%q is no length of time; write 500ms, 20s or 7m", text)
		}
		return d.Seconds(), nil
	case Clock:
		t, err := time.Parse(time.TimeOnly, text)
		if err != nil {
			return 0, fmt.Errorf("%q is no time of day; write 09:50:00", text)
		}
		return float64(t.Hour()*3600 + t.Minute()*60 + t.Second()), nil
	case Amount:
		m, err := model.ParseMoney(text)
		if err != nil {
			return 0, fmt.Errorf("%q is no amount of money; write 2000000.00", text)
		}
		return m.Float(), nil
	case Width:
		n, ok := strings.CutSuffix(text, "bp")
		v, err := strconv.ParseInt(strings.TrimSpace(n), 10, 64)
		if err != nil || !ok {
			return 0, fmt.Errorf("%q is no width in basis points; write 500bp", text)
		}
		return float64(v), nil
	case Word:
		for i, w := range u.Words {
			if w == text {
				return float64(i), nil
			}
		}
		return 0, fmt.Errorf("%q is none of %s%s", text, strings.Join(u.Words, ", "), didYouMean(text, u.Words))
	case Whole:
		v, err := strconv.ParseInt(text, 10, 64)
		if err != nil || v < -wholeMax || v > wholeMax {
			return 0, fmt.Errorf("%q is no whole number", text)
		}
		return float64(v), nil
	}
	v, err := strconv.ParseFloat(text, 64)
	if err != nil || math.IsNaN(v) || math.IsInf(v, 0) {
		return 0, fmt.Errorf("%q is no number", text)
	}
	return v, nil
}

// wholeMax is the largest whole number that a float64 holds with all before it.
const wholeMax = 1 << 53

// Text returns v, rounded to the step, as [Unknown.Parse] and the parameter's owner read it.
func (u *Unknown) Text(v float64) string {
	v = u.Round(v)
	switch u.Kind {
	case Span:
		return Short(time.Duration(math.Round(v*1e6)) * time.Microsecond)
	case Clock:
		s := int(v)
		return fmt.Sprintf("%02d:%02d:%02d", s/3600, s/60%60, s%60)
	case Amount:
		return model.Money(math.Round(v * float64(model.MoneyUnit))).String()
	case Width:
		return strconv.FormatInt(int64(v), 10) + "bp"
	case Word:
		if i := int(v); i >= 0 && i < len(u.Words) {
			return u.Words[i]
		}
	case Whole:
		return strconv.FormatInt(int64(v), 10)
	}
	return strconv.FormatFloat(v, 'g', -1, 64)
}

// Short returns a length of time without the minutes and seconds that are 0: "7m", "24h".
func Short(d time.Duration) string {
	text := d.String()
	if short, ok := strings.CutSuffix(text, "m0s"); ok {
		text = short + "m"
	}
	if short, ok := strings.CutSuffix(text, "h0m"); ok {
		text = short + "h"
	}
	return text
}

// Round returns v on the unknown's step and inside its range.
func (u *Unknown) Round(v float64) float64 {
	if u.Step > 0 {
		// A step below 1 is the inverse of a whole number: dividing by that gives the nearest float of 0.1, multiplying by
		// 0.1 does not.
		if per := math.Round(1 / u.Step); per > 1 {
			v = math.Round(v*per) / per
		} else {
			v = math.Round(v/u.Step) * u.Step
		}
	}
	return min(max(v, u.Min), u.Max)
}

func didYouMean(word string, known []string) string {
	if near := model.Nearest(word, known); near != "" {
		return fmt.Sprintf("; did you mean %q?", near)
	}
	return ""
}
