package keymap

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

// named are the keys that have a name in place of a letter, as the terminal toolkit spells them.
var named = []string{
	"enter", "tab", "esc", "space", "backspace", "delete", "insert", "up", "down", "left", "right", "home", "end", "pgup", "pgdown",
}

var (
	functionKey = regexp.MustCompile(`^f[1-9][0-9]?$`)
	modifiers   = []string{"ctrl", "alt", "shift", "meta", "hyper", "super"} // in the order in which they are reported
	otherNames  = map[string]string{
		"escape": "esc", "return": "enter", "pageup": "pgup", "pagedown": "pgdown", "pgdn": "pgdown", "del": "delete", "ins": "insert",
		"control": "ctrl", "c": "ctrl", "option": "alt", "m": "alt", "s": "shift", "spacebar": "space", "bs": "backspace",
	}
)

// misspelt says how to write a key that would never match as it is, and nothing about one that is right.
func misspelt(key string) string {
	if utf8.RuneCountInString(key) == 1 {
		if key == " " {
			return say(`write "%s"`, "space")
		}
		return ""
	}
	parts := strings.Split(key, "+")
	if strings.HasSuffix(key, "++") { // the plus key itself
		parts = append(strings.Split(strings.TrimSuffix(key, "++"), "+"), "+")
	}
	last := len(parts) - 1
	if isKey(parts[last]) && ordered(parts[:last]) && arrives(parts[:last], parts[last]) {
		return ""
	}
	if right := respelt(key); right != key && misspelt(right) == "" {
		return say(`write "%s"`, right)
	}
	return say(`give a letter, or a name such as %s or f1, with "ctrl+" or "alt+" before it if need be`, strings.Join(named[:4], ", "))
}

func isKey(name string) bool {
	return utf8.RuneCountInString(name) == 1 || slices.Contains(named, name) || functionKey.MatchString(name)
}

// ordered says that only modifiers are there, each once and in the order in which a terminal's keys are spelt.
func ordered(names []string) bool {
	next := 0
	for _, name := range names {
		at := slices.Index(modifiers, name)
		if at < next {
			return false
		}
		next = at + 1
	}
	return true
}

// arrives says that a key with modifiers reaches a program in this spelling. A letter with shift alone comes as the letter
// that it makes, and one with ctrl comes small.
func arrives(with []string, key string) bool {
	switch {
	case len(with) == 0 || utf8.RuneCountInString(key) > 1:
		return true
	case slices.Equal(with, []string{"shift"}):
		return false
	}
	return !slices.Contains(with, "ctrl") || key == strings.ToLower(key)
}

// respelt is a key in the spelling that it was probably meant in: ctrl+x for Ctrl-X, pgdown for PageDown, X for shift+x.
func respelt(key string) string {
	parts := strings.FieldsFunc(strings.ToLower(key), func(r rune) bool { return r == '+' || r == '-' })
	for i, part := range parts {
		if name, ok := otherNames[part]; ok && (i < len(parts)-1 || len(part) > 1) {
			parts[i] = name
		}
	}
	if len(parts) > 1 {
		slices.SortStableFunc(parts[:len(parts)-1], func(a, b string) int {
			return slices.Index(modifiers, a) - slices.Index(modifiers, b)
		})
	}
	if len(parts) == 2 && parts[0] == "shift" && strings.ToUpper(parts[1]) != parts[1] && utf8.RuneCountInString(parts[1]) == 1 {
		return strings.ToUpper(parts[1])
	}
	return strings.Join(parts, "+")
}
