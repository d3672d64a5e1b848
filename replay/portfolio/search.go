package portfolio

import (
	"cmp"
	"math/bits"
	"slices"
	"strings"

	"lossreplay/model"
)

// branch is the sets that hold fixed and some of free, of which what is taken costs at most rest. cost is that of fixed.
type branch struct {
	fixed, free uint64
	cost, rest  model.Money
}

// Proof says what it took to know that a set is the best: of so many Sets that the limits leave, without controls that no leaf
// decides and costs counted, Nodes branches were looked at, of which Pruned were bounded away.
type Proof struct {
	Sets          uint64
	Nodes, Pruned int64
}

// walk looks at every set that limits allow, or at a branch that holds it.
type walk struct {
	m        *Model
	order    []int // of the controls
	leanest  bool  // sets without a control before those with it
	hopeless func(branch) bool
	visit    func(set uint64, cost model.Money)
	proof    Proof
}

// run walks. Controls that no leaf decides and that need not be in are left out: they cost and change nothing.
func (w *walk) run(l Limits) Proof {
	cost, _ := w.m.Price(l.Must)
	free := w.m.decides &^ (l.Must | l.Never)
	w.order = w.m.byWorth(free)
	w.proof.Sets = 1 << bits.OnesCount64(free)
	w.down(branch{l.Must, free, cost, l.Budget - cost})
	return w.proof
}

func (w *walk) down(b branch) {
	for set := b.free; set != 0; set &= set - 1 {
		if i := bits.TrailingZeros64(set); w.m.Cost[i] > b.rest {
			b.free &^= 1 << i
		}
	}
	w.proof.Nodes++
	if w.hopeless(b) {
		w.proof.Pruned++
		return
	}
	if b.free == 0 {
		w.visit(b.fixed, b.cost)
		return
	}
	k := slices.IndexFunc(w.order, func(i int) bool { return b.free>>i&1 != 0 })
	i := w.order[k]
	without, with := b, b
	without.free &^= 1 << i
	with.fixed, with.free = b.fixed|1<<i, b.free&^(1<<i)
	with.cost, with.rest = b.cost+w.m.Cost[i], b.rest-w.m.Cost[i]
	if w.leanest {
		with, without = without, with
	}
	w.down(with)
	w.down(without)
}

// byWorth returns the controls of a set, that which leaves the least expected harm alone first: a search that begins with these
// soon has a good set to prune by.
func (m *Model) byWorth(set uint64) []int {
	harm := make([]float64, m.n)
	var order []int
	for _, i := range m.abc {
		if set>>i&1 != 0 {
			harm[i] = m.mean(m.Have|1<<i, harmOf)
			order = append(order, i)
		}
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(harm[a], harm[b]) })
	return order
}

// Answer is a set that has the least of something, with the proof.
type Answer struct {
	Set   uint64
	Score model.Money // the objective's
	Proof Proof
}

// Best returns the set with the smallest objective that the limits allow. What differs by less than a cent is alike; then the
// cheaper set is better, then the one that blocks fewer orders, then that with fewer controls, then the alphabet.
//
// It is exact: branch and bound over the controls, in which a branch is left only if a lower bound of its objective is above
// the best known.
func (q *Question) Best() Answer {
	var best candidate
	found := false
	w := &walk{m: q.Model}
	w.hopeless = func(b branch) bool {
		if !found {
			return false
		}
		bound := cents(q.bound(b))
		return bound > best.score || bound == best.score && b.cost > best.cost
	}
	w.visit = func(set uint64, cost model.Money) {
		c := candidate{set: set, cost: cost}
		c.value = q.score(set)
		if c.score = cents(c.value); found && c.score > best.score {
			return
		}
		c.blocked = thousandths(q.mean(set, blockedOf))
		if !found || q.compare(c, best) < 0 {
			best, found = c, true
		}
	}
	proof := w.run(q.Limits)
	return Answer{best.set, amount(best.value), proof}
}

// candidate is a set on its way to be the best.
type candidate struct {
	set     uint64
	value   float64
	score   int64 // the value in cents
	cost    model.Money
	blocked int64
}

func (m *Model) compare(a, b candidate) int {
	return cmp.Or(cmp.Compare(a.score, b.score), cmp.Compare(a.cost, b.cost), cmp.Compare(a.blocked, b.blocked),
		cmp.Compare(bits.OnesCount64(a.set), bits.OnesCount64(b.set)), m.byAlphabet(a.set, b.set))
}

// byAlphabet puts that set first which has the first control, by label, in which two differ.
func (m *Model) byAlphabet(a, b uint64) int {
	for _, i := range m.abc {
		if inA, inB := a>>i&1, b>>i&1; inA != inB {
			return cmp.Compare(inB, inA)
		}
	}
	return 0
}

// alphabetical returns the controls in the order of their labels. It panics if one is empty or used twice.
func alphabetical(labels []string) []int {
	order := make([]int, len(labels))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(i, j int) int { return strings.Compare(labels[i], labels[j]) })
	for k, i := range order {
		if labels[i] == "" || k > 0 && labels[i] == labels[order[k-1]] {
			panic("portfolio: label " + labels[i] + " is empty or used twice")
		}
	}
	return order
}
