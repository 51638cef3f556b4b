package command

import (
	"runtime"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestAShortListTakesOneProcessor(t *testing.T) {
	t.Cleanup(runtime.SetDefaultGOMAXPROCS)
	runtime.GOMAXPROCS(3) // by hand, as no default is: what stays can be told from what was set anew
	var p processors
	p.fit(dividedFrom)
	assert.Equal(t, 3, runtime.GOMAXPROCS(0), "a long list from the start")
	p.fit(dividedFrom - 1)
	assert.Equal(t, 1, runtime.GOMAXPROCS(0), "a short list")
	runtime.GOMAXPROCS(3)
	p.fit(0)
	assert.Equal(t, 3, runtime.GOMAXPROCS(0), "nothing is set twice")
	p.fit(dividedFrom)
	got := runtime.GOMAXPROCS(0)
	runtime.SetDefaultGOMAXPROCS()
	assert.Equal(t, runtime.GOMAXPROCS(0), got, "a list that has grown")
}

func TestProcessorsOfTheEnvironmentStay(t *testing.T) {
	t.Cleanup(runtime.SetDefaultGOMAXPROCS)
	runtime.GOMAXPROCS(3)
	p := processors{fixed: true}
	p.fit(0)
	assert.Equal(t, 3, runtime.GOMAXPROCS(0))
}
