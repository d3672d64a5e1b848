package portfolio

import (
	"cmp"
	"math/bits"
	"slices"

	"lossreplay/model"
)

// tableMax is for how many controls the expectations of all sets are held at once: a million sets.
const tableMax = 20

// everySet returns the expectation of figures over failures and draws for every set of the controls listed, indexed by what of the
// list is in. fixed is in every set; the list and fixed are apart.
//
// It costs no more than a few passes over all sets: once the mean figure of each coalition is known, control i turns the value of
// every set that has it into (1 - r) f(S without i) + r f(S), for each state of the common causes.
func (m *Model) everySet(list []int, fixed uint64, figure int) []float64 {
	coalitions := m.everyCoalition(list, fixed, figure)
	var all uint64
	for _, i := range list {
		all |= 1 << i
	}
	states, own := m.causes(all | fixed)
	total := make([]float64, len(coalitions[0]))
	first := make([]float64, len(total))
	for k, s := range states {
		f := m.failing(coalitions, list, fixed, s, own)
		if k == 0 {
			copy(first, f)
			copy(total, f)
			continue
		}
		for set := range f {
			total[set] += float64(s.p * (f[set] - first[set]))
		}
	}
	return total
}

// everyCoalition returns the mean figure of every coalition of the list, for each way in which the fixed controls that some leaf
// decides may work or fail.
func (m *Model) everyCoalition(list []int, fixed uint64, figure int) [][]float64 {
	held := members(fixed & m.decides)
	ways := make([][]float64, 1<<len(held))
	for way := range ways {
		in := spreadOver(uint64(way), held)
		ways[way] = make([]float64, 1<<len(list))
		for set := range ways[way] {
			works := in | spreadOver(uint64(set), list)
			first, sum := 0.0, 0.0
			for d, t := range m.trees {
				v := t.nodes[t.follow(t.root(), works, ^works)].value[figure]
				if d == 0 {
					first = v
				}
				sum += v - first
			}
			ways[way][set] = first + sum/float64(len(m.trees))
		}
	}
	return ways
}

// failing returns the expectation of every set in one state of the common causes.
func (m *Model) failing(coalitions [][]float64, list []int, fixed uint64, s state, own []float64) []float64 {
	works := func(i int) float64 {
		if s.down>>i&1 != 0 {
			return 0
		}
		return own[i]
	}
	ways := make([][]float64, len(coalitions))
	for way, f := range coalitions {
		f = slices.Clone(f)
		for k, i := range list {
			r, bit := works(i), 1<<k
			for set := range f {
				if set&bit != 0 {
					out := f[set&^bit]
					f[set] = out + float64(r*(f[set]-out))
				}
			}
		}
		ways[way] = f
	}
	for _, i := range slices.Backward(members(fixed & m.decides)) {
		half := len(ways) / 2
		for way := range half {
			for set, out := range ways[way] {
				ways[way][set] = out + float64(works(i)*(ways[half+way][set]-out))
			}
		}
		ways = ways[:half]
	}
	return ways[0]
}

// members returns the controls of a set, ascending.
func members(set uint64) []int {
	var list []int
	for ; set != 0; set &= set - 1 {
		list = append(list, bits.TrailingZeros64(set))
	}
	return list
}

// spreadOver returns the controls at the places of set in a list.
func spreadOver(set uint64, list []int) (to uint64) {
	for ; set != 0; set &= set - 1 {
		to |= 1 << list[bits.TrailingZeros64(set)]
	}
	return to
}

// frontOfAll returns the front by looking at every set.
func (q *Question) frontOfAll() []place {
	list := members(q.decides &^ (q.Limits.Must | q.Limits.Never))
	losses, blocked := q.everySet(list, q.Limits.Must, lossOf), q.everySet(list, q.Limits.Must, blockedOf)
	start, _ := q.Price(q.Limits.Must)
	var all []place
	for k := range losses {
		set := spreadOver(uint64(k), list)
		if cost, fits := q.within(start, set); fits {
			all = append(all, place{q.Limits.Must | set, cents(losses[k]), cost, thousandths(blocked[k])})
		}
	}
	slices.SortFunc(all, comparePlaces)
	var front []place
	for _, p := range all {
		if !p.beaten(front) { // what comes later costs no less
			front = append(front, p)
		}
	}
	return front
}

// within returns the cost of a set on top of what has been spent, and whether the budget allows it.
func (q *Question) within(spent model.Money, set uint64) (model.Money, bool) {
	for ; set != 0; set &= set - 1 {
		c := q.Cost[bits.TrailingZeros64(set)]
		if c > q.Limits.Budget-spent {
			return 0, false
		}
		spent += c
	}
	return spent, true
}

// comparePlaces orders places by cost, then loss, then blocked orders; those that are alike in all three by their number of
// controls, then by their controls.
func comparePlaces(a, b place) int {
	return cmp.Or(cmp.Compare(a.cost, b.cost), cmp.Compare(a.loss, b.loss), cmp.Compare(a.blocked, b.blocked),
		cmp.Compare(bits.OnesCount64(a.set), bits.OnesCount64(b.set)), cmp.Compare(a.set, b.set))
}
