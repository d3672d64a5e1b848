package intake

import "lossreplay/model"

// state is where an order stands.
type state uint8

// The states. Awaited says that the log holds the order itself, at a time that has not come yet; requested, that it is to replace another and no venue has said so yet.
const (
	unseen state = iota
	awaited
	requested // to replace another order
	open
	filled
	canceled
	expired
	rejected
	replaced
)

// over reports whether the order has ended.
func (s state) over() bool { return s >= filled }

// order is what stays in memory of every order of the log: 40 bytes.
type order struct {
	key uint64
	// line is where the order was sent. Before it is, px is what it fills at worst.
	line int64
	// parent is its parent once it was sent.
	parent model.ParentID
	// at is its place in working while it is open, and in orders that of the one that replaced it.
	at uint32
	// sig is a digest of what was ordered, which tells a resend from another order of the same id.
	sig    uint32
	source uint16
	state  state
	sent   bool // a child was made of it
	byFill bool // it is known by fills alone: each makes a child of its own
}

// working is an order that is open.
type working struct {
	order   uint32
	child   model.ChildID
	left    int32 // of the order, in life
	kept    int32 // of the child, less its executions as written: more than left where a fill was busted
	done    int64 // executed in life by the order and those that it replaced
	written int64 // the same as written, after corrections
	limit   int64
	fills   int32 // the first of its fills in the list, -1 for none
	symbol  model.SymbolID
	side    model.Side
	server  model.ServerID
	venue   model.VenueID
	flag    model.FlagID
}

// orderPage is how many orders are allocated at once: growing must not copy what is there.
const orderPage = 1 << 14

// orders is every order of the log by the hash of its id, and the open ones in full.
type orders struct {
	pages [][]order
	n     uint32
	index []uint32 // open addressing: place + 1
	open  []working
	free  []uint32
}

// get returns the place of the order of that hash, a new one if there is none.
func (o *orders) get(key uint64) uint32 {
	if int(o.n)*4 >= len(o.index)*3 {
		o.grow()
	}
	mask := uint64(len(o.index) - 1)
	for i := key & mask; ; i = (i + 1) & mask {
		at := o.index[i]
		if at == 0 {
			if o.n%orderPage == 0 {
				o.pages = append(o.pages, make([]order, orderPage))
			}
			o.n++
			o.index[i] = o.n
			o.of(o.n - 1).key = key
			return o.n - 1
		}
		if o.of(at-1).key == key {
			return at - 1
		}
	}
}

// known returns the place of the order of that hash, false if there is none.
func (o *orders) known(key uint64) (uint32, bool) {
	if key == 0 || len(o.index) == 0 {
		return 0, false
	}
	mask := uint64(len(o.index) - 1)
	for i := key & mask; o.index[i] != 0; i = (i + 1) & mask {
		if at := o.index[i] - 1; o.of(at).key == key {
			return at, true
		}
	}
	return 0, false
}

func (o *orders) grow() {
	o.index = make([]uint32, max(2*len(o.index), 1<<12))
	mask := uint64(len(o.index) - 1)
	for at := range o.n {
		i := o.of(at).key & mask
		for o.index[i] != 0 {
			i = (i + 1) & mask
		}
		o.index[i] = at + 1
	}
}

// of returns an order by its place.
func (o *orders) of(at uint32) *order { return &o.pages[at/orderPage][at%orderPage] }

// work returns the open order at that place.
func (o *orders) work(at uint32) *working { return &o.open[o.of(at).at] }

// begin opens an order.
func (o *orders) begin(at uint32, w working) *working {
	w.order, w.fills = at, -1
	slot := uint32(len(o.open))
	if n := len(o.free); n > 0 {
		slot, o.free = o.free[n-1], o.free[:n-1]
		o.open[slot] = w
	} else {
		o.open = append(o.open, w)
	}
	e := o.of(at)
	e.at, e.state = slot, open
	return &o.open[slot]
}

// end closes an open order.
func (o *orders) end(at uint32, how state) {
	e := o.of(at)
	o.free = append(o.free, e.at)
	e.at, e.state = 0, how
}
