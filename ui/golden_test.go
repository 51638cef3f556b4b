package ui

import (
	"fmt"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/exp/golden"
)

// The frames are the screen as text, without its colours; one frame of each background keeps them.
func TestFrames(t *testing.T) {
	sizes := []struct{ width, height int }{{160, 45}, {120, 30}, {100, 30}, {80, 24}, {60, 12}, {40, 8}, {20, 5}}
	for _, s := range sizes {
		t.Run(fmt.Sprintf("tasks %dx%d", s.width, s.height), func(t *testing.T) {
			m, _ := newFixture(s.width, s.height)
			m = feed(feed(m, fixture()), press("gjj")...)
			golden.RequireEqual(t, ansi.Strip(m.View().Content))
		})
		t.Run(fmt.Sprintf("raw %dx%d", s.width, s.height), func(t *testing.T) {
			m, _ := openedRaw(s.width, s.height, answerJSON(20), "/", "size", "enter", "n")
			golden.RequireEqual(t, ansi.Strip(m.View().Content))
		})
		t.Run(fmt.Sprintf("open %dx%d", s.width, s.height), func(t *testing.T) {
			m, _ := newFixture(s.width, s.height)
			m = feed(feed(m, fixture()), press("gjj", "enter")...)
			for range 2 {
				if m.focus != partsPane {
					m = feed(m, press("tab")...)
				}
			}
			m = feed(m, press("j")...)
			golden.RequireEqual(t, ansi.Strip(m.View().Content))
			if s.height > 8 {
				t.Run("layer", func(t *testing.T) { golden.RequireEqual(t, ansi.Strip(feed(m, press("enter")...).View().Content)) })
			}
		})
	}
}

func TestFramesOfViews(t *testing.T) {
	views := map[string][]tea.Msg{
		"batches": press("2"), "unfolded batch": press("2", "/", "frontend", "enter", "enter", "j"), "failures": press("3"),
		"failures unfolded": press("3", "enter"), "marked": press("g", "j", " ", " "), "sorted": press("ssssss", "S"),
		"list alone": press("f"),
	}
	for _, s := range []struct{ width, height int }{{160, 45}, {120, 30}, {100, 30}, {80, 24}, {60, 12}} {
		for name, msgs := range views {
			t.Run(fmt.Sprintf("%s %dx%d", name, s.width, s.height), func(t *testing.T) {
				m, _ := newFixture(s.width, s.height)
				golden.RequireEqual(t, ansi.Strip(feed(feed(m, failed(fixture())), msgs...).View().Content))
			})
		}
	}
}

func TestFramesOfStates(t *testing.T) {
	cases := map[string][]tea.Msg{
		"several manifests":       append([]tea.Msg{manifests()}, press("gjj", "enter", "jj")...),
		"before the first answer": {tickMsg(fixtureNow)},
		"subscription":            append([]tea.Msg{fixture()}, press("gjjjjjjj")...),
		"failed":                  {fixture()},
		"filter":                  append([]tea.Msg{fixture()}, press("/", "status:active eu-west", "enter")...),
		"filter being typed":      append([]tea.Msg{fixture()}, press("/", "web ", "status:fail")...),
		"filter with a mistake":   append([]tea.Msg{fixture()}, press("/", "web ", "stauts:fail")...),
		"palette":                 append([]tea.Msg{fixture()}, press(":", "re")...),
		"palette with a mistake":  append([]tea.Msg{fixture()}, press(":", "filter web stauts:fail", "enter")...),
		"filter that completes":   append([]tea.Msg{fixture()}, press("/", "s", "tab")...),
		"no match":                append([]tea.Msg{fixture()}, press("/", "nothing", "enter")...),
		"paused":                  append([]tea.Msg{fixture()}, press("p")...),
		"help":                    append([]tea.Msg{fixture()}, press("?")...),
		"no tasks":                {noTasks()},
		"wrong key":               {wrongKey()},
		"failing with data":       {failing()},
		"denied":                  {denied()},
		"token expired":           {expired()},
		"keys cannot be renewed":  {unrenewed()},
		"clock off":               {clockOff()},
	}
	for name, msgs := range cases {
		t.Run(name, func(t *testing.T) {
			m, _ := newFixture(160, 30)
			golden.RequireEqual(t, ansi.Strip(feed(m, msgs...).View().Content))
		})
	}
}

func TestFramesOfLooks(t *testing.T) {
	for name, change := range map[string]func(*Options){
		"dark":  func(o *Options) { o.Theme = "dark" },
		"light": func(o *Options) { o.Theme = "light" },
		"ascii": func(o *Options) { o.ASCII = true },
	} {
		t.Run(name, func(t *testing.T) {
			m, _ := newFixture(120, 24, change)
			golden.RequireEqual(t, feed(m, fixture()).View().Content)
		})
	}
	for _, p := range []colorprofile.Profile{colorprofile.ANSI256, colorprofile.ANSI, colorprofile.ASCII} {
		t.Run(p.String(), func(t *testing.T) {
			m, _ := newFixture(120, 24)
			golden.RequireEqual(t, feed(m, tea.ColorProfileMsg{Profile: p}, fixture()).View().Content)
		})
	}
}
