package ui

import (
	"cmp"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"acrwatch/internal/nearest"
	"acrwatch/internal/tongue"
	"acrwatch/keymap"
	"acrwatch/poller"
)

// command is something the palette can do. Every action of the keymap is one by itself; an entry of commands that bears
// the name of an action gives it an argument.
type command struct {
	name     string
	text     tongue.Text // what it does
	argument tongue.Text // what comes behind the name, in words; empty when nothing does

	// choices are the ways to go on with an argument at a cursor, in runes of the argument; may be nil.
	choices func(m *Model, typed string, cursor int) []choice
	closed  bool // the argument is one of the choices, so the best of them stands for a piece of it
	// run does it; wrong.offset counts in runes of the argument. A command that has an action too gets no empty argument.
	run func(m *Model, argument string) (cmd tea.Cmd, wrong *flaw)

	action keymap.Action // empty when no key does it
}

// commands are those that take an argument. To add one is to add a line.
func commands() []command {
	return []command{
		{name: "filter", argument: "FILTER", choices: filterArgument, run: runFilter},
		{name: "theme", text: "colours", argument: "THEME", choices: words(themeNames), closed: true, run: runTheme},
		{name: "lang", text: "language", argument: "LANGUAGE", choices: words(languageNames), closed: true, run: runLang},
		{name: "view", text: "to a view", argument: "VIEW", choices: words(viewWords), closed: true, run: runView},
		{name: "sort", argument: "COLUMN", choices: words((*Model).sortColumns), closed: true, run: runSort},
		{name: "at", text: "to a time of the past or of a recording", argument: "TIME", run: runAt},
		{name: "goto", text: "to the task with this id or image", argument: "TASK", choices: taskChoices, closed: true, run: runGoto},
	}
}

// allCommands are the actions in the order of the help page, those that move last, and what has no key.
func (m *Model) allCommands() []command {
	var all []command
	extra := map[string]command{}
	for _, c := range commands() {
		extra[c.name] = c
	}
	groups := slices.Concat(keymap.Groups[1:], keymap.Groups[:1]) // to move by name is what nobody comes for
	for _, group := range groups {
		for _, a := range group.Actions {
			c := extra[string(a)]
			delete(extra, string(a))
			c.name, c.text, c.action = string(a), m.actionText(a), a
			all = append(all, c)
		}
	}
	moving := len(all) - len(keymap.Groups[0].Actions)
	for _, c := range commands() {
		if _, left := extra[c.name]; left {
			all = slices.Insert(all, moving, c)
			moving++
		}
	}
	return all
}

// named is the command of a name.
func (m *Model) named(name string) (command, bool) {
	for _, c := range m.allCommands() {
		if c.name == name {
			return c, true
		}
	}
	return command{}, false
}

// runCommand does what a line of the palette says. A flaw counts in runes of the line.
func (m *Model) runCommand(text string) (tea.Cmd, *flaw) {
	name, argument, at := splitCommand(text)
	argument = strings.TrimRight(argument, " ")
	c, ok := m.named(name)
	switch {
	case !ok:
		return nil, &flaw{0, len([]rune(name)), m.meant(name)}
	case argument == "" && c.action != "" && !m.works(c.action) && !saysWhy(c.action):
		return nil, &flaw{0, len([]rune(name)), m.styles.Say(notHere)}
	case argument == "" && c.action != "":
		return m.act(c.action), nil
	case argument == "":
		return nil, &flaw{at, 0, m.styles.Say(needsArgument, name, c.argument)}
	case c.argument == "":
		return nil, &flaw{at, len([]rune(argument)), m.styles.Say(takesNothing, name)}
	}
	cmd, wrong := c.run(m, argument)
	if wrong != nil {
		wrong.offset += at
	}
	return cmd, wrong
}

// splitCommand is the name, the argument, and the rune at which the argument begins.
func splitCommand(text string) (name, argument string, at int) {
	rest := strings.TrimLeft(text, " ")
	name, argument, found := strings.Cut(rest, " ")
	at = len([]rune(text)) - len([]rune(argument))
	if !found {
		return name, "", len([]rune(text))
	}
	trimmed := strings.TrimLeft(argument, " ")
	at += len(argument) - len(trimmed)
	return name, trimmed, at
}

func (m *Model) meant(name string) string {
	var names []string
	for _, c := range m.allCommands() {
		names = append(names, c.name)
	}
	if near, ok := nearest.Word(name, names, 2); ok {
		return m.styles.Say(didYouMean, near)
	}
	return m.styles.Say(seeThemAll)
}

// words are the choices of an argument that is one of a few words.
func words(list func(*Model) []string) func(*Model, string, int) []choice {
	return func(m *Model, typed string, _ int) []choice {
		var choices []choice
		typed = strings.ToLower(typed)
		for _, word := range list(m) {
			if strings.HasPrefix(word, typed) {
				choices = append(choices, choice{length: len([]rune(typed)), text: word})
			}
		}
		slices.SortStableFunc(choices, func(a, b choice) int { return cmp.Compare(closeness(a.text, typed), closeness(b.text, typed)) })
		return choices
	}
}

func filterArgument(m *Model, typed string, cursor int) []choice {
	return m.styles.filterChoices(typed, cursor)
}

func runFilter(m *Model, argument string) (tea.Cmd, *flaw) {
	before := m.input.Value()
	m.setFilter(argument)
	if err := m.filterErr; err != nil {
		wrong := m.styles.errorFlaw(err)
		m.setFilter(before)
		return nil, &wrong
	}
	m.keepFilter()
	return nil, nil
}

func themeNames(*Model) []string { return Themes() }

func runTheme(m *Model, argument string) (tea.Cmd, *flaw) {
	if !m.setTheme(argument) {
		return nil, &flaw{0, len([]rune(argument)), m.styles.Say("unknown theme; known are %s", strings.Join(Themes(), ", "))}
	}
	return nil, nil
}

func languageNames(*Model) []string { return tongue.Names() }

func runLang(m *Model, argument string) (tea.Cmd, *flaw) {
	if !m.setLang(argument) {
		return nil, &flaw{0, len([]rune(argument)), m.styles.Say("unknown language; known are %s", strings.Join(tongue.Names(), ", "))}
	}
	return nil, nil
}

func viewWords(*Model) []string { return viewKeys[:] }

func runView(m *Model, argument string) (tea.Cmd, *flaw) {
	v := slices.Index(viewKeys[:], argument)
	if v < 0 {
		return nil, &flaw{0, len([]rune(argument)), m.styles.Say("unknown view; known are %s", strings.Join(viewKeys[:], ", "))}
	}
	m.show(view(v))
	return nil, nil
}

// runSort sorts by a column; by the one that it is sorted by already, the other way round.
func runSort(m *Model, argument string) (tea.Cmd, *flaw) {
	if !m.sortable(argument) {
		return nil, &flaw{0, len([]rune(argument)), m.styles.Say("cannot be sorted by; known are %s", strings.Join(m.sortColumns(), ", "))}
	}
	by := sortBy{column: argument}
	if was := m.sort(); was.column == by.column {
		by.backward = !was.backward
	}
	m.sortBy(by)
	return nil, nil
}

// mostTasks is how many tasks an id is completed to.
const mostTasks = 50

// taskChoices are the tasks of the list with what is typed in their id or image.
func taskChoices(m *Model, typed string, _ int) []choice {
	var choices []choice
	for row := 0; row < m.index.len() && len(choices) < mostTasks; row++ {
		if t := m.index.at(row); strings.Contains(t.ID, typed) || strings.Contains(t.Image(), typed) {
			_, to := t.Route()
			choices = append(choices, choice{length: len([]rune(typed)), text: t.ID, help: t.Image() + " → " + to})
		}
	}
	return choices
}

// runGoto goes to the task with an id, or with an id that only it begins with. A filter that hides it is cleared.
func runGoto(m *Model, argument string) (tea.Cmd, *flaw) {
	var found []poller.Key
	if m.snap != nil {
		for _, t := range m.snap.Tasks.All() {
			if t.ID == argument {
				found = []poller.Key{t.Key}
				break
			}
			if strings.HasPrefix(t.ID, argument) {
				found = append(found, t.Key)
			}
		}
	}
	switch len(found) {
	case 0:
		return nil, &flaw{0, len([]rune(argument)), m.styles.Say("no task has this id")}
	case 1:
	default:
		return nil, &flaw{0, len([]rune(argument)), m.styles.Say("several tasks begin like this: type more of the id")}
	}
	m.goTo(found[0])
	return nil, nil
}

const (
	didYouMean    = "no such action; did you mean %s?"
	seeThemAll    = "no such action; clear the line to see them all"
	notHere       = "does nothing here"
	needsArgument = "%s needs a %s"
	takesNothing  = "%s takes nothing behind it"
)
