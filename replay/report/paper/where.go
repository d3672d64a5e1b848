package paper

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"lossreplay/replay/report"
)

// where says what the loss is made of, and in which symbols, on which servers and when it arose.
func (p *paper) where() error {
	p.chapter("Where the loss came from", 150)
	t := table{columns: []column{{"line", 95, false, 1}, {p.UnitName(), 50, true, 1}, {"% of the loss", 60, true, 1}, {"what it is", 285, false, 1}}, total: true}
	for _, l := range p.r.Lines() {
		t.rows = append(t.rows, []string{l.Name, p.Show(l.Amount), part100(l.Amount, p.r.Baseline.Loss), l.About})
	}
	t.rows = append(t.rows, []string{"total", p.Show(p.r.Baseline.Loss), part100(p.r.Baseline.Loss, p.r.Baseline.Loss), ""})
	p.table(t)
	p.remark(2, "The lines add up to the loss to the last unit. A negative line is a gain.")
	if minutes := p.r.WhereOf("minute"); len(minutes) > 0 {
		const height = 190
		p.mark("When it arose", height)
		if err := p.figure(12, height, p.r.PaintMinutes); err != nil {
			return err
		}
	}
	p.places("symbol", "The symbols that cost most", p.rows(10))
	p.places("server", "By server", p.rows(10))
	return nil
}

// places sets the rows of one kind that cost most.
func (p *paper) places(by, heading string, most int) {
	rows := slices.Clone(p.r.WhereOf(by))
	rows = slices.DeleteFunc(rows, func(w *report.WhereRow) bool { return w.Executions == 0 && w.Loss == 0 })
	if len(rows) == 0 {
		return
	}
	slices.SortStableFunc(rows, func(a, b *report.WhereRow) int { return cmp.Compare(b.Loss, a.Loss) })
	t := table{columns: []column{{by, 110, false, 1}, {"loss, " + p.UnitName(), 60, true, 1}, {"% of the loss", 70, true, 1}, {"executions", 80, true, 1}, {"shares", 90, true, 1}}}
	if by == "symbol" {
		t.columns = append(t.columns, column{"position at the end, shares", 110, true, 1})
	}
	for _, w := range rows {
		row := []string{w.Place(), p.Show(w.Loss), part100(w.Loss, p.r.Baseline.Loss), report.Grouped(w.Executions), report.Grouped(w.Shares)}
		if by == "symbol" {
			row = append(row, report.Grouped(w.Position))
		}
		t.rows = append(t.rows, row)
	}
	t, more := t.cut(most, "where.csv")
	p.heading(heading, p.least(&t))
	p.table(t)
	if by == "server" {
		more = strings.TrimSpace(more + " Servers and minutes: each execution is charged with the difference between its price and the one at which the position in that symbol was closed in the end.")
		if p.r.Seed != 0 {
			more += " Which server worked which stocks is the reconstruction's choice (assumed)."
		}
	}
	if more != "" {
		p.remark(3, "%s", more)
	}
}

// part100 returns an amount as a percentage of another with one decimal, cut.
func part100(d, of report.Decimal) string {
	if of == 0 {
		return "-"
	}
	return fmt.Sprintf("%.1f", float64(int64(1000*float64(d)/float64(of)))/10)
}
