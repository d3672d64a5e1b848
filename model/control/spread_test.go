package control

import (
	"math"
	"slices"
	"strings"
	"testing"

	"lossreplay/model"
)

func TestSpreadsLieAroundTheirMedian(t *testing.T) {
	spreads := 0
	for _, s := range Catalogue() {
		for _, p := range s.Params {
			d := p.Spread
			if d == nil {
				continue
			}
			spreads++
			if d.Low > p.Default || p.Default > d.High || d.Low < p.Min || d.High > p.Max {
				t.Errorf("%s %s: %d to %d around %d, range %d..%d", s.ID, p.Name, d.Low, d.High, p.Default, p.Min, p.Max)
			}
			if d.Source == "" || strings.Contains(d.Source, ".md") || (d.Tag != model.Published && d.Tag != model.Assumed && d.Tag != model.Derived) {
				t.Errorf("%s %s: spread has source %q, tag %q", s.ID, p.Name, d.Source, d.Tag)
			}
			if d.Shape.String() == "?" || (d.Shape == LogNormal && d.Low <= 0) {
				t.Errorf("%s %s: shape %v from %d", s.ID, p.Name, d.Shape, d.Low)
			}
			if d.Shape == Bernoulli && (p.Unit != BasisPoints || p.Max > 10_000) {
				t.Errorf("%s %s: a probability of %v up to %d", s.ID, p.Name, p.Unit, p.Max)
			}
			if d.Shape != Bernoulli && d.Low == d.High {
				t.Errorf("%s %s: a %v of one point", s.ID, p.Name, d.Shape)
			}
		}
	}
	if spreads == 0 {
		t.Error("nothing varies")
	}
}

// TestPeoplesTimesVary names what people do, so that a parameter of theirs without a distribution is noticed.
func TestPeoplesTimesVary(t *testing.T) {
	for id, want := range map[string]string{
		"A38": "react execute",
		"A41": "lag detect decide declared_decide execute",
		"A42": "p_read acknowledge authority decide execute",
		"A43": "lag detect decide_cap execute",
	} {
		s, err := Find(id)
		if err != nil {
			t.Fatal(err)
		}
		var vary []string
		for _, p := range s.Params {
			if p.Spread == nil {
				continue
			}
			vary = append(vary, p.Name)
			// A lognormal's median is the geometric mean of its points: else no lognormal has all three.
			median := math.Sqrt(float64(p.Spread.Low) * float64(p.Spread.High))
			if p.Spread.Shape == LogNormal && math.Abs(median/float64(p.Default)-1) > 0.01 {
				t.Errorf("%s %s: the median of its points is %v, its default %d", id, p.Name, median, p.Default)
			}
		}
		if !slices.Equal(vary, strings.Fields(want)) {
			t.Errorf("%s: %v vary, want %s", id, vary, want)
		}
	}
}
