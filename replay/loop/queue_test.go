package loop

import (
	"cmp"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"lossreplay/model"
)

func TestWakesComeInOrder(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		var q wakes
		var naive []wake
		for i := range rapid.IntRange(1, 60).Draw(r, "steps") {
			if len(naive) > 0 && rapid.Bool().Draw(r, "pop") {
				if got := q.pop(); got != naive[0] {
					r.Fatalf("step %d: %+v, want %+v", i, got, naive[0])
				}
				naive = naive[1:]
				continue
			}
			parent := uint32(i)
			w := wake{at: model.Time(rapid.IntRange(0, 5).Draw(r, "at")), parent: parent, tie: newTie(parent)}
			if rapid.Bool().Draw(r, "again") {
				w.tie = againTie(model.ChildID(i))
			}
			q.push(w)
			naive = append(naive, w)
			slices.SortFunc(naive, func(a, b wake) int { return cmp.Or(cmp.Compare(a.at, b.at), cmp.Compare(a.tie, b.tie)) })
		}
	})
}

func TestOrdersLeaveInTheOrderOfTheirSending(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		var ring orders
		var naive []order
		for i := range rapid.IntRange(1, 400).Draw(r, "steps") {
			switch {
			case len(naive) == 0 || rapid.IntRange(0, 2).Draw(r, "what") > 0:
				o := order{id: model.ChildID(i + 1)}
				ring.push(o)
				naive = append(naive, o)
			default:
				if got := ring.pop(); got != naive[0] {
					r.Fatalf("step %d: %+v, want %+v", i, got, naive[0])
				}
				naive = naive[1:]
			}
			if ring.size != len(naive) || ring.live != len(naive) {
				r.Fatalf("step %d: size %d, live %d, want %d", i, ring.size, ring.live, len(naive))
			}
			for j := range naive {
				if *ring.at(j) != naive[j] {
					r.Fatalf("step %d: place %d is %+v, want %+v", i, j, *ring.at(j), naive[j])
				}
			}
		}
	})
}

func TestMedianOfASample(t *testing.T) {
	for _, c := range []struct {
		values []int64
		want   int64
	}{{nil, -1}, {[]int64{7}, 7}, {[]int64{9, 1}, 1}, {[]int64{3, 9, 1}, 3}, {[]int64{4, 3, 2, 1}, 2}} {
		var s sample
		for _, v := range c.values {
			s.add(v)
		}
		if got := s.median(-1); got != c.want {
			t.Errorf("median of %v is %d, want %d", c.values, got, c.want)
		}
	}
}

// A run longer than is kept is thinned evenly: of 0, 1, 2, ... every step-th is left, so that the median is near the middle.
func TestALongSampleIsThinnedEvenly(t *testing.T) {
	for _, n := range []int64{sampleMax, sampleMax + 1, 3 * sampleMax, 10 * sampleMax} {
		var s sample
		for v := range n {
			s.add(v)
		}
		step := max(s.step, 1)
		for i, v := range s.kept {
			if v != int64(i)*step {
				t.Fatalf("of %d values, place %d holds %d with step %d", n, i, v, step)
			}
		}
		if int64(len(s.kept)) != (n+step-1)/step || len(s.kept) > sampleMax {
			t.Errorf("%d of %d values are kept with step %d", len(s.kept), n, step)
		}
		if got := s.median(0); got < n/2-step || got > n/2+step {
			t.Errorf("median of 0..%d is %d", n-1, got)
		}
	}
}
