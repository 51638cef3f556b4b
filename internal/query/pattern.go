package query

import (
	"errors"
	"regexp"
	"regexp/syntax"
	"slices"
	"strings"
	"unicode"
)

// patternFlags make ^ and $ the ends of a line, and keep a set of letters from reaching over into the next one: a
// texts have their names in lines.
const patternFlags = syntax.Perl&^(syntax.OneLine|syntax.ClassNL) | syntax.FoldCase

// compilePattern makes a regular expression ready for texts in lower case. Its own letters are brought to lower case
// too, which finds the same as a search without regard to case and is much faster.
func compilePattern(v value) (*regexp.Regexp, *Error) {
	tree, err := syntax.Parse(v.text, patternFlags)
	if err == nil {
		lower(tree)
		var re *regexp.Regexp
		if re, err = regexp.Compile(tree.String()); err == nil {
			return re, nil
		}
	}
	reason := "no regular expression of RE2"
	var at *syntax.Error
	if errors.As(err, &at) {
		reason = at.Code.String()
		if at.Expr != "" {
			reason += ": " + shown(at.Expr)
		}
	}
	return nil, mistake(v.start, v.end-v.start, "the regular expression cannot be read: %s", strings.ReplaceAll(reason, "`", "'"))
}

// lower takes the folding off the letters of an expression. Sets of letters hold both cases already.
func lower(tree *syntax.Regexp) {
	tree.Flags &^= syntax.FoldCase
	if tree.Op == syntax.OpLiteral {
		tree.Rune = slices.Clone(tree.Rune)
		for i, r := range tree.Rune {
			tree.Rune[i] = unicode.ToLower(r)
		}
	}
	for _, sub := range tree.Sub {
		lower(sub)
	}
}
