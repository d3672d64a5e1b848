package replay

import "lossreplay/model"

// kind says what an event is. Events with one time come in this order: quotes (which no world sees), tick, operation,
// reports on earlier children by execution, children each followed by reports of the same nanosecond.
type kind uint8

const (
	evTick kind = iota + 1
	evOperation
	evParent // a parent was received
	evChild
	evFill
	evEnded // what is left of a child will not trade
)

// event is one step of the recorded day with all that a world needs to take it: 64 bytes, one cache line.
type event struct {
	at     model.Time
	px     model.Price // fill: the price
	limit  model.Price // child, fill: the child's limit
	mid    model.Price // child, fill, parent: the recorded mid
	fee    model.Money // fill
	qty    int32       // child, fill: shares; ended: the shares left
	parent model.ParentID
	id     uint32 // child: ChildID; tick: index in batch.ticks; operation: index in the day's operations
	slot   uint32 // child, fill, ended: the child's place among those at venues
	symbol model.SymbolID
	server model.ServerID
	kind   kind
	flag   model.FlagID
	marks  marks
	venue  model.VenueID  // child, fill, ended
	how    model.ExecType // ended
}

// marks are what is yes or no about an event.
type marks uint8

const (
	buy     marks = 1 << iota
	rogue         // child: the truth label
	preOpen       // child: its parent was received before the open
	last          // fill: nothing is left of the child
)

// sign returns +1 for a buy, -1 for a sell.
func (m marks) sign() model.Qty {
	if m&buy != 0 {
		return 1
	}
	return -1
}

// mark is what a tick shows, by symbol: the recorded mids, our own recorded impact in them, when the quote last changed, and,
// at a minute's start, what others traded in the minute before; nil within a minute.
type mark struct {
	tick     int
	mid      []model.Price
	own      []model.Price
	quotedAt []model.Time
	others   []model.Qty
}

// batch is a run of events. slots is how many children were at venues at most up to its end.
type batch struct {
	events []event
	ticks  []mark
	slots  int
	digest *digest
}

func (b *batch) reset() {
	b.events, b.ticks = b.events[:0], b.ticks[:0]
}

// addTick appends a copy of a mark, reusing the memory of an earlier use of the batch.
func (b *batch) addTick(of mark) int {
	n := len(b.ticks)
	if n < cap(b.ticks) {
		b.ticks = b.ticks[:n+1]
	} else {
		b.ticks = append(b.ticks, mark{})
	}
	m := &b.ticks[n]
	m.tick = of.tick
	m.mid = append(m.mid[:0], of.mid...)
	m.own = append(m.own[:0], of.own...)
	m.quotedAt = append(m.quotedAt[:0], of.quotedAt...)
	m.others = append(m.others[:0], of.others...)
	return n
}
