package paper

import (
	"fmt"

	"lossreplay/replay/report"
)

// brief is the first page: what happened, the loss, the three controls that would have prevented most, the loss over time.
func (p *paper) brief() error {
	p.set(small)
	p.doc.Bookmark("In brief", 0, 0)
	p.print(face{8.5, 12, true, accent}, left, width, "WHAT EACH CONTROL WOULD HAVE PREVENTED", 1)
	p.print(title, left, width, p.r.Title, 2)
	p.y += 1
	how := "every combination"
	if p.r.Method.Kind != "exact" {
		how = "a sample of the combinations"
	}
	p.print(small, left, width, fmt.Sprintf("%s · replay with %s of %s · lossreplay %s", p.r.LongDate(), how,
		report.Plural(int64(len(p.judged())), "control"), p.r.Version), 1)
	p.y += 8
	p.headline()
	for _, sentence := range p.r.Told(p.Words) {
		p.print(body, left, width, sentence, 3)
		p.y += 2
	}
	p.y += 5
	p.faithful()
	if best := p.r.MostPreventing(3); len(best) > 0 {
		p.heading("The controls that would have prevented most, each alone", 130)
		p.cards(best)
		p.y -= 2
		p.print(face{7.4, 10, false, grey}, left, width, "Of those that prevent the same, the one that blocks fewer good orders stands first. Good orders are those that customers had asked for.", 1)
		p.y += 3
	}
	p.caution()
	if len(p.r.Course.Worlds) == 0 {
		return nil
	}
	p.y += 6
	return p.figure(12, min(max(bottom-p.y-6, 190), 330), p.r.PaintLosses)
}

// judged returns the controls that the day can judge.
func (p *paper) judged() []*report.Control { return p.r.MostPreventing(len(p.r.Controls)) }

// headline sets the loss in large figures, with what stands outside it beside them.
func (p *paper) headline() {
	loss, word := p.r.Baseline.Loss, "lost on orders that nobody wanted"
	if loss < 0 {
		loss, word = -loss, "gained on orders that nobody wanted"
	}
	f := face{26, 32, true, accent}
	p.set(f)
	amount := p.fit(p.InFull(loss), 0.62*width)
	p.doc.Text(left, p.y+f.base(), amount)
	x := left + p.doc.GetStringWidth(amount) + 12
	y := p.y
	p.y += 5
	p.print(strong, x, right-x, word, 1)
	outside := ""
	for i, o := range p.r.OutsideLoss {
		if i > 0 {
			outside += "; "
		}
		outside += fmt.Sprintf("%s more for %s (%s) stands outside", p.InFull(o.Amount), o.Name, o.Tag)
	}
	if outside != "" {
		p.print(face{7.4, 9, false, grey}, x, right-x, outside, 2)
	}
	p.y = y + f.lead + 9
}

// faithful says whether the replay may be believed.
func (p *paper) faithful() {
	if f := &p.r.Fidelity; !f.Exact {
		p.y += 2
		p.print(face{9.5, 13, true, ink{170, 30, 0}}, left, width, fmt.Sprintf("The replay is not faithful: recorded loss %s, replayed %s. No figure here can be relied on.",
			p.InFull(f.RecordedLoss), p.InFull(f.ReplayedLoss)), 2)
	}
}

// cards sets a box for each of up to three controls, beside each other.
func (p *paper) cards(best []*report.Control) {
	const gap, height, inner = 9.0, 131.0, 8.0
	p.room(height)
	w := (width - 2*gap) / 3
	y := p.y
	for i, c := range best {
		x := left + float64(i)*(w+gap)
		p.box(x, y, w, height, pale)
		p.box(x, y, 2.5, height, accent)
		p.y = y + 6
		p.set(strong)
		lines := p.wrap(c.Label+" "+c.Name, w-2*inner, 2)
		p.print(strong, x+inner, w-2*inner, c.Label+" "+c.Name, 2)
		p.y += float64(2-len(lines)) * strong.lead
		p.print(face{17, 21, true, accent}, x+inner, w-2*inner, p.Amount(c.Standalone.Prevented), 1)
		p.print(face{8.5, 11, false, black}, x+inner, w-2*inner, report.Percent(c.Standalone.PreventedPercent, c.Standalone.Prevented)+" % of the loss", 1)
		p.y += 3
		low, high, of := p.span(c)
		p.print(face{8.5, 10.5, false, black}, x+inner, w-2*inner, "range "+p.Amount(low)+" to "+p.Amount(high), 1)
		p.print(face{7.4, 9.5, false, grey}, x+inner, w-2*inner, of, 1)
		p.y += 2
		p.print(face{8.5, 10.5, false, black}, x+inner, w-2*inner, cost(c), 3)
	}
	p.y = y + height + 7
}

// span returns the range of what a control prevents alone, and what it is over.
func (p *paper) span(c *report.Control) (low, high report.Decimal, of string) {
	if r := p.drawn(c.Label); r != nil {
		return r.Prevented.P5, r.Prevented.P95, fmt.Sprintf("nine in ten of %s", report.Plural(int64(p.r.Ranges.Accepted), "reconstruction"))
	}
	a, h := c.Standalone.Prevented, c.Standalone.PreventedNoImpact
	return min(a, h), max(a, h), "between the two price assumptions"
}

// drawn returns what the draws say of a control; nil without draws.
func (p *paper) drawn(label string) *report.ControlRange {
	if p.r.Ranges == nil {
		return nil
	}
	for i := range p.r.Ranges.Controls {
		if c := &p.r.Ranges.Controls[i]; c.Label == label {
			return c
		}
	}
	return nil
}

// cost says what a control costs in orders that should have gone out.
func cost(c *report.Control) string {
	day := fmt.Sprintf("cost: blocks %s that day", report.Plural(c.Standalone.CollateralOrders, "good order"))
	if c.Normal == nil {
		return day + "; no normal day was replayed"
	}
	return day + ", and " + perMillion(c.Normal) + " of a million on normal days"
}

// perMillion returns what a control blocks of a million orders of ordinary days; what is not 0 never reads 0.
func perMillion(n *report.NormalCost) string {
	switch {
	case n == nil:
		return "-"
	case n.Orders > 0 && n.OrdersPerMillion == 0:
		return "<1"
	}
	return report.Grouped(n.OrdersPerMillion)
}

// caution sets the one sentence that must be read with every figure.
func (p *paper) caution() {
	p.set(small)
	text := "Caution. " + report.Caution
	height := float64(len(p.wrap(text, width, 4)))*small.lead + 4
	p.room(height)
	f := small
	f.ink = black
	p.print(f, left, width, text, 4)
	p.y += 4
}
