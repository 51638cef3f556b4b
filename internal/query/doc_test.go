package query

import (
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const page = "../../docs/filter.md"

func fieldTable() string {
	var b strings.Builder
	for _, f := range Fields() {
		fmt.Fprintf(&b, "| `%s` | %s |\n", f.Example, f.Text)
	}
	return b.String()
}

func statusTable() string {
	var b strings.Builder
	for _, v := range Fields()[0].Values {
		fmt.Fprintf(&b, "| `status:%s` | %s |\n", v.Name, v.Text)
	}
	return b.String()
}

func TestThePageHasTheTables(t *testing.T) {
	text, err := os.ReadFile(page)
	require.NoError(t, err)
	assert.Contains(t, string(text), fieldTable(), "docs/filter.md must list the fields as they are")
	assert.Contains(t, string(text), statusTable(), "docs/filter.md must list the status words as they are")
}

func TestTheExamplesAreRight(t *testing.T) {
	text, err := os.ReadFile(page)
	require.NoError(t, err)
	examples := regexp.MustCompile("(?m)^    (.*)$").FindAllStringSubmatch(string(text), -1)
	require.NotEmpty(t, examples)
	for _, e := range examples {
		_, err := Parse(e[1])
		assert.NoError(t, err, e[1])
	}
	for _, f := range Fields() {
		_, err := Parse(f.Example)
		assert.NoError(t, err, f.Example)
		assert.True(t, strings.HasPrefix(f.Example, f.Name), f.Name)
		assert.Equal(t, strings.Contains(f.Example, ":"), !f.Compares, f.Name)
		assert.NotEmpty(t, f.Text)
		for _, v := range f.Values {
			_, err := Parse(f.Name + ":" + v.Name)
			assert.NoError(t, err, v.Name)
			assert.NotEmpty(t, v.Text)
		}
	}
	for _, l := range Syntax() {
		_, err := Parse(l.Example)
		assert.NoError(t, err, l.Example)
	}
}
