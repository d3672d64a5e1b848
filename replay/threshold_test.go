package replay_test

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"lossreplay/model"
	"lossreplay/model/control"
	"lossreplay/replay"
)

// derived are thresholds of which a trip's Limit is made with something of the moment, or not always: A09
// also trips on the session, A44 on builds.
// For every other control with one threshold Limit is the threshold itself, where the two have one unit.
var derived = map[string]bool{"A04 ratio": true, "A09 max_age": true, "A14 allowance": true, "A24 factor": true, "A44 alerts": true}

// firstTrip returns the earliest trip of a log, and false if there is none.
func firstTrip(trips []control.Trip) (first control.Trip, any bool) {
	first.At = model.Never
	for _, t := range trips {
		if t.At < first.At {
			first, any = t, true
		}
	}
	return first, any
}

// TestALowerThresholdTripsNoLater says what Spec.Thresholds promises, of random days and every threshold of the catalogue. All
// values watch one world, in which none is obeyed.
func TestALowerThresholdTripsNoLater(t *testing.T) {
	type threshold struct {
		spec *control.Spec
		name string // "" for that of a rule
	}
	var all []threshold
	for _, spec := range control.Catalogue() {
		for _, name := range spec.Thresholds {
			all = append(all, threshold{spec, name})
		}
		if spec.Lowered != nil {
			all = append(all, threshold{spec, ""})
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		d := randomDay(t)
		of := rapid.SampledFrom(all).Draw(t, "threshold")
		b := bits(rapid.Uint64().Draw(t, "values"))
		base := of.spec.Default()
		var values []int64
		if of.name == "" {
			values = []int64{1, int64(1 + b.below(100)), int64(100 + b.below(900)), 3_000, 10_000}
		} else {
			p := *of.spec.Param(of.name)
			for range 6 {
				values = append(values, min(max(lowValue(&b, &p), p.Min), p.Max))
			}
			values = append(values, p.Min, p.Default)
		}
		for _, p := range of.spec.Params {
			if p.Unit == control.Nanoseconds && b.below(2) == 0 && p.Name != of.name {
				base.Values[p.Name] = min(max(lowValue(&b, &p), p.Min), p.Max)
			}
		}
		var controls []control.Instance
		for i, v := range values {
			name := fmt.Sprintf("%d: %d", i, v)
			if of.name == "" {
				controls = append(controls, base.Lower(name, v))
			} else {
				controls = append(controls, base.With(name, of.name, v))
			}
		}
		watch := replay.Watch{Watched: 1<<len(controls) - 1}
		w := watched(t, d, controls, watch).Testimony
		for i, v := range values {
			mine, tripped := firstTrip(w.Leaf.Trips[i])
			what := of.spec.ID + " " + of.name
			if p := of.spec.Param(of.name); tripped && p != nil && p.Unit == mine.Unit && len(of.spec.Thresholds) == 1 && !derived[what] && mine.Limit != v {
				t.Fatalf("%s at %d trips with limit %d", what, v, mine.Limit)
			}
			for k, lower := range values {
				if lower >= v || of.name != "" && lower == 0 && of.spec.Param(of.name).Min == 0 {
					continue // 0 may mean that there is none
				}
				if theirs, any := firstTrip(w.Leaf.Trips[k]); tripped && (!any || theirs.At > mine.At) {
					t.Fatalf("%s at %d trips at %v, at %d at %v (%v)", what, v, mine.At, lower, theirs.At, any)
				}
			}
		}
	})
}
