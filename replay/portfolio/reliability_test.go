package portfolio

import (
	"math"
	"math/rand/v2"
	"testing"

	"pgregory.net/rapid"

	"lossreplay/model"
	"lossreplay/replay/attribution"
)

// TestExpectationEqualsEveryWayToFail holds expectation, distribution and tail of random sets against every way in which common
// causes and controls may fail.
func TestExpectationEqualsEveryWayToFail(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := drawProblem(t, 6)
		m := New(p)
		set := rapid.Uint64Range(0, 1<<m.n-1).Draw(t, "set") | p.Have
		loss, harm, blocked := naive(&p, set)
		for figure, want := range [][]float64{loss, harm, blocked} {
			for d, got := range m.expected(set, figure) {
				checkNear(t, "expectation", got, want[d])
			}
			checkNear(t, "mean over draws", m.mean(set, figure), meanOf(want))
		}
		capital := model.Money(rapid.Int64Range(0, 500).Draw(t, "capital")) * 1_000_000 * model.MoneyUnit
		o := m.Outcome(set, capital)
		over, total := 0.0, 0.0
		for _, l := range p.Draws {
			for _, w := range worlds(&p, set) {
				total += w.chance
				if l.Find(w.works).Loss > capital {
					over += w.chance / float64(len(p.Draws))
				}
			}
		}
		if math.Abs(o.Exceeds-over) > 1e-9 || math.Abs(total-float64(len(p.Draws))) > 1e-9 {
			t.Fatalf("the loss exceeds %v with chance %v, want %v of %v", capital, o.Exceeds, over, total)
		}
		q := m.Ask(Tail, Limits{Budget: Unlimited})
		checkNear(t, "tail", q.score(set), naiveScore(&p, Tail, set, nil))
		checkNear(t, "loss and what is prevented", float64(o.Loss+o.Prevented), meanOf(baselines(&p)))
	})
}

func baselines(p *Problem) (list []float64) {
	for _, l := range p.Draws {
		list = append(list, float64(l.Baseline().Loss))
	}
	return list
}

// TestWhatSurelyWorksIsTheLattice: with every probability 1 a set loses what its leaf loses, to the unit; with 0, the baseline.
func TestWhatSurelyWorksIsTheLattice(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := drawProblem(t, 6)
		set := rapid.Uint64Range(0, 1<<len(p.Labels)-1).Draw(t, "set") | p.Have
		for _, sure := range []float64{0, 1} {
			for i := range p.Works {
				p.Works[i] = sure
			}
			works := set
			if sure == 0 {
				works = 0
			}
			for d, got := range New(p).expected(set, lossOf) {
				if want := p.Draws[d].Find(works); got != float64(want.Loss) {
					t.Fatalf("works with %v: set %b loses %v in draw %d, its leaf %v", sure, set, got, d, want.Loss)
				}
			}
		}
	})
}

// TestReliabilityIdentities: chances add up to 1, the expectation is that of the exceedance curve, a control's two sides weighed
// with its probability give the whole, and a control that never works may as well be off.
func TestReliabilityIdentities(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := drawProblem(t, 6)
		m := New(p)
		if m.n == 0 {
			return
		}
		set := rapid.Uint64Range(0, 1<<m.n-1).Draw(t, "set") | p.Have
		total := 0.0
		for _, c := range m.chances(set) {
			total += c
		}
		if math.Abs(total-1) > 1e-12 {
			t.Fatalf("chances add up to %v", total)
		}
		curve := m.Exceedance(set)
		mean := 0.0
		for k, at := range curve {
			p := at.Chance
			if k+1 < len(curve) {
				p -= curve[k+1].Chance
			}
			mean += p * float64(at.Loss)
		}
		checkNear(t, "mean of the curve", mean, meanOf(m.expected(set, lossOf)))

		i := rapid.IntRange(0, m.n-1).Draw(t, "control")
		side := func(works float64) float64 {
			q := p
			q.Groups = nil
			q.Works = append([]float64(nil), p.Works...)
			q.Works[i] = works
			return meanOf(New(q).expected(set, lossOf))
		}
		checkNear(t, "two sides", p.Works[i]*side(1)+(1-p.Works[i])*side(0), side(p.Works[i]))
		p.Works[i] = 0
		p.Groups = nil
		zero := New(p)
		checkNear(t, "never works", meanOf(zero.expected(set|1<<i, lossOf)), meanOf(zero.expected(set&^(1<<i), lossOf)))
	})
}

// TestOneMoreNineIsTheDerivative holds the worth of one more nine against every way to fail with a control that fails by itself a
// tenth as often, and what groups are worth apart against the same problem without them.
func TestOneMoreNineIsTheDerivative(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := drawProblem(t, 5)
		m := New(p)
		set := rapid.Uint64Range(0, 1<<m.n-1).Draw(t, "set") | p.Have
		before := m.mean(set, lossOf)
		for i, got := range m.OneMoreNine(set) {
			after := 0.0
			for _, l := range p.Draws {
				for _, w := range worldsOf(&p, set, i) {
					after += w.chance * float64(l.Find(w.works).Loss) / float64(len(p.Draws))
				}
			}
			checkNear(t, "one more nine of "+p.Labels[i], float64(got), before-after)
		}
		for g, got := range m.Apart(set) {
			without := p
			without.Groups = append(append([]Group(nil), p.Groups[:g]...), p.Groups[g+1:]...)
			checkNear(t, "a group apart", float64(got), before-New(without).mean(set, lossOf))
		}
	})
}

func TestOneMoreNineLeavesTheCommonCause(t *testing.T) {
	l := mustLattice(t, 1, attribution.Leaf{In: 1, Loss: 0}, attribution.Leaf{Out: 1, Loss: 1000 * model.MoneyUnit})
	l2 := mustLattice(t, 2, attribution.Leaf{In: 1, Loss: 0}, attribution.Leaf{In: 2, Out: 1, Loss: 0}, attribution.Leaf{Out: 3, Loss: 1000 * model.MoneyUnit})
	alone := New(Problem{Labels: []string{"a"}, Draws: []*attribution.Lattice{l}, Works: []float64{0.9}, Cost: make([]model.Money, 1)})
	if got := alone.OneMoreNine(1)[0]; got != 90*model.MoneyUnit {
		t.Errorf("alone, 0.9 to 0.99 of 1000 is worth %v, want 90", got)
	}
	// Two clones that work nine times in ten: apart they fail together one time in a hundred. With beta 0.5 the common cause
	// alone has them down in 0.05, and each fails by itself with 0.1 = 0.05 + 0.95 r, r = 1/19: in all 0.05 + 0.95/361.
	two := Problem{Labels: []string{"a", "b"}, Draws: []*attribution.Lattice{l2}, Works: []float64{0.9, 0.9}, Cost: make([]model.Money, 2)}
	apart := New(two).Outcome(3, 0)
	two.Groups = []Group{{3, 0.5}}
	m := New(two)
	together := m.Outcome(3, 0)
	checkNear(t, "apart", float64(apart.Loss), 10e6)
	checkNear(t, "together", float64(together.Loss), 1000e6*(0.05+0.95/361))
	checkNear(t, "worth of parting them", float64(m.Apart(3)[0]), float64(together.Loss-apart.Loss))
	checkNear(t, "one more nine", float64(m.OneMoreNine(3)[0]), 1000e6*0.95*0.9/361)
	if math.Abs(together.Exceeds-(0.05+0.95/361)) > 1e-12 {
		t.Errorf("the loss exceeds nothing with chance %v", together.Exceeds)
	}
}

// TestLessReliableMembersGoDownFirst: with q of 0.2 and 0.1 and beta 0.5 both are down in 0.05, the first alone in another 0.05.
func TestLessReliableMembersGoDownFirst(t *testing.T) {
	l := mustLattice(t, 2, attribution.Leaf{})
	m := New(Problem{Labels: []string{"a", "b"}, Draws: []*attribution.Lattice{l}, Works: []float64{0.8, 0.9}, Cost: make([]model.Money, 2), Groups: []Group{{3, 0.5}}})
	states, own := m.causes(3)
	want := []state{{0, 0.9}, {1, 0.05}, {3, 0.05}}
	for k, s := range states {
		if s.down != want[k].down || math.Abs(s.p-want[k].p) > 1e-12 {
			t.Errorf("state %d is %+v, want %+v", k, s, want[k])
		}
	}
	if math.Abs(own[0]-0.8/0.9) > 1e-12 || math.Abs(own[1]-0.9/0.95) > 1e-12 {
		t.Errorf("by themselves they work with %v", own)
	}
	if states, own := m.causes(1); len(states) != 1 || own[0] != 0.8 {
		t.Errorf("alone: %v %v", states, own)
	}
}

// simulate returns the mean of the loss of a set and the standard error of it, from random failures.
func simulate(m *Model, set uint64, n int, seed uint64) (mean, deviation float64) {
	r := rand.New(rand.NewPCG(seed, 0))
	sum, squares := 0.0, 0.0
	for range n {
		works := set
		for _, g := range m.Groups {
			u := r.Float64()
			for i, w := range m.Works {
				if g.Members>>i&1 != 0 && u < g.Beta*(1-w) {
					works &^= 1 << i
				}
			}
		}
		for i, w := range m.Works {
			for _, g := range m.Groups {
				if g.Members>>i&1 != 0 {
					w /= 1 - g.Beta*(1-m.Works[i])
				}
			}
			if r.Float64() >= w {
				works &^= 1 << i
			}
		}
		loss := float64(m.Draws[r.IntN(len(m.Draws))].Find(works).Loss)
		sum, squares = sum+loss, squares+loss*loss
	}
	mean = sum / float64(n)
	return mean, math.Sqrt((squares/float64(n) - mean*mean) / float64(n))
}
