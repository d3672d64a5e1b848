package report

import (
	"fmt"
	"io"
	"strings"

	"lossreplay/model"
)

// Table prints the answer in words and numbers: plain text, at most 110 columns, times on the incident's clock.
//
// It uses the document alone, so one that was read back from its JSON prints the same.
func (e *Explanation) Table(w io.Writer) error {
	clock, err := newClock(e.Zone, e.Date)
	if err != nil {
		return fmt.Errorf("report: %w", err)
	}
	p := &explanationPrinter{e: e, clock: clock, unit: unitFor(e.BaselineLoss, e.Currency)}
	p.headline()
	p.describe()
	p.tripped()
	p.closest()
	p.others()
	p.blocked()
	p.through()
	p.course()
	_, err = io.WriteString(w, strings.Join(p.lines, "\n")+"\n")
	return err
}

// explanationPrinter collects the lines.
type explanationPrinter struct {
	e     *Explanation
	clock clock
	unit  unit
	lines []string
}

func (p *explanationPrinter) say(lead, format string, args ...any) {
	p.lines = append(p.lines, wrapped(lead, fmt.Sprintf(format, args...), tableWidth)...)
}

func (p *explanationPrinter) section(heading string) { p.lines = append(p.lines, "", heading) }

func (p *explanationPrinter) full(d Decimal) string { return toCent(d, p.e.Currency) }

// label names the control by its label in the run.
func (p *explanationPrinter) label() string { return p.e.Control.Label }

// headline says which control, in which world, and what came of it.
func (p *explanationPrinter) headline() {
	e := p.e
	title := e.Title
	if year, _, _ := strings.Cut(e.Date, "-"); !strings.Contains(title, year) {
		title += ", " + e.Date
	}
	p.say("", "%s, %s. %s.", e.Control.Label, e.Control.Name, title)
	switch {
	case e.On && len(e.World) == 1:
		p.say("", "It is on alone. The loss is then %s instead of %s: it prevents %s%s.", p.full(e.Loss), p.full(e.BaselineLoss), p.full(e.Prevented), p.share())
	case e.On:
		p.say("", "It is on together with %s. The loss is then %s instead of %s: together they prevent %s%s.", enumerate(without(e.World, e.Control.Label)),
			p.full(e.Loss), p.full(e.BaselineLoss), p.full(e.Prevented), p.share())
	case len(e.World) == 0:
		p.say("", "No control is on: the day as it was. %s only watches, and changes nothing. The loss is %s.", p.label(), p.full(e.Loss))
	default:
		p.say("", "On are %s. %s is not: it only watches, and changes nothing. The loss is %s instead of %s.", enumerate(e.World), p.label(), p.full(e.Loss), p.full(e.BaselineLoss))
	}
}

// share returns what is prevented as a part of the loss: " (31.1%)".
func (p *explanationPrinter) share() string {
	if p.e.PreventedPercent == nil || p.e.Prevented == 0 {
		return ""
	}
	return " (" + percentText(p.e.PreventedPercent, p.e.Prevented) + "%)"
}

// without returns the labels but one.
func without(labels []string, label string) (rest []string) {
	for _, l := range labels {
		if l != label {
			rest = append(rest, l)
		}
	}
	return rest
}

// describe says what the control is.
func (p *explanationPrinter) describe() {
	c := &p.e.Control
	p.section("What it is")
	for _, line := range [][2]string{{"it watches", c.Observes}, {"it trips when", c.Trigger}, {"then", c.Action}, {"how fast", c.Latency}, {"it covers", c.Coverage},
		{"set to", strings.Join(settingWords(c.Parameters, p.e.Currency), ", ")}} {
		if line[1] != "" {
			p.say(fmt.Sprintf("  %-14s ", line[0]), "%s.", line[1])
		}
	}
}

// shownTrips is how many trips are listed.
const shownTrips = 5

// tripped says when it tripped and what it saw.
func (p *explanationPrinter) tripped() {
	e := p.e
	p.section("When it tripped")
	if len(e.Trips) == 0 {
		p.say("  ", "Never.")
		return
	}
	p.say("  ", "First %s.", p.tripText(&e.Trips[0]))
	if len(e.Trips) == 1 {
		p.say("  ", "It tripped this once.")
		return
	}
	scopes := map[string]bool{}
	for _, t := range e.Trips {
		scopes[t.Scope+" "+t.ScopeOf] = true
	}
	where := ""
	if e.Trips[0].Scope != "firm" {
		where = " in " + plural(int64(len(scopes)), e.Trips[0].Scope)
	}
	p.say("  ", "It tripped %s%s, for the last time %s.%s", times(len(e.Trips)), where, p.moment(e.Trips[len(e.Trips)-1].At),
		map[bool]string{true: fmt.Sprintf(" The first %d:", shownTrips)}[len(e.Trips) > shownTrips])
	g := &grid{columns: []column{{"tripped", 2, false}, {"in effect", 2, false}, {"where", 2, false}, {"it saw", 2, true}, {"its limit", 2, true}}}
	for i := range e.Trips[:min(shownTrips, len(e.Trips))] {
		t := &e.Trips[i]
		g.rows = append(g.rows, []string{p.moment(t.At), p.moment(t.Effect), concerns(t), p.quantity(t.Seen, t.Unit), p.quantity(t.Limit, t.Unit)})
	}
	p.lines = append(p.lines, g.lines()...)
}

// tripText tells of a trip: when, where, what it saw, and when that took effect.
func (p *explanationPrinter) tripText(t *Tripped) string {
	text := p.at(t.At) + ", " + concerns(t)
	if t.Seen != "0" || t.Limit != "0" { // else it asked whether, not how much
		text += fmt.Sprintf(": it saw %s, its limit was %s", p.quantity(t.Seen, t.Unit), p.quantity(t.Limit, t.Unit))
	}
	switch wait := model.Time(t.Effect).Sub(model.Time(t.At)); {
	case model.Time(t.Effect) == model.Never:
		return text + "; it never took effect"
	case wait <= 0:
		return text + "; in effect at once"
	default:
		return text + fmt.Sprintf("; in effect %s, %s later", p.at(t.Effect), span(wait))
	}
}
