package replay

import (
	"slices"

	"lossreplay/model"
	"lossreplay/model/control"
)

// Watch asks for one world to be recorded in detail, beside what a run is asked for anyway: the world in which the controls of
// World are on, prices freed of the impact of missing flow. Control, in World or among Watched, is the one it is about. Those of
// Watched are asked as if they were on and not obeyed: they change nothing. The others of the run are not there.
type Watch struct {
	World, Watched uint64
	Control        int
}

// Testimony is what one control did in one world, and what the world let through.
type Testimony struct {
	Watch Watch
	// Judges says whether the control votes on orders at all.
	Judges bool
	// Leaf is the world's outcome. Trips of Watched are in it; what they would have done is not.
	Leaf Leaf
	// Seconds are the clock's seconds in which the recorded flow sent or executed anything, in order.
	Seconds []Second
	// Acts says, by control of the run, what it denied, alone or together with others.
	Acts []Act
	// Cancelled is what was left of orders that any control of the world took off venues.
	Cancelled Counted
	// Refused are the operations that controls refused.
	Refused []Refusal
	// Before is what went to the error account before the control first tripped, After what did from then on, by reason. Where it
	// never tripped all is before.
	Before Executed
	After  [Reasons]Executed
	// AtTrip and AtEffect are the loss had everything stopped at the first tick after the control's first trip, and after that
	// took effect, and had then been liquidated; nil where no such tick came.
	AtTrip, AtEffect *StopLoss
}

// Executed counts executions of which something went to the error account, and those shares.
type Executed struct{ Executions, Shares int64 }

// Counted counts orders by their truth label.
type Counted struct{ Rogue, Legit Tally }

// Second is what became of the recorded orders of one second of the clock, and what went to the error account.
type Second struct {
	At model.Time // its start
	// Sent went out. Blocked were denied by the control, alone or together with others, Others by others alone. Unsent are those
	// that this world's router would not have sent.
	Sent, Blocked, Others, Unsent Counted
	Error                         Executed
}

// Act is what a control of a world denied: orders it voted against, orders that met a gate which it had shut, and what it
// cancelled at venues, by what was left of it. Two that vote against one order each count it.
type Act struct {
	First, Last        model.Time // model.Never if it denied nothing
	Blocked, Cancelled Counted
}

// Refusal is an operation, by its place in the day's list, that the controls of By refused.
type Refusal struct {
	Operation int
	By        uint64
}

// Reason says why an execution went to the error account although the control had tripped, by when and where its order was
// sent. A trip concerns an order if its scope holds the order's server, symbol, parent or venue, or is the firm.
type Reason int

// The reasons, in the order in which they are asked for.
const (
	// NotJudged: the control judges no orders at all.
	NotJudged Reason = iota
	// AtVenue: the order was out before any trip that concerns it, and executed after that.
	AtVenue
	// Late: it was sent after such a trip and before that took effect.
	Late
	// LetPass: it was sent when such a trip was in effect, and the control let it pass.
	LetPass
	// Elsewhere: the control had tripped, and no trip concerned the order.
	Elsewhere
	// Reasons is how many there are.
	Reasons
)

// witness records one world.
type witness struct {
	Testimony
	world    *world
	observed hooks // of controls that are watched and not obeyed
	trips    tripIndex

	sentAt []model.Time // by slot, of the order that is there
	noes   uint64       // controls that denied the order under way
	votes  []control.Verdict

	haltBy  uint64 // who shut which gate
	cutBy   []uint64
	shutBy  map[model.ParentID]uint64
	cancels uint64 // who has orders at venues cancelled

	atTrip, atEffect *snapshot
}

// newWitness returns the witness of a world that no event has reached yet, and has that world be the one that is watched.
func newWitness(watch Watch, w *world) *witness {
	n := &witness{Testimony: Testimony{Watch: watch, Acts: make([]Act, len(w.controls))}, world: w, votes: make([]control.Verdict, len(w.controls)),
		cutBy: make([]uint64, w.fleet.Servers()), shutBy: map[model.ParentID]uint64{}}
	for i := range n.Acts {
		n.Acts[i].First, n.Acts[i].Last = model.Never, model.Never
	}
	_, n.Judges = w.monitors[watch.Control].(control.ChildVoter)
	w.witness = n
	w.open &^= watch.Watched
	w.want([]uint64{watch.World})
	w.listen()
	return n
}

// observe adds the monitor of a control that is watched and not obeyed.
func (n *witness) observe(c int, m control.Monitor, h *hooks) {
	h.watch(m)
	o := &n.observed
	if v, ok := m.(control.ChildVoter); ok {
		o.votersOpen = append(o.votersOpen, childVoter{v, c})
	}
	if v, ok := m.(control.OperationVoter); ok {
		o.opsOpen = append(o.opsOpen, operationVoter{v, c})
	}
	if v, ok := m.(control.Canceler); ok {
		o.cancelers = append(o.cancelers, operationCanceler{v, c})
	}
	if v, ok := m.(control.Settler); ok {
		o.settlers = append(o.settlers, settler{v, c})
	}
	if d, ok := m.(control.Declarer); ok {
		lone := &loner{declares: d, declared: model.Never}
		if t, ok := m.(control.TickWatcher); ok {
			lone.ticked = t
			h.ticked[len(h.ticked)-1] = lone
		} else {
			h.ticked = append(h.ticked, lone)
		}
	}
}

// vote is the world's, which never forks: who is on is decided.
func (n *witness) vote(w *world) (verdict control.Verdict) {
	n.noes = 0
	for _, v := range w.hooks.votersIn {
		own := v.Vote(&w.World, &w.child)
		n.votes[v.control] = own
		if own > control.Pass {
			n.noes |= 1 << v.control
		}
		verdict = max(verdict, own)
	}
	for _, v := range n.observed.votersOpen {
		v.Vote(&w.World, &w.child)
	}
	n.gate(w, verdict)
	return verdict
}

// gate notes whose verdict shuts one.
func (n *witness) gate(w *world, verdict control.Verdict) {
	if verdict < control.Close {
		return
	}
	var by uint64
	for _, v := range w.hooks.votersIn {
		if n.votes[v.control] == verdict {
			by |= 1 << v.control
		}
	}
	switch verdict {
	case control.Close:
		n.shutBy[w.child.Parent] = by
	case control.Cut:
		n.cutBy[w.child.Server] = by
	default:
		n.haltBy = by
	}
	n.cancels = by // of Kill
}

// refused notes an operation that controls refuse, and asks those that are not obeyed.
func (n *witness) refused(w *world, op *model.Operation) {
	var by uint64
	for _, v := range w.hooks.opsIn {
		if v.Refuses(&w.World, op) {
			by |= 1 << v.control
		}
	}
	for _, v := range n.observed.opsOpen {
		v.Refuses(&w.World, op)
	}
	if by != 0 {
		i := slices.IndexFunc(w.operations, func(o model.Operation) bool { return o == *op })
		n.Refused = append(n.Refused, Refusal{i, by})
	}
}

// disconnected notes who has orders cancelled because of an operation, and asks those that are not obeyed.
func (n *witness) disconnected(w *world, op *model.Operation) {
	n.cancels = 0
	for _, v := range w.hooks.cancelers {
		if v.Cancels(&w.World, op) != 0 {
			n.cancels |= 1 << v.control
		}
	}
	for _, v := range n.observed.cancelers {
		v.Cancels(&w.World, op)
	}
}

// loner tells a monitor that may declare an incident and is not obeyed of ticks: it alone takes the incident as declared.
type loner struct {
	declares control.Declarer
	ticked   control.TickWatcher // nil if it does not listen to ticks
	declared model.Time
}

// Ticked lets the monitor declare and then tells it of the tick.
func (l *loner) Ticked(w *control.World) {
	if l.declared == model.Never && l.declares.Declares(w) {
		l.declared = w.Now
	}
	if l.ticked != nil {
		shadow := *w
		shadow.Declared = min(w.Declared, l.declared)
		l.ticked.Ticked(&shadow)
	}
}
