package simulator

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestPaceIsMeasured(t *testing.T) {
	v := serve(t, Options{Scenario: "quiet"})
	for _, at := range []time.Duration{
		500 * time.Millisecond, 600 * time.Millisecond, 1400 * time.Millisecond, // 3 within a second that is none of the clock's
		9 * time.Second, 10300 * time.Millisecond, 70 * time.Second,
	} {
		v.at(at).ask("ListInstance")
	}
	v.do(v.request("POST", "Nonsense"))
	p := v.Stats().Pace
	assert.Equal(t, 7, p.Total, "refused calls count")
	assert.Equal(t, 3, p.MostIn1s)
	assert.Equal(t, 5, p.MostIn10s)
	require.Len(t, p.PerSecond, 60)
	require.Len(t, p.PerMinute, 60)
	assert.Equal(t, 2, p.PerSecond[59], "the running second")
	assert.Equal(t, 0, p.PerSecond[58])
	assert.Equal(t, []int{5, 2}, p.PerMinute[58:])

	v.at(71 * time.Second)
	assert.Equal(t, []int{2, 0}, v.Stats().Pace.PerSecond[58:])
	v.at(2 * time.Hour)
	assert.Equal(t, make([]int, 60), v.Stats().Pace.PerMinute, "long ago")
	assert.Equal(t, 7, v.Stats().Pace.Total)

	require.NoError(t, p.Within(1, 2))
	require.EqualError(t, p.Within(0.5, 2), "3 calls in 1 s are above the budget of 2.5")
	require.EqualError(t, p.Within(0.1, 3), "5 calls in 10 s are above the budget of 4")
}

func TestPaceForgetsWhatIsOld(t *testing.T) {
	p := newPace()
	now := noon
	for range 5000 {
		now = now.Add(100 * time.Millisecond)
		p.add(now)
	}
	p.add(now.Add(-time.Hour)) // calls are taken in the order in which they got here
	assert.Equal(t, 11, p.most1s)
	assert.LessOrEqual(t, len(p.recent), 101)
	assert.LessOrEqual(t, cap(p.recent), 1024)
}
