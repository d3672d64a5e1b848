package attribution

import (
	"math/bits"
	"testing"

	"pgregory.net/rapid"

	"lossreplay/model"
)

// TestInBestSetAgreesWithEnumeration holds it against every set of at most k controls, of lattices in which each coalition has a leaf
// of its own: there every member of a set acts.
func TestInBestSetAgreesWithEnumeration(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(0, 4).Draw(t, "n")
		everyone := uint64(1)<<n - 1
		var leaves []Leaf
		for set := range everyone + 1 {
			leaves = append(leaves, Leaf{In: set, Out: everyone &^ set, Loss: model.Money(rapid.IntRange(0, 5).Draw(t, "loss"))})
		}
		l, err := New(n, leaves)
		if err != nil {
			t.Fatal(err)
		}
		k := rapid.IntRange(0, n).Draw(t, "k")
		best, want := leaves[0].Loss, uint64(0)
		for set := range everyone + 1 {
			if loss := leaves[set].Loss; bits.OnesCount64(set) <= k && loss <= best {
				if loss < best {
					want = 0
				}
				best, want = loss, want|set
			}
		}
		if got := l.InBestSet(k); got != want {
			t.Fatalf("in a best set of %d: %b, want %b", k, got, want)
		}
	})
}

func TestAnIdleControlIsInNoBestSet(t *testing.T) {
	// Control 0 alone stops everything, control 1 never matters.
	l, err := New(2, []Leaf{{In: 1, Loss: 0}, {Out: 1, Loss: 10}})
	if err != nil {
		t.Fatal(err)
	}
	if got := l.InBestSet(2); got != 1 {
		t.Errorf("in a best set of two: %b, want control 0 alone", got)
	}
}
