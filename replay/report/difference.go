package report

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"lossreplay/model"
)

// Difference is what changed between two runs: the document of diff, whose fields docs/json.md lists. Only what differs is in it.
// Slices are never nil in a document that Compare made.
type Difference struct {
	Old Side `json:"old"`
	New Side `json:"new"`
	// Same says that nothing differs.
	Same bool `json:"same"`

	// Made is what the runs were made from: version, incident, seed, scenario, inputs, files.
	Made       []Change  `json:"made_from"`
	Removed    []string  `json:"controls_removed"`
	Added      []string  `json:"controls_added"`
	Parameters []Setting `json:"parameters"`

	Figures  []Figure        `json:"figures"`
	Controls []ControlChange `json:"controls"` // largest change of what is prevented alone first
	BestSets []SetChange     `json:"best_sets"`
	Facts    []FactChange    `json:"facts"`

	NotesRemoved []string `json:"notes_removed"`
	NotesAdded   []string `json:"notes_added"`
}

// Side names one of the two runs.
type Side struct {
	Incident string `json:"incident"`
	Title    string `json:"title"`
	Date     string `json:"date"`
	Zone     string `json:"zone"`
	Seed     uint64 `json:"seed"`
	Version  string `json:"version"`
	Currency string `json:"currency"`
}

// Change is one thing that the runs were made from; null where one of them has none.
type Change struct {
	What string  `json:"what"`
	Old  *string `json:"old"`
	New  *string `json:"new"`
}

// Setting is a parameter of a control that both runs have.
type Setting struct {
	Label     string  `json:"label"`
	Parameter string  `json:"parameter"`
	Unit      string  `json:"unit"`
	Old       *string `json:"old"`
	New       *string `json:"new"`
}

// Figure is one figure, as it stands in results.json. Change is New less Old, of a time in seconds; null where one is null.
type Figure struct {
	Figure string   `json:"figure"`
	Unit   string   `json:"unit"` // money, count, time or text
	Old    *string  `json:"old"`
	New    *string  `json:"new"`
	Change *Decimal `json:"change"`
}

// ControlChange is what changed in a control's figures. Of one that only one run has it says what it prevents alone.
type ControlChange struct {
	Label   string   `json:"label"`
	Name    string   `json:"name"`
	Figures []Figure `json:"figures"`
}

// SetChange is the best set of a size; the lists are empty where a run has none of it.
type SetChange struct {
	Size    int      `json:"size"`
	Old     []string `json:"old"`
	New     []string `json:"new"`
	OldLoss *Decimal `json:"old_loss"`
	NewLoss *Decimal `json:"new_loss"`
}

// FactChange is a fact that a run meets and the other does not, or does not have. Old and New are met, missed or absent.
type FactChange struct {
	ID       string `json:"id"`
	Quantity string `json:"quantity"`
	Old      string `json:"old"`
	New      string `json:"new"`
}

// Compare returns what changed from one run to another.
func Compare(old, new *Told) *Difference {
	d := &Difference{Old: side(old), New: side(new), Made: []Change{}, Removed: []string{}, Added: []string{}, Parameters: []Setting{}, Figures: []Figure{},
		Controls: []ControlChange{}, BestSets: []SetChange{}, Facts: []FactChange{}}
	d.made(old, new)
	d.settings(old, new)
	d.figures(old.Results, new.Results)
	d.controls(old.Results, new.Results)
	d.sets(old.Results, new.Results)
	d.facts(old.Results, new.Results)
	d.NotesRemoved, d.NotesAdded = beyond(old.Results.Notes, new.Results.Notes), beyond(new.Results.Notes, old.Results.Notes)
	d.Same = len(d.Made)+len(d.Removed)+len(d.Added)+len(d.Parameters)+len(d.Figures)+len(d.Controls)+len(d.BestSets)+len(d.Facts)+
		len(d.NotesRemoved)+len(d.NotesAdded) == 0
	return d
}

func side(t *Told) Side {
	r := t.Results
	return Side{r.Incident, r.Title, r.Date, r.Zone, r.Seed, r.Version, r.Currency}
}

// beyond returns the texts of a that b has not.
func beyond(a, b []string) []string {
	list := []string{}
	for _, text := range a {
		if !slices.Contains(b, text) {
			list = append(list, text)
		}
	}
	return list
}

// pairs are texts by name.
type pairs struct {
	names  []string
	values map[string]string
}

func (p *pairs) put(name, value string) {
	if p.values == nil {
		p.values = map[string]string{}
	}
	if _, has := p.values[name]; !has {
		p.names = append(p.names, name)
	}
	p.values[name] = value
}

// either calls do with what differs between two lists, in an order that does not hang on which is which.
func either(old, new *pairs, do func(name string, old, new *string)) {
	value := func(p *pairs, name string) *string {
		if v, has := p.values[name]; has {
			return &v
		}
		return nil
	}
	names := beyond(new.names, old.names)
	names = append(names, old.names...)
	slices.SortFunc(names, func(a, b string) int { return cmp.Or(cmp.Compare(rank(a), rank(b)), cmp.Compare(a, b)) })
	for _, name := range names {
		a, b := value(old, name), value(new, name)
		if a == nil || b == nil || *a != *b {
			do(name, a, b)
		}
	}
}

// madeOrder is the order of what runs are made from, by the first word of its name.
var madeOrder = []string{"version", "incident", "seed", "scenario", "table", "method", "control", "draws", "unknowns,", "days", "costs,", "loop,"}

func rank(name string) int {
	kind, _, _ := strings.Cut(name, " ")
	if i := slices.Index(madeOrder, kind); i >= 0 {
		return i
	}
	return len(madeOrder)
}

// made compares what the runs were made from.
func (d *Difference) made(old, new *Told) {
	of := func(t *Told) *pairs {
		p := &pairs{}
		p.put("version", t.Version)
		p.put("incident", t.Incident)
		p.put("seed", decimal(int64(t.Seed)))
		p.put("method", t.Results.Method.Kind)
		if r := t.Results.Ranges; r != nil {
			p.put("draws", decimal(int64(r.Draws)))
			p.put("unknowns, file", shortSum(t.UncertaintyFile))
		}
		if n := t.Results.Normal; n != nil {
			p.put("days that are ordinary", decimal(int64(len(n.Days))))
		}
		if t.CostsFile != "" {
			p.put("costs, file", shortSum(t.CostsFile))
		}
		if t.Results.ClosedLoop != nil {
			p.put("loop, closed", "yes")
		}
		for _, s := range t.Scenario {
			p.put("scenario "+s.Key, s.Value)
		}
		for _, in := range t.Inputs {
			p.put("table "+in.Name, fmt.Sprintf("%s rows, sha256 %s", grouped(in.Rows), in.SHA256))
		}
		return p
	}
	either(of(old), of(new), func(name string, a, b *string) { d.Made = append(d.Made, Change{name, a, b}) })
}

// settings compares the controls and their parameters.
func (d *Difference) settings(old, new *Told) {
	before, after := configuredBy(old.Manifest), configuredBy(new.Manifest)
	d.Removed, d.Added = beyond(labelsOf(before), labelsOf(after)), beyond(labelsOf(after), labelsOf(before))
	unit := map[string]string{}
	for _, r := range []*Results{old.Results, new.Results} {
		for _, s := range r.subjects() {
			for _, p := range s.Parameters {
				unit[s.Label+" "+p.Name] = p.Unit
			}
		}
	}
	for _, label := range labelsOf(before) {
		b, ok := after[label]
		if !ok {
			continue
		}
		of := func(c Configured) *pairs {
			p := &pairs{}
			p.put("control", c.ID)
			for _, name := range slices.Sorted(maps.Keys(c.Values)) {
				p.put(name, c.Values[name])
			}
			return p
		}
		either(of(before[label]), of(b), func(name string, x, y *string) {
			d.Parameters = append(d.Parameters, Setting{label, name, unit[label+" "+name], x, y})
		})
	}
}

func configuredBy(m *Manifest) map[string]Configured {
	all := map[string]Configured{}
	for _, c := range slices.Concat(m.Controls, m.Variants) {
		all[c.Label] = c
	}
	return all
}

func labelsOf(all map[string]Configured) []string { return slices.Sorted(maps.Keys(all)) }

// largest orders controls by how much more or less they prevent alone, then by how much their share moved, then by label.
func largest(a, b ControlChange) int {
	size := func(c *ControlChange, figure string) Decimal {
		for _, f := range c.Figures {
			if f.Figure == figure && f.Change != nil {
				return max(*f.Change, -*f.Change)
			}
		}
		return 0
	}
	return cmp.Or(cmp.Compare(size(&b, figurePrevented), size(&a, figurePrevented)), cmp.Compare(size(&b, figureShapley), size(&a, figureShapley)),
		cmp.Compare(a.Label, b.Label))
}

// seconds returns how much later new is than old.
func seconds(old, new Timestamp) Decimal {
	return Decimal(model.Time(new).Sub(model.Time(old)).Nanoseconds() / 1000)
}
