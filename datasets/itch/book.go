package itch

// levelsMax is the most price levels that one side of a book may have. It bounds what a hostile file can make each order cost;
// a penny grid from 0.01 to 655.36 fits.
const levelsMax = 1 << 16

// level is the shares at one price. key orders levels from the worst to the best: the price of a bid, its complement of an ask.
type level struct {
	key    uint32
	shares int64
}

// ladder is one side of a book, the best level last: most of what happens, happens there, and moves little memory.
type ladder []level

// find returns where key is, or would be, and whether it is there.
func (l ladder) find(key uint32) (int, bool) {
	low, high := 0, len(l)
	if near := high - 8; near > 0 && l[near].key <= key {
		low = near
	}
	for low < high {
		if mid := int(uint(low+high) / 2); l[mid].key < key {
			low = mid + 1
		} else {
			high = mid
		}
	}
	return low, low < len(l) && l[low].key == key
}

// add puts shares at key and reports whether there is room for them.
func (l *ladder) add(key uint32, shares int64) bool {
	i, found := l.find(key)
	if found {
		(*l)[i].shares += shares
		return true
	}
	if len(*l) == levelsMax {
		return false
	}
	*l = append(*l, level{})
	copy((*l)[i+1:], (*l)[i:])
	(*l)[i] = level{key, shares}
	return true
}

// take removes shares from key. It panics if they are not there: the orders say that they are.
func (l *ladder) take(key uint32, shares int64) {
	i, found := l.find(key)
	if !found || (*l)[i].shares < shares {
		panic("itch: a price level has fewer shares than its orders")
	}
	if (*l)[i].shares -= shares; (*l)[i].shares == 0 {
		*l = append((*l)[:i], (*l)[i+1:]...)
	}
}

// best returns the key of the best level, and false if the side is empty.
func (l ladder) best() (uint32, bool) {
	if len(l) == 0 {
		return 0, false
	}
	return l[len(l)-1].key, true
}

// order is an open order of a book.
type order struct {
	price  uint32 // ten-thousandths
	shares uint32
	locate uint16
	sell   bool
	flow   bool // taken by the flow
}

// key is where the order stands on its ladder.
func (o *order) key() uint32 {
	if o.sell {
		return ^o.price
	}
	return o.price
}

// stock is one stock of the day with its book.
type stock struct {
	symbol   []byte // empty: no message has named it yet
	wanted   bool
	sides    [2]ladder // bids, asks
	bid, ask uint32    // best prices as of the last message, 0 where there is none
}

func (s *stock) side(o *order) *ladder {
	if o.sell {
		return &s.sides[1]
	}
	return &s.sides[0]
}

// top returns the best bid and ask, 0 where there is none.
func (s *stock) top() (bid, ask uint32) {
	bid, _ = s.sides[0].best()
	if key, ok := s.sides[1].best(); ok {
		ask = ^key
	}
	return bid, ask
}
