package knight

import (
	"fmt"

	"lossreplay/model"
	"lossreplay/model/doubt"
)

// SeedUnknown is the name of the seed among the unknowns: which of the days that one set of parameters allows.
const SeedUnknown = "seed"

// seedMax bounds the seeds that are drawn.
const seedMax = 999_999_999

// spread is how a parameter is drawn, in its own words, and why so. None is varied beyond what its sources say.
type spread struct {
	shape          doubt.Shape
	low, mode, top string
	words          []string
	weights        []float64
	reason         string
}

var spreads = map[string]spread{
	"reading": {shape: doubt.Choice, words: []string{"mixed", "redispatch", "strict"}, weights: []float64{0.5, 0.25, 0.25},
		reason: "three readings fit the order's letter each in its own way (facts C1, C2); twice the weight for the one that also fits NYSE's volume (F24)"},
	"stop": {shape: doubt.Choice, words: []string{"1015", "958", "taper"}, weights: []float64{0.7, 0.15, 0.15},
		reason: "the order, the primary source, has about 45 minutes; 09:58 is that of secondary sources, taper holds both (facts C3)"},
	"stopper": {shape: doubt.Choice, words: []string{"router", "venue"}, weights: []float64{0.8, 0.2},
		reason: "the order says that Knight stopped it; part of the press has NYSE (facts C3)"},
	"shape": {shape: doubt.Choice, words: []string{"peak", "step", "decay"}, weights: []float64{0.5, 0.25, 0.25},
		reason: "NYSE's volume at 09:58 and 10:15 speaks for a peak (F24); its reports are rough (facts section 9)"},
	"server8_share": {shape: doubt.Triangular, low: "0.2", mode: "0.3", top: "0.5",
		reason: "0.25 to 0.33 from the step in NYSE's volume, which is rough (facts section 5d); the key allows 0.2 at least"},
	"two_way_share": {shape: doubt.Triangular, low: "0.07", mode: "0.24", top: "0.4",
		reason: "a mean price of $18 to $28, $22 likeliest: what stands behind 397 million shares and $6.65 billion (facts sections 5, 9)"},
	"nyse_share": {shape: doubt.Triangular, low: "0.45", mode: "0.7", top: "0.9",
		reason: "from NYSE's volume, 62 to 74 % with a stop at 10:15, 38 to 45 % with one at 09:58 (facts C15, section 5e)"},
	"discount_exponent": {shape: doubt.Triangular, low: "0", mode: "0.5", top: "1",
		reason: "a square root is the usual guess; nothing of the day fixes it"},
	"rollback": {shape: doubt.Triangular, low: "09:36:00", mode: "09:50:00", top: "09:58:00",
		reason: "after the first calls at 09:34, before the peak at 09:58; one secondary source has 20 minutes after 09:34 (facts section 9)"},
	"rollback_step": {shape: doubt.Triangular, low: "0s", mode: "20s", top: "45s",
		reason: "all at once, or one by one over up to 5 minutes: manual work (facts section 9)"},
	"impact_decay": {shape: doubt.Triangular, low: "5m", mode: "10m", top: "30m",
		reason: "stocks came back within 10 to 60 minutes; decay of 5 to 30 minutes (facts section 9)"},
	"fee_per_share": {shape: doubt.Uniform, low: "0", top: "0.0025",
		reason: "nothing, or a usual fee of a quarter of a cent: a million dollars at most, and the total is fitted to the booked loss all the same"},
	"reaction_gross": {shape: doubt.LogNormal, low: "200000", top: "20000000",
		reason: "a tenth of the 33 Account's limit of $2 million (para 23) to ten times it: what people who look at positions take for an incident. That " +
			"nobody rolls back a router without symptoms is not varied; reaction_gross=0 shows the contrary"},
}

// Unknowns returns what the public record leaves open of the day, as it may be drawn: every parameter of a scenario, then the
// seed. All distributions are assumed, and say why.
func Unknowns() []doubt.Unknown {
	var list []doubt.Unknown
	defaults := Defaults()
	for i := range parameters {
		k := &parameters[i]
		u := k.values
		u.Name, u.Doc, u.Tag, u.Reason = k.name, k.doc, model.Assumed, spreads[k.name].reason
		u.Default = mustParse(&u, k.text(&defaults))
		u.Dist = spreads[k.name].of(&u)
		list = append(list, u)
	}
	return append(list, doubt.Unknown{Name: SeedUnknown, Kind: doubt.Whole, Min: 0, Max: seedMax, Step: 1, Default: 1, Scattered: true, Tag: model.Assumed,
		Doc:    "which of the days that the other parameters allow: symbols, sizes, times, prices",
		Dist:   doubt.Distribution{Shape: doubt.Uniform, High: seedMax},
		Reason: "one seed is as good as another"})
}

// of returns the distribution of an unknown.
func (s spread) of(u *doubt.Unknown) doubt.Distribution {
	d := doubt.Distribution{Shape: s.shape, Weights: s.weights}
	for _, w := range s.words {
		d.Values = append(d.Values, mustParse(u, w))
	}
	for _, end := range []struct {
		text string
		into *float64
	}{{s.low, &d.Low}, {s.mode, &d.Mode}, {s.top, &d.High}} {
		if end.text != "" {
			*end.into = mustParse(u, end.text)
		}
	}
	return d
}

// mustParse reads a text of this package.
func mustParse(u *doubt.Unknown, text string) float64 {
	v, err := u.Parse(text)
	if err != nil {
		panic(fmt.Sprintf("knight: %s: %v", u.Name, err))
	}
	return v
}
