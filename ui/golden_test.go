package ui

import (
	"fmt"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/exp/golden"

	"acrwatch/poller"
)

// The frames are the screen as text, without its colours; one frame of each background keeps them.
func TestFrames(t *testing.T) {
	sizes := []struct{ width, height int }{{160, 45}, {120, 30}, {100, 30}, {80, 24}, {60, 12}, {40, 8}, {20, 5}}
	for _, s := range sizes {
		t.Run(fmt.Sprintf("tasks %dx%d", s.width, s.height), func(t *testing.T) {
			m, _ := newFixture(s.width, s.height)
			m = feed(feed(m, fixture()), press("gjj")...)
			golden.RequireEqual(t, screen(m))
		})
		t.Run(fmt.Sprintf("raw %dx%d", s.width, s.height), func(t *testing.T) {
			m, _ := openedRaw(s.width, s.height, answerJSON(20), "/", "size", "enter", "n")
			golden.RequireEqual(t, screen(m))
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
			golden.RequireEqual(t, screen(m))
			if s.height > 8 {
				t.Run("layer", func(t *testing.T) { golden.RequireEqual(t, screen(feed(m, press("enter")...))) })
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
				golden.RequireEqual(t, screen(feed(feed(m, failed(fixture())), msgs...)))
			})
		}
	}
}

// frameSizes are one of each shape of the screen: two that are wide, stacked at its least, and compact.
var frameSizes = [][2]int{{160, 45}, {100, 30}, {80, 24}, {60, 12}}

// scenes are the dashboard at work: what it is fed, and the keys after it. The moods are those before, without and with
// trouble.
var scenes = map[string]struct {
	snapshot func() *poller.Snapshot
	keys     []tea.Msg
}{
	"several manifests":      {manifests, press("gjj", "enter", "jj")},
	"subscription":           {fixture, press("gjjjjjjj")},
	"subscription opened":    {fixture, press("gjjjjjjj", "enter")},
	"failed":                 {fixture, press("g")},
	"filter":                 {fixture, press("/", "status:active eu-west", "enter")},
	"filter being typed":     {fixture, press("/", "web ", "status:fail")},
	"filter with a mistake":  {fixture, press("/", "web ", "stauts:fail")},
	"filter that completes":  {fixture, press("/", "s", "tab")},
	"palette":                {fixture, press(":", "re")},
	"palette with a mistake": {fixture, press(":", "filter web stauts:fail", "enter")},
	"help":                   {fixture, press("?")},
	"what happened":          {fixture, press("e")},
}

// inScene is the dashboard of a size in one of its scenes.
func inScene(name string, width, height int, change ...func(*Options)) Model {
	m, _ := newFixture(width, height, change...)
	return feed(feed(m, scenes[name].snapshot()), scenes[name].keys...)
}

func TestFramesOfStates(t *testing.T) {
	for name := range scenes {
		for _, s := range frameSizes {
			t.Run(fmt.Sprintf("%s %dx%d", name, s[0], s[1]), func(t *testing.T) {
				golden.RequireEqual(t, screen(inScene(name, s[0], s[1])))
			})
		}
	}
}

// Below 12x2 nothing can be told, so the screen says that.
func TestFramesOfTooSmall(t *testing.T) {
	for _, s := range [][2]int{{11, 5}, {40, 1}, {5, 1}, {12, 2}} {
		t.Run(fmt.Sprintf("%dx%d", s[0], s[1]), func(t *testing.T) {
			m, _ := newFixture(s[0], s[1])
			golden.RequireEqual(t, screen(feed(m, fixture())))
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
			golden.RequireEqual(t, drawn(feed(m, fixture())))
		})
	}
	for _, p := range []colorprofile.Profile{colorprofile.ANSI256, colorprofile.ANSI, colorprofile.ASCII} {
		t.Run(p.String(), func(t *testing.T) {
			m, _ := newFixture(120, 24)
			golden.RequireEqual(t, drawn(feed(m, tea.ColorProfileMsg{Profile: p}, fixture())))
		})
	}
}
