package ui

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"acrwatch/internal/query"
)

// Tasks that are matched by several goroutines at once are matched as one by one.
func TestManyTasksAreFilteredAsFewAre(t *testing.T) {
	for _, text := range []string{"frontend:v77", "-v1", "status:active", "to:eu v2", "/v[0-9]*7$/"} {
		q, err := query.Parse(text)
		require.NoError(t, err)
		x := newTaskIndex()
		x.update(many(3*leastStretch+1), fixtureNow)
		x.setQuery(q)
		assert.NotZero(t, x.len(), text)
		checkIndex(t, &x)
	}
}

func TestAFaultInAStretchReachesTheCaller(t *testing.T) {
	for _, n := range []int{1, 3 * leastStretch} {
		assert.PanicsWithValue(t, "fault", func() { inParallel(n, func(int, int) { panic("fault") }) })
	}
}
