package ui

import (
	"cmp"
	"slices"

	"github.com/charmbracelet/x/ansi"
)

// rawText is JSON broken into lines, those into rows of a width, and what was found in it.
type rawText struct {
	lines []rawLine
	rows  []rawRow
	width int
	hits  []rawHit // in the order of the text
	hit   int      // the one that the user is at
	size  int      // bytes of what was sought
}

// rawLine is a line of JSON without its indent.
type rawLine struct {
	indent int // columns
	text   string
	name   int // bytes of the member's name with its quotes; 0 where there is none
}

// rawRow is the bytes from to to of a line, which is what fits in one row.
type rawRow struct{ line, from, to int }

const (
	rawIndent  = 2  // columns for each level
	rawDeepest = 12 // levels; what lies deeper is indented like this
	rawRoom    = 8  // columns that text has at least, however deep it is
)

// prettyLines breaks JSON, which must be valid and without white space, as a person would write it.
func prettyLines(json []byte) []rawLine {
	var all []rawLine
	depth, start, name := 0, 0, 0
	end := func(at int) {
		if at > start {
			all = append(all, rawLine{rawIndent * min(depth, rawDeepest), spaced(json[start:at], name), name})
		}
		start, name = at, 0
	}
	for at := 0; at < len(json); at++ {
		switch json[at] {
		case '"':
			at += quotedSpan(json[at:]) - 1
		case ':':
			name = at - start
		case ',':
			end(at + 1)
		case '{', '[':
			if closed := json[at] + 2; json[at+1] == closed { // in ASCII each closing bracket comes two after its opening one
				at++
				continue
			}
			end(at + 1)
			depth++
		case '}', ']':
			end(at)
			depth--
		}
	}
	end(len(json))
	return all
}

// spaced is a line with a blank behind the colon that ends its name.
func spaced(line []byte, name int) string {
	if name == 0 {
		return string(line)
	}
	return string(line[:name]) + ": " + string(line[name+1:])
}

// quotedSpan is the length of the string that json begins with.
func quotedSpan(json []byte) int {
	for at := 1; at < len(json); at++ {
		switch json[at] {
		case '\\':
			at++
		case '"':
			return at + 1
		}
	}
	return len(json)
}

// lay breaks the lines into rows of width columns.
func (x *rawText) lay(width int) {
	if x.rows != nil && x.width == width {
		return
	}
	x.width, x.rows = width, []rawRow{}
	for i, l := range x.lines {
		room := max(width-l.indent-rawIndent-2, rawRoom)
		for from := 0; ; {
			n := fitting(l.text[from:], room)
			x.rows = append(x.rows, rawRow{i, from, from + n})
			if from += n; from >= len(l.text) {
				break
			}
		}
	}
}

// fitting is how many bytes of s fit in room columns, one letter at least.
func fitting(s string, room int) int {
	if most := room * columnBytes; len(s) > most {
		s = upToByte(s, most)
	}
	if textWidth(s) <= room {
		return len(s)
	}
	return max(len(ansi.Truncate(s, room, "")), 1)
}

// draw writes one row of the text, names quieter than values and what was found marked.
func (x *rawText) draw(s *styles, n, width int) string {
	r := x.rows[n]
	l := &x.lines[r.line]
	out := newLine(width).gap(1 + l.indent)
	if r.from > 0 {
		out.gap(rawIndent)
	}
	first, _ := slices.BinarySearchFunc(x.hits, rawHit{r.line, r.from - x.size + 1}, func(a, b rawHit) int {
		return cmp.Or(cmp.Compare(a.line, b.line), cmp.Compare(a.at, b.at))
	})
	at := r.from
	plain := func(to int) {
		if split := min(max(l.name, at), to); split > at {
			out.text(s.muted, l.text[at:split])
			at = split
		}
		out.text(s.text, l.text[at:max(to, at)])
		at = max(to, at)
	}
	for i := first; i < len(x.hits) && x.hits[i].line == r.line && x.hits[i].at < r.to; i++ {
		plain(max(x.hits[i].at, r.from))
		look := s.accentStrong
		if i == x.hit {
			look = reversed
		}
		to := min(x.hits[i].at+x.size, r.to)
		out.text(look, l.text[at:to])
		at = to
	}
	plain(r.to)
	return out.String()
}

// reversed marks without a colour.
var reversed = ink{plain: "\x1b[7m", selected: "\x1b[7m"}
