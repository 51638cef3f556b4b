package notify_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"acrwatch/api"
	"acrwatch/internal/notify"
	"acrwatch/poller"
)

var noon = time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)

func task(phase api.Phase, change ...func(*poller.Task)) *poller.Task {
	t := &poller.Task{
		Key: poller.Key{ID: "a"}, Phase: phase,
		Sync: &api.SyncTask{
			ID: "a", Created: api.InstantOf(noon.Add(-time.Hour)),
			From: api.Image{Namespace: "web", Repo: "api", Tag: "v2"}, To: api.Image{RegionID: "eu-west-1"},
		},
	}
	for _, f := range change {
		f(t)
	}
	return t
}

// events are those between two states of the same tasks; nil stands for a task that was not known.
func events(t *testing.T, before, after []*poller.Task) []notify.Event {
	t.Helper()
	old := before[:0:0]
	for _, b := range before {
		if b != nil {
			old = append(old, b)
		}
	}
	changes := poller.Diff(&poller.Snapshot{Tasks: poller.TasksOf(old...)}, &poller.Snapshot{Tasks: poller.TasksOf(after...)})
	return notify.Events(changes, noon.Add(-time.Minute), noon)
}

func TestWhatIsAnEvent(t *testing.T) {
	stalled := func(t *poller.Task) { t.Flow.Stalled = true }
	moved := func(t *poller.Task) { t.Flow.LastMoved = poller.InstantOf(noon) }
	gone := func(t *poller.Task) { t.Gone = true }
	justNow := func(t *poller.Task) { t.Sync.Created = api.InstantOf(noon.Add(-time.Second)) }
	cases := map[string]struct {
		before, after *poller.Task
		want          []notify.EventKind
	}{
		"done":                   {task(api.PhaseRunning), task(api.PhaseDone), []notify.EventKind{notify.Done}},
		"failed":                 {task(api.PhaseRunning), task(api.PhaseFailed), []notify.EventKind{notify.Failed}},
		"canceled":               {task(api.PhaseQueued), task(api.PhaseCanceled), []notify.EventKind{notify.Canceled}},
		"begun":                  {task(api.PhaseQueued), task(api.PhaseRunning), nil},
		"stalled":                {task(api.PhaseRunning), task(api.PhaseRunning, stalled), []notify.EventKind{notify.Stalled}},
		"moving again":           {task(api.PhaseRunning, stalled), task(api.PhaseRunning, moved), []notify.EventKind{notify.Resumed}},
		"gone":                   {task(api.PhaseRunning), task(api.PhaseRunning, gone), []notify.EventKind{notify.Gone}},
		"gone when it was over":  {task(api.PhaseDone), task(api.PhaseDone, gone), nil},
		"over when first listed": {nil, task(api.PhaseFailed), nil},
		"over within one poll":   {nil, task(api.PhaseFailed, justNow), []notify.EventKind{notify.Failed}},
		"new and running":        {nil, task(api.PhaseRunning, justNow), nil},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			var got []notify.EventKind
			for _, e := range events(t, []*poller.Task{c.before}, []*poller.Task{c.after}) {
				got = append(got, e.Kind)
				assert.Equal(t, "web/api:v2", e.Image)
				assert.Equal(t, "eu-west-1", e.To)
				assert.Equal(t, noon, e.At)
			}
			assert.Equal(t, c.want, got)
		})
	}
}

func event(kind notify.EventKind, id, batch string) notify.Event {
	return notify.Event{Kind: kind, Key: poller.Key{ID: id}, Batch: batch, At: noon}
}

func TestNoticesSpeakOfBatches(t *testing.T) {
	type told struct {
		Kind  notify.NoticeKind
		First string
		Tasks int
	}
	cases := map[string]struct {
		events []notify.Event
		batch  notify.Batch
		want   []told
	}{
		"a task alone is done":     {[]notify.Event{event(notify.Done, "a", "")}, notify.Batch{}, []told{{notify.TaskEnded, "a", 1}}},
		"a task alone failed":      {[]notify.Event{event(notify.Failed, "a", "")}, notify.Batch{}, []told{{notify.TasksFailed, "a", 1}}},
		"a batch of one":           {[]notify.Event{event(notify.Done, "a", "b")}, notify.Batch{Done: 1, Total: 1}, []told{{notify.TaskEnded, "a", 1}}},
		"one of many is done":      {[]notify.Event{event(notify.Done, "a", "b")}, notify.Batch{Done: 1, Total: 3}, nil},
		"a batch ends":             {[]notify.Event{event(notify.Done, "a", "b"), event(notify.Failed, "c", "b")}, notify.Batch{Done: 2, Failed: 1, Total: 3}, []told{{notify.BatchEnded, "a", 3}}},
		"its last one is canceled": {[]notify.Event{event(notify.Canceled, "a", "b")}, notify.Batch{Done: 2, Other: 1, Total: 3}, []told{{notify.BatchEnded, "a", 3}}},
		"its last one is gone":     {[]notify.Event{event(notify.Gone, "a", "b")}, notify.Batch{Done: 2, Other: 1, Total: 3}, []told{{notify.BatchEnded, "a", 3}}},
		"one of many is canceled":  {[]notify.Event{event(notify.Canceled, "a", "b"), event(notify.Failed, "c", "b")}, notify.Batch{Failed: 1, Other: 1, Total: 9}, []told{{notify.TasksFailed, "c", 1}}},
		"its first failures":       {[]notify.Event{event(notify.Failed, "a", "b"), event(notify.Failed, "c", "b")}, notify.Batch{Failed: 2, Total: 9}, []told{{notify.TasksFailed, "a", 2}}},
		"its later failures":       {[]notify.Event{event(notify.Failed, "a", "b")}, notify.Batch{Failed: 2, Total: 9}, nil},
		"stalls in a batch":        {[]notify.Event{event(notify.Stalled, "a", "b"), event(notify.Stalled, "c", "b")}, notify.Batch{Total: 9}, []told{{notify.TasksStalled, "a", 2}}},
		"what nobody waits for":    {[]notify.Event{event(notify.Resumed, "a", ""), event(notify.Canceled, "c", ""), event(notify.Gone, "d", "")}, notify.Batch{}, nil},
		"two tasks without batch":  {[]notify.Event{event(notify.Done, "a", ""), event(notify.Done, "c", "")}, notify.Batch{}, []told{{notify.TaskEnded, "a", 1}, {notify.TaskEnded, "c", 1}}},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			var got []told
			for _, n := range notify.Notices(c.events, func(notify.Event) notify.Batch { return c.batch }) {
				got = append(got, told{n.Kind, n.First.Key.ID, n.Tasks})
			}
			assert.Equal(t, c.want, got)
		})
	}
}

func failures(n int) []notify.Notice {
	var all []notify.Notice
	for i := range n {
		all = append(all, notify.Notice{Kind: notify.TasksFailed, Tasks: 1, First: event(notify.Failed, fmt.Sprint(i), "")})
	}
	return all
}

func TestAStormIsFewMessages(t *testing.T) {
	d := notify.Desk{Level: notify.All}
	messages, tasks := 0, 0
	for second := range 3600 {
		at := noon.Add(time.Duration(second) * time.Second)
		d.Add(failures(3), at)
		if s, due := d.Due(at); due {
			messages++
			tasks += s.Failed
			assert.GreaterOrEqual(t, second, 2, "what breaks together is told together")
		}
	}
	assert.Equal(t, 11, messages, "after 2, 17 and 47 s, and ever farther apart up to 10 min")
	assert.Greater(t, tasks, 3*3300, "every failure is counted")

	later := noon.Add(3 * time.Hour)
	d.Clear()
	d.Add(failures(1), later)
	_, due := d.Due(later.Add(time.Second))
	assert.False(t, due)
	s, due := d.Due(later.Add(2 * time.Second))
	require.True(t, due)
	assert.Equal(t, 1, s.Notices)
	d.Add(failures(1), later.Add(3*time.Second))
	_, due = d.Due(later.Add(18 * time.Second))
	assert.True(t, due, "after silence the gap is short again")
}

func TestLevels(t *testing.T) {
	good := notify.Notice{Kind: notify.BatchEnded, Batch: notify.Batch{Done: 3, Total: 3}}
	bad := notify.Notice{Kind: notify.BatchEnded, Batch: notify.Batch{Done: 2, Failed: 1, Total: 3}}
	for level, want := range map[notify.Level]notify.Summary{
		notify.Off:      {},
		notify.Failures: {Notices: 1, Only: bad, BatchesBad: 1},
		notify.All:      {Notices: 2, Only: bad, BatchesBad: 1, BatchesDone: 1},
	} {
		d := notify.Desk{Level: level}
		d.Add([]notify.Notice{good, bad}, noon)
		got, due := d.Due(noon.Add(time.Minute))
		assert.Equal(t, level != notify.Off, due)
		assert.Equal(t, want, got)
	}
}

func TestQuietHours(t *testing.T) {
	night := notify.Hours{From: 22 * time.Hour, To: 7 * time.Hour}
	day := notify.Hours{From: 9 * time.Hour, To: 17*time.Hour + 30*time.Minute}
	clock := func(text string) time.Time {
		at, err := time.Parse("15:04:05", text)
		require.NoError(t, err)
		return at
	}
	for text, want := range map[string][2]bool{
		"21:59:59": {false, false}, "22:00:00": {true, false}, "00:00:00": {true, false}, "06:59:59": {true, false},
		"07:00:00": {false, false}, "09:00:00": {false, true}, "17:29:59": {false, true}, "17:30:00": {false, false},
	} {
		assert.Equal(t, want, [2]bool{night.Hold(clock(text)), day.Hold(clock(text))}, text)
		assert.False(t, notify.Hours{}.Hold(clock(text)), "no quiet hours")
	}
	d := notify.Desk{Level: notify.All, Quiet: night}
	d.Add(failures(1), clock("23:00:00"))
	_, due := d.Due(clock("23:01:00"))
	assert.False(t, due)
	d.Add(failures(1), clock("21:59:59"))
	_, due = d.Due(clock("22:00:02"))
	assert.False(t, due, "the quiet hours began while it waited")
}

func TestDetect(t *testing.T) {
	cases := map[string]struct {
		env  map[string]string
		want notify.Terminal
	}{
		"nothing known":      {map[string]string{"TERM": "xterm-256color"}, notify.Terminal{}},
		"kitty":              {map[string]string{"TERM": "xterm-kitty"}, notify.Terminal{Desktop: notify.OSC99}},
		"kitty under tmux":   {map[string]string{"TERM": "tmux-256color", "TMUX": "x", "KITTY_WINDOW_ID": "1"}, notify.Terminal{Desktop: notify.OSC99, Tmux: true}},
		"tmux":               {map[string]string{"TERM_PROGRAM": "tmux", "TMUX": "x"}, notify.Terminal{Desktop: notify.OSC9, Tmux: true}},
		"ghostty":            {map[string]string{"TERM_PROGRAM": "ghostty"}, notify.Terminal{Desktop: notify.OSC777, Progress: true}},
		"foot":               {map[string]string{"TERM": "foot-extra"}, notify.Terminal{Desktop: notify.OSC777}},
		"iTerm2":             {map[string]string{"TERM_PROGRAM": "iTerm.app", "TERM_PROGRAM_VERSION": "3.6.10"}, notify.Terminal{Desktop: notify.OSC9, Progress: true}},
		"iTerm2, a beta":     {map[string]string{"TERM_PROGRAM": "iTerm.app", "TERM_PROGRAM_VERSION": "3.6.6beta1"}, notify.Terminal{Desktop: notify.OSC9, Progress: true}},
		"iTerm2, older":      {map[string]string{"TERM_PROGRAM": "iTerm.app", "TERM_PROGRAM_VERSION": "3.5.14"}, notify.Terminal{Desktop: notify.OSC9}},
		"WezTerm":            {map[string]string{"TERM_PROGRAM": "WezTerm"}, notify.Terminal{Desktop: notify.OSC9}},
		"Windows Terminal":   {map[string]string{"WT_SESSION": "f3"}, notify.Terminal{Progress: true}},
		"a new VTE":          {map[string]string{"VTE_VERSION": "8001"}, notify.Terminal{Progress: true}},
		"an old VTE":         {map[string]string{"VTE_VERSION": "7600"}, notify.Terminal{}},
		"progress over tmux": {map[string]string{"VTE_VERSION": "8001", "TMUX": "x"}, notify.Terminal{Desktop: notify.OSC9, Tmux: true}},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			assert.Equal(t, c.want, notify.Detect(func(name string) string { return c.env[name] }))
		})
	}
}

func TestEncode(t *testing.T) {
	for name, c := range map[string]struct {
		terminal notify.Terminal
		want     string
	}{
		"none":            {notify.Terminal{Tmux: true}, ""},
		"OSC 9":           {notify.Terminal{Desktop: notify.OSC9}, "\x1b]9;acrwatch: web/api, 2 failed\a"},
		"OSC 777":         {notify.Terminal{Desktop: notify.OSC777}, "\x1b]777;notify;acrwatch;web/api, 2 failed\a"},
		"OSC 99":          {notify.Terminal{Desktop: notify.OSC99}, "\x1b]99;i=acrwatch:d=0;acrwatch\x1b\\\x1b]99;i=acrwatch:d=1:p=body;web/api, 2 failed\x1b\\"},
		"OSC 9 over tmux": {notify.Terminal{Desktop: notify.OSC9, Tmux: true}, "\x1bPtmux;\x1b\x1b]9;acrwatch: web/api, 2 failed\a\x1b\\"},
	} {
		t.Run(name, func(t *testing.T) {
			assert.Equal(t, c.want, notify.Encode(c.terminal, "acrwatch", "web/api; 2 failed"))
		})
	}
}

func FuzzEncode(f *testing.F) {
	for _, seed := range []string{"web/api:v2", "a\x1b]52;c;eA==\a", "\u009b2J", "x\u202ey", "\xff\xfe", "训练;模型", strings.Repeat("界", 400)} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, body string) {
		got := notify.Encode(notify.Terminal{Desktop: notify.OSC777}, body, body)
		text, ok := strings.CutPrefix(got, "\x1b]777;notify;")
		require.True(t, ok)
		text, ok = strings.CutSuffix(text, "\a")
		require.True(t, ok)
		assert.Equal(t, 1, strings.Count(text, ";"), "two fields")
		assert.LessOrEqual(t, len(text), 301)
		assert.Equal(t, text, strings.ToValidUTF8(text, ""))
		for _, r := range text {
			assert.False(t, r < ' ' || r >= 0x7f && r < 0xa0 || r >= 0x202a && r <= 0x202e, "%q", r)
		}
	})
}
