package ui

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"acrwatch/keymap"
)

// keyPress is the message of a key as it is written in the key map.
func keyPress(name string) tea.KeyPressMsg {
	codes := map[string]rune{
		"enter": tea.KeyEnter, "esc": tea.KeyEscape, "tab": tea.KeyTab, "space": tea.KeySpace, "backspace": tea.KeyBackspace,
		"up": tea.KeyUp, "down": tea.KeyDown, "home": tea.KeyHome, "end": tea.KeyEnd, "pgup": tea.KeyPgUp, "pgdown": tea.KeyPgDown,
		"left": tea.KeyLeft, "right": tea.KeyRight,
	}
	key := tea.Key{}
	for {
		mod, rest, found := strings.Cut(name, "+")
		if !found || rest == "" {
			break
		}
		key.Mod |= map[string]tea.KeyMod{"ctrl": tea.ModCtrl, "shift": tea.ModShift, "alt": tea.ModAlt}[mod]
		name = rest
	}
	if code, ok := codes[name]; ok {
		key.Code = code
		return tea.KeyPressMsg(key)
	}
	key.Code = []rune(name)[0]
	if key.Mod == 0 {
		key.Text = name
	}
	return tea.KeyPressMsg(key)
}

// pressed is a model after one key, with what it was before and what it asks the toolkit for.
type pressed struct {
	before, after Model
	poller        *fakePoller
	cmd           tea.Cmd
}

func (p pressed) asks() tea.Msg {
	if p.cmd == nil {
		return nil
	}
	return p.cmd()
}

// actionCheck is what an action does: from the list at 100x16 with the cursor in its fourth row, after some keys.
type actionCheck struct {
	first []string
	does  func(t *testing.T, p pressed)
}

func cursorAt(row int) func(*testing.T, pressed) {
	return func(t *testing.T, p pressed) { assert.Equal(t, row, p.after.list.cursor) }
}

// The dashboard of the checks is live and has no past yet; travel_test.go has dashboards with one.
func firstOfThePast(t *testing.T, p pressed) {
	assert.False(t, p.after.travelling())
	assert.NotEmpty(t, p.after.View().Content)
}

func says(text string) func(*testing.T, pressed) {
	return func(t *testing.T, p pressed) { assert.Contains(t, p.after.View().Content, text) }
}

func staysNow(t *testing.T, p pressed) { assert.Equal(t, p.before.now, p.after.now) }

var actionChecks = map[keymap.Action]actionCheck{
	keymap.Up:       {does: cursorAt(2)},
	keymap.Down:     {does: cursorAt(4)},
	keymap.Top:      {does: cursorAt(0)},
	keymap.Bottom:   {does: cursorAt(11)},
	keymap.PageUp:   {first: []string{"G"}, does: cursorAt(7)},
	keymap.PageDown: {does: cursorAt(7)},
	keymap.HalfUp:   {does: cursorAt(1)},
	keymap.HalfDown: {does: cursorAt(5)},
	keymap.NextPane: {does: func(t *testing.T, p pressed) { assert.Equal(t, partsPane, p.after.focus) }},
	keymap.PrevPane: {first: []string{"enter", "tab"}, does: func(t *testing.T, p pressed) {
		require.Equal(t, partsPane, p.before.focus)
		assert.Equal(t, detailPane, p.after.focus)
	}},
	keymap.Open: {does: func(t *testing.T, p pressed) { assert.True(t, p.after.opened) }},
	keymap.Back: {first: []string{"enter"}, does: func(t *testing.T, p pressed) {
		require.True(t, p.before.opened)
		assert.False(t, p.after.opened)
	}},
	keymap.Quit:      {does: func(t *testing.T, p pressed) { assert.IsType(t, tea.QuitMsg{}, p.asks()) }},
	keymap.ForceQuit: {first: []string{"enter"}, does: func(t *testing.T, p pressed) { assert.IsType(t, tea.QuitMsg{}, p.asks()) }},
	keymap.Suspend:   {does: func(t *testing.T, p pressed) { assert.IsType(t, tea.SuspendMsg{}, p.asks()) }},
	keymap.Filter:    {does: func(t *testing.T, p pressed) { assert.Equal(t, filtering, p.after.mode) }},
	keymap.NextMatch: {first: []string{"/", "d", "o", "n", "e", "enter", "esc", "g"}, does: func(t *testing.T, p pressed) {
		assert.Equal(t, "rst-done1", p.after.selected.ID)
	}},
	keymap.PrevMatch: {first: []string{"/", "d", "o", "n", "e", "esc", "g"}, does: func(t *testing.T, p pressed) {
		assert.Equal(t, "rst-done3", p.after.selected.ID, "it goes round")
	}},
	keymap.Palette: {does: func(t *testing.T, p pressed) { assert.Equal(t, commanding, p.after.mode) }},
	keymap.Refresh: {does: func(t *testing.T, p pressed) { assert.Len(t, p.poller.refreshed[0], 1) }},
	keymap.RefreshAll: {does: func(t *testing.T, p pressed) {
		require.Len(t, p.poller.refreshed, 1)
		assert.Empty(t, p.poller.refreshed[0])
	}},
	keymap.Pause: {does: func(t *testing.T, p pressed) { assert.Equal(t, []bool{true}, p.poller.paused) }},
	keymap.Recall: {does: func(t *testing.T, p pressed) {
		assert.Equal(t, recalling, p.after.mode)
		assert.Contains(t, p.after.View().Content, wordsNothing)
	}},
	keymap.StepBack:    {does: firstOfThePast},
	keymap.StepOn:      {does: firstOfThePast},
	keymap.EventBefore: {does: says(wordNoneBefore)},
	keymap.EventAfter:  {does: says(wordNoneAfter)},
	keymap.Now:         {does: staysNow},
	keymap.Slower:      {does: staysNow},
	keymap.Faster:      {does: staysNow},
	keymap.Mouse: {does: func(t *testing.T, p pressed) {
		assert.Equal(t, tea.MouseModeCellMotion, p.before.View().MouseMode)
		assert.Equal(t, tea.MouseModeNone, p.after.View().MouseMode)
		assert.Equal(t, tea.MouseModeCellMotion, viewOf(feed(p.after, keyPress("m"))).MouseMode)
	}},
	keymap.Copy:         {does: func(t *testing.T, p pressed) { assert.Contains(t, p.after.View().Content, "copied rst-new") }},
	keymap.CopyMenu:     {does: func(t *testing.T, p pressed) { assert.Equal(t, copying, p.after.mode) }},
	keymap.Export:       {does: func(t *testing.T, p pressed) { assert.Equal(t, exporting, p.after.mode) }},
	keymap.Console:      {does: func(t *testing.T, p pressed) { assert.NotNil(t, p.asks()) }},
	keymap.Reload:       {does: func(t *testing.T, p pressed) { assert.IsType(t, reloadedMsg{}, p.asks()) }},
	keymap.ViewTasks:    {first: []string{"2"}, does: func(t *testing.T, p pressed) { assert.Equal(t, tasksView, p.after.view) }},
	keymap.ViewBatches:  {does: func(t *testing.T, p pressed) { assert.Equal(t, batchesView, p.after.view) }},
	keymap.ViewFailures: {does: func(t *testing.T, p pressed) { assert.Equal(t, failuresView, p.after.view) }},
	keymap.Sort: {does: func(t *testing.T, p pressed) {
		assert.NotEqual(t, p.before.sort(), p.after.sort())
		assert.Equal(t, p.before.selected, p.after.selected)
	}},
	keymap.ReverseSort: {does: func(t *testing.T, p pressed) { assert.True(t, p.after.sort().backward) }},
	keymap.Mark: {does: func(t *testing.T, p pressed) {
		assert.Equal(t, 1, p.after.marks.len())
		assert.True(t, p.after.marks.has(p.before.selected))
	}},
	keymap.Raw: {does: func(t *testing.T, p pressed) { assert.True(t, p.after.raw.open) }},
	keymap.FullScreen: {does: func(t *testing.T, p pressed) {
		assert.Greater(t, p.after.layout().listRows(), p.before.layout().listRows())
	}},
	keymap.Redraw: {does: func(t *testing.T, p pressed) { assert.IsType(t, tea.ClearScreen(), p.asks()) }},
	keymap.Help:   {does: func(t *testing.T, p pressed) { assert.Equal(t, helping, p.after.mode) }},
}

// Every key of every action is pressed, and has to do what the action is for.
func TestEveryKeyDoesWhatItsActionSays(t *testing.T) {
	keys := keymap.Default()
	for _, group := range keymap.Groups {
		for _, action := range group.Actions {
			check, ok := actionChecks[action]
			if !assert.True(t, ok, "%s has no check: add one to actionChecks", action) {
				continue
			}
			for _, key := range keys.Binding(action).Keys() {
				t.Run(string(action)+" "+key, func(t *testing.T) {
					p := ready(check.first)
					p.after = p.before
					_, p.cmd = p.after.Update(keyPress(key))
					check.does(t, p)
				})
			}
		}
	}
}

// Every action does the same by its name in the palette.
func TestEveryActionHasAName(t *testing.T) {
	for action, check := range actionChecks {
		t.Run(string(action), func(t *testing.T) {
			p := ready(check.first)
			p.after = feed(p.before, keyPress(":"), tea.PasteMsg{Content: string(action)})
			_, p.cmd = p.after.Update(keyPress("enter"))
			check.does(t, p)
		})
	}
}

func ready(first []string) pressed {
	m, p := newFixture(100, 16)
	m = feed(feed(m, fixture()), press("gjjj")...)
	for _, key := range first {
		m = feed(m, keyPress(key))
	}
	return pressed{before: m, poller: p}
}
