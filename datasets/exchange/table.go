package exchange

import "math/bits"

// Table maps order references to values in one flat piece of memory, by linear probing. Unlike a map it allocates only when it
// holds more than ever before, and removing leaves nothing behind. The zero Table is empty and ready.
type Table[V any] struct {
	slots []slot[V]
	len   int
	shift uint // 64 minus the binary logarithm of len(slots)
}

type slot[V any] struct {
	key  uint64
	used bool
	val  V
}

// Len returns the number of entries.
func (t *Table[V]) Len() int { return t.len }

// home returns the slot at which the search for key begins.
func (t *Table[V]) home(key uint64) int { return int(mix(key) >> t.shift) }

// Get returns the value of key, nil if there is none. It holds until the next Put or Delete.
func (t *Table[V]) Get(key uint64) *V {
	if t.len == 0 {
		return nil
	}
	mask := len(t.slots) - 1
	for i := t.home(key); t.slots[i].used; i = (i + 1) & mask {
		if t.slots[i].key == key {
			return &t.slots[i].val
		}
	}
	return nil
}

// Put adds key with its value. It panics if key is there.
func (t *Table[V]) Put(key uint64, val V) {
	if 4*(t.len+1) > 3*len(t.slots) {
		t.grow()
	}
	mask := len(t.slots) - 1
	i := t.home(key)
	for ; t.slots[i].used; i = (i + 1) & mask {
		if t.slots[i].key == key {
			panic("exchange: an order reference is put into its table twice")
		}
	}
	t.slots[i] = slot[V]{key: key, used: true, val: val}
	t.len++
}

// Delete removes key, if it is there, and moves up the entries that it kept from their home.
func (t *Table[V]) Delete(key uint64) {
	if t.len == 0 {
		return
	}
	mask := len(t.slots) - 1
	i := t.home(key)
	for ; t.slots[i].key != key || !t.slots[i].used; i = (i + 1) & mask {
		if !t.slots[i].used {
			return
		}
	}
	t.len--
	for j := (i + 1) & mask; t.slots[j].used; j = (j + 1) & mask {
		// The entry at j may fill the hole at i if its home does not lie between them.
		if (j-t.home(t.slots[j].key))&mask >= (j-i)&mask {
			t.slots[i] = t.slots[j]
			i = j
		}
	}
	t.slots[i] = slot[V]{}
}

// Each calls visit for every entry, in no order that may reach a result.
func (t *Table[V]) Each(visit func(key uint64, val *V)) {
	for i := range t.slots {
		if t.slots[i].used {
			visit(t.slots[i].key, &t.slots[i].val)
		}
	}
}

func (t *Table[V]) grow() {
	old := t.slots
	t.slots = make([]slot[V], max(64, 2*len(old)))
	t.shift = uint(64 - bits.TrailingZeros(uint(len(t.slots))))
	t.len = 0
	for i := range old {
		if old[i].used {
			t.Put(old[i].key, old[i].val)
		}
	}
}

// mix spreads x over 64 bits: the finalizer of SplitMix64. It is fixed, so that the same seed takes the same orders for good.
func mix(x uint64) uint64 {
	x ^= x >> 30
	x *= 0xbf58476d1ce4e5b9
	x ^= x >> 27
	x *= 0x94d049bb133111eb
	return x ^ x>>31
}
