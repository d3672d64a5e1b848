package tabular

import (
	"fmt"
	"strings"
)

// column writes the line of a field.
func (b *guessWriter) column(f field, c *looks) {
	if b.written[f] {
		return
	}
	b.written[f] = true
	var options, notes []string
	name := yamlWord(c.name)
	switch typeOf(f) {
	case timeType:
		name, options, notes = b.timeOptions(c)
	case sideType:
		options, notes = sideOptions(c)
	case qtyType, priceType, moneyType:
		options, notes = b.numberOptions(f, c)
	case textType:
		if len(c.words) > 0 {
			notes = []string{"such as " + oneLine(c.words[0])}
		}
	}
	value := name
	if len(options) > 0 {
		value = "{column: " + name + ", " + strings.Join(options, ", ") + "}"
	}
	if len(notes) > 0 {
		value += " # " + strings.Join(notes, "; ")
	}
	b.line("      %s: %s", fieldName(f), value)
}

func (b *guessWriter) timeOptions(c *looks) (name string, options, notes []string) {
	name, format := yamlWord(c.name), c.format
	if b.also != nil {
		name = "[" + name + ", " + yamlWord(b.also.name) + "]"
		if format != "iso" || b.also.format != "iso" {
			format = strings.Replace(format, "iso", "2006-01-02", 1) + " 15:04:05"
		}
	}
	if format == "" {
		format = c.epoch()
	}
	if format != "" && format != "iso" {
		options = append(options, "format: "+fmt.Sprintf("%q", format))
	}
	if len(c.words) > 0 {
		notes = append(notes, "such as "+oneLine(c.words[0]))
	}
	if c.ambiguous {
		notes = append(notes, "days and months may be the other way round")
	}
	if c.dateOnly && b.also == nil {
		notes = append(notes, "no time of day was seen")
	}
	if !strings.HasPrefix(format, "epoch") {
		notes = append(notes, "zone of times without offset: the day's, or zone: America/New_York here")
	}
	return name, options, notes
}

func sideOptions(c *looks) (options, notes []string) {
	const shownWords = 8
	var seen []string
	signs := true
	for _, word := range c.words {
		signs = signs && (word == "1" || word == "-1")
		seen = append(seen, oneLine(word))
	}
	if signs {
		options = []string{"sign: true"}
	}
	notes = []string{"seen: " + strings.Join(seen[:min(len(seen), shownWords)], ", ")}
	if !signs {
		notes = append(notes, "else write codes: {B: buy, S: sell, SS: sell_short}")
	}
	return options, notes
}

func (b *guessWriter) numberOptions(f field, c *looks) (options, notes []string) {
	if c.strip != "" {
		options = append(options, fmt.Sprintf("strip: %q", c.strip))
	}
	if c.thousand {
		options = append(options, `thousands: ","`)
	}
	switch typeOf(f) {
	case qtyType:
		if c.negative > 0 {
			options = append(options, "absolute: true")
		}
		if c.decimals > 0 {
			notes = append(notes, fmt.Sprintf("up to %d decimals: fractions of a share are refused; a unit such as 1000 counts in thousandths", c.decimals))
		}
	case priceType:
		if c.decimals > 6 {
			options = append(options, "round: true")
			notes = append(notes, fmt.Sprintf("up to %d decimals", c.decimals))
		}
	case moneyType:
		if c.decimals > 6 {
			options = append(options, "round: true")
		}
		if c.negative > 0 {
			notes = append(notes, "some are below 0: rebates, or costs that want negate: true")
		}
	}
	return options, notes
}
