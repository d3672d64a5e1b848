package replay

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"

	"lossreplay/model"
	"lossreplay/model/control"
	"lossreplay/model/market"
	"lossreplay/model/router"
)

// ControlsMax is the largest number of controls in one run: a coalition is a 64-bit set.
const ControlsMax = 63

// WorldsMax is the largest number of worlds that may be alive at once; a run that would need more fails and says so. Those
// that close count to the end of their batch, so that what fails does not hang on which goroutine comes first.
const WorldsMax = 4096

// Config says what to replay a day with. The zero Config replays the recorded day alone.
type Config struct {
	Controls []control.Instance
	// BatchEvents is the number of events in a batch, 0 for a good default. It changes no result.
	BatchEvents int
	// Progress, if set, is called now and then from one goroutine.
	Progress func(Progress)
}

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
	Read         Counts
	// Evaluated is the number of events that worlds took, all together; Worlds how many there were.
	Evaluated int64
	Worlds    int
	// Legit is the legitimate flow of the recorded day.
	Legit Collateral
	// FlowEnd is the tick at which the recorded flow ends.
	FlowEnd int
}

// Run replays day with every combination of the controls, in one pass, under both price assumptions.
//
// Memory grows with symbols, parents, orders at venues and live worlds, not with the length of the day. The error is that of
// the day's readers, of a router or market description that cannot be, of more than ControlsMax controls or WorldsMax live
// worlds, or of ctx.
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
}

const batchEvents = 1 << 14

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
	s, err := newStream(day, kernel, cfg.BatchEvents)
	if err != nil {
		return nil, err
	}
	f := &fixed{
		day: day, about: about, fleet: fleet, kernel: kernel, unit: s.unit, priceUnit: about.Scale.Unit(),
		parentQty: day.Parents().OrderQty, operations: day.Operations(), controls: cfg.Controls,
		minute: kernel.TicksPerMinute(), ticks: s.tape.Ticks(),
	}
	r := &runner{cfg: cfg, fixed: f, stream: s}
	r.live = []*world{newWorld(f, false)}
	if len(cfg.Controls) > 0 {
		r.live = append(r.live, newWorld(f, true))
	}
	return r, nil
}

// pass streams the day once. One goroutine reads ahead while the worlds take the batch before.
func (r *runner) pass(ctx context.Context) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	free, full := make(chan *batch, 3), make(chan *batch, 3)
	for range cap(free) {
		free <- &batch{events: make([]event, 0, r.cfg.BatchEvents+1)}
	}
	failed := make(chan error, 1)
	go func() {
		defer close(full)
		failed <- r.read(ctx, free, full)
	}()
	for b := range full {
		if err := r.take(b); err != nil {
			cancel()
			for range full { // let the reader come to its end
			}
			<-failed
			return err
		}
		free <- b
	}
	return <-failed
}

// read merges the day into batches until its end.
func (r *runner) read(ctx context.Context, free <-chan *batch, full chan<- *batch) error {
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case b := <-free:
			switch err := r.stream.next(b); {
			case errors.Is(err, io.EOF):
				return nil
			case err != nil:
				return err
			}
			full <- b
		}
	}
}

// take lets every live world, and every world that forks off on the way, take the batch.
func (r *runner) take(b *batch) error {
	results := make([]family, len(r.live))
	var next, born atomic.Int64 // born: worlds of this batch, those it began with included
	born.Store(int64(len(r.live)))
	var workers sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(r.live)) {
		workers.Go(func() {
			for i := int(next.Add(1)) - 1; i < len(results); i = int(next.Add(1)) - 1 {
				results[i] = takeBatch(r.live[i], b, &born)
			}
		})
	}
	workers.Wait()
	r.live = r.live[:0]
	for _, f := range results {
		r.live = append(r.live, f.live...)
		r.closed = append(r.closed, f.closed...)
	}
	if born.Load() > WorldsMax {
		return fmt.Errorf("more than %d worlds are alive at %v: too many controls act softly and each at its own time; run fewer controls",
			WorldsMax, b.events[len(b.events)-1].at)
	}
	if r.cfg.Progress != nil {
		r.events += int64(len(b.events))
		r.cfg.Progress(Progress{Events: r.events, At: b.events[len(b.events)-1].at, Alive: len(r.live), Leaves: len(r.closed)})
	}
	return nil
}

// family is what became of one world in one batch: itself and those that forked off.
type family struct{ live, closed []*world }

// takeBatch lets w and its forks take b, depth first. It stops short, with worlds left out, when too many are alive: the run
// then fails.
func takeBatch(w *world, b *batch, born *atomic.Int64) (f family) {
	type task struct {
		w *world
		i int
	}
	tasks := []task{{w, 0}}
	for len(tasks) > 0 {
		t := tasks[len(tasks)-1]
		tasks = tasks[:len(tasks)-1]
		t.w.room(b.slots)
		next, forked := t.w.advance(b, t.i)
		switch {
		case forked != nil:
			if born.Add(1) > WorldsMax {
				return f
			}
			tasks = append(tasks, task{forked, next}, task{t.w, next})
		case t.w.closed:
			f.closed = append(f.closed, t.w)
		default:
			f.live = append(f.live, t.w)
		}
	}
	return f
}

// result settles every world and sorts the leaves.
func (r *runner) result() *Result {
	worlds := slices.Concat(r.closed, r.live)
	slices.SortFunc(worlds, func(a, b *world) int {
		return cmp.Or(cmp.Compare(a.in, b.in), cmp.Compare(a.out, b.out))
	})
	for _, w := range worlds {
		if w.in == 0 && !w.held {
			closeTape(r.stream, w)
		}
	}
	leaves := make([]Leaf, len(worlds))
	var next atomic.Int64
	var workers sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		workers.Go(func() {
			for i := int(next.Add(1)) - 1; i < len(worlds); i = int(next.Add(1)) - 1 {
				leaves[i] = worlds[i].leaf(r.stream)
			}
		})
	}
	workers.Wait()
	res := &Result{Controls: r.cfg.Controls, Read: r.stream.total, Worlds: len(worlds), FlowEnd: r.stream.flowEnd()}
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
	return res
}
