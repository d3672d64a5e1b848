package doubt

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

// forms has one unknown of each kind.
var forms = []Unknown{
	{Name: "number", Kind: Number, Min: 0, Max: 1, Step: 1e-6},
	{Name: "whole", Kind: Whole, Min: -5, Max: 1e9, Step: 1},
	{Name: "span", Kind: Span, Min: 0, Max: 86_400, Step: 1e-6},
	{Name: "clock", Kind: Clock, Min: 0, Max: 86_399, Step: 1},
	{Name: "amount", Kind: Amount, Min: 0, Max: 1e12, Step: 0.01},
	{Name: "width", Kind: Width, Min: 0, Max: 10_000, Step: 1},
	{Name: "word", Kind: Word, Max: 2, Step: 1, Words: []string{"red", "green", "blue"}},
}

func TestTextIsReadBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		u := rapid.SampledFrom(forms).Draw(t, "unknown")
		v := u.Round(rapid.Float64Range(u.Min, u.Max).Draw(t, "value"))
		got, err := u.Parse(u.Text(v))
		if err != nil || math.Abs(got-v) > 1e-9*max(1, math.Abs(v)) {
			t.Fatalf("%s: %v is written %q and read %v, %v", u.Name, v, u.Text(v), got, err)
		}
		if u.Round(v) != v || v < u.Min || v > u.Max {
			t.Fatalf("%s: %v is rounded again, or out of range", u.Name, v)
		}
	})
}

func TestParseRefuses(t *testing.T) {
	for i, text := range []string{"half", "1.5", "20", "25:00:00", "$2", "500", "gren"} {
		if v, err := forms[i].Parse(text); err == nil {
			t.Errorf("%s takes %q for %v", forms[i].Name, text, v)
		}
	}
}

func TestCheckRefuses(t *testing.T) {
	number, word := forms[0], forms[6]
	for _, c := range []struct {
		name, field string
		u           Unknown
		d           Distribution
	}{
		{"negative_spread", "high", number, Distribution{Shape: Uniform, Low: 0.6, High: 0.4}},
		{"no_spread", "high", number, Distribution{Shape: Uniform, Low: 0.4, High: 0.4}},
		{"mode_outside", "mode", number, Distribution{Shape: Triangular, Low: 0.1, Mode: 0.9, High: 0.4}},
		{"above_its_range", "high", number, Distribution{Shape: Uniform, Low: 0.4, High: 1.4}},
		{"below_its_range", "value", number, Distribution{Shape: Fixed, Mode: -1}},
		{"lognormal_from_zero", "p5", number, Distribution{Shape: LogNormal, Low: 0, High: 0.4}},
		{"lognormal_negative_spread", "p95", number, Distribution{Shape: LogNormal, Low: 0.5, High: 0.4}},
		{"probability_above_one", "p", number, Distribution{Shape: Bernoulli, Mode: 1.2}},
		{"probability_below_zero", "p", number, Distribution{Shape: Bernoulli, Mode: -0.1}},
		{"probability_of_nothing", "p", number, Distribution{Shape: Bernoulli, Mode: math.NaN()}},
		{"no_values", "values", word, Distribution{Shape: Choice}},
		{"fewer_weights", "weights", word, Distribution{Shape: Choice, Values: []float64{0, 1}, Weights: []float64{1}}},
		{"negative_weight", "weights[1]", word, Distribution{Shape: Choice, Values: []float64{0, 1}, Weights: []float64{1, -1}}},
		{"no_weight", "weights", word, Distribution{Shape: Choice, Values: []float64{0, 1}, Weights: []float64{0, 0}}},
		{"value_twice", "values[1]", word, Distribution{Shape: Choice, Values: []float64{1, 1}, Weights: []float64{1, 1}}},
		{"a_word_between", "low", word, Distribution{Shape: Uniform, Low: 0, High: 2}},
	} {
		found := false
		for _, f := range c.u.Check(&c.d) {
			found = found || f.Field == c.field && f.Rule != ""
		}
		if !found {
			t.Errorf("%s: %v, want a fault of %s", c.name, c.u.Check(&c.d), c.field)
		}
	}
}

func TestCheckAllows(t *testing.T) {
	for i, d := range []Distribution{
		{Shape: Fixed, Mode: 0.5}, {Shape: Uniform, Low: 0, High: 1}, {Shape: Triangular, Low: 0.1, Mode: 0.1, High: 0.4},
		{Shape: LogNormal, Low: 0.1, High: 0.4}, {Shape: Bernoulli, Mode: 1},
		{Shape: Choice, Values: []float64{0.1, 0.2}, Weights: []float64{0, 3}},
	} {
		if faults := forms[0].Check(&d); len(faults) > 0 {
			t.Errorf("%d: %v", i, faults)
		}
	}
}

func TestShapesHaveWords(t *testing.T) {
	for _, w := range ShapeWords() {
		if s, ok := ShapeOf(w); !ok || s.String() != w {
			t.Errorf("%q is shape %v, %v", w, s, ok)
		}
	}
	if _, ok := ShapeOf("?"); ok {
		t.Error("? is a shape")
	}
}
