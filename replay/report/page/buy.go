package page

import (
	"fmt"
	"strings"

	"lossreplay/replay/report"
)

// step is the best set from its cost on, for the scripts.
type step struct {
	Cost     report.Decimal `json:"cost"`
	Controls []string       `json:"controls"`
	Loss     report.Decimal `json:"loss"`
	Harm     report.Decimal `json:"harm"`
	Percent  string         `json:"percent"`
	Over     string         `json:"over"` // the chance that the loss is more than the capital
	Next     string         `json:"next"`
	Less     report.Decimal `json:"less"` // what the next would take off
}

// stepsOf hands over the best set for each budget.
func stepsOf(offer *report.Offer) []step {
	var list []step
	for i := range offer.Steps {
		s := &offer.Steps[i]
		row := step{Cost: s.Cost, Controls: s.Controls, Loss: s.Loss, Harm: s.Harm, Percent: percentOf(s), Over: chance(s.OverCapital)}
		if s.Next != nil {
			row.Next, row.Less = s.Next.Control, s.Next.Less
		}
		list = append(list, row)
	}
	return list
}

// percentOf returns the part of the loss that a set is expected to prevent.
func percentOf(s *report.Step) string {
	return report.Percent(s.PreventedPercent, s.Prevented)
}

// chance prints a probability as people read it: "less than 1 in a million" rather than 0.000000.
func chance(p *float64) string {
	switch {
	case p == nil:
		return "-"
	case *p <= 0:
		return "0 %"
	case *p >= 1:
		return "100 %"
	case *p < 1e-6:
		return "less than 0.0001 %"
	case *p > 0.999999:
		return "more than 99.9999 %"
	}
	return fmt.Sprintf("%.3g %%", 100**p)
}

// stepRows returns the steps as a table.
func (v *view) stepRows() *table {
	t := &table{Caption: "The best set for each budget", Words: 1, Head: []string{"Controls", "Cost from", "Expected loss left", "With blocked orders", "Prevented %", "Chance over capital", "Next"}}
	for i := range v.Buy.Steps {
		s := &v.Buy.Steps[i]
		next := "-"
		if s.Next != nil {
			next = s.Next.Control
		}
		t.Rows = append(t.Rows, []string{orNone(s.Controls), v.Cents(s.Cost), v.Cents(s.Loss), v.Cents(s.Harm), percentOf(s), chance(s.OverCapital), next})
	}
	return t
}

func orNone(controls []string) string {
	if len(controls) == 0 {
		return "none"
	}
	return strings.Join(controls, " ")
}
