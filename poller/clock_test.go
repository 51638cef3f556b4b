package poller

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
)

func TestClockNeverGoesBack(t *testing.T) {
	c := &clock{wall: noon}
	for _, step := range []struct {
		why             string
		wall, ran, told float64
	}{
		{"both clocks go on", 10, 10, 10},
		{"a machine that slept wakes", 110, 11, 110},
		{"the wall clock is put back", 52, 13, 112},
		{"it goes on", 55, 16, 115},
		{"it is put forward, but not as far", 77, 18, 117},
		{"it is put forward beyond", 200, 19, 200},
		{"a little back", 199.5, 19.5, 200.5},
	} {
		ran := time.Duration(step.ran * float64(time.Second))
		assert.Equal(t, second(step.told), c.tell(second(step.wall), ran), step.why)
	}
}

func TestClockTellsTheWallAsItCanBeWrittenDown(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var c clock
		for range 3 {
			now := c.now()
			assert.True(t, now.Equal(time.Now()))
			assert.Equal(t, time.Unix(0, now.UnixNano()).UTC(), now)
			after(time.Second)
		}
	})
}
