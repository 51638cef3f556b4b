// Package ui is the dashboard: a Bubble Tea model that shows poller snapshots. It holds no knowledge of its own about
// tasks, asks nobody anything, and never waits: what it wants from the poller it says through Poller.
package ui

import (
	"time"

	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"

	"acrwatch/internal/remember"
	"acrwatch/keymap"
	"acrwatch/poller"
)

// Poller is what the dashboard tells the poller. None of these may wait.
type Poller interface {
	// Attend says which task is open and which are on screen, so that calls go there first.
	Attend(open poller.Key, visible []poller.Key)
	// Refresh asks for tasks at once; for the lists when no key is given.
	Refresh(keys ...poller.Key)
	// Answer is what the service last answered about one task, if that is kept.
	Answer(poller.Key) (poller.Answer, bool)
	// Pause stops and resumes asking.
	Pause(paused bool)
	// Focus says whether the terminal has the focus; without it everything is asked more rarely.
	Focus(focused bool)
}

// Options are what the dashboard is started with.
type Options struct {
	Poller   Poller // nil: nobody is asked anything, as with a recording
	Player   Player // of a recording; nil: the dashboard is live
	Keys     keymap.KeyMap
	Columns  []string       // of the task list, in order, as in the config; empty: the usual ones
	Theme    string         // one of Themes; empty for auto
	Lang     string         // one of tongue.Names; empty for English
	Locale   string         // the language that auto stands for
	ASCII    bool           // plain letters for every glyph
	NoMouse  bool           // leave clicks and the wheel to the terminal
	Title    string         // shown beside the name, such as "demo"; may be empty
	Recorded bool           // what is shown is being recorded
	Now      time.Time      // the time at the start
	Location *time.Location // for times of day; nil: the machine's

	Host       Host           // nil: nothing outside of the screen is possible
	Remembered remember.State // how the last run left the screen
	Filter     string         // to start with, where FilterSet
	FilterSet  bool           // Filter was set by somebody, so that the remembered one does not count
	ThemeSet   bool           // Theme was set by somebody, so that the remembered one does not count
	LangSet    bool           // Lang was, likewise
	Note       error          // said at the start, such as why nothing is remembered; may be nil

	Attention Attention
}

// mode is who gets the keys.
type mode uint8

const (
	browse mode = iota
	filtering
	helping
	commanding
	copying
	exporting
	recalling
)

// pane is a part of the screen that can have the focus.
type pane uint8

const (
	listPane pane = iota
	detailPane
	partsPane
)

// Model is the whole dashboard. Snapshots reach it as *poller.Snapshot messages.
type Model struct {
	opts    Options
	styles  styles
	look    look
	profile colorprofile.Profile

	width, height int
	same          bool // the last message changed nothing on screen
	now           time.Time
	started       time.Time
	pausedAt      time.Time // zero while it runs

	snap       *poller.Snapshot // that is shown
	travel     travel
	unrecorded bool // nothing is added to the recording at the moment
	view       view
	kept       [viewCount]viewMemory // of the views that are not shown
	index      taskIndex
	batches    batchIndex
	failures   failureIndex
	marks      marks
	mode       mode
	focus      pane
	opened     bool // a detail fills the screen, where there is no room beside the list
	zoomed     bool // the pane with the focus fills the screen

	selected poller.Key // the task that the cursor is on, or was before it glided; none where a row is no task
	glide    glide
	row      rowID // the row that the cursor is on
	touched  bool  // somebody has moved the cursor or gone into a task
	list     window
	parts    window
	layers   layerOrder
	card     bool // the part under the cursor is shown in full
	detail   window
	help     window
	raw      rawState

	input     textinput.Model
	filterErr error
	filter    filterState
	command   commandState
	mouse     mouseState
	event     event // the last that happened
	said      event // the last answer to the user
	attended  attention

	copying   copyState
	exporting exportState
	bulletin  bulletin
	memory    memory
	away      away
}

// New makes the dashboard. Feed it snapshots with Program.Send.
func New(o Options) *Model {
	input := textinput.New()
	input.CharLimit = 1000
	m := &Model{
		opts: o, look: newLook(o.Theme, o.Lang), profile: colorprofile.TrueColor, now: o.Now, started: o.Now, input: input,
		index: newTaskIndex(), batches: newBatchIndex(), failures: newFailureIndex(),
		command: newCommandState(), raw: newRawState(), mouse: mouseState{off: o.NoMouse},
		away: newAway(o), travel: newTravel(o),
	}
	if o.Location == nil {
		m.opts.Location = time.Local
	}
	if o.Poller == nil {
		m.opts.Poller = noPoller{}
	}
	if o.Host == nil {
		m.opts.Host = noHost{}
	}
	m.recall()
	m.restyle()
	if o.Note != nil {
		m.told(stalledInk, m.styles.Why(o.Note))
	}
	return m
}

type tickMsg time.Time

// tick drives everything on screen that counts seconds.
func tick() tea.Cmd {
	return tea.Tick(time.Second, func(t time.Time) tea.Msg { return tickMsg(t) })
}

// Init asks for the background colour and starts the clock.
func (m *Model) Init() tea.Cmd { return tea.Batch(tick(), tea.RequestBackgroundColor) }
