package ui

import (
	"errors"
	"io"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"

	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"

	"acrwatch/internal/export"
	"acrwatch/internal/units"
	"acrwatch/poller"
)

const (
	exportTitle    = "export"
	exportFile     = "file"
	exportKeys     = "enter writes it · tab csv, json, md · esc leaves it"
	exportExists   = "this file exists: enter again replaces it"
	exportNothing  = "nothing to export"
	exportNoFormat = "end the name in .csv, .json or .md"
	exportWriting  = "writing"
)

func (s *styles) exportWhat(n int, filter string) string {
	text := s.some(n, "1 task as it is listed", "%s tasks as they are listed")
	if filter != "" {
		text += s.Say(", filter %s", filter)
	}
	return text
}

func (s *styles) exportDone(n int, path string) string {
	if n == 1 {
		return s.Say("wrote 1 task to %s", path)
	}
	return s.Say("wrote %s tasks to %s", units.Count(n), path)
}

// exportState is the question for the name of the file while it is open.
type exportState struct {
	input   textinput.Model
	taken   string // the name whose file exists; written again only when it is given again
	trouble string // why the last try failed
	writing bool
	tasks   []*poller.Task // as they were when it was asked for
}

// exported are the marked tasks, or else all that the rows of the view stand for, in their order.
func (m *Model) exported() []*poller.Task {
	if m.marks.len() > 0 {
		return m.pick()
	}
	var tasks []*poller.Task
	rows := m.rows()
	seen := make(map[poller.Key]struct{}, rows.len())
	for row := range rows.len() {
		for _, t := range rows.tasksOf(row) {
			if _, double := seen[t.Key]; !double { // a batch that is unfolded stands above its tasks
				seen[t.Key] = struct{}{}
				tasks = append(tasks, t)
			}
		}
	}
	return tasks
}

// savedMsg is what came of writing a file.
type savedMsg struct {
	name, path string
	rows       int
	err        error
}

// startExport asks for a name, and offers one that says what is in the file and from when.
func (m *Model) startExport() {
	tasks := m.exported()
	switch {
	case len(tasks) == 0 && m.marks.len() > 0: // it was said that they are not there
		return
	case len(tasks) == 0:
		m.say(stalledInk, exportNothing)
		return
	}
	input := textinput.New()
	input.CharLimit = 1000
	input.SetValue("acrwatch-tasks-" + m.now.In(m.opts.Location).Format("20060102-150405") + "." + string(export.CSV))
	input.CursorEnd()
	input.Focus() // its command would let the input blink, and wake the program for it
	m.mode, m.exporting = exporting, exportState{input: input, tasks: tasks}
}

func (m *Model) onExportKey(msg tea.KeyPressMsg) tea.Cmd {
	switch msg.String() {
	case "enter":
		return m.save()
	case "tab":
		m.nextFormat(1)
	case "shift+tab":
		m.nextFormat(-1)
	case "esc":
		m.mode = browse
	default:
		m.editExport(msg)
	}
	return nil
}

func (m *Model) editExport(msg tea.Msg) {
	m.exporting.input, _ = m.exporting.input.Update(msg)
	m.exporting.trouble = ""
}

// nextFormat gives the name another ending.
func (m *Model) nextFormat(step int) {
	name, n := m.exporting.input.Value(), len(export.Formats)
	next := export.Formats[0]
	if is, ok := export.FormatOf(name); ok {
		next = export.Formats[(slices.Index(export.Formats, is)+step+n)%n]
		name = strings.TrimSuffix(name, filepath.Ext(name))
	}
	m.exporting.input.SetValue(name + "." + string(next))
	m.exporting.input.CursorEnd()
	m.exporting.trouble = ""
}

// save writes the rows as they are at this moment. Tasks never change, so that the writing needs no copy of them.
func (m *Model) save() tea.Cmd {
	e := &m.exporting
	name := strings.TrimSpace(e.input.Value())
	format, ok := export.FormatOf(name)
	switch {
	case e.writing:
		return nil
	case !ok:
		e.trouble = m.styles.Say(exportNoFormat)
		return nil
	}
	e.writing, e.trouble = true, ""
	look := export.Look{Snapshot: m.snap, Now: m.now, Tasks: e.tasks}
	host, again, rows := m.opts.Host, name == e.taken, len(e.tasks)
	return func() tea.Msg {
		path, err := host.Save(name, again, func(w io.Writer) error { return look.Write(w, format) })
		return savedMsg{name, path, rows, err}
	}
}

// onSaved closes the question when the file is there, and asks on when it is not.
func (m *Model) onSaved(msg savedMsg) {
	e := &m.exporting
	e.writing = false
	switch {
	case errors.Is(msg.err, fs.ErrExist):
		e.taken = msg.name
	case msg.err != nil:
		e.trouble = m.styles.Why(msg.err)
		if m.mode != exporting {
			m.told(failedInk, e.trouble)
		}
	default:
		if m.mode == exporting {
			m.mode = browse
		}
		m.tell(doneInk, exportTitle, m.styles.exportDone(msg.rows, msg.path))
	}
}

func (m *Model) exportTray(width int) []string {
	s, e := &m.styles, &m.exporting
	lines := []string{m.trayHead(width, s.Say(exportTitle), s.exportWhat(len(m.exporting.tasks), m.input.Value()))}
	out := newLine(width).gap(2).text(s.muted, s.Say(exportFile)).gap(2)
	s.typed(out, &e.input, out.room()-1)
	below := piece{s.muted, s.Say(exportKeys)}
	switch {
	case e.writing:
		below = piece{s.muted, s.Say(exportWriting)}
	case e.trouble != "":
		below = piece{s.failed, e.trouble}
	case e.taken != "" && e.taken == strings.TrimSpace(e.input.Value()):
		below = piece{s.stalled, s.Say(exportExists)}
	}
	return append(lines, out.String(), newLine(width).gap(2).text(below.ink, below.text).String())
}
