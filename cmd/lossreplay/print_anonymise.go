package main

import (
	"fmt"
	"strings"
)

// anonymisedDay writes what was replaced, what was left out, and what stays.
func (a *app) anonymisedDay(in *anonymised) {
	a.say("%s\n\n", in.Out)
	a.field("incident", fmt.Sprintf("%s, now of %s", in.Incident, in.Date))
	words := make([]string, len(in.Replaced))
	for i, r := range in.Replaced {
		words[i] = fmt.Sprintf("%d %s", r.Names, plural(r.Kind, r.Names))
	}
	a.field("replaced", strings.Join(words, ", "))
	l := in.LeftOut
	a.field("left out", fmt.Sprintf("texts of operations: %d; facts: %d; sources: %d; what settings say: %d; what outside losses were for: %d; "+
		"columns and files that are no part of a day", l.OperationTexts, l.Facts, l.Sources, l.Settings, l.LossNames))
	a.field("as it was", "prices, quantities, amounts, currency, zone, weekday, times of the day, order of rows: a price that is known may give a stock away")
}

// plural returns a word for n things.
func plural(word string, n int) string {
	if n == 1 {
		return word
	}
	return word + "s"
}
