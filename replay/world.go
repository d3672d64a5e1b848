package replay

import (
	"slices"

	"lossreplay/model"
	"lossreplay/model/control"
	"lossreplay/model/ledger"
	"lossreplay/model/market"
	"lossreplay/model/router"
)

// fixed is what all worlds of a run share and none writes.
type fixed struct {
	day        Day
	about      *model.Incident
	fleet      *router.Fleet
	kernel     *market.Kernel
	unit       []float64
	priceUnit  model.Money
	parentQty  []model.Qty
	operations []model.Operation
	controls   []control.Instance
	minute     int // ticks in a minute
	ticks      int // ticks in the session
}

// world is one world while the day runs: see docs/architecture.md 4. in, out and open are sets of controls by position in the run.
type world struct {
	control.World
	*fixed
	held          bool // recorded prices hold whatever flow is missing
	in, out, open uint64
	monitors      []control.Monitor // nil once in out
	hooks         hooks

	sent    []uint64 // bit by slot: the child is out in this world
	atVenue int      // their number
	halted  bool
	closed  bool
	tick    int // the last boundary passed
	haltAt  model.Time

	missing []market.Impact // of the flow that the record has and this world lacks
	lacking []model.Qty     // of the current tick
	touched []bool          // symbols in which anything was ever missing
	moved   []model.Price   // how much lower prices are here than in the record

	flow      Flow
	legitSeen tally
	blocked   tally
	minutes   minuteSet
	series    []Point
	stops     []snapshot
	evaluated int64
	child     control.Child // scratch, so that a vote allocates nothing
	fill      control.Fill
}

// hooks are the parts of a world's monitors by what they listen to. Those in are asked before those open.
type hooks struct {
	votersIn, votersOpen []childVoter
	opsIn, opsOpen       []operationVoter
	sent                 []control.SentWatcher
	filled               []control.FillWatcher
	ticked               []control.TickWatcher
	saw                  []control.OperationWatcher
}

type childVoter struct {
	control.ChildVoter
	control int
}

type operationVoter struct {
	control.OperationVoter
	control int
}

// newWorld returns the world in which every control is undecided, before the first event.
func newWorld(f *fixed, held bool) *world {
	n := len(f.day.Securities())
	w := &world{
		fixed: f, held: held, open: uint64(1)<<len(f.controls) - 1,
		World: control.World{
			Router: f.fleet.Start(), Book: ledger.NewBook(n, f.about.Scale), Working: make([]model.Qty, n),
			Mid: make([]model.Price, n), Impact: make([]model.Price, n), Parents: make([]control.Parent, len(f.parentQty)),
		},
		missing: make([]market.Impact, n), lacking: make([]model.Qty, n), touched: make([]bool, n), moved: make([]model.Price, n),
		tick: -1,
	}
	env := &control.Env{About: f.about, Securities: f.day.Securities(), Fleet: f.fleet, Parents: len(f.parentQty)}
	for _, c := range f.controls {
		w.monitors = append(w.monitors, c.Monitor(env))
	}
	w.preOpen(func(s *model.Security) model.Price { return s.PriorClose })
	w.listen()
	return w
}

// preOpen sets the reference price of every parent that was received before the open.
func (w *world) preOpen(px func(*model.Security) model.Price) {
	parents := w.day.Parents()
	for p := range w.Parents {
		if parents.Received[p] < w.about.Session.Open {
			w.Parents[p].ArrivalPx = px(&w.day.Securities()[parents.Symbol[p]])
		}
	}
}

// fork returns a copy of w that shares nothing that either writes, in which control c has joined the in-set.
func (w *world) fork(c int) *world {
	n := *w
	n.Book = w.Book.Clone()
	n.Working = slices.Clone(w.Working)
	n.Mid = slices.Clone(w.Mid)
	n.Impact = slices.Clone(w.Impact)
	n.Parents = slices.Clone(w.Parents)
	n.sent = slices.Clone(w.sent)
	n.missing = slices.Clone(w.missing)
	n.lacking = slices.Clone(w.lacking)
	n.touched = slices.Clone(w.touched)
	n.moved = slices.Clone(w.moved)
	n.series = slices.Clip(w.series)
	n.stops = slices.Clip(w.stops)
	w.series, w.stops = n.series, n.stops
	n.monitors = make([]control.Monitor, len(w.monitors))
	for i, m := range w.monitors {
		if m != nil {
			n.monitors[i] = m.Clone()
		}
	}
	n.evaluated = 0
	n.in |= 1 << c
	n.open &^= 1 << c
	n.listen()
	return &n
}

// drop puts control c into the out-set: its monitor is gone.
func (w *world) drop(c int) {
	w.out |= 1 << c
	w.open &^= 1 << c
	w.monitors[c] = nil
	w.listen()
}

// listen sorts the monitors by what they listen to.
func (w *world) listen() {
	w.hooks = hooks{}
	h := &w.hooks
	for c, m := range w.monitors {
		in := w.in&(1<<c) != 0
		if v, ok := m.(control.ChildVoter); ok {
			list := &h.votersOpen
			if in {
				list = &h.votersIn
			}
			*list = append(*list, childVoter{v, c})
		}
		if v, ok := m.(control.OperationVoter); ok {
			list := &h.opsOpen
			if in {
				list = &h.opsIn
			}
			*list = append(*list, operationVoter{v, c})
		}
		if v, ok := m.(control.SentWatcher); ok {
			h.sent = append(h.sent, v)
		}
		if v, ok := m.(control.FillWatcher); ok {
			h.filled = append(h.filled, v)
		}
		if v, ok := m.(control.TickWatcher); ok {
			h.ticked = append(h.ticked, v)
		}
		if v, ok := m.(control.OperationWatcher); ok {
			h.saw = append(h.saw, v)
		}
	}
}

// shown reports whether the world's course over time is kept: the baseline and every single control's world, at impact.
func (w *world) shown() bool { return !w.held && w.in&(w.in-1) == 0 }

func (w *world) isOut(slot uint32) bool { return w.sent[slot/64]&(1<<(slot%64)) != 0 }

func (w *world) setOut(slot uint32) { w.sent[slot/64] |= 1 << (slot % 64) }

func (w *world) clearOut(slot uint32) { w.sent[slot/64] &^= 1 << (slot % 64) }

// room makes the world ready for as many children at venues.
func (w *world) room(slots int) {
	for len(w.sent)*64 < slots {
		w.sent = append(w.sent, 0)
	}
}
