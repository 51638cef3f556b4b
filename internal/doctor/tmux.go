package doctor

import (
	"context"
	"os/exec"
	"strconv"
	"strings"
	"time"

	"acrwatch/api"
)

// Tmux is what the tmux around us is set to. A value is empty when this tmux does not know the setting.
type Tmux struct {
	Version     string
	Focus       string // focus-events
	Passthrough string // allow-passthrough
	Clipboard   string // set-clipboard
	Escape      string // escape-time, in milliseconds
	Colors      string // what the terminal outside is known to have, and what the settings add
	Answers     bool   // it could be asked
}

const tmuxWithin = 2 * time.Second

// tmuxFormat asks for what has one value, a line each; lists come with commands of their own.
const tmuxFormat = "#{version}\n#{focus-events}\n#{allow-passthrough}\n#{set-clipboard}\n#{escape-time}\n#{client_termfeatures}"

// AskTmux asks the tmux that we run in; nil when there is none.
func AskTmux(ctx context.Context, environ []string, env func(string) string) *Tmux {
	if env("TMUX") == "" {
		return nil
	}
	ctx, stop := context.WithTimeout(ctx, tmuxWithin)
	defer stop()
	c := exec.CommandContext(ctx, "tmux", "display-message", "-p", tmuxFormat,
		";", "show-options", "-s", "terminal-features", ";", "show-options", "-s", "terminal-overrides")
	c.Env = environ
	out, err := c.Output()
	if err != nil {
		return &Tmux{}
	}
	return readTmux(string(out))
}

func readTmux(out string) *Tmux {
	lines := strings.SplitN(out, "\n", 6)
	for len(lines) < 6 {
		lines = append(lines, "")
	}
	for i := range lines {
		lines[i] = strings.TrimSpace(api.Clean(lines[i]))
	}
	return &Tmux{lines[0], lines[1], lines[2], lines[3], lines[4], lines[5], true}
}

// slowEscape is from where on esc feels late, in milliseconds: tmux waits for so long whether a key follows.
const slowEscape = 100

func (t *Tmux) check(l *checks) {
	const conf = " in ~/.tmux.conf"
	if !t.Answers {
		l.warn("tmux", "it does not answer", "start acrwatch where tmux can be run, or pass over this")
		return
	}
	l.ok("tmux", "version "+t.Version)
	l.either(isOn(t.Focus), "focus-events", "on", "off: acrwatch does not learn when nobody looks", "set -g focus-events on"+conf)
	l.either(t.Passthrough != "0" && t.Passthrough != "off", "allow-passthrough", "on", "off: desktop notifications do not get through", "set -g allow-passthrough on"+conf)
	l.either(t.Clipboard != "off" && t.Clipboard != "", "set-clipboard", t.Clipboard, "off: what y copies stays in tmux", "set -s set-clipboard on"+conf)
	l.either(strings.Contains(t.Colors, "RGB") || strings.Contains(t.Colors, "Tc"), "tmux colours", "24 bit",
		"256 at most: the terminal outside is not known to have 24 bit", `set -as terminal-features ",*:RGB"`+conf+", if it has")
	wait, err := strconv.Atoi(t.Escape)
	l.either(err != nil || wait <= slowEscape, "escape-time", t.Escape+" ms", t.Escape+" ms: esc takes that long", "set -s escape-time 10"+conf)
}

func isOn(value string) bool { return value == "on" || value == "1" }
