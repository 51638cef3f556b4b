package query

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestComplete(t *testing.T) {
	// The bar is the cursor; what is wanted is the input with the completion in place.
	cases := map[string][]string{
		"sta|":                     {"status:"},
		"-sta|":                    {"-status:"},
		"训练 SI|":                   {"训练 size>"},
		"r|":                       {"repo:", "region:", "rule:", "rate>"},
		"sta|tus:done web":         {"status:done web"},
		"status:fa|":               {"status:failed"},
		"status:failed,st|":        {"status:failed,stalled", "status:failed,stale"},
		"status:stalled,st| web":   {"status:stalled,stale web"},
		"-status:s|tal,done":       {"-status:syncing,done", "-status:stalled,done", "-status:stale,done"},
		"kind:|":                   {"kind:sync", "kind:sub"},
		"kind:sync,|":              {"kind:sync,sub"},
		"web ki|nd":                {"web kind:"},
		"stauts:do|":               nil,
		"image:ngi|":               nil,
		"size>1|":                  nil,
		`"sta|`:                    nil,
		`status:"do|`:              nil,
		"/sta|":                    nil,
		`"a b"|`:                   nil,
		"web:sta|":                 nil,
		"zzz|":                     nil,
		"status:failed,canceled |": nil, // every name; counted below
	}
	for in, want := range cases {
		before, after, found := strings.Cut(in, "|")
		require.True(t, found)
		runes := []rune(before + after)
		var got []string
		completions := Complete(string(runes), len([]rune(before)))
		if strings.HasSuffix(before, " ") {
			assert.Len(t, completions, len(Fields()), in)
			continue
		}
		for _, c := range completions {
			assert.NotEmpty(t, c.Help)
			got = append(got, string(runes[:c.Offset])+c.Text+string(runes[c.Offset+c.Length:]))
		}
		assert.Equal(t, want, got, in)
	}
}

func TestCompleteTakesAnyCursor(t *testing.T) {
	assert.Len(t, Complete("", -5), len(Fields()))
	assert.Len(t, Complete("", 5), len(Fields()))
	assert.Len(t, Complete("kind:", 99), 2)
}
