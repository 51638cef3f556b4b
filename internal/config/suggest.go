package config

import (
	"strings"

	"acrwatch/internal/nearest"
	"acrwatch/internal/tongue"
)

// suggest points at the known word that was probably meant, or names them all.
func suggest(written string, known []string) string {
	if word, found := nearest.Word(written, known, 2); found { // more than two slips is another word
		return tongue.Said("did you mean %s?", word)
	}
	return tongue.Said("known are %s", strings.Join(known, ", "))
}
