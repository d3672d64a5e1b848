package report

import (
	"encoding/csv"
	"io"
	"strconv"
	"strings"
)

// Write makes the folder dir with portfolio.json, portfolio.csv, the pictures pareto and exceedance in figures and last
// manifest.json, as [Results.Write] does.
func (d *Portfolio) Write(dir string, opts WriteOptions) error {
	files := []File{{"portfolio.json", func(w io.Writer) error { return writeJSON(w, d) }}, {"portfolio.csv", d.writeCSV}}
	for _, p := range d.pictures() {
		files = append(files, p.files(made{d.Version, d.Incident, d.Title, d.Date})...)
	}
	return writeFolder(dir, opts, files, d.manifest)
}

func (d *Portfolio) manifest(outputs []FileSum) any {
	m := Manifest{Program: "lossreplay", Version: d.Version, Incident: d.Incident, Seed: d.Seed, Scenario: []ScenarioSetting{},
		Controls: []Configured{}, Variants: []Configured{}, ControlsFile: d.costsText, Inputs: notNil(d.inputs), Outputs: outputs}
	for i := range d.Controls {
		c := &d.Controls[i]
		m.Controls = append(m.Controls, Configured{c.Label, c.ID, true, map[string]string{"one_off": c.OneOff.String(), "yearly": c.Yearly.String(),
			"works": number(c.Works)}})
	}
	return m
}

// portfolioHeader names the columns of portfolio.csv; docs/json.md says what each means.
var portfolioHeader = []string{
	"set", "controls", "size", "cost", "loss", "prevented", "prevented_percent", "loss_if_all_work", "loss_worst_draw", "loss_worst_twentieth",
	"orders_blocked", "orders_blocked_cost", "chance_over_capital", "draws_within_capital", "objective",
}

// writeCSV writes a row for each set: those that have a name, then the front.
func (d *Portfolio) writeCSV(w io.Writer) error {
	out := csv.NewWriter(w)
	out.Write(portfolioHeader)
	row := func(name string, s *PortfolioSet) {
		chance, within := "", ""
		if s.OverCapital != nil {
			chance, within = strconv.FormatFloat(*s.OverCapital, 'g', -1, 64), decimal(int64(*s.WithinCapital))
		}
		out.Write([]string{name, strings.Join(s.Controls, "+"), decimal(int64(len(s.Controls))), s.Cost.String(), s.Loss.String(), s.Prevented.String(),
			optional(s.PreventedPercent), s.Working.String(), s.WorstDraw.String(), s.Tail.String(), s.Blocked.String(), s.BlockedCost.String(),
			chance, within, optional(s.Score)})
	}
	for _, n := range d.named() {
		row(n.key, n.set)
	}
	for i := range d.Front {
		row("front", &d.Front[i])
	}
	out.Flush()
	return out.Error()
}

// namedSet is a set that has a name in the outputs.
type namedSet struct {
	key, words string
	set        *PortfolioSet
}

// named returns the sets that have a name, as the table prints them.
func (d *Portfolio) named() []namedSet {
	size := decimal(int64(len(d.Best.Controls)))
	without := "no control"
	if len(d.Have) > 0 {
		without = "what the firm has"
	}
	list := []namedSet{{"without", without, &d.Without}, {"best", "best", &d.Best}, {"by_shapley", "best " + size + " by Shapley", &d.ByShapley},
		{"by_alone", "best " + size + " alone", &d.ByAlone}}
	if d.Cheapest != nil {
		list = append(list, namedSet{"cheapest", "cheapest within capital", d.Cheapest})
	}
	return list
}
