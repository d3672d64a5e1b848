package control

import (
	"math"

	"lossreplay/model"
	"lossreplay/model/doubt"
)

// Unknowns returns every parameter of the control as something that may be drawn, in order, named after the instance:
// "A41.decide". Those with a [Spread] have its distribution, moved by ratio where the instance's value is not the default, but for
// probabilities: whether a control works when it is needed is
// weighed by whoever weighs controls, and drawn here too it would count twice. All others stay at the instance's value.
func (i Instance) Unknowns() []doubt.Unknown {
	var list []doubt.Unknown
	for k := range i.Spec.Params {
		p := &i.Spec.Params[k]
		per := perUnit[p.Unit]
		of := func(v int64) float64 { return float64(v) / per }
		u := doubt.Unknown{Name: i.Name + "." + p.Name, Doc: p.Doc, Kind: kinds[p.Unit], Min: of(p.Min), Max: of(p.Max),
			Step: steps[p.Unit], Words: p.Choices, Default: of(i.Values[p.Name]), Tag: model.Assumed}
		u.Dist = doubt.Distribution{Shape: doubt.Fixed, Mode: u.Default}
		switch s := p.Spread; {
		case s == nil || i.Values[p.Name] == 0:
			u.Reason = "a setting: somebody chooses it"
		case s.Shape == Bernoulli:
			u.Reason = "whether it works when it is needed is a probability of its own, which a portfolio weighs; drawn here it would count twice"
		default:
			moved := float64(i.Values[p.Name]) / float64(p.Default)
			u.Dist = doubt.Distribution{Shape: doubt.LogNormal, Low: of(s.Low) * moved, High: of(s.High) * moved}
			u.Reason, u.Tag = s.Source, s.Tag
		}
		list = append(list, u)
	}
	return list
}

// How values of each unit are drawn, by unit: in which kind, how many of the unit one of the kind is, and on which step.
var (
	kinds = [...]doubt.Kind{Count: doubt.Whole, Shares: doubt.Whole, Micros: doubt.Amount, BasisPoints: doubt.Width,
		Nanoseconds: doubt.Span, Choice: doubt.Word}
	perUnit = [...]float64{Count: 1, Shares: 1, Micros: float64(model.MoneyUnit), BasisPoints: 1, Nanoseconds: 1e9, Choice: 1}
	steps   = [...]float64{Count: 1, Shares: 1, Micros: 0.01, BasisPoints: 1, Nanoseconds: 1e-6, Choice: 1}
)

// Draw returns the instance with the parameter at a drawn value, in the unit of its unknown. It panics as [Instance.With] does.
func (i Instance) Draw(param string, v float64) Instance {
	p := i.Spec.Param(param)
	if p == nil {
		panic("control: " + i.Spec.ID + " has no parameter " + param)
	}
	return i.With(i.Name, param, min(max(int64(math.Round(v*perUnit[p.Unit])), p.Min), p.Max))
}
