package command

import (
	"runtime"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
)

// usual is how many processors there are when nobody has said how many.
func usual() int {
	runtime.SetDefaultGOMAXPROCS()
	return runtime.GOMAXPROCS(0)
}

func TestAShortListTakesOneProcessor(t *testing.T) {
	all, now := usual(), time.Now()
	t.Cleanup(runtime.SetDefaultGOMAXPROCS)
	runtime.GOMAXPROCS(all + 1) // as nobody else sets it: what stays can be told from what was set anew
	var p processors
	p.fit(dividedFrom, now)
	assert.Equal(t, all+1, runtime.GOMAXPROCS(0), "a long list from the start")
	p.fit(dividedFrom-1, now)
	assert.Equal(t, 1, runtime.GOMAXPROCS(0), "a short list")
	runtime.GOMAXPROCS(all + 1)
	p.fit(0, now)
	assert.Equal(t, all+1, runtime.GOMAXPROCS(0), "nothing is set twice")
	p.fit(dividedFrom, now)
	assert.Equal(t, all, runtime.GOMAXPROCS(0), "a list that has grown")
}

func TestAKeyTakesAllProcessorsForAWhile(t *testing.T) {
	all, now := usual(), time.Now()
	t.Cleanup(runtime.SetDefaultGOMAXPROCS)
	var p processors
	p.fit(0, now)
	assert.Equal(t, 1, runtime.GOMAXPROCS(0))
	p.typed(now)
	assert.Equal(t, all, runtime.GOMAXPROCS(0), "at once")
	p.fit(0, now.Add(inUseFor-1))
	assert.Equal(t, all, runtime.GOMAXPROCS(0), "while the next key is expected")
	p.fit(0, now.Add(inUseFor))
	assert.Equal(t, 1, runtime.GOMAXPROCS(0), "later")
}

func TestProcessorsOfTheEnvironmentStay(t *testing.T) {
	t.Cleanup(runtime.SetDefaultGOMAXPROCS)
	runtime.GOMAXPROCS(3)
	p := processors{fixed: true}
	p.fit(0, time.Now())
	assert.Equal(t, 3, runtime.GOMAXPROCS(0))
}
