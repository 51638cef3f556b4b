package remember

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestWhatIsSavedIsLoaded(t *testing.T) {
	path := filepath.Join(t.TempDir(), "state", "acrwatch", "state.toml")
	nothing, err := Load(path)
	require.NoError(t, err)
	assert.True(t, nothing.Equal(State{}), "no file is nothing remembered")
	want := State{View: "batches", Theme: "light", Divider: 40, Views: map[string]View{
		"tasks": {Filter: `status:failed "a b" 训练 -x`, Sort: "rate", Reverse: true}, "failures": {},
	}}
	require.NoError(t, Save(path, want))
	got, err := Load(path)
	require.NoError(t, err)
	assert.True(t, got.Equal(want), "%+v", got)
	text, err := os.ReadFile(path)
	require.NoError(t, err)
	assert.True(t, strings.HasPrefix(string(text), "# acrwatch writes this file"))
}

func TestWhatCannotBeReadIsPassedOver(t *testing.T) {
	cases := map[string]struct{ text, why string }{
		"broken":                {"version = 1\nview = ", "it cannot be read"},
		"another type":          {"version = 1\nview = 5", "it cannot be read"},
		"a later version":       {"version = 2\nview = \"tasks\"", "it is of version 2, this program has 1"},
		"no version":            {"view = \"tasks\"", "it is of version 0, this program has 1"},
		"too large":             {strings.Repeat("#", maxFile+1), "it is too large"},
		"an unknown key passes": {"version = 1\nnew = 5", ""},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "state.toml")
			require.NoError(t, os.WriteFile(path, []byte(c.text), 0o600))
			got, err := Load(path)
			assert.True(t, got.Equal(State{}))
			if c.why == "" {
				require.NoError(t, err)
				return
			}
			require.EqualError(t, err, c.why)
		})
	}
}

func TestNoWidthThatNoScreenHas(t *testing.T) {
	path := filepath.Join(t.TempDir(), "state.toml")
	require.NoError(t, os.WriteFile(path, []byte("version = 1\nview = \"tasks\"\ndivider = 900"), 0o600))
	got, err := Load(path)
	require.NoError(t, err)
	assert.True(t, got.Equal(State{View: "tasks"}), "%+v", got)
}

func TestEqual(t *testing.T) {
	one := State{Views: map[string]View{"tasks": {Filter: "web"}}}
	for _, other := range []State{{}, {View: "x"}, {Views: map[string]View{"tasks": {Filter: "api"}}}, {Views: map[string]View{"batches": {Filter: "web"}}}} {
		assert.False(t, one.Equal(other), "%+v", other)
		assert.False(t, other.Equal(one), "%+v", other)
	}
	assert.True(t, one.Equal(one.Clone()))
	assert.True(t, State{}.Equal(State{}.Clone()))
}

func TestPath(t *testing.T) {
	cases := map[string]struct {
		system string
		env    map[string]string
		want   []string
	}{
		"XDG":          {"linux", map[string]string{"XDG_STATE_HOME": "/state", "HOME": "/home/a"}, []string{"/state", "acrwatch", "state.toml"}},
		"relative XDG": {"linux", map[string]string{"XDG_STATE_HOME": "state", "HOME": "/home/a"}, []string{"/home/a", ".local", "state", "acrwatch", "state.toml"}},
		"home":         {"linux", map[string]string{"HOME": "/home/a"}, []string{"/home/a", ".local", "state", "acrwatch", "state.toml"}},
		"macOS":        {"darwin", map[string]string{"HOME": "/Users/a"}, []string{"/Users/a", "Library", "Application Support", "acrwatch", "state.toml"}},
		"XDG on macOS": {"darwin", map[string]string{"HOME": "/Users/a", "XDG_STATE_HOME": "/state"}, []string{"/state", "acrwatch", "state.toml"}},
		"Windows":      {"windows", map[string]string{"LOCALAPPDATA": "C:/a/Local"}, []string{"C:/a/Local", "acrwatch", "state.toml"}},
		"nowhere":      {"linux", nil, nil},
		"nowhere, too": {"windows", map[string]string{"HOME": "/home/a"}, nil},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			assert.Equal(t, filepath.Join(c.want...), Path(c.system, func(name string) string { return c.env[name] }))
		})
	}
}
