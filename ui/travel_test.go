package ui

import (
	"fmt"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/exp/golden"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"acrwatch/internal/notify"
	"acrwatch/internal/past"
	"acrwatch/keymap"
	"acrwatch/poller"
)

// fakePlayer remembers what it was told.
type fakePlayer struct {
	played []bool
	paces  []float64
	sought []time.Time
}

func (p *fakePlayer) Play(on bool)       { p.played = append(p.played, on) }
func (p *fakePlayer) Pace(speed float64) { p.paces = append(p.paces, speed) }
func (p *fakePlayer) Seek(to time.Time)  { p.sought = append(p.sought, to) }

// newReplay is the dashboard on a recording from 22:00 to 04:00, at 02:18:40.
func newReplay(width, height int, change ...func(*Options)) (Model, *fakePlayer) {
	p := &fakePlayer{}
	m, _ := newFixture(width, height, append(change, func(o *Options) { o.Poller, o.Player = nil, p })...)
	return feed(m, moment(0)), p
}

// moment is what the player shows so long after the time of the fixture.
func moment(after time.Duration) past.Moment {
	s := fixture()
	s.At = fixtureNow.Add(after)
	hours := func(n float64) time.Time { return fixtureNow.Add(time.Duration(n * float64(time.Hour))) }
	failed := poller.Key{ID: "rst-failed"}
	return past.Moment{
		Snapshot: s, Jumped: true, From: fixtureNow.Add(-258*time.Minute - 40*time.Second), To: fixtureNow.Add(101*time.Minute + 20*time.Second), Speed: 60,
		Happened: past.Happened{
			Until: hours(1.2),
			Marks: past.Marks{
				{At: hours(-3.2), Kind: past.BatchEnded, Task: poller.Key{ID: "rst-done1"}},
				{At: hours(-2), Kind: past.Stalled, Task: poller.Key{ID: "rst-stalled"}},
				{At: hours(-0.5), Kind: past.Failed, Task: failed},
				{At: hours(0.5), Kind: past.Failed, Task: failed},
				{At: hours(1), Kind: past.BatchEnded, Task: failed},
			},
			Events: []notify.Event{
				{Kind: notify.Done, Key: poller.Key{ID: "rst-done1"}, Image: "web/api:v2.13.9", To: "eu-west-1", At: hours(-3.2)},
				{Kind: notify.Failed, Key: failed, Image: "pay/ledger:2.9", To: "eu-west-1", Reason: "TAG_CONFLICT", At: hours(-0.5)},
				{Kind: notify.Done, Key: failed, Image: "not/yet:1", To: "eu-west-1", At: hours(1)},
			},
		},
	}
}

func TestFramesOfARecording(t *testing.T) {
	for _, s := range append(frameSizes, [2]int{40, 8}, [2]int{20, 5}) {
		for name, change := range map[string]func(*Options){"": func(*Options) {}, " in Chinese": inChinese, " in ASCII": func(o *Options) { o.ASCII = true }} {
			t.Run(fmt.Sprintf("%dx%d%s", s[0], s[1], name), func(t *testing.T) {
				m, _ := newReplay(s[0], s[1], change)
				golden.RequireEqual(t, screen(feed(m, press("g")...)))
			})
		}
	}
}

func TestAReplayFitsEverySize(t *testing.T) {
	for _, change := range languages {
		for width := 1; width < 170; width += coarse {
			for height := 1; height < 48; height += coarse {
				m, _ := newReplay(width, height, change)
				requireFits(t, "replay", m)
			}
		}
	}
}

func TestKeysOfARecording(t *testing.T) {
	at := func(after time.Duration) []time.Time { return []time.Time{fixtureNow.Add(after)} }
	for keys, want := range map[string]fakePlayer{
		"p":                      {played: []bool{true}},
		"+":                      {paces: []float64{120}},
		"--":                     {paces: []float64{30, 10}},
		"[":                      {sought: at(-time.Minute)},
		"]]":                     {sought: append(at(time.Minute), at(2*time.Minute)...)},
		"{":                      {sought: at(-30 * time.Minute)},
		"{{":                     {sought: append(at(-30*time.Minute), at(-2*time.Hour)...)},
		"}":                      {sought: at(30 * time.Minute)},
		"0":                      {sought: at(101*time.Minute + 20*time.Second)},
		":at 02:14\r":            {sought: at(-4*time.Minute - 40*time.Second)},
		":at -1h\r":              {sought: at(-time.Hour)},
		":at 2026-11-20 23:00\r": {sought: at(-198*time.Minute - 40*time.Second)},
		"r":                      {}, "R": {}, "J": {},
	} {
		m, p := newReplay(120, 30)
		feed(m, typed(keys)...)
		assert.Equal(t, want, *p, keys)
	}
}

// typed is press with \r for enter.
func typed(keys string) []tea.Msg {
	var msgs []tea.Msg
	for piece := range strings.SplitSeq(keys, "\r") {
		msgs = append(append(msgs, press(piece)...), press("enter")...)
	}
	return msgs[:len(msgs)-1]
}

func TestARecordingSaysWhatCannotBe(t *testing.T) {
	for keys, want := range map[string]string{
		"r": wordNobodyAsked, ":at noon\r": "no time; write 02:14", ":at 12:00\r": "from Nov 20 22:00:00 to 04:00:00 is there",
		"+": "120 times as fast", "{{{{": wordNoneBefore, "}}}": wordReadingOn,
	} {
		m, _ := newReplay(120, 30)
		assert.Contains(t, screen(feed(m, typed(keys)...)), want, keys)
	}
}

func TestAnEventTakesTheCursorToItsTask(t *testing.T) {
	m, p := newReplay(120, 30)
	m = feed(feed(m, press("G}")...), moment(p.lastSought().Sub(fixtureNow)))
	assert.Equal(t, "rst-failed", m.selected.ID)
	content := screen(feed(m, press("e")...))
	assert.Contains(t, content, "pay/ledger:2.9")
	assert.NotContains(t, content, "not/yet", "that is still to come")
}

func (p *fakePlayer) lastSought() time.Time { return p.sought[len(p.sought)-1] }

// lived is a live dashboard that has been shown the fixture every 10 seconds, the last time at its own time.
func lived(width, height int) (Model, *fakePoller) {
	m, p := newFixture(width, height)
	for n := 30; n >= 0; n-- {
		m = feed(m, shownAt(-time.Duration(n)*10*time.Second))
	}
	return feed(m, tickMsg(fixtureNow)), p
}

// shownAt is the fixture so long after its time; before that, rst-failed is still moving.
func shownAt(after time.Duration) *poller.Snapshot {
	s := fixture()
	s.At = fixtureNow.Add(after)
	if after < -45*time.Second {
		moves := *s.Tasks.At(3)
		moves.Phase, moves.Finished = s.Tasks.At(5).Phase, 0
		s.Tasks = s.Tasks.With(3, &moves)
	}
	return s
}

func TestALiveDashboardGoesBack(t *testing.T) {
	m, p := lived(120, 30)
	now := m.View().Content
	back := feed(m, press("[[")...)
	assert.Contains(t, screen(back), "PAST Nov 21 02:18:20, 20s back")
	assert.Equal(t, fixtureNow.Add(-20*time.Second), back.now)

	later := feed(back, shownAt(10*time.Second), tickMsg(fixtureNow.Add(10*time.Second)))
	assert.Contains(t, screen(later), "PAST Nov 21 02:18:20, 30s back", "what is shown stands still")
	ahead := feed(later, press("0")...)
	assert.Equal(t, fixtureNow.Add(10*time.Second), ahead.now, "new answers went on being gathered")

	again := feed(back, press("]]")...)
	assert.False(t, again.travelling())
	assert.Equal(t, now, again.View().Content)
	escaped := feed(back, press("esc")...)
	assert.False(t, escaped.travelling())

	event := feed(m, press("{")...)
	assert.Equal(t, fixtureNow.Add(-40*time.Second), event.now, "when it failed")
	assert.Equal(t, "rst-failed", event.selected.ID)
	ticked := feed(m, tickMsg(fixtureNow.Add(3*time.Second)))
	assert.Equal(t, fixtureNow.Add(-10*time.Second), feed(ticked, press("[")...).now)
	assert.Equal(t, event.now, feed(ticked, press("{")...).now, "the clock goes on between two snapshots")
	assert.Contains(t, screen(feed(event, press("{")...)), wordNoneBefore)
	at := feed(m, typed(":at 02:15\r")...)
	assert.Equal(t, fixtureNow.Add(-220*time.Second), at.now)
	wrong := feed(m, typed(":at 01:00\r")...)
	assert.Contains(t, screen(wrong), "from 02:13:40 to 02:18:40 is there")
	first := feed(m, press(strings.Repeat("[", 40))...)
	assert.Contains(t, screen(first), "the past reaches back to 02:13:40")

	asked := len(p.refreshed)
	assert.Contains(t, screen(feed(back, press("R")...)), wordNobodyAsked)
	assert.Len(t, p.refreshed, asked)
}

func TestWhoeverIsAwayIsToldWhateverTimeIsShown(t *testing.T) {
	m, _ := lived(120, 30)
	back := feed(m, press("[")...)
	back = feed(back, tea.BlurMsg{}, tickMsg(fixtureNow.Add(time.Minute)))
	next := shownAt(time.Minute)
	ended := *next.Tasks.At(5)
	ended.Phase = next.Tasks.At(0).Phase
	next.Tasks = next.Tasks.With(5, &ended)
	back = feed(back, next, tea.FocusMsg{})
	assert.Contains(t, screen(back), "while you were away: 1 done")
	require.True(t, back.travelling())
}

func TestFramesOfThePast(t *testing.T) {
	for _, s := range frameSizes {
		t.Run(fmt.Sprintf("%dx%d", s[0], s[1]), func(t *testing.T) {
			m, _ := lived(s[0], s[1])
			golden.RequireEqual(t, screen(feed(m, press("g[[")...)))
		})
	}
}

func TestTheHeaderSaysThatItIsRecorded(t *testing.T) {
	m, _ := newFixture(160, 45, func(o *Options) { o.Recorded = true })
	head := func(m Model) string { return ansi.Strip(strings.Split(m.View().Content, "\n")[0]) }
	m = feed(m, fixture())
	assert.Regexp(t, `rec · 2s ago`, head(m))
	full := feed(m, RecordingMsg{Text: "recording: sync.ndjson: no space left on device"})
	assert.Regexp(t, `not recorded · 2s ago`, head(full))
	assert.Contains(t, screen(full), "no space left on device")
	assert.Regexp(t, `rec · 2s ago`, head(feed(full, RecordingMsg{Text: "can be written again", Goes: true})))
	broken := screen(feed(m, RecordingMsg{Text: "sync.ndjson: the recording ends here: internal error: nil map\ngoroutine 7 [running]:"}))
	assert.Contains(t, broken, "internal error: nil map")
	assert.NotContains(t, broken, "goroutine")
}

func TestTimeIsHelpedWithWhereThereIsSome(t *testing.T) {
	live, _ := newFixture(120, 30)
	lived, _ := lived(120, 30)
	replayed, _ := newReplay(120, 30)
	for action, want := range map[keymap.Action][4]bool{
		keymap.StepBack: {false, true, true, true}, keymap.StepOn: {false, false, true, true}, keymap.Faster: {false, false, false, true},
		keymap.Refresh: {true, true, false, false}, keymap.Now: {false, false, true, true},
	} {
		for n, m := range []Model{feed(live, fixture()), lived, feed(lived, press("[")...), replayed} {
			assert.Equal(t, want[n], m.works(action), "%s %d", action, n)
		}
	}
}

func TestAClickOnTheLineOfTimeGoesThere(t *testing.T) {
	for _, size := range [][2]int{{160, 45}, {80, 24}, {60, 12}} {
		m, p := newReplay(size[0], size[1])
		x, y := cellOf(t, m, "◌━")
		at := func(x int) tea.Msg { return tea.MouseClickMsg{X: x, Y: y, Button: tea.MouseLeft} }
		stalled := fixtureNow.Add(-2 * time.Hour)
		feed(m, at(x))
		assert.Equal(t, stalled, p.lastSought(), "to the moment at which a task stalled: %v", size)
		assert.Equal(t, "rst-stalled", feed(m, at(x), moment(-2*time.Hour)).selected.ID)
		feed(m, at(x+1))
		assert.WithinRange(t, p.lastSought(), stalled.Add(time.Second), stalled.Add(15*time.Minute))
		sought := len(p.sought)
		feed(m, at(1), at(size[0]-1))
		assert.Len(t, p.sought, sought, "beside the line there is no time")
	}
}

func TestAClickOnTheLineOfTimeGoesToTheWorstThatIsSeenThere(t *testing.T) {
	m, p := newReplay(120, 30)
	crowded := moment(0)
	at := fixtureNow.Add(-30 * time.Minute)
	crowded.Happened.Marks = past.Marks{
		{At: at.Add(-2 * time.Second), Kind: past.BatchEnded, Task: poller.Key{ID: "rst-done1"}},
		{At: at.Add(-time.Second), Kind: past.Stalled, Task: poller.Key{ID: "rst-stalled"}},
		{At: at, Kind: past.Failed, Task: poller.Key{ID: "rst-failed"}},
	}
	m = feed(m, crowded)
	lines := strings.Split(screen(m), "\n")
	y := len(lines) - 2
	before, _, found := strings.Cut(lines[y], "✗")
	require.True(t, found)
	feed(m, tea.MouseClickMsg{X: ansi.StringWidth(before), Y: y, Button: tea.MouseLeft})
	assert.Equal(t, at, p.lastSought())
}

func TestTheEndsOfAShortTimeAreToldToTheSecond(t *testing.T) {
	for width, want := range map[int][2]string{120: {"Nov 21 02:18:20", "Nov 21 02:19:40"}, 80: {"02:18:20", "02:19:40"}} {
		m, _ := newReplay(width, 30)
		short := moment(0)
		short.From, short.To = fixtureNow.Add(-20*time.Second), fixtureNow.Add(time.Minute)
		lines := strings.Split(screen(feed(m, short)), "\n")
		assert.Contains(t, lines[len(lines)-2], want[0])
		assert.Contains(t, lines[len(lines)-2], want[1])
	}
}

func TestMarkedTasksThatAreNotThereYetAreNamed(t *testing.T) {
	m, _ := newFixture(120, 30)
	young := fixture()
	old := shownAt(-time.Minute)
	old.Tasks = poller.TasksOf(old.Tasks.At(0))
	m = feed(m, old, young, tickMsg(fixtureNow), keyPress("G"), keyPress("space"))
	require.Equal(t, 1, m.marks.len())
	m = feed(m, keyPress("["))
	require.True(t, m.travelling())
	for _, key := range []string{"y", "Y", "o", "ctrl+s"} {
		m.said = event{}
		assert.Contains(t, screen(feed(m, keyPress(key))), "no marked task is there at this time; esc takes the marks off", key)
	}
}
