package doctor

import (
	"fmt"
	"strings"

	"github.com/charmbracelet/colorprofile"

	"acrwatch/internal/notify"
)

// Terminal is what is known of the terminal before its checks.
type Terminal struct {
	Env           func(string) string
	Width, Height int // 0: stdout is no terminal
	Colors        colorprofile.Profile
	Refused       bool    // colours are switched off by NO_COLOR, CLICOLOR or --color
	Answers       Answers // zero when it was not asked
	Tmux          *Tmux   // nil outside of tmux
}

// Check looks at what the terminal can do for the dashboard.
func (t *Terminal) Check() Group {
	var l checks
	t.term(&l)
	t.locale(&l)
	t.colors(&l)
	if t.Width > 0 {
		t.size(&l)
		t.asked(&l)
	}
	t.notifications(&l)
	if t.Tmux != nil {
		t.Tmux.check(&l)
	}
	return Group{"Terminal", l}
}

func (t *Terminal) term(l *checks) {
	term := t.Env("TERM")
	fact := "TERM is " + quoted(term)
	if program := t.Env("TERM_PROGRAM"); program != "" {
		fact += ", in " + quoted(strings.TrimSpace(program+" "+t.Env("TERM_PROGRAM_VERSION")))
	}
	if t.Answers.Name != "" {
		fact += "; it calls itself " + quoted(t.Answers.Name)
	}
	switch {
	case t.Width == 0:
		l.ok("terminal", fact+"; stdout is no terminal, so it was not asked what it can do")
	case term == "":
		l.warn("terminal", "TERM is not set", "set it to what the terminal is, such as xterm-256color")
	case term == "dumb":
		l.warn("terminal", fact+", which cannot place a cursor: acrwatch writes lines", "set it to what the terminal is, such as xterm-256color")
	default:
		l.ok("terminal", fact)
	}
}

// locale looks for the character set that programs of this machine believe in, by the order of POSIX.
func (t *Terminal) locale(l *checks) {
	for _, name := range []string{"LC_ALL", "LC_CTYPE", "LANG"} {
		value := t.Env(name)
		if value == "" {
			continue
		}
		set := strings.ToLower(value)
		l.either(strings.Contains(set, "utf-8") || strings.Contains(set, "utf8"), "locale", name+" is "+quoted(value),
			name+" is "+quoted(value)+", which is not UTF-8: tmux and others may show glyphs as _ or ?", "export "+name+"=C.UTF-8, or take --ascii")
		return
	}
	l.warn("locale", "LANG is not set: tmux and others may show glyphs as _ or ?", "export LANG=C.UTF-8, or take --ascii")
}

func (t *Terminal) colors(l *checks) {
	switch {
	case t.Refused:
		l.ok("colours", "switched off; state is told by glyph and word")
	case t.Colors == colorprofile.TrueColor:
		l.ok("colours", "24 bit")
	case t.Colors == colorprofile.ANSI256:
		l.ok("colours", "256")
	case t.Colors == colorprofile.ANSI:
		l.ok("colours", "16, as the terminal's palette has them")
	case t.Width == 0:
		l.ok("colours", "none, since stdout is no terminal")
	default:
		l.warn("colours", "none", "set TERM to what the terminal is, or give --color always")
	}
}

// The least size at which there is more than one compact list.
const leastWidth, leastHeight = 80, 12

func (t *Terminal) size(l *checks) {
	fact := fmt.Sprintf("%d columns, %d rows", t.Width, t.Height)
	l.either(t.Width >= leastWidth && t.Height >= leastHeight, "size", fact, fact+": one compact list is all that fits",
		fmt.Sprintf("from %dx%d on there are layers too", leastWidth, leastHeight))
}

// asked is about what the terminal was asked for.
func (t *Terminal) asked(l *checks) {
	a := t.Answers
	if !a.Complete {
		l.warn("answers", "the terminal answers no questions: what it can do is not known", "nothing if the dashboard looks right; else name --theme and take --ascii")
		return
	}
	t.widths(l)
	t.clipboard(l)
	if known, told := a.Modes[focusMode]; told && t.Tmux == nil {
		l.either(known, "focus", "the terminal tells when it is looked at", "the terminal does not tell when it is looked at: acrwatch goes by the keys",
			"nothing; idle under [notify] says after how long")
	}
	known := a.Modes[syncMode]
	l.either(known, "steady frames", "synchronized output is known", "synchronized output is not known: large changes may flicker",
		"nothing if they do not; a newer terminal, or tmux, knows it")
}

const (
	focusMode = 1004
	syncMode  = 2026
)

// widths compares how wide the terminal draws the samples with what the dashboard counts.
func (t *Terminal) widths(l *checks) {
	var off []string
	for i, cells := range t.Answers.Widths {
		if cells != samples[i].cells {
			off = append(off, fmt.Sprintf("%s %q take %d cells, not %d", samples[i].what, samples[i].text, cells, samples[i].cells))
		}
	}
	switch {
	case len(t.Answers.Widths) < len(samples):
		l.warn("widths", "the terminal does not tell where its cursor is, so widths cannot be measured", "nothing if columns stand straight; else --ascii")
	case len(off) > 0:
		l.warn("widths", strings.Join(off, "; "), "switch ambiguous-width characters to narrow in the terminal and use a UTF-8 locale, or take --ascii")
	default:
		l.ok("widths", "lines, marks and Chinese are as wide as they are counted")
	}
}

// clipboard is about the way by which y copies.
func (t *Terminal) clipboard(l *checks) {
	switch {
	case t.Tmux != nil: // it is tmux that answers here, and its settings have a line of their own
	case t.Answers.Clipboard:
		l.ok("clipboard", "the terminal takes OSC 52")
	case t.Env("TERM_PROGRAM") == "Apple_Terminal":
		l.warn("clipboard", "Apple's Terminal does not take OSC 52, by which y copies", "copy with the mouse (m lets go of it), or use another terminal")
	case t.Env("TERM_PROGRAM") == "iTerm.app":
		l.ok("clipboard", "iTerm2 takes OSC 52 if Settings, General, Selection lets applications access the clipboard")
	default:
		l.ok("clipboard", "y copies by OSC 52; the terminal does not say whether it takes that")
	}
}

func (t *Terminal) notifications(l *checks) {
	fact := map[notify.Protocol]string{
		notify.None: "the bell; no way of desktop notifications is known here", notify.OSC9: "desktop by OSC 9, and the bell",
		notify.OSC777: "desktop by OSC 777, and the bell", notify.OSC99: "desktop by OSC 99, and the bell",
	}
	l.ok("notifications", fact[notify.Detect(t.Env).Desktop])
}

// quoted shows a value of the environment, which anybody can have set to anything.
func quoted(text string) string {
	const most = 60
	runes := []rune(fmt.Sprintf("%q", text))
	if len(runes) > most {
		return string(runes[:most-2]) + `…"`
	}
	return string(runes)
}
