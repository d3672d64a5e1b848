package report

import (
	"fmt"
	"strings"
)

// explanations says why a control alone prevents all, nothing, more or less.
func (p *printer) explanations() {
	first := true
	for _, s := range p.r.subjects() {
		if s.Explanation == "" {
			continue
		}
		if first {
			p.section("Why a control alone prevents exactly all, exactly nothing, or less than nothing")
			first = false
		}
		p.say(fmt.Sprintf("  %-8s ", s.Label), "%s: %s.", p.prevents(s.Standalone), s.Explanation)
	}
}

// prevents names the case that needs explaining.
func (p *printer) prevents(s *Standalone) string {
	switch {
	case s.Prevented == 0:
		return "nothing"
	case s.Prevented < 0 || s.Loss < 0:
		return p.unit.text(s.Prevented)
	}
	return "all"
}

// settings prints every control's parameters, each with what stands behind it.
func (p *printer) settings() {
	if len(p.r.Controls)+len(p.r.Variants) == 0 {
		return
	}
	p.section("Settings of the controls, and what stands behind each")
	for _, s := range p.r.subjects() {
		p.setting(s)
	}
}

func (p *printer) setting(s *Subject) {
	if words := settingWords(s.Parameters, p.r.Currency); len(words) > 0 {
		p.say(fmt.Sprintf("  %-8s ", s.Label), "%s", strings.Join(words, ", "))
	}
}

// settingWords returns each parameter with its value and what stands behind that: "latency 10ms (assumed)".
func settingWords(params []Parameter, currency string) []string {
	var words []string
	for i := range params {
		q := &params[i]
		tag := q.Tag
		if q.Value != q.Default {
			tag = "chosen"
		}
		words = append(words, fmt.Sprintf("%s %s (%s)", q.Name, shown(q, currency), tag))
	}
	return words
}

// shown returns a parameter's value as it reads best.
func shown(p *Parameter, currency string) string {
	switch p.Unit {
	case "money":
		return sign(currency) + commas(p.Value)
	case "shares":
		return commas(p.Value) + " shares"
	case "count":
		return commas(p.Value)
	}
	return p.Value
}

func (p *printer) notes() {
	p.section("Notes")
	for i, note := range p.r.Notes {
		p.say(fmt.Sprintf("  %d. ", i+1), "%s", note)
	}
}
