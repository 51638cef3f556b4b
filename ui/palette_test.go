package ui

import (
	"slices"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"acrwatch/keymap"
)

// ran is the dashboard after a line in the palette.
func ran(t *testing.T, keys ...string) Model {
	t.Helper()
	m, _ := newFixture(160, 45)
	return feed(feed(m, fixture()), press(append([]string{":"}, keys...)...)...)
}

func offered(m Model) []string {
	var names []string
	for _, c := range m.command.completion.choices {
		names = append(names, c.text)
	}
	return names
}

func TestThePaletteOffersTheBestFirst(t *testing.T) {
	for typed, want := range map[string]string{
		"ref": "refresh", "page": "page-down", "down": "down", "Q": "quit", "nm": "next-match", "hlp": "help", "all": "refresh-all",
	} {
		m := feed(ran(t), tea.PasteMsg{Content: typed})
		require.NotEmpty(t, offered(m), typed)
		assert.Equal(t, want, offered(m)[0], typed)
	}
	m := ran(t)
	assert.Len(t, offered(m), len(m.allCommands()), "with nothing typed it offers all there is")
	m = ran(t, "back")
	assert.True(t, m.command.completion.choices[0].faint, "at the top there is nowhere to go back to")
	names := offered(ran(t, "b"))
	assert.Equal(t, "bottom", names[0])
	useless := slices.DeleteFunc(slices.Clone(names), func(name string) bool { return m.works(keymap.Action(name)) || name == "b" })
	assert.Contains(t, useless, "back")
	assert.Equal(t, useless, names[len(names)-len(useless):], "what does nothing here comes last")
	assert.Empty(t, offered(ran(t, "xyzzy")))
}

func TestThePaletteShowsTheKeysOfTheLiveMap(t *testing.T) {
	keys, err := keymap.Default().Override(map[string][]string{"pause": {"P", "ctrl+p"}})
	require.NoError(t, err)
	m, _ := newFixture(100, 30, func(o *Options) { o.Keys = keys })
	text := screen(feed(feed(m, fixture()), press(":", "pau")...))
	assert.Regexp(t, `pause +P ctrl\+p +pause, or go on`, text)
}

func TestCommandsTakeArguments(t *testing.T) {
	m := ran(t, "filter status:failed", "enter")
	assert.Equal(t, 1, m.index.len())
	assert.Equal(t, "status:failed", m.input.Value())
	assert.Equal(t, browse, m.mode)
	m = ran(t, "goto rst-sp", "enter")
	assert.Equal(t, "rst-spark", selectedID(t, m))
	m = ran(t, "goto spark", "enter")
	assert.Equal(t, "rst-spark", selectedID(t, m), "a piece of the image will do")
	m = feed(ran(t, "filter status:failed", "enter"), press(":", "goto rst-spark", "enter")...)
	assert.Equal(t, "rst-spark", selectedID(t, m))
	assert.Equal(t, 12, m.index.len(), "a filter that hides the task is cleared")
	m = ran(t, "theme li", "enter")
	assert.False(t, m.look.onDark(), "the best choice stands for a piece of it")
	m = ran(t, "theme", "enter")
	assert.Equal(t, commanding, m.mode)
	assert.Equal(t, "theme ", m.command.input.Value(), "it waits for the argument")
}

func TestAMistakeInThePaletteStaysThereWithItsPlace(t *testing.T) {
	for typed, want := range map[string]struct {
		column int
		marks  string
		text   string
	}{
		"quitt":                    {3, "^^^^^", `no such action; did you mean quit?`},
		"xyzzy":                    {3, "^^^^^", `no such action; clear the line to see them all`},
		"theme pink":               {9, "^^^^", `unknown theme; known are auto, dark, light`},
		"pause now":                {9, "^^^", `pause takes nothing behind it`},
		"filter web stauts:failed": {14, "^^^^^^^", `unknown field stauts:, did you mean status:?`},
		"filter  web size>x":       {15, "^^^^^^", `size>x: a size such as 1.5GiB`},
		"goto rst-none":            {8, "^^^^^^^^", `no task has this id`},
		"back":                     {3, "^^^^", `does nothing here`},
	} {
		m := ran(t, typed, "enter")
		assert.Equal(t, commanding, m.mode, typed)
		assert.Equal(t, typed, m.command.input.Value())
		lines := strings.Split(screen(m), "\n")
		under := lines[m.layout().above()]
		assert.True(t, strings.HasPrefix(under, strings.Repeat(" ", want.column)+want.marks+" "), "%s: %q", typed, under)
		assert.Contains(t, under+lines[m.layout().above()+1], want.text)
		assert.Equal(t, 12, m.index.len(), "nothing is filtered by it")
		m = feed(m, press("x")...)
		assert.Nil(t, m.command.wrong, "the next letter takes it away")
	}
}

func TestThePaletteCompletes(t *testing.T) {
	m := ran(t, "them", "tab")
	assert.Equal(t, "theme ", m.command.input.Value())
	assert.Equal(t, Themes(), offered(m))
	m = feed(m, press("tab", "tab")...)
	assert.Equal(t, "theme dark", m.command.input.Value())
	m = feed(m, keyPress("shift+tab"))
	assert.Equal(t, "theme auto", m.command.input.Value())
	m = ran(t, "filter stat", "tab")
	assert.Equal(t, "filter status:", m.command.input.Value())
	m = ran(t, "re", "tab")
	assert.Equal(t, offered(m)[0], m.command.input.Value())
	m = ran(t, "re", "down", "tab")
	assert.Equal(t, offered(m)[1], m.command.input.Value(), "tab takes the row that is lit")
}

func TestThePaletteRemembers(t *testing.T) {
	m := feed(ran(t, "theme light", "enter"), press(":", "theme dark", "enter", ":", "the", "up")...)
	assert.Equal(t, "theme dark", m.command.input.Value())
	m = feed(m, press("up")...)
	assert.Equal(t, "theme light", m.command.input.Value())
	m = feed(m, press("down", "down")...)
	assert.Equal(t, "the", m.command.input.Value(), "what was being typed comes back")
}

func TestLeavingThePalette(t *testing.T) {
	for _, key := range []string{"esc", "enter", "backspace"} {
		assert.Equal(t, browse, ran(t, key).mode, key)
	}
	m := ran(t, "q")
	_, cmd := m.Update(keyPress("enter"))
	require.NotNil(t, cmd)
	assert.IsType(t, tea.QuitMsg{}, cmd())
	assert.Equal(t, "web", feed(ran(t), tea.PasteMsg{Content: "web"}).command.input.Value())
}

func TestHelpShowsWhatWorksHere(t *testing.T) {
	m, _ := newFixture(160, 45)
	m = feed(m, fixture())
	text := func(m Model) string { return screen(feed(m, press("?")...)) }
	assert.Contains(t, text(m), "into the task")
	assert.NotContains(t, text(m), "back, or clear the filter")
	assert.NotContains(t, text(m), "last filter")
	inside := feed(m, press("enter")...)
	assert.NotContains(t, text(feed(m, press("/", "no such", "enter")...)), "into the task")
	assert.Contains(t, text(inside), "back, or clear the filter")
	assert.Contains(t, text(feed(m, press("/", "web", "enter")...)), "last filter")
}

func TestAllOfTheHelpCanBeReached(t *testing.T) {
	for _, size := range [][2]int{{60, 12}, {80, 24}, {130, 20}, {140, 40}, {160, 16}, {200, 12}} {
		m, _ := newFixture(size[0], size[1])
		m = feed(feed(m, fixture()), press("?")...)
		first := m.View().Content
		seen, before := screen(m), ""
		for screen(m) != before {
			before = screen(m)
			m = feed(m, press("j")...)
			seen += screen(m)
		}
		assert.Equal(t, before, screen(feed(m, press("G")...)), "%v: the end", size)
		said, rows := strings.Join(strings.Fields(seen), " "), 0
		for _, b := range m.helpBlocks() {
			for _, r := range b.rows {
				rows++
				assert.Contains(t, said, r.what+" "+strings.Fields(r.means)[0], size)
				assert.Contains(t, seen, r.means[strings.LastIndex(r.means, " ")+1:], size)
			}
		}
		assert.Greater(t, rows, 30)
		assert.Equal(t, first, drawn(feed(m, press("g")...)))
	}
}
