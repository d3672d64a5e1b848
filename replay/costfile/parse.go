package costfile

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"lossreplay/datasets"
	"lossreplay/model"
	"lossreplay/model/control"
)

// Problems is everything that is wrong with a file, in order of place. It is the error of [Parse].
type Problems []datasets.Problem

// Error returns the problems, one a line.
func (ps Problems) Error() string {
	lines := make([]string, len(ps))
	for i, p := range ps {
		lines[i] = p.String()
	}
	return strings.Join(lines, "\n")
}

// Run is the controls of a run: their names, and the numbers of those in the catalogue.
type Run struct{ Labels, IDs []string }

// Parse returns what data, the content of the named file, says. Controls may be those of the run or others of the catalogue;
// those of the run must be there. The error is a [Problems] with everything that is wrong.
func Parse(file string, data []byte, run Run) (*File, error) {
	c := &checker{file: file, f: &File{}, run: run}
	var err error
	if c.places, err = datasets.ReadYAMLPlaces(file, data, c.f); err != nil {
		var structure *datasets.Problems
		if !errors.As(err, &structure) {
			return nil, err
		}
		c.problems = slices.Clone(structure.All())
	}
	c.check()
	if len(c.problems) > 0 {
		slices.SortStableFunc(c.problems, func(a, b datasets.Problem) int {
			return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
		})
		return nil, c.problems
	}
	return c.f, nil
}

// checker holds a file against what it may say.
type checker struct {
	file     string
	f        *File
	run      Run
	places   map[string]datasets.Place
	problems Problems
}

// fault notes a problem with the value at a path. Where the file has no such value, its absence has been noted, or it is
// optional: then there is nothing to say.
func (c *checker) fault(path, value, mend, rule string, args ...any) {
	at, there := c.places[path]
	if !there || slices.ContainsFunc(c.problems, func(p datasets.Problem) bool { return p.Line == at.Line && p.Column == at.Column }) {
		return
	}
	c.problems = append(c.problems, datasets.Problem{Fault: datasets.FaultRange, File: c.file, Line: at.Line, Column: at.Column, Field: path,
		Value: value, Rule: fmt.Sprintf(rule, args...), Mend: mend})
}

func (c *checker) check() {
	f := c.f
	if f.Format != format {
		c.fault("format", strconv.Quote(f.Format), "lossreplay portfolio --init writes a file to begin with", "is not %s", format)
	}
	c.whole("years", f.Years, yearsMax)
	c.whole("days_a_year", f.DaysAYear, daysMax)
	c.amount("blocked_order", f.BlockedOrder)
	c.tag("tag", f.Tag)
	lines := map[string]int{}
	for i := range f.Controls {
		c.control(fmt.Sprintf("controls[%d].", i), &f.Controls[i], lines)
	}
	names := map[string]int{}
	for i := range f.Groups {
		c.group(fmt.Sprintf("groups[%d].", i), &f.Groups[i], names)
	}
	c.betas()
	if _, there := c.places["controls"]; there {
		c.complete()
	}
}

func (c *checker) whole(path string, v, most int64) {
	if v < 1 || v > most {
		c.fault(path, strconv.FormatInt(v, 10), "write a whole number from 1 to "+strconv.FormatInt(most, 10), "is outside 1..%d", most)
	}
}

func (c *checker) amount(path string, v model.Money) {
	switch {
	case v < 0:
		c.fault(path, v.String(), "write what it costs as a positive amount", "is negative: a cost is 0 or more")
	case v > amountMax:
		c.fault(path, v.String(), "write an amount of at most "+amountMax.String(), "is more than %s", amountMax)
	}
}

func (c *checker) probability(path string, v float64) {
	if !(v >= 0 && v <= 1) {
		c.fault(path, strconv.FormatFloat(v, 'g', -1, 64), "write 0.99, not 99", "is no probability: it is outside 0..1")
	}
}

func (c *checker) tag(path string, tag model.Tag) {
	if known := []model.Tag{model.Assumed, model.Derived, model.Published, model.Synthetic}; !slices.Contains(known, tag) {
		c.fault(path, strconv.Quote(string(tag)), "write assumed, derived or published", "is no tag")
	}
}

// known notes a control that neither the run nor the catalogue has.
func (c *checker) known(path, word string) {
	words := slices.Clone(c.run.Labels)
	for _, s := range control.Catalogue() {
		words = append(words, s.ID)
	}
	if slices.Contains(words, word) {
		return
	}
	mend := "lossreplay controls lists the catalogue"
	if near := model.Nearest(word, words); near != "" {
		mend = "did you mean " + near + "? " + mend
	}
	c.fault(path, strconv.Quote(word), mend, "is no control of the run or of the catalogue")
}

func (c *checker) control(at string, item *Control, lines map[string]int) {
	if line := lines[item.Control]; line > 0 {
		c.fault(at+"control", strconv.Quote(item.Control), "keep one", "is here a second time, first on line %d", line)
	} else {
		lines[item.Control] = c.places[at+"control"].Line
		c.known(at+"control", item.Control)
	}
	c.amount(at+"one_off", item.OneOff)
	c.amount(at+"yearly", item.Yearly)
	c.probability(at+"works", item.Works)
	c.tag(at+"tag", item.Tag)
}

func (c *checker) group(at string, g *Group, names map[string]int) {
	if line := names[g.Group]; line > 0 {
		c.fault(at+"group", strconv.Quote(g.Group), "give it another name", "is here a second time, first on line %d", line)
	}
	names[g.Group] = c.places[at+"group"].Line
	if g.Group == "" {
		c.fault(at+"group", `""`, "say what its members have in common", "is empty")
	}
	c.probability(at+"beta", g.Beta)
	c.tag(at+"tag", g.Tag)
	if len(g.Members) < 2 {
		c.fault(at+"members", "", "name the controls that fail together", "has fewer than two controls")
	}
	for k, word := range g.Members {
		path := fmt.Sprintf("%smembers[%d]", at, k)
		if slices.Contains(g.Members[:k], word) {
			c.fault(path, strconv.Quote(word), "keep one", "is in the group already")
		} else {
			c.known(path, word)
		}
	}
}

// betas notes the group with which the common causes of a control explain more failures than it has.
func (c *checker) betas() {
	for i, label := range c.run.Labels {
		sum := 0.0
		for k := range c.f.Groups {
			g := &c.f.Groups[k]
			if !g.Has(label, c.run.IDs[i]) {
				continue
			}
			if sum += g.Beta; sum > 1+1e-9 && g.Beta <= 1 {
				c.fault(fmt.Sprintf("groups[%d].beta", k), strconv.FormatFloat(g.Beta, 'g', -1, 64), "lower a beta, or take "+label+" out of a group",
					"brings the betas of the groups of %s to %s, more than all of its failures", label, strconv.FormatFloat(sum, 'g', 6, 64))
				break
			}
		}
	}
}

// complete notes the controls of the run that the file does not have.
func (c *checker) complete() {
	var missing []string
	for i, label := range c.run.Labels {
		if c.f.Of(label, c.run.IDs[i]) == nil {
			missing = append(missing, label)
		}
	}
	if at := c.places["controls"]; len(missing) > 0 {
		c.problems = append(c.problems, datasets.Problem{Fault: datasets.FaultMissing, File: c.file, Line: at.Line, Column: at.Column, Field: "controls",
			Rule: "does not have what the run has: " + strings.Join(missing, ", "), Mend: "lossreplay portfolio --init writes an item for each control of the catalogue"})
	}
}
