package main

import (
	"lossreplay/model/doubt"
	"lossreplay/replay/report"
)

// unknowns lists what varies between draws.
func (a *app) unknowns(known []doubt.Unknown) {
	var rows [][]string
	for i := range known {
		if u := &known[i]; u.Dist.Varies() {
			rows = append(rows, []string{u.Name, report.DistributionText(u), string(u.Tag)})
		}
	}
	a.table([]column{{"unknown", false}, {"distribution", false}, {"", false}}, rows)
	a.say("\nlossreplay uncertainty --init writes them as a file, with every reason.\n")
}
