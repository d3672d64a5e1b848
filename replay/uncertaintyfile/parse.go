package uncertaintyfile

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"lossreplay/datasets"
	"lossreplay/model"
	"lossreplay/model/doubt"
	"lossreplay/replay/uncertainty"
)

// Parse returns the plan that data, the content of the named file, declares. known are the unknowns that there are: of the
// reconstruction, of the run's controls and of the catalogue. The error is a [Problems] with everything that is wrong.
func Parse(file string, data []byte, known []doubt.Unknown) (*uncertainty.Plan, error) {
	c := &checker{file: file, f: &File{}, known: known, lines: map[string]int{}}
	var err error
	if c.places, err = datasets.ReadYAMLPlaces(file, data, c.f); err != nil {
		var structure *datasets.Problems
		if !errors.As(err, &structure) {
			return nil, err
		}
		c.problems = slices.Clone(structure.All())
	}
	plan := c.plan()
	if len(c.problems) > 0 {
		slices.SortStableFunc(c.problems, func(a, b datasets.Problem) int {
			return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
		})
		return nil, c.problems
	}
	return plan, nil
}

// checker turns a file into a plan and notes what is wrong on the way.
type checker struct {
	file     string
	f        *File
	known    []doubt.Unknown
	places   map[string]datasets.Place
	problems Problems
	lines    map[string]int // where an unknown or a factor stands
}

// fault notes a problem with the value at a path, or at the item around it where the file has no such value. One place has one.
func (c *checker) fault(path, value, mend, rule string, args ...any) {
	at, there := c.places[path]
	if !there {
		if cut := strings.LastIndexByte(path, '.'); cut > 0 {
			at, there = c.places[path[:cut]]
		}
	}
	if !there || slices.ContainsFunc(c.problems, func(p datasets.Problem) bool { return p.Field == path || p.Line == at.Line && p.Column == at.Column }) {
		return
	}
	c.problems = append(c.problems, datasets.Problem{Fault: datasets.FaultRange, File: c.file, Line: at.Line, Column: at.Column, Field: path,
		Value: value, Rule: fmt.Sprintf(rule, args...), Mend: mend})
}

func (c *checker) plan() *uncertainty.Plan {
	f := c.f
	if f.Format != format {
		c.fault("format", strconv.Quote(f.Format), "lossreplay uncertainty --init writes a file to begin with", "is not %s", format)
	}
	if f.Randomisations < randomisationsMin || f.Randomisations > randomisationsMax {
		c.fault("randomisations", strconv.FormatInt(f.Randomisations, 10), "8 is a good number", "is outside %d..%d", randomisationsMin, randomisationsMax)
	}
	plan := &uncertainty.Plan{Seed: f.Seed, Randomisations: int(f.Randomisations)}
	for i := range f.Unknowns {
		if u := c.unknown(fmt.Sprintf("unknowns[%d]", i), &f.Unknowns[i]); u != nil {
			plan.Unknowns = append(plan.Unknowns, *u)
		}
	}
	inFactor := map[string]string{}
	for i := range f.Factors {
		plan.Factors = append(plan.Factors, c.factor(fmt.Sprintf("factors[%d]", i), &f.Factors[i], plan.Unknowns, inFactor))
	}
	return plan
}

// unknown returns the item with its distribution; nil if nobody knows it.
func (c *checker) unknown(at string, item *Unknown) *doubt.Unknown {
	if line := c.lines[item.Unknown]; line > 0 {
		c.fault(at+".unknown", strconv.Quote(item.Unknown), "keep one", "is here a second time, first on line %d", line)
		return nil
	}
	c.lines[item.Unknown] = c.places[at+".unknown"].Line
	i := slices.IndexFunc(c.known, func(u doubt.Unknown) bool { return u.Name == item.Unknown })
	if i < 0 {
		c.fault(at+".unknown", strconv.Quote(item.Unknown), c.nearest(item.Unknown), "is no parameter of the reconstruction or of a control")
		return nil
	}
	u := c.known[i]
	u.Reason, u.Tag = item.Reason, item.Tag
	if item.Reason == "" {
		c.fault(at+".reason", `""`, "say why this distribution", "is empty")
	}
	c.tag(at+".tag", string(item.Tag))
	shape, ok := doubt.ShapeOf(item.Distribution)
	if !ok {
		c.fault(at+".distribution", strconv.Quote(item.Distribution), mendWord(item.Distribution, doubt.ShapeWords()), "is no distribution")
		return &u
	}
	before := len(c.problems)
	u.Dist = c.distribution(at, shape, item, &u)
	if len(c.problems) > before {
		return &u
	}
	for _, fault := range u.Check(&u.Dist) {
		c.fault(at+"."+fault.Field, fault.Value, fault.Mend, "%s", fault.Rule)
	}
	return &u
}

func (c *checker) nearest(word string) string {
	var names []string
	for i := range c.known {
		names = append(names, c.known[i].Name)
	}
	mend := "lossreplay uncertainty --init writes all that may vary"
	if near := model.Nearest(word, names); near != "" {
		mend = fmt.Sprintf("did you mean %q? %s", near, mend)
	}
	return mend
}

func mendWord(word string, known []string) string {
	if near := model.Nearest(word, known); near != "" {
		return fmt.Sprintf("did you mean %q?", near)
	}
	return "use " + strings.Join(known, ", ")
}

func (c *checker) tag(path, tag string) {
	if known := []model.Tag{model.Assumed, model.Derived, model.Published}; !slices.Contains(known, model.Tag(tag)) {
		c.fault(path, strconv.Quote(tag), "write assumed, derived or published", "is no tag of a distribution")
	}
}

// reads lists the keys that each distribution has.
var reads = map[doubt.Shape][]string{
	doubt.Fixed: {"value"}, doubt.Uniform: {"low", "high"}, doubt.Triangular: {"low", "mode", "high"}, doubt.LogNormal: {"p5", "p95"},
	doubt.Choice: {"values", "weights"}, doubt.Bernoulli: {"p"},
}

// distribution reads the keys of a distribution; those that are another's are a problem.
func (c *checker) distribution(at string, shape doubt.Shape, item *Unknown, u *doubt.Unknown) doubt.Distribution {
	d := doubt.Distribution{Shape: shape, Weights: item.Weights}
	for _, key := range []string{"value", "low", "mode", "high", "p5", "p95", "values", "weights", "p"} {
		_, there := c.places[at+"."+key]
		switch wanted := slices.Contains(reads[shape], key); {
		case there && !wanted:
			c.fault(at+"."+key, "", "take it out; "+shape.String()+" has "+strings.Join(reads[shape], ", "), "is no key of distribution %s", shape)
		case !there && wanted:
			c.problems = append(c.problems, datasets.Problem{Fault: datasets.FaultMissing, File: c.file, Line: c.places[at].Line, Column: c.places[at].Column,
				Field: at + "." + key, Rule: "is missing: distribution " + shape.String() + " needs it", Mend: "add the key"})
		}
	}
	read := func(key, text string, into *float64) {
		if _, there := c.places[at+"."+key]; !there || !slices.Contains(reads[shape], strings.TrimRight(key, "[]0123456789")) && !slices.Contains(reads[shape], key) {
			return
		}
		v, err := u.Parse(text)
		if err != nil {
			c.fault(at+"."+key, "", "", "%s", err.Error())
		}
		*into = v
	}
	read("value", item.Value, &d.Mode)
	read("low", item.Low, &d.Low)
	read("mode", item.Mode, &d.Mode)
	read("high", item.High, &d.High)
	read("p5", item.P5, &d.Low)
	read("p95", item.P95, &d.High)
	if len(item.Values) > 0 {
		d.Values = make([]float64, len(item.Values))
	}
	for i, text := range item.Values {
		read(fmt.Sprintf("values[%d]", i), text, &d.Values[i])
	}
	if shape == doubt.Bernoulli {
		d.Mode = item.P
	}
	return d
}

// factor returns a factor with the positions of its members.
func (c *checker) factor(at string, item *Factor, unknowns []doubt.Unknown, inFactor map[string]string) uncertainty.Factor {
	f := uncertainty.Factor{Name: item.Factor, Correlation: item.Correlation}
	switch line := c.lines[item.Factor]; {
	case item.Factor == "":
		c.fault(at+".factor", `""`, "say what its members have in common", "is empty")
	case line > 0:
		c.fault(at+".factor", strconv.Quote(item.Factor), "give it another name", "is a name already, on line %d", line)
	}
	c.lines[item.Factor] = c.places[at+".factor"].Line
	if !(item.Correlation >= 0 && item.Correlation <= 1) {
		c.fault(at+".correlation", strconv.FormatFloat(item.Correlation, 'g', -1, 64), "write 0.5, not 50", "is outside 0..1")
	}
	if _, there := c.places[at+".tag"]; there {
		c.tag(at+".tag", item.Tag)
	}
	if len(item.Members) < 2 {
		c.fault(at+".members", "", "name the unknowns that move together", "has fewer than two unknowns")
	}
	for k, word := range item.Members {
		path := fmt.Sprintf("%s.members[%d]", at, k)
		i := slices.IndexFunc(unknowns, func(u doubt.Unknown) bool { return u.Name == word })
		switch other, taken := inFactor[word]; {
		case i < 0:
			c.fault(path, strconv.Quote(word), "add it under unknowns, or take it out here", "is not among the unknowns of this file")
		case unknowns[i].Scattered:
			c.fault(path, strconv.Quote(word), "take it out", "has no order in which it could move with another")
		case taken:
			c.fault(path, strconv.Quote(word), "take it out of one", "is in factor %q already", other)
		default:
			inFactor[word] = item.Factor
			f.Members = append(f.Members, i)
		}
	}
	return f
}
