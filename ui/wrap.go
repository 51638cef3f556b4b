package ui

import (
	"strings"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
)

// wrapBytes is more than anybody says in earnest; what goes on after it is left out.
const wrapBytes = 2 << 10

// wrap breaks text into rows of at most width columns: at blanks, between letters that are written without blanks, and
// within a word only where it is longer than a row.
func wrap(text string, width int) []string {
	if len(text) > wrapBytes {
		text = upToByte(text, wrapBytes) + "…"
	}
	var rows []string
	row := ""
	for word := range strings.FieldsSeq(text) {
		blank := " "
		for word != "" {
			piece := word[:unbroken(word)]
			word = word[len(piece):]
			for width > 1 && textWidth(piece) > width {
				head := ansi.Truncate(upToByte(piece, width*columnBytes), width, "")
				if head == "" {
					break
				}
				rows, row, piece = append(rows, nonEmpty(row, head)...), "", piece[len(head):]
			}
			switch {
			case row == "":
				row = piece
			case textWidth(row)+len(blank)+textWidth(piece) <= width:
				row += blank + piece
			default:
				rows, row = append(rows, row), piece
			}
			blank = ""
		}
	}
	return append(rows, row)
}

// unbroken is how many bytes of a word stay together: all of it, or up to a letter that a row may begin or end with.
func unbroken(word string) int {
	if textWidth(word) == len(word) {
		return len(word)
	}
	before, at := utf8.DecodeRuneInString(word)
	for at < len(word) {
		after, size := utf8.DecodeRuneInString(word[at:])
		if (broad(before) || broad(after)) && !strings.ContainsRune(openers, before) && !strings.ContainsRune(closers, after) && textWidth(string(after)) > 0 {
			break
		}
		before, at = after, at+size
	}
	return at
}

// broad says that a letter takes two columns, as those do that are written without blanks.
func broad(r rune) bool { return r >= 0x1100 && textWidth(string(r)) == 2 }

// No row ends with an opener or begins with a closer.
const (
	openers = "（「《([{\""
	closers = "，。、；：？！）」》,.;:?!)]}\"%…"
)
