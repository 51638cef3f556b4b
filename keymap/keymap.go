// Package keymap is the keys of the dashboard as checked data: what each does, in which words, and how the user
// changes it. It knows nothing of the screen.
package keymap

import (
	"fmt"

	"charm.land/bubbles/v2/key"
)

// Action is something a key does. Its value is the name used in the config.
type Action string

const (
	Up           Action = "up"
	Down         Action = "down"
	Top          Action = "top"
	Bottom       Action = "bottom"
	PageUp       Action = "page-up"
	PageDown     Action = "page-down"
	HalfUp       Action = "half-page-up"
	HalfDown     Action = "half-page-down"
	NextPane     Action = "next-pane"
	PrevPane     Action = "previous-pane"
	Open         Action = "open"
	Back         Action = "back"
	Quit         Action = "quit"
	ForceQuit    Action = "force-quit"
	Suspend      Action = "suspend"
	Filter       Action = "filter"
	NextMatch    Action = "next-match"
	PrevMatch    Action = "previous-match"
	Palette      Action = "palette"
	Refresh      Action = "refresh"
	RefreshAll   Action = "refresh-all"
	Pause        Action = "pause"
	Mouse        Action = "mouse"
	Redraw       Action = "redraw"
	Help         Action = "help"
	Copy         Action = "copy"
	CopyMenu     Action = "copy-menu"
	Console      Action = "open-console"
	Export       Action = "export"
	Reload       Action = "reload"
	ViewTasks    Action = "view-1"
	ViewBatches  Action = "view-2"
	ViewFailures Action = "view-3"
	Sort         Action = "sort"
	ReverseSort  Action = "reverse-sort"
	Mark         Action = "mark"
	FullScreen   Action = "full-screen"
	Raw          Action = "raw"
	Recall       Action = "what-happened"
	StepBack     Action = "step-back"
	StepOn       Action = "step-on"
	EventBefore  Action = "event-before"
	EventAfter   Action = "event-after"
	Slower       Action = "slower"
	Faster       Action = "faster"
	Now          Action = "now"
)

// Group is a heading of the help page.
type Group struct {
	Title   string
	Actions []Action
}

// KeyMap binds every action. The zero value binds nothing; start from Default.
type KeyMap struct {
	bindings map[Action]key.Binding
	actions  map[string]Action
}

type binding struct {
	action Action
	keys   []string
	short  string // for the footer and the help page
	help   string
}

var defaults = []binding{
	{Up, []string{"k", "up"}, "↑/k", "row up"},
	{Down, []string{"j", "down"}, "↓/j", "row down"},
	{Top, []string{"g", "home"}, "g", "first row"},
	{Bottom, []string{"G", "end"}, "G", "last row"},
	{PageUp, []string{"ctrl+b", "pgup"}, "pgup", "page up"},
	{PageDown, []string{"ctrl+f", "pgdown"}, "pgdn", "page down"},
	{HalfUp, []string{"ctrl+u"}, "ctrl+u", "half a page up"},
	{HalfDown, []string{"ctrl+d"}, "ctrl+d", "half a page down"},
	{NextPane, []string{"tab"}, "tab", "next pane"},
	{PrevPane, []string{"shift+tab"}, "shift+tab", "previous pane"},
	{Open, []string{"enter"}, "enter", "into the task; a layer or a tag in full"},
	{Raw, []string{"J"}, "J", "the last answer of the service, raw"},
	{Back, []string{"esc"}, "esc", "back, or clear the filter"},
	{Quit, []string{"q"}, "q", "back, or quit at the top"},
	{ForceQuit, []string{"ctrl+c"}, "ctrl+c", "quit"},
	{Suspend, []string{"ctrl+z"}, "ctrl+z", "suspend"},
	{Filter, []string{"/"}, "/", "show only what matches"},
	{NextMatch, []string{"n"}, "n", "next row that matches the last filter"},
	{PrevMatch, []string{"N"}, "N", "previous row that matches it"},
	{Palette, []string{":"}, ":", "any action by its name"},
	{FullScreen, []string{"f"}, "f", "pane on the whole screen, or back"},
	{ViewTasks, []string{"1"}, "1", "tasks"},
	{ViewBatches, []string{"2"}, "2", "batches: one row per push"},
	{ViewFailures, []string{"3"}, "3", "failures by cause, route and rule"},
	{Sort, []string{"s"}, "s", "sort by the next column"},
	{ReverseSort, []string{"S"}, "S", "sort the other way round"},
	{Mark, []string{"space"}, "space", "mark, or take the mark off"},
	{Refresh, []string{"r"}, "r", "ask for this task now"},
	{RefreshAll, []string{"R"}, "R", "ask for everything now"},
	{Pause, []string{"p"}, "p", "pause, or go on"},
	{Mouse, []string{"m"}, "m", "mouse off, to select text, or on"},
	{Redraw, []string{"ctrl+l"}, "ctrl+l", "draw the screen anew"},
	{Recall, []string{"e"}, "e", "what happened lately"},
	{StepBack, []string{"["}, "[", "a step back in time"},
	{StepOn, []string{"]"}, "]", "a step on, up to now"},
	{EventBefore, []string{"{"}, "{", "to the failure, stall or end of a batch before"},
	{EventAfter, []string{"}"}, "}", "to the next failure, stall or end of a batch"},
	{Slower, []string{"-"}, "-", "play a recording slower"},
	{Faster, []string{"+", "="}, "+", "play a recording faster"},
	{Now, []string{"0"}, "0", "back to now, or to the end of a recording"},
	{Help, []string{"?"}, "?", "the keys that work here, and the words"},
	{Copy, []string{"y"}, "y", "copy the id"},
	{CopyMenu, []string{"Y"}, "Y", "copy something else"},
	{Console, []string{"o"}, "o", "open in the console"},
	{Export, []string{"ctrl+s"}, "ctrl+s", "export the list to a file"},
	{Reload, []string{"ctrl+r"}, "ctrl+r", "read the settings again"},
}

// Groups is the order of the help page; every action is in one group.
var Groups = []Group{
	{"Move", []Action{Down, Up, Top, Bottom, PageDown, PageUp, HalfDown, HalfUp}},
	{"Panes", []Action{Open, Raw, Back, NextPane, PrevPane, FullScreen}},
	{"Views", []Action{ViewTasks, ViewBatches, ViewFailures}},
	{"Find", []Action{Filter, NextMatch, PrevMatch, Palette, Sort, ReverseSort, Mark}},
	{"Watch", []Action{Refresh, RefreshAll, Pause, Recall}},
	{"Time", []Action{StepBack, StepOn, EventBefore, EventAfter, Now, Slower, Faster}},
	{"Take away", []Action{Copy, CopyMenu, Console, Export}},
	{"Program", []Action{Help, Mouse, Reload, Redraw, Suspend, Quit, ForceQuit}},
}

// Default is the keys of the README.
func Default() KeyMap {
	m := KeyMap{bindings: map[Action]key.Binding{}, actions: map[string]Action{}}
	for _, b := range defaults {
		m.bind(b.action, b.keys, b.short, b.help)
	}
	return m
}

func (m *KeyMap) bind(a Action, keys []string, short, help string) {
	m.bindings[a] = key.NewBinding(key.WithKeys(keys...), key.WithHelp(short, help))
	for _, k := range keys {
		m.actions[k] = a
	}
}

// Action is what a pressed key does, and false when it does nothing.
func (m KeyMap) Action(pressed fmt.Stringer) (Action, bool) {
	a, ok := m.actions[pressed.String()]
	return a, ok
}

// Binding is the keys and the help text of an action.
func (m KeyMap) Binding(a Action) key.Binding { return m.bindings[a] }
