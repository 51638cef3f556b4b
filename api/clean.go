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
// and foreign blanks are replaced as well, so that two strings that look the same are the same.
func CleanID(s string) string {
	return clean(s, func(r rune) bool { return risky(r) || zeroWidth(r) || blank(r) })
}

func clean(s string, bad func(rune) bool) string {
	if printable(s) && len(s) <= maxText {
		return s
	}
	var b strings.Builder
	b.Grow(min(len(s)+8, maxText))
	marks := 0
	for i, r := range s {
		broken := r == utf8.RuneError && !strings.HasPrefix(s[i:], string(utf8.RuneError))
		switch {
		case broken || bad(r):
			r, marks = dot, 0
		case !joins(r):
			marks = 0
		case b.Len() == 0: // it would sit on whatever is shown to the left
			r = dot
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

// risky tells the characters that act on the terminal or upset its idea of width. What Unicode does not call graphic
// is all of that at once: controls of both sets, direction, separators of lines, tags, private use, halves of pairs,
// and characters that are not assigned, on whose width no two programs agree.
func risky(r rune) bool {
	switch {
	case r == 0x200b, r == 0x200c, r == 0x2060, r == 0xfeff: // of no width, which some scripts need
		return false
	case unicode.Is(unicode.Variation_Selector, r): // emoji that are wide in one terminal and narrow in the next
	case r == 0xff9e, r == 0xff9f: // Japanese marks that are a place wide, and none when clusters are counted
	case r == 0x20e3, r >= 0x1f3fb && r <= 0x1f3ff, r >= 0x1f1e6 && r <= 0x1f1ff: // keycaps, skin tones, flags: likewise
	default:
		return !unicode.IsGraphic(r)
	}
	return true
}

// joins tells the characters that take no place of their own and are drawn on the one before: marks, characters
// without width, and the later parts of Korean syllables.
func joins(r rune) bool {
	return unicode.Is(unicode.M, r) || zeroWidth(r) || r >= 0x1160 && r <= 0x11ff || r >= 0xd7b0 && r <= 0xd7ff
}

// zeroWidth tells the characters that show as nothing.
func zeroWidth(r rune) bool {
	switch r {
	case 0x034f, 0x115f, 0x1160, 0x17b4, 0x17b5, 0x3164, 0xffa0:
		return true
	}
	return unicode.Is(unicode.Cf, r)
}

// blank tells the characters that look like a space and are none. The wide one of Chinese text does not.
func blank(r rune) bool {
	return r == 0x2800 || r != ' ' && r != 0x3000 && unicode.Is(unicode.Zs, r)
}
