package ui

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

// What tasks share is told where there is room, and where they share anything.
func TestTheTotalsTellUniqueBytes(t *testing.T) {
	for _, c := range []struct {
		width  int
		unique int64
		want   bool
	}{{160, 58 << 30, true}, {149, 58 << 30, false}, {160, 0, false}, {160, fixture().Totals.Size, false}} {
		s := fixture()
		s.Totals.Unique = c.unique
		m, _ := newFixture(c.width, 45)
		text := screen(feed(m, s))
		assert.Contains(t, text, "41.8 of ≥66.2 GiB   3 unknown")
		if c.want {
			assert.Contains(t, text, "58.0 GiB unique")
		} else {
			assert.NotContains(t, text, "unique")
		}
	}
}
