package report

import (
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
)

// Table prints the answer for a head of controls: what to buy, how that was proved, what to add next, what more or less money
// brings, and what each control is worth. Plain text, at most 110 columns.
func (d *Portfolio) Table(w io.Writer) error {
	p := &purchasePrinter{d: d, loss: unitFor(d.Loss/1000, d.Currency), cost: unitFor(d.dearest(), d.Currency)}
	p.headline()
	p.sets()
	p.additions()
	p.front()
	p.controls()
	p.notes()
	_, err := io.WriteString(w, strings.Join(p.lines, "\n")+"\n")
	return err
}

// purchasePrinter collects the lines of the table.
type purchasePrinter struct {
	d          *Portfolio
	loss, cost unit
	lines      []string
}

func (p *purchasePrinter) print(lines ...string) { p.lines = append(p.lines, lines...) }

func (p *purchasePrinter) say(lead, format string, args ...any) {
	p.print(wrapped(lead, fmt.Sprintf(format, args...), tableWidth)...)
}

// dearest returns the largest cost in the document.
func (d *Portfolio) dearest() Decimal {
	most := Decimal(0)
	for _, n := range d.named() {
		most = max(most, n.set.Cost)
	}
	for i := range d.Controls {
		most = max(most, d.Controls[i].Cost)
	}
	return most
}

func (p *purchasePrinter) headline() {
	d := p.d
	budget := "with no limit on the budget"
	if d.Budget != nil {
		budget = "for at most " + inFull(*d.Budget, d.Currency)
	}
	limits := ""
	for _, l := range []struct {
		word string
		list []string
	}{{"has", d.Have}, {"must have", d.Must}, {"may not have", d.Never}} {
		if len(l.list) > 0 {
			limits += ", the firm " + l.word + " " + enumerate(l.list)
		}
	}
	p.say("", "%s: which controls to buy %s over %s%s. Costs and reliabilities: %s.", d.Title, budget, plural(d.Terms.Years, "year"), limits, d.tags())
	p.say("", "The best set has the least %s, over every way in which controls may fail and %s. %s lost %s.",
		objectiveWords[d.Objective], p.draws(), map[bool]string{true: "The incident as recorded", false: "The mean draw"}[d.Draws == 1], inCents(d.Loss, d.Currency))
}

// objectiveWords say what each objective has least of.
var objectiveWords = map[string]string{
	"expected": "expected harm (the loss and what its blocked orders cost)",
	"worst":    "expected harm (the loss and what its blocked orders cost) in the worst draw",
	"cvar":     "mean harm (the loss and what its blocked orders cost) in the worst 5 % of outcomes",
	"regret":   "regret: expected harm above the best set of that draw, in the draw where that is largest",
}

func (p *purchasePrinter) draws() string {
	if p.d.Draws == 1 {
		return "one run"
	}
	return plural(int64(p.d.Draws), "draw")
}

// sets prints the sets that have a name: figures, and below them the controls.
func (p *purchasePrinter) sets() {
	d := p.d
	g := &grid{columns: []column{{"", 0, false}, {p.cost.name(), 2, true}, {p.loss.name(), 2, true}, {"%", 2, true}, {"5 %", 2, true},
		{"work", 2, true}, {"blocked", 2, true}},
		groups: []group{{0, 1, 1, "cost"}, {0, 2, 2, "loss"}, {0, 3, 3, "prevented"}, {0, 4, 4, "worst"}, {0, 5, 5, "if all"}, {0, 6, 6, "orders"}}}
	if d.Capital != nil {
		g.groups = append(g.groups, group{0, 7, 7, "chance"})
		g.columns = append(g.columns, column{"over " + unitFor(d.Capital.Amount, d.Currency).text(d.Capital.Amount), 2, true})
	}
	named := d.named()
	for _, n := range named {
		s := n.set
		row := []string{n.words, p.cost.show(s.Cost), p.loss.show(s.Loss), percentText(s.PreventedPercent, s.Prevented), p.loss.show(s.Tail),
			p.loss.show(s.Working), grouped(int64(math.RoundToEven(float64(s.Blocked) / 1e6)))}
		if d.Capital != nil {
			row = append(row, chanceText(*s.OverCapital))
		}
		g.rows = append(g.rows, row)
	}
	p.print("")
	lines := g.lines()
	p.print(lines[:3]...)
	for i, n := range named {
		p.print(lines[3+i])
		if len(n.set.Controls) > 0 {
			p.say("    ", "%s", strings.Join(n.set.Controls, " "))
		}
	}
	if d.Capital != nil && d.Cheapest == nil {
		p.say("  ", "No set keeps the expected loss within %s%s.", inFull(d.Capital.Amount, d.Currency), map[bool]string{true: "", false: " in 95 % of the draws"}[d.Draws == 1])
	}
	p.say("  ", "Proved: %s over %s sets looked at %s branches and left %s of them by their bounds; no set has less than %s.", d.Proof.Method,
		grouped(int64(d.Proof.Sets)), grouped(d.Proof.Nodes), grouped(d.Proof.Pruned), inCents(d.Proof.Bound, d.Currency))
}

// inCents returns an amount as [inFull] does, cut to two decimals: an expectation is not known to the last unit.
func inCents(d Decimal, currency string) string { return inFull(d-d%10_000, currency) }

// chanceText returns a chance as a percentage with two significant digits; what is neither 0 nor 1 never reads so.
func chanceText(p float64) string {
	switch v := 100 * p; {
	case p <= 0:
		return "0 %"
	case p >= 1:
		return "100 %"
	case v > 99:
		return ">99 %"
	case v >= 10:
		return strconv.FormatFloat(v, 'f', 0, 64) + " %"
	case v < 0.001:
		return "<0.001 %"
	default:
		return strconv.FormatFloat(v, 'g', 2, 64) + " %"
	}
}

// additionsShown is how many of the next best controls the table shows.
const additionsShown = 5

func (p *purchasePrinter) additions() {
	if len(p.d.Additions) == 0 {
		return
	}
	what := "The best single control to begin with"
	if len(p.d.Have) > 0 {
		what = "The next best control on top of what the firm has"
	}
	p.print("", what)
	g := &grid{columns: []column{{"control", 2, false}, {"lowers the objective by " + p.loss.name(), 2, true}, {"for " + p.cost.name(), 2, true},
		{"for each " + strings.TrimSpace(sign(p.d.Currency)) + "1", 2, true}}}
	for i := range p.d.Additions[:min(additionsShown, len(p.d.Additions))] {
		a := &p.d.Additions[i]
		each := "-"
		if a.PerCost != nil {
			each = unit{tenth: 100_000}.show(*a.PerCost)
		}
		g.rows = append(g.rows, []string{p.name(a.Control), p.loss.show(a.Less), p.cost.show(a.Cost), each})
	}
	p.print(g.lines()...)
}

func (p *purchasePrinter) name(label string) string {
	for i := range p.d.Controls {
		if c := &p.d.Controls[i]; c.Label == label {
			return label + " " + c.Name
		}
	}
	return label
}

// frontShown is how many sets of the front the table shows at most.
const frontShown = 9

// front prints what money buys: sets of the front in order of cost, each of which leaves clearly less than the one before.
func (p *purchasePrinter) front() {
	steps := p.d.steps()
	p.print("", fmt.Sprintf("What money buys: %d of the %d sets that no other beats in loss, cost and blocked orders", len(steps), len(p.d.Front)))
	g := &grid{columns: []column{{"cost " + p.cost.name(), 2, true}, {"loss " + p.loss.name(), 2, true}, {"prevented %", 2, true}, {"orders blocked", 2, true}, {"controls", 2, false}}}
	for _, s := range steps {
		g.rows = append(g.rows, []string{p.cost.show(s.Cost), p.loss.show(s.Loss), percentText(s.PreventedPercent, s.Prevented),
			grouped(int64(math.RoundToEven(float64(s.Blocked) / 1e6))), joined(s.Controls, 46)})
	}
	p.print(g.lines()...)
}

// steps returns sets of the front in order of cost of which each leaves at most the share of the one before that makes them few
// enough.
func (d *Portfolio) steps() []*PortfolioSet {
	for share := 0.9; ; share *= 0.9 {
		var steps []*PortfolioSet
		for i := range d.Front {
			s := &d.Front[i]
			if n := len(steps); n == 0 || float64(s.Loss) < share*float64(steps[n-1].Loss) {
				steps = append(steps, s)
			}
		}
		if len(steps) <= frontShown {
			return steps
		}
	}
}

// joined returns labels in a row, as far as they fit.
func joined(labels []string, width int) string {
	text := strings.Join(labels, " ")
	for n := len(labels) - 1; len(text) > width && n > 0; n-- {
		text = strings.Join(labels[:n], " ") + fmt.Sprintf(" and %d more", len(labels)-n)
	}
	return text
}

// controls prints what each control costs and what one more nine of it is worth.
func (p *purchasePrinter) controls() {
	p.print("", "Each control; one more nine: what the expected loss falls by if it fails by itself a tenth as often")
	g := &grid{columns: []column{{"control", 2, false}, {p.cost.name(), 2, true}, {p.cost.name(), 2, true}, {"works", 2, true}, {p.loss.name(), 2, true},
		{p.loss.name(), 2, true}, {"in best $", 2, true}, {"all on $", 2, true}},
		groups: []group{{0, 1, 2, "cost"}, {1, 1, 1, "in all"}, {1, 2, 2, "blocked"}, {0, 4, 5, "prevents"}, {1, 4, 4, "alone"}, {1, 5, 5, "Shapley"}, {0, 6, 7, "one more nine"}}}
	for i := range g.columns {
		g.columns[i].heading = strings.Replace(g.columns[i].heading, "$", strings.TrimSpace(sign(p.d.Currency)), 1)
	}
	for i := range p.d.Controls {
		c := &p.d.Controls[i]
		blocked, nine := "-", "-"
		if c.BlockedYearly != nil {
			blocked = p.cost.show(*c.BlockedYearly * Decimal(p.d.Terms.Years))
		}
		if c.NineInBest != nil {
			nine = whole(*c.NineInBest)
		}
		g.rows = append(g.rows, []string{c.Label + " " + c.Name, p.cost.show(c.Cost), blocked, number(c.Works), p.loss.show(c.Prevented), p.loss.show(c.Shapley),
			nine, whole(c.NineInAll)})
	}
	p.print(g.lines()...)
	for i := range p.d.Groups {
		if q := &p.d.Groups[i]; q.Apart != 0 {
			p.say("  ", "%s (%s, beta %s): that they fail together costs the best set %s of expected loss.", q.Group, strings.Join(q.Members, " "),
				number(q.Beta), inCents(q.Apart, p.d.Currency))
		}
	}
}

// whole returns an amount in whole units; what is not 0 never reads 0.
func whole(d Decimal) string {
	n := int64(math.RoundToEven(float64(d) / 1e6))
	if n == 0 && d != 0 {
		return map[bool]string{true: "<1", false: ">-1"}[d > 0]
	}
	return grouped(n)
}

func (p *purchasePrinter) notes() {
	p.print("", "Notes")
	for i, note := range p.d.Notes {
		p.say(fmt.Sprintf("  %d. ", i+1), "%s", note)
	}
}
