package main

import (
	"math"
	"path/filepath"
	"strconv"

	"lossreplay/model"
	"lossreplay/replay/report"
	"lossreplay/replay/report/page"
)

// verdict writes the identity and every fact with what came of it.
func (a *app) verdict(v *verdict) {
	outcome := "pass"
	if !v.Fidelity.Exact {
		outcome = "FAIL"
	}
	a.say("%s  replayed loss %s, recorded loss %s: the identity of replay and record\n", outcome, v.Fidelity.ReplayedLoss,
		v.Fidelity.RecordedLoss)
	for _, difference := range v.Fidelity.Differences {
		a.say("      %s\n", difference)
	}
	a.say("\n")
	const quantityMax = 38
	var rows [][]string
	failed, warned := 0, 0
	for _, f := range v.Facts {
		outcome := "pass"
		switch {
		case f.Met:
		case f.Soft:
			outcome = "warn"
			warned++
		default:
			outcome = "FAIL"
			failed++
		}
		quantity := f.Quantity
		if f.Tag != string(model.Published) {
			quantity += " (" + f.Tag + ")"
		}
		row := []string{outcome, f.ID, number(f.Value), number(f.Min), number(f.Max), f.Unit}
		for _, line := range wrap(quantity, quantityMax) {
			rows = append(rows, append(row, line))
			row = make([]string, len(row))
		}
	}
	a.table([]column{{name: ""}, {name: "fact"}, {name: "value", right: true}, {name: "from", right: true}, {name: "to", right: true},
		{name: "unit"}, {name: "quantity"}}, rows)
	a.say("\n%d facts: %d hold, %d fail, %d soft ones miss (their sources are vague or conflict).\n", len(v.Facts),
		len(v.Facts)-failed-warned, failed, warned)
	for _, f := range v.Facts {
		if !f.Met {
			a.say("%s: source: %s\n", f.ID, f.Source)
		}
	}
}

// number returns a figure to seven digits, "-" where there is none. Integers keep all of theirs.
func number(v *float64) string {
	switch {
	case v == nil:
		return "-"
	case *v == math.Trunc(*v):
		return strconv.FormatFloat(*v, 'f', -1, 64)
	}
	return strconv.FormatFloat(*v, 'g', 7, 64)
}

// results writes the answer of run and where the rest of it is.
func (a *app) results(r *report.Results, out string) error {
	if err := r.Table(a.out); err != nil {
		return err
	}
	a.say("\nresults: %s\nto read: %s\n", out, filepath.Join(out, page.Name))
	return nil
}
