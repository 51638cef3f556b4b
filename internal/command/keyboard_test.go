//go:build !windows

package command

import (
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/creack/pty"
	"github.com/stretchr/testify/require"
)

// sent are the bytes with which a keyboard sends the keys that are no letters.
var sent = map[string]string{
	"up": "\x1b[A", "down": "\x1b[B", "home": "\x1b[H", "end": "\x1b[F", "pgup": "\x1b[5~", "pgdown": "\x1b[6~",
	"enter": "\r", "esc": "\x1b", "tab": "\t", "shift+tab": "\x1b[Z", "space": " ",
}

// keystroke is what a keyboard sends for a key of the key map.
func keystroke(t *testing.T, key string) string {
	t.Helper()
	if bytes, ok := sent[key]; ok {
		return bytes
	}
	if letter, ok := strings.CutPrefix(key, "ctrl+"); ok && len(letter) == 1 {
		return string(letter[0] & 0x1f)
	}
	require.Equal(t, 1, utf8.RuneCountInString(key), "nobody knows what a keyboard sends for %q", key)
	return key
}

// tasks is the list of tasks on a wide screen: its rows, and the one that the cursor is on, -1 when there is none.
func (s *session) tasks() (rows []string, cursor int) {
	cursor = -1
	lines := strings.Split(s.text(), "\n")
	for i := range lines {
		list, _, beside := strings.Cut(lines[i], "│")
		if !beside || strings.Contains(list, "PROGRESS") {
			continue
		}
		if mark, _ := utf8.DecodeRuneInString(list); mark == '▌' {
			cursor = len(rows)
		}
		rows = append(rows, strings.Trim(list, "▌ "))
	}
	return rows, cursor
}

var idForm = regexp.MustCompile(`│ ((?:rst|crast)-\w+)`)

// selected is the id of the task that the detail beside the list is about, once that is the one under the cursor.
func (s *session) selected() string {
	s.t.Helper()
	s.until(s.follows, "the detail does not go along")
	if m := idForm.FindStringSubmatch(s.text()); m != nil {
		return m[1]
	}
	return ""
}

var besideForm = regexp.MustCompile(`(?s)PROGRESS[^│]*│ ([^\n]+).*?\n[^│\n]*│ to +(\S+)`)

// follows says that the detail tells of the image in the row under the cursor, and of its destination unless that is told in
// other words: what is pulled is named by where it comes from.
func (s *session) follows() bool {
	rows, cursor := s.tasks()
	beside := besideForm.FindStringSubmatch(s.text())
	if cursor < 0 || beside == nil {
		return true
	}
	image := string([]rune(rows[cursor])[11:])
	if pulled := strings.Contains(image, "→"); pulled {
		image, _, _ = strings.Cut(image, "  ")
		image, _, _ = strings.Cut(image, "…")
		return strings.HasPrefix(beside[1], image)
	}
	image, _, _ = strings.Cut(strings.Fields(image)[0], "…")
	return strings.HasPrefix(beside[1], image) && strings.Contains(rows[cursor], beside[2])
}

// cursorOn waits until the cursor of the list rests on a row.
func (s *session) cursorOn(row int) {
	s.t.Helper()
	s.until(func() bool {
		_, cursor := s.tasks()
		return cursor == row && s.follows()
	}, "the cursor is not on the row it should be on")
}

// shows waits until the screen has a text, and hides until it has it no more.
func (s *session) shows(text string) {
	s.t.Helper()
	s.until(func() bool { return strings.Contains(s.text(), text) }, "the screen never showed "+text)
}

func (s *session) hides(text string) {
	s.t.Helper()
	s.until(func() bool { return !strings.Contains(s.text(), text) }, "the screen still shows "+text)
}

// resize gives the terminal another size.
func (s *session) resize(width, height int) error {
	s.mu.Lock()
	s.screen.Resize(width, height)
	s.mu.Unlock()
	return pty.Setsize(s.keyboard, &pty.Winsize{Cols: uint16(width), Rows: uint16(height)})
}
