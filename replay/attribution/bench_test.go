package attribution

import (
	"fmt"
	"testing"

	"lossreplay/model"
)

// Sizes of a catalogue in use and of a catalogue in full, with many more leaves than a Knight-like day has.
var sizes = []struct{ controls, leaves int }{{14, 500}, {44, 5000}}

func BenchmarkAttribution(b *testing.B) {
	groupNames := []string{"prevent", "detect", "respond"}
	for _, size := range sizes {
		leaves := randomTree(size.controls, size.leaves, 1)
		l := mustNew(b, size.controls, leaves)
		ids := numbered(size.controls)
		groups := make([]string, size.controls)
		for i := range groups {
			groups[i] = groupNames[i%len(groupNames)]
		}
		lossMax := l.Baseline().Loss / 4
		s := uint64(1)
		for _, bench := range []struct {
			name string
			run  func()
		}{
			{"New", func() { mustNew(b, size.controls, leaves) }},
			{"Find", func() { s = s*6364136223846793005 + 1; l.Find(s & l.everyone()) }},
			{"Shapley", func() { l.Shapley(ids) }},
			{"Banzhaf", func() { l.Banzhaf() }},
			{"Interactions", func() { l.Interactions() }},
			{"Owen", func() { l.Owen(ids, groups) }},
			{"BestSet3", func() { l.BestSet(3, ids) }},
			{"MinimalSufficient", func() { l.MinimalSufficient(lossMax, ids) }},
			{"EveryTriple", func() { everyTriple(l) }},
		} {
			b.Run(fmt.Sprintf("%s/controls=%d/leaves=%d", bench.name, size.controls, size.leaves), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					bench.run()
				}
			})
		}
	}
}

// everyTriple is the yardstick of BestSet: the smallest loss of three controls by looking at each three.
func everyTriple(l *Lattice) model.Money {
	best := l.Baseline().Loss
	for k := range l.n {
		for j := range k {
			for i := range j {
				best = min(best, l.Find(1<<i|1<<j|1<<k).Loss)
			}
		}
	}
	return best
}

// everyCoalition is the yardstick of Banzhaf: the sums of what each control adds to each of the 2^n coalitions.
func everyCoalition(l *Lattice) []model.Money {
	added := make([]model.Money, l.n)
	for s := range uint64(1) << l.n {
		loss := l.Find(s).Loss
		for i := range added {
			if s>>i&1 == 0 {
				added[i] += loss - l.Find(s|1<<i).Loss
			}
		}
	}
	return added
}

func BenchmarkEveryCoalition(b *testing.B) {
	l := mustNew(b, 14, randomTree(14, 500, 1))
	for b.Loop() {
		everyCoalition(l)
	}
}
