package ui

import (
	"bytes"
	"cmp"
	"slices"
)

// rawHit is where something was found: a line, and a byte of it.
type rawHit struct{ line, at int }

// find seeks text without regard to the case of ASCII letters, and goes to the first hit at or after row.
func (x *rawText) find(text string, row int) {
	x.hits, x.hit, x.size = nil, 0, len(text)
	if text == "" {
		return
	}
	sought := lowered(text)
	for i, l := range x.lines {
		line := lowered(l.text)
		for at := 0; ; {
			n := bytes.Index(line[at:], sought)
			if n < 0 {
				break
			}
			x.hits = append(x.hits, rawHit{i, at + n})
			at += n + len(sought)
		}
	}
	x.hit = max(slices.IndexFunc(x.hits, func(h rawHit) bool { return x.row(h) >= row }), 0)
}

// lowered is s with the case of its ASCII letters taken away, so that every byte keeps its place.
func lowered(s string) []byte {
	out := []byte(s)
	for i, c := range out {
		if c >= 'A' && c <= 'Z' {
			out[i] = c + 'a' - 'A'
		}
	}
	return out
}

// step goes to another hit, around the end.
func (x *rawText) step(n int) {
	if len(x.hits) > 0 {
		x.hit = (x.hit + n + len(x.hits)) % len(x.hits)
	}
}

// row is where a hit begins.
func (x *rawText) row(h rawHit) int {
	i, found := slices.BinarySearchFunc(x.rows, h, func(r rawRow, h rawHit) int {
		return cmp.Or(cmp.Compare(r.line, h.line), cmp.Compare(r.from, h.at))
	})
	if !found {
		i--
	}
	return i
}

// where tells the hits apart: "3 of 17".
func (s *styles) where(x *rawText) string {
	if len(x.hits) == 0 {
		return s.Say(rawWords.nothing)
	}
	return s.ratio(x.hit+1, len(x.hits))
}
