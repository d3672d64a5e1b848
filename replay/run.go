package replay

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"

	"lossreplay/model"
	"lossreplay/model/control"
	"lossreplay/model/market"
	"lossreplay/model/router"
)

// ControlsMax is the largest number of controls in one run: a coalition is a 64-bit set.
const ControlsMax = 63

// WorldsMax is how many worlds may be alive at once unless a Config says otherwise.
const WorldsMax = 1024

// Config says what to replay a day with. The zero Config replays the recorded day alone.
type Config struct {
	Controls []control.Instance
	// Coalitions are those that are asked for, bit i for Controls[i]; nil for all. What the others would have been is then not
	// known, and worlds that answer for none of those asked for are not replayed. The empty one is always added: every world's
	// liquidation is measured against it. With recorded prices held, the other bound, it is HeldCoalitions if that is not nil.
	Coalitions, HeldCoalitions []uint64
	// WorldsMax is the number of worlds that may be alive at once, 0 for the constant of that name.
	WorldsMax int
	// ImpactOnly leaves out the other price assumption, recorded prices held.
	ImpactOnly bool
	// NoCourse leaves Points and Stops of leaves out.
	NoCourse bool
	// Watch, if set, has one world recorded in detail. It changes nothing of the rest.
	Watch *Watch
	// BatchEvents is the number of events in a batch, 0 for a good default. It changes no result.
	BatchEvents int
	// Progress, if set, is called now and then from one goroutine.
	Progress func(Progress)
}

// ErrTooManyWorlds says that more worlds are alive than a Config allows: too many controls act softly and each at its own time.
// Fewer controls take fewer, and so do fewer coalitions.
var ErrTooManyWorlds = errors.New("too many controls act softly and each at its own time for every combination of them")

// Progress is how far a run has come.
type Progress struct {
	Events int64
	At     model.Time
	Alive  int // worlds
	Leaves int
}

// Result is the outcome of a run: one leaf partition for each of the two price assumptions.
type Result struct {
	Controls []control.Instance
	// Impact holds the leaves with prices freed of the missing flow's impact, Held those with recorded prices held. Each
	// partitions the 2^n coalitions and is sorted by In, then Out.
	Impact, Held []Leaf
	// Coalitions are those that the leaves of Impact cover, what the Config asked for; nil for all.
	Coalitions []uint64
	Read       Counts
	// Evaluated is the number of events that worlds took, all together; Worlds how many there were.
	Evaluated int64
	Worlds    int
	// Legit is the legitimate flow of the recorded day.
	Legit Collateral
	// Testimony is what a Watch brought; nil without one.
	Testimony *Testimony
	// FlowEnd is the tick at which the recorded flow ends.
	FlowEnd int
}

// Run replays day with every combination of the controls, in one pass, under both price assumptions.
//
// Memory grows with symbols, parents, orders at venues and live worlds, not with the length of the day. The error is that of
// the day's readers, of a router or market description that cannot be, of more than ControlsMax controls, of ctx, or
// ErrTooManyWorlds.
func Run(ctx context.Context, day Day, cfg Config) (*Result, error) {
	r, err := newRunner(day, cfg)
	if err != nil {
		return nil, err
	}
	defer r.stream.close()
	if err := r.pass(ctx); err != nil {
		return nil, err
	}
	return r.result(), nil
}

// runner is a run under way.
type runner struct {
	cfg    Config
	fixed  *fixed
	stream *stream
	live   []*world
	closed []*world
	events int64 // taken
	digest *digest

	witness *witness // nil without a Watch
}

// A batch is read whole and taken in runs of so many events, so that a run of events stays in the cache while many worlds
// take it, and so that worlds are counted often.
const (
	batchEvents = 1 << 14
	runEvents   = 1 << 11
)

func newRunner(day Day, cfg Config) (*runner, error) {
	if len(cfg.Controls) > ControlsMax {
		return nil, fmt.Errorf("%d controls are too many for one run; at most %d", len(cfg.Controls), ControlsMax)
	}
	about := day.Incident()
	fleet, err := router.New(about.Router)
	if err != nil {
		return nil, fmt.Errorf("incident %s: %w", about.Name, err)
	}
	kernel, err := market.NewKernel(about.Market)
	if err != nil {
		return nil, fmt.Errorf("incident %s: %w", about.Name, err)
	}
	if cfg.BatchEvents == 0 {
		cfg.BatchEvents = batchEvents
	}
	if cfg.WorldsMax == 0 {
		cfg.WorldsMax = WorldsMax
	}
	s, err := newStream(day, kernel, cfg.BatchEvents)
	if err != nil {
		return nil, err
	}
	f := &fixed{
		day: day, about: about, fleet: fleet, kernel: kernel, unit: s.unit, priceUnit: about.Scale.Unit(),
		parentQty: day.Parents().OrderQty, operations: day.Operations(), controls: cfg.Controls,
		minute: kernel.TicksPerMinute(), ticks: s.tape.Ticks(), courses: !cfg.NoCourse,
	}
	r := &runner{cfg: cfg, fixed: f, stream: s, digest: newDigest(len(f.parentQty))}
	r.live = []*world{newWorld(f, false)}
	if len(cfg.Controls) > 0 && !cfg.ImpactOnly {
		r.live = append(r.live, newWorld(f, true))
	}
	if cfg.Coalitions != nil {
		r.cfg.Coalitions = withEmpty(cfg.Coalitions)
		r.live[0].want(r.cfg.Coalitions)
	}
	held := cfg.HeldCoalitions
	if held == nil {
		held = cfg.Coalitions
	}
	if len(r.live) > 1 && held != nil {
		r.live[1].want(withEmpty(held))
	}
	if cfg.Watch != nil {
		w := newWorld(f, false)
		r.witness = newWitness(*cfg.Watch, w)
		r.live = append(r.live, w)
	}
	return r, nil
}

// result settles every world and sorts the leaves.
func (r *runner) result() *Result {
	var worlds []*world
	for _, w := range slices.Concat(r.closed, r.live) {
		if w.witness == nil {
			worlds = append(worlds, w.closings()...)
		}
	}
	slices.SortFunc(worlds, func(a, b *world) int {
		return cmp.Or(cmp.Compare(a.in, b.in), cmp.Compare(a.out, b.out))
	})
	for _, w := range worlds {
		if w.in == 0 && !w.held {
			closeTape(r.stream, w)
		}
	}
	leaves := make([]Leaf, len(worlds))
	InParallel(len(worlds), func(i int) { leaves[i] = worlds[i].leaf(r.stream) })
	settled(r.stream.tape, worlds, leaves)
	res := &Result{Controls: r.cfg.Controls, Read: r.stream.total, Worlds: len(worlds), FlowEnd: r.stream.flowEnd(),
		Coalitions: r.cfg.Coalitions}
	for i, w := range worlds {
		res.Evaluated += w.evaluated
		if w.held {
			res.Held = append(res.Held, leaves[i])
		} else {
			res.Impact = append(res.Impact, leaves[i])
		}
	}
	legit := r.stream.legit
	res.Legit = Collateral{Orders: legit.Orders, Shares: legit.Shares, Notional: legit.Notional}
	if r.witness != nil {
		res.Testimony = r.witness.testimony(r.stream)
	}
	return res
}
