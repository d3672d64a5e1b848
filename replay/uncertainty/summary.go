package uncertainty

import (
	"errors"
	"fmt"
	"slices"

	"lossreplay/model"
)

// Summary is what the draws say.
type Summary struct {
	Points, Accepted, Randomisations int
	// Broken counts the rejected draws by the published fact that they broke, Contradictions by why there is no such day, Soft the
	// accepted ones by a fact that they miss and may. A draw may count more than once.
	Broken, Contradictions, Soft []Count
	Controls                     []ControlSummary // in the order of the run
	Inputs                       []InputSummary   // of the sensitivities, in the order of the plan; factors last
	Convergence                  []Step
	Figures                      []*Figures  // of the accepted draws, in order
	Values                       [][]float64 // of all unknowns, by accepted draw
}

// SensitivityMin is how many accepted draws it takes to say what moves a figure.
const SensitivityMin = 48

// Count is a number of draws.
type Count struct {
	What  string
	Draws int
}

// ControlSummary is what the draws say of one control.
type ControlSummary struct {
	Alone, LastLine, Shapley Range
	// First and BestThree are the draws in which it prevents most alone, or one of the three most; ties count for all. InBest, for
	// sets of size 1, 2, ..., those in which some best set has it. NeverTripped those in which it never trips alone.
	First, BestThree, NeverTripped Share
	InBest                         []Share
	Ranks                          []float64 // part of the draws in which it has rank 1, 2, ...
	// Effects are of the inputs that can move it on what it prevents alone; Explained is the part of the variance that they explain
	// together. Both are empty with fewer than [SensitivityMin] draws: they would be chance.
	Effects   []Effect
	Explained float64
}

// Summarize returns what draws of the design say about controls of those names. owner says of each unknown whose it is: a control's, by
// position, or [OfDay] or [OfNothing]. What a control prevents alone can hang on the day and on what is its own, on nothing else.
// Rejected draws are counted and otherwise left out.
//
// The error says that no draw was accepted, or that a draw is not of these controls.
func Summarize(d *Design, draws []Draw, labels []string, owner []int) (*Summary, error) {
	b := &builder{design: d, labels: labels, sample: sample{count: d.plan.Randomisations},
		s: &Summary{Randomisations: d.plan.Randomisations}}
	for _, draw := range inOrder(draws) {
		if draw.Point >= d.Len() {
			continue
		}
		if err := b.add(&draw); err != nil {
			return nil, err
		}
	}
	if b.s.Accepted == 0 {
		return nil, errors.New("uncertainty: every draw was rejected: " + b.reasons())
	}
	b.inputs = d.inputs(b.points, owner)
	b.s.Controls = make([]ControlSummary, len(labels))
	for i := range labels {
		b.s.Controls[i] = b.control(i)
	}
	if b.s.Accepted >= SensitivityMin {
		b.sensitivities()
	}
	b.s.Convergence = b.converge()
	return b.s, nil
}

// builder is a summary in the making.
type builder struct {
	design *Design
	labels []string
	s      *Summary
	sample sample
	points []int // of the accepted draws
	inputs []input
}

func (b *builder) add(draw *Draw) error {
	b.s.Points++
	for _, fact := range draw.Broken {
		count(&b.s.Broken, fact)
	}
	if draw.Contradiction != "" {
		count(&b.s.Contradictions, draw.Contradiction)
	}
	if draw.Rejected() {
		return nil
	}
	for _, fact := range draw.Soft {
		count(&b.s.Soft, fact)
	}
	f, err := figures(draw, b.labels)
	if err != nil {
		return fmt.Errorf("uncertainty: %w", err)
	}
	b.s.Accepted++
	b.s.Figures = append(b.s.Figures, f)
	b.s.Values = append(b.s.Values, b.design.Values(draw.Point))
	b.points = append(b.points, draw.Point)
	b.sample.groups = append(b.sample.groups, b.design.Randomisation(draw.Point))
	return nil
}

// count adds one to what, in alphabetical order.
func count(list *[]Count, what string) {
	i, found := slices.BinarySearchFunc(*list, what, func(c Count, what string) int { return compareText(c.What, what) })
	if !found {
		*list = slices.Insert(*list, i, Count{What: what})
	}
	(*list)[i].Draws++
}

func compareText(a, b string) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

// reasons says why draws were rejected.
func (b *builder) reasons() (text string) {
	for _, c := range slices.Concat(b.s.Broken, b.s.Contradictions) {
		text += fmt.Sprintf("%s (%d) ", c.What, c.Draws)
	}
	return text
}

// figure returns a figure of all accepted draws.
func (b *builder) figure(of func(f *Figures) model.Money) []model.Money {
	values := make([]model.Money, len(b.s.Figures))
	for i, f := range b.s.Figures {
		values[i] = of(f)
	}
	return values
}

func (b *builder) control(i int) ControlSummary {
	holds := func(of func(f *Figures) bool) Share {
		return b.sample.shareOf(func(draw int) bool { return of(b.s.Figures[draw]) })
	}
	c := ControlSummary{
		Alone:        b.sample.rangeOf(b.figure(func(f *Figures) model.Money { return f.Alone[i] })),
		LastLine:     b.sample.rangeOf(b.figure(func(f *Figures) model.Money { return f.LastLine[i] })),
		Shapley:      b.sample.rangeOf(b.figure(func(f *Figures) model.Money { return f.Shapley[i] })),
		First:        holds(func(f *Figures) bool { return f.Rank[i] == 1 }),
		BestThree:    holds(func(f *Figures) bool { return f.Rank[i] <= 3 }),
		NeverTripped: holds(func(f *Figures) bool { return f.Draw.Trips[i] == 0 }),
		Ranks:        make([]float64, len(b.labels)),
	}
	for k := range min(bestSizes, len(b.labels)) {
		c.InBest = append(c.InBest, holds(func(f *Figures) bool { return f.InBest[k]>>i&1 != 0 }))
	}
	for _, f := range b.s.Figures {
		c.Ranks[f.Rank[i]-1]++
	}
	for r := range c.Ranks {
		c.Ranks[r] /= float64(b.s.Accepted)
	}
	return c
}
