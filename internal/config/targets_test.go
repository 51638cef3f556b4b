package config_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"acrwatch/internal/config"
)

const twoTargets = `[[target]]
name = "one"
region = "cn-one"
[[target]]
region = "cn-two"
instance = "cri-two"
profile = "p"
endpoint = "vpc"
`

func TestTargets(t *testing.T) {
	type flags = map[string][]string
	cases := map[string]struct {
		flags flags
		env   map[string]string
		want  []config.Target
	}{
		"of the file": {want: []config.Target{
			{Name: "one", Region: "cn-one"},
			{Region: "cn-two", Instance: "cri-two", Profile: "p", Endpoint: "vpc"},
		}},
		"flags replace them": {flags: flags{"instance": {"cri-x"}}, want: []config.Target{{Instance: "cri-x"}}},
		"a profile alone":    {flags: flags{"profile": {"p"}}, want: []config.Target{{Profile: "p"}}},
		"regions by profiles": {
			flags: flags{"region": {"cn-a,cn-b", "cn-a"}, "profile": {"p", " q"}},
			want: []config.Target{
				{Region: "cn-a", Profile: "p"},
				{Region: "cn-a", Profile: "q"},
				{Region: "cn-b", Profile: "p"},
				{Region: "cn-b", Profile: "q"},
			},
		},
		"instances of one region": {
			flags: flags{"region": {"cn-a"}, "instance": {"cri-x,cri-y"}, "endpoint": {"http://127.0.0.1:8080"}},
			want: []config.Target{
				{Region: "cn-a", Instance: "cri-x", Endpoint: "http://127.0.0.1:8080"},
				{Region: "cn-a", Instance: "cri-y", Endpoint: "http://127.0.0.1:8080"},
			},
		},
		"a flag beside a variable": {
			flags: flags{"region": {"cn-a"}}, env: map[string]string{"ACRWATCH_REGION": "cn-b", "ACRWATCH_PROFILE": "p"},
			want: []config.Target{{Region: "cn-a", Profile: "p"}},
		},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			got, err := config.Load(input(t, twoTargets, c.flags, c.env))
			require.NoError(t, err)
			assert.Equal(t, c.want, got.Targets)
		})
	}
}

func TestAnInstanceNeedsItsRegion(t *testing.T) {
	in := input(t, "", map[string][]string{"region": {"cn-a", "cn-b"}, "instance": {"cri-x"}}, nil)
	_, err := config.Load(in)
	assert.EqualError(t, err, "--instance: cri-x: several regions are given, and an instance is in one of them; "+
		"give one --region, or write a [[target]] block with region and instance for each")
}

func TestTheDemoDoesNotReadTargets(t *testing.T) {
	in := input(t, "theme = \"dark\"\n[[target]]\nregion = 3", map[string][]string{}, map[string]string{"ACRWATCH_REGION": "!"})
	in.NoTargets = true
	got, err := config.Load(in)
	require.NoError(t, err)
	assert.Empty(t, got.Targets)
	assert.Equal(t, "dark", got.Theme)
}
