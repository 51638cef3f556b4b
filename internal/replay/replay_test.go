package replay_test

import (
	"context"
	"math"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/charmbracelet/x/ansi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"acrwatch/api"
	"acrwatch/internal/journal"
	"acrwatch/internal/past"
	"acrwatch/internal/replay"
	"acrwatch/internal/simulator"
	"acrwatch/poller"
	"acrwatch/ui"
)

// ways are states that a user can have put the screen in.
var ways = map[string]string{
	"tasks": "g", "batches": "2", "failures": "3", "untouched": "", "filtered": "/status:active\r", "by size": ":sort size\r", "by rate": ":sort rate\r",
	"by age": "/age>2m\r", "help": "?",
}

func worlds() map[string]simulator.Options {
	if raced {
		return map[string]simulator.Options{"migration": {}}
	}
	return map[string]simulator.Options{
		"migration": {}, "stall": {Scenario: "stall"}, "failures": {Scenario: "failures"}, "huge": {Scenario: "huge", Tasks: 600, Active: 60},
	}
}

// A recording shows what the dashboard showed: all but the head, which tells the time, and the two lines at the foot. A live
// list of batches or failures keeps its rows in their places until it is sorted, which the keys do.
func TestFramesAreThoseOfTheLiveDashboard(t *testing.T) {
	for name, o := range worlds() {
		t.Run(name, func(t *testing.T) {
			s := record(t, o, 12*time.Minute)
			p := play(t, s.open(t))
			random := rand.New(rand.NewPCG(3, uint64(len(name))))
			for _, keys := range []string{"g", "2:sort image\r:sort status\rg", "13g"} {
				require.GreaterOrEqual(t, compare(t, s, p, random, keys), 20)
			}
		})
	}
}

// compare holds the frames of a recording against the live ones at some of the moments that were shown, and says how many
// they were.
func compare(t *testing.T, s *session, p *played, random *rand.Rand, keys string) (compared int) {
	t.Helper()
	live, replayed := feed(dashboard(false, 160, 45), press(keys)...), feed(dashboard(true, 160, 45), press(keys)...)
	sampled := map[int]bool{}
	for len(sampled) < 60 {
		sampled[random.IntN(len(s.shown))] = true
	}
	for n, shown := range s.shown {
		live = feed(live, shown)
		if !sampled[n] {
			continue
		}
		m := p.at(shown.At)
		if m.Snapshot.Events != shown.Events {
			continue // it was shown between two answers of the same time
		}
		live, replayed = feed(live, press(keys)...), feed(feed(replayed, m), press(keys)...)
		require.Equal(t, body(live), body(replayed), "%s at %s", keys, shown.At)
		compared++
	}
	return compared
}

func body(m *ui.Model) string {
	lines := strings.Split(m.View().Content, "\n")
	return strings.Join(lines[1:len(lines)-2], "\n")
}

// What is shown of an instant does not depend on the way there.
func TestSeekingShowsWhatPlayingShows(t *testing.T) {
	if raced {
		t.Skip("takes long with the detector, and goes the ways of the other tests")
	}
	for name, o := range worlds() {
		t.Run(name, func(t *testing.T) {
			s := record(t, o, 12*time.Minute)
			r := s.open(t)
			p := play(t, r)
			from, to := r.Span()
			happened := p.until(func(m past.Moment) bool { return m.Happened.Until.Equal(to) }).Happened
			require.NotEmpty(t, happened.Events)
			for way, keys := range ways {
				random := rand.New(rand.NewPCG(5, uint64(len(name)+len(way))))
				reel, err := r.At(from)
				require.NoError(t, err)
				moment := func(snapshot *poller.Snapshot, jumped bool) past.Moment {
					return past.Moment{Snapshot: snapshot, Jumped: jumped, From: from, To: to, Speed: 60, Happened: happened}
				}
				size := func() (int, int) { return 30 + random.IntN(150), 8 + random.IntN(40) }
				width, height := size()
				begun := moment(reel.Fold().Snapshot(from), true)
				playing, seeking := dashboard(true, width, height), dashboard(true, width, height)
				playing, seeking = feed(feed(playing, begun), press(keys)...), feed(feed(seeking, begun), press(keys)...)
				for at := from; at.Before(to); {
					for range 1 + random.IntN(20) {
						at = at.Add(time.Duration(random.Int64N(int64(4 * time.Second))))
						require.NoError(t, reel.PlayTo(at))
						playing = feed(playing, moment(reel.Fold().Snapshot(at), false))
					}
					if at.After(to) {
						break
					}
					there, err := r.At(at)
					require.NoError(t, err)
					seeking = feed(seeking, moment(there.Fold().Snapshot(at), true))
					there.Close()
					require.Equal(t, playing.View().Content, seeking.View().Content, "%s at %s", way, at)
				}
				reel.Close()
			}
		})
	}
}

func TestPlaying(t *testing.T) {
	s := record(t, simulator.Options{}, 3*time.Minute)
	r := s.open(t)
	synctest.Test(t, func(t *testing.T) {
		ctx, stop := context.WithCancel(t.Context())
		p := replay.New(r, replay.Options{Speed: 10, Playing: true})
		from, to := p.Span()
		shown := []past.Moment{}
		ended := make(chan error)
		go func() { ended <- p.Run(ctx, func(m past.Moment) { shown = append(shown, m) }) }()
		last := func() past.Moment {
			synctest.Wait()
			return shown[len(shown)-1]
		}
		time.Sleep(6*time.Second + time.Millisecond)
		m := last()
		assert.WithinDuration(t, from.Add(time.Minute), m.Snapshot.At, 2*time.Second, "ten times as fast")
		assert.True(t, m.Playing)
		assert.Less(t, len(shown), 90, "few frames")

		p.Pace(60)
		time.Sleep(10 * time.Second)
		m = last()
		assert.Equal(t, to, m.Snapshot.At)
		assert.False(t, m.Playing, "it stops at the end")
		assert.Equal(t, to, m.Happened.Until)

		p.Play(true)
		time.Sleep(time.Second)
		assert.WithinDuration(t, from.Add(time.Minute), last().Snapshot.At, 7*time.Second, "it begins anew")

		p.Seek(to.Add(time.Hour))
		m = last()
		assert.Equal(t, to, m.Snapshot.At)
		assert.False(t, m.Playing, "who seeks wants to look")
		p.Seek(from.Add(20 * time.Second))
		m = last()
		assert.Equal(t, from.Add(20*time.Second), m.Snapshot.At)
		assert.True(t, m.Jumped)
		before := len(shown)
		time.Sleep(time.Minute)
		synctest.Wait()
		assert.Len(t, shown, before, "nothing is drawn while it stands still")
		stop()
		assert.NoError(t, <-ended)
	})
}

// The end of a task is the last that a wait records. It is shown, though another recording comes behind it before the clock is
// looked at again.
func TestTheEndOfAnEarlierRecordingIsShown(t *testing.T) {
	folder := t.TempDir()
	paths := []string{filepath.Join(folder, "a.ndjson"), filepath.Join(folder, "b.ndjson")}
	synctest.Test(t, func(t *testing.T) {
		made := time.Now()
		list := func(after time.Duration, tasks ...api.SyncTask) poller.Event {
			return poller.Event{What: poller.Answered, At: made.Add(after), Asked: made.Add(after), Call: poller.Call{Op: poller.OpList, Page: 1}, Body: api.Page[api.SyncTask]{
				Items: tasks, Number: 1, Size: 100, Total: api.Some(int64(len(tasks))),
			}}
		}
		task := api.SyncTask{ID: "rst-ended", Status: "SYNCHRONIZING", Created: api.InstantOf(made)}
		over := task
		over.Status = "SUCCESS"
		for i, events := range [][]poller.Event{
			{list(time.Second, task), {What: poller.Ticked, At: made.Add(2 * time.Second)}, list(3*time.Second, over)},
			{list(time.Minute), {What: poller.Ticked, At: made.Add(2 * time.Minute)}},
		} {
			recorder, err := journal.Create(journal.Options{Path: paths[i], Specs: []poller.Spec{{Instance: "cri-sgedpenzw80e"}}})
			require.NoError(t, err)
			for _, e := range events {
				recorder.Record(e)
			}
			time.Sleep(30 * time.Second)
			require.NoError(t, recorder.Close())
		}
	})
	r, _, err := journal.Open(paths...)
	require.NoError(t, err)
	defer r.Close() //nolint:errcheck // it was only read
	var words []string
	require.NoError(t, replay.New(r, replay.Options{}).Each(t.Context(), func(s *poller.Snapshot) error {
		for _, task := range s.Tasks.All() {
			words = append(words, task.StatusWord())
		}
		return nil
	}))
	assert.Equal(t, []string{"syncing", "done"}, words)
}

// A speed at which a moment is longer than any time there is leads to the end.
func TestPlayingAsFastAsCanBe(t *testing.T) {
	r := record(t, simulator.Options{}, time.Minute).open(t)
	synctest.Test(t, func(t *testing.T) {
		ctx, stop := context.WithCancel(t.Context())
		p := replay.New(r, replay.Options{Speed: math.MaxFloat64, Playing: true})
		_, to := p.Span()
		var last past.Moment
		ended := make(chan error)
		go func() { ended <- p.Run(ctx, func(m past.Moment) { last = m }) }()
		time.Sleep(time.Second)
		synctest.Wait()
		assert.Equal(t, to, last.Snapshot.At)
		assert.False(t, last.Playing)
		stop()
		assert.NoError(t, <-ended)
	})
}

func TestWhatHappenedIsMarked(t *testing.T) {
	s := record(t, simulator.Options{Scenario: "failures"}, 10*time.Minute)
	r := s.open(t)
	_, to := r.Span()
	p := play(t, r)
	h := p.until(func(m past.Moment) bool { return m.Happened.Until.Equal(to) }).Happened
	failed := 0
	for _, mark := range h.Marks {
		if mark.Kind != past.Failed {
			continue
		}
		failed++
		m := p.at(mark.At)
		for _, task := range m.Snapshot.Tasks.All() {
			if task.Key == mark.Task {
				assert.Equal(t, "failed", poller.PhaseWord(task.Phase))
			}
		}
		if failed == 10 {
			break
		}
	}
	assert.NotZero(t, failed)
}

func TestNoColumnsAreLostToTheLineOfTime(t *testing.T) {
	s := record(t, simulator.Options{}, 2*time.Minute)
	p := play(t, s.open(t))
	m := p.at(s.shown[len(s.shown)/2].At)
	for width := 1; width < 200; width += 3 {
		for height := 1; height < 50; height += 2 {
			lines := strings.Split(feed(dashboard(true, width, height), m).View().Content, "\n")
			require.LessOrEqual(t, len(lines), height)
			for _, line := range lines {
				require.LessOrEqual(t, ansi.StringWidth(line), width, "%dx%d", width, height)
			}
		}
	}
}
