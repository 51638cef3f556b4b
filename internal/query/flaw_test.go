package query

import (
	"regexp/syntax"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestFlawsOfExpressionsAreThoseOfTheLibrary(t *testing.T) {
	for code, text := range patternFlaws {
		assert.Equal(t, code.String(), string(text))
	}
	for _, expression := range []string{"[[:foo:]]", "[b-a]", `\8`, "(?P<>a)", "(?z)", "a**", "a{1001}", "[a", "(a", "*", `a\`, "a)"} {
		_, err := syntax.Parse(expression, patternFlags)
		var flaw *syntax.Error
		require.ErrorAs(t, err, &flaw, expression)
		assert.Contains(t, patternFlaws, flaw.Code, expression)
	}
}
