package control

import (
	"slices"

	"lossreplay/model"
)

// sliding is a sliding log: when the last events of each of several sources were, as many as the limit.
type sliding struct {
	limit  int
	window model.Duration
	at     []model.Time // [source*limit + i]: a ring of each source's last events; Never before there are as many
	next   []int        // by source: the ring's oldest place, written next
}

// newSliding returns the log of n sources without events.
func newSliding(n int, limit int64, window int64) sliding {
	return sliding{limit: int(limit), window: model.Duration(window), at: newTimes(n * int(limit)), next: make([]int, n)}
}

func (l *sliding) clone() sliding {
	c := *l
	c.at, c.next = slices.Clone(l.at), slices.Clone(l.next)
	return c
}

// full reports whether an event of source i would now be one more than the limit within the window. An event is in the
// window until its whole length has passed.
func (l *sliding) full(i int, now model.Time) bool {
	oldest := l.at[i*l.limit+l.next[i]]
	return oldest != model.Never && now.Sub(oldest) < l.window
}

// leaves returns when the event that is k places younger than the oldest, 0 <= k < limit, leaves the window of a source
// that is full.
func (l *sliding) leaves(i, k int) model.Time {
	return l.at[i*l.limit+(l.next[i]+k)%l.limit].Add(l.window)
}

// note writes an event of source i over its oldest.
func (l *sliding) note(i int, now model.Time) {
	l.at[i*l.limit+l.next[i]] = now
	l.next[i]++
	if l.next[i] == l.limit {
		l.next[i] = 0
	}
}

// empty forgets the events of a source.
func (l *sliding) empty(i int) {
	for k := range l.limit {
		l.at[i*l.limit+k] = model.Never
	}
}
