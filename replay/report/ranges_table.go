package report

import (
	"fmt"
	"strings"

	"lossreplay/model"
	"lossreplay/replay/uncertainty"
)

// ranges prints what the draws say: one row a control, then what was rejected, what matters, and how far more draws would move it.
func (p *printer) ranges() {
	r := p.r.Ranges
	if r == nil || len(r.Controls) == 0 {
		return
	}
	p.section(fmt.Sprintf("How sure: ranges over %s of what no source settles", plural(int64(r.Accepted), "draw")))
	g := &grid{
		columns: []column{{"control", 0, false}, {"5 %", 2, true}, {"median", 2, true}, {"95 %", 2, true}, {"± median", 2, true},
			{"5 to 95 %", 2, true}, {"5 to 95 %", 2, true}, {"first", 2, true}, {"of 3", 2, true}, {"of 3", 2, true}, {"trips", 2, true}},
		groups: []group{{0, 1, 4, "prevented alone, " + p.unit.name()}, {0, 5, 5, "last line"}, {0, 6, 6, "Shapley"}, {0, 8, 8, "best"}, {0, 9, 9, "set"}, {0, 10, 10, "never"}},
	}
	for i := range r.Controls {
		c := &r.Controls[i]
		set := "-"
		if n := len(c.InBestSet); n > 0 {
			set = shareText(c.InBestSet[n-1])
		}
		name := c.Label
		for k := range p.r.Controls {
			if p.r.Controls[k].Label == c.Label {
				name += " " + p.r.Controls[k].Name
			}
		}
		g.rows = append(g.rows, []string{cut(name, 26), p.unit.show(c.Prevented.P5), p.unit.show(c.Prevented.Median), p.unit.show(c.Prevented.P95),
			p.unit.show(c.Prevented.MedianError), p.span(&c.LastLine), p.span(&c.Shapley), shareText(c.First), shareText(c.BestThree), set, shareText(c.NeverTripped)})
	}
	p.print("")
	p.print(g.lines()...)
	p.say("  ", "5 %% and 95 %%: nine draws of ten lie between, because of what we do not know. ± median: its standard error, because only so many were "+
		"drawn, from %d independent randomisations. first, best of 3: part of the draws in which it prevents most alone, or is one of the three; "+
		"ties count for all. set of 3: it acts in a best set of three at most. never trips: alone.", r.Randomisations)
	p.rejections()
	p.unknowns()
	p.convergence()
}

// cut returns text with at most so many characters.
func cut(text string, most int) string {
	if r := []rune(text); len(r) > most {
		return strings.TrimRight(string(r[:most-1]), " ") + "…"
	}
	return text
}

// span returns the ends of a range: "0.0 to 31.2".
func (p *printer) span(f *FigureRange) string { return p.unit.show(f.P5) + " to " + p.unit.show(f.P95) }

// shareText returns a part of the draws in whole percent; what is neither none nor all never reads so.
func shareText(s ShareRange) string {
	const one = Decimal(model.MoneyUnit)
	percent := (s.Share + one/200) / (one / 100)
	switch {
	case s.Share > 0 && percent == 0:
		return "<1%"
	case s.Share < one && percent == 100:
		return ">99%"
	}
	return decimal(int64(percent)) + "%"
}

func (p *printer) rejections() {
	r := p.r.Ranges
	var words []string
	for _, f := range r.Rejected {
		words = append(words, fmt.Sprintf("%s, %s (%d)", f.Fact, f.Quantity, f.Draws))
	}
	for _, c := range r.Contradictions {
		words = append(words, fmt.Sprintf("%s (%d)", c.Rule, c.Draws))
	}
	text := "none broke a published fact"
	if len(words) > 0 {
		text = strings.Join(words, "; ")
	}
	p.say("  ", "%d of %d draws rejected: %s.", r.Draws-r.Accepted, r.Draws, text)
	words = nil
	for _, f := range r.SoftMissed {
		words = append(words, fmt.Sprintf("%s (%d)", f.Fact, f.Draws))
	}
	if len(words) > 0 {
		p.say("  ", "Kept although they miss a soft fact, whose sources are vague or conflict: %s.", strings.Join(words, ", "))
	}
}

// mattering is how many unknowns the table names.
const mattering = 5

func (p *printer) unknowns() {
	var words []string
	for _, u := range p.r.Ranges.Unknowns {
		if u.Total != nil && *u.Total > 0 && len(words) < mattering {
			words = append(words, fmt.Sprintf("%s %.2f", u.Name, float64(*u.Total)/1e6))
		}
	}
	if len(words) == 0 {
		p.say("  ", "What moves the figures most takes at least %d accepted draws to say, or nothing does.", uncertainty.SensitivityMin)
		return
	}
	p.say("  ", "What moves the figures most, and so what would be worth asking for (total index over all controls; 1 is all of the variance): %s.",
		strings.Join(words, ", "))
}

// convergence shows the control whose median moves most with the number of draws.
func (p *printer) convergence() {
	steps := p.r.Ranges.Convergence
	if len(steps) < 2 {
		return
	}
	last, before := &steps[len(steps)-1], &steps[len(steps)-2]
	worst, most := 0, Decimal(-1)
	for i := range last.Controls {
		moved := last.Controls[i].Prevented.Median - before.Controls[i].Prevented.Median
		if moved = max(moved, -moved); moved > most {
			worst, most = i, moved
		}
	}
	var words []string
	for i := range steps {
		f := &steps[i].Controls[worst].Prevented
		words = append(words, fmt.Sprintf("%s (%s to %s) after %d", p.unit.text(f.Median), p.unit.text(f.P5), p.unit.text(f.P95), steps[i].Draws))
	}
	p.say("  ", "The median that the second half of the draws moved most is that of %s: %s.", last.Controls[worst].Label, strings.Join(words, ", "))
}
