package loop

import "lossreplay/model"

// wake is a moment at which a parent asks to send a child. It holds while the parent's turn is the same: what is planned
// anew leaves its old wake in the queue, to be passed over.
type wake struct {
	at     model.Time
	tie    uint64 // see [againTie] and [newTie]
	parent uint32
	turn   uint32
}

// againTie orders children that ask again: before new ones of the same nanosecond, by when they were made.
func againTie(id model.ChildID) uint64 { return uint64(id) }

// newTie orders new children of one nanosecond by parent.
func newTie(parent uint32) uint64 { return 1<<32 | uint64(parent) }

func (a *wake) before(b *wake) bool { return a.at < b.at || a.at == b.at && a.tie < b.tie }

// wakes is a binary heap.
type wakes []wake

func (q *wakes) push(w wake) {
	h := append(*q, w)
	i := len(h) - 1
	for i > 0 {
		up := (i - 1) / 2
		if !h[i].before(&h[up]) {
			break
		}
		h[i], h[up] = h[up], h[i]
		i = up
	}
	*q = h
}

func (q *wakes) pop() wake {
	h := *q
	top, n := h[0], len(h)-1
	h[0] = h[n]
	h = h[:n]
	for i := 0; ; {
		down := 2*i + 1
		if down >= n {
			break
		}
		if down+1 < n && h[down+1].before(&h[down]) {
			down++
		}
		if !h[down].before(&h[i]) {
			break
		}
		h[i], h[down] = h[down], h[i]
		i = down
	}
	*q = h
	return top
}

// order is a child at its venue. id 0 says that it was canceled.
type order struct {
	at      model.Time // of its report
	limit   model.Price
	id      model.ChildID
	parent  uint32
	qty     int32
	symbol  model.SymbolID
	server  model.ServerID
	venue   model.VenueID
	sign    int8
	expires bool // whatever the quote
	counts  bool // it was sent by a path that counts
}

// orders are the children at venues in the order of their sending, which is that of their reports, since every report takes
// the same time: a ring.
type orders struct {
	ring       []order // its length is a power of two, or 0
	head, size int
	live       int // not canceled
}

func (o *orders) push(next order) {
	if o.size == len(o.ring) {
		grown := make([]order, max(2*len(o.ring), 64))
		for i := range o.size {
			grown[i] = *o.at(i)
		}
		o.ring, o.head = grown, 0
	}
	o.size++
	o.live++
	*o.at(o.size - 1) = next
}

// at returns the i-th oldest.
func (o *orders) at(i int) *order { return &o.ring[(o.head+i)&(len(o.ring)-1)] }

func (o *orders) pop() order {
	first := *o.at(0)
	o.head = (o.head + 1) & (len(o.ring) - 1)
	o.size--
	if first.id != 0 {
		o.live--
	}
	return first
}
