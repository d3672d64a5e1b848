package replay

import (
	"lossreplay/model"
	"lossreplay/model/control"
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
	courses    bool
}

// world is one world while the day runs: see docs/architecture.md 4. in, out and open are sets of controls by position in the run.
type world struct {
	control.World
	*fixed
	held          bool // recorded prices hold whatever flow is missing
	in, out, open uint64
	monitors      []control.Monitor // nil once in out
	hooks         hooks

	resting  []resting // by slot: the children that are out in this world
	atVenue  int       // their number
	rogueOut int       // of which rogue
	shut     []uint64  // bit by parent: closed until the next operation, no control is asked about its children
	cut      uint64    // bit by server, likewise
	halted   bool
	closed   bool
	tick     int // the last boundary passed
	haltAt   model.Time

	missing []market.Impact // of the flow that the record has and this world lacks
	lacking []model.Qty     // of the current tick
	touched []bool          // symbols in which anything was ever missing
	moved   []model.Price   // how much lower prices are here than in the record

	flow      Flow
	legitSeen Tally
	blocked   Tally
	minutes   minuteSet
	series    []Point
	stops     []*snapshot
	evaluated int64
	witness   *witness // nil but in the world that is watched
	// wanted are the coalitions that this world has to answer for; nil for all that its sets allow.
	wanted []uint64
	// of a run that is quiet: see digest
	gates  int     // how often one was shut
	caught int     // executions of rogue children noted
	unsent []int32 // pairs whose children the router would not have sent

	// scratch, so that nothing is allocated per event
	child  control.Child
	fill   control.Fill
	over   control.End
	parent model.ParentOrder
}

// resting is a child order at a venue; id 0 says that it is not out in this world.
type resting struct {
	limit  model.Price // recorded
	id     model.ChildID
	parent model.ParentID
	left   int32
	symbol model.SymbolID
	server model.ServerID
	venue  model.VenueID
	marks  marks
}

// hooks are the parts of a world's monitors by what they listen to. Those in are asked before those open.
type hooks struct {
	votersIn, votersOpen []childVoter
	opsIn, opsOpen       []operationVoter
	cancelers            []operationCanceler
	declarers            []declarer
	settlers             []settler
	sent                 []control.SentWatcher
	filled               []control.FillWatcher
	ended                []control.EndWatcher
	received             []control.ParentWatcher
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

type operationCanceler struct {
	control.Canceler
	control int
}

type declarer struct {
	control.Declarer
	control int
}

type settler struct {
	control.Settler
	control int
}

// newWorld returns the world in which every control is undecided, before the first event.
func newWorld(f *fixed, held bool) *world {
	n := len(f.day.Securities())
	w := &world{
		fixed: f, held: held, open: uint64(1)<<len(f.controls) - 1,
		World:   control.NewWorld(f.fleet.Start(), f.about.Scale, n, len(f.parentQty)),
		missing: make([]market.Impact, n), lacking: make([]model.Qty, n), touched: make([]bool, n), moved: make([]model.Price, n),
		shut: make([]uint64, (len(f.parentQty)+63)/64), tick: -1,
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

// listen sorts the monitors by what they listen to.
func (w *world) listen() {
	w.hooks = hooks{}
	h := &w.hooks
	if w.witness != nil {
		w.witness.observed = hooks{}
	}
	for c, m := range w.monitors {
		in := w.isIn(c)
		if w.witness != nil && w.witness.Watch.Watched>>c&1 != 0 {
			w.witness.observe(c, m, h)
			continue
		}
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
		if v, ok := m.(control.Canceler); ok {
			h.cancelers = append(h.cancelers, operationCanceler{v, c})
		}
		if v, ok := m.(control.Declarer); ok {
			h.declarers = append(h.declarers, declarer{v, c})
		}
		if v, ok := m.(control.Settler); ok {
			h.settlers = append(h.settlers, settler{v, c})
		}
		h.watch(m)
	}
}

// watch adds a monitor to the lists of what it is told of.
func (h *hooks) watch(m control.Monitor) {
	control.AddPart(&h.sent, m)
	control.AddPart(&h.filled, m)
	control.AddPart(&h.ended, m)
	control.AddPart(&h.received, m)
	control.AddPart(&h.ticked, m)
	control.AddPart(&h.saw, m)
}

// isIn reports whether control c is in the in-set.
func (w *world) isIn(c int) bool { return w.in&(1<<c) != 0 }

// kept reports whether the world's stops are kept, minute by minute: every world at impact.
func (w *world) kept() bool { return w.courses && !w.held }

// shown reports whether its points are, tick by tick: the baseline and every single control's world, at impact.
func (w *world) shown() bool { return w.kept() && w.in&(w.in-1) == 0 }

// room makes the world ready for as many children at venues.
func (w *world) room(slots int) {
	if n := slots - len(w.resting); n > 0 {
		w.resting = append(w.resting, make([]resting, n)...)
	}
}
