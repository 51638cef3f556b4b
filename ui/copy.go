package ui

import (
	"cmp"
	"strings"

	tea "charm.land/bubbletea/v2"

	"acrwatch/internal/elsewhere"
	"acrwatch/internal/export"
	"acrwatch/internal/tongue"
	"acrwatch/internal/units"
	"acrwatch/keymap"
	"acrwatch/poller"
)

// mostCopied is how many bytes some terminals take at most for their clipboard, once they are encoded.
const mostCopied = 74_994

const (
	copiedText    = "copied %s"
	tooMuchText   = "too much for a clipboard: export it instead"
	notCopiedText = "copied for this terminal alone: %s"
	copyTitle     = "copy"
	noConsoleText = "this registry has no page in the console"
)

// copyChoice is a row of the copy menu: its word, what a lone one and several are called in the footer, and the text.
type copyChoice struct {
	word, one tongue.Text
	many      tongue.Text // with their count; empty where there is but one, however many tasks
	text      func(m *Model, tasks []*poller.Task) string
	missing   tongue.Text // shown in place of an empty text; empty where unknown will do
}

var copyChoices = []copyChoice{
	{"id", "the id", "%s ids", (*Model).ids, ""},
	{"image", "the image", "%s images", (*Model).images, ""},
	{"console", "the console's URL", urlsCopied, (*Model).consoles, noConsoleText},
	{"JSON", "the task as JSON", "%s tasks as JSON", (*Model).json, ""},
	{"aliyun", "the aliyun command", "%s aliyun commands", (*Model).commands, ""},
}

var digestChoice = copyChoice{"layer", "the layer's digest", "", (*Model).digest, ""}

// copyState is the copy menu while it is open: its tasks, which a refresh must not change under it, and the cursor.
type copyState struct {
	tasks  []*poller.Task
	digest string
	window window
}

func (m *Model) copyIDs() tea.Cmd {
	tasks := m.pick()
	if len(tasks) == 0 {
		return nil
	}
	return m.copy(m.ids(tasks), m.ids(tasks[:1]), len(tasks), "%s ids")
}

// copy puts text on the clipboard and says what it was: the terminal is asked, and whoever stands before it.
func (m *Model) copy(text, one string, n int, many tongue.Text) tea.Cmd {
	if len(text) > mostCopied {
		m.say(stalledInk, tooMuchText)
		return nil
	}
	if n > 1 {
		one = m.styles.Say(many, units.Count(n))
	}
	m.say(mutedInk, copiedText, one)
	host := m.opts.Host
	return tea.Batch(tea.SetClipboard(text), func() tea.Msg {
		if err := host.Copy(text); err != nil {
			return toldMsg{notCopiedText, err}
		}
		return nil
	})
}

func (m *Model) openCopyMenu() {
	tasks := m.pick()
	if len(tasks) == 0 {
		return
	}
	m.mode, m.copying = copying, copyState{tasks: tasks}
	if t := m.current(); m.focus == partsPane && t.LayerCount() > 0 {
		m.copying.digest = m.layers.parts[m.layers.layers[min(m.parts.cursor, len(m.layers.layers)-1)]].Digest
	}
}

func (m *Model) copyMenu() []copyChoice {
	if m.copying.digest == "" {
		return copyChoices
	}
	return append(copyChoices[:len(copyChoices):len(copyChoices)], digestChoice)
}

func (m *Model) onCopyKey(msg tea.KeyPressMsg) tea.Cmd {
	menu := m.copyMenu()
	if key := msg.String(); len(key) == 1 && key[0] >= '1' && int(key[0]-'1') < len(menu) {
		return m.copyChoice(menu[key[0]-'1'])
	}
	switch action, _ := m.opts.Keys.Action(msg); action {
	case keymap.Up:
		m.copying.window.cursor--
	case keymap.Down:
		m.copying.window.cursor++
	case keymap.Top:
		m.copying.window.cursor = 0
	case keymap.Bottom:
		m.copying.window.cursor = len(menu) - 1
	case keymap.Open, keymap.Copy:
		return m.copyChoice(menu[m.copying.window.cursor])
	case keymap.Back, keymap.Quit, keymap.CopyMenu:
		m.mode = browse
	case keymap.Suspend, keymap.Redraw:
		return m.act(action)
	}
	m.copying.window.cursor = min(max(m.copying.window.cursor, 0), len(menu)-1)
	return nil
}

// copyChoice copies a row of the menu, which is then closed; a row without a text leaves it open.
func (m *Model) copyChoice(c copyChoice) tea.Cmd {
	text := c.text(m, m.copying.tasks)
	if text == "" {
		return nil
	}
	m.mode = browse
	n := len(m.copying.tasks)
	if c.many == "" {
		n = 1
	}
	return m.copy(text, m.styles.Say(c.one), n, c.many)
}

// clickCopyMenu copies the row of the menu in line y of the screen; a click beside the menu closes it.
func (m *Model) clickCopyMenu(l layout, y int) tea.Cmd {
	menu, w := m.copyMenu(), m.copying.window
	rows := max(min(len(menu), l.body-1), 0)
	w.fit(len(menu), rows)
	if y -= l.above() + l.body - rows; y >= 0 && y < rows {
		return m.copyChoice(menu[w.offset+y])
	}
	m.mode = browse
	return nil
}

func (m *Model) copyTray(width, rows int) []string {
	s, menu, tasks := &m.styles, m.copyMenu(), m.copying.tasks
	about := tasks[0].Image()
	if len(tasks) > 1 {
		about = s.Say("%s tasks", units.Count(len(tasks)))
	}
	lines := []string{m.trayHead(width, s.Say(copyTitle), about)}
	w := m.copying.window
	w.fit(len(menu), min(len(menu), rows-1))
	for row := w.offset; row < min(w.offset+max(rows-1, 0), len(menu)); row++ {
		out := newLine(width)
		out.selected = row == w.cursor
		if out.selected {
			out.text(s.accent, "▌")
		}
		first := tasks[:1] // enough for a look, however many are marked
		text := strings.Join(strings.Fields(menu[row].text(m, first)), " ")
		look := s.muted
		if text == "" {
			text, look = cmp.Or(s.Say(menu[row].missing), units.Unknown), s.faint
		}
		out.to(2).text(s.accent, string(rune('1'+row))).gap(1).cell(s.text, s.Say(menu[row].word), 9).upTo(look, text, out.room()-1)
		if out.selected {
			lines = append(lines, out.filled(s.cursor))
			continue
		}
		lines = append(lines, out.String())
	}
	return lines
}

func (m *Model) each(tasks []*poller.Task, text func(*poller.Task) string) string {
	all := make([]string, 0, len(tasks))
	for _, t := range tasks {
		all = append(all, text(t))
	}
	return strings.Join(nonEmpty(all...), "\n")
}

func (m *Model) ids(tasks []*poller.Task) string {
	return m.each(tasks, func(t *poller.Task) string { return t.ID })
}

func (m *Model) images(tasks []*poller.Task) string {
	return m.each(tasks, (*poller.Task).Image)
}

func (m *Model) commands(tasks []*poller.Task) string {
	return m.each(tasks, func(t *poller.Task) string { return elsewhere.Command(m.target(t), t) })
}

// json is one object, or an array of several.
func (m *Model) json(tasks []*poller.Task) string {
	table := export.Tasks(m.snap, m.now, tasks)
	if len(tasks) == 1 {
		return export.Objects(table)
	}
	var text strings.Builder
	_ = export.Write(&text, export.JSON, table) // a Builder takes everything
	return text.String()
}

func (m *Model) digest([]*poller.Task) string { return m.copying.digest }
