package notify

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Bell makes the terminal ring, or flash, or mark its window: the one notice that everything passes on.
const Bell = "\a"

const (
	maxTitle = 60  // bytes
	maxBody  = 240 // bytes, far below what any terminal cuts
)

// Encode is a desktop notification for a terminal; empty when it takes none. Title and body may hold anything: what is
// not plain text in them is taken out, and what is too long is cut.
func Encode(t Terminal, title, body string) string {
	title, body = clean(title, maxTitle), clean(body, maxBody)
	sequence := ""
	switch t.Desktop {
	case OSC9:
		// A text that begins with a figure would be another command of OSC 9, so the title always leads.
		sequence = "\x1b]9;" + title + ": " + body + "\a"
	case OSC777:
		sequence = "\x1b]777;notify;" + title + ";" + body + "\a"
	case OSC99:
		// The identity makes a later notice take the place of an earlier one.
		sequence = "\x1b]99;i=acrwatch:d=0;" + title + "\x1b\\" + "\x1b]99;i=acrwatch:d=1:p=body;" + body + "\x1b\\"
	}
	if t.Tmux {
		return wrapped(sequence)
	}
	return sequence
}

// wrapped asks tmux to pass a sequence on to the terminal. It does so where allow-passthrough is on.
func wrapped(sequence string) string {
	if sequence == "" {
		return ""
	}
	return "\x1bPtmux;" + strings.ReplaceAll(sequence, "\x1b", "\x1b\x1b") + "\x1b\\"
}

// clean keeps letters that can be seen and single blanks, with a comma for the semicolon, which would end a field.
func clean(s string, most int) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case r == ';':
			return ','
		case r == utf8.RuneError, !unicode.IsPrint(r) && !unicode.IsSpace(r):
			return -1
		}
		return r
	}, s)
	return cut(strings.Join(strings.Fields(s), " "), most)
}

// cut shortens s to most bytes between two letters.
func cut(s string, most int) string {
	const more = "…"
	if len(s) <= most {
		return s
	}
	end := most - len(more)
	for end > 0 && !utf8.RuneStart(s[end]) {
		end--
	}
	return strings.TrimRight(s[:end], " ") + more
}
