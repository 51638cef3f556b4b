package ui

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/exp/golden"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"acrwatch/api"
	"acrwatch/internal/notify"
	"acrwatch/poller"
)

func finish(t *poller.Task) {
	t.Phase, t.Sync.Status = api.PhaseDone, "SUCCESS"
	t.Finished = poller.InstantOf(fixtureNow)
}

func stallNow(t *poller.Task) { t.Flow.Stalled = true }

func reached(o *Options) {
	o.Attention = Attention{
		Level: notify.All, Bell: true, Idle: 5 * time.Minute, Terminal: notify.Terminal{Desktop: notify.OSC777, Progress: true},
	}
}

func tickAfter(d time.Duration) tea.Msg { return tickMsg(fixtureNow.Add(d)) }

// later is a snapshot as it is some time after the fixture.
func later(s *poller.Snapshot, d time.Duration) *poller.Snapshot {
	next := *s
	next.At = fixtureNow.Add(d)
	return &next
}

// awayNight is what happens while nobody looks: one done, two failed, one stalled, one that stalled and went on.
func awayNight() []tea.Msg {
	a := later(after(fixture(), "rst-us", fail), time.Minute)
	b := later(after(a, "rst-spark", finish), 2*time.Minute)
	c := later(after(b, "rst-zh", stallNow), 3*time.Minute)
	d := later(after(c, "rst-queued", fail), 4*time.Minute)
	e := later(after(d, "rst-4kfd7fk6pohk5rzd", stallNow), 5*time.Minute)
	f := later(after(e, "rst-4kfd7fk6pohk5rzd", func(t *poller.Task) {
		t.Flow.Stalled, t.Flow.LastMoved = false, poller.InstantOf(fixtureNow.Add(6*time.Minute))
	}), 6*time.Minute)
	return []tea.Msg{a, b, c, d, e, f}
}

const missed = "while you were away: 1 done, 2 failed, 1 stalled"

func TestTheFocusTellsWhatWasMissed(t *testing.T) {
	m, p := newFixture(160, 45, reached)
	m = feed(m, fixture(), tickAfter(0), tea.BlurMsg{})
	m = feed(m, awayNight()...)
	assert.NotContains(t, screen(m), "while you were away")
	m = feed(m, tea.FocusMsg{})
	assert.Contains(t, screen(m), missed)
	assert.Equal(t, []bool{false, true}, p.focused)
	m = feed(m, press("esc")...)
	assert.NotContains(t, screen(m), missed, "esc closes it")

	m = feed(m, tea.BlurMsg{}, tickAfter(time.Hour), tea.FocusMsg{})
	assert.NotContains(t, screen(m), "while you were away", "nothing happened")
}

func TestAGlanceAwayIsNotAnAbsence(t *testing.T) {
	m, _ := newFixture(160, 45, reached)
	s := fixture()
	m = feed(m, s, tea.BlurMsg{}, later(after(s, "rst-us", fail), 10*time.Second), tea.FocusMsg{})
	assert.NotContains(t, screen(m), "while you were away")
}

func TestTheFirstKeyAfterIdleTellsWhatWasMissed(t *testing.T) {
	m, _ := newFixture(160, 45, reached)
	m = feed(feed(m, fixture()), press("g")...)
	m = feed(m, awayNight()...)
	m = feed(m, tickAfter(6*time.Minute))
	row := m.list.cursor
	m = feed(m, press("j")...)
	assert.Contains(t, screen(m), missed)
	assert.Equal(t, row+1, m.list.cursor, "and does what it always does")

	m = feed(m, tickAfter(6*time.Minute+59*time.Second))
	assert.Contains(t, screen(m), missed)
	m = feed(m, tickAfter(7*time.Minute))
	assert.NotContains(t, screen(m), missed, "the line goes by itself")
}

func TestTheLineGoesThoughTheClockWasSetBack(t *testing.T) {
	m := returned(t, 160, 45)
	require.Contains(t, screen(m), missed)
	for second := range 61 { // the poller's time goes on from where it was
		at := 6*time.Minute + time.Duration(second)*time.Second
		m = feed(m, later(m.snap, at), tickAfter(at-time.Hour))
	}
	assert.NotContains(t, screen(m), missed)
}

func TestWhoeverLooksHasMissedNothing(t *testing.T) {
	m, _ := newFixture(160, 45, reached)
	m = feed(feed(m, fixture()), awayNight()[:4]...)
	m = feed(m, tickAfter(4*time.Minute+50*time.Second))
	m = feed(m, press("j")...)
	assert.NotContains(t, screen(m), "while you were away")
}

func returned(t *testing.T, width, height int) Model {
	t.Helper()
	m, _ := newFixture(width, height, reached)
	m = feed(feed(m, fixture()), press("g")...)
	m = feed(m, tickAfter(0), tea.BlurMsg{})
	m = feed(m, awayNight()...)
	return feed(m, tea.FocusMsg{})
}

func TestEnterListsWhatWasMissedAndGoesThere(t *testing.T) {
	m := feed(returned(t, 160, 45), press("enter")...)
	assert.Contains(t, screen(m), "While you were away  02:18:40 – 02:24:40  1 done, 2 failed, 1 stalled")
	m = feed(m, press("jj")...)
	require.Equal(t, "rst-queued", m.away.recall.events[2].Key.ID, "the newest first")
	m = feed(m, press("enter")...)
	assert.Equal(t, "rst-queued", selectedID(t, m))
	assert.NotContains(t, screen(m), "While you were away")
}

func TestEnterBelongsToTheListOnceTheCursorHasMoved(t *testing.T) {
	m := feed(returned(t, 160, 45), press("j")...)
	assert.Contains(t, screen(m), "e lists it · esc closes")
	m = feed(m, press("enter")...)
	assert.Equal(t, browse, m.mode)
	assert.Equal(t, partsPane, m.focus)
	m = feed(m, press("e")...)
	assert.Equal(t, recalling, m.mode)
	m = feed(m, press("esc")...)
	assert.Equal(t, browse, m.mode)
}

func TestAFilterThatHidesTheTaskIsGivenUp(t *testing.T) {
	m := feed(returned(t, 160, 45), press("enter")...)
	m = feed(m, press("esc", "/", "envoy", "enter", "e", "enter")...)
	assert.Equal(t, "rst-4kfd7fk6pohk5rzd", selectedID(t, m))
	assert.True(t, m.index.query.Empty())
}

func TestTheLogIsBoundedAndKeepsFailures(t *testing.T) {
	var l eventLog
	for i := range 5000 {
		kind := notify.Done
		if i%1000 == 7 {
			kind = notify.Failed
		}
		l.add([]notify.Event{{Kind: kind, Key: poller.Key{ID: fmt.Sprint(i)}, At: fixtureNow.Add(time.Duration(i) * time.Second)}})
		require.LessOrEqual(t, len(l.events), mostEvents)
	}
	assert.Equal(t, 5000, len(l.events)+l.dropped)
	events := l.since(time.Time{})
	assert.Equal(t, "4999", events[0].Key.ID)
	failed := 0
	for i, e := range events {
		if e.Kind == notify.Failed {
			failed++
		}
		assert.True(t, i == 0 || e.At.Before(events[i-1].At))
	}
	assert.Equal(t, 5, failed)
	assert.Len(t, l.since(fixtureNow.Add(4990*time.Second)), 10)
	l.add(make([]notify.Event, 100_000))
	assert.LessOrEqual(t, len(l.events), mostEvents)
}

// sent is what a command writes to the terminal as it is.
func sent(cmd tea.Cmd) string {
	if cmd == nil {
		return ""
	}
	raw, ok := cmd().(tea.RawMsg)
	if !ok {
		return ""
	}
	return fmt.Sprint(raw.Msg)
}

// told feeds messages and gathers what went to the terminal.
func told(m Model, msgs ...tea.Msg) (Model, string) {
	var all string
	for _, msg := range msgs {
		_, cmd := m.Update(msg)
		all += sent(cmd)
	}
	return m, all
}

func TestNoticesGoOutOnlyWhileNobodyLooks(t *testing.T) {
	m, _ := newFixture(160, 45, reached)
	s := fixture()
	failed := later(after(s, "rst-us", fail), time.Minute)
	m, out := told(m, s, failed, later(failed, 2*time.Minute))
	assert.Empty(t, out, "somebody looks")

	stuck := later(after(failed, "rst-zh", stallNow), 3*time.Minute)
	m, out = told(m, tea.BlurMsg{}, stuck)
	assert.Empty(t, out, "it waits for others")
	m, out = told(m, later(stuck, 3*time.Minute+2*time.Second))
	assert.Equal(t, "\a\x1b]777;notify;acrwatch;ml/训练-resnet:2026-11 → us-east-1 stalled\a", out)

	done := later(after(stuck, "rst-spark", finish), 4*time.Minute)
	m, out = told(m, done, tea.FocusMsg{}, later(done, 5*time.Minute))
	assert.Empty(t, out, "somebody came back before it went out")
	assert.Contains(t, screen(m), "1 done, 1 stalled")
}

func TestOneNoticeForABatchThatEnds(t *testing.T) {
	m, _ := newFixture(160, 45, reached)
	s := fixture()
	both := after(after(s, "rst-us", fail), "rst-4kfd7fk6pohk5rzd", finish)
	_, out := told(m, s, tea.BlurMsg{}, later(both, time.Minute), later(both, 2*time.Minute))
	assert.Equal(t, "\a\x1b]777;notify;acrwatch;web/frontend:v2.14.0 ended: 1 of 2 done, 1 failed\a", out)
}

func TestSummaries(t *testing.T) {
	for want, s := range map[string]notify.Summary{
		"12 failed, 2 stalled, 1 done, batches that did not end well: 3, batches done: 4": {
			Notices: 9, Failed: 12, Stalled: 2, Done: 1, BatchesBad: 3, BatchesDone: 4,
		},
		"web/api:v2: all 3 tasks done": {Notices: 1, Only: notify.Notice{
			Kind: notify.BatchEnded, First: notify.Event{Image: "web/api:v2"}, Batch: notify.Batch{Done: 3, Total: 3},
		}},
		"web/api:v2 ended: 1 of 3 done, 2 canceled or gone": {Notices: 1, Only: notify.Notice{
			Kind: notify.BatchEnded, First: notify.Event{Image: "web/api:v2"}, Batch: notify.Batch{Done: 1, Other: 2, Total: 3},
		}},
		"3 tasks of web/api:v2 failed": {Notices: 1, Only: notify.Notice{
			Kind: notify.TasksFailed, Tasks: 3, First: notify.Event{Image: "web/api:v2"},
		}},
		"web/api:v2 → eu failed: the link between the regions broke": {Notices: 1, Only: notify.Notice{
			Kind: notify.TasksFailed, Tasks: 1, First: notify.Event{Image: "web/api:v2", To: "eu", Reason: "NETWORK_ERROR"},
		}},
		"web/api:v2 → eu done": {Notices: 1, Only: notify.Notice{
			Kind: notify.TaskEnded, Tasks: 1, First: notify.Event{Image: "web/api:v2", To: "eu"},
		}},
	} {
		assert.Equal(t, want, (&styles{}).summaryText(s))
	}
}

func TestTheWindowTitleCounts(t *testing.T) {
	m, _ := newFixture(160, 45)
	assert.Equal(t, "acrwatch", m.View().WindowTitle)
	m = feed(m, fixture())
	assert.Equal(t, "acrwatch 5 syncing · 1 stalled · 1 failed", m.View().WindowTitle)
	assert.Equal(t, "acrwatch 5 syncing · 1 stalled · 1 failed · API failing", viewOf(feed(m, failing())).WindowTitle)
}

func TestTheProgressOfTheTerminal(t *testing.T) {
	s := fixture()
	s.Active, s.Totals.Stalled = 7, 0
	unsized, over := *s, *s
	unsized.Totals.Size, over.Active = 0, 0
	m, _ := newFixture(160, 45, reached)
	for _, step := range []struct {
		why  string
		snap *poller.Snapshot
		want *tea.ProgressBar
	}{
		{"the share of the bytes", s, tea.NewProgressBar(tea.ProgressBarDefault, 63)},
		{"no size is known", &unsized, tea.NewProgressBar(tea.ProgressBarIndeterminate, 0)},
		{"a task failed", after(s, "rst-us", fail), tea.NewProgressBar(tea.ProgressBarError, 63)},
		{"all is over", &over, nil},
		{"new work begins well", s, tea.NewProgressBar(tea.ProgressBarDefault, 63)},
	} {
		m = feed(m, step.snap)
		assert.Equal(t, step.want, m.View().ProgressBar, step.why)
	}
	plain, _ := newFixture(160, 45)
	assert.Nil(t, viewOf(feed(plain, s)).ProgressBar, "a terminal that is not known to show it")
}

func TestNothingMovesWithoutTheFocusButNews(t *testing.T) {
	m, _ := newFixture(160, 45, reached)
	m = feed(m, fixture(), tickAfter(0), tea.BlurMsg{})
	still := m.View().Content
	for second := 1; second < 5; second++ {
		m = feed(m, tickAfter(time.Duration(second)*time.Second))
		assert.Equal(t, still, m.View().Content, "%d s", second)
	}
	m = feed(m, tickAfter(5*time.Second))
	assert.NotEqual(t, still, m.View().Content, "the age of what is shown stays true")
	m = feed(m, tickAfter(7*time.Second), tea.FocusMsg{})
	assert.Equal(t, fixtureNow.Add(7*time.Second), m.now, "whoever comes back sees the time as it is")
}

func TestFramesOfComingBack(t *testing.T) {
	for _, s := range []struct{ width, height int }{{160, 45}, {100, 30}, {80, 24}, {60, 12}, {40, 8}, {20, 5}} {
		m := returned(t, s.width, s.height)
		t.Run(fmt.Sprintf("greeting %dx%d", s.width, s.height), func(t *testing.T) { golden.RequireEqual(t, screen(m)) })
		m = feed(m, press("enter", "j")...)
		t.Run(fmt.Sprintf("list %dx%d", s.width, s.height), func(t *testing.T) { golden.RequireEqual(t, screen(m)) })
	}
}

func TestComingBackFitsEverySize(t *testing.T) {
	for width := 1; width <= 200; width += 7 {
		for height := 1; height <= 60; height += 3 {
			m := returned(t, width, height)
			for range 2 {
				lines := strings.Split(m.View().Content, "\n")
				require.LessOrEqual(t, len(lines), height, "%dx%d", width, height)
				for _, l := range lines {
					require.LessOrEqual(t, ansi.StringWidth(l), width, "%dx%d", width, height)
				}
				m.away.report.until = fixtureNow
				m.showReport()
			}
		}
	}
}

// Whatever view is shown, the list of what happened leads to the task in the list of tasks.
func TestWhatHappenedLeadsOutOfEveryView(t *testing.T) {
	m, _ := newFixture(160, 45)
	m = feed(feed(m, fixture()), press("3")...)
	m.goTo(poller.Key{ID: "rst-spark"})
	m = feed(m, press("?", "esc")...)
	assert.Equal(t, tasksView, m.view)
	assert.Equal(t, "rst-spark", selectedID(t, m))
}

func TestAFilterStaysWhenTheTaskIsNotKept(t *testing.T) {
	m, _ := newFixture(160, 45)
	m = feed(feed(m, fixture()), press("/", "web", "enter")...)
	m.goTo(poller.Key{ID: "rst-dropped"})
	assert.Contains(t, screen(m), wordsNotKept)
	assert.Equal(t, "web", m.input.Value(), "it hides nothing that could be shown")
	m.goTo(poller.Key{ID: "rst-spark"})
	assert.Contains(t, screen(m), wordsUnfiltered)
	assert.Empty(t, m.input.Value())
}

func TestABatchThatTwoTargetsSeeIsCountedOnceForEach(t *testing.T) {
	m, _ := newFixture(160, 45, reached)
	s := fixture()
	s.Targets = append(slices.Clone(s.Targets), s.Targets[0])
	n := s.Tasks.Len()
	for i := range n {
		twin := *s.Tasks.At(i)
		twin.Target = 2
		twin.Key.Target = 2
		s.Tasks = s.Tasks.With(n+i, &twin)
	}
	one := after(after(s, "rst-us", fail), "rst-4kfd7fk6pohk5rzd", finish)
	_, out := told(m, s, tea.BlurMsg{}, later(one, time.Minute), later(one, 2*time.Minute))
	assert.Contains(t, out, "web/frontend:v2.14.0 ended: 1 of 2 done, 1 failed\a")
}

// Whoever looks back on the screen is still told from afar how things are now.
func TestTheTitleAndTheTerminalsBarTellThePresent(t *testing.T) {
	m, _ := newFixture(160, 45, reached)
	s := fixture()
	s.Active = 7
	m = feed(m, shownAt(-time.Minute), s, tickMsg(fixtureNow), keyPress("["))
	require.True(t, m.travelling())
	now := after(s, "rst-us", fail)
	now.At, now.Totals.Failed, now.Totals.Running = fixtureNow.Add(time.Minute), 2, 4
	m = feed(m, now)
	require.True(t, m.travelling())
	assert.Equal(t, "acrwatch 4 syncing · 1 stalled · 2 failed", m.View().WindowTitle)
	assert.Equal(t, tea.NewProgressBar(tea.ProgressBarError, 63), m.View().ProgressBar)
}

func TestKeysOfTheListOfWhatHappenedLeadElsewhere(t *testing.T) {
	for key, arrived := range map[string]func(m Model) bool{
		"?": func(m Model) bool { return m.mode == helping },
		":": func(m Model) bool { return m.mode == commanding },
		"1": func(m Model) bool { return m.view == tasksView && m.mode == browse },
		"2": func(m Model) bool { return m.view == batchesView && m.mode == browse },
		"3": func(m Model) bool { return m.view == failuresView && m.mode == browse },
	} {
		m, _ := newFixture(160, 45)
		m = feed(m, fixture(), keyPress("e"))
		require.Equal(t, recalling, m.mode)
		m = feed(m, keyPress(key))
		assert.True(t, arrived(m), key)
		assert.NotContains(t, screen(feed(m, keyPress("esc"))), wordsAllHead, "%s: the list is closed", key)
	}
}
