package report

import (
	"math"
	"slices"

	"lossreplay/model"
	"lossreplay/model/doubt"
	"lossreplay/replay/uncertainty"
)

// DrawInputs is what a run with draws brings beside its study.
type DrawInputs struct {
	Plan    *uncertainty.Plan
	Summary *uncertainty.Summary
	Seeds   []uint64 // of the reconstruction, by accepted draw
	Owner   []int    // by unknown of the plan: whose it is, as uncertainty.Summarize has it
	File    string   // the text of the file of unknowns
}

// Ranges is what the draws say: how far each figure may be off because of what no source settles, and, apart from that, because only
// so many draws were made (the fields that end in _error, standard errors).
type Ranges struct {
	Draws          int            `json:"draws"`
	Accepted       int            `json:"accepted"`
	Randomisations int            `json:"randomisations"`
	DesignSeed     uint64         `json:"design_seed"`
	Rejected       []FactDraws    `json:"rejected"`
	Contradictions []RuleDraws    `json:"contradictions"`
	SoftMissed     []FactDraws    `json:"soft_missed"`
	Controls       []ControlRange `json:"controls"`
	Unknowns       []UnknownRange `json:"unknowns"`
	Convergence    []Convergence  `json:"convergence"`
}

// FactDraws counts the draws whose day misses a fact.
type FactDraws struct {
	Fact     string `json:"fact"`
	Quantity string `json:"quantity"`
	Draws    int    `json:"draws"`
}

// RuleDraws counts the draws of which there is no day.
type RuleDraws struct {
	Rule  string `json:"rule"`
	Draws int    `json:"draws"`
}

// FigureRange is how a figure lies over the draws: 5, 50 and 95 % of them lie below.
type FigureRange struct {
	P5          Decimal `json:"p5"`
	Median      Decimal `json:"median"`
	P95         Decimal `json:"p95"`
	P5Error     Decimal `json:"p5_error"`
	MedianError Decimal `json:"median_error"`
	P95Error    Decimal `json:"p95_error"`
}

// ShareRange is a part of the draws, of 1.
type ShareRange struct {
	Share Decimal `json:"share"`
	Error Decimal `json:"error"`
}

// ControlRange is what the draws say of one control.
type ControlRange struct {
	Label            string        `json:"label"`
	Prevented        FigureRange   `json:"prevented"`
	PreventedPercent *PercentRange `json:"prevented_percent"`
	LastLine         FigureRange   `json:"last_line"`
	Shapley          FigureRange   `json:"shapley"`
	First            ShareRange    `json:"first"`
	BestThree        ShareRange    `json:"best_three"`
	InBestSet        []ShareRange  `json:"in_best_set"` // of size 1, 2, 3
	NeverTripped     ShareRange    `json:"never_tripped"`
	Ranks            []Decimal     `json:"ranks"` // part of the draws in which it has rank 1, 2, ...
	Explained        Decimal       `json:"explained"`
	Effects          []EffectRange `json:"effects"`
}

// PercentRange is a FigureRange over the baseline's loss; null where nothing was lost.
type PercentRange struct {
	P5     Decimal `json:"p5"`
	Median Decimal `json:"median"`
	P95    Decimal `json:"p95"`
}

// EffectRange is what an unknown does to what a control prevents alone.
type EffectRange struct {
	Unknown         string  `json:"unknown"`
	FirstOrder      Decimal `json:"first_order"`
	FirstOrderError Decimal `json:"first_order_error"`
	Total           Decimal `json:"total"`
	TotalError      Decimal `json:"total_error"`
	Low             Decimal `json:"low"`
	LowAt           string  `json:"low_at"`
	High            Decimal `json:"high"`
	HighAt          string  `json:"high_at"`
}

// UnknownRange is an unknown, or what several have in common, with what it does to all controls together.
type UnknownRange struct {
	Name         string   `json:"name"`
	Distribution string   `json:"distribution"`
	Tag          string   `json:"tag"`
	Reason       string   `json:"reason"`
	Used         bool     `json:"used"`
	FirstOrder   *Decimal `json:"first_order"`
	Total        *Decimal `json:"total"`
}

// Convergence is what the first draws said.
type Convergence struct {
	Draws    int                  `json:"draws"`
	Accepted int                  `json:"accepted"`
	Controls []ConvergenceControl `json:"controls"`
}

// ConvergenceControl is a control's figures at a step of the convergence.
type ConvergenceControl struct {
	Label     string      `json:"label"`
	Prevented FigureRange `json:"prevented"`
	BestThree ShareRange  `json:"best_three"`
}

// ranges returns what the draws say; nil without draws.
func (b *builder) ranges(in *DrawInputs) *Ranges {
	if in == nil {
		return nil
	}
	s := in.Summary
	r := &Ranges{Draws: s.Points, Accepted: s.Accepted, Randomisations: s.Randomisations, DesignSeed: in.Plan.Seed,
		Rejected: b.factDraws(s.Broken), SoftMissed: b.factDraws(s.Soft), Contradictions: []RuleDraws{}, Controls: []ControlRange{},
		Unknowns: unknownRanges(in), Convergence: []Convergence{}}
	for _, c := range s.Contradictions {
		r.Contradictions = append(r.Contradictions, RuleDraws{c.What, c.Draws})
	}
	for i := range s.Controls {
		r.Controls = append(r.Controls, b.controlRange(i, s))
	}
	for i := range s.Convergence {
		step := &s.Convergence[i]
		c := Convergence{step.Points, step.Accepted, []ConvergenceControl{}}
		for k, label := range b.labels {
			c.Controls = append(c.Controls, ConvergenceControl{label, figureRange(&step.Alone[k]), shareRange(step.BestThree[k])})
		}
		r.Convergence = append(r.Convergence, c)
	}
	return r
}

// factDraws names the facts that draws missed.
func (b *builder) factDraws(counts []uncertainty.Count) []FactDraws {
	list := []FactDraws{}
	for _, c := range counts {
		quantity := ""
		for i := range b.about.Facts {
			if b.about.Facts[i].ID == c.What {
				quantity = b.about.Facts[i].Quantity
			}
		}
		list = append(list, FactDraws{c.What, quantity, c.Draws})
	}
	return list
}

func (b *builder) controlRange(i int, s *uncertainty.Summary) ControlRange {
	c := &s.Controls[i]
	r := ControlRange{Label: b.labels[i], Prevented: figureRange(&c.Alone), LastLine: figureRange(&c.LastLine), Shapley: figureRange(&c.Shapley),
		First: shareRange(c.First), BestThree: shareRange(c.BestThree), NeverTripped: shareRange(c.NeverTripped), InBestSet: []ShareRange{},
		Ranks: []Decimal{}, Explained: index(c.Explained), Effects: []EffectRange{}}
	if loss := b.baseline.Total(); loss > 0 {
		r.PreventedPercent = &PercentRange{*percent(c.Alone.Low, loss), *percent(c.Alone.Median, loss), *percent(c.Alone.High, loss)}
	}
	for _, share := range c.InBest {
		r.InBestSet = append(r.InBestSet, shareRange(share))
	}
	for _, rank := range c.Ranks {
		r.Ranks = append(r.Ranks, index(rank))
	}
	for _, e := range c.Effects {
		r.Effects = append(r.Effects, EffectRange{e.Input, index(e.First.Value), index(e.First.Error), index(e.Total.Value),
			index(e.Total.Error), Decimal(e.Low), e.LowAt, Decimal(e.High), e.HighAt})
	}
	return r
}

func figureRange(r *uncertainty.Range) FigureRange {
	return FigureRange{Decimal(r.Low), Decimal(r.Median), Decimal(r.High), Decimal(r.LowError), Decimal(r.MedianError), Decimal(r.HighError)}
}

func shareRange(s uncertainty.Share) ShareRange { return ShareRange{index(s.Value), index(s.Error)} }

// index returns a part of 1 with four decimals, all that a number of draws can say.
func index(v float64) Decimal { return Decimal(math.RoundToEven(v*1e4)) * Decimal(model.MoneyUnit/1e4) }

// unknownRanges lists the unknowns by what they do to all controls together, the most first; those without an index of their own last.
func unknownRanges(in *DrawInputs) []UnknownRange {
	list := []UnknownRange{}
	indices := func(name string, u *UnknownRange) {
		for _, s := range in.Summary.Inputs {
			if s.Name == name {
				first, total := index(s.First), index(s.Total)
				u.FirstOrder, u.Total = &first, &total
			}
		}
	}
	for i := range in.Plan.Unknowns {
		u := &in.Plan.Unknowns[i]
		row := UnknownRange{Name: u.Name, Distribution: DistributionText(u), Tag: string(u.Tag), Reason: u.Reason, Used: in.Owner[i] != uncertainty.OfNothing}
		indices(u.Name, &row)
		list = append(list, row)
	}
	for _, f := range in.Plan.Factors {
		row := UnknownRange{Name: f.Name, Distribution: "common factor of " + in.members(f), Tag: string(model.Assumed)}
		indices(f.Name, &row)
		row.Used = row.Total != nil
		list = append(list, row)
	}
	slices.SortStableFunc(list, func(a, b UnknownRange) int {
		of := func(u UnknownRange) Decimal {
			if u.Total == nil {
				return -1
			}
			return *u.Total
		}
		return int(min(max(of(b)-of(a), -1), 1))
	})
	return list
}

// members names the members of a factor.
func (in *DrawInputs) members(f uncertainty.Factor) (text string) {
	for k, i := range f.Members {
		if k > 0 {
			text += ", "
		}
		text += in.Plan.Unknowns[i].Name
	}
	return text
}

// DistributionText says how an unknown is drawn: "triangular 09:36:00, 09:50:00, 09:58:00".
func DistributionText(u *doubt.Unknown) string {
	d := &u.Dist
	switch d.Shape {
	case doubt.Uniform:
		return "uniform " + u.Text(d.Low) + " to " + u.Text(d.High)
	case doubt.Triangular:
		return "triangular " + u.Text(d.Low) + ", " + u.Text(d.Mode) + ", " + u.Text(d.High)
	case doubt.LogNormal:
		return "lognormal, 5 % below " + u.Text(d.Low) + ", 5 % above " + u.Text(d.High)
	case doubt.Choice:
		text := "choice"
		for i, v := range d.Values {
			text += " " + u.Text(v) + " (" + number(d.Weights[i]) + ")"
		}
		return text
	case doubt.Bernoulli:
		return "bernoulli " + number(d.Mode) + " for " + u.Text(u.Max)
	}
	return "fixed " + u.Text(d.Mode)
}
