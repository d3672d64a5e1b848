package attribution

import (
	"math"
	"math/rand/v2"
	"testing"

	"pgregory.net/rapid"

	"lossreplay/model"
)

func TestASampleAsksForWhatItNeeds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(0, 9).Draw(t, "n")
		l := newLattice(t, n, drawLeaves(t, n))
		s := NewSample(alone(l, n), rapid.IntRange(2, 6).Draw(t, "pairs"), rapid.Uint64().Draw(t, "seed"))
		asked := map[uint64]bool{}
		for _, set := range s.Coalitions() {
			asked[set] = true
		}
		all := uint64(1)<<n - 1
		for i := range n {
			if !asked[1<<i] || !asked[all&^(1<<i)] {
				t.Fatalf("control %d alone or as the last line is not asked for", i)
			}
		}
		values, errors := s.Shapley(func(set uint64) model.Money {
			if !asked[set] {
				t.Fatalf("coalition %b was not asked for", set)
			}
			return l.Find(set).Loss
		}, drawIDs(t, n))
		var sum model.Money
		for i := range values {
			sum += values[i]
			if errors[i] < 0 {
				t.Fatalf("standard error %v", errors[i])
			}
		}
		if want := l.prevented(l.All()); sum != want {
			t.Fatalf("estimates add up to %v, all prevent %v", sum, want)
		}
	})
}

// A game whose coalitions are worth their best control has no rest: the estimate is exact.
func TestASampleOfTheBestControlsGameIsExact(t *testing.T) {
	saved := []model.Money{10, 100_000, 300_000, 450_000, 500_000, 850_000, 900_000, 999_000}
	l, err := New(8, airport(saved))
	if err != nil {
		t.Fatal(err)
	}
	ids := []string{"a", "b", "c", "d", "e", "f", "g", "h"}
	values, errors := NewSample(alone(l, 8), 2, 1).Shapley(func(set uint64) model.Money { return l.Find(set).Loss }, ids)
	check(t, l.Shapley(ids), values)
	check(t, make([]model.Money, 8), errors)
}

// The estimate lies around the exact value as its standard error says: of many figures of a game that is neither, nearly all
// within three of them, and the errors shrink with the root of the number of pairs.
func TestASampleAgreesWithTheLatticeWithinItsError(t *testing.T) {
	const n = 8
	r := rand.New(rand.NewPCG(1, 2))
	var leaves []Leaf
	for set := range uint64(1) << n {
		leaf := Leaf{In: set, Out: 1<<n - 1 - set, Loss: 1_000_000}
		if set != 0 {
			leaf.Loss = model.Money(r.Int64N(900_000))
		}
		leaves = append(leaves, leaf)
	}
	l, err := New(n, leaves)
	if err != nil {
		t.Fatal(err)
	}
	ids := []string{"a", "b", "c", "d", "e", "f", "g", "h"}
	exact := l.Shapley(ids)
	find := func(set uint64) model.Money { return l.Find(set).Loss }
	beyond := 0
	var small, large float64
	for seed := range uint64(50) {
		values, errors := NewSample(alone(l, n), 50, seed).Shapley(find, ids)
		_, fewer := NewSample(alone(l, n), 5, seed).Shapley(find, ids)
		for i := range values {
			if math.Abs(float64(values[i]-exact[i])) > 3*float64(errors[i])+1 {
				beyond++
			}
			small += float64(fewer[i])
			large += float64(errors[i])
		}
	}
	if beyond > 8 { // of 400; 1 is to be expected
		t.Errorf("%d of 400 estimates lie more than three standard errors off", beyond)
	}
	if ratio := small / large; ratio < 2.5 || ratio > 4 { // the root of 10 is 3.16
		t.Errorf("errors of 5 pairs are %.2f times those of 50", ratio)
	}
}

// alone returns what each control prevents alone.
func alone(l *Lattice, n int) (prevented []model.Money) {
	for i := range n {
		prevented = append(prevented, l.Standalone(i).Prevented)
	}
	return prevented
}

// Over all orderings of the others, and with nothing left beside a full control, the estimate is exact: three controls prevent
// parts, alone and together, two all of it.
func TestTheFullControlsPlaceIsIntegratedOut(t *testing.T) {
	parts := []model.Money{0, 300, 200, 350, 100, 700, 260, 900} // by the set of the first three
	var leaves []Leaf
	for set := range uint64(1) << 5 {
		prevented := model.Money(1_000_000)
		if set>>3 == 0 {
			prevented = parts[set] * 1000
		}
		leaves = append(leaves, Leaf{In: set, Out: 1<<5 - 1 - set, Loss: -prevented})
	}
	l := mustNew(t, 5, leaves)
	s := NewSample(alone(l, 5), 3, 1)
	if s.full != 0b11000 {
		t.Fatalf("full controls %b", s.full)
	}
	s.others = [][]int{{0, 1, 2}, {2, 1, 0}, {1, 0, 2}, {2, 0, 1}, {0, 2, 1}, {1, 2, 0}} // all of them
	values, _ := s.Shapley(func(set uint64) model.Money { return l.Find(set).Loss }, numbered(5))
	check(t, l.Shapley(numbered(5)), values)
}
