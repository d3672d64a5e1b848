package report

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"lossreplay/model"
)

// decimal returns n in digits; grouped sets commas between them.
func decimal(n int64) string { return strconv.FormatInt(n, 10) }

func grouped(n int64) string { return commas(decimal(n)) }

// commas sets a comma before every third digit left of the decimal point.
func commas(number string) string {
	sign := ""
	if strings.HasPrefix(number, "-") {
		sign, number = "-", number[1:]
	}
	whole, frac, point := strings.Cut(number, ".")
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + "," + whole[i:]
	}
	if point {
		whole += "." + frac
	}
	return sign + whole
}

// plural returns n with its noun: "1 order", "2,000 orders".
func plural(n int64, noun string) string {
	if n != 1 {
		noun += "s"
	}
	return grouped(n) + " " + noun
}

// sign returns how amounts of a currency start: "$" or "EUR ".
func sign(currency string) string {
	if currency == "USD" {
		return "$"
	}
	return currency + " "
}

// inFull returns an amount to the last unit: "$457,600,000.00".
func inFull(d Decimal, currency string) string {
	text := commas(d.String())
	if rest, negative := strings.CutPrefix(text, "-"); negative {
		return "-" + sign(currency) + rest
	}
	return sign(currency) + text
}

// toCent returns an amount rounded to a hundredth, halves away from zero: "$2,000,971.76".
func toCent(d Decimal, currency string) string {
	const cent = Decimal(model.MoneyUnit) / 100
	half := cent / 2
	if d < 0 {
		half = -half
	}
	return inFull((d+half)/cent*cent, currency)
}

// unit is the size in which a table's amounts are shown: one decimal of a million, a thousand or one.
type unit struct {
	tenth        Decimal // of what one shown unit is worth
	sign, suffix string
}

// unitFor returns the unit in which a loss of that size reads best.
func unitFor(loss Decimal, currency string) unit {
	one := Decimal(model.MoneyUnit)
	switch loss = max(loss, -loss); {
	case loss >= 1_000_000*one:
		return unit{100_000 * one, sign(currency), "M"}
	case loss >= 1_000*one:
		return unit{100 * one, sign(currency), "k"}
	}
	return unit{one / 10, sign(currency), ""}
}

// name returns the unit as a heading: "$M".
func (u unit) name() string { return strings.TrimSpace(u.sign + u.suffix) }

// text returns an amount with its unit: "$3,500.1M", "<$0.1M".
func (u unit) text(d Decimal) string {
	shown := u.show(d)
	digits := strings.TrimLeft(shown, "<>-")
	return strings.TrimSuffix(shown, digits) + u.sign + digits + u.suffix
}

// show returns an amount with one decimal, halves away from zero. What is not 0 never reads 0: it reads <0.1 or >-0.1.
func (u unit) show(d Decimal) string {
	half := u.tenth / 2
	if d < 0 {
		half = -half
	}
	tenths := d / u.tenth
	if rest := d % u.tenth; max(rest, -rest) >= max(half, -half) && rest != 0 {
		if d > 0 {
			tenths++
		} else {
			tenths--
		}
	}
	return oneDecimal(tenths, d)
}

// percentText returns a percentage cut to one decimal, so that 100.0 means all of it and 0.0 nothing: a little more than all
// reads >100.0. It is "-" where there is none.
func percentText(d *Decimal, amount Decimal) string {
	const all, tenth = 100 * Decimal(model.MoneyUnit), Decimal(model.MoneyUnit) / 10
	switch {
	case d == nil:
		return "-"
	case *d > all && *d < all+tenth:
		return ">100.0"
	}
	return oneDecimal(*d/(Decimal(model.MoneyUnit)/10), amount)
}

// oneDecimal returns tenths as a number; if they are 0 and what they stand for is not, a bound.
func oneDecimal(tenths, of Decimal) string {
	switch {
	case tenths == 0 && of > 0:
		return "<0.1"
	case tenths == 0 && of < 0:
		return ">-0.1"
	}
	return commas(model.Price(tenths).Text(1))
}

// wrapped breaks text at spaces into lines of at most width characters. The first line starts with lead, the others with as
// many spaces.
func wrapped(lead, text string, width int) []string {
	indent := utf8.RuneCountInString(lead)
	var lines []string
	line, used := lead, indent
	for i, word := range strings.Fields(text) {
		n := utf8.RuneCountInString(word)
		switch {
		case i == 0:
		case used+1+n > width:
			lines = append(lines, line)
			line, used = strings.Repeat(" ", indent), indent
		default:
			line += " "
			used++
		}
		line += word
		used += n
	}
	return append(lines, strings.TrimRight(line, " "))
}
