package report

import (
	"fmt"
	"slices"

	"lossreplay/model"
	"lossreplay/model/control"
	"lossreplay/replay"
	"lossreplay/replay/attribution"
)

// Where all coalitions are too many, Shapley values are estimated from so many pairs of orderings. The seed makes it the same
// sample each time.
const (
	samplePairs = 12
	sampleSeed  = 1
)

// Fallback returns the coalitions that a report needs where it cannot have all, given the controls and what each prevents alone: those of
// the sample, and what each preset has of them. It is what [replay.Plan] asks for.
func Fallback(controls []control.Instance, prevented []model.Money) []uint64 {
	sets := sampleOf(prevented).Coalitions()
	for _, preset := range control.Presets() {
		members, err := control.Preset(preset.Name)
		if err != nil {
			panic("report: " + err.Error())
		}
		var set uint64
		for i, c := range controls {
			if slices.ContainsFunc(members, func(m control.Instance) bool { return m.Spec.ID == c.Spec.ID }) {
				set |= 1 << i
			}
		}
		sets = append(sets, set)
	}
	slices.Sort(sets)
	return slices.Compact(sets)
}

func sampleOf(prevented []model.Money) *attribution.Sample {
	return attribution.NewSample(prevented, samplePairs, sampleSeed)
}

// game is what leaves say of coalitions under one price assumption: of all of them, or of a sample.
type game struct {
	n       int
	leaves  []replay.Leaf
	lattice *attribution.Lattice // nil for a sample
	losses  map[uint64]model.Money
}

// newGame returns the game of n controls. sample lists the coalitions that the leaves cover; nil for all.
func newGame(n int, leaves []replay.Leaf, sample []uint64) (*game, error) {
	g := &game{n: n, leaves: leaves}
	if sample != nil {
		g.losses = map[uint64]model.Money{}
		for _, set := range sample {
			leaf := g.find(set)
			if leaf == nil {
				return nil, fmt.Errorf("no leaf holds coalition %b of the sample", set)
			}
			g.losses[set] = leaf.Total()
		}
		return g, nil
	}
	all := make([]attribution.Leaf, len(leaves))
	for i := range leaves {
		l := &leaves[i]
		all[i] = attribution.Leaf{In: l.In, Out: l.Out, Loss: l.Total(), CollateralOrders: l.Collateral.Orders}
	}
	var err error
	g.lattice, err = attribution.New(n, all)
	return g, err
}

// find returns the leaf that holds a coalition; nil if there is none.
func (g *game) find(set uint64) *replay.Leaf {
	for i := range g.leaves {
		if l := &g.leaves[i]; l.In&^set == 0 && l.Out&set == 0 {
			return l
		}
	}
	return nil
}

// loss returns what a coalition loses. It panics if the game does not know.
func (g *game) loss(set uint64) model.Money {
	if g.lattice != nil {
		return g.lattice.Find(set).Loss
	}
	loss, known := g.losses[set]
	if !known {
		panic(fmt.Sprintf("report: coalition %b is not in the sample", set))
	}
	return loss
}

// everyone returns the set of all controls.
func (g *game) everyone() uint64 { return 1<<g.n - 1 }

func (g *game) lastLine(i int) model.Money {
	return g.loss(g.everyone()&^(1<<i)) - g.loss(g.everyone())
}

// shapley returns the values, and their standard errors where they are estimates.
func (g *game) shapley(labels []string) (values, errors []model.Money) {
	if g.lattice != nil {
		return g.lattice.Shapley(labels), nil
	}
	prevented := make([]model.Money, g.n)
	for i := range prevented {
		prevented[i] = g.loss(0) - g.loss(1<<i)
	}
	return sampleOf(prevented).Shapley(g.loss, labels)
}
