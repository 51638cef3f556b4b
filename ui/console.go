package ui

import (
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"acrwatch/internal/elsewhere"
	"acrwatch/internal/units"
	"acrwatch/poller"
)

const (
	openedText    = "opened the instance in the console"
	urlCopiedText = "copied the console's URL: %s"
	urlsCopied    = "%s URLs of the console"
)

// consoles are the different pages of the console that the tasks are on, a line each.
func (m *Model) consoles(tasks []*poller.Task) string { return strings.Join(m.pages(tasks), "\n") }

func (m *Model) pages(tasks []*poller.Task) []string {
	var all []string
	for _, t := range tasks {
		if url := elsewhere.Console(m.target(t)); url != "" && !slices.Contains(all, url) {
			all = append(all, url)
		}
	}
	return all
}

// browsedMsg is what came of opening a page.
type browsedMsg struct {
	url string
	err error
}

// browse opens the page of the chosen tasks; several pages are copied, for nobody wants that many windows.
func (m *Model) browse() tea.Cmd {
	tasks := m.pick()
	pages := m.pages(tasks)
	switch {
	case len(tasks) == 0:
		return nil
	case len(pages) == 0:
		m.say(stalledInk, noConsoleText)
		return nil
	case len(pages) > 1:
		return m.copy(strings.Join(pages, "\n"), units.Unknown, len(pages), urlsCopied)
	}
	host := m.opts.Host
	return func() tea.Msg { return browsedMsg{pages[0], host.Browse(pages[0])} }
}

// onBrowsed copies the address where no browser opens, as over SSH.
func (m *Model) onBrowsed(msg browsedMsg) tea.Cmd {
	if msg.err == nil {
		m.say(mutedInk, openedText)
		return nil
	}
	cmd := m.copy(msg.url, "", 1, "")
	m.say(mutedInk, urlCopiedText, m.styles.Why(msg.err))
	return cmd
}
