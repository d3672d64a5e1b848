package portfolio

import (
	"context"
	"math"
	"testing"

	"lossreplay/datasets/daytest"
	"lossreplay/model"
	"lossreplay/model/control"
	"lossreplay/replay"
	"lossreplay/replay/attribution"
)

// smallDay is the core controls on the small day, each with its own probability and in two groups.
func smallDay(t *testing.T) *Model {
	t.Helper()
	study, err := replay.Examine(context.Background(), daytest.Small(), replay.Plan{Controls: control.Defaults()})
	if err != nil {
		t.Fatal(err)
	}
	p := Problem{Order: model.MoneyUnit}
	var leaves []attribution.Leaf
	for i := range study.Main.Impact {
		l := &study.Main.Impact[i]
		leaves = append(leaves, attribution.Leaf{In: l.In, Out: l.Out, Loss: l.Total(), CollateralOrders: l.Collateral.Orders})
	}
	for i, c := range study.Main.Controls {
		p.Labels = append(p.Labels, c.Name)
		p.Works = append(p.Works, []float64{0.6, 0.75, 0.9}[i%3])
		p.Cost = append(p.Cost, model.Money(1+i%4)*model.MoneyUnit)
	}
	p.Draws = []*attribution.Lattice{mustLattice(t, len(p.Labels), leaves...)}
	p.Groups = []Group{{0b00101010101010, 0.4}, {0b11000000000111, 0.3}}
	return New(p)
}

// TestSmallDayAgainstSimulation: sets of the small day lose on average, over a million random failures with a fixed seed, what
// is expected, within five standard errors.
func TestSmallDayAgainstSimulation(t *testing.T) {
	m := smallDay(t)
	all := uint64(1)<<m.n - 1
	for _, set := range []uint64{all, all &^ 1, 0b00101010101010, 0b10010010010010, 1, 0b110, 0} {
		mean, deviation := simulate(m, set, 1_000_000, 20120801)
		if want := m.mean(set, lossOf); math.Abs(mean-want) > 5*deviation+1 {
			t.Errorf("set %b: %v simulated with a standard error of %v, %v expected", set, mean, deviation, want)
		}
	}
}

// TestSmallDayBestOfEverySet: on the small day's lattice of 2^14 sets the search finds what looking at each finds.
func TestSmallDayBestOfEverySet(t *testing.T) {
	m := smallDay(t)
	for _, l := range []Limits{{Budget: 3 * model.MoneyUnit}, {Budget: 9 * model.MoneyUnit}, {Budget: Unlimited}, {Budget: 12 * model.MoneyUnit, Must: 1 << 11, Never: 1 << 4}} {
		got := m.Ask(Expected, l).Best()
		best := math.Inf(1)
		sets(m, l, func(set uint64, _ model.Money) { best = min(best, m.mean(set, harmOf)) })
		if math.Abs(float64(got.Score)-best) > float64(model.MoneyUnit/100) {
			t.Errorf("%+v: %v, want %v", l, got, best)
		}
	}
}
