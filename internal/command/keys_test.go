//go:build !windows

package command

import (
	"regexp"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"acrwatch/keymap"
)

// pressing is a dashboard on a terminal, and the key that is to be shown to do what help says of it. The dashboard begins
// and ends as it starts: the tasks, all of them, with the cursor on the first.
type pressing struct {
	*session
	service *registry
	key     string // as the keyboard sends it
}

func (p *pressing) press() { p.types(p.key) }

// proof presses a key and asserts what it does.
type proof func(p *pressing)

// proofs is what shows that a key does what help says, for each action.
var proofs = map[keymap.Action]proof{
	keymap.Up: provesUp, keymap.Down: provesDown, keymap.Top: provesTop, keymap.Bottom: provesBottom,
	keymap.PageUp: provesPageUp, keymap.PageDown: provesPageDown, keymap.HalfUp: provesHalfUp, keymap.HalfDown: provesHalfDown,

	keymap.NextPane: provesPane, keymap.PrevPane: provesPane, keymap.Open: provesOpen, keymap.Raw: provesRaw, keymap.Back: provesBack,
	keymap.FullScreen: provesFullScreen,
	keymap.ViewTasks:  provesTasks, keymap.ViewBatches: provesBatches, keymap.ViewFailures: provesFailures,

	keymap.Filter: provesFilter, keymap.NextMatch: provesNextMatch, keymap.PrevMatch: provesPrevMatch, keymap.Palette: provesPalette,
	keymap.Sort: provesSort, keymap.ReverseSort: provesReverseSort, keymap.Mark: provesMark,

	keymap.Refresh: provesRefresh, keymap.RefreshAll: provesRefreshAll, keymap.Pause: provesPause, keymap.Recall: provesRecall,

	keymap.StepBack: provesStepBack, keymap.StepOn: provesStepOn, keymap.EventBefore: provesEventBefore, keymap.EventAfter: provesEventAfter,
	keymap.Now: provesNow, keymap.Slower: provesSlower, keymap.Faster: provesFaster,

	keymap.Copy: provesCopy, keymap.CopyMenu: provesCopyMenu, keymap.Console: provesConsole, keymap.Export: provesExport,

	keymap.Help: provesHelp, keymap.Mouse: provesMouse, keymap.Reload: provesReload, keymap.Redraw: provesRedraw,
	keymap.Suspend: provesSuspend, keymap.Quit: provesQuit, keymap.ForceQuit: provesForceQuit,
}

// ends are the actions after which there is no dashboard any more, or tasks have moved on.
var ends = map[keymap.Action]bool{keymap.Quit: true, keymap.ForceQuit: true, keymap.Recall: true}

// allRead is the count of tasks once no list has more pages.
var allRead = regexp.MustCompile(`1 Tasks [0-9,]+ +2 Batches`)

// dashboardOn starts the dashboard on a registry of its own and waits until the screen has come to rest.
func dashboardOn(t *testing.T, environ ...string) *pressing {
	t.Helper()
	r := newRegistry(t)
	s := start(t, setup{width: 160, height: 40, environ: bare(t, append(r.environ, environ...)...)}, binary, r.args...)
	p := &pressing{session: s, service: r}
	s.until(func() bool {
		rows, cursor := s.tasks()
		full := cursor >= 0 && !slices.Contains(rows, "")
		return full && s.selected() != "" && allRead.MatchString(s.text())
	}, "the lists are never read to their ends")
	p.home()
	return p
}

// home takes the cursor to the first task.
func (p *pressing) home() {
	p.t.Helper()
	p.until(func() bool { // a task that comes to stand above the first one pushes the cursor down
		p.types("g")
		p.alive() // a cursor in the first row of a screen that was scrolled is not on the first task
		_, cursor := p.tasks()
		return cursor == 0
	}, "the cursor does not get to the first row")
	require.NotContains(p.t, p.text(), "PAUSED")
	require.NotContains(p.t, p.text(), "marked")
}

func TestEveryKeyDoesWhatHelpSays(t *testing.T) {
	t.Parallel()
	keys := keymap.Default()
	walked := map[keymap.Action]bool{}
	for _, group := range keymap.Groups {
		for _, action := range group.Actions {
			walked[action] = true
			assert.Contains(t, proofs, action, "nothing shows what the key does")
		}
		t.Run(group.Title, func(t *testing.T) {
			t.Parallel()
			provesGroup(t, keys, group.Actions)
		})
	}
	assert.Len(t, proofs, len(walked), "what shows nothing that help knows")
}

// provesGroup presses every key of the actions, on one dashboard as long as it lives.
func provesGroup(t *testing.T, keys keymap.KeyMap, actions []keymap.Action) {
	t.Helper()
	var p *pressing
	for _, action := range actions {
		for _, key := range keys.Binding(action).Keys() {
			if p == nil || ends[action] {
				p = dashboardOn(t)
			}
			p.key = keystroke(t, key)
			t.Logf("%s %s", action, key)
			proofs[action](p)
			if !ends[action] {
				p.home()
			}
		}
	}
}
