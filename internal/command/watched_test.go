package command

import (
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/stretchr/testify/assert"
)

// flipbook is a model that shows how often it was drawn, and that messages of type bool change or do not.
type flipbook struct {
	same  bool
	drawn *int
}

func (f flipbook) Init() tea.Cmd { return nil }

func (f flipbook) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	f.same = !msg.(bool)
	return f, nil
}

func (f flipbook) View() tea.View {
	*f.drawn++
	return tea.NewView(string(rune('0' + *f.drawn)))
}

func (f flipbook) Same() bool { return f.same }

func TestAFrameIsDrawnOnceForMessagesThatChangeNothing(t *testing.T) {
	w := watched{Model: flipbook{drawn: new(int)}}
	frames := w.View().Content
	for _, changes := range []bool{false, false, true, false, true} {
		w.Update(changes)
		frames += w.View().Content
	}
	assert.Equal(t, "111223", frames)
}
