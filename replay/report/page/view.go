package page

import (
	"fmt"
	"strings"

	"lossreplay/replay/attribution"
	"lossreplay/replay/report"
)

// view is what the templates see: the document, how its figures are printed, and what was put together for the page alone.
type view struct {
	*report.Words
	R       *report.Results
	Capital *report.Capital
	Told    []string // what happened, a sentence each
	Best    []card
	Caution string
	Subject []*report.Control // that the day can judge
	Unknown []*report.Control // that it cannot
	Presets []preset
	Groups  []family
	Enough  []enough
	Buy     *report.Offer
	Tables  map[string]*table
	Sources []source
	Cite    string
	Met     int      // facts
	Before  []string // controls that tripped on an earlier day
	Never   []string // controls that never tripped
	Choices []report.ScenarioSetting
	Files   []report.TableSum
	embedded

	run   *report.Run // nil for a sample of the coalitions
	pairs []attribution.Pair
	data  payload
}

// table is what stands behind a chart, or by itself. The first Words columns are text, the others numbers.
type table struct {
	Caption string
	Words   int
	Head    []string
	Rows    [][]string
}

// card is a control among those that would have prevented most.
type card struct {
	*report.Control
	Range, RangeOf string
	Normal         string
}

// family is the controls of one family, for the switches.
type family struct {
	Name, About string
	Controls    []switched
}

// switched is a control with its position among the switches.
type switched struct {
	*report.Control
	Bit int
}

// enough is a smallest set that keeps the loss under the capital.
type enough struct {
	Controls []string
	Loss     report.Decimal
	Blocked  int64
}

// LeafCount, SetCount and WorldCount are counts as the templates print them.
func (v *view) LeafCount() int64  { return int64(v.R.Leaves) }
func (v *view) SetCount() int64   { return int64(v.R.Coalitions) }
func (v *view) WorldCount() int64 { return int64(v.R.Engine.Worlds) }

func newView(in Inputs) (*view, error) {
	r := in.Results
	words, err := r.Words()
	if err != nil {
		return nil, err
	}
	v := &view{Words: words, R: r, Capital: in.Capital, Buy: in.Offer, run: in.Run, Tables: map[string]*table{}, Cite: cite(r), Sources: sourcesOf(r), Choices: r.Scenario(), Files: r.Read(), Told: r.Told(words),
		Caution: report.Caution + " Read the ranges, and the part How sure, before you quote one."}
	if v.run != nil {
		v.pairs = v.run.Lattice.Interactions()
	}
	for i := range r.Controls {
		if c := &r.Controls[i]; c.Evaluable {
			v.Subject = append(v.Subject, c)
		} else {
			v.Unknown = append(v.Unknown, c)
		}
	}
	v.count()
	for _, c := range r.MostPreventing(3) {
		v.Best = append(v.Best, v.card(c))
	}
	v.families()
	v.Presets = presetsOf(v.Subject)
	v.suffice()
	v.tabulate()
	v.fill()
	return v, nil
}

// count counts what is met, and sorts out what the timeline cannot show.
func (v *view) count() {
	for i := range v.R.Facts {
		if v.R.Facts[i].Met {
			v.Met++
		}
	}
	for _, c := range v.Subject {
		switch {
		case c.FirstTrip == nil:
			v.Never = append(v.Never, c.Label)
		case v.OtherDay(*c.FirstTrip):
			v.Before = append(v.Before, c.Label+" ("+v.Second(c.FirstTrip)+")")
		}
	}
}

func (v *view) card(c *report.Control) card {
	k := card{Control: c, Normal: "not replayed"}
	if c.Normal != nil {
		k.Normal = report.Grouped(c.Normal.OrdersPerMillion) + " of a million orders blocked"
	}
	if r := v.rangeOf(c.Label); r != nil {
		k.Range = v.Amount(r.Prevented.P5) + " to " + v.Amount(r.Prevented.P95)
		k.RangeOf = fmt.Sprintf("in 9 of 10 of %d reconstructions that meet the published facts", v.R.Ranges.Accepted)
		return k
	}
	low, high := c.Standalone.Prevented, c.Standalone.PreventedNoImpact
	k.Range, k.RangeOf = v.Amount(min(low, high))+" to "+v.Amount(max(low, high)), "between the two price assumptions"
	return k
}

// rangeOf returns what the draws say of a control; nil without draws.
func (v *view) rangeOf(label string) *report.ControlRange {
	if v.R.Ranges == nil {
		return nil
	}
	for i := range v.R.Ranges.Controls {
		if c := &v.R.Ranges.Controls[i]; c.Label == label {
			return c
		}
	}
	return nil
}

// families sorts the switches.
func (v *view) families() {
	for _, f := range []family{{"prevent", "before the fault can act", nil}, {"detect", "by machine, while orders flow", nil}, {"respond", "by people", nil}} {
		for i, c := range v.Subject {
			if c.Family == f.Name {
				f.Controls = append(f.Controls, switched{c, i})
			}
		}
		if len(f.Controls) > 0 {
			v.Groups = append(v.Groups, f)
		}
	}
}

// enoughMax is how many of the smallest sets under the capital are shown.
const enoughMax = 12

// suffice finds the smallest sets that keep the loss under the capital.
func (v *view) suffice() {
	if v.run == nil || v.Capital == nil {
		return
	}
	labels, _ := v.run.Controls()
	sets := v.run.Lattice.MinimalSufficient(money(v.Capital.Amount), labels)
	for _, p := range sets[:min(len(sets), enoughMax)] {
		v.Enough = append(v.Enough, enough{names(labels, p), report.Decimal(p.Loss), p.CollateralOrders})
	}
}

func names(labels []string, p attribution.Portfolio) []string {
	var list []string
	for i, label := range labels {
		if p.Controls>>i&1 != 0 {
			list = append(list, label)
		}
	}
	return list
}

// cite is a BibTeX entry for the run.
func cite(r *report.Results) string {
	year, _, _ := strings.Cut(r.Date, "-")
	return fmt.Sprintf("@misc{lossreplay-%s-%d,\n  title        = {%s: what each control would have prevented},\n  author       = {{lossreplay}},\n"+
		"  howpublished = {lossreplay %s, %s},\n  note         = {Counterfactual replay of an incident of %s; seed %d}\n}",
		bib(r.Incident), r.Seed, bib(r.Title), bib(r.Version), bib(r.Reproduce), year, r.Seed)
}

// bib escapes what BibTeX would take for markup.
func bib(s string) string {
	return strings.NewReplacer(`\`, `\textbackslash{}`, "{", `\{`, "}", `\}`, "%", `\%`, "&", `\&`, "#", `\#`, "_", `\_`, "$", `\$`).Replace(s)
}
