package config_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"acrwatch/internal/config"
)

// explained is what Explain tells, by key, with the file's folder taken out; targets as target.0.region.
func explained(t *testing.T, in config.Input) map[string]config.Value {
	t.Helper()
	c, err := config.Load(in)
	require.NoError(t, err)
	path, _ := in.Path()
	all := map[string]config.Value{}
	keep := func(prefix string, values []config.Value) {
		for _, v := range values {
			v.From = strings.ReplaceAll(v.From, path, "config.toml")
			all[prefix+v.Key] = v
		}
	}
	e := config.Explain(in, c)
	keep("", e.Settings)
	for i, values := range e.Targets {
		keep("target."+string(rune('0'+i))+".", values)
	}
	return all
}

func TestExplainNamesThePlaceOfEachValue(t *testing.T) {
	const file = "budget = 3\ntheme = \"dark\"\n\n[notify]\nquiet = \"22:00-07:30\"\n\n[keys]\nquit = [\"x\"]\n"
	in := input(t, file, map[string][]string{"theme": {"light"}, "no-mouse": {"true"}}, map[string]string{"ACRWATCH_KEEP": "5000", "ACRWATCH_BUDGET": ""})
	got := explained(t, in)
	for key, want := range map[string]config.Value{
		"budget":       {Value: 3.0, From: "config.toml:1"},
		"theme":        {Value: "light", From: "--theme"},
		"keep":         {Value: 5000, From: "ACRWATCH_KEEP"},
		"mouse":        {Value: false, From: "--no-mouse"},
		"ascii":        {Value: false, From: config.ByDefault},
		"notify.quiet": {Value: "22:00-07:30", From: "config.toml:5"},
		"notify.idle":  {Value: "5m", From: config.ByDefault},
		"keys.quit":    {Value: []string{"x"}, From: "config.toml:8"},
		"keys.help":    {Value: []string{"?"}, From: config.ByDefault},
	} {
		want.Key = key
		assert.Equal(t, want, got[key])
	}
	for key, v := range got {
		assert.NotNil(t, v.Value, "%s has no value to show", key)
	}
}

func TestExplainNamesThePlaceOfEachTarget(t *testing.T) {
	got := explained(t, input(t, twoTargets, nil, nil))
	assert.Equal(t, config.Value{Key: "region", Value: "cn-one", From: "config.toml:3"}, got["target.0.region"])
	assert.Equal(t, config.Value{Key: "profile", Value: "", From: config.ByDefault}, got["target.0.profile"])
	assert.Equal(t, config.Value{Key: "endpoint", Value: "vpc", From: "config.toml:8"}, got["target.1.endpoint"])

	got = explained(t, input(t, twoTargets, map[string][]string{"region": {"cn-a"}}, map[string]string{"ACRWATCH_PROFILE": "p"}))
	assert.Equal(t, config.Value{Key: "region", Value: "cn-a", From: "--region"}, got["target.0.region"])
	assert.Equal(t, config.Value{Key: "profile", Value: "p", From: "ACRWATCH_PROFILE"}, got["target.0.profile"])
	assert.NotContains(t, got, "target.1.region")

	assert.NotContains(t, explained(t, input(t, "", nil, nil)), "target.0.region")
}
