package portfolio

import (
	"math/bits"
	"slices"

	"lossreplay/model"
)

// Cheapest returns the cheapest set that the limits allow under which the expected loss is at most capital in at least 95 of 100
// draws, which is the one draw where there is one. Sets of one cost are told apart by the question's objective, then as by
// [Question.Best]. It returns false if no set does it. It is exact, by branch and bound as there.
func (q *Question) Cheapest(capital model.Money) (Answer, bool) {
	need := len(q.trees) - len(q.trees)*5/100
	enough := func(losses []float64) bool {
		n := 0
		for _, l := range losses {
			if amount(l) <= capital {
				n++
			}
		}
		return n >= need
	}
	var best candidate
	found := false
	w := &walk{m: q.Model, leanest: true}
	w.hopeless = func(b branch) bool {
		if found && b.cost > best.cost {
			return true
		}
		bounds := q.atLeast(b, lossOf)
		for d := range bounds {
			bounds[d] -= q.slack
		}
		return !enough(bounds)
	}
	w.visit = func(set uint64, cost model.Money) {
		if !enough(q.expected(set, lossOf)) {
			return
		}
		c := candidate{set: set, cost: cost, value: q.score(set), blocked: thousandths(q.mean(set, blockedOf))}
		c.score = cents(c.value)
		if !found || c.cost < best.cost || c.cost == best.cost && q.compare(c, best) < 0 {
			best, found = c, true
		}
	}
	proof := w.run(q.Limits)
	return Answer{best.set, amount(best.value), proof}, found
}

// Front returns the sets that the question's limits allow of which no other has at most the expected loss, the cost and the
// expected number of blocked orders, and less of one. They are in ascending order of cost, then loss. Of sets that are alike in
// all three one is returned. It is exact: every set is looked at where that is feasible, else branch and bound.
func (q *Question) Front() []uint64 {
	free := q.decides &^ (q.Limits.Must | q.Limits.Never)
	var front []place
	if bits.OnesCount64(free|q.Limits.Must&q.decides) <= tableMax {
		front = q.frontOfAll()
	} else {
		front = q.frontBySearch()
	}
	sets := make([]uint64, len(front))
	for k, p := range front {
		sets[k] = p.set
	}
	return sets
}

// frontBySearch returns the front by branch and bound: a branch is left if a set that is known is as good in all three as the
// branch's bounds.
func (q *Question) frontBySearch() []place {
	var front []place
	w := &walk{m: q.Model, leanest: true}
	w.hopeless = func(b branch) bool {
		at := place{0, cents(q.meanAtLeast(b, lossOf) - q.slack), b.cost, 0}
		if !at.beaten(front) {
			return false // not even with nothing blocked
		}
		at.blocked = thousandths(q.meanAtLeast(b, blockedOf) - 1e-4)
		return at.beaten(front)
	}
	w.visit = func(set uint64, cost model.Money) {
		at := place{set, cents(q.mean(set, lossOf)), cost, thousandths(q.mean(set, blockedOf))}
		if !at.beaten(front) {
			front = slices.DeleteFunc(front, func(p place) bool { return p.beaten([]place{at}) })
			front = append(front, at)
		}
	}
	w.run(q.Limits)
	slices.SortFunc(front, comparePlaces)
	return front
}

// place is where a set stands: less is better in all three.
type place struct {
	set     uint64
	loss    int64 // in cents
	cost    model.Money
	blocked int64 // in thousandths
}

// beaten reports whether a place of the list is as good in all three.
func (p place) beaten(by []place) bool {
	for _, b := range by {
		if b.loss <= p.loss && b.cost <= p.cost && b.blocked <= p.blocked {
			return true
		}
	}
	return false
}
