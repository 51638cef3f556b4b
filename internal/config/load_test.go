package config_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"acrwatch/internal/config"
	"acrwatch/keymap"
)

// input is a set of sources whose file holds the given text.
func input(t *testing.T, file string, flags map[string][]string, env map[string]string) config.Input {
	t.Helper()
	folder := t.TempDir()
	require.NoError(t, os.MkdirAll(filepath.Join(folder, "acrwatch"), 0o700))
	require.NoError(t, os.WriteFile(filepath.Join(folder, "acrwatch", "config.toml"), []byte(file), 0o600))
	return config.Input{Flags: flags, Env: func(name string) string {
		if name == "XDG_CONFIG_HOME" {
			return folder
		}
		return env[name]
	}}
}

// lines are the mistakes, one each, without the folder of the file.
func lines(t *testing.T, in config.Input, err error) []string {
	t.Helper()
	require.Error(t, err)
	path, _ := in.Path()
	return strings.Split(strings.ReplaceAll(err.Error(), path, "config.toml"), "\n")
}

func TestFlagOverEnvironmentOverFileOverDefault(t *testing.T) {
	type values = map[string]string
	cases := map[string]struct {
		fileLine string
		value    func(config.Config) any
		inFile   any
		flag     string
		inFlag   any
		env      string
		inEnv    any
		byself   any
	}{
		"budget":       {`budget = 3`, func(c config.Config) any { return c.Budget }, 3.0, "1.5", 1.5, "2", 2.0, 8.0},
		"budget-floor": {`budget-floor = 0.5`, func(c config.Config) any { return c.Floor }, 0.5, "1", 1.0, "0.1", 0.1, 0.2},
		"theme":        {`theme = "light"`, func(c config.Config) any { return c.Theme }, "light", "auto", "auto", "dark", "dark", "auto"},
		"color":        {`color = "never"`, func(c config.Config) any { return c.Color }, "never", "auto", "auto", "always", "always", "auto"},
		"ascii":        {`ascii = true`, func(c config.Config) any { return c.ASCII }, true, "true", true, "false", false, false},
		"log-file":     {`log-file = "f"`, func(c config.Config) any { return c.LogFile }, "f", "g", "g", "e", "e", ""},
		"record":       {`record = "f"`, func(c config.Config) any { return c.Record.Path }, "f", "g", "g", "e", "e", ""},
		"record-max":   {`record-max = "1GiB"`, func(c config.Config) any { return c.Record.Max }, int64(1 << 30), "3 mb", int64(3e6), "1.5MiB", int64(3 << 19), int64(200 << 20)},
		"record-mask":  {`record-mask = true`, func(c config.Config) any { return c.Record.Mask }, true, "true", true, "false", false, false},
		"keep":         {`keep = 5_000`, func(c config.Config) any { return c.Keep }, 5000, "2000", 2000, "3000", 3000, 100_000},
		"columns": {
			`columns = ["image", "rate"]`,
			func(c config.Config) any { return c.Columns },
			[]string{"image", "rate"},
			"id",
			[]string{"id"},
			"status, to",
			[]string{"status", "to"},
			[]string{"status", "image", "to", "progress", "rate", "left"},
		},
		"region": {
			"[[target]]\nregion = \"cn-file\"",
			func(c config.Config) any {
				if len(c.Targets) == 0 {
					return ""
				}
				return c.Targets[0].Region
			},
			"cn-file", "cn-flag", "cn-flag", "cn-env", "cn-env", "",
		},
	}
	for key, c := range cases {
		t.Run(key, func(t *testing.T) {
			flags, env := map[string][]string{key: {c.flag}}, values{config.Variable(key): c.env}
			for name, step := range map[string]struct {
				in   config.Input
				want any
			}{
				"all":              {input(t, c.fileLine, flags, env), c.inFlag},
				"without the flag": {input(t, c.fileLine, nil, env), c.inEnv},
				"the file alone":   {input(t, c.fileLine, nil, nil), c.inFile},
				"nothing":          {input(t, "", nil, nil), c.byself},
			} {
				got, err := config.Load(step.in)
				require.NoError(t, err, name)
				assert.Equal(t, step.want, c.value(got), name)
			}
		})
	}
}

func TestEveryMistakeAtOnce(t *testing.T) {
	in := input(t, `budget = "fast"
theme = 3
coler = "auto"
ascii = "yes"
access-key-secret = "SECRETVALUE"
log-file = ["a"]

[[target]]
regoin = "cn-hangzhou"
instance = "prod"
endpoint = "http://user:SECRETVALUE@example.com"
profile = 7

[keys]
qiut = ["x"]
up = ["j"]
filter = "/"
`, map[string][]string{"budget": {"0.1"}, "theme": {"pink"}}, map[string]string{"ACRWATCH_ASCII": "maybe", "ACRWATCH_COLOR": "red"})
	_, err := config.Load(in)
	got := lines(t, in, err)
	for _, want := range []string{
		`config.toml:1: budget = "fast": not a number of calls per second; give a number such as 4`,
		`config.toml:2: theme = 3: not one of auto, dark, light, high-contrast, colour-blind; give "auto", the default, or one of the others`,
		`config.toml:3: coler = "auto": unknown key; did you mean color?`,
		`config.toml:4: ascii = "yes": neither true nor false; give true for plain ASCII, false for glyphs`,
		`config.toml:5: access-key-secret = (hidden): unknown key; known are ascii, budget, budget-floor, color, columns, keep, keys, lang, log-file, mouse, notify, record, record-mask, record-max, target, theme`,
		`config.toml:6: log-file = […]: not a file name; give a path in quotes, such as "acrwatch.log"`,
		`config.toml:9: target.regoin = "cn-hangzhou": unknown key; did you mean region?`,
		`config.toml:10: target.instance = "prod": not an instance; give its id, such as cri-sgedpenzw80e, not its name`,
		`config.toml:11: target.endpoint = (hidden): the endpoint must not hold a user name or a password: keys come from the credentials`,
		`config.toml:12: target.profile = 7: not a text; put it in quotes`,
		`config.toml:15: keys.qiut = […]: unknown action; did you mean quit?`,
		`config.toml:16: keys.up = ["j"]: "j" also means down by default; give one of them another key`,
		`config.toml:17: keys.filter = "/": not a list of keys; give a list such as ["x"] or ["x", "ctrl+x"]`,
		`--budget: 0.1: outside of 0.2 to 50 calls per second; give a number such as 4`,
		`--theme: pink: not one of auto, dark, light, high-contrast, colour-blind; give "auto", the default, or one of the others`,
		`ACRWATCH_ASCII: maybe: neither true nor false; give true for plain ASCII, false for glyphs`,
		`ACRWATCH_COLOR: red: not one of auto, always, never; give "auto", the default, or one of the others`,
	} {
		assert.Contains(t, got, want)
	}
	assert.Len(t, got, 17)
	assert.NotContains(t, err.Error(), "SECRETVALUE")
}

func TestOneMistakeInTheFile(t *testing.T) {
	cases := map[string]struct{ file, want string }{
		"not TOML":            {"budget = \n", "config.toml:1:10: not TOML: "},
		"not TOML further on": {"ascii = true\n\ntheme = \"auto\n", "config.toml:3:"},
		"a key twice":         {"budget = 1\nbudget = 2\n", "config.toml:2:"},
		"not a number at all": {"budget = nan", "config.toml:1: budget = nan: outside of"},
		"half a task":         {"keep = 1000.5", "config.toml:1: keep = 1000.5: not a whole number of tasks"},
		"no number of tasks":  {"keep = nan", "config.toml:1: keep = nan: not a whole number of tasks"},
		"too few tasks":       {"keep = 999", "config.toml:1: keep = 999: outside of 1000 to 1000000 tasks"},
		"too many tasks":      {"keep = 1_000_001", "config.toml:1: keep = 1_000_001: outside of 1000 to 1000000 tasks"},
		"too many calls":      {"budget = 1_000", "config.toml:1: budget = 1_000: outside of"},
		"a single table":      {"[target]\nregion = \"cn-hangzhou\"", "config.toml:1: target: not a list of targets; write each as a block"},
		"targets of numbers":  {"target = [1]", "config.toml:1: target = 1: not a target"},
		"the same target":     {"[[target]]\nname = \"a\"\n[[target]]\nname = \"b\"", "config.toml:3: [[target]]: the same place as a target above"},
		"plain http":          {"[[target]]\nendpoint = \"http://cr.example.com\"", "plain http to another machine"},
		"an endpoint's path":  {"[[target]]\nendpoint = \"https://cr.example.com/v2\"", "must end after the host"},
		"no endpoint":         {"[[target]]\nendpoint = \"cr.example.com:443\"", "not a URL"},
		"a region's name":     {"[[target]]\nregion = \"Hangzhou\"", "not a region; give its id, such as cn-hangzhou"},
		"control characters":  {"[[target]]\nname = \"a\\u001bc\"", "holds a character that cannot be shown"},
		"a strange column":    {`columns = ["image", "spede"]`, `config.toml:1: columns = […]: unknown column spede; known are status, image, from,`},
		"a mistyped column":   {`columns = ["imgae"]`, `unknown column imgae; did you mean image?`},
		"a column twice":      {`columns = ["image", "rate", "image"]`, "the column image stands there twice; leave one of them out"},
		"columns no list":     {`columns = "image"`, `config.toml:1: columns = "image": not a list of columns; give a list such as`},
		"no columns":          {`columns = []`, "no columns; name at least one"},
		"keys no table":       {"keys = 3", "config.toml:1: keys = 3: not a table"},
		"no keys":             {"[keys]\nup = []", "config.toml:2: keys.up = []: no keys; give at least one"},
		"an empty key":        {"[keys]\nup = [\"\"]", "config.toml:2: keys.up = […]: not a list of keys"},
		"a key for two":       {"[keys]\nfilter = [\"x\"]\n\nquit = [\"x\"]", `config.toml:2: keys.filter = ["x"]: "x" also means quit in line 4; give`},
		"no such key":         {"[keys]\nup = [\"ctrl-x\"]", `config.toml:2: keys.up = ["ctrl-x"]: "ctrl-x" is no key; write "ctrl+x"`},
		"a dotted key":        {"keys.up = [\"x\", 1]", "config.toml:1: keys.up = […]: not a list of keys"},
		"an inline table":     {"[[target]]\nregion = { id = \"x\" }", "config.toml:2: target.region = {…}: not a text"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			in := input(t, c.file, nil, nil)
			_, err := config.Load(in)
			got := lines(t, in, err)
			assert.Len(t, got, 1)
			assert.Contains(t, got[0], c.want)
		})
	}
}

func TestWhichFile(t *testing.T) {
	folder := t.TempDir()
	named := filepath.Join(folder, "named.toml")
	require.NoError(t, os.WriteFile(named, []byte("budget = 7"), 0o600))
	home := filepath.Join(folder, ".config", "acrwatch")
	require.NoError(t, os.MkdirAll(home, 0o700))
	require.NoError(t, os.WriteFile(filepath.Join(home, "config.toml"), []byte("budget = 6"), 0o600))
	cases := map[string]struct {
		flags  map[string][]string
		env    map[string]string
		budget float64
		want   string
	}{
		"by flag":            {flags: map[string][]string{"config": {named}}, budget: 7},
		"by variable":        {env: map[string]string{"ACRWATCH_CONFIG": named}, budget: 7},
		"in the home folder": {env: map[string]string{"HOME": folder}, budget: 6},
		"a relative XDG":     {env: map[string]string{"HOME": folder, "XDG_CONFIG_HOME": "x"}, budget: 6},
		"none":               {env: map[string]string{"HOME": named}, want: "not a directory"},
		"nowhere":            {budget: 8},
		"missing, not named": {env: map[string]string{"XDG_CONFIG_HOME": t.TempDir()}, budget: 8},
		"missing, named": {
			flags: map[string][]string{"config": {"nowhere.toml"}},
			want:  "--config: nowhere.toml: no such file or directory; give the path of a config file",
		},
		"a folder": {env: map[string]string{"ACRWATCH_CONFIG": folder}, want: "ACRWATCH_CONFIG: "},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			got, err := config.Load(config.Input{Flags: c.flags, Env: func(name string) string { return c.env[name] }})
			if c.want != "" {
				assert.ErrorContains(t, err, c.want)
				return
			}
			require.NoError(t, err)
			assert.InDelta(t, c.budget, got.Budget, 0)
		})
	}
}

func TestTheLogLiesInTheHomeFolder(t *testing.T) {
	in := input(t, `log-file = "~/acrwatch.log"`, nil, map[string]string{"HOME": "/home/someone"})
	got, err := config.Load(in)
	require.NoError(t, err)
	assert.Equal(t, filepath.Join("/home/someone", "acrwatch.log"), got.LogFile)
}

func TestKeysOfTheFile(t *testing.T) {
	got, err := config.Load(input(t, "[keys]\nquit = [\"x\", \"ctrl+x\"]", nil, nil))
	require.NoError(t, err)
	assert.Equal(t, []string{"x", "ctrl+x"}, got.Keys.Binding(keymap.Quit).Keys())
	assert.Equal(t, []string{"esc"}, got.Keys.Binding(keymap.Back).Keys())
}

func TestTheExampleIsTheDefault(t *testing.T) {
	const path = "../../config.example.toml"
	got, err := config.Load(config.Input{Flags: map[string][]string{"config": {path}}, Env: func(string) string { return "" }})
	require.NoError(t, err)
	require.GreaterOrEqual(t, len(got.Targets), 2, "the example shows how several targets are written")
	want := config.Default()
	for _, group := range keymap.Groups {
		for _, action := range group.Actions {
			assert.Equal(t, want.Keys.Binding(action).Keys(), got.Keys.Binding(action).Keys(), action)
		}
	}
	got.Targets, got.Keys = nil, want.Keys
	assert.Equal(t, want, got)

	text, err := os.ReadFile(path)
	require.NoError(t, err)
	for _, key := range []string{"budget", "keep", "theme", "color", "ascii", "mouse", "log-file", "record", "record-max", "record-mask"} {
		assert.Contains(t, string(text), "\n"+key+" = ", "the example names every key")
	}
	for _, group := range keymap.Groups {
		for _, action := range group.Actions {
			assert.Contains(t, string(text), "\n"+string(action)+" = [", "the example names every action")
		}
	}
}

func TestPlainHTTPElsewhereMustBeAskedFor(t *testing.T) {
	in := input(t, "[[target]]\nendpoint = \"http://cr.example.com\"", map[string][]string{"endpoint": {"http://cr.example.net"}}, nil)
	_, err := config.Load(in)
	require.ErrorContains(t, err, "config.toml:2: target.endpoint")
	require.ErrorContains(t, err, "--endpoint: ")
	in.InsecureHTTP = true
	c, err := config.Load(in)
	require.NoError(t, err)
	assert.Equal(t, "http://cr.example.net", c.Targets[0].Endpoint)
}

func TestAFlagTurnsTheMouseOff(t *testing.T) {
	for flag, on := range map[string]bool{"": true, "true": false, "false": true} {
		flags := map[string][]string{}
		if flag != "" {
			flags["no-mouse"] = []string{flag}
		}
		got, err := config.Load(input(t, "mouse = true", flags, nil))
		require.NoError(t, err)
		assert.Equal(t, on, got.Mouse, "--no-mouse=%s", flag)
	}
	_, err := config.Load(input(t, "", map[string][]string{"no-mouse": {"so"}}, nil))
	assert.ErrorContains(t, err, "--no-mouse: so: neither true nor false")
	got, err := config.Load(input(t, "mouse = true", nil, map[string]string{"ACRWATCH_MOUSE": "false"}))
	require.NoError(t, err)
	assert.False(t, got.Mouse)
}
