//go:build !windows

package command

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestThePaletteOnATerminal(t *testing.T) {
	t.Parallel()
	p := dashboardOn(t)
	first := p.selected()

	p.types(":sort im\t\r") // tab completes
	p.shows("IMAGE ▾")
	p.home()
	assert.True(t, slices.IsSorted(p.images()[:10]), p.images())

	p.types(":goto " + first + "\r")
	p.until(func() bool { return p.selected() == first }, "it does not go to the task")
	p.types(":goto rst-nobody\r")
	p.shows("no task has this id")
	p.types("\x1b")
	p.hides("no task has this id")

	p.types(":filter status:failed\r")
	p.every("✗ failed")
	p.types(":filter stauts:failed\r")
	p.sees(`\^\^\^\^\^\^\^ [\s\S]*unknown field stauts:, did you mean status:\?`)
	p.types("\x1b")
	p.every("✗ failed")

	p.types(":theme li\t")
	p.sees(`: theme light`)
	p.types("\r")
	p.until(func() bool { return !strings.Contains(p.text(), ": theme") }, "the palette stays")

	p.types(":fly\r")
	p.shows("no such action")
	p.types("\x1b")
	p.hides("no such action")
	p.types(":quit\r") // back from the filter
	p.types("q")
	p.quits()
}

func TestTheThemeOfThePaletteColoursTheScreen(t *testing.T) {
	t.Parallel()
	s := start(t, setup{environ: bare(t, "COLORTERM=truecolor")}, binary, "demo", "--theme", "dark")
	s.sees(`● syncing +\S`)
	accent := func() string {
		s.mu.Lock()
		defer s.mu.Unlock()
		for y := range s.screen.Height() {
			if c := s.screen.CellAt(0, y); c != nil && c.Content == "▌" {
				r, g, b, _ := c.Style.Fg.RGBA()
				return strings.Join([]string{string(rune(r >> 8)), string(rune(g >> 8)), string(rune(b >> 8))}, "")
			}
		}
		return ""
	}
	s.until(func() bool { return accent() != "" }, "there is no cursor")
	dark := accent()
	s.types(":theme light\r")
	s.until(func() bool { return accent() != "" && accent() != dark }, "the colours stay")
	s.types("q")
	code, _ := s.ends()
	assert.Zero(t, code)
}

func TestKeysOfTheUsersOwn(t *testing.T) {
	t.Parallel()
	environ := withFile(t, bare(t), configPath, "[keys]\ndown = [\"x\", \"ctrl+n\"]\nhelp = [\"f1\"]\n")
	s := start(t, setup{width: 160, height: 40, environ: environ}, binary, "demo")
	s.sees(`● syncing +\S`)
	s.types("g")
	s.cursorOn(0)
	for row, key := range []string{"x", "\x0e"} {
		s.types(key)
		s.cursorOn(row + 1)
	}
	s.types("j") // does nothing any more
	s.types("\x1bOP")
	s.sees(`x ctrl\+n +row down`)
	s.sees(`f1 +the keys that work here`)
	s.types("\x1bOP")
	s.cursorOn(2)
	s.types("q")
	code, _ := s.ends()
	assert.Zero(t, code)
}

func TestMistakesInTheKeysNameTheirPlaces(t *testing.T) {
	t.Parallel()
	environ := withFile(t, bare(t), configPath, "[keys]\npause = [\"x\"]\nfly = [\"y\"]\nmark = [\"x\"]\nhelp = [\"q\"]\nsort = [\"Ctrl-X\"]\n")
	s := start(t, setup{environ: environ}, binary, "demo")
	code, _ := s.ends()
	assert.Equal(t, 2, code)
	lines := strings.Split(strings.TrimSpace(s.errors.String()), "\n")
	require.Len(t, lines, 4, s.errors)
	for i, want := range []string{
		`config\.toml:3: .*fly.*: unknown action; .+`,
		`config\.toml:4: keys\.mark = \["x"\]: "x" also means pause .*line 2.*; give one of them another key`,
		`config\.toml:5: keys\.help = \["q"\]: "q" also means quit.*; give one of them another key`,
		`config\.toml:6: .*"Ctrl-X" is no key; write "ctrl\+x"`,
	} {
		assert.Regexp(t, want, lines[i])
	}
	assert.Empty(t, s.bytes(), "no screen was opened")
}
