package command

import (
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"acrwatch/internal/simulator"
)

// liveService is a simulated registry over HTTP, and what a command needs to ask it.
type liveService struct {
	*simulator.Simulator
	environ []string
	at      []string // flags
}

func newLiveService(t *testing.T, o simulator.Options) liveService {
	t.Helper()
	sim, err := simulator.New(o)
	require.NoError(t, err)
	server := httptest.NewServer(sim)
	t.Cleanup(server.Close)
	return liveService{
		sim,
		bare(t, "ALIBABA_CLOUD_ACCESS_KEY_ID="+simulator.AccessKeyID, "ALIBABA_CLOUD_ACCESS_KEY_SECRET="+simulator.AccessKeySecret),
		[]string{"--region", sim.Region(), "--endpoint", server.URL},
	}
}

// args are a command with what finds the registry.
func (r liveService) args(words ...string) []string { return append(words, r.at...) }

func TestASelectionThatCannotBe(t *testing.T) {
	cases := map[string]struct {
		args []string
		want string
	}{
		"a slip in the filter":     {[]string{"--filter", "status:faild"}, `acrwatch: --filter "status:faild": column 8: unknown status "faild", did you mean failed?`},
		"an unfinished filter":     {[]string{"--filter", "web size>"}, `acrwatch: --filter "web size>": column 10: size> needs a value right behind it, such as size>1.5GiB`},
		"the second of two":        {[]string{"--filter", "web", "--filter", "/(/"}, `acrwatch: --filter "/(/": column 1: `},
		"a filter of the demo":     {[]string{"demo", "--filter", "kind:x"}, `acrwatch: --filter "kind:x": column 6: unknown kind x; known are sync and sub`},
		"an id without a letter":   {[]string{"rst-1", " "}, "acrwatch: an id is empty; give one such as rst-zxjkiv5oil6f, or none for all tasks"},
		"a batch without a letter": {[]string{"--batch", "a,,b"}, "acrwatch: --batch: an id is empty; give a SyncBatchTaskId, or leave the flag out for all tasks"},
		"an empty batch":           {[]string{"wait", "--batch", ""}, "acrwatch: --batch: an id is empty; "},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			got := run(t, bare(t, someKey...), c.args...)
			assert.Equal(t, 2, got.code)
			assert.Empty(t, got.out)
			assert.Contains(t, got.err, c.want)
			assert.Equal(t, 1, strings.Count(got.err, "\n"))
		})
	}
}

func TestIDsAreTheArguments(t *testing.T) {
	root := newRoot(&system{})
	require.NoError(t, root.ParseFlags([]string{"--batch", "a,b", "--batch", "a", "--filter", "web", "--filter", "status:failed"}))
	s, err := selected(root, []string{"rst-1", "crast-2", " rst-1"})
	require.NoError(t, err)
	assert.Equal(t, []string{"rst-1", "crast-2"}, s.only.IDs)
	assert.Equal(t, []string{"a", "b"}, s.only.Batches)
	assert.Equal(t, "web status:failed", s.filter.String(), "all of them must be satisfied")
	assert.True(t, s.given)

	s, err = selected(newRoot(&system{}), nil)
	require.NoError(t, err)
	assert.False(t, s.given)
	assert.False(t, s.named())
}
