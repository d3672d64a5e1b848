package doubt

import (
	"fmt"
	"math"
)

// Shape is the form of a distribution.
type Shape uint8

// The shapes. Of a Distribution they read
//
//	Fixed       Mode: the value
//	Uniform     Low, High: the ends
//	Triangular  Low, High: the ends; Mode: the likeliest
//	LogNormal   Low, High: 5 and 95 % of draws lie below; cut where the unknown's range ends
//	Choice      Values, Weights
//	Bernoulli   Mode: the probability with which it is its largest value; else it is its smallest
const (
	Fixed Shape = iota + 1
	Uniform
	Triangular
	LogNormal
	Choice
	Bernoulli
)

var shapeWords = [...]string{"?", "fixed", "uniform", "triangular", "lognormal", "choice", "bernoulli"}

// String returns the word for the shape: "lognormal".
func (s Shape) String() string { return shapeWords[s] }

// ShapeWords returns the words for all shapes.
func ShapeWords() []string { return append([]string(nil), shapeWords[1:]...) }

// ShapeOf returns the shape of that word, false if there is none.
func ShapeOf(word string) (Shape, bool) {
	for i, w := range shapeWords {
		if i > 0 && w == word {
			return Shape(i), true
		}
	}
	return 0, false
}

// Distribution is how an unknown is drawn; see [Shape] for what it reads.
type Distribution struct {
	Shape           Shape
	Low, Mode, High float64
	Values, Weights []float64
}

// Varies reports whether draws differ.
func (d *Distribution) Varies() bool { return d.Shape != Fixed }

// Discrete reports whether draws have a few values only.
func (d *Distribution) Discrete() bool { return d.Shape == Choice || d.Shape == Bernoulli }

// Fault is what is wrong with one part of a distribution: Field is low, mode, high, p5, p95, value, values, weights or p, with
// [i] behind it where it is one of several.
type Fault struct{ Field, Value, Rule, Mend string }

// Check returns everything for which the distribution cannot be one of the unknown's.
func (u *Unknown) Check(d *Distribution) []Fault {
	c := &checker{u: u}
	switch d.Shape {
	case Fixed:
		c.inside("value", d.Mode)
	case Uniform:
		c.ends("low", "high", d)
	case Triangular:
		c.ends("low", "high", d)
		if c.inside("mode", d.Mode) && d.Low < d.High && (d.Mode < d.Low || d.Mode > d.High) {
			c.fault("mode", u.show(d.Mode), fmt.Sprintf("is outside low..high, %s..%s", u.show(d.Low), u.show(d.High)), "put it between them")
		}
	case LogNormal:
		c.logNormal(d)
	case Choice:
		c.choice(d)
	case Bernoulli:
		if u.Min >= u.Max {
			c.fault("p", "", "needs an unknown with two ends", "use another distribution")
		}
		if !(d.Mode >= 0 && d.Mode <= 1) {
			c.fault("p", number(d.Mode), "is no probability: it is outside 0..1", "write 0.9, not 90")
		}
	}
	return c.faults
}

type checker struct {
	u      *Unknown
	faults []Fault
}

func (c *checker) fault(field, value, rule, mend string) {
	c.faults = append(c.faults, Fault{field, value, rule, mend})
}

// inside notes a value outside the unknown's range.
func (c *checker) inside(field string, v float64) bool {
	if v >= c.u.Min && v <= c.u.Max {
		return true
	}
	c.fault(field, c.u.show(v), fmt.Sprintf("is outside what %s can be, %s..%s", c.u.Name, c.u.show(c.u.Min), c.u.show(c.u.Max)), "choose a value inside")
	return false
}

// ends checks two points that must ascend. Where one is out of range the order says nothing.
func (c *checker) ends(low, high string, d *Distribution) {
	a, b := c.inside(low, d.Low), c.inside(high, d.High)
	switch {
	case c.u.Kind == Word:
		c.fault(low, "", "is for numbers; "+c.u.Name+" is a word", "use distribution: choice")
	case !a || !b:
	case d.Low > d.High:
		c.fault(high, c.u.show(d.High), fmt.Sprintf("is below %s, %s: the spread is negative", low, c.u.show(d.Low)), "write the smaller one under "+low)
	case d.Low == d.High:
		c.fault(high, c.u.show(d.High), "is "+low+" again: nothing varies", "use distribution: fixed")
	}
}

func (c *checker) logNormal(d *Distribution) {
	c.ends("p5", "p95", d)
	if d.Low <= 0 {
		c.fault("p5", c.u.show(d.Low), "is not above 0, and a lognormal is", "choose a value above 0, or another distribution")
	}
}

func (c *checker) choice(d *Distribution) {
	sum := 0.0
	for i, v := range d.Values {
		field := fmt.Sprintf("values[%d]", i)
		c.inside(field, v)
		for _, before := range d.Values[:i] {
			if before == v {
				c.fault(field, c.u.show(v), "is there already", "keep one, with both weights")
				break
			}
		}
	}
	for i, w := range d.Weights {
		if !(w >= 0) || math.IsInf(w, 0) {
			c.fault(fmt.Sprintf("weights[%d]", i), number(w), "is negative: a weight is 0 or more", "write how often the value comes beside the others")
		}
		sum += w
	}
	switch {
	case len(d.Values) == 0:
		c.fault("values", "", "is empty", "name the values to choose from")
	case len(d.Values) != len(d.Weights):
		c.fault("weights", "", fmt.Sprintf("has %d weights for %d values", len(d.Weights), len(d.Values)), "write one weight for each value")
	case sum == 0:
		c.fault("weights", "", "adds up to 0", "give at least one value a weight above 0")
	}
}

// show returns a value as text also where it is out of range.
func (u *Unknown) show(v float64) string {
	free := *u
	free.Min, free.Max = math.Inf(-1), math.Inf(1)
	return free.Text(v)
}

func number(v float64) string { return fmt.Sprintf("%g", v) }
