package query

import (
	"bytes"
	"regexp"
	"strings"
)

// needle is one value of a term, ready to be looked for in texts in lower case.
type needle struct {
	word  string
	bytes []byte         // of word
	re    *regexp.Regexp // in place of a word
}

// needles are the values of a term, of which one suffices.
type needles []needle

// needlesOf makes values ready, those before the first mistake.
func needlesOf(values []value) (needles, *Error) {
	all := make(needles, 0, len(values))
	for _, v := range values {
		if v.form == pattern {
			re, flaw := compilePattern(v)
			if flaw != nil {
				return all, flaw
			}
			all = append(all, needle{re: re})
			continue
		}
		word := strings.ToLower(v.text)
		all = append(all, needle{word: word, bytes: []byte(word)})
	}
	return all, nil
}

func (all needles) in(text string) bool {
	for i := range all {
		n := &all[i]
		if n.re == nil && strings.Contains(text, n.word) || n.re != nil && n.re.MatchString(text) {
			return true
		}
	}
	return false
}

func (all needles) inBytes(text []byte) bool {
	for i := range all {
		n := &all[i]
		if n.re == nil && bytes.Contains(text, n.bytes) || n.re != nil && n.re.Match(text) {
			return true
		}
	}
	return false
}
