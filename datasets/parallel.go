package datasets

import (
	"sync"
	"sync/atomic"
)

// workers is the number of goroutines of a parallel step; results do not depend on it.
const workers = 8

// InParallel calls work(0) to work(n-1), for those who make a day symbol by symbol. Each call owns its own slots, so the order of
// calls leaves no trace.
func InParallel(n int, work func(i int)) {
	var next atomic.Int64
	var group sync.WaitGroup
	for range workers {
		group.Go(func() {
			for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
				work(i)
			}
		})
	}
	group.Wait()
}
