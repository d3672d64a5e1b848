package page

import (
	"strings"

	"lossreplay/model"
	"lossreplay/replay/report"
)

// tabulate makes the tables behind the charts, by the charts' names.
func (v *view) tabulate() {
	v.Tables["prevented"] = v.preventedRows()
	v.Tables["timeline"], v.Tables["curve"] = v.timelineRows(), v.curveRows()
	v.Tables["operations"] = v.operationRows()
	v.Tables["shapley"] = v.shapleyRows()
	if v.run != nil {
		v.Tables["pairs"] = v.pairRows()
	}
	if v.Buy != nil {
		v.Tables["front"] = v.stepRows()
	}
	for _, by := range []string{"symbol", "server", "minute"} {
		if t := v.whereRows(by); len(t.Rows) > 0 {
			v.Tables[by] = t
		}
	}
	v.Tables["lines"] = v.lineRows()
	if v.R.Ranges != nil {
		v.Tables["ranges"], v.Tables["ranks"] = v.rangeRows(), v.rankRows()
	}
	if v.R.ClosedLoop != nil {
		v.Tables["loop"] = v.loopRows()
	}
}

func (v *view) preventedRows() *table {
	t := &table{Caption: "What each control prevents alone, " + v.UnitName(), Words: 1, Head: []string{"Control", "Prices adjusted", "Prices held"}}
	for _, c := range v.Subject {
		t.Rows = append(t.Rows, []string{c.Label + " " + c.Name, v.Show(c.Standalone.Prevented), v.Show(c.Standalone.PreventedNoImpact)})
	}
	return t
}

func (v *view) timelineRows() *table {
	t := &table{Caption: "The loss if everything had stopped then", Words: 1, Head: []string{"Time", "Loss"}}
	for _, s := range v.R.StopCurve {
		t.Rows = append(t.Rows, []string{v.Minute(s.At), v.Cents(s.Loss)})
	}
	return t
}

// curveRows is the table behind the curve of the switches: the scripts fill its last column.
func (v *view) curveRows() *table {
	t := v.timelineRows()
	t.Head = []string{"Time", "Recorded", "With these controls"}
	for i, row := range t.Rows {
		t.Rows[i] = append(row, row[1])
	}
	return t
}

func (v *view) operationRows() *table {
	t := &table{Caption: "What people and machines did", Words: 5, Head: []string{"When", "What", "Where", "In words", "Evidence"}}
	for _, g := range v.doings() {
		when := v.Second(&g.first.At)
		if g.count > 1 {
			when += " to " + v.Second(&g.last.At)
		}
		kind := strings.ReplaceAll(g.first.Kind, "_", " ")
		if g.first.Build != "" {
			kind += " of " + g.first.Build
		}
		t.Rows = append(t.Rows, []string{when, kind, strings.Join(g.servers, " "), g.text(), g.first.Tag})
	}
	return t
}

func (v *view) shapleyRows() *table {
	t := &table{Caption: "Shapley shares of what all controls prevent together", Words: 1, Head: []string{"Control", "Share", "Standard error"}}
	for _, c := range v.Subject {
		row := []string{c.Label + " " + c.Name, "-", "exact"}
		if c.Shapley != nil {
			row[1] = v.Cents(*c.Shapley)
		}
		if c.ShapleyError != nil {
			row[2] = v.Cents(*c.ShapleyError)
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

func (v *view) pairRows() *table {
	t := &table{Caption: "Pairs of controls that overlap (negative) or complement each other (positive)", Words: 2, Head: []string{"Control", "And", "Interaction"}}
	for _, p := range v.pairs {
		if p.Value != 0 {
			t.Rows = append(t.Rows, []string{v.Subject[p.I].Label, v.Subject[p.J].Label, v.Cents(report.Decimal(p.Value))})
		}
	}
	return t
}

func (v *view) whereRows(by string) *table {
	t := &table{Caption: "The loss by " + by, Words: 1, Head: []string{strings.ToUpper(by[:1]) + by[1:], "Loss", "Executions", "Shares"}}
	for i := range v.R.Where {
		row := &v.R.Where[i]
		if row.By != by {
			continue
		}
		name := row.Place()
		if at, err := model.ParseTime(row.Name); by == "minute" && err == nil {
			name = v.Minute(report.Timestamp(at))
		}
		t.Rows = append(t.Rows, []string{name, v.Cents(row.Loss), report.Grouped(row.Executions), report.Grouped(row.Shares)})
	}
	return t
}

func (v *view) lineRows() *table {
	t := &table{Caption: "What the loss is made of", Words: 2, Head: []string{"Line", "What it is", "Loss"}}
	for _, l := range v.R.Lines() {
		t.Rows = append(t.Rows, []string{l.Name, l.About, v.Cents(l.Amount)})
	}
	t.Rows = append(t.Rows, []string{"total", "", v.InFull(v.R.Baseline.Loss)})
	return t
}

func (v *view) rangeRows() *table {
	t := &table{Caption: "What each control prevents alone, over the draws, " + v.UnitName(), Words: 1,
		Head: []string{"Control", "5 % lie below", "Median", "95 % lie below", "First", "Best three", "Never trips"}}
	for i := range v.R.Ranges.Controls {
		c := &v.R.Ranges.Controls[i]
		t.Rows = append(t.Rows, []string{c.Label, v.Show(c.Prevented.P5), v.Show(c.Prevented.Median), v.Show(c.Prevented.P95),
			hundred(c.First.Share), hundred(c.BestThree.Share), hundred(c.NeverTripped.Share)})
	}
	return t
}

func (v *view) rankRows() *table {
	t := &table{Caption: "In what part of the draws a control has which rank", Words: 1, Head: []string{"Control"}}
	for i := range v.R.Ranges.Controls {
		t.Head = append(t.Head, report.Grouped(int64(i+1)))
		c := &v.R.Ranges.Controls[i]
		row := []string{c.Label}
		for _, share := range c.Ranks {
			row = append(row, hundred(share))
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

func (v *view) loopRows() *table {
	t := &table{Caption: "The closed loop beside the record, by control", Words: 1, Head: []string{"Control", "Prevented in the loop %", "By the record %", "Ten points apart"}}
	for i := range v.R.ClosedLoop.Controls {
		c := &v.R.ClosedLoop.Controls[i]
		apart := "no"
		if c.Differs {
			apart = "yes"
		}
		t.Rows = append(t.Rows, []string{c.Label + " " + c.Name, report.Percent(c.PreventedPercent, c.Prevented), report.Percent(c.TracePreventedPercent, 1), apart})
	}
	return t
}

// hundred prints a share of one in percent.
func hundred(share report.Decimal) string { return (share * 100).String() + " %" }
