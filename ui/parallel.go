package ui

import (
	"runtime"
	"sync"
)

// leastStretch is how many tasks are worth another goroutine.
const leastStretch = 4096

// inParallel does a piece of work for each of n items, in stretches from first to below end, one for each processor. A
// panic in one of them is one of the caller, so that the terminal is given back.
func inParallel(n int, do func(first, end int)) {
	workers := min(runtime.GOMAXPROCS(0), n/leastStretch)
	if workers < 2 {
		do(0, n)
		return
	}
	faults := make([]any, workers)
	var all sync.WaitGroup
	for w := range workers {
		all.Go(func() {
			defer func() { faults[w] = recover() }()
			do(w*n/workers, (w+1)*n/workers)
		})
	}
	all.Wait()
	for _, fault := range faults {
		if fault != nil {
			panic(fault)
		}
	}
}
