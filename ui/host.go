package ui

import (
	"io"
	"strings"

	tea "charm.land/bubbletea/v2"

	"acrwatch/internal/remember"
	"acrwatch/internal/tongue"
	"acrwatch/keymap"
)

// Host does for the dashboard what it cannot do itself: it knows files, programs and the machine. Its methods may take
// a while; they are called from commands, never from Update.
type Host interface {
	// Copy puts text where the terminal's own clipboard sequence may not reach, such as the clipboard behind a
	// multiplexer. Nil also where there is nothing of the kind.
	Copy(text string) error
	// Browse opens a page in the user's browser. Its error says in a few words why none opens here.
	Browse(url string) error
	// Save lets write fill the file at path and gives the whole path. A file that is there is fs.ErrExist unless
	// overwrite is true.
	Save(path string, overwrite bool, write func(io.Writer) error) (string, error)
	// Remember keeps what the next start shall begin with.
	Remember(remember.State) error
	// Reload reads the settings again. pending names the changed ones that only the next start takes. An error leaves
	// everything as it was.
	Reload() (settings Settings, pending []string, err error)
}

// Settings are those of the options that can change while the dashboard runs.
type Settings struct {
	Keys      keymap.KeyMap
	Columns   []string // as in Options
	Theme     string
	Lang      string
	ASCII     bool
	NoMouse   bool
	Attention Attention
}

var errNoHost = tongue.Error("not possible here")

// noHost stands in where nobody gave a host.
type noHost struct{}

func (noHost) Copy(string) error                                        { return nil }
func (noHost) Browse(string) error                                      { return errNoHost }
func (noHost) Save(string, bool, func(io.Writer) error) (string, error) { return "", errNoHost }
func (noHost) Remember(remember.State) error                            { return nil }
func (noHost) Reload() (settings Settings, pending []string, err error) {
	return Settings{}, nil, errNoHost
}

// toldMsg is what the host could not do, with room for why, and why.
type toldMsg struct {
	text tongue.Text
	err  error
}

// onHost takes what the host has done, and what it wants.
func (m *Model) onHost(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case toldMsg:
		m.say(stalledInk, msg.text, m.styles.Why(msg.err))
	case browsedMsg:
		return m.onBrowsed(msg)
	case savedMsg:
		m.onSaved(msg)
	case RecordingMsg:
		m.unrecorded = !msg.Goes
		text, _, _ := strings.Cut(msg.Text, "\n") // the stack of a fault is for the log
		m.told(stalledInk, m.styles.Retell(text))
	case ReloadMsg:
		return m.reload()
	case reloadedMsg:
		m.onReloaded(msg)
	}
	return nil
}

// RecordingMsg tells what keeps the recording from being whole, or that it goes on.
type RecordingMsg struct {
	Text string // in English
	Goes bool   // what comes next is recorded
}

// ReloadMsg asks for the settings to be read again, as the key does.
type ReloadMsg struct{}

// takeAway does what leads out of the dashboard.
func (m *Model) takeAway(a keymap.Action) tea.Cmd {
	switch a {
	case keymap.Copy:
		return m.copyIDs()
	case keymap.CopyMenu:
		m.openCopyMenu()
	case keymap.Console:
		return m.browse()
	case keymap.Export:
		m.startExport()
	case keymap.Reload:
		return m.reload()
	}
	return nil
}

type reloadedMsg struct {
	settings Settings
	pending  []string
	err      error
}

func (m *Model) reload() tea.Cmd {
	host := m.opts.Host
	return func() tea.Msg {
		settings, pending, err := host.Reload()
		return reloadedMsg{settings, pending, err}
	}
}
