package ui

import (
	"cmp"
	"slices"
	"strings"

	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"

	"acrwatch/keymap"
)

// commandState is the palette: the line that a command is typed into, and what is offered below it.
type commandState struct {
	input      textinput.Model
	completion completion
	earlier    recall
	best       bool  // the first choice stands for what is typed
	wrong      *flaw // of the line that was run last; gone with the next letter
}

func newCommandState() commandState {
	input := textinput.New()
	input.CharLimit = 300
	return commandState{input: input}
}

// startCommand opens the palette with a text in it.
func (m *Model) startCommand(text string) tea.Cmd {
	m.mode = commanding
	c := &m.command
	c.wrong, c.earlier.at = nil, 0
	setText(&c.input, text, len([]rune(text)))
	m.completeCommand()
	return c.input.Focus()
}

func (m *Model) endCommand() {
	m.mode = browse
	m.command.input.Blur()
}

func (m *Model) onCommandKey(msg tea.KeyPressMsg) tea.Cmd {
	c := &m.command
	switch msg.String() {
	case "enter":
		return m.enterCommand()
	case "esc":
		m.endCommand()
	case "up":
		m.commandUp()
	case "down":
		m.commandDown()
	case "tab":
		m.turnCommand(1)
	case "shift+tab":
		m.turnCommand(-1)
	case "backspace":
		if c.input.Value() == "" {
			m.endCommand()
			return nil
		}
		return m.editCommand(msg)
	default:
		return m.editCommand(msg)
	}
	return nil
}

func (m *Model) editCommand(msg tea.Msg) tea.Cmd {
	c := &m.command
	text, at := c.input.Value(), c.input.Position()
	var cmd tea.Cmd
	c.input, cmd = c.input.Update(msg)
	if c.input.Value() != text || c.input.Position() != at {
		c.wrong, c.earlier.at = nil, 0
		m.completeCommand()
	}
	return cmd
}

// commandUp goes up in what is offered, and from its top back to what was typed earlier.
func (m *Model) commandUp() {
	c := &m.command
	if lit := c.shownLit(); lit > 0 {
		c.completion.lit = lit - 1
		return
	}
	m.recallCommand(1)
}

// commandDown goes forth to where commandUp came from, and down in what is offered.
func (m *Model) commandDown() {
	c := &m.command
	if c.earlier.at > 0 {
		m.recallCommand(-1)
		return
	}
	c.completion.lit = min(c.shownLit()+1, len(c.completion.choices)-1)
}

func (m *Model) recallCommand(by int) {
	c := &m.command
	if text, ok := c.earlier.step(by, c.input.Value()); ok {
		c.wrong = nil
		setText(&c.input, text, len([]rune(text)))
		m.completeCommand()
	}
}

// shownLit is the row that enter takes: the best one as soon as something is typed, where only what is offered is right.
func (c *commandState) shownLit() int {
	if c.completion.lit < 0 && c.best && len(c.completion.choices) > 0 && c.earlier.at == 0 {
		return 0
	}
	return c.completion.lit
}

// turnCommand puts the lit choice in place, or the next one when it is in place already.
func (m *Model) turnCommand(step int) {
	c := &m.command
	if lit := c.shownLit(); lit >= 0 && c.completion.choices[lit].apply(c.completion.base) != c.input.Value() {
		c.completion.lit = lit - step
	}
	text, cursor, ok := c.completion.turn(step)
	if !ok {
		return
	}
	c.wrong = nil
	setText(&c.input, text, cursor)
	if len(c.completion.choices) == 1 {
		if c.completion.choices[0].argument != "" {
			setText(&c.input, text+" ", cursor+1)
		}
		m.completeCommand()
	}
}

// enterCommand runs the line, with its last word completed to the choice that is lit.
func (m *Model) enterCommand() tea.Cmd {
	c := &m.command
	text := c.input.Value()
	if lit := c.shownLit(); lit >= 0 {
		chosen := c.completion.choices[lit]
		text = chosen.apply(c.completion.base)
		if chosen.argument != "" && chosen.keys == "" {
			return m.startCommand(text + " ")
		}
	}
	m.endCommand()
	if strings.TrimSpace(text) == "" {
		return nil
	}
	cmd, wrong := m.runCommand(text)
	if wrong != nil {
		focus := m.startCommand(text)
		c.wrong = wrong
		return focus
	}
	c.earlier.add(text)
	return cmd
}

func (m *Model) completeCommand() {
	c := &m.command
	text, cursor := c.input.Value(), c.input.Position()
	choices, best := m.commandChoices(text, cursor)
	c.completion, c.best = completion{choices, -1, text}, best
}

// commandChoices are the names that fit what is typed, the best first, or the ways to go on with an argument; best says
// that the first of them stands for what is typed.
func (m *Model) commandChoices(text string, cursor int) (choices []choice, best bool) {
	if !strings.Contains(strings.TrimLeft(text, " "), " ") {
		return m.nameChoices(text), strings.TrimSpace(text) != ""
	}
	name, argument, at := splitCommand(text)
	c, known := m.named(name)
	if !known || c.choices == nil {
		return nil, false
	}
	choices = c.choices(m, argument, max(cursor-at, 0))
	for i := range choices {
		choices[i].offset += at
	}
	return choices, c.closed && argument != ""
}

func (m *Model) nameChoices(text string) []choice {
	typed := strings.ToLower(strings.TrimSpace(text))
	type ranked struct {
		choice
		rank int
	}
	var fit []ranked
	for _, c := range m.allCommands() {
		rank := closeness(c.name, typed)
		if rank < 0 {
			continue
		}
		here := c.action == "" || m.works(c.action)
		if !here {
			rank += 10
		}
		fit = append(fit, ranked{choice{
			length: len([]rune(text)), text: c.name, help: m.styles.Say(c.text), argument: m.styles.Say(c.argument), keys: m.keysOf(c.action), faint: !here,
		}, rank})
	}
	slices.SortStableFunc(fit, func(a, b ranked) int { return cmp.Compare(a.rank, b.rank) })
	choices := make([]choice, len(fit))
	for i := range fit {
		choices[i] = fit[i].choice
	}
	return choices
}

// keysOf is every key of an action as it is written on the help page.
func (m *Model) keysOf(a keymap.Action) string {
	if a == "" {
		return ""
	}
	return keyNames.Replace(strings.Join(m.opts.Keys.Binding(a).Keys(), " "))
}

// keyNames are short signs for keys with long names.
var keyNames = strings.NewReplacer("pgdown", "pgdn", "shift+down", "shift+↓", "shift+up", "shift+↑", "backspace", "bksp")
