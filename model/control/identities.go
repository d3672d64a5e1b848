package control

import (
	"math/bits"
	"slices"

	"lossreplay/model"
)

// identity is what makes two child orders the same: for whom, at which price, how much.
type identity struct {
	whose uint64
	px    model.Price
	qty   model.Qty
}

// identities says of each identity when its last orders went out: a hash table with open addressing. It forgets what has
// left the window when it would have to grow, so it is bounded by the orders of a window and allocates rarely.
type identities struct {
	window model.Duration
	keep   int // times of each identity
	used   int
	slots  []identitySlot // their number is a power of two
	times  []model.Time   // [slot*keep + i]: a ring; Never while there was none
	// spare is the table before, to be written over.
	spareSlots []identitySlot
	spareTimes []model.Time
}

type identitySlot struct {
	identity
	last model.Time // when its newest order went out
	next int32      // the ring's oldest place, written next
	used bool
}

// newIdentities returns an empty table that keeps that many times of each identity, at least one.
func newIdentities(window model.Duration, keep int) identities {
	const slots = 1024
	return identities{window: window, keep: keep, slots: make([]identitySlot, slots), times: newTimes(slots * keep)}
}

func (t *identities) clone() identities {
	c := *t
	c.slots, c.times = slices.Clone(t.slots), slices.Clone(t.times)
	c.spareSlots, c.spareTimes = nil, nil
	return c
}

// place returns the slot of an identity, or the empty one where it would go.
func (t *identities) place(id identity) int {
	h := id.whose*0x9E3779B97F4A7C15 ^ bits.RotateLeft64(uint64(id.px)*0xC2B2AE3D27D4EB4F, 21) ^ uint64(id.qty)*0x165667B19E3779F9
	h ^= h >> 32
	mask := len(t.slots) - 1
	i := int(h*0x9E3779B97F4A7C15>>33) & mask
	for t.slots[i].used && t.slots[i].identity != id {
		i = (i + 1) & mask
	}
	return i
}

// full reports whether as many orders of that identity as are kept went out within the window that ends now.
func (t *identities) full(id identity, now model.Time) bool {
	i := t.place(id)
	if !t.slots[i].used {
		return false
	}
	oldest := t.times[i*t.keep+int(t.slots[i].next)]
	return oldest != model.Never && now.Sub(oldest) < t.window
}

// add notes that an order of that identity went out now.
func (t *identities) add(id identity, now model.Time) {
	i := t.place(id)
	if !t.slots[i].used {
		if 2*t.used >= len(t.slots) {
			t.rebuild(now)
			i = t.place(id)
		}
		t.slots[i] = identitySlot{identity: id, used: true}
		t.used++
	}
	slot := &t.slots[i]
	slot.last = now
	t.times[i*t.keep+int(slot.next)] = now
	if slot.next++; int(slot.next) == t.keep {
		slot.next = 0
	}
}

// rebuild keeps what lies within the window, in a table of which that is at most a quarter.
func (t *identities) rebuild(now model.Time) {
	live := 0
	for i := range t.slots {
		if s := &t.slots[i]; s.used && now.Sub(s.last) < t.window {
			live++
		}
	}
	size := len(t.slots)
	for 4*live > size {
		size *= 2
	}
	old, oldTimes := t.slots, t.times
	if t.slots, t.times = t.spareSlots, t.spareTimes; len(t.slots) == size {
		clear(t.slots)
		for i := range t.times {
			t.times[i] = model.Never
		}
	} else {
		t.slots, t.times = make([]identitySlot, size), newTimes(size*t.keep)
	}
	for i := range old {
		if old[i].used && now.Sub(old[i].last) < t.window {
			j := t.place(old[i].identity)
			t.slots[j] = old[i]
			copy(t.times[j*t.keep:][:t.keep], oldTimes[i*t.keep:])
		}
	}
	t.used, t.spareSlots, t.spareTimes = live, old, oldTimes
}
