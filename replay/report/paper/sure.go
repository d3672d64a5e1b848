package paper

import (
	"fmt"
	"strconv"
	"strings"

	"lossreplay/replay/report"
)

// sure says how far the figures can be trusted.
func (p *paper) sure() error {
	p.chapter("How sure is this", 90)
	f := &p.r.Fidelity
	if f.Exact {
		p.item("Identity", fmt.Sprintf("With no control on, the replay returns the recorded loss of %s exactly, with every child order, execution, share and position.", p.InFull(f.RecordedLoss)), 3)
	} else {
		p.item("Identity", "It does not hold: "+strings.Join(f.Differences, "; ")+".", 4)
	}
	p.item("Prices", "When orders are stopped, the market moves less. Adjusted figures take the impact of the missing orders out of prices; held ones keep the recorded prices, the other bound. "+p.together(), 4)
	p.item("People", "What people would have done had a control stopped the flow is not known: sent the orders again, by hand or by another system. Here an order that a control blocks is gone.", 3)
	p.item("Hindsight", "The limits were chosen by people who know the day. A limit that stops this incident may miss the next; its cost on normal days stands beside it for that reason.", 3)
	if p.r.Ranges == nil {
		p.item("Draws", "This run holds one reconstruction. Other days would meet the same public facts; lossreplay run --draws 64 shows how far the figures move.", 3)
	}
	p.loop()
	if err := p.ranges(); err != nil {
		return err
	}
	p.facts()
	p.assumed()
	return nil
}

// loop says what the closed loop adds.
func (p *paper) loop() {
	c := p.r.ClosedLoop
	if c == nil {
		return
	}
	d := &c.Divergence
	p.item("Closed loop", fmt.Sprintf("A model of the router that makes the orders itself loses %s, %s %% more or less than the record. To agree, %s %% of the shares would have to be moved to "+
		"another symbol, %s %% to another minute, %s %% to another server.", p.Amount(d.Loss), tenths(d.LossExcess), tenths(d.BySymbol), tenths(d.ByMinute), tenths(d.ByServer)), 4)
	var words []string
	for i := range c.Controls {
		if l := &c.Controls[i]; l.Differs {
			words = append(words, fmt.Sprintf("%s (%s %% there)", l.Label, report.Percent(l.PreventedPercent, l.Prevented)))
		}
	}
	if len(words) > 0 {
		p.item("", fmt.Sprintf("It differs by more than %d points about %s.", c.DifferencePoints, report.Enumerate(words)), 4)
	}
}

// tenths prints a percentage cut to one decimal.
func tenths(d report.Decimal) string { return report.Percent(&d, d) }

// ranges sets how far figures move over the draws, and which unknowns move them.
func (p *paper) ranges() error {
	r := p.r.Ranges
	if r == nil || len(r.Controls) == 0 {
		return nil
	}
	p.heading("Ranges: what no source settles was drawn again and again", 130)
	p.say(4, "%s of %d reconstructions meet every published fact. Between 5 %% and 95 %% lie nine in ten of them: that is what is not known. The error is that of the median, which comes from having drawn only so many.",
		report.Grouped(int64(r.Accepted)), r.Draws)
	unit := p.UnitName()
	t := table{columns: []column{{"control", 150, false, 1}, {"5 %\n" + unit, 42, true, 1}, {"median\n" + unit, 46, true, 1}, {"95 %\n" + unit, 42, true, 1}, {"error\n" + unit, 42, true, 1},
		{"last line\n5 to 95 %", 78, true, 1}, {"Shapley\n5 to 95 %", 78, true, 1}, {"first", 34, true, 1}, {"in best\nthree", 40, true, 1}, {"never\ntrips", 32, true, 1}},
		spans: []span{{1, 4, "prevented alone"}, {7, 9, "% of the draws"}}}
	for _, c := range p.judged() {
		of := p.drawn(c.Label)
		if of == nil {
			continue
		}
		t.rows = append(t.rows, []string{c.Label + " " + c.Name, p.Show(of.Prevented.P5), p.Show(of.Prevented.Median), p.Show(of.Prevented.P95), p.Show(of.Prevented.MedianError),
			p.ends(&of.LastLine), p.ends(&of.Shapley), share(of.First), share(of.BestThree), share(of.NeverTripped)})
	}
	t, more := t.cut(p.rows(24), "ranges.csv")
	p.table(t)
	if more != "" {
		p.remark(1, "%s", more)
	}
	if h := p.r.TornadoHeight(); h > 0 {
		height := h.Points() * width / (12 * 72)
		p.mark("What moves the figures that are least sure", height)
		return p.figure(12, height, p.r.PaintTornado)
	}
	return nil
}

func (p *paper) ends(f *report.FigureRange) string { return p.Show(f.P5) + " to " + p.Show(f.P95) }

// share returns a part of the draws in whole percent; what is neither none nor all never reads so.
func share(s report.ShareRange) string {
	const one = report.Decimal(1_000_000)
	n := (s.Share + one/200) / (one / 100)
	switch {
	case s.Share > 0 && n == 0:
		return "<1"
	case s.Share < one && n == 100:
		return ">99"
	}
	return strconv.FormatInt(int64(n), 10)
}

// facts sets the published figures that the day is held against: those that it misses first.
func (p *paper) facts() {
	if len(p.r.Facts) == 0 {
		return
	}
	t := table{columns: []column{{"fact", 205, false, 2}, {"target", 92, true, 2}, {"this day", 62, true, 1}, {"met", 24, true, 1}, {"source", 92, false, 2}, {"evidence", 45, false, 1}}}
	met := 0
	for _, missed := range []bool{true, false} {
		for _, f := range p.r.Facts {
			if f.Met == missed {
				continue
			}
			word := "yes"
			switch {
			case f.Met:
				met++
			case f.Soft:
				word = "soft"
			default:
				word = "no"
			}
			what := f.ID + " " + f.Quantity
			if f.Unit != "" && !strings.Contains(f.Quantity, f.Unit) {
				what += ", " + f.Unit
			}
			t.rows = append(t.rows, []string{what, f.Target(number), value(f.Value), word, f.Source, f.Tag})
		}
	}
	t, more := t.cut(p.rows(39), "results.json")
	p.heading(fmt.Sprintf("Published figures that the day is held against: %d of %d met", met, len(p.r.Facts)), p.least(&t))
	p.table(t)
	p.remark(2, "%s", strings.TrimSpace(more+" soft: sources are vague or conflict, and the day may miss it."))
}

// value is number, and "-" where there is none.
func value(v *float64) string {
	if v == nil {
		return "-"
	}
	return number(*v)
}

// number returns a number with commas and up to four decimals.
func number(v float64) string {
	if v == float64(int64(v)) {
		return report.Grouped(int64(v))
	}
	return strings.TrimRight(strings.TrimRight(strconv.FormatFloat(v, 'f', 4, 64), "0"), ".")
}

// assumed lists the choices of the reconstruction that no source dictates.
func (p *paper) assumed() {
	t := table{columns: []column{{"choice", 88, false, 1}, {"value", 130, false, 4}, {"why", 270, false, 4}}}
	for _, a := range p.r.Assumptions {
		t.rows = append(t.rows, []string{a.Key, a.Value, a.Reason})
	}
	p.listing("What is assumed of the day", t, 24, "results.json")
}
