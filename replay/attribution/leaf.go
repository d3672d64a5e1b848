package attribution

import (
	"cmp"
	"fmt"
	"math/bits"
	"strconv"
	"strings"

	"lossreplay/model"
)

// Leaf is one world at the end of a replay, and with it the coalitions that share this world: every coalition that has all
// controls of In and none of Out. The controls in neither are undecided: they would have changed nothing.
type Leaf struct {
	In, Out          uint64      // sets of controls, disjoint
	Loss             model.Money // positive = money lost; micro-units
	CollateralOrders int64       // legitimate child orders that the controls blocked or delayed
}

// Holds reports whether coalition s lives in this leaf.
func (f Leaf) Holds(s uint64) bool { return f.In&^s == 0 && f.Out&s == 0 }

// Coalitions returns how many coalitions of n controls live in this leaf: 2 to the number of undecided controls. The leaf
// decides none but the first n controls, and n is at most [ControlsMax].
func (f Leaf) Coalitions(n int) uint64 { return 1 << (n - bits.OnesCount64(f.In|f.Out)) }

// check returns an error if the leaf makes no sense by itself.
func (f Leaf) check(n int) error {
	switch {
	case f.In&f.Out != 0:
		return fmt.Errorf("leaf %v has controls %s both in and out", f, setText(f.In&f.Out))
	case (f.In|f.Out)>>n != 0:
		return fmt.Errorf("leaf %v decides a control that is not one of the %d", f, n)
	case f.CollateralOrders < 0:
		return fmt.Errorf("leaf %v has %d collateral orders", f, f.CollateralOrders)
	}
	return nil
}

// String returns the sets of the leaf by control number: "in={0,3} out={1}".
func (f Leaf) String() string { return "in=" + setText(f.In) + " out=" + setText(f.Out) }

// meets returns whether some coalition lives in both leaves, and the smallest such coalition.
func (f Leaf) meets(g Leaf) (uint64, bool) { return f.In | g.In, f.In&g.Out == 0 && f.Out&g.In == 0 }

// sizes returns how many controls the leaf has in and out.
func (f Leaf) sizes() (in, out int) { return bits.OnesCount64(f.In), bits.OnesCount64(f.Out) }

// within returns the leaf's in-set and out-set cut down to set.
func (f Leaf) within(set uint64) Leaf { return Leaf{In: f.In & set, Out: f.Out & set} }

// compareLeaves orders leaves by in-set, then out-set, as numbers. Leaves that compare equal overlap.
func compareLeaves(f, g Leaf) int { return cmp.Or(cmp.Compare(f.In, g.In), cmp.Compare(f.Out, g.Out)) }

// members returns the control numbers of a set, ascending.
func members(set uint64) []int {
	list := make([]int, 0, bits.OnesCount64(set))
	for ; set != 0; set &= set - 1 {
		list = append(list, bits.TrailingZeros64(set))
	}
	return list
}

func setText(set uint64) string {
	var words []string
	for _, i := range members(set) {
		words = append(words, strconv.Itoa(i))
	}
	return "{" + strings.Join(words, ",") + "}"
}
