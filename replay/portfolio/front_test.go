package portfolio

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"lossreplay/model"
)

// TestFrontEqualsEverySet: no set that the limits allow beats one of the front, and every set is matched by one of the front.
// Figures are compared with a cent and a thousandth of an order to spare: sums made in another order may be rounded to the
// other side.
func TestFrontEqualsEverySet(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := drawProblem(t, 6)
		m, l := New(p), drawLimits(t, &p)
		var all []place
		sets(m, l, func(set uint64, price model.Money) {
			all = append(all, place{set, cents(m.mean(set, lossOf)), price, thousandths(m.mean(set, blockedOf))})
		})
		q := m.Ask(Expected, l)
		for name, front := range map[string][]place{"every set": q.frontOfAll(), "branch and bound": q.frontBySearch()} {
			for _, f := range front {
				if !slices.ContainsFunc(all, func(a place) bool { return a.set == f.set && a.cost == f.cost }) {
					t.Fatalf("%s: %+v is no set that the limits allow", name, f)
				}
				for _, a := range all {
					if a.loss < f.loss-1 && a.cost <= f.cost && a.blocked <= f.blocked-1 || a.loss <= f.loss-1 && a.cost <= f.cost && a.blocked < f.blocked-1 {
						t.Fatalf("%s: %+v is beaten by %+v", name, f, a)
					}
				}
			}
			for _, a := range all {
				if !slices.ContainsFunc(front, func(f place) bool { return f.loss <= a.loss+1 && f.cost <= a.cost && f.blocked <= a.blocked+1 }) {
					t.Fatalf("%s: nothing matches %+v", name, a)
				}
			}
			for i, f := range front {
				if f.beaten(slices.Delete(slices.Clone(front), i, i+1)) {
					t.Fatalf("%s: %+v is beaten within the front", name, f)
				}
			}
		}
	})
}

// TestEverySetAtOnce: the expectations of all sets together are those of each, with controls that are in every set.
func TestEverySetAtOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := drawProblem(t, 6)
		m, l := New(p), drawLimits(t, &p)
		must := l.Must | p.Have
		list := members((1<<m.n - 1) &^ (must | l.Never))
		for figure := range figures {
			for k, got := range m.everySet(list, must, figure) {
				set := must | spreadOver(uint64(k), list)
				checkNear(t, "a set among all", got, m.mean(set, figure))
			}
		}
	})
}
