package ui

import (
	"strings"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
)

const reset = "\x1b[m"

// line writes one screen line of an exact width, piece by piece. What does not fit is cut with an ellipsis, so
// nothing ever spills into the next pane.
type line struct {
	b        strings.Builder
	width    int // columns in all
	used     int // columns written
	selected bool
}

func newLine(width int) *line {
	l := &line{width: max(width, 0)}
	l.b.Grow(2 * l.width)
	return l
}

// sgr is the escape sequence of an ink on this line.
func (l *line) sgr(i ink) string {
	if l.selected {
		return i.selected
	}
	return i.plain
}

// text writes s, cut to what is left of the line.
func (l *line) text(i ink, s string) *line {
	return l.upTo(i, s, l.width-l.used)
}

// upTo writes s, cut to n columns.
func (l *line) upTo(i ink, s string, n int) *line {
	n = min(n, l.width-l.used)
	if n <= 0 || s == "" {
		return l
	}
	if len(s) > n*columnBytes { // nothing of the rest can be seen, so its width need not be taken
		s = upToByte(s, n*columnBytes) + "…"
	}
	w := textWidth(s)
	if w > n {
		s = ansi.Truncate(s, n, "…")
		w = textWidth(s)
	}
	if seq := l.sgr(i); seq == "" {
		l.b.WriteString(s)
	} else {
		l.b.WriteString(seq)
		l.b.WriteString(s)
		l.b.WriteString(reset)
	}
	l.used += w
	return l
}

// cell writes s in exactly n columns, from the left.
func (l *line) cell(i ink, s string, n int) *line {
	end := min(l.used+n, l.width)
	return l.upTo(i, s, n).to(end)
}

// number writes s in exactly n columns, to the right.
func (l *line) number(i ink, s string, n int) *line {
	return l.gap(min(n, l.width-l.used)-min(textWidth(s), n)).upTo(i, s, n)
}

// gap writes n blanks.
func (l *line) gap(n int) *line { return l.to(l.used + n) }

// to fills with blanks up to a column.
func (l *line) to(column int) *line {
	n := min(column, l.width) - l.used
	if n <= 0 {
		return l
	}
	l.used += n
	for n > 0 {
		k := min(n, len(blanks))
		l.b.WriteString(blanks[:k])
		n -= k
	}
	return l
}

// room is how many columns are left.
func (l *line) room() int { return l.width - l.used }

// String is the line, filled to its width.
func (l *line) String() string {
	l.to(l.width)
	return l.b.String()
}

// filled is the line on the selected row's background.
func (l *line) filled(cursor string) string {
	l.to(l.width)
	if cursor == "" {
		return l.b.String()
	}
	return cursor + strings.ReplaceAll(l.b.String(), reset, reset+cursor) + reset
}

// columnBytes is more than one column of cleaned text can hold: a letter and four marks, of four bytes each.
const columnBytes = 20

// upToByte is s up to the letter that byte n is in.
func upToByte(s string, n int) string {
	if n >= len(s) {
		return s
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n]
}

// fromByte is s from the letter on that begins at byte n or after it.
func fromByte(s string, n int) string {
	for n < len(s) && !utf8.RuneStart(s[n]) {
		n++
	}
	return s[n:]
}

// cutMiddle takes out the middle of a name that is too long: its end, the tag, tells as much as its start.
func cutMiddle(s string, n int) string {
	n = max(n, 0)
	if most := n * columnBytes; len(s) > 2*most {
		s = upToByte(s, most) + fromByte(s, len(s)-most)
	}
	w := textWidth(s)
	if w <= n || n < 8 {
		return s
	}
	tail := (n - 1) / 2
	head, end := ansi.Truncate(s, n-1-tail, ""), ansi.TruncateLeft(s, w-tail, "…")
	if textWidth(head)+textWidth(end) > n { // a wide letter that was cut in two is kept whole
		end = ansi.TruncateLeft(s, w-tail+1, "…")
	}
	return head + end
}

var blanks = strings.Repeat(" ", 128)

// textWidth is the columns that s takes; most of it is ASCII, which needs no table.
func textWidth(s string) int {
	for i := range len(s) {
		if s[i] >= 0x80 || s[i] < 0x20 {
			return ansi.StringWidth(s)
		}
	}
	return len(s)
}
