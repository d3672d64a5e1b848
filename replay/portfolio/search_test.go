package portfolio

import (
	"math/bits"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"lossreplay/model"
	"lossreplay/replay/attribution"
)

// TestBestEqualsEverySet holds the search against every set that the limits allow, for each objective.
func TestBestEqualsEverySet(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := drawProblem(t, 6)
		m, l := New(p), drawLimits(t, &p)
		o := Objective(rapid.IntRange(0, 3).Draw(t, "objective"))
		q := m.Ask(o, l)
		least := slices.Clone(baselines(&p))
		for d := range least {
			least[d] = 1e300
		}
		sets(m, l, func(set uint64, _ model.Money) {
			_, harm, _ := naive(&p, set)
			for d, h := range harm {
				least[d] = min(least[d], h)
			}
		})
		got := q.Best()
		best, found := 0.0, false
		sets(m, l, func(set uint64, _ model.Money) {
			if v := naiveScore(&p, o, set, least); !found || v < best {
				best, found = v, true
			}
		})
		checkNear(t, "the best "+o.String(), float64(got.Score), best)
		checkNear(t, "the score of the best", naiveScore(&p, o, got.Set, least), best)
		cost, _ := m.Price(got.Set)
		if cost > l.Budget || got.Set&l.Never != 0 || got.Set&(l.Must|p.Have) != l.Must|p.Have {
			t.Fatalf("%b for %v does not meet %+v", got.Set, cost, l)
		}
		sets(m, l, func(set uint64, price model.Money) {
			if v := naiveScore(&p, o, set, least); price < cost && v < best+100 { // 100 micro-units: rounding
				t.Fatalf("%b for %v is as good as %b for %v: %v", set, price, got.Set, cost, v)
			}
		})
		if got.Proof.Nodes < 1 || got.Proof.Sets > 1<<m.n {
			t.Fatalf("proof %+v", got.Proof)
		}
	})
}

// TestBoundsAreBelow: whatever a branch holds, nothing in it is better than its bound; a branch of one set is its own bound.
func TestBoundsAreBelow(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := drawProblem(t, 6)
		m := New(p)
		fixed := rapid.Uint64Range(0, 1<<m.n-1).Draw(t, "fixed") | p.Have
		free := rapid.Uint64Range(0, 1<<m.n-1).Draw(t, "free") &^ fixed
		cost, _ := m.Price(fixed)
		b := branch{fixed, free, cost, model.Money(rapid.Int64Range(0, 12).Draw(t, "rest")) * model.MoneyUnit}
		for figure := range figures {
			low := m.atLeast(b, figure)
			sets(m, Limits{Budget: cost + b.rest, Must: fixed, Never: (1<<m.n - 1) &^ (fixed | free)}, func(set uint64, _ model.Money) {
				for d, v := range m.expected(set, figure) {
					if v < low[d]-100 {
						t.Fatalf("set %b of %+v has %v, below %v", set, b, v, low[d])
					}
				}
			})
			mean := m.meanAtLeast(b, figure)
			sets(m, Limits{Budget: cost + b.rest, Must: fixed, Never: (1<<m.n - 1) &^ (fixed | free)}, func(set uint64, _ model.Money) {
				if v := m.mean(set, figure); v < mean-100 {
					t.Fatalf("set %b of %+v has a mean of %v, below %v", set, b, v, mean)
				}
			})
			b.free = 0
			if m.meanAtLeast(b, figure) != m.mean(fixed, figure) {
				t.Fatal("a branch of one set is not its own bound")
			}
			if diff := cmp.Diff(m.expected(fixed, figure), m.atLeast(b, figure)); diff != "" {
				t.Fatal(diff)
			}
			b.free = free
		}
	})
}

func TestCheapestEqualsEverySet(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := drawProblem(t, 6)
		m, l := New(p), drawLimits(t, &p)
		capital := model.Money(rapid.Int64Range(0, 300).Draw(t, "capital"))*1_000_000*model.MoneyUnit + 12345
		got, found := m.Ask(Expected, l).Cheapest(capital)
		want, cost := false, model.Money(0)
		sets(m, l, func(set uint64, price model.Money) {
			loss, _, _ := naive(&p, set)
			if slices.Max(loss) <= float64(capital) && (!want || price < cost) {
				want, cost = true, price
			}
		})
		if price, _ := m.Price(got.Set); found != want || found && price != cost {
			t.Fatalf("found %v for %v, want %v for %v", found, price, want, cost)
		}
		if o := m.Outcome(got.Set, capital); found && o.Within != len(p.Draws) {
			t.Fatalf("%+v is within %v in %d draws", o, capital, o.Within)
		}
	})
}

func TestCheapestMayFailInOneDrawOfTwenty(t *testing.T) {
	leaf := func(in, out uint64, loss int64) attribution.Leaf {
		return attribution.Leaf{In: in, Out: out, Loss: model.Money(loss) * model.MoneyUnit}
	}
	works := mustLattice(t, 1, leaf(1, 0, 0), leaf(0, 1, 10))
	never := mustLattice(t, 1, leaf(0, 0, 10))
	p := Problem{Labels: []string{"a"}, Works: []float64{1}, Cost: []model.Money{5}}
	for range 19 {
		p.Draws = append(p.Draws, works)
	}
	p.Draws = append(p.Draws, never)
	if got, found := New(p).Ask(Expected, Limits{Budget: Unlimited}).Cheapest(model.MoneyUnit); !found || got.Set != 1 {
		t.Errorf("19 of 20: %v %v", got, found)
	}
	p.Draws = append(p.Draws, never)
	if got, found := New(p).Ask(Expected, Limits{Budget: Unlimited}).Cheapest(model.MoneyUnit); found {
		t.Errorf("19 of 21: %v", got)
	}
}

// TestAdditionsAreSorted: each is what the score says, and the first is the best single step.
func TestAdditionsAreSorted(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := drawProblem(t, 6)
		m, l := New(p), drawLimits(t, &p)
		q := m.Ask(Expected, l)
		before := q.score(p.Have)
		list := q.Additions(0)
		if len(list) != m.n-bits.OnesCount64(p.Have|l.Never) {
			t.Fatalf("%d of %d controls", len(list), m.n)
		}
		for k, a := range list {
			checkNear(t, "addition", float64(a.Less), before-q.score(p.Have|1<<a.Control))
			if k > 0 && a.Less > list[k-1].Less+model.MoneyUnit/50 {
				t.Fatalf("addition %d lowers it more than the one before", k)
			}
		}
	})
}

// TestSetsThatFailTogetherAreWorse: of three clones two hang on one feed; the best pair is one of each, and the pair on one feed
// leaves five times as much.
func TestSetsThatFailTogetherAreWorse(t *testing.T) {
	all := attribution.Leaf{Out: 7, Loss: 1_000_000 * model.MoneyUnit}
	l := mustLattice(t, 3, attribution.Leaf{In: 1}, attribution.Leaf{In: 2, Out: 1}, attribution.Leaf{In: 4, Out: 3}, all)
	p := Problem{Labels: []string{"feed one", "feed two", "apart"}, Draws: []*attribution.Lattice{l}, Works: []float64{0.9, 0.9, 0.9},
		Cost: []model.Money{1, 1, 2}, Groups: []Group{{0b011, 0.5}}}
	m := New(p)
	got := m.Ask(Expected, Limits{Budget: 3}).Best()
	if got.Set != 0b101 {
		t.Errorf("the best for 3 is %b", got.Set)
	}
	together, apart := m.Outcome(0b011, 0), m.Outcome(0b101, 0)
	if together.Loss < 5*apart.Loss || together.Cost >= apart.Cost {
		t.Errorf("together %+v, apart %+v", together, apart)
	}
	p.Groups = nil
	if got := New(p).Ask(Expected, Limits{Budget: 3}).Best(); got.Set != 0b011 {
		t.Errorf("without the group the cheaper pair is as good: %b", got.Set)
	}
}

func TestRankedSkipsWhatDoesNotFit(t *testing.T) {
	l := mustLattice(t, 4, attribution.Leaf{})
	m := New(Problem{Labels: []string{"a", "b", "c", "d"}, Draws: []*attribution.Lattice{l}, Works: make([]float64, 4), Cost: []model.Money{5, 3, 1, 1}, Have: 8})
	worth := []model.Money{9, 8, 7, 6}
	for _, c := range []struct {
		size   int
		limits Limits
		want   uint64
	}{
		{2, Limits{Budget: Unlimited}, 0b1001},
		{3, Limits{Budget: 4}, 0b1110},
		{2, Limits{Budget: Unlimited, Never: 1}, 0b1010},
		{3, Limits{Budget: 6, Must: 4}, 0b1101},
		{1, Limits{Budget: Unlimited, Must: 4}, 0b1100},
		{4, Limits{Budget: Unlimited, Never: 2}, 0b1101},
	} {
		if got := m.Ranked(worth, c.size, c.limits); got != c.want {
			t.Errorf("%d of %+v: %b, want %b", c.size, c.limits, got, c.want)
		}
	}
	if got := m.Ranked([]model.Money{0, -1, 7, 6}, 4, Limits{Budget: Unlimited}); got != 0b1100 {
		t.Errorf("worthless controls are taken: %b", got)
	}
}

func TestLabelsDoNotDependOnOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := drawProblem(t, 5)
		n := len(p.Labels)
		order := rapid.Permutation(seq(n)).Draw(t, "order")
		move := func(set uint64) (to uint64) {
			for i := range n {
				to |= set >> i & 1 << order[i]
			}
			return to
		}
		q := Problem{Labels: make([]string, n), Works: make([]float64, n), Cost: make([]model.Money, n), Order: p.Order, Have: move(p.Have)}
		for i := range n {
			q.Labels[order[i]], q.Works[order[i]], q.Cost[order[i]] = p.Labels[i], p.Works[i], p.Cost[i]
		}
		for _, g := range p.Groups {
			q.Groups = append(q.Groups, Group{move(g.Members), g.Beta})
		}
		for _, l := range p.Draws {
			var leaves []attribution.Leaf
			for _, f := range l.Leaves() {
				leaves = append(leaves, attribution.Leaf{In: move(f.In), Out: move(f.Out), Loss: f.Loss, CollateralOrders: f.CollateralOrders})
			}
			moved, err := attribution.New(n, leaves)
			if err != nil {
				t.Fatal(err)
			}
			q.Draws = append(q.Draws, moved)
		}
		a, b := New(p).Ask(Expected, Limits{Budget: Unlimited}).Best(), New(q).Ask(Expected, Limits{Budget: Unlimited}).Best()
		if move(a.Set) != b.Set && (a.Score == b.Score || !near(float64(a.Score), float64(b.Score))) {
			t.Fatalf("%b of %v becomes %b of %v", a.Set, p.Labels, b.Set, q.Labels)
		}
	})
}

func seq(n int) []int {
	list := make([]int, n)
	for i := range list {
		list[i] = i
	}
	return list
}

// TestTheMeanTreeIsGivenUp where a common tree would be larger than the trees are together: each of these splits on a control of
// its own.
func TestTheMeanTreeIsGivenUp(t *testing.T) {
	var trees []*tree
	for i := range 8 {
		l := mustLattice(t, 8, attribution.Leaf{In: 1 << i, Loss: model.Money(1) << i}, attribution.Leaf{Out: 1 << i})
		trees = append(trees, newTree(l, 8, 0))
	}
	if got := merged(trees); got != nil {
		t.Errorf("%d nodes for 24", len(got.nodes))
	}
	if got := merged([]*tree{trees[3], trees[3]}); got == nil || len(got.nodes) != 3 || got.nodes[0].value[lossOf] != 0 || got.nodes[1].value[lossOf] != 8 {
		t.Errorf("a tree of three nodes twice makes %+v", got)
	}
}
