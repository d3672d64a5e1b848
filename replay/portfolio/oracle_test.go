package portfolio

import (
	"fmt"
	"math"
	"math/bits"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"lossreplay/model"
	"lossreplay/replay/attribution"
)

// drawLattice returns a random lattice of n controls: cells are split as a replay forks its worlds, now and then in a way that
// follows no tree. Losses tie often, and may rise when a control is added.
func drawLattice(t *rapid.T, n int) *attribution.Lattice {
	l, err := attribution.New(n, drawCell(t, n, 0, 0))
	if err != nil {
		t.Fatal(err)
	}
	return l
}

var pinwheel = [][2]uint64{{0b001, 0b010}, {0b010, 0b100}, {0b100, 0b001}, {0b111, 0}, {0, 0b111}}

func drawCell(t *rapid.T, n int, in, out uint64) []attribution.Leaf {
	var left []int
	for i := range n {
		if (in|out)>>i&1 == 0 {
			left = append(left, i)
		}
	}
	if len(left) == 0 || rapid.IntRange(0, 4).Draw(t, "stop") == 0 {
		loss := rapid.OneOf(rapid.Int64Range(0, 4), rapid.Int64Range(-20, 500)).Draw(t, "loss")
		return []attribution.Leaf{{In: in, Out: out, Loss: model.Money(loss) * 1_000_000 * model.MoneyUnit,
			CollateralOrders: rapid.Int64Range(0, 3).Draw(t, "collateral")}}
	}
	if len(left) >= 3 && rapid.IntRange(0, 5).Draw(t, "pinwheel") == 0 {
		var leaves []attribution.Leaf
		for _, cell := range pinwheel {
			leaves = append(leaves, drawCell(t, n, in|spread(cell[0], left), out|spread(cell[1], left))...)
		}
		return leaves
	}
	control := uint64(1) << rapid.SampledFrom(left).Draw(t, "control")
	return append(drawCell(t, n, in|control, out), drawCell(t, n, in, out|control)...)
}

func spread(set uint64, places []int) (to uint64) {
	for ; set != 0; set &= set - 1 {
		to |= 1 << places[bits.TrailingZeros64(set)]
	}
	return to
}

// drawProblem returns a random problem of at most most controls and three draws.
func drawProblem(t *rapid.T, most int) Problem {
	n := rapid.IntRange(0, most).Draw(t, "n")
	p := Problem{Order: model.Money(rapid.Int64Range(0, 2).Draw(t, "order")) * 500_000 * model.MoneyUnit}
	for range rapid.IntRange(1, 3).Draw(t, "draws") {
		p.Draws = append(p.Draws, drawLattice(t, n))
	}
	probability := rapid.OneOf(rapid.SampledFrom([]float64{0, 0.5, 0.9, 0.9, 0.99, 1}), rapid.Float64Range(0, 1))
	order := rapid.Permutation(seq(n)).Draw(t, "order")
	for i := range n {
		p.Labels = append(p.Labels, fmt.Sprintf("A%02d", order[i]))
		p.Works = append(p.Works, probability.Draw(t, "works"))
		p.Cost = append(p.Cost, model.Money(rapid.Int64Range(0, 6).Draw(t, "cost"))*model.MoneyUnit)
	}
	for range rapid.IntRange(0, 2).Draw(t, "groups") {
		p.Groups = append(p.Groups, Group{rapid.Uint64Range(0, 1<<n-1).Draw(t, "members"), rapid.SampledFrom([]float64{0, 0.1, 0.5}).Draw(t, "beta")})
	}
	if n > 0 && rapid.IntRange(0, 3).Draw(t, "with have") == 0 {
		p.Have = 1 << rapid.IntRange(0, n-1).Draw(t, "have")
	}
	return p
}

// drawLimits returns limits that some set meets.
func drawLimits(t *rapid.T, p *Problem) Limits {
	l := Limits{Budget: Unlimited}
	for i := range p.Labels {
		switch rapid.IntRange(0, 5).Draw(t, "limit") {
		case 0:
			l.Must |= 1 << i
		case 1:
			l.Never |= 1 << i &^ p.Have
		}
	}
	if rapid.Bool().Draw(t, "with budget") {
		price, _ := New(*p).Price(l.Must)
		l.Budget = price + model.Money(rapid.Int64Range(0, 12).Draw(t, "budget"))*model.MoneyUnit
	}
	return l
}

// world is one outcome of everything that may fail: which controls work, and how likely that is.
type world struct {
	works  uint64
	chance float64
}

// worlds is the naive twin of causes: every severity of every group, then every way in which the controls of a set work or fail
// by themselves. Groups of one member are not treated apart.
func worlds(p *Problem, set uint64) []world { return worldsOf(p, set, -1) }

// worldsOf is worlds with one control, if it is one, that fails by itself a tenth as often.
func worldsOf(p *Problem, set uint64, better int) []world {
	all := []world{{set, 1}}
	own := slices.Clone(p.Works)
	for _, g := range p.Groups {
		cuts := []float64{0, 1}
		for i, w := range p.Works {
			if g.Members>>i&1 != 0 {
				cuts = append(cuts, g.Beta*(1-w))
				own[i] /= 1 - g.Beta*(1-w)
			}
		}
		slices.Sort(cuts)
		var next []world
		for k := 1; k < len(cuts); k++ {
			u := (cuts[k] + cuts[k-1]) / 2
			down := uint64(0)
			for i, w := range p.Works {
				if g.Members>>i&1 != 0 && u < g.Beta*(1-w) {
					down |= 1 << i
				}
			}
			for _, w := range all {
				next = append(next, world{w.works &^ down, w.chance * (cuts[k] - cuts[k-1])})
			}
		}
		all = next
	}
	for i := range p.Works {
		var next []world
		for _, w := range all {
			if w.works>>i&1 == 0 {
				next = append(next, w)
				continue
			}
			q := math.Min(own[i], 1)
			if i == better {
				q = 1 - (1-q)/10
			}
			next = append(next, world{w.works, w.chance * q}, world{w.works &^ (1 << i), w.chance * (1 - q)})
		}
		all = next
	}
	return all
}

// naive returns the expectation of loss, harm and blocked orders of a set in each draw, by looking at every world.
func naive(p *Problem, set uint64) (loss, harm, blocked []float64) {
	for _, l := range p.Draws {
		var a, b float64
		for _, w := range worlds(p, set) {
			leaf := l.Find(w.works)
			a += w.chance * float64(leaf.Loss)
			b += w.chance * float64(leaf.CollateralOrders)
		}
		loss, blocked = append(loss, a), append(blocked, b)
		harm = append(harm, a+b*float64(p.Order))
	}
	return loss, harm, blocked
}

// outcomes returns every harm that a set may meet over draws and failures, with its chance, the largest first.
func outcomes(p *Problem, set uint64) (harms, chances []float64) {
	type outcome struct{ harm, chance float64 }
	var all []outcome
	for _, l := range p.Draws {
		for _, w := range worlds(p, set) {
			leaf := l.Find(w.works)
			all = append(all, outcome{float64(leaf.Loss) + float64(leaf.CollateralOrders)*float64(p.Order), w.chance / float64(len(p.Draws))})
		}
	}
	slices.SortFunc(all, func(a, b outcome) int { return -compareFloat(a.harm, b.harm) })
	for _, o := range all {
		harms, chances = append(harms, o.harm), append(chances, o.chance)
	}
	return harms, chances
}

func compareFloat(a, b float64) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

// naiveScore is the objective of a set by the naive twins. best is the least harm of each draw, for Regret.
func naiveScore(p *Problem, o Objective, set uint64, best []float64) float64 {
	_, harm, _ := naive(p, set)
	switch o {
	case Worst:
		return slices.Max(harm)
	case Regret:
		for d := range harm {
			harm[d] -= best[d]
		}
		return slices.Max(harm)
	case Tail:
		harms, chances := outcomes(p, set)
		left, sum := 0.05, 0.0
		for k, c := range chances {
			c = math.Min(c, left)
			sum += c * harms[k]
			left -= c
		}
		return sum / 0.05
	}
	sum := 0.0
	for _, h := range harm {
		sum += h
	}
	return sum / float64(len(harm))
}

// sets calls each for every set that limits allow.
func sets(m *Model, l Limits, each func(set uint64, cost model.Money)) {
	for set := range uint64(1) << m.n {
		if price, _ := m.Price(set); set&(l.Must|m.Have) == l.Must|m.Have && set&l.Never == 0 && price <= l.Budget {
			each(set, price)
		}
	}
}

// near reports whether two amounts in micro-units differ by less than a dollar.
func near(a, b float64) bool { return math.Abs(a-b) < 1e6 }

func checkNear(t interface {
	Helper()
	Fatalf(string, ...any)
}, what string, got, want float64) {
	t.Helper()
	if !near(got, want) {
		t.Fatalf("%s: %v, want %v", what, got, want)
	}
}

func mustLattice(t testing.TB, n int, leaves ...attribution.Leaf) *attribution.Lattice {
	t.Helper()
	l, err := attribution.New(n, leaves)
	if err != nil {
		t.Fatal(err)
	}
	return l
}
