package ui

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"acrwatch/api"
	"acrwatch/keymap"
	"acrwatch/poller"
)

// after is the fixture with one task replaced, as the poller does it: a new pointer in a new sequence.
func after(s *poller.Snapshot, id string, change func(*poller.Task)) *poller.Snapshot {
	next := *s
	for i, t := range s.Tasks.All() {
		if t.ID == id {
			changed := *t
			if t.Sync != nil {
				sync := *t.Sync
				changed.Sync = &sync
			}
			change(&changed)
			next.Tasks = next.Tasks.With(i, &changed)
		}
	}
	return &next
}

func fail(t *poller.Task) {
	t.Phase, t.Sync.Status, t.Sync.Issue = api.PhaseFailed, "ERROR", "NETWORK_ERROR"
	t.Finished = poller.InstantOf(fixtureNow)
}

func selectedID(t *testing.T, m Model) string {
	t.Helper()
	require.NotNil(t, m.current())
	return m.current().ID
}

func TestCursorStaysOnItsTask(t *testing.T) {
	m, _ := newFixture(160, 45)
	s := fixture()
	m = feed(feed(m, s), press("gjj")...)
	id := selectedID(t, m)
	next := after(s, "rst-us", fail)
	m = feed(m, next)
	assert.Equal(t, id, selectedID(t, m), "another task moved above it")
	assert.Equal(t, 3, m.list.cursor)
	m = feed(m, after(next, id, fail))
	assert.Equal(t, id, selectedID(t, m), "it moved itself")
}

func TestUntouchedCursorRestsOnWhatMoves(t *testing.T) {
	m, _ := newFixture(160, 45)
	s := fixture()
	m = feed(m, s)
	assert.Equal(t, "rst-4kfd7fk6pohk5rzd", selectedID(t, m))
	next := after(s, "rst-us", fail)
	m = feed(m, next)
	assert.Equal(t, "rst-4kfd7fk6pohk5rzd", selectedID(t, m), "it stays while its task moves")
	m = feed(m, after(next, "rst-4kfd7fk6pohk5rzd", fail))
	assert.Equal(t, "rst-spark", selectedID(t, m), "and goes on when it has ended")
	m, _ = newFixture(160, 45)
	quiet := fixture()
	quiet.Tasks = poller.TasksOf(quiet.Tasks.At(0), quiet.Tasks.At(1), quiet.Tasks.At(2), quiet.Tasks.At(3))
	assert.Equal(t, "rst-failed", selectedID(t, feed(m, quiet)), "with nothing moving it is at the top")
}

func TestRowsKeepTheirPlaceWhileTheirClassStays(t *testing.T) {
	m, _ := newFixture(160, 45)
	s := fixture()
	m = feed(m, s)
	before := slices.Clone(m.index.visible)
	m = feed(m, after(s, "rst-us", func(t *poller.Task) { t.Flow.Moved += 1 << 30; t.Sync.Modified = poller.InstantOf(fixtureNow) }))
	assert.Equal(t, before, m.index.visible)
}

func TestAttentionOrder(t *testing.T) {
	m, _ := newFixture(160, 45)
	m = feed(m, fixture())
	var words []string
	for row := range m.index.len() {
		words = append(words, m.styles.task(m.index.at(row)).word)
	}
	assert.Equal(t, []string{"failed", "stalled", "syncing", "verifying", "syncing", "syncing", "syncing", "pulling", "queued", "done", "done", "done"}, words)
}

func TestFilter(t *testing.T) {
	cases := map[string]int{"": 12, "web/api": 3, "WEB eu-west": 4, "status:active": 8, "status:failed,stalled": 2, "-web status:done": 1, "rule:nightly": 11, "size>2GiB progress<50%": 2, "/^web.api:/ -to:us": 2, "训练": 1, "nothing": 0}
	for text, want := range cases {
		m, _ := newFixture(160, 45)
		m = feed(feed(m, fixture()), press("/", text, "enter")...)
		assert.Equal(t, want, m.index.len(), text)
		assert.Equal(t, browse, m.mode)
		m = feed(m, press("esc")...)
		assert.Equal(t, 12, m.index.len(), "esc clears %q", text)
	}
}

func TestFilterFollowsTheSnapshots(t *testing.T) {
	m, _ := newFixture(160, 45)
	s := fixture()
	m = feed(feed(m, s), press("/", "status:failed", "enter")...)
	require.Equal(t, 1, m.index.len())
	m = feed(m, after(s, "rst-us", fail))
	assert.Equal(t, 2, m.index.len())
}

func TestBadFilterKeepsTheLastGoodOne(t *testing.T) {
	m, _ := newFixture(160, 45)
	m = feed(feed(m, fixture()), press("/", "status:failed")...)
	require.Equal(t, 1, m.index.len())
	m = feed(m, press("x")...)
	assert.Equal(t, 1, m.index.len())
	require.Error(t, m.filterErr)
	lines := strings.Split(screen(m), "\n")
	at := slices.IndexFunc(lines, func(l string) bool { return strings.Contains(l, "status:failedx") })
	require.Positive(t, at)
	typed, _, _ := strings.Cut(lines[at], "failedx")
	assert.Contains(t, lines[at+1], strings.Repeat(" ", utf8.RuneCountInString(typed))+"^^^^^^^ ", "marked under its place")
	assert.Contains(t, lines[at+2], `unknown status "failedx"`)
}

func TestAnUnfinishedFilterFiltersByTheRest(t *testing.T) {
	m, _ := newFixture(160, 45)
	m = feed(feed(m, fixture()), press("/", "web status:fa")...)
	assert.Equal(t, 7, m.index.len())
	assert.NotContains(t, screen(m), "column")
	m = feed(m, press("enter")...)
	assert.Contains(t, screen(m), `column 12: unknown status "fa", did you mean failed?`)
}

func TestAFilterByAgeFollowsTheClock(t *testing.T) {
	m, _ := newFixture(160, 45)
	m = feed(feed(m, fixture()), press("/", "kind:sync age<8m", "enter")...)
	require.Equal(t, 11, m.index.len())
	m = feed(m, tickMsg(fixtureNow.Add(28*time.Second)))
	assert.Equal(t, 11, m.index.len())
	m = feed(m, tickMsg(fixtureNow.Add(29*time.Second)))
	assert.Zero(t, m.index.len())
}

func TestQuitAndBack(t *testing.T) {
	quits := func(m Model, keys ...string) bool {
		var cmd tea.Cmd
		for _, msg := range press(keys...) {
			_, cmd = m.Update(msg)
		}
		if cmd == nil {
			return false
		}
		_, quit := cmd().(tea.QuitMsg)
		return quit
	}
	m, _ := newFixture(80, 24)
	m = feed(m, fixture())
	assert.True(t, quits(m, "q"), "q quits at the top")
	assert.False(t, quits(m, "enter", "q"), "q goes back from a task")
	assert.True(t, quits(m, "enter", "q", "q"))
	assert.False(t, quits(m, "esc"), "esc never quits")
	assert.False(t, quits(m, "?", "q"), "q closes the help")
	assert.True(t, quits(m, "enter", "ctrl+c"), "ctrl+c quits from anywhere")
	assert.True(t, quits(m, "/", "a", "ctrl+c"))
	assert.False(t, quits(m, "/", "q"), "q is a letter in the filter")
}

func TestSuspend(t *testing.T) {
	m, p := newFixture(80, 24)
	_, cmd := m.Update(press("ctrl+z")[0])
	require.NotNil(t, cmd)
	assert.IsType(t, tea.SuspendMsg{}, cmd())
	feed(m, tea.ResumeMsg{})
	assert.Len(t, p.refreshed, 1, "on return the lists are asked for at once")
}

// The poller takes so many and no more, and the footer says so.
func TestMoreAreMarkedThanCanBeAskedFor(t *testing.T) {
	m, p := newFixture(160, 45)
	all := many(poller.RefreshMost + 500)
	m = feed(m, all)
	m.marks = m.marks.toggled(slices.Collect(maps.Values(maps.Collect(all.Tasks.All()))))
	m = feed(m, press("r")...)
	require.Len(t, p.refreshed, 1)
	assert.Len(t, p.refreshed[0], poller.RefreshMost)
	assert.Contains(t, screen(m), "asking for the first 1,000 of 1,500 tasks again")
}

func TestPollerIsToldWhereTheEyesAre(t *testing.T) {
	m, p := newFixture(80, 24)
	m = feed(feed(m, fixture()), press("g")...)
	assert.Equal(t, "rst-failed", p.open.ID)
	assert.Len(t, p.visible, m.layout().listRows())
	m = feed(m, press("j")...)
	assert.Equal(t, "rst-stalled", p.open.ID)
	m = feed(m, press("r")...)
	assert.Equal(t, [][]poller.Key{{m.selected}}, p.refreshed)
	m = feed(m, press("R")...)
	assert.Len(t, p.refreshed, 2)
	m = feed(m, press("p")...)
	assert.Equal(t, []bool{true}, p.paused)
	assert.Contains(t, screen(feed(m, tickMsg(fixtureNow.Add(12*time.Second)))), "PAUSED 12s")
	feed(m, press("p")...)
	assert.Equal(t, []bool{true, false}, p.paused)
}

func TestFooterTellsTheWeightiestChange(t *testing.T) {
	s := fixture()
	cases := map[string]struct {
		next *poller.Snapshot
		want string
	}{
		"failure":      {after(s, "rst-us", fail), "✗ web/frontend:v2.14.0 → us-east-1 failed: the link between the regions broke  0s ago"},
		"stall":        {after(s, "rst-us", stalled), "◌ web/frontend:v2.14.0 → us-east-1 stalled: no bytes for 1m  0s ago"},
		"resume":       {after(s, "rst-stalled", func(t *poller.Task) { t.Flow.Stalled, t.Flow.LastMoved = false, poller.InstantOf(fixtureNow) }), "web/search:1.4 → eu-central-1 moves again"},
		"done":         {after(s, "rst-spark", func(t *poller.Task) { t.Phase = api.PhaseDone }), "✓ data/spark:3.5.1-arm64 → ap-southeast-1 done"},
		"failure wins": {after(after(s, "rst-us", fail), "rst-spark", func(t *poller.Task) { t.Phase = api.PhaseDone }), "failed: the link"},
		"batch": {after(after(s, "rst-us", func(t *poller.Task) { t.Phase = api.PhaseDone }), "rst-4kfd7fk6pohk5rzd",
			func(t *poller.Task) { t.Phase = api.PhaseDone }), "✓ batch web/frontend:v2.14.0 done, 2 of 2"},
	}
	for name, c := range cases {
		m, _ := newFixture(160, 45)
		assert.Contains(t, screen(feed(m, s, c.next)), c.want, name)
	}
}

func TestAnAnswerToTheUserHidesTheLastEventOnlyForAMoment(t *testing.T) {
	m, _ := newFixture(160, 45)
	s := fixture()
	m = feed(feed(m, s, after(s, "rst-us", fail)), press("y")...)
	assert.Contains(t, screen(m), "copied rst-")
	m = feed(m, tickMsg(fixtureNow.Add(saidSpan+time.Second)))
	assert.Contains(t, screen(m), "✗ web/frontend:v2.14.0 → us-east-1 failed: the link between the regions broke  6s ago")
	m = feed(m, press("s")...)
	m = feed(m, after(after(s, "rst-us", fail), "rst-zh", fail))
	assert.Contains(t, screen(m), "✗ ml/训练-resnet:2026-11 → us-east-1 failed", "a failure does not wait")
}

func TestHelpNamesOnlyWhatWorksHere(t *testing.T) {
	cases := map[string]struct {
		keys     []string
		has, not []string
	}{
		"list":     {nil, []string{"row down", "copy the id", "sort by the next column"}, []string{"back, or clear the filter"}},
		"batches":  {[]string{"2"}, []string{"row down"}, []string{"back, or clear the filter"}},
		"unfolded": {[]string{"2", "enter"}, []string{"back, or clear the filter"}, nil},
		"raw": {
			[]string{"J"},
			[]string{"row down", "show only what matches", "next row that matches", "back, or clear", "ask for this task now", "ask for everything now", "pause", "quit"},
			[]string{"copy the id", "sort by the next column", "mark, or take", "batches: one row", "into the task", "next pane", "pane on the whole", "export the list", "what happened lately"},
		},
	}
	for name, c := range cases {
		m, _ := openedRaw(160, 60, answerJSON(2), "esc")
		text := screen(feed(feed(m, press(c.keys...)...), press("?")...))
		for _, want := range c.has {
			assert.Contains(t, text, want, name)
		}
		for _, other := range c.not {
			assert.NotContains(t, text, other, name)
		}
	}
}

func TestHelpIsWholeInOneColumnAndInTwoWideOnes(t *testing.T) {
	for _, width := range []int{60, 80, 129, 160} {
		m, _ := newFixture(width, 150)
		text := screen(feed(feed(m, fixture()), press("?")...))
		for last, n := range map[string]int{`\banswers\b`: 2, `\bhow\b`: 1, `\bfield\b`: 1, "stale …": 1, "id …": 1} { // words of the longest texts
			assert.Len(t, regexp.MustCompile(last).FindAllString(text, -1), n, "%s at %d", last, width)
		}
	}
}

func TestFreshness(t *testing.T) {
	s := fixture()
	m, _ := newFixture(160, 45)
	m = feed(m, s)
	task := m.index.at(2)
	assert.Empty(t, m.freshness(task))
	m = feed(m, tickMsg(fixtureNow.Add(2*time.Minute)))
	assert.Equal(t, "not asked 2m", m.freshness(task))
	m, _ = newFixture(160, 45)
	m = feed(m, failing(), tickMsg(fixtureNow.Add(40*time.Second)))
	assert.Equal(t, "API failing 1m", m.freshness(m.index.at(2)))
}

func TestOverriddenKeys(t *testing.T) {
	keys, err := keymap.Default().Override(map[string][]string{"down": {"x"}})
	require.NoError(t, err)
	m, _ := newFixture(80, 24, func(o *Options) { o.Keys = keys })
	m = feed(feed(m, fixture()), press("gx")...)
	assert.Equal(t, 1, m.list.cursor)
	m = feed(m, press("j")...)
	assert.Equal(t, 1, m.list.cursor, "j means nothing now")
	assert.Contains(t, screen(feed(m, press("?")...)), "x            row down")
}

func TestBackgroundIsFollowedOnlyByAutomaticThemes(t *testing.T) {
	light := tea.BackgroundColorMsg{Color: ansi.HexColor("#ffffff")}
	for theme, dark := range map[string]bool{"auto": false, "dark": true, "light": false} {
		m, _ := newFixture(80, 24, func(o *Options) { o.Theme = theme })
		assert.Equal(t, dark, feed(m, light).look.onDark(), theme)
	}
}

func TestTheFocusOfTheTerminalIsPassedOn(t *testing.T) {
	m, p := newFixture(100, 30)
	assert.True(t, m.View().ReportFocus)
	feed(m, tea.BlurMsg{}, tea.FocusMsg{})
	assert.Equal(t, []bool{false, true}, p.focused)
}

// However many tasks there are and however little room, nobody has to guess how many failed or are done.
func TestCountsGiveUpTheirWordsBeforeTheirFigures(t *testing.T) {
	many := fixture()
	many.Totals.Running, many.Totals.Queued, many.Totals.Failed, many.Totals.Done = 485, 28, 1_446, 97_515
	for width, want := range map[int]string{
		160: "● 485 syncing   ○ 28 queued   ◌ 1 stalled   ✗ 1,446 failed   ✓ 97,515 done",
		120: "● 485  ○ 28  ◌ 1  ✗ 1,446  ✓ 97,515",
		100: "● 485   ○ 28   ◌ 1   ✗ 1,446   ✓ 97,515",
		80:  "● 485   ○ 28   ◌ 1   ✗ 1,446   ✓ 97,515",
	} {
		m, _ := newFixture(width, 30)
		assert.Contains(t, screen(feed(m, many)), want, width)
	}
	few := fixture()
	few.Totals = poller.Totals{Running: 1_234, Failed: 1_446, Done: 97_515, Canceled: 12_000}
	m, _ := newFixture(120, 30)
	assert.Contains(t, screen(feed(m, few)), "● 1,234 syncing  ○ 0  ◌ 0  ✗ 1,446 failed  ✓ 97,515 done")
}
