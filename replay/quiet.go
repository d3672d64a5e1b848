package replay

import (
	"slices"
	"sort"

	"lossreplay/model"
)

// digest is a run of events as a world may take it in which no rogue child goes out: one by one only what is not of a rogue
// child. It is made once for all worlds. Nothing that a world computes depends on whether it uses it.
type digest struct {
	tame  []int32    // events that are not of a rogue child
	fills []wildFill // executions of rogue children, in order
	pairs []pair     // whose rogue children the run holds
	sent  []int32    // their places, by pair: [pair.first:pair.end]
	opens bool       // the run holds an operation: gates may open

	latest []int32 // by parent, its latest pair; -1 for none
	which  []int32 // pair of each rogue child, in order
}

// newDigest returns an empty digest for days of so many parents.
func newDigest(parents int) *digest {
	d := &digest{latest: make([]int32, parents)}
	for i := range d.latest {
		d.latest[i] = -1
	}
	return d
}

// wildFill is an execution of a rogue child, signed.
type wildFill struct {
	at     int32
	symbol model.SymbolID
	qty    model.Qty
}

// pair is a parent on a server.
type pair struct {
	parent     model.ParentID
	server     model.ServerID
	flag       model.FlagID
	first, end int32
}

// read takes in a run of events.
func (d *digest) read(events []event) {
	for _, p := range d.pairs {
		d.latest[p.parent-1] = -1
	}
	d.tame, d.fills, d.pairs, d.which, d.opens = d.tame[:0], d.fills[:0], d.pairs[:0], d.which[:0], false
	for i := range events {
		ev := &events[i]
		if ev.kind == evOperation {
			d.opens = true
		}
		if ev.marks&rogue == 0 {
			d.tame = append(d.tame, int32(i))
			continue
		}
		switch ev.kind {
		case evFill:
			d.fills = append(d.fills, wildFill{int32(i), ev.symbol, model.Qty(ev.qty) * ev.marks.sign()})
		case evChild:
			k := d.pairOf(ev)
			d.which = append(d.which, k)
			d.pairs[k].end++ // counts, for now
		}
	}
	d.place(events)
}

// pairOf returns the pair of a rogue child, a new one if it is its first.
func (d *digest) pairOf(ev *event) int32 {
	k := d.latest[ev.parent-1]
	if k >= 0 && d.pairs[k].server != ev.server { // a parent on two servers at once
		k = int32(slices.IndexFunc(d.pairs, func(p pair) bool { return p.parent == ev.parent && p.server == ev.server }))
	}
	if k < 0 {
		k = int32(len(d.pairs))
		d.pairs = append(d.pairs, pair{parent: ev.parent, server: ev.server, flag: ev.flag})
	}
	d.latest[ev.parent-1] = k
	return k
}

// place lists the places of each pair's children.
func (d *digest) place(events []event) {
	total := int32(0)
	for k := range d.pairs {
		n := d.pairs[k].end
		d.pairs[k].first, d.pairs[k].end = total, total
		total += n
	}
	d.sent = slices.Grow(d.sent[:0], int(total))[:total]
	n := 0
	for i := range events {
		if ev := &events[i]; ev.kind == evChild && ev.marks&rogue != 0 {
			p := &d.pairs[d.which[n]]
			d.sent[p.end] = int32(i)
			p.end++
			n++
		}
	}
}

// quiet reports whether no rogue child of the run goes out in this world as it stands, and notes which of them its router
// would not have sent. That holds until a gate opens or shuts.
func (w *world) quiet(d *digest) bool {
	w.unsent, w.caught = w.unsent[:0], 0
	if d.opens || w.rogueOut > 0 || len(d.pairs) == 0 && len(d.fills) == 0 {
		return false
	}
	for k := range d.pairs {
		p := &d.pairs[k]
		if w.refuses(p.parent, p.server) {
			continue
		}
		if w.Parents[p.parent-1].Executed < w.parentQty[p.parent-1] || !w.fleet.PathOf(&w.Router, p.server, p.flag).Counts {
			return false
		}
		w.unsent = append(w.unsent, int32(k)) // a path that counts has nothing left to send
	}
	return true
}

// advanceQuiet is advance through a run that is quiet. It goes on as advance does from the event that forks the world or moves
// a gate.
func (w *world) advanceQuiet(b *batch) (next int, forked *world) {
	gates := w.gates
	for _, i := range b.digest.tame {
		if b.events[i].kind == evTick {
			w.lackUpTo(b.digest, i)
		}
		forked = w.take(b, int(i))
		switch {
		case forked != nil:
			forked.leave(b.digest, i)
			forked.unsent = nil // shared until here
			w.leave(b.digest, i)
			w.evaluated += int64(i)
			return int(i), forked
		case w.closed:
			w.evaluated += int64(i + 1)
			return int(i) + 1, nil
		case w.gates != gates:
			w.leave(b.digest, i)
			w.evaluated += int64(i + 1)
			return w.advanceFrom(b, int(i)+1)
		}
	}
	w.leave(b.digest, int32(len(b.events)))
	w.evaluated += int64(len(b.events))
	return len(b.events), nil
}

// lackUpTo notes what the record executes of rogue children before place i and has not been noted.
func (w *world) lackUpTo(d *digest, i int32) {
	for w.caught < len(d.fills) && d.fills[w.caught].at < i {
		f := &d.fills[w.caught]
		w.lack(f.symbol, f.qty)
		w.caught++
	}
}

// leave brings the world to where it would be had it taken the rogue children's events before place i one by one.
func (w *world) leave(d *digest, i int32) {
	w.lackUpTo(d, i)
	for _, k := range w.unsent {
		places := d.sent[d.pairs[k].first:d.pairs[k].end]
		w.flow.Unsent += int64(sort.Search(len(places), func(n int) bool { return places[n] >= i }))
	}
}
