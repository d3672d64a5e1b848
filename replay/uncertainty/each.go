package uncertainty

import (
	"context"
	"sync"
)

// Each calls work for every point below n that done does not name, so many at a time, and keep with each outcome as it comes,
// never two at once. The first error of either ends it: points that are under way are waited for, and what they return is dropped
// unless it came without error.
//
// Which point finishes first is chance: what is made of the outcomes must not depend on it.
func Each(ctx context.Context, n, atOnce int, done func(point int) bool, work func(ctx context.Context, point int) (Draw, error), keep func(Draw) error) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	var left []int // asked for before any work begins: done may read what keep writes
	for point := range n {
		if !done(point) {
			left = append(left, point)
		}
	}
	points := make(chan int)
	go func() {
		defer close(points)
		for _, point := range left {
			select {
			case points <- point:
			case <-ctx.Done():
				return
			}
		}
	}()
	var workers sync.WaitGroup
	var keeping sync.Mutex
	for range atOnce {
		workers.Go(func() {
			for point := range points {
				draw, err := work(ctx, point)
				if err == nil {
					keeping.Lock()
					err = keep(draw)
					keeping.Unlock()
				}
				if err != nil {
					cancel(err)
					return
				}
			}
		})
	}
	workers.Wait()
	return context.Cause(ctx)
}
