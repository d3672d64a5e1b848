package replay

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"sync/atomic"
)

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
	for first := 0; first < len(b.events); first += runEvents {
		part := *b
		part.digest = r.digest
		part.events = b.events[first:min(first+runEvents, len(b.events))]
		if len(r.cfg.Controls) > 0 {
			r.digest.read(part.events)
		}
		if err := r.takeRun(&part); err != nil {
			return err
		}
	}
	if r.cfg.Progress != nil {
		r.events += int64(len(b.events))
		r.cfg.Progress(Progress{Events: r.events, At: b.events[len(b.events)-1].at, Alive: len(r.live), Leaves: len(r.closed)})
	}
	return nil
}

func (r *runner) takeRun(b *batch) error {
	if r.witness != nil && r.witness.world.closed {
		r.witness.rest(b.events)
	}
	results := make([]family, len(r.live))
	var born atomic.Int64 // worlds of this run of events, those it began with included
	born.Store(int64(len(r.live)))
	InParallel(len(results), func(i int) { results[i] = r.takeFamily(r.live[i], b, &born) })
	r.live = r.live[:0]
	for _, f := range results {
		r.live = append(r.live, f.live...)
		r.closed = append(r.closed, f.closed...)
	}
	if born.Load() > r.bornMax() || len(r.live) > r.cfg.WorldsMax {
		return fmt.Errorf("%w: more than %d are alive at %v", ErrTooManyWorlds, r.cfg.WorldsMax, b.events[len(b.events)-1].at)
	}
	return nil
}

// bornMax bounds the worlds of one run of events. It counts those that close too, so that what fails does not hang on which
// goroutine comes first.
func (r *runner) bornMax() int64 { return 16 * int64(r.cfg.WorldsMax) }

// withEmpty returns the coalitions, each once, with the empty one among them.
func withEmpty(sets []uint64) []uint64 {
	all := append([]uint64{0}, sets...)
	slices.Sort(all)
	return slices.Compact(all)
}

// family is what became of one world in one run of events: itself and those that forked off.
type family struct{ live, closed []*world }

// takeFamily lets w and its forks take b, depth first. It stops short, with worlds left out, when too many were born: the run
// then fails.
func (r *runner) takeFamily(w *world, b *batch, born *atomic.Int64) (f family) {
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
			if born.Add(1) > r.bornMax() {
				return f
			}
			tasks = append(tasks, task{forked, next}, task{t.w, next})
		case t.w.closed:
			if t.w.witness != nil {
				t.w.witness.rest(b.events[next:])
			}
			f.closed = append(f.closed, t.w)
		default:
			f.live = append(f.live, t.w)
		}
	}
	return f
}
