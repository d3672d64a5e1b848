package paper

import (
	"fmt"
	"strconv"
	"strings"

	"lossreplay/replay/report"
)

// controlRows is how many controls the table of all of them holds.
const controlRows = 44

// controls sets the table of all controls that the day can judge.
func (p *paper) controls() error {
	judged := p.judged()
	if len(judged) == 0 {
		return nil
	}
	p.page()
	p.chapter("What each control would have done", 200)
	unit := p.UnitName()
	t := table{columns: []column{{"control", 150, false, 1}, {"adjusted\n" + unit, 43, true, 1}, {"\n%", 35, true, 1}, {"held\n%", 35, true, 1},
		{"last line\n" + unit, 44, true, 1}, {"Shapley\n" + unit, 44, true, 1}, {"first trip\n" + p.Zone(p.r.Baseline.FlowEnd), 60, true, 1},
		{"orders\nblocked", 44, true, 1}, {"normal\nday /M", 38, true, 1}, {"in\n2012", 26, true, 1}},
		spans: []span{{1, 3, "prevented alone"}, {7, 8, "cost"}}}
	for _, c := range judged {
		a := c.Standalone
		t.rows = append(t.rows, []string{c.Label + " " + c.Name, p.Show(a.Prevented), report.Percent(a.PreventedPercent, a.Prevented),
			report.Percent(a.PreventedNoImpactPercent, a.PreventedNoImpact), p.Show(c.LastLine.Prevented), p.Show(*c.Shapley), p.Second(c.FirstTrip),
			report.Grouped(a.CollateralOrders), perMillion(c.Normal), existed(c)})
	}
	t, more := t.cut(p.rows(controlRows), "attribution.csv")
	p.table(t)
	share := "its share of what all prevent together"
	if p.r.BestSets == nil || p.r.Method.Kind != "exact" {
		share += ", an estimate"
	}
	p.remark(7, "%s adjusted: prices freed of the impact of the flow that is gone. held: recorded prices kept, the other bound. last line: what it still "+
		"prevents when all others are on. Shapley: %s. orders blocked: good orders of that day that it stopped, alone; normal day: of a million on ordinary "+
		"days. %% is of the loss and cut, not rounded: 100.0 is all of it, more is a gain. in 2012: whether a firm could have had it; rule: in force for everybody.",
		more, share)
	p.unjudged()
	return nil
}

func existed(c *report.Control) string {
	switch {
	case !c.Existed:
		return "no"
	case c.InForce:
		return "rule"
	}
	return "yes"
}

// unjudged names the controls that the day cannot judge, with what is missing.
func (p *paper) unjudged() {
	t := table{columns: []column{{"control", 170, false, 1}, {"why it is left out, and not counted as 0", 320, false, 2}}}
	for i := range p.r.Controls {
		if c := &p.r.Controls[i]; !c.Evaluable {
			t.rows = append(t.rows, []string{c.Label + " " + c.Name, c.NotEvaluableBecause})
		}
	}
	p.listing("What this day cannot judge", t, 12, "results.json")
}

// prevented sets the figure of what each control prevents, why some prevent all or nothing, and the best sets.
func (p *paper) prevented() error {
	judged := p.judged()
	if len(judged) == 0 {
		return nil
	}
	shown := min(len(judged), 24)
	const inches = 12
	height := (float64(shown)*26 + 105) * width / (inches * 72)
	p.chapter("What each control prevents alone", height)
	if err := p.figure(inches, height, p.r.PaintPrevented); err != nil {
		return err
	}
	if more := len(judged) - shown; more > 0 {
		p.remark(1, "%d more: attribution.csv.", more)
	}
	if over := p.r.StandaloneSum.OverLoss; over != nil && len(judged) > 1 {
		p.say(3, "These figures do not add up: what two controls would both have prevented counts twice. Together they come to %s times the loss. %s",
			timesText(*over), p.together())
	}
	p.explained(judged)
	p.sets()
	return nil
}

// together says what is left of the loss with every control on.
func (p *paper) together() string {
	all := &p.r.AllControls
	switch {
	case all.Loss == 0 && all.LossNoImpact == 0:
		return "With every control on, nothing of the loss would have been left under either price assumption."
	case all.Loss == all.LossNoImpact:
		return "With every control on, " + p.InFull(all.Loss) + " of the loss would have been left under either price assumption."
	}
	return "With every control on, " + p.InFull(all.Loss) + " of the loss would have been left, or " + p.InFull(all.LossNoImpact) + " with recorded prices held."
}

// timesText returns a ratio with two decimals, cut.
func timesText(d report.Decimal) string {
	return strconv.FormatFloat(float64(d/10_000)/100, 'f', 2, 64)
}

// explained says why a control alone prevents exactly all, exactly nothing, or less than nothing.
func (p *paper) explained(judged []*report.Control) {
	t := table{columns: []column{{"control", 150, false, 1}, {"prevents", 48, true, 1}, {"because", 300, false, 2}}}
	for _, c := range judged {
		if c.Explanation != "" {
			t.rows = append(t.rows, []string{c.Label + " " + c.Name, p.Amount(c.Standalone.Prevented), c.Explanation})
		}
	}
	p.listing("Why some prevent all of it, and some nothing", t, 14, "results.json")
}

// sets sets the best sets of up to three controls.
func (p *paper) sets() {
	if len(p.r.BestSets) == 0 {
		return
	}
	t := table{columns: []column{{"size", 24, true, 1}, {"controls", 150, false, 3}, {"prevented\n" + p.UnitName(), 50, true, 1}, {"\n%", 34, true, 1},
		{"loss left", 90, true, 1}, {"orders\nblocked", 48, true, 1}, {"", 110, false, 2}}}
	names := map[string]string{}
	for i := range p.r.Controls {
		names[p.r.Controls[i].Label] = p.r.Controls[i].Label + " " + p.r.Controls[i].Name
	}
	for i, set := range p.r.BestSets {
		remark, members := "", []string{}
		if i > 0 && set.Loss == p.r.BestSets[i-1].Loss {
			remark = "no better than one control less"
		}
		for _, label := range set.Controls {
			members = append(members, names[label])
		}
		t.rows = append(t.rows, []string{fmt.Sprint(set.Size), strings.Join(members, ", "), p.Show(set.Prevented),
			report.Percent(set.PreventedPercent, set.Prevented), p.InFull(set.Loss), report.Grouped(set.CollateralOrders), remark})
	}
	p.heading("The best sets of one, two and three controls", p.least(&t))
	p.table(t)
	p.remark(2, "The set of its size with the smallest loss, prices adjusted; of those that leave the same, the one that blocks fewer good orders. "+
		"Every combination was replayed: nothing is interpolated.")
}
