package report

import (
	"fmt"
	"strings"
	"time"

	"lossreplay/model"
	"lossreplay/model/control"
)

// moment returns the time of day to the millisecond, with the date if it is not the session's.
func (p *explanationPrinter) moment(t Timestamp) string {
	local := model.Time(t).UTC().In(p.clock.zone)
	if local.Format(time.DateOnly) != p.e.Date {
		return local.Format("2 Jan 15:04")
	}
	return local.Format("15:04:05.000")
}

// at returns a moment with its preposition and zone: "at 09:30:01.200 ET".
func (p *explanationPrinter) at(t Timestamp) string {
	text := p.moment(t)
	if strings.Contains(text, " ") {
		return "on " + text + " " + p.clock.name(model.Time(t))
	}
	return "at " + text + " " + p.clock.name(model.Time(t))
}

// span returns a duration as people write it, to the second where it is longer than a minute, else to the millisecond.
func span(d time.Duration) string {
	if d > time.Minute {
		d = d.Round(time.Second)
	} else if d > time.Second {
		d = d.Round(time.Millisecond)
	}
	p := control.Param{Unit: control.Nanoseconds}
	return p.Text(int64(d))
}

// concerns says what a trip concerns: "the whole firm", "server s3", "parent order 17 (AAA)".
func concerns(t *Tripped) string {
	switch t.Scope {
	case "firm":
		return "the whole firm"
	case "parent":
		return fmt.Sprintf("parent order %s (%s)", t.ScopeOf, t.Symbol)
	}
	return t.Scope + " " + t.ScopeOf
}

// quantity returns what was seen, or a limit, as it reads best.
func (p *explanationPrinter) quantity(value, unit string) string {
	switch unit {
	case "bp":
		if v, err := model.ParseMoney(strings.TrimSuffix(value, "bp")); err == nil {
			return commas((v / 100).String()) + " %"
		}
	case "money":
		if v, err := model.ParseMoney(value); err == nil {
			return p.full(Decimal(v))
		}
	}
	return shown(&Parameter{Unit: unit, Value: value}, p.e.Currency)
}

// reasonText says why an execution went through, for an order of the control's.
func (p *explanationPrinter) reasonText(reason string) string {
	switch reason {
	case "not_judged":
		return "the control judges no orders"
	case "at_venue":
		return "its order was at a venue already when the control tripped"
	case "latency":
		return "its order went out after the trip, before that took effect"
	case "let_pass":
		return "the control had tripped there, looked at the order and let it pass"
	}
	kinds := map[string]bool{}
	var words []string
	for _, t := range p.e.Trips {
		if !kinds[t.Scope] && t.Scope != "firm" {
			kinds[t.Scope] = true
			words = append(words, "another "+t.Scope)
		}
	}
	return "its order was where the control had not tripped by then: " + strings.Join(words, ", ")
}

// unitOf returns the unit of that name.
func unitOf(name string) control.Unit {
	for u := control.Count; u <= control.Choice; u++ {
		if u.String() == name {
			return u
		}
	}
	panic("report: no unit " + name)
}
