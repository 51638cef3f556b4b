package keymap

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

type pressed string

func (p pressed) String() string { return string(p) }

func TestEveryActionIsBoundExplainedAndGrouped(t *testing.T) {
	m := Default()
	grouped := map[Action]int{}
	for _, g := range Groups {
		for _, a := range g.Actions {
			grouped[a]++
		}
	}
	require.NotEmpty(t, defaults)
	for _, d := range defaults {
		b := m.Binding(d.action)
		assert.NotEmpty(t, b.Keys(), d.action)
		assert.NotEmpty(t, b.Help().Key, d.action)
		assert.NotEmpty(t, b.Help().Desc, d.action)
		assert.Equal(t, 1, grouped[d.action], "%s is in one group", d.action)
		for _, k := range b.Keys() {
			a, ok := m.Action(pressed(k))
			assert.True(t, ok)
			assert.Equal(t, d.action, a, "%q has one meaning", k)
		}
	}
	assert.Len(t, grouped, len(defaults))
}

func TestOverride(t *testing.T) {
	m, err := Default().Override(map[string][]string{"down": {"x", "ctrl+n"}, "pause": {"j"}})
	require.NoError(t, err)
	for key, want := range map[string]Action{"x": Down, "ctrl+n": Down, "j": Pause, "k": Up} {
		a, ok := m.Action(pressed(key))
		assert.True(t, ok, key)
		assert.Equal(t, want, a, key)
	}
	_, bound := m.Action(pressed("p"))
	assert.False(t, bound, "an action loses its old keys")
	assert.Equal(t, "x", m.Binding(Down).Help().Key)
	assert.Equal(t, "row down", m.Binding(Down).Help().Desc)
}

func TestOverrideReportsEveryMistake(t *testing.T) {
	m, err := Default().Override(map[string][]string{"fly": {"x"}, "down": {}, "pause": {"q"}, "help": {"q"}})
	require.Error(t, err)
	for _, want := range []string{`keys.fly: unknown action`, `keys.down: no keys`, `keys.help: "q" also means pause, quit`} {
		assert.Contains(t, err.Error(), want)
	}
	a, _ := m.Action(pressed("j"))
	assert.Equal(t, Down, a, "the map stays as it was")
}

func TestKeysThatNoKeyboardSends(t *testing.T) {
	for key, fix := range map[string]string{
		"ctrl-x": `write "ctrl+x"`, "Ctrl+X": `write "ctrl+x"`, "C-x": `write "ctrl+x"`, "PageDown": `write "pgdown"`, " ": `write "space"`,
		"Escape": `write "esc"`, "shift+ctrl+up": `write "ctrl+shift+up"`, "gg": "give a letter, or a name", "ctrl+": "give a letter", "f0": "give a letter",
		"ctrl+ctrl+x": "give a letter", "shift+x": `write "X"`, "Shift-Ö": `write "Ö"`, "ctrl+X": `write "ctrl+x"`, "shift+/": "give a letter",
	} {
		_, err := Default().Override(map[string][]string{"pause": {key}})
		require.Error(t, err, key)
		assert.Contains(t, err.Error(), "is no key; "+fix, key)
	}
	for _, key := range []string{"x", "X", "ü", "+", "ctrl++", "ctrl+x", "alt+enter", "ctrl+alt+f12", "alt+space", "shift+up", "ctrl+shift+x", "alt+shift+x", "shift+space", "-"} {
		_, err := Default().Override(map[string][]string{"pause": {key}, "faster": {"f9"}, "slower": {"f8"}})
		require.NoError(t, err, key)
	}
}

func TestAClashNamesBothActions(t *testing.T) {
	_, err := Default().Override(map[string][]string{"pause": {"x", "x"}, "filter": {"x"}})
	var clash *Problem
	require.ErrorAs(t, err, &clash)
	assert.Equal(t, "filter", clash.Action)
	assert.Equal(t, "x", clash.Key)
	assert.Equal(t, []Action{Pause}, clash.Others)
}
