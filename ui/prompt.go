package ui

import (
	"slices"
	"strings"

	"charm.land/bubbles/v2/textinput"
	"github.com/charmbracelet/x/ansi"
)

// choice is one way to go on with what is typed: what to put in place of some of its runes.
type choice struct {
	offset, length int
	text           string
	help           string
	argument       string // what comes behind it, in words
	keys           string // what does the same at once
	faint          bool   // it does nothing here
}

// completion is the ways to go on, and the one that is lit; -1 while none has been chosen.
type completion struct {
	choices []choice
	lit     int
	base    string // the text that the choices are for
}

func newCompletion(base string, choices []choice) completion {
	if len(choices) == 1 && choices[0].apply(base) == base {
		choices = nil // it is there already
	}
	return completion{choices: choices, lit: -1, base: base}
}

// turn lights the next choice, or the one before, and gives the text with it in place.
func (c *completion) turn(step int) (text string, cursor int, ok bool) {
	n := len(c.choices)
	if n == 0 {
		return "", 0, false
	}
	if c.lit < 0 && step < 0 {
		c.lit = 0
	}
	c.lit = (c.lit + step + n) % n
	chosen := c.choices[c.lit]
	return chosen.apply(c.base), chosen.offset + len([]rune(chosen.text)), true
}

func (c choice) apply(text string) string {
	runes := []rune(text)
	from := min(c.offset, len(runes))
	to := min(from+c.length, len(runes))
	return string(runes[:from]) + c.text + string(runes[to:])
}

// earlierMost is how many lines a prompt remembers.
const earlierMost = 100

// recall walks through what was typed before.
type recall struct {
	lines []string // the oldest first
	at    int      // how many steps back it stands
	draft string   // what was being typed when it went back
}

// add remembers a line, once.
func (r *recall) add(text string) {
	r.at = 0
	if text = strings.TrimSpace(text); text == "" {
		return
	}
	r.lines = append(slices.DeleteFunc(r.lines, func(old string) bool { return old == text }), text)
	r.lines = r.lines[max(len(r.lines)-earlierMost, 0):]
}

// step goes back by one for 1 and forth by one for -1; typed is what stands in the prompt now.
func (r *recall) step(by int, typed string) (string, bool) {
	to := r.at + by
	if to < 0 || to > len(r.lines) {
		return "", false
	}
	if r.at == 0 {
		r.draft = typed
	}
	r.at = to
	if to == 0 {
		return r.draft, true
	}
	return r.lines[len(r.lines)-to], true
}

// setText puts a text into an input, with the cursor behind the rune at.
func setText(input *textinput.Model, text string, at int) {
	input.SetValue(text)
	input.SetCursor(at)
}

// typed shows an input with its cursor in room columns, cut from the left so that the cursor is seen, and says in which
// column its text begins, seen or not.
func (s *styles) typed(out *line, input *textinput.Model, room int) (begin int) {
	runes := []rune(input.Value())
	at := min(input.Position(), len(runes))
	before, under, after := string(runes[:at]), " ", ""
	if at < len(runes) {
		under, after = string(runes[at:at+1]), string(runes[at+1:])
	}
	begin = out.used
	end := begin + room
	if over := textWidth(before) + 2 - room; over > 0 {
		before = ansi.TruncateLeft(before, over+1, "…")
		begin -= over
	}
	out.upTo(s.text, before, room)
	out.text(reversed, under).upTo(s.text, after, end-out.used)
	return begin
}
