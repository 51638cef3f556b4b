package ui

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// states are the dashboard in each of its moods, at one size.
func states(width, height int, change ...func(*Options)) map[string]Model {
	m, _ := newFixture(width, height, change...)
	full := feed(m, fixture())
	raw, _ := openedRaw(width, height, answerJSON(20), "/", "size")
	return map[string]Model{
		"raw": raw, "layer": feed(full, press("gjj", "enter", "tab", "enter")...),
		"empty": m, "list": full, "wrong key": feed(m, wrongKey()), "failing": feed(m, failing()),
		"open": feed(full, press("gjj", "enter", "tab")...), "help": feed(full, press("?")...),
		"palette": feed(full, press(":")...), "palette lit": feed(full, press(":", "goto r", "down")...), "palette wrong": feed(full, press(":", "filter 训练 stauts:x y", "enter")...),
		"filter wrong": feed(full, press("/", "训练 stauts:x y")...), "filter offers": feed(full, press("/", "s", "tab")...),
		"batches": feed(full, press("2", "jj", "enter")...), "failures": feed(full, press("3")...), "child": feed(full, press("2", "enter", "j", "enter")...),
		"zoomed": feed(full, press("gjj", "tab", "f")...),
		"filter": feed(full, press("/", `web "`)...), "subscription": feed(full, press("gjjjjjjj", "enter")...),
	}
}

func requireFits(t *testing.T, name string, m Model) {
	t.Helper()
	content := m.View().Content
	require.True(t, utf8.ValidString(content), name)
	if m.width <= 0 || m.height <= 0 {
		require.Empty(t, content)
		return
	}
	lines := strings.Split(content, "\n")
	require.LessOrEqual(t, len(lines), m.height, "%s at %dx%d: too tall", name, m.width, m.height)
	for i, l := range lines {
		require.LessOrEqual(t, ansi.StringWidth(l), m.width, "%s at %dx%d: line %d spills: %q", name, m.width, m.height, i, ansi.Strip(l))
	}
}

func TestNothingSpillsAtAnySize(t *testing.T) {
	for width := 0; width <= 200; width += coarse * (1 + width/10) {
		for height := 0; height <= 60; height += 1 + height/6 {
			for _, speak := range languages {
				for name, m := range states(width, height, speak) {
					requireFits(t, name, m)
				}
			}
		}
	}
}

func TestScreenIsFullFromTwentyByFive(t *testing.T) {
	for _, s := range [][2]int{{20, 5}, {40, 8}, {60, 12}, {80, 24}, {100, 30}, {120, 16}, {160, 45}, {300, 100}, {1000, 60}} {
		for _, speak := range languages {
			for name, m := range states(s[0], s[1], speak) {
				requireFull(t, fmt.Sprintf("%s at %v", name, s), m)
			}
		}
	}
}

// requireFull says that a screen has all of its lines, each of the whole width.
func requireFull(t *testing.T, name string, m Model) {
	t.Helper()
	lines := strings.Split(m.View().Content, "\n")
	assert.Len(t, lines, m.height, name)
	for _, l := range lines {
		assert.Equal(t, m.width, ansi.StringWidth(l), "%s: %q", name, ansi.Strip(l))
	}
}

func FuzzAnySizeAndKeys(f *testing.F) {
	seeds := []struct {
		width, height int
		keys          string
	}{{160, 45, "jjkG"}, {80, 24, "/web"}, {20, 5, "?jjj"}, {0, 0, "q"}, {121, 17, "j\t\tk"}, {100, 9, ":filter web:\r"}}
	require.NotEmpty(f, seeds)
	for _, s := range seeds {
		f.Add(s.width, s.height, s.keys)
	}
	f.Fuzz(func(t *testing.T, width, height int, keys string) {
		m, _ := newFixture(width%1200, height%150)
		m = feed(m, fixture())
		for _, k := range keys {
			m.Update(tea.KeyPressMsg{Code: k, Text: string(k)})
		}
		requireFits(t, keys, m)
	})
}

func TestACutInTheMiddleFitsWithWideLetters(t *testing.T) {
	const wide = "镜像仓库"
	for _, s := range []string{"quay → base/" + wide + wide + wide + "…", wide + wide + wide + wide + "a", wide + wide + wide + wide, "a" + wide + wide + wide + "b"} {
		for n := 8; n < 24; n++ {
			cut := cutMiddle(s, n)
			assert.LessOrEqual(t, textWidth(cut), n, "%q to %d", cut, n)
			assert.GreaterOrEqual(t, textWidth(cut), n-2, "%q to %d", cut, n)
			assert.Contains(t, cut, "…")
		}
	}
}
