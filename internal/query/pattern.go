package query

import (
	"errors"
	"regexp"
	"regexp/syntax"
	"slices"
	"strings"
	"unicode"

	"acrwatch/internal/tongue"
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
	return nil, mistake(v.start, v.end-v.start, "the regular expression cannot be read: %s", patternFlaw(err))
}

// patternFlaw is what is wrong with an expression, and where when that is known.
func patternFlaw(err error) error {
	var at *syntax.Error
	if !errors.As(err, &at) {
		return tongue.Error("no regular expression of RE2")
	}
	flaw, known := patternFlaws[at.Code]
	switch {
	case !known:
		return errors.New(strings.ReplaceAll(at.Code.String(), "`", "'"))
	case at.Expr == "":
		return tongue.Error(flaw)
	}
	return tongue.Error("%s: %s", flaw, strings.ReplaceAll(shown(at.Expr), "`", "'"))
}

var patternFlaws = map[syntax.ErrorCode]tongue.Text{
	syntax.ErrInvalidCharClass:      "invalid character class",
	syntax.ErrInvalidCharRange:      "invalid character class range",
	syntax.ErrInvalidEscape:         "invalid escape sequence",
	syntax.ErrInvalidNamedCapture:   "invalid named capture",
	syntax.ErrInvalidPerlOp:         "invalid or unsupported Perl syntax",
	syntax.ErrInvalidRepeatOp:       "invalid nested repetition operator",
	syntax.ErrInvalidRepeatSize:     "invalid repeat count",
	syntax.ErrInvalidUTF8:           "invalid UTF-8",
	syntax.ErrMissingBracket:        "missing closing ]",
	syntax.ErrMissingParen:          "missing closing )",
	syntax.ErrMissingRepeatArgument: "missing argument to repetition operator",
	syntax.ErrTrailingBackslash:     "trailing backslash at end of expression",
	syntax.ErrUnexpectedParen:       "unexpected )",
	syntax.ErrNestingDepth:          "expression nests too deeply",
	syntax.ErrLarge:                 "expression too large",
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
