package auditor

import (
	"fmt"

	"lossreplay/model"
	"lossreplay/model/control"
	"lossreplay/model/ledger"
)

// Outcome is what one coalition makes of the day.
type Outcome struct {
	Loss       ledger.Loss
	BySymbol   []SymbolOutcome
	Flow       Flow
	Collateral Collateral
	Halted     model.Time // model.Never if nothing stopped the firm
	Trips      map[string][]control.Trip
	Course     []Point    // at each tick; kept for one control or none, prices freed
	Stops      []StopLoss // at each minute, prices freed
}

// Point is how the world stood at the end of a tick.
type Point struct {
	Tick                     int32
	LossMid, LossFree        model.Money
	Gross, Net               model.Money
	RogueShares, LegitShares int64
}

// StopLoss is the loss if everything had stopped at the start of Tick.
type StopLoss struct {
	Tick int
	Loss model.Money
}

// SymbolOutcome is the error account in one symbol.
type SymbolOutcome struct {
	Pos    model.Qty
	Mid    model.Price
	AtStop model.Money
	Loss   ledger.Loss
}

// Flow counts what was executed, as the engine's leaf does.
type Flow struct {
	Children, Executions, Shares, RogueShares              int64
	UnmatchedExecutions, UnmatchedShares, UnmatchedParents int64
	Unmarketable, Unsent, Unprovoked                       int64
}

// Collateral is the legitimate flow that did not go out.
type Collateral struct {
	Orders, Shares int64
	Notional       model.Money
	Minutes        int
}

// world is the day under one coalition, step by step.
type world struct {
	*Auditor
	held    bool
	names   []string
	on      []control.Monitor
	now     model.Time
	tick    int // the last that passed, -1 before the open
	build   map[model.ServerID]model.BuildID
	market  map[model.SymbolID]model.Price // recorded mid of now
	quoted  map[model.SymbolID]bool
	mid     map[model.SymbolID]model.Price // of the last tick, in this world
	impact  map[model.SymbolID]model.Price
	moved   map[model.SymbolID]model.Price
	arrival map[model.ParentID]model.Price
	latest  map[model.SymbolID]model.Time // of the quotes so far
	age     map[model.SymbolID]model.Time // of the quotes as of the last tick
	others  map[model.SymbolID]model.Qty  // what others traded in the last whole minute
	alarm   model.Time                    // when an incident was declared
	venue   map[model.ChildID]model.Qty   // children out in this world: what is left of each
	left    map[model.ChildID]model.Qty   // the same of the record
	filled  map[model.ParentID]model.Qty
	fills   map[model.ParentID]int32
	missing map[at]model.Qty        // by tick: what the record executed and this world did not
	seen    map[at]model.Qty        // by tick: what the record executed up to now
	shut    map[model.ParentID]bool // of which no child is asked about any more
	cut     map[model.ServerID]bool
	books   books
	over    bool // halted, and nothing is at a venue any more
	stop    int  // the tick at which the flow ended
	minutes map[int]bool
	out     Outcome
}

// Replay returns what the day would have been with these controls on and no other. held says that recorded prices hold
// whatever flow is missing. The error names the first event after which the books do not add up to zero.
func (a *Auditor) Replay(on []control.Instance, held bool) (*Outcome, error) {
	w := &world{
		Auditor: a, held: held, tick: -1, build: map[model.ServerID]model.BuildID{}, market: map[model.SymbolID]model.Price{},
		quoted: map[model.SymbolID]bool{}, mid: map[model.SymbolID]model.Price{}, impact: map[model.SymbolID]model.Price{},
		moved: map[model.SymbolID]model.Price{}, arrival: map[model.ParentID]model.Price{},
		latest: map[model.SymbolID]model.Time{}, age: map[model.SymbolID]model.Time{}, others: map[model.SymbolID]model.Qty{}, alarm: model.Never, venue: map[model.ChildID]model.Qty{},
		left: map[model.ChildID]model.Qty{}, filled: map[model.ParentID]model.Qty{}, fills: map[model.ParentID]int32{},
		missing: map[at]model.Qty{}, seen: map[at]model.Qty{}, shut: map[model.ParentID]bool{}, cut: map[model.ServerID]bool{}, books: newBooks(a.day.About.Scale.Unit()), stop: a.flowEnd,
		minutes: map[int]bool{}, out: Outcome{Halted: model.Never, Trips: map[string][]control.Trip{}},
	}
	env := &control.Env{About: a.day.About, Securities: a.day.Securities, Fleet: a.fleet, Parents: len(a.day.Parents)}
	for _, c := range on {
		w.names = append(w.names, c.Name)
		w.on = append(w.on, c.Monitor(env))
	}
	for server := range a.day.About.Router.Servers {
		w.build[model.ServerID(server)] = a.day.About.Router.Initial
	}
	for i, p := range a.day.Parents {
		if p.Received < a.day.About.Session.Open {
			w.arrival[model.ParentID(i+1)] = a.day.Securities[p.Symbol].PriorClose
		}
	}
	for _, s := range a.steps {
		w.take(s)
		if err := w.balanced(); err != nil {
			return nil, fmt.Errorf("after %v of row %d: %w", s.at, s.row+1, err)
		}
	}
	w.settle()
	return &w.out, nil
}

func (w *world) take(s step) {
	w.now = s.at
	switch s.is {
	case quoted:
		q := w.day.Quotes[s.row]
		w.market[q.Symbol], w.quoted[q.Symbol], w.latest[q.Symbol] = (q.Bid+q.Ask)/2, true, q.At
	case ticked:
		w.onTick(s.row)
	case operated:
		w.onOperation(&w.day.Operations[s.row])
	case received:
		w.onParent(w.day.Parents[s.row], model.ParentID(s.row+1))
	case sent:
		w.onChild(w.day.Children[s.row], model.ChildID(s.row+1))
	case reported:
		w.onReport(w.day.Executions[s.row])
	}
}

// onTick updates prices, shows them to the controls, and sees whether a halted world has come to its end.
func (w *world) onTick(tick int) {
	if w.over {
		w.tick = tick
		return
	}
	w.declare()
	w.tick = tick
	for i, p := range w.day.Parents {
		if tick == 0 && p.Received < w.day.About.Session.Open {
			w.arrival[model.ParentID(i+1)] = w.day.Securities[p.Symbol].OpenPx
		}
	}
	for i := range w.day.Securities {
		s := model.SymbolID(i)
		w.moved[s] = 0
		if !w.held {
			w.moved[s] = w.impactOf(w.missing, s, tick)
		}
		w.mid[s] = w.market[s] - w.moved[s]
		w.impact[s] = w.impactOf(w.seen, s, tick) - w.moved[s]
		if at, ok := w.latest[s]; ok {
			w.age[s] = at
		}
		if tick > 0 && tick%w.perMinute == 0 {
			w.others[s] = w.volume[at{tick/w.perMinute - 1, s}]
		}
	}
	view := w.view()
	for _, m := range w.on {
		if m, ok := m.(control.TickWatcher); ok {
			m.Ticked(view)
		}
	}
	if !w.held && len(w.on) <= 1 {
		w.keepCourse(tick)
	}
	if !w.held && tick%w.perMinute == 0 {
		w.out.Stops = append(w.out.Stops, StopLoss{tick, w.ifStoppedAt(tick)})
	}
	if w.out.Halted != model.Never && len(w.venue) == 0 {
		w.over, w.stop = true, tick
		w.keepTrips()
	}
}

// onOperation lets an operation happen unless nobody had a reason for it or a control refuses it.
func (w *world) onOperation(op *model.Operation) {
	if w.over {
		return
	}
	if op.Reaction && w.books.gross(w.mid) < w.day.About.ReactionGross {
		if w.out.Halted == model.Never {
			w.out.Flow.Unprovoked++
		}
		return
	}
	refused := false
	view := w.view()
	for _, m := range w.on {
		if m, ok := m.(control.OperationVoter); ok && m.Refuses(view, op) {
			refused = true
		}
	}
	if refused {
		return
	}
	var servers uint64
	for _, m := range w.on {
		if m, ok := m.(control.Canceler); ok && len(w.venue) > 0 {
			servers |= m.Cancels(view, op)
		}
	}
	w.cancel(func(s model.ServerID) bool { return servers>>s&1 == 1 })
	clear(w.shut)
	clear(w.cut)
	if op.Kind == model.OpDeploy || op.Kind == model.OpRollback {
		w.build[op.Server] = op.Build
	}
	view = w.view()
	for _, m := range w.on {
		if m, ok := m.(control.OperationWatcher); ok {
			m.Saw(view, op)
		}
	}
}

// impactOf returns the impact at the start of a tick of a flow, from its first share on.
func (w *world) impactOf(flow map[at]model.Qty, s model.SymbolID, tick int) model.Price {
	state := w.decayed(flow, s, tick)
	return w.kernel.Price(&state, w.unit(s))
}

func (w *world) keepTrips() {
	for i, m := range w.on {
		w.out.Trips[w.names[i]] = append([]control.Trip(nil), m.Trips()...)
	}
}
