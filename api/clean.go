package api

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

const (
	// maxText bounds a string in bytes: longer ones only come from a fault or an attack.
	maxText = 4 << 10
	// maxMarks bounds the combining marks on one character; living scripts stay below, stacks that paint over
	// the neighbouring lines do not.
	maxMarks = 4

	dot      = '·'
	ellipsis = "…"
)

// Clean makes foreign text safe to show: what could move the cursor, reorder the line, hide, or take another width
// than it seems to is replaced by a visible dot, and text beyond 4 KiB is cut. Clean text stays as it is.
func Clean(s string) string { return clean(s, risky) }

// CleanID is Clean for what is compared, copied or searched (ids, names, tags, digests): characters without width
// are replaced as well, so that two strings that look the same are the same.
func CleanID(s string) string {
	return clean(s, func(r rune) bool { return risky(r) || zeroWidth(r) })
}

func clean(s string, bad func(rune) bool) string {
	if printable(s) && len(s) <= maxText {
		return s
	}
	var b strings.Builder
	b.Grow(min(len(s)+8, maxText))
	marks := maxMarks // a mark with nothing before it would sit on whatever is shown to the left
	for i, r := range s {
		broken := r == utf8.RuneError && !strings.HasPrefix(s[i:], string(utf8.RuneError))
		switch {
		case broken || bad(r):
			r, marks = dot, 0
		case !unicode.Is(unicode.M, r):
			marks = 0
		case b.Len() == 0:
			r, marks = dot, 0
		case marks == maxMarks:
			continue
		default:
			marks++
		}
		if b.Len()+utf8.RuneLen(r) > maxText-len(ellipsis) {
			b.WriteString(ellipsis)
			break
		}
		b.WriteRune(r)
	}
	return b.String()
}

// printable says that s is plain ASCII, as nearly all of an answer is.
func printable[T string | []byte](s T) bool {
	for i := range len(s) {
		if s[i] < ' ' || s[i] > '~' {
			return false
		}
	}
	return true
}

// risky tells the characters that act on the terminal or upset its idea of width.
func risky(r rune) bool {
	switch {
	case r < ' ', r >= 0x7f && r <= 0x9f: // C0, DEL, C1
	case r == 0x061c, r == 0x200e, r == 0x200f, r >= 0x202a && r <= 0x202e, r >= 0x2066 && r <= 0x206f: // direction
	case r == 0x2028, r == 0x2029: // line and paragraph separators
	case r >= 0xfe00 && r <= 0xfe0f, r >= 0xe0100 && r <= 0xe01ef, r >= 0x180b && r <= 0x180f: // variation selectors
	case r >= 0xe0000 && r <= 0xe007f: // tags
	case r == 0x200d, r == 0x20e3, r >= 0x1f3fb && r <= 0x1f3ff, r >= 0x1f1e6 && r <= 0x1f1ff: // joined emoji: terminals differ on their width
	case r >= 0xfff9 && r <= 0xfffb: // annotations
	case r&0xfffe == 0xfffe, r >= 0xfdd0 && r <= 0xfdef: // no characters at all
	case unicode.Is(unicode.Co, r): // private use: any glyph, any width
	default:
		return false
	}
	return true
}

// zeroWidth tells the characters that show as nothing.
func zeroWidth(r rune) bool {
	switch r {
	case 0x034f, 0x115f, 0x1160, 0x17b4, 0x17b5, 0x2800, 0x3164, 0xffa0:
		return true
	}
	return unicode.Is(unicode.Cf, r)
}
