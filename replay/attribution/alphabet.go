package attribution

import (
	"fmt"
	"slices"
	"strings"
)

// alphabet is the controls in the order of their ids: the order that breaks ties, whatever the numbers of the controls.
type alphabet []int

// byID returns the controls in the order of their ids. It panics unless there is one id for each control, none is empty and
// all differ.
func (l *Lattice) byID(ids []string) alphabet { return byID(l.n, ids) }

func byID(n int, ids []string) alphabet {
	if len(ids) != n {
		panic(fmt.Sprintf("attribution: %d ids for %d controls", len(ids), n))
	}
	order := make(alphabet, n)
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(i, j int) int { return strings.Compare(ids[i], ids[j]) })
	for place, i := range order {
		if ids[i] == "" || (place > 0 && ids[i] == ids[order[place-1]]) {
			panic(fmt.Sprintf("attribution: control id %q is empty or used twice", ids[i]))
		}
	}
	return order
}
