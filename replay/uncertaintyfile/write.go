package uncertaintyfile

import (
	"bytes"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"lossreplay/model"
	"lossreplay/model/doubt"
	"lossreplay/replay/internal/remark"
)

// The design of the defaults.
const (
	defaultSeed           = 1
	defaultRandomisations = 8
)

// shared are the factors of the defaults, by how their members' names end.
var shared = []struct {
	name, reason string
	correlation  float64
	endings      []string
}{
	{"people", "the same people on the same morning: who is slow to see is slow to decide (assumed)", 0.5,
		[]string{".react", ".detect", ".decide", ".declared_decide", ".decide_cap", ".acknowledge", ".authority", ".execute"}},
	{"feeds", "feeds and checks are late together, under the same load (assumed)", 0.5, []string{".lag", ".latency"}},
}

// Write writes the unknowns with their distributions as a commented file to edit. Those that do not vary and are settings of a
// control are left out: somebody chooses them. [Parse] reads it back.
func Write(w io.Writer, unknowns []doubt.Unknown) error {
	var b bytes.Buffer
	remark.Write(&b, "", "What is uncertain, for lossreplay run --draws N --uncertainty FILE. Change distributions, or delete what is not to vary.")
	remark.Write(&b, "", "Nothing that is published is varied beyond its own wording: a draw whose day misses a published fact is rejected and counted. "+
		"EVERY DISTRIBUTION BELOW IS ASSUMED unless its tag says otherwise.")
	remark.Write(&b, "", "distribution is fixed (value), uniform (low, high), triangular (low, mode, high), lognormal (p5, p95: 5 and 95 % of draws lie "+
		"below), choice (values, weights) or bernoulli (p: the largest value the parameter can have, else the smallest). Any parameter of a "+
		"control may be added as NAME.PARAMETER; lossreplay controls ID lists them.")
	fmt.Fprintf(&b, "format: %s\n\n", format)
	remark.Write(&b, "", "The design: scrambled Halton points, in so many independent randomisations. Their spread is the standard error.")
	fmt.Fprintf(&b, "seed: %d\nrandomisations: %d\n\nunknowns:\n", defaultSeed, defaultRandomisations)
	var written []doubt.Unknown
	for i := range unknowns {
		u := &unknowns[i]
		if !u.Dist.Varies() && strings.HasPrefix(u.Reason, "a setting") {
			continue
		}
		written = append(written, *u)
		writeUnknown(&b, u)
	}
	writeFactors(&b, written)
	_, err := w.Write(b.Bytes())
	return err
}

func writeUnknown(b *bytes.Buffer, u *doubt.Unknown) {
	remark.Write(b, "  ", u.Doc+". "+limits(u)+"; "+u.Text(u.Default)+" where it is not drawn.")
	fmt.Fprintf(b, "  - unknown: %s\n    distribution: %s\n", u.Name, u.Dist.Shape)
	value := func(key string, v float64) { fmt.Fprintf(b, "    %s: %s\n", key, scalar(u, v)) }
	switch d := &u.Dist; d.Shape {
	case doubt.Fixed:
		value("value", d.Mode)
	case doubt.Uniform:
		value("low", d.Low)
		value("high", d.High)
	case doubt.Triangular:
		value("low", d.Low)
		value("mode", d.Mode)
		value("high", d.High)
	case doubt.LogNormal:
		value("p5", d.Low)
		value("p95", d.High)
	case doubt.Choice:
		var words, weights []string
		for i, v := range d.Values {
			words = append(words, scalar(u, v))
			weights = append(weights, strconv.FormatFloat(d.Weights[i], 'g', -1, 64))
		}
		fmt.Fprintf(b, "    values: [%s]\n    weights: [%s]\n", strings.Join(words, ", "), strings.Join(weights, ", "))
	case doubt.Bernoulli:
		fmt.Fprintf(b, "    p: %s\n", strconv.FormatFloat(d.Mode, 'g', -1, 64))
	}
	fmt.Fprintf(b, "    tag: %s\n    reason: %q\n", u.Tag, u.Reason)
}

// scalar returns a value as YAML holds it: words and times of day in quotes, which other readers take for truth values and numbers.
func scalar(u *doubt.Unknown, v float64) string {
	if u.Kind == doubt.Word || u.Kind == doubt.Clock {
		return strconv.Quote(u.Text(v))
	}
	return u.Text(v)
}

// limits says what an unknown can be.
func limits(u *doubt.Unknown) string {
	if u.Kind == doubt.Word {
		return "One of " + strings.Join(u.Words, ", ")
	}
	return "From " + u.Text(u.Min) + " to " + u.Text(u.Max)
}

func writeFactors(b *bytes.Buffer, written []doubt.Unknown) {
	b.WriteString("\n")
	remark.Write(b, "", "What several unknowns have in common. correlation is that of any two members, as normal variables of the same ranks (a Gaussian "+
		"copula with one factor); 0 is none, 1 is that they move as one.")
	first := true
	for _, s := range shared {
		var members []string
		for i := range written {
			u := &written[i]
			ends := func(ending string) bool { return strings.HasSuffix(u.Name, ending) }
			if u.Dist.Varies() && u.Kind == doubt.Span && slices.ContainsFunc(s.endings, ends) {
				members = append(members, u.Name)
			}
		}
		if len(members) < 2 {
			continue
		}
		if first {
			b.WriteString("factors:\n")
			first = false
		}
		fmt.Fprintf(b, "  - factor: %s\n    correlation: %g\n    members: [%s]\n    tag: %s\n    reason: %q\n", s.name, s.correlation,
			strings.Join(members, ", "), model.Assumed, s.reason)
	}
}
