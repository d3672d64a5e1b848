package control

import (
	"slices"

	"lossreplay/model"
)

// dayNanos is the longest duration a parameter may have.
const dayNanos = 24 * 60 * 60 * 1_000_000_000

// log is a monitor's trips. Monitors embed it.
type log struct{ trips []Trip }

// Trips returns the log so far.
func (l *log) Trips() []Trip { return l.trips }

func (l *log) add(t Trip) { l.trips = append(l.trips, t) }

func (l *log) clone() log { return log{slices.Clone(l.trips)} }

// newTimes returns n times that are never reached.
func newTimes(n int) []model.Time {
	t := make([]model.Time, n)
	for i := range t {
		t[i] = model.Never
	}
	return t
}
