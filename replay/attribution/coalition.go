package attribution

import (
	"fmt"

	"lossreplay/model"
)

// Portfolio is what one set of controls does together.
type Portfolio struct {
	Controls         uint64      // the set
	Loss             model.Money // positive = money lost; micro-units
	Prevented        model.Money // baseline loss minus Loss; negative if the set makes things worse
	CollateralOrders int64       // legitimate child orders that it blocks or delays
}

// Baseline returns the leaf in which no control is on: what was recorded.
func (l *Lattice) Baseline() Leaf { return l.Find(0) }

// All returns the leaf in which every control is on.
func (l *Lattice) All() Leaf { return l.Find(l.everyone()) }

// Portfolio returns what the controls of set s do together. It panics if s names a control that is not one of the n.
func (l *Lattice) Portfolio(s uint64) Portfolio {
	leaf := l.Find(s)
	return Portfolio{Controls: s, Loss: leaf.Loss, Prevented: l.prevented(leaf), CollateralOrders: leaf.CollateralOrders}
}

// Standalone returns what control i does with all others off. The figures of several controls do not add up: most of them
// would each have stopped most of the loss. It panics if i is not one of the n controls.
func (l *Lattice) Standalone(i int) Portfolio { return l.Portfolio(l.control(i)) }

// LastLine returns what control i still prevents when all others are on: the loss of all but i minus the loss of all, in
// micro-units. It is negative if i makes things worse there. It panics if i is not one of the n controls.
func (l *Lattice) LastLine(i int) model.Money {
	return l.Find(l.everyone()&^l.control(i)).Loss - l.All().Loss
}

// prevented returns the value of the leaf in the game: baseline loss minus its loss. [SpreadMax] keeps it in range.
func (l *Lattice) prevented(f Leaf) model.Money { return l.baseline - f.Loss }

// control returns the set of control i alone.
func (l *Lattice) control(i int) uint64 {
	if i < 0 || i >= l.n {
		panic(fmt.Sprintf("attribution: control %d of %d", i, l.n))
	}
	return 1 << i
}
