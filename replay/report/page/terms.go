package page

import (
	"fmt"
	"html/template"
	"strconv"
	"strings"

	"lossreplay/replay/report"
)

// functions are what the templates may call.
var functions = template.FuncMap{
	"term": term, "tag": tag, "cited": cited, "group": report.Grouped, "plural": report.Plural, "percent": report.Percent, "target": func(f report.Fact) string { return f.Target(number) }, "chance": chance, "number": numberOf,
	"tenths": func(d report.Decimal) string { return report.Percent(&d, d) },
	"plain":  number, "times": func(d *report.Decimal) string { return number(float64(*d/10_000) / 100) },
	"set":    func(v *view, name string, set any) setRow { return setRow{v, name, set} },
	"join":   strings.Join,
	"figure": func(v *view, name, label string) figure { return figure{name, label, v.Tables[name]} },
}

// setRow is a row of the table of sets.
type setRow struct {
	View *view
	Name string
	Set  any
}

// figure is a chart with its alternative text and the table behind it.
type figure struct {
	Name, Label string
	Table       *table
}

// number prints a number with six digits that count, and commas.
func number(v float64) string {
	text := strconv.FormatFloat(v, 'g', 6, 64)
	if short, err := strconv.ParseFloat(text, 64); err == nil {
		text = strconv.FormatFloat(short, 'f', -1, 64)
	}
	return report.Commas(text)
}

func numberOf(v *float64) string {
	if v == nil {
		return "-"
	}
	return number(*v)
}

// terms explains the words that a reader need not know.
var terms = map[string]string{
	"error account":    "The firm's own account into which executions go that no customer had asked for.",
	"prevented alone":  "How much smaller the loss is in the replay with this control switched on and no other.",
	"last line":        "What the control still prevents when all others are on: how much would be lost by taking it away.",
	"Shapley share":    "A fair division of what all controls prevent together: each gets the mean of what it adds, over all orders in which the controls could be bought. The shares add up.",
	"adjusted":         "Prices are freed of the impact of the orders that the control stops: the market would have moved less.",
	"held":             "Prices stay as they were recorded, whatever is stopped: the other bound.",
	"legitimate order": "A child order that a correct router would have sent too. Blocking it costs customers.",
	"ordinary day":     "One of a set of days without an incident on which each control was replayed: what it blocks there is what it costs every day.",
	"first trip":       "When the control first decided to act, in the replay in which it is on alone.",
	"evaluable":        "Whether the recorded day holds what the control looks at. If not it is left out, and not counted as 0.",
	"draw":             "One of many reconstructions of the day, which differ in what no source settles and all meet the published facts.",
	"gross":            "The worth of all positions, bought and sold short, without their signs.",
	"drift":            "The market's own move while the position was held.",
	"recapture":        "The firm's own price impact that had not faded when it got out: it gets that back.",
	"closed loop":      "A second model, in which the router makes its orders itself and reacts to being refused, instead of repeating the record.",
	"interaction":      "What two controls prevent together beyond what each adds without the other. Negative: they stand in for each other.",
	"capital":          "What the firm could lose before it was gone.",
	"harm":             "The loss, and what the legitimate orders cost that the controls block on the day.",
	"works":            "The probability that the control does what it should when it is needed.",
	"chosen":           "Given on the command line.",
	"published":        "Stated by a public source.",
	"derived":          "Computed from published figures.",
	"assumed":          "Chosen by the authors of the reconstruction; no source settles it.",
	"synthetic":        "Made up, so that the day is complete.",
	"child order":      "One of the smaller orders into which a router splits a customer's order.",
	"coalition":        "A set of controls that are switched on.",
}

// tag returns what stands behind a figure, explained if it can be: it comes from the data.
func tag(word string) template.HTML {
	if html, err := term(word); err == nil {
		return html
	}
	return template.HTML(template.HTMLEscapeString(word))
}

// term returns a word with its explanation on hover and on focus. The error says that there is none.
func term(word string) (template.HTML, error) {
	help, known := terms[word]
	if !known {
		return "", fmt.Errorf("no explanation of %q", word)
	}
	return explained(word, help), nil
}

// explained returns a word with that explanation.
func explained(word, help string) template.HTML {
	help = template.HTMLEscapeString(help)
	return template.HTML(`<span class="term" tabindex="0" data-help="` + help + `" title="` + help + `">` + template.HTMLEscapeString(word) + `</span>`)
}
