package paper

import (
	"fmt"
	"slices"
	"strings"

	"lossreplay/replay/report"
)

// method says how the figures came about and how to get them again.
func (p *paper) method() error {
	p.chapter("Method and provenance", 150)
	p.item("Replay", fmt.Sprintf("Every event of the recorded day runs through a model of the router, once for each combination of the controls that makes a difference: %s stand for all %s combinations, under two price assumptions. "+
		"What a world still holds in the end is closed by one policy for all: worked in the market until the close, the rest sold as a block.",
		report.Grouped(int64(p.r.Engine.Worlds))+" worlds", report.Grouped(int64(p.r.Coalitions))), 5)
	p.item("Alone", "The recorded loss less the loss with this control on and no other.", 2)
	p.item("Last line", "The loss with all other controls on less the loss with all on.", 2)
	if p.r.Method.Kind == "exact" {
		p.item("Shapley", "Put the controls on one after the other, in every possible order, and write down what each takes off the loss when its turn comes. Its Shapley value is the mean over all orders: the one way to share "+
			"what all prevent together that treats equals alike, gives nothing to a control that never changes anything, and leaves no rest. Here it is exact.", 5)
	} else {
		p.item("Shapley", fmt.Sprintf("Put the controls on one after the other, in every possible order, and write down what each takes off the loss when its turn comes. Its Shapley value is the mean over all orders. Here it is an "+
			"estimate from %d pairs of an order and its reverse, seed %d; the standard errors stand in attribution.csv.", p.r.Method.Pairs, p.r.Method.Seed), 5)
	}
	p.item("Made by", fmt.Sprintf("lossreplay %s from incident %s, seed %d. The same inputs give the same bytes.", p.r.Version, p.r.Incident, p.r.Seed), 2)
	if p.r.Reproduce != "" {
		p.item("Again", p.r.Reproduce, 3)
	}
	p.scenario()
	p.inputs()
	p.sources()
	p.notes()
	return nil
}

// scenario lists the choices that made the reconstruction and are not assumed: those stand among what is assumed.
func (p *paper) scenario() {
	t := table{columns: []column{{"setting", 88, false, 1}, {"value", 120, false, 2}, {"evidence", 50, false, 1}, {"why", 230, false, 2}}}
	for _, s := range p.r.Scenario() {
		if s.Tag != "assumed" {
			t.rows = append(t.rows, []string{s.Key, s.Value, s.Tag, s.Reason})
		}
	}
	p.listing("Settings of the reconstruction that sources stand behind", t, 12, "manifest.json")
}

// inputs lists what the day was read from.
func (p *paper) inputs() {
	t := table{columns: []column{{"input", 62, false, 1}, {"file", 92, false, 1}, {"rows", 50, true, 1}, {"SHA-256", 286, false, 1}}}
	for _, f := range p.r.Read() {
		t.rows = append(t.rows, []string{f.Name, f.File, report.Grouped(f.Rows), f.SHA256})
	}
	p.listing("What the day was read from", t, 12, "manifest.json")
}

// sources lists the documents that facts and settings cite by key.
func (p *paper) sources() {
	t := table{columns: []column{{"key", 40, false, 1}, {"document", 320, false, 1}, {"where", 130, false, 1}}}
	for _, s := range p.r.Sources {
		t.rows = append(t.rows, []string{s.Key, s.Title, s.Where})
	}
	p.listing("Sources, by the keys under which they are cited", t, 30, "results.json")
}

// notes sets what must be known before a figure is quoted.
func (p *paper) notes() {
	if len(p.r.Notes) == 0 {
		return
	}
	p.heading("Notes", 50)
	notes := slices.DeleteFunc(slices.Clone(p.r.Notes), func(note string) bool { return strings.HasPrefix(note, "Assumed of the day itself:") }) // a table of its own
	most := p.rows(12)
	for i, note := range notes {
		if i == most {
			p.remark(1, "%d more: results.json.", len(notes)-most)
			break
		}
		f := face{8.3, 11, false, black}
		p.set(f)
		p.room(float64(len(p.wrap(note, width-16, 6))) * f.lead)
		p.set(f)
		p.doc.Text(left, p.y+f.base(), fmt.Sprintf("%d.", i+1))
		p.print(f, left+16, width-16, note, 6)
		p.y += 2.5
	}
}
