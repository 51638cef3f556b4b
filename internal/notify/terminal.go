package notify

import (
	"strconv"
	"strings"
)

// Protocol is the escape sequence by which a terminal takes a desktop notification.
type Protocol uint8

const (
	None   Protocol = iota
	OSC9            // iTerm2, WezTerm, Warp
	OSC777          // Ghostty, foot, urxvt
	OSC99           // kitty
)

// Terminal is what is known of the terminal that will read us.
type Terminal struct {
	Desktop  Protocol
	Progress bool // it shows OSC 9;4, and nothing takes that for a notification
	Tmux     bool // sequences for the terminal itself must be wrapped
}

// Detect finds out about the terminal; env reads a variable of the environment. Only what is known is used: some
// terminals show a progress report that they do not know as a notification with figures in it.
func Detect(env func(name string) string) Terminal {
	t := Terminal{Tmux: env("TMUX") != ""}
	t.Desktop = desktop(env)
	if t.Tmux && t.Desktop == None && env("TERM_PROGRAM") != "Apple_Terminal" {
		t.Desktop = OSC9 // tmux hides the terminal; this is what most of them know, and the others pass over it
	}
	t.Progress = !t.Tmux && progress(env)
	return t
}

func desktop(env func(string) string) Protocol {
	term, program := env("TERM"), env("TERM_PROGRAM")
	has := func(name string) bool { return env(name) != "" }
	switch {
	case has("KITTY_WINDOW_ID") || term == "xterm-kitty":
		return OSC99
	case program == "ghostty" || term == "xterm-ghostty" || has("GHOSTTY_RESOURCES_DIR"):
		return OSC777
	case strings.HasPrefix(term, "foot") || strings.HasPrefix(term, "rxvt-unicode"):
		return OSC777
	case program == "iTerm.app" || env("LC_TERMINAL") == "iTerm2":
		return OSC9
	case program == "WezTerm" || term == "wezterm" || has("WEZTERM_PANE"):
		return OSC9
	case program == "WarpTerminal":
		return OSC9
	}
	return None
}

// The versions from which on a progress report is one. VTE writes 0.80 as 8000.
const vteProgress = 8000

var itermProgress = []int{3, 6, 6}

func progress(env func(string) string) bool {
	program := env("TERM_PROGRAM")
	switch {
	case env("WT_SESSION") != "" || env("ConEmuANSI") == "ON":
		return true
	case program == "ghostty" || env("TERM") == "xterm-ghostty":
		return true
	case program == "iTerm.app":
		return atLeast(env("TERM_PROGRAM_VERSION"), itermProgress)
	}
	return number(env("VTE_VERSION")) >= vteProgress
}

// atLeast compares a version such as 3.6.10 figure by figure; what cannot be read is older.
func atLeast(version string, least []int) bool {
	figures := strings.Split(version, ".")
	for i, want := range least {
		got := 0
		if i < len(figures) {
			got = number(figures[i])
		}
		if got != want {
			return got > want
		}
	}
	return true
}

// number is the figures that s begins with, 0 when there are none.
func number(s string) int {
	end := strings.IndexFunc(s, func(r rune) bool { return r < '0' || r > '9' })
	if end < 0 {
		end = len(s)
	}
	n, _ := strconv.Atoi(s[:end]) // 0 when there are none
	return n
}
