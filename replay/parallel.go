package replay

import (
	"runtime"
	"sync"
	"sync/atomic"
)

// InParallel calls work(0) to work(n-1), as many at a time as there are cores. Each call owns its own slots, so the order of
// calls leaves no trace.
func InParallel(n int, work func(i int)) {
	var next atomic.Int64
	var workers sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), n) {
		workers.Go(func() {
			for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
				work(i)
			}
		})
	}
	workers.Wait()
}
