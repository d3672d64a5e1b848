package replay

import "lossreplay/model"

// working is a child order at a venue, as the stream keeps it.
type working struct {
	id     model.ChildID // 0 marks a free place
	parent model.ParentID
	leaves int32
	slot   uint32
	limit  model.Price
	symbol model.SymbolID
	server model.ServerID
	flag   model.FlagID
	venue  model.VenueID
	marks  marks
}

// atVenues finds the children at venues by their ascending ids: a ring for the young ones, a map for those that outlive it.
// Each holds a slot, a small number that is used again when the child ends, so that a world's memory of who is out is
// bounded by the orders at venues and not by the length of the day.
type atVenues struct {
	ring  []working
	old   map[model.ChildID]working
	free  []uint32
	slots int
}

// ringSize is the number of consecutive ids among which a child is found without a map: several seconds of a runaway.
const ringSize = 1 << 14

func newAtVenues() *atVenues {
	return &atVenues{ring: make([]working, ringSize), old: map[model.ChildID]working{}}
}

// add puts a child at its venue and returns its slot.
func (v *atVenues) add(w working) uint32 {
	if n := len(v.free); n > 0 {
		w.slot = v.free[n-1]
		v.free = v.free[:n-1]
	} else {
		w.slot = uint32(v.slots)
		v.slots++
	}
	place := &v.ring[w.id%ringSize]
	if place.id != 0 {
		v.old[place.id] = *place
	}
	*place = w
	return w.slot
}

// find returns the child; false if it is not at a venue.
func (v *atVenues) find(id model.ChildID) (working, bool) {
	if w := &v.ring[id%ringSize]; w.id == id {
		return *w, true
	}
	w, ok := v.old[id]
	return w, ok
}

// trade takes qty off what is left of a child and reports whether that ended it.
func (v *atVenues) trade(id model.ChildID, qty int32) (ended bool) {
	if w := &v.ring[id%ringSize]; w.id == id {
		w.leaves -= qty
		ended = w.leaves == 0
	} else {
		w := v.old[id]
		w.leaves -= qty
		v.old[id] = w
		ended = w.leaves == 0
	}
	if ended {
		v.end(id)
	}
	return ended
}

// end takes a child off its venue.
func (v *atVenues) end(id model.ChildID) {
	if w := &v.ring[id%ringSize]; w.id == id {
		v.free = append(v.free, w.slot)
		w.id = 0
		return
	}
	v.free = append(v.free, v.old[id].slot)
	delete(v.old, id)
}
