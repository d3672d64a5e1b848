package report

import (
	"fmt"
	"io"
	"strings"

	"lossreplay/model"
)

// tableWidth is how wide running text of the printed table gets; its grid may be a little wider, at most widthMax.
const (
	tableWidth = 100
	widthMax   = 110
)

// Table prints the answer for a risk officer: what happened, what each control would have prevented and what it would have
// cost, the best sets, where the loss came from, and what the figures rest on. Plain text, at most 110 columns.
//
// It uses the document alone, so a Results that was read back from results.json prints the same.
func (r *Results) Table(w io.Writer) error {
	clock, err := newClock(r.Zone, r.Date)
	if err != nil {
		return fmt.Errorf("report: %w", err)
	}
	p := &printer{r: r, clock: clock, unit: unitFor(r.Baseline.Loss, r.Currency)}
	p.headline()
	p.controls()
	p.ranges()
	p.closedLoop()
	p.sets()
	p.lossLines()
	p.explanations()
	p.notes()
	p.settings()
	_, err = io.WriteString(w, strings.Join(p.lines, "\n")+"\n")
	return err
}

// printer collects the lines of the table.
type printer struct {
	r     *Results
	clock clock
	unit  unit
	lines []string
}

func (p *printer) print(lines ...string) { p.lines = append(p.lines, lines...) }

func (p *printer) say(lead, format string, args ...any) {
	p.print(wrapped(lead, fmt.Sprintf(format, args...), tableWidth)...)
}

// section starts a part with an empty line and a heading.
func (p *printer) section(heading string) { p.print("", heading) }

func (p *printer) full(d Decimal) string { return inFull(d, p.r.Currency) }

func (p *printer) headline() {
	r, b := p.r, &p.r.Baseline
	end := model.Time(b.FlowEnd)
	title := r.Title
	if year, _, _ := strings.Cut(r.Date, "-"); !strings.Contains(title, year) {
		title += ", " + r.Date
	}
	verb, amount := "lost", b.Loss
	if amount < 0 {
		verb, amount = "gained", -amount
	}
	p.say("", "%s: orders that nobody wanted %s %s.", title, verb, p.full(amount))
	p.say("", "%s of %s beyond what %s asked for, in %s. When the flow ended, at %s %s, the error account was long %s in %d and short %s in %d of them.",
		plural(b.Executions, "execution"), plural(b.Shares, "share"), plural(b.Parents, "parent order"), plural(int64(b.Symbols), "symbol"),
		p.clock.minute(end), p.clock.name(end), p.unit.text(b.LongNotional), b.LongSymbols, p.unit.text(b.ShortNotional), b.ShortSymbols)
	if r.Fidelity.Exact {
		p.say("", "With no control on, the replay returns the recorded loss of %s exactly.", p.full(r.Fidelity.RecordedLoss))
		return
	}
	p.say("", "THE REPLAY IS NOT FAITHFUL: recorded loss %s, replayed %s. No figure below can be relied on. %s.",
		p.full(r.Fidelity.RecordedLoss), p.full(r.Fidelity.ReplayedLoss), strings.Join(r.Fidelity.Differences, "; "))
}

// existedIn is the year of which the catalogue says whether a firm could have had a control: the Knight day's.
const existedIn = "2012"

// notEvaluable names the controls that the day cannot judge, those with one reason together.
func (p *printer) notEvaluable() {
	var reasons []string
	labels := map[string][]string{}
	for i := range p.r.Controls {
		if c := &p.r.Controls[i]; !c.Evaluable {
			if labels[c.NotEvaluableBecause] == nil {
				reasons = append(reasons, c.NotEvaluableBecause)
			}
			labels[c.NotEvaluableBecause] = append(labels[c.NotEvaluableBecause], c.Label)
		}
	}
	for _, reason := range reasons {
		p.say("  ", "not evaluable, left out and not counted as 0: %s; %s.", strings.Join(labels[reason], ", "), reason)
	}
}

// controls prints one row per control and per variant.
func (p *printer) controls() {
	g := &grid{
		columns: []column{{"control", 0, false}, {p.unit.name(), 2, true}, {"%", 1, true}, {"%", 2, true},
			{p.unit.name(), 2, true}, {p.unit.name(), 2, true}, {p.clock.name(model.Time(p.r.Baseline.FlowEnd)), 2, true}, {"blocked", 2, true}, {"day /M", 1, true}, {existedIn, 1, false}},
		groups: []group{{0, 1, 3, "prevented alone"}, {0, 4, 4, "last"}, {0, 6, 6, "first"}, {0, 7, 7, "legit."},
			{1, 1, 2, "adjusted"}, {1, 3, 3, "held"}, {1, 4, 4, "line"}, {1, 5, 5, "Shapley"}, {1, 6, 6, "trip"}, {1, 7, 7, "orders"}, {0, 8, 8, "cost"}, {1, 8, 8, "normal"}, {1, 9, 9, "in"}},
	}
	for i := range p.r.Controls {
		if c := &p.r.Controls[i]; c.Evaluable {
			g.rows = append(g.rows, p.row(&c.Subject, p.unit.show(c.LastLine.Prevented), p.unit.show(*c.Shapley)))
		}
	}
	n := len(g.rows)
	if n+len(p.r.Variants) == 0 {
		return
	}
	for i := range p.r.Variants {
		g.rows = append(g.rows, p.row(&p.r.Variants[i], "", ""))
	}
	p.print("")
	lines := g.lines()
	p.print(lines[:len(lines)-len(g.rows)+n]...)
	if n < len(g.rows) {
		p.print("variants, alone only")
		p.print(lines[len(lines)-len(g.rows)+n:]...)
	}
	p.notEvaluable()
	share := "its share of what all prevent together"
	if p.r.Method.Kind == methodSampled {
		share += ", an estimate (see the notes)"
	}
	p.say("  ", "adjusted: prices freed of the impact of the flow that is gone. held: recorded prices kept, the other bound. last line: what it "+
		"still prevents when all others are on. Shapley: %s. blocked: its cost on this day, alone; normal day: orders blocked of a million on ordinary days. %% is cut, not rounded: "+
		"100.0 is all of it, more is a gain. in %s: whether a firm could have had it; rule: in force for everybody.", share, existedIn)
}

func (p *printer) row(s *Subject, lastLine, shapley string) []string {
	a := s.Standalone
	trip := "never"
	if s.FirstTrip != nil {
		trip = p.clock.brief(model.Time(*s.FirstTrip))
	}
	return []string{s.Label + " " + s.Name, p.unit.show(a.Prevented), percentText(a.PreventedPercent, a.Prevented),
		percentText(a.PreventedNoImpactPercent, a.PreventedNoImpact), lastLine, shapley, trip,
		grouped(a.CollateralOrders), normalText(s.Normal), existed(s)}
}

// normalText prints what a control blocks of a million orders of ordinary days; "-" where none were replayed.
func normalText(n *NormalCost) string {
	switch {
	case n == nil:
		return "-"
	case n.Orders > 0 && n.OrdersPerMillion == 0:
		return "<1"
	}
	return grouped(n.OrdersPerMillion)
}

// existed says whether a firm could have had the control on the day; "rule" is one that was in force for everybody.
func existed(s *Subject) string {
	switch {
	case !s.Existed:
		return "no"
	case s.InForce:
		return "rule"
	}
	return "yes"
}

func (p *printer) sets() {
	if len(p.r.BestSets) == 0 {
		return
	}
	p.section("Best sets of controls")
	g := &grid{columns: []column{{"size", 2, true}, {"controls", 2, false}, {"prevented " + p.unit.name(), 2, true}, {"%", 1, true},
		{"loss left", 2, true}, {"orders blocked", 2, true}, {"", 2, false}}}
	for i, s := range p.r.BestSets {
		remark := ""
		if i > 0 && s.Loss == p.r.BestSets[i-1].Loss {
			remark = "no better than one control less"
		}
		g.rows = append(g.rows, []string{decimal(int64(s.Size)), strings.Join(s.Controls, " "), p.unit.show(s.Prevented),
			percentText(s.PreventedPercent, s.Prevented), p.full(s.Loss), grouped(s.CollateralOrders), remark})
	}
	p.print(g.lines()...)
}

func (p *printer) lossLines() {
	d := &p.r.Baseline.Decomposition
	p.section("Where the loss came from, " + p.unit.name())
	g := &grid{columns: []column{{"line", 2, false}, {"loss", 2, true}, {"", 2, false}}}
	for _, l := range []struct {
		name   string
		amount Decimal
		what   string
	}{
		{"spread", d.Spread, "paid to cross it"},
		{"acquisition impact", d.Impact, "paid because our own flow had moved the price"},
		{"drift", d.Drift, "the market's own move, against us if positive"},
		{"recapture", d.Recapture, "our own impact that is still in the price when we close, a gain if negative"},
		{"exit in the market", d.ExitMarket, "working the position until the close"},
		{"exit as a block", d.ExitBlock, "what the buyer of the rest took off"},
		{"fees", d.Fees, ""},
	} {
		g.rows = append(g.rows, []string{l.name, p.unit.show(l.amount), l.what})
	}
	g.rows = append(g.rows, []string{"total", p.unit.show(p.r.Baseline.Loss), ""})
	p.print(g.lines()[2:]...)
}
