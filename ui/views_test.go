package ui

import (
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"acrwatch/api"
	"acrwatch/internal/columns"
	"acrwatch/keymap"
	"acrwatch/poller"
)

func TestEachViewKeepsItsCursorItsOrderAndItsFilter(t *testing.T) {
	m, _ := newFixture(160, 45)
	m = feed(feed(m, failed(fixture())), press("gjj", "s", "/", "web", "enter", "2", "jj", "ss")...)
	batch := m.row
	require.NotEqual(t, rowID{}, batch)
	assert.Equal(t, "destinations", m.sort().column)
	assert.Empty(t, m.input.Value(), "the filter of the tasks is not that of the batches")
	assert.Greater(t, m.batches.len(), 5)
	m = feed(m, press("/", "pay", "enter", "1")...)
	assert.Equal(t, "web", m.input.Value())
	assert.Equal(t, 7, m.index.len())
	assert.Equal(t, sortBy{column: "image"}, m.sort())
	m = feed(m, press("2")...)
	assert.Equal(t, 1, m.batches.len())
	m = feed(m, press("esc", "3", "2")...)
	assert.Equal(t, "destinations", m.sort().column)
}

// toBatch takes the cursor to the batch of an image.
func toBatch(t *testing.T, m Model, image string) Model {
	t.Helper()
	m = feed(m, press("g")...)
	for range m.batches.len() {
		if b, _ := m.batches.row(m.list.cursor); b.image() == image {
			return m
		}
		m = feed(m, press("j")...)
	}
	require.Fail(t, "no batch of "+image)
	return m
}

func TestABatchOpensIntoItsTasks(t *testing.T) {
	m, p := newFixture(120, 30)
	m = feed(feed(m, fixture()), press("2")...)
	m = toBatch(t, m, "web/frontend:v2.14.0")
	batch := m.list.cursor
	assert.Contains(t, screen(m), "0/2   ● eu-west-1  ● us-east-1")
	rows := m.batches.len()
	m = feed(m, press("enter")...)
	assert.Equal(t, rows+2, m.batches.len())
	assert.Nil(t, m.current(), "the cursor stays on the batch")
	m = feed(m, press("j")...)
	assert.Equal(t, "rst-4kfd7fk6pohk5rzd", selectedID(t, m))
	assert.Equal(t, "rst-4kfd7fk6pohk5rzd", p.open.ID)
	m = feed(m, press("enter")...)
	assert.Contains(t, screen(m), "12.3 MiB/s", "and a task into its detail")
	m = feed(m, press("esc")...)
	assert.False(t, m.opened)
	m = feed(m, press("esc")...)
	assert.Equal(t, rows, m.batches.len())
	assert.Equal(t, batch, m.list.cursor, "on the batch again")
}

func TestALongRegionStandsApartFromItsInstance(t *testing.T) {
	m, _ := newFixture(160, 45)
	s := fixture()
	s.Tasks = poller.TasksOf(syncTask("rst-1", "web api", "1", "cn-zhangjiakou-na62-a01", "PENDING"), syncTask("rst-2", "web api", "1", "eu-west-1", "VERIFYING-EVERYTHING"))
	text := screen(feed(feed(m, s), press("2", "enter")...))
	assert.Contains(t, text, "○ queued   cn-zhangjiakou-na62-a01 cri-leqzomz5vijc")
	assert.Contains(t, text, "? verifying-everything eu-west-1      cri-leqzomz5vijc")
}

func TestTheCursorOfABatchStaysWhenOthersMove(t *testing.T) {
	m, _ := newFixture(120, 30)
	s := fixture()
	m = feed(feed(m, s), press("2", "jjj")...)
	row := m.row
	m = feed(m, after(s, "rst-queued", fail))
	assert.Equal(t, row, m.row)
	assert.Equal(t, 4, m.list.cursor)
}

func TestABatchAddsItsTasksUp(t *testing.T) {
	tasks := poller.TasksOf(
		syncTask("a", "web api", "1", "eu-west-1", "SYNCHRONIZING", flow(50*mib, 100*mib, 10, 0)),
		syncTask("b", "web api", "1", "us-east-1", "PENDING"),
		syncTask("c", "web api", "1", "ap-south-1", "SUCCESS", flow(60*mib, 100*mib, 0, 0)),
	)
	y := tallyOf(tasks, []int32{0, 1, 2}, fixtureNow)
	assert.InDelta(t, 0.5, y.share, 0.001, "the one that has not told its size counts as large as the others")
	assert.Equal(t, 150*mib, y.moved, "the one that is done counts as whole")
	assert.Equal(t, 1, y.unsized)
	assert.Equal(t, []int{1, 0}, []int{y.done, y.ended})
	assert.Equal(t, "a", y.worst.ID)
	y = tallyOf(poller.TasksOf(syncTask("a", "web api", "1", "eu-west-1", "PENDING")), []int32{0}, fixtureNow)
	assert.False(t, y.shared, "nothing is known")
}

func TestFailuresStandByCauseAndRoute(t *testing.T) {
	m, _ := newFixture(160, 45)
	s := failed(fixture())
	m = feed(feed(m, s), press("3")...)
	text := screen(m)
	for _, want := range []string{
		"✗ NETWORK_ERROR  6", "a retry can help", "✗ TAG_CONFLICT  1", "a retry cannot help", "✗ NO REASON GIVEN  1", "whether a retry helps is unknown",
		"All six failed under rule nightly-eu, within", "cn-shanghai → eu-central-1  5", "cn-shanghai → us-east-1  1", "2 more",
		"8 failures in 3 groups", "request A6DEF8…966B07",
	} {
		assert.Contains(t, text, want)
	}
	assert.Equal(t, 1, strings.Count(text, "eu-central-1  "), "rows do not repeat their head")
	rows := m.failures.len()
	m = feed(m, press("enter")...)
	assert.Equal(t, rows+1, m.failures.len(), "two more in place of the line that says so")
	m = feed(m, press("jj")...)
	assert.Equal(t, api.PhaseFailed, m.current().Phase, "what it means is passed over")
	m = feed(m, after(s, "rst-us", fail))
	assert.Contains(t, screen(m), "✗ NETWORK_ERROR  7")
	assert.Contains(t, screen(m), "3 Failures 9")
}

func TestFailuresSayWhatTheyHaveInCommon(t *testing.T) {
	fail := func(tag, to, rule string, slow bool, ago time.Duration) *poller.Task {
		return syncTask("rst-"+tag, "web search", tag, to, "ERROR", func(t *poller.Task) {
			t.Sync.Issue, t.RuleName, t.Sync.RuleID, t.Sync.Accelerated = "NETWORK_ERROR", rule, "", api.Some(!slow)
			t.Sync.Modified, t.Finished = poller.InstantOf(time.Time{}), poller.InstantOf(fixtureNow.Add(-ago))
		})
	}
	cases := map[string]struct {
		tasks       []*poller.Task
		want, heads []string
	}{
		"one": {[]*poller.Task{fail("1", "eu-west-1", "eu", true, 0)}, []string{"The link between the regions broke. "}, nil},
		"one route": {
			[]*poller.Task{fail("1", "eu-west-1", "", true, 0), fail("2", "eu-west-1", "", true, 4*time.Minute)},
			[]string{"Both went cn-shanghai → eu-west-1 without acceleration, within 4 minutes."},
			nil,
		},
		"one route, two rules": {
			[]*poller.Task{fail("1", "eu-west-1", "eu", false, 0), fail("2", "eu-west-1", "", true, time.Hour)},
			[]string{"Both went cn-shanghai → eu-west-1, within 1 hour.", " eu "},
			nil,
		},
		"one route, a rule with two": {
			[]*poller.Task{
				fail("1", "eu-west-1", "eu", false, 0), fail("2", "eu-west-1", "eu", false, 0), fail("3", "eu-west-1", "", true, time.Hour),
				fail("4", "eu-west-1", "b", true, 0), fail("5", "eu-west-1", "c", true, 0),
			},
			[]string{"All five went cn-shanghai → eu-west-1, within 1 hour."},
			[]string{"rule eu  2", "several rules  3"},
		},
		"two routes, one without a rule": {
			[]*poller.Task{fail("1", "eu-west-1", "eu", false, 0), fail("2", "us-east-1", "", true, time.Hour)},
			[]string{"Both failed within 1 hour."},
			[]string{"cn-shanghai → eu-west-1, rule eu  1", "cn-shanghai → us-east-1, no rule  1"},
		},
		"two routes, no rule": {
			[]*poller.Task{fail("1", "eu-west-1", "", false, 0), fail("2", "us-east-1", "", true, time.Hour)},
			[]string{"Both failed within 1 hour."},
			[]string{"cn-shanghai → eu-west-1  1", "cn-shanghai → us-east-1  1"},
		},
		"two routes, two rules": {
			[]*poller.Task{fail("1", "eu-west-1", "eu", true, 0), fail("2", "us-east-1", "us", true, 0)},
			[]string{"Both failed without acceleration, within 1 second."},
			[]string{"cn-shanghai → eu-west-1, rule eu  1", "cn-shanghai → us-east-1, rule us  1"},
		},
	}
	for name, c := range cases {
		s := fixture()
		s.Tasks = poller.TasksOf(c.tasks...)
		m, _ := newFixture(120, 30)
		m = feed(feed(m, s), press("3")...)
		for _, want := range append(c.want, c.heads...) {
			assert.Contains(t, screen(m), want, name)
		}
		assert.Equal(t, len(c.heads) > 0, m.failures.problems[0].headed(), name)
	}
}

func TestAHeadStandsForItsFailures(t *testing.T) {
	m, _ := newFixture(120, 30)
	m = feed(feed(m, failed(fixture())), press("3", "j")...)
	assert.Equal(t, groupHead, m.failures.rows[m.list.cursor].kind)
	assert.Len(t, m.failures.tasksOf(m.list.cursor), 5)
	rows := m.failures.len()
	m = feed(m, press("enter")...)
	assert.Equal(t, rows+1, m.failures.len())
	m = feed(m, press("esc")...)
	assert.Equal(t, rows, m.failures.len())
}

func TestProblemsKeepTheirOrderWhileTheyAreWatched(t *testing.T) {
	m, _ := newFixture(160, 45)
	s := fixture()
	m = feed(feed(m, s), press("3")...)
	s = after(s, "rst-us", fail)
	m = feed(m, s, after(s, "rst-zh", fail))
	assert.Equal(t, "TAG_CONFLICT", m.failures.problems[0].issue, "though the other has more by now")
	m = feed(m, press("1", "3")...)
	assert.Equal(t, "NETWORK_ERROR", m.failures.problems[0].issue)
}

func TestSortByAColumn(t *testing.T) {
	m, _ := newFixture(160, 45)
	s := fixture()
	m = feed(feed(m, s), press("sss", "s")...)
	assert.Equal(t, "rate", m.sort().column)
	assert.Contains(t, screen(m), "RATE ▾")
	ids := func() []string {
		var ids []string
		for row := range 4 {
			ids = append(ids, m.index.at(row).ID)
		}
		return ids
	}
	assert.Equal(t, []string{"rst-spark", "rst-4kfd7fk6pohk5rzd", "rst-us", "rst-zh"}, ids())
	m = feed(m, after(s, "rst-us", func(t *poller.Task) { t.Flow.Rate = 1 << 40 }))
	assert.Equal(t, "rst-us", m.index.at(2).ID, "a row stays until it is sorted anew")
	m = feed(m, press("S")...)
	assert.Contains(t, screen(m), "RATE ▴")
	assert.Equal(t, []string{"rst-zh", "rst-4kfd7fk6pohk5rzd", "rst-spark", "rst-us"}, ids(), "what is unknown stays last")
}

func TestMarks(t *testing.T) {
	m, p := newFixture(160, 45)
	m = feed(feed(m, fixture()), press("g", " ", " ")...)
	assert.Contains(t, screen(m), "2 marked")
	m = feed(m, press("r")...)
	require.Len(t, p.refreshed, 1)
	assert.Equal(t, []string{"rst-failed", "rst-stalled"}, []string{p.refreshed[0][0].ID, p.refreshed[0][1].ID})
	m = feed(m, press("k", " ")...)
	assert.Contains(t, screen(m), "1 marked", "the same key takes a mark off")
	m = feed(m, press("esc")...)
	assert.NotContains(t, screen(m), "marked")
	m = feed(m, press("2")...)
	m = feed(toBatch(t, m, "web/frontend:v2.14.0"), press(" ")...)
	assert.Len(t, m.chosen(), 2, "a batch is all of its tasks")
}

func TestAPaneFillsTheScreen(t *testing.T) {
	m, _ := newFixture(120, 30)
	m = feed(feed(m, fixture()), press("gjj")...)
	require.Contains(t, screen(m), "LAYERS")
	m = feed(m, press("f")...)
	assert.NotContains(t, screen(m), "LAYERS")
	m = feed(m, press("f", "enter", "f")...)
	assert.Contains(t, screen(m), "LAYERS")
	assert.NotContains(t, screen(m), "IMAGE")
	m = feed(m, press("esc")...)
	assert.Contains(t, screen(m), "IMAGE", "back beside the list")
	assert.Equal(t, partsPane, m.focus)
}

func TestWhatCannotBeLargerIsNotMadeLarger(t *testing.T) {
	for name, c := range map[string]struct {
		width, height int
		keys          []string
		zooms         bool
	}{
		"list beside a detail": {160, 45, nil, true},
		"list over layers":     {80, 24, nil, true},
		"list alone":           {60, 12, nil, false},
		"batches":              {160, 45, []string{"2"}, false},
		"failures":             {80, 24, []string{"3"}, false},
		"layers":               {160, 45, []string{"enter"}, true},
		"task over the list":   {80, 24, []string{"enter"}, true},
		"one pane of a task":   {60, 12, []string{"enter"}, false},
	} {
		m, _ := newFixture(c.width, c.height)
		m = feed(feed(m, fixture()), press(append([]string{"gjj"}, c.keys...)...)...)
		assert.Equal(t, c.zooms, m.works(keymap.FullScreen), name)
		zoomed := feed(m, press("f")...)
		assert.Equal(t, c.zooms, screen(m) != screen(zoomed), name)
		assert.Equal(t, c.zooms, zoomed.zoomed, "%s: q would only undo what nobody sees", name)
		assert.False(t, feed(zoomed, tea.WindowSizeMsg{Width: 60, Height: 12}).zoomed, "%s, on a smaller screen", name)
	}
}

func TestChosenColumns(t *testing.T) {
	m, _ := newFixture(160, 45, func(o *Options) { o.Columns = []string{"id", "rate", "rule", "image"} })
	m = feed(feed(m, fixture()), press("f")...)
	text := screen(m)
	assert.Regexp(t, "ID +RATE +RULE +IMAGE", text)
	assert.Contains(t, text, "rst-spark")
	m, _ = newFixture(60, 12, func(o *Options) { o.Columns = []string{"id", "rate", "rule", "image"} })
	text = screen(feed(m, fixture()))
	assert.Contains(t, text, "IMAGE")
	assert.NotContains(t, text, "ID  ", "the id goes first")
}

func TestEveryKnownColumnCanBeShownSortedAndGivenUp(t *testing.T) {
	assert.Equal(t, columns.Known, taskColumns.names())
	m, _ := newFixture(400, 45, func(o *Options) { o.Columns = columns.Known })
	m = feed(feed(m, fixture()), press("f")...)
	for _, c := range taskColumns.all {
		assert.Contains(t, screen(m), c.head)
		m.sortBy(sortBy{column: c.name})
		distinct := map[sortKey]bool{}
		for i := range m.index.keys {
			key := m.index.key(int32(i))
			key.id, key.class = "", 0
			distinct[key] = true
		}
		if c.name != "target" { // the fixture has one
			assert.Greater(t, len(distinct), 1, "%s has values", c.name)
		}
		if c.name != "image" {
			assert.Contains(t, taskColumns.drop, c.name)
		}
	}
}

func TestTheLeastScreenNamesWhatItShows(t *testing.T) {
	for keys, want := range map[string]string{"2": "2 Batches 16", "3": "✗ NETWORK_E…  6"} {
		m, _ := newFixture(20, 5)
		assert.Contains(t, screen(feed(feed(m, failed(fixture())), press(keys)...)), want)
	}
	m, _ := newFixture(20, 5)
	m = feed(feed(m, fixture()), press("/", "web", "enter")...)
	assert.Regexp(t, `/ web +7 of 12`, screen(m))
	m = feed(m, press("/", "x")...)
	assert.Regexp(t, `/ webx +0 of 12`, screen(m), "what is typed is seen")
}

func TestWhatAFailureMeansIsCutBetweenSentences(t *testing.T) {
	task := func(tag, to string) *poller.Task {
		return syncTask("rst-"+tag, "web search", tag, to, "ERROR", func(t *poller.Task) { t.Sync.Issue = "OSS_POLICY_UNAUTHORIZED" })
	}
	s := fixture()
	s.Tasks = poller.TasksOf(task("1", "eu-west-1"), task("2", "us-east-1"))
	for width, want := range map[int]string{
		160: "The destination may not write to its storage bucket. Its service role lacks the OSS policy. Both failed under rule nightly-eu, within 1 second. ",
		100: "The destination may not write to its storage bucket. Its service role lacks the OSS policy.  ",
		60:  "The destination may not write to its storage bucket.  ",
		40:  "The destination may not write to it…",
	} {
		m, _ := newFixture(width, 30)
		assert.Contains(t, screen(feed(feed(m, s), press("3")...)), want, width)
	}
}

func TestASubscriptionThatFailedWithoutAResultIsExplained(t *testing.T) {
	s := fixture()
	task := subscription("crast-failed")
	task.Phase, task.Odd, task.Subscription.Status, task.Subscription.Result = api.PhaseFailed, 0, "ERROR", ""
	s.Tasks = poller.TasksOf(task)
	m, _ := newFixture(120, 30)
	text := screen(feed(feed(m, s), press("3")...))
	assert.Contains(t, text, "✗ SUBSCRIPTION  1")
	assert.Contains(t, text, "The subscription ended without success. Its tags tell which of them failed.")
	m, _ = newFixture(120, 30, func(o *Options) { o.Lang = "zh" })
	assert.Contains(t, screen(feed(feed(m, s), press("3")...)), "✗ 制品订阅  1")
}

// An outage lasts as long as it lasts: what a batch did before it is no figure of now.
func TestABatchWhoseTasksCannotBeAskedShowsNoRate(t *testing.T) {
	for _, size := range [][2]int{{120, 30}, {80, 24}} {
		m, _ := newFixture(size[0], size[1])
		m = feed(feed(m, fixture()), press("2")...)
		require.Contains(t, rowOf(m, "ml/训练"), "3.1 M  11–19m", size)
		m = feed(m, tickMsg(fixtureNow.Add(2*time.Minute)))
		assert.Regexp(t, `not asked 2m\s*$`, rowOf(m, "ml/训练"), size)
		assert.NotContains(t, rowOf(m, "ml/训练"), "3.1 M")
		assert.NotContains(t, rowOf(m, "infra/envoy"), "not asked", "what is over does not age")
	}
}

// rowOf is the line of the screen with a text in it.
func rowOf(m Model, text string) string {
	for _, line := range strings.Split(screen(m), "\n") {
		if strings.Contains(line, text) {
			return line
		}
	}
	return ""
}
