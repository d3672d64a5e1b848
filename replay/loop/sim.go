package loop

import (
	"context"
	"math/rand/v2"
	"slices"
	"time"

	"lossreplay/model"
	"lossreplay/model/control"
	"lossreplay/model/ledger"
	"lossreplay/model/market"
)

// sim is one simulation under way.
type sim struct {
	control.World
	*Model
	operations []model.Operation
	op         int // next
	arriving   int // next parent
	queue      wakes
	venue      orders
	works      []work // by parent
	pacing     []uint32
	running    []int32 // by symbol and side: runaway parents

	monitors []control.Monitor
	hooks    hooks
	shut     []bool // by parent: closed by a control
	cut      uint64 // bit by server
	halted   bool
	haltAt   model.Time
	tick     int // the last boundary passed
	over     bool
	made     model.ChildID // children made, sent or not

	flowNow []model.Qty // of the current tick
	missing []market.Impact
	own     []market.Impact // of the recorded flow
	moved   []model.Price   // how much lower prices are here than in the record
	room    []model.Qty     // what can still trade with us in this minute; nil without bars

	flow       Flow
	tally      Tally
	collateral Collateral
	// scratch, so that nothing is allocated per event
	child control.Child
	fill  control.Fill
	end   control.End
	order model.ParentOrder
}

// work is how the router works a parent.
type work struct {
	rng     rand.PCG
	turn    uint32 // of its valid wake
	started bool
	runs    bool // on a path that does not count
	strayed bool // it ever did
	listed  bool // in pacing
	held    bool // its child waits for a control
	steps   int32
	spacing model.Duration // between pace steps
	owed    float64        // shares that its pace has not sent yet
	since   model.Time     // its child began to wait
	child   control.Child  // held
}

// hooks are the parts of the monitors by what they listen to.
type hooks struct {
	voters    []control.ChildVoter
	delayers  []control.Delayer // of voters, nil for one that cannot say when
	verdicts  []control.Verdict // of voters, on the current child
	refusers  []control.OperationVoter
	cancelers []control.Canceler
	declarers []control.Declarer
	settlers  []control.Settler
	sent      []control.SentWatcher
	filled    []control.FillWatcher
	ended     []control.EndWatcher
	received  []control.ParentWatcher
	ticked    []control.TickWatcher
	saw       []control.OperationWatcher
}

func newSim(m *Model, cfg Config) *sim {
	n, parents := len(m.securities), m.parents.Len()
	w := &sim{Model: m, operations: cfg.Operations,
		World: control.NewWorld(m.fleet.Start(), m.about.Scale, n, parents),
		works: make([]work, parents), running: make([]int32, 2*n), shut: make([]bool, parents), tick: -1,
		flowNow: make([]model.Qty, n), missing: make([]market.Impact, n), own: make([]market.Impact, n), moved: make([]model.Price, n),
		tally: newTally(n, m.minutes, m.fleet.Servers()),
	}
	if w.operations == nil {
		w.operations = m.history
	}
	for p := range w.works {
		w.works[p].rng.Seed(m.about.Seed, uint64(p+1))
		if m.parents.Received[p] < m.about.Session.Open {
			w.Parents[p].ArrivalPx = m.securities[m.parents.Symbol[p]].PriorClose
		}
	}
	if m.tradable != nil {
		w.room = make([]model.Qty, n)
	}
	env := &control.Env{About: m.about, Securities: m.securities, Fleet: m.fleet, Parents: parents}
	for _, c := range cfg.Controls {
		w.listen(c.Monitor(env))
	}
	return w
}

// listen notes what a monitor listens to.
func (w *sim) listen(m control.Monitor) {
	w.monitors = append(w.monitors, m)
	h := &w.hooks
	if v, ok := m.(control.ChildVoter); ok {
		d, _ := m.(control.Delayer)
		h.voters, h.delayers, h.verdicts = append(h.voters, v), append(h.delayers, d), append(h.verdicts, control.Pass)
	}
	control.AddPart(&h.refusers, m)
	control.AddPart(&h.cancelers, m)
	control.AddPart(&h.declarers, m)
	control.AddPart(&h.settlers, m)
	control.AddPart(&h.sent, m)
	control.AddPart(&h.filled, m)
	control.AddPart(&h.ended, m)
	control.AddPart(&h.received, m)
	control.AddPart(&h.ticked, m)
	control.AddPart(&h.saw, m)
}

// run takes every event in order of time. Those of one time come in this order: tick, operation, parent's arrival, reports in
// order of sending, children that ask again by number, new children by parent.
func (w *sim) run(ctx context.Context) error {
	for !w.over {
		at, next := w.tape.StartOf(w.tick+1), evTick
		if w.op < len(w.operations) && w.operations[w.op].At < at {
			at, next = w.operations[w.op].At, evOperation
		}
		if w.arriving < len(w.works) && w.parents.Received[w.arriving] < at {
			at, next = w.parents.Received[w.arriving], evArrival
		}
		if w.venue.size > 0 && w.venue.at(0).at < at {
			at, next = w.venue.at(0).at, evReport
		}
		if len(w.queue) > 0 && w.queue[0].at < at {
			at, next = w.queue[0].at, evWake
		}
		w.Now = at
		switch next {
		case evTick:
			if ctx.Err() != nil {
				return ctx.Err()
			}
			w.onTick()
		case evOperation:
			w.onOperation()
		case evArrival:
			w.onArrival()
		case evReport:
			w.onReport()
		case evWake:
			w.onWake()
		}
	}
	return nil
}

// event says what comes next.
type event uint8

const (
	evTick event = iota
	evOperation
	evArrival
	evReport
	evWake
)

// simulate runs the loop to the end of its flow.
func (m *Model) simulate(ctx context.Context, cfg Config) (*sim, error) {
	w := newSim(m, cfg)
	return w, w.run(ctx)
}

// steady returns by parent whether it has a server and never ran away.
func (w *sim) steady() []bool {
	out := make([]bool, len(w.works))
	for p := range out {
		out[p] = w.server[p] != noServer && !w.works[p].strayed
	}
	return out
}

// unexecuted returns how many shares of those parents are not executed.
func (w *sim) unexecuted(of []bool) (shares int64) {
	for p := range w.Parents {
		if of[p] {
			shares += int64(w.parents.OrderQty[p] - w.Parents[p].Executed)
		}
	}
	return shares
}

// outcome closes the account and gathers what the world came to.
func (w *sim) outcome() *Outcome {
	account := control.Settlement{Lines: slices.Clone(w.Book.Lines), Participation: w.about.Market.Participation}
	for _, s := range w.hooks.settlers {
		s.Settles(&w.World, &account)
	}
	book := ledger.Book{Unit: w.Book.Unit, Lines: account.Lines}
	loss, bySymbol := w.settle(&book, market.Stop{Tick: w.tick, Missing: w.missing, Participation: account.Participation})
	out := &Outcome{Loss: loss, Flow: w.flow, Tally: w.tally, Collateral: w.collateral, Halted: model.Never, Declared: w.Declared,
		BySymbol: make([]SymbolOutcome, len(bySymbol)), Trips: make([][]control.Trip, len(w.monitors))}
	for s := range bySymbol {
		out.BySymbol[s] = SymbolOutcome{Pos: book.Lines[s].Pos, Loss: bySymbol[s]}
	}
	for p := range w.works {
		if w.works[p].held {
			w.waited(&w.works[p])
		}
	}
	out.Collateral.Wait, out.Flow.RunawayWait = w.collateral.Wait, w.flow.RunawayWait
	out.Collateral.Unexecuted = w.unexecuted(w.legit) - w.leftOver
	for i, m := range w.monitors {
		out.Trips[i] = m.Trips()
	}
	if w.halted {
		out.Halted = w.haltAt
	}
	return out
}

// later returns a time so long after now, at least a nanosecond: nothing happens before its cause.
func (w *sim) later(d model.Duration) model.Time { return w.Now.Add(max(d, time.Nanosecond)) }
