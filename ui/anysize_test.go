package ui

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"acrwatch/api"
	"acrwatch/keymap"
	"acrwatch/poller"
)

// monstrous is the fixture with what nobody should send: names of thousands of letters, wide and combining ones, words
// in another direction, and the largest figures there are.
func monstrous() *poller.Snapshot {
	s := fixture()
	long := strings.Repeat("训练模型-", 200)
	tasks := []*poller.Task{
		syncTask("rst-"+long, "web "+long, long, long, "SYNCHRONIZING", flow(math.MaxInt64, math.MaxInt64, math.MaxFloat64, math.MaxInt64)),
		syncTask("rst-marks", "web a"+strings.Repeat("\u0301", 300), "e\u0301\u0300", "eu-west-1", "SYNCHRONIZING", flow(1, math.MaxInt64, 1e-300, 1)),
		syncTask("rst-rtl", "web שלום-עולם", "עברית", "مرحبا", "ERROR", flow(-5, 7, math.Inf(1), -time.Hour)),
		syncTask("", "", "", "", "", flow(0, 0, math.NaN(), 0)),
	}
	for _, t := range tasks {
		t.RuleName, t.Sync.RuleID, t.Sync.BatchID, t.Sync.Issue = long, long, long, long
		t.Odd = poller.OdditiesOf(poller.OddFuture, poller.OddOverSize)
		t.Err = &api.Error{Class: api.ClassRejected, Message: long, RequestID: long}
		t.History = poller.RatesOf([]float32{0, math.MaxFloat32, -1})
		t.SetParts([]poller.Part{part(1, long, "SYNCHRONIZING", math.MaxInt64, 1, math.MaxFloat64, math.MaxInt64), part(2, "", "", 0, 0, 0, 0)})
		t.Parts()[0].Also = math.MaxInt32
	}
	s.Tasks = poller.TasksOf(append(tasks, subscription(long))...)
	s.Targets[0].Name, s.Targets[0].Region, s.Targets[0].Instance = long, long, long
	s.Totals.Moved, s.Totals.Size, s.Totals.Rate, s.Totals.Done = math.MaxInt64, math.MaxInt64, math.MaxFloat64, math.MaxInt64
	return s
}

// keyring is one key of every action, and what somebody types into whatever takes text.
func keyring() []tea.Msg {
	var all []tea.Msg
	for _, g := range keymap.Groups {
		for _, a := range g.Actions {
			if a == keymap.ForceQuit || a == keymap.Suspend {
				continue
			}
			all = append(all, keyPress(keymap.Default().Binding(a).Keys()[0]))
		}
	}
	return append(all, press("w", "训", "enter", "tab", "esc", "up", "down", "backspace", "1", "2", "3", "4")...)
}

// walk presses n keys at random and checks the screen after each, now and then at another size.
func walk(t *testing.T, m Model, random *rand.Rand, n int, size func() (width, height int)) {
	t.Helper()
	keys := keyring()
	var pressed []string
	for range n {
		key := keys[random.IntN(len(keys))]
		pressed = append(pressed, fmt.Sprint(key))
		m = feed(m, key)
		if random.IntN(4) == 0 {
			width, height := size()
			m = feed(m, tea.WindowSizeMsg{Width: width, Height: height})
		}
		requireFits(t, strings.Join(pressed, " "), m)
	}
}

// snapshots are what the screen is fed in the tests of sizes.
func snapshots() map[string]*poller.Snapshot {
	out := map[string]*poller.Snapshot{"monstrous": monstrous()}
	for name, mood := range moods {
		if mood.snapshot != nil {
			out[name] = mood.snapshot()
		}
	}
	return out
}

func TestEverySmallSizeHolds(t *testing.T) {
	for name, s := range map[string]*poller.Snapshot{"tasks": fixture(), "monstrous": monstrous(), "refused": refused()} {
		step := coarse
		if name == "monstrous" { // its detail has thousands of rows where columns are few
			step *= 7
		}
		var places []Model
		for _, speak := range languages {
			m, _ := newFixture(1, 1, speak)
			m = feed(m, s)
			places = append(places, m, feed(m, press("g", "enter", "tab")...), feed(m, press("?")...))
		}
		for width := 1; width <= 60; width += step {
			for height := 1; height <= 30; height += step {
				for _, m := range places {
					m.width, m.height = width, height
					m.settle()
					requireFits(t, name, m)
				}
			}
		}
	}
}

func TestEveryPlaceReachedByKeysFits(t *testing.T) {
	feeds := snapshots()
	for _, theme := range Themes() {
		for name, s := range feeds {
			if name == "monstrous" && coarse > 1 && theme != Themes()[0] {
				continue
			}
			random := rand.New(rand.NewPCG(1, uint64(len(name)+len(theme))))
			size := func() (int, int) { return 1 + random.IntN(300), 1 + random.IntN(100) }
			width, height := size()
			for _, speak := range languages {
				m, _ := newFixture(width, height, speak, func(o *Options) { o.Theme = theme; o.ASCII = random.IntN(2) == 0 })
				walk(t, feed(m, s), random, walked, size)
			}
		}
	}
}

func FuzzKeysAndSizes(f *testing.F) {
	seeds := [][]byte{{0}, []byte("jjk\t\tGg"), {7, 1, 200, 3, 90, 14, 5, 5}, []byte("long enough to reach a place that few keys reach")}
	require.NotEmpty(f, seeds)
	for i, s := range seeds {
		f.Add(i*77%300, i*31%100, uint64(i), s)
	}
	feeds := []*poller.Snapshot{fixture(), monstrous(), refused(), offlineWithData()}
	keys := keyring()
	f.Fuzz(func(t *testing.T, width, height int, which uint64, pressed []byte) {
		m, _ := newFixture(width%301, height%101, languages[which/3%2], func(o *Options) { o.Theme = Themes()[which%uint64(len(Themes()))] })
		m = feed(m, feeds[which%uint64(len(feeds))])
		for _, b := range pressed[:min(len(pressed), 64)] {
			m = feed(m, keys[int(b)%len(keys)])
			requireFits(t, string(pressed), m)
		}
	})
}

func TestPlainASCIIHasNoOtherSign(t *testing.T) {
	plain := func(o *Options) { o.ASCII = true }
	places := map[string]Model{}
	for name := range moods {
		places[name] = inMood(name, 160, 45, plain)
		places[name+", narrow"] = inMood(name, 60, 12, plain)
	}
	m, _ := newFixture(160, 45, plain)
	full := feed(m, fixture())
	places["help"] = feed(full, press("?")...)
	for task := range fixture().Tasks.Len() {
		places[fmt.Sprint("task ", task)] = feed(feed(full, press("g"+strings.Repeat("j", task))...), press("enter", "tab")...)
	}
	for _, key := range keyring() {
		places["after "+fmt.Sprint(key)] = feed(full, key)
	}
	for name, m := range places {
		for _, r := range strings.ReplaceAll(screen(m), "训练", "") {
			assert.Less(t, r, rune(0x7f), "%s: %q", name, r)
		}
	}
}
