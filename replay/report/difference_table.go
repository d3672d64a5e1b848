package report

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"lossreplay/model"
)

// Table prints the difference in words and numbers: plain text, at most 110 columns. It uses the document alone.
func (d *Difference) Table(w io.Writer) error {
	p := &differencePrinter{d: d}
	for i, s := range []*Side{&d.Old, &d.New} {
		var err error
		if p.clocks[i], err = newClock(s.Zone, s.Date); err != nil {
			return fmt.Errorf("report: %w", err)
		}
	}
	p.headline()
	p.made()
	p.figures()
	p.controls()
	p.sets()
	p.facts()
	p.notes()
	_, err := io.WriteString(w, strings.Join(p.lines, "\n")+"\n")
	return err
}

// differencePrinter collects the lines.
type differencePrinter struct {
	d      *Difference
	clocks [2]clock
	lines  []string
}

func (p *differencePrinter) say(lead, format string, args ...any) {
	p.lines = append(p.lines, wrapped(lead, fmt.Sprintf(format, args...), tableWidth)...)
}

func (p *differencePrinter) section(heading string) { p.lines = append(p.lines, "", heading) }

func (p *differencePrinter) headline() {
	d := p.d
	p.say("", "before: %s", sideText(&d.Old))
	p.say("", "after: %s", sideText(&d.New))
	if d.Same {
		p.say("", "Nothing differs.")
		return
	}
	if len(d.Made)+len(d.Removed)+len(d.Added)+len(d.Parameters) == 0 {
		p.say("", "Made from the same, and yet the results differ.")
	} else if len(d.Figures)+len(d.Controls)+len(d.BestSets)+len(d.Facts) == 0 {
		p.say("", "The results are the same, though the two were not made from the same.")
	}
}

func sideText(s *Side) string {
	text := s.Title
	if year, _, _ := strings.Cut(s.Date, "-"); !strings.Contains(text, year) {
		text += ", " + s.Date
	}
	return fmt.Sprintf("%s (%s, seed %d, version %s)", text, s.Incident, s.Seed, s.Version)
}

// made prints what the runs were made from: settings of controls first, they are what people ask about.
func (p *differencePrinter) made() {
	d := p.d
	if len(d.Parameters) > 0 {
		p.section("Settings that changed")
		g := &grid{columns: []column{{"control", 2, false}, {"parameter", 2, false}, {"before", 2, true}, {"after", 2, true}}}
		for _, s := range d.Parameters {
			g.rows = append(g.rows, []string{s.Label, s.Parameter, p.setting(&s, s.Old, d.Old.Currency), p.setting(&s, s.New, d.New.Currency)})
		}
		p.lines = append(p.lines, g.lines()...)
	}
	if len(d.Removed)+len(d.Added) > 0 {
		p.section("Controls that one run has")
		p.lone("no longer there: ", d.Removed, 0)
		p.lone("new: ", d.Added, 1)
	}
	if len(d.Made) > 0 {
		p.section("What the runs were made from")
		g := &grid{columns: []column{{"", 2, false}, {"before", 2, false}, {"after", 2, false}}}
		for _, c := range d.Made {
			g.rows = append(g.rows, []string{clipped(c.What), orNone(c.Old), orNone(c.New)})
		}
		p.lines = append(p.lines, g.lines()...)
	}
}

// clipped cuts a text so that three stand in a line.
func clipped(text string) string {
	const widest = 32
	if letters := []rune(text); len(letters) > widest {
		return string(letters[:widest-3]) + "..."
	}
	return text
}

// lone names controls of one run, with what they prevent alone there.
func (p *differencePrinter) lone(what string, labels []string, side int) {
	var words []string
	for _, label := range labels {
		word := label
		for i := range p.d.Controls {
			if c := &p.d.Controls[i]; c.Label == label && len(c.Figures) > 0 {
				word += fmt.Sprintf(" %s (%s alone)", c.Name, p.figure(&c.Figures[0], side))
			}
		}
		words = append(words, word)
	}
	if len(words) > 0 {
		p.say("  ", "%s%s.", what, enumerate(words))
	}
}

// orNone returns a text that two runs differ in, checksums cut to what tells them apart.
func orNone(text *string) string {
	if text == nil {
		return "none"
	}
	if rows, sum, ok := strings.Cut(*text, ", sha256 "); ok {
		return rows + ", " + sum[:min(len(sum), 12)]
	}
	return clipped(*text)
}

func (p *differencePrinter) setting(s *Setting, value *string, currency string) string {
	if value == nil {
		return "-"
	}
	return shown(&Parameter{Unit: s.Unit, Value: *value}, currency)
}

// figure returns a figure as it reads best, side 0 for the older run.
func (p *differencePrinter) figure(f *Figure, side int) string {
	value := []*string{f.Old, f.New}[side]
	if value == nil {
		return "-"
	}
	switch f.Unit {
	case "money":
		if m, err := model.ParseMoney(*value); err == nil {
			return toCent(Decimal(m), []string{p.d.Old.Currency, p.d.New.Currency}[side])
		}
	case "count":
		return commas(*value)
	case "time":
		if t, err := model.ParseTime(*value); err == nil {
			return p.clocks[side].second(t)
		}
	}
	return *value
}

// change returns how much a figure changed, with its sign.
func (p *differencePrinter) change(f *Figure) string {
	if f.Change == nil {
		return ""
	}
	text := ""
	switch c := *f.Change; f.Unit {
	case "money":
		text = toCent(c, p.d.New.Currency)
	case "count":
		text = grouped(int64(c) / int64(model.MoneyUnit))
	default:
		by := model.Duration(c) * 1000
		if by < 0 {
			return span(-by) + " earlier"
		}
		return span(by) + " later"
	}
	if *f.Change > 0 {
		text = "+" + text
	}
	return text
}

// figureGrid returns the table of figures.
func (p *differencePrinter) figureGrid(figures []Figure) *grid {
	g := &grid{columns: []column{{"figure", 4, false}, {"before", 2, true}, {"after", 2, true}, {"change", 2, true}}}
	for i := range figures {
		f := &figures[i]
		g.rows = append(g.rows, []string{f.Figure, p.figure(f, 0), p.figure(f, 1), p.change(f)})
	}
	return g
}

func (p *differencePrinter) figures() {
	if len(p.d.Figures) > 0 {
		p.section("The day, and all controls together")
		p.lines = append(p.lines, p.figureGrid(p.d.Figures).lines()...)
	}
}

// controls prints the controls that changed themselves, and then those whose share alone moved because others changed.
func (p *differencePrinter) controls() {
	var all []Figure
	var changed []*ControlChange
	moved := &grid{columns: []column{{"control", 2, false}, {"before", 2, true}, {"after", 2, true}, {"change", 2, true}}}
	for i := range p.d.Controls {
		switch c := &p.d.Controls[i]; {
		case slices.Contains(p.d.Removed, c.Label) || slices.Contains(p.d.Added, c.Label):
		case len(c.Figures) == 1 && c.Figures[0].Figure == figureShapley:
			f := &c.Figures[0]
			moved.rows = append(moved.rows, []string{c.Label + " " + c.Name, p.figure(f, 0), p.figure(f, 1), p.change(f)})
		default:
			changed, all = append(changed, c), append(all, c.Figures...)
		}
	}
	if len(changed) > 0 {
		p.section("Controls whose figures changed, the largest change of what they prevent alone first")
		lines := p.figureGrid(all).lines()
		p.lines = append(p.lines, lines[:2]...)
		lines = lines[2:]
		for _, c := range changed {
			p.lines = append(append(p.lines, c.Label+" "+c.Name), lines[:len(c.Figures)]...)
			lines = lines[len(c.Figures):]
		}
	}
	if len(moved.rows) > 0 {
		p.section("Controls whose Shapley share alone moved, because others changed")
		p.lines = append(p.lines, moved.lines()...)
	}
}

func (p *differencePrinter) sets() {
	if len(p.d.BestSets) == 0 {
		return
	}
	p.section("Best sets of controls")
	text := func(labels []string, loss *Decimal, currency string) string {
		if loss == nil {
			return "none"
		}
		return fmt.Sprintf("%s with %s left", strings.Join(labels, " "), toCent(*loss, currency))
	}
	for _, s := range p.d.BestSets {
		p.say("  ", "of %d: %s, now %s.", s.Size, text(s.Old, s.OldLoss, p.d.Old.Currency), text(s.New, s.NewLoss, p.d.New.Currency))
	}
}

func (p *differencePrinter) facts() {
	if len(p.d.Facts) == 0 {
		return
	}
	p.section("Facts that the day is held against")
	for _, f := range p.d.Facts {
		p.say("  ", "%s, %s: %s, now %s.", f.ID, f.Quantity, f.Old, f.New)
	}
}

func (p *differencePrinter) notes() {
	d := p.d
	if len(d.NotesRemoved)+len(d.NotesAdded) == 0 {
		return
	}
	p.section("Notes")
	for _, n := range d.NotesRemoved {
		p.say("  no longer: ", "%s", n)
	}
	for _, n := range d.NotesAdded {
		p.say("  now:       ", "%s", n)
	}
}
