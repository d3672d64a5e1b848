package paper

import (
	"strings"

	"lossreplay/replay/report"
)

// buy says which controls to buy first, where costs are known.
func (p *paper) buy() error {
	if p.offer == nil || len(p.offer.Steps) == 0 {
		return nil
	}
	t := table{columns: []column{{"cost from", 78, true, 1}, {"controls", 190, false, 2}, {"expected\nloss left, " + p.UnitName(), 66, true, 1}, {"prevented\n%", 48, true, 1}, {"chance over\ncapital", 58, true, 1}, {"next best", 52, false, 1}}}
	for i := range p.offer.Steps {
		s := &p.offer.Steps[i]
		controls, next := "none", "-"
		if len(s.Controls) > 0 {
			controls = strings.Join(s.Controls, " ")
		}
		if s.Next != nil {
			next = s.Next.Control
		}
		t.rows = append(t.rows, []string{p.InFull(s.Cost), controls, p.Show(s.Loss), report.Percent(s.PreventedPercent, s.Prevented), chance(s.OverCapital), next})
	}
	p.chapter("What to buy first", 120)
	p.say(3, "The best set of controls for each budget, over %s, if controls may fail as the costs file says (%s).", report.Plural(p.offer.Terms.Years, "year"), p.offer.Terms.Tag)
	t, more := t.cut(p.rows(10), "lossreplay portfolio")
	p.table(t)
	if c := p.capital; c != nil {
		more = strings.TrimSpace(more + " capital: " + p.InFull(c.Amount) + ", " + c.Source + " (" + c.Tag + ").")
	}
	if more != "" {
		p.remark(2, "%s", more)
	}
	return nil
}

// chance prints a probability in percent.
func chance(p *float64) string {
	switch {
	case p == nil:
		return "-"
	case *p > 0 && *p < 0.0005:
		return "<0.1 %"
	}
	percent := float64(int64(1000**p+0.5)) / 10
	return number(percent) + " %"
}
