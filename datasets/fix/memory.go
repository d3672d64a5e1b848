package fix

import "lossreplay/model"

// recentMax is how many orders a memory holds at least; it holds at most twice as many.
const recentMax = 1 << 17

// memory remembers what was put last under a key and forgets what was not asked for in a long time.
type memory[V any] struct{ young, old map[uint64]V }

func newMemory[V any]() memory[V] { return memory[V]{young: map[uint64]V{}} }

func (m *memory[V]) get(key uint64) (v V, ok bool) {
	if v, ok = m.young[key]; ok {
		return v, true
	}
	if v, ok = m.old[key]; ok {
		m.put(key, v)
	}
	return v, ok
}

func (m *memory[V]) put(key uint64, v V) {
	if len(m.young) >= recentMax {
		m.old, m.young = m.young, make(map[uint64]V, recentMax)
	}
	m.young[key] = v
}

// order is what is remembered of an order.
type order struct {
	parent   []byte    // of its chain, nil if chains are not followed
	inferred bool      // its own messages do not name the parent
	cum      model.Qty // shares reported as filled so far
}

// witnesses remembers which session reported an event. It has a fixed number of places: an event takes that of an older one.
type witnesses []witness

type witness struct{ event, session uint64 }

// other reports whether the last session that reported an event was another than this.
func (w *witnesses) other(event, session uint64) bool {
	if *w == nil {
		*w = make(witnesses, 2*recentMax)
	}
	place := &(*w)[event%(2*recentMax)]
	if place.event == event {
		return place.session != session
	}
	*place = witness{event, session}
	return false
}

// hashOf mixes texts to a key. Two keys that are not equal may have one hash, once in 2^64.
func hashOf(seed uint64, texts ...[]byte) uint64 {
	h := seed*0x9e3779b97f4a7c15 + 0x2545f4914f6cdd1d
	for _, text := range texts {
		for len(text) >= 8 {
			h = mix(h ^ word(text))
			text = text[8:]
		}
		tail := uint64(len(text)) << 56
		for i, c := range text {
			tail |= uint64(c) << (8 * i)
		}
		h = mix(h ^ tail)
	}
	return h
}

func mix(h uint64) uint64 {
	h ^= h >> 32
	h *= 0xd6e8feb86659fd93
	h ^= h >> 32
	h *= 0xd6e8feb86659fd93
	return h ^ h>>32
}
