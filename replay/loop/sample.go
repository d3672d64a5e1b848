package loop

import "slices"

// sampleMax is how many values a sample keeps at most: 512 kB.
const sampleMax = 1 << 16

// sample keeps every step-th value of a long run, so that its median needs neither all values nor chance. A run of up to
// sampleMax values is kept whole.
type sample struct {
	kept []int64
	seen int64
	step int64 // a power of two; 0 is 1
}

func (s *sample) add(v int64) {
	step := max(s.step, 1)
	if s.seen%step == 0 {
		if len(s.kept) == sampleMax {
			for i := range sampleMax / 2 {
				s.kept[i] = s.kept[2*i]
			}
			s.kept, s.step = s.kept[:sampleMax/2], 2*step
		}
		if s.seen%max(s.step, 1) == 0 {
			s.kept = append(s.kept, v)
		}
	}
	s.seen++
}

// median returns the lower median of what was kept, otherwise if there is nothing.
func (s *sample) median(otherwise int64) int64 {
	if len(s.kept) == 0 {
		return otherwise
	}
	sorted := slices.Sorted(slices.Values(s.kept))
	return sorted[(len(sorted)-1)/2]
}
