package ui

import (
	"strings"
	"testing"

	"github.com/charmbracelet/colorprofile"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"acrwatch/internal/columns"
	"acrwatch/poller"
)

func writtenLines(t *testing.T, o Written) []string {
	t.Helper()
	s := fixture()
	var tasks []*poller.Task
	for _, task := range s.Tasks.All() {
		tasks = append(tasks, task)
	}
	SortTasks(tasks, "size", false, fixtureNow)
	o.Now, o.Profile = fixtureNow, colorprofile.NoTTY
	var b strings.Builder
	require.NoError(t, WriteList(&b, s, tasks, o))
	return strings.Split(strings.TrimSuffix(b.String(), "\n"), "\n")
}

func TestAWrittenListFitsATerminalAndIsWholeElsewhere(t *testing.T) {
	for width := 8; width <= 200; width += 8 {
		for _, line := range writtenLines(t, Written{Width: width, Columns: columns.Known, Parts: true}) {
			assert.LessOrEqual(t, textWidth(line), width)
		}
	}
	whole := strings.Join(writtenLines(t, Written{Columns: columns.Known}), "\n")
	assert.NotContains(t, whole, "…")
	for _, task := range fixture().Tasks.All() {
		assert.Contains(t, whole, task.ID)
		assert.Contains(t, whole, task.Image())
	}
}
