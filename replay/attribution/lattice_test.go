package attribution

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"lossreplay/model"
)

func TestNewRefuses(t *testing.T) {
	for _, c := range []struct {
		name   string
		n      int
		leaves []Leaf
		want   string
	}{
		{"more_than_63_controls", 64, nil, "64 controls: want 0 to 63"},
		{"a_negative_number_of_controls", -1, nil, "-1 controls"},
		{"no_leaf_at_all", 2, nil, "the 0 leaves hold 0 of 4 coalitions: none holds {}"},
		{"a_control_both_in_and_out", 2, []Leaf{{In: 0b01, Out: 0b11}}, "leaf in={0} out={0,1} has controls {0} both in and out"},
		{"a_control_beyond_n", 2, []Leaf{{In: 0b100}, {Out: 0b100}}, "leaf in={} out={2} decides a control that is not one of the 2"},
		{"negative_collateral", 1, []Leaf{{CollateralOrders: -1}}, "-1 collateral orders"},
		{"the_same_leaf_twice", 1, []Leaf{{In: 1}, {In: 1}}, "leaves in={0} out={} and in={0} out={} both hold coalition {0}"},
		{"a_leaf_inside_another", 2, []Leaf{{In: 0b01}, {In: 0b11}, {Out: 0b01}},
			"leaves in={0} out={} and in={0,1} out={} both hold coalition {0,1}"},
		{"leaves_that_cross", 3, []Leaf{{In: 0b001}, {In: 0b010}, {Out: 0b011}},
			"leaves in={0} out={} and in={1} out={} both hold coalition {0,1}"},
		{"overlap_that_makes_up_for_a_gap", 2, []Leaf{{In: 0b01}, {In: 0b10}}, "both hold coalition {0,1}"},
		{"a_missing_side", 2, []Leaf{{In: 0b01}, {In: 0b10, Out: 0b01}}, "hold 3 of 4 coalitions: none holds {}"},
		{"a_missing_grand_coalition", 2, []Leaf{{Out: 0b01}, {In: 0b01, Out: 0b10}}, "hold 3 of 4 coalitions: none holds {0,1}"},
		{"a_lone_leaf_that_decides", 1, []Leaf{{In: 1}}, "none holds {}"},
		{"a_pinwheel_without_a_blade", 3, cells(pinwheel[1:]), "hold 6 of 8 coalitions: none holds {0}"},
		{"a_pinwheel_without_its_hub", 3, cells(pinwheel[:4]), "hold 7 of 8 coalitions: none holds {}"},
		{"63_controls_and_one_missing", 63, []Leaf{{In: 1<<63 - 1}}, "hold 1 of 9223372036854775808 coalitions: none holds {}"},
		{"losses_4.6_trillion_and_a_unit_apart", 1, []Leaf{{In: 1, Loss: -1}, {Out: 1, Loss: SpreadMax}},
			"are further apart than 4611686018427.387903"},
		{"losses_at_the_ends_of_int64", 1, []Leaf{{In: 1, Loss: -1 << 63}, {Out: 1, Loss: 1<<63 - 1}}, "are further apart"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := New(c.n, c.leaves)
			if err == nil || !strings.HasPrefix(err.Error(), "attribution: ") || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v\nwant an error with %q", err, c.want)
			}
		})
	}
}

func cells(sets [][2]uint64) []Leaf {
	var leaves []Leaf
	for _, set := range sets {
		leaves = append(leaves, Leaf{In: set[0], Out: set[1]})
	}
	return leaves
}

func TestFindEqualsTheScan(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(0, 8).Draw(t, "n")
		leaves := drawLeaves(t, n)
		l := newLattice(t, n, rapid.Permutation(leaves).Draw(t, "shuffled"))
		g := newGame(n, leaves)
		var held uint64
		for _, leaf := range leaves {
			held += leaf.Coalitions(n)
		}
		check(t, uint64(1)<<n, held)
		for s := range uint64(1) << n {
			leaf := l.Find(s)
			if !leaf.Holds(s) {
				t.Fatalf("leaf %v does not hold %s", leaf, setText(s))
			}
			check(t, model.Money(g[s]), l.Portfolio(s).Prevented)
			check(t, leaf.CollateralOrders, l.Portfolio(s).CollateralOrders)
			check(t, leaf.Loss, l.Portfolio(s).Loss)
		}
	})
}

func TestAnyLeafLeftOutOrTwiceIsRefused(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(0, 8).Draw(t, "n")
		leaves := drawLeaves(t, n)
		k := rapid.IntRange(0, len(leaves)-1).Draw(t, "leaf")
		if _, err := New(n, append(leaves[:k:k], leaves[k+1:]...)); err == nil {
			t.Fatal("took leaves with a gap")
		}
		if _, err := New(n, append(leaves[:len(leaves):len(leaves)], leaves[k])); err == nil {
			t.Fatal("took a leaf twice")
		}
	})
}

func TestLeavesAreACopyInOrder(t *testing.T) {
	given := []Leaf{{In: 2, Out: 1, Loss: 3}, {Out: 3, Loss: 4}, {In: 1, Loss: 2}}
	l := mustNew(t, 2, given)
	want := []Leaf{{Out: 3, Loss: 4}, {In: 1, Loss: 2}, {In: 2, Out: 1, Loss: 3}}
	given[0].Loss = 99
	l.Leaves()[0].Loss = 99
	check(t, want, l.Leaves())
}

func TestStandaloneAndLastLine(t *testing.T) {
	// Control 0 stops most; control 1 less; both on is no better than 0, and 2 alone makes it worse.
	l := mustNew(t, 3, []Leaf{
		{In: 0b001, Loss: 10, CollateralOrders: 4},
		{In: 0b010, Out: 0b001, Loss: 60, CollateralOrders: 1},
		{In: 0b100, Out: 0b011, Loss: 130, CollateralOrders: 9},
		{Out: 0b111, Loss: 100},
	})
	check(t, Leaf{Out: 0b111, Loss: 100}, l.Baseline())
	check(t, Leaf{In: 0b001, Loss: 10, CollateralOrders: 4}, l.All())
	check(t, Portfolio{Controls: 0b001, Loss: 10, Prevented: 90, CollateralOrders: 4}, l.Standalone(0))
	check(t, Portfolio{Controls: 0b010, Loss: 60, Prevented: 40, CollateralOrders: 1}, l.Standalone(1))
	check(t, Portfolio{Controls: 0b100, Loss: 130, Prevented: -30, CollateralOrders: 9}, l.Standalone(2))
	check(t, []model.Money{50, 0, 0}, []model.Money{l.LastLine(0), l.LastLine(1), l.LastLine(2)})
}
