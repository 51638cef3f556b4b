package journal

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"acrwatch/poller"
)

// A new file is the user's alone, and nothing that is there is ever written to.
func TestCreateNeverTouchesWhatIsThere(t *testing.T) {
	folder := t.TempDir()
	r, err := Create(Options{Path: folder})
	require.NoError(t, err)
	require.NoError(t, r.Close())
	is, err := os.Stat(r.Path())
	require.NoError(t, err)
	assert.Equal(t, os.FileMode(fileMode), is.Mode())
	assert.Equal(t, folder, filepath.Dir(r.Path()))

	before := read(t, r.Path())
	link, nowhere := filepath.Join(folder, "link.ndjson"), filepath.Join(folder, "nowhere")
	require.NoError(t, os.Symlink(nowhere, link))
	for _, path := range []string{r.Path(), link} {
		_, err = Create(Options{Path: path})
		require.ErrorContains(t, err, path+" exists already; give another name, or a folder")
	}
	assert.Equal(t, before, read(t, r.Path()))
	assert.NoFileExists(t, nowhere)
	_, err = Create(Options{Path: filepath.Join(folder, "no", "a.ndjson")})
	require.ErrorContains(t, err, "give a file that can be written")
}

// Whoever gives a folder to be read is told what is in it.
func TestAFolderIsNoRecording(t *testing.T) {
	folder := t.TempDir()
	_, _, err := Open(folder)
	require.EqualError(t, err, folder+": not a file; give one that --record wrote")
	for _, name := range []string{"acrwatch-20261128-021400.ndjson", "acrwatch-20261128-021400.0002.ndjson", "acrwatch-20261127-100000.ndjson", "notes.md"} {
		require.NoError(t, os.WriteFile(filepath.Join(folder, name), nil, fileMode))
	}
	_, _, err = Open(folder)
	require.EqualError(t, err, folder+": a folder; give a recording in it, such as "+filepath.Join(folder, "acrwatch-20261128-021400.ndjson"))
}

// However many tasks a command line names, the recording of them can be read.
func TestAHeaderWithVeryManyTasks(t *testing.T) {
	ids := make([]string, 100_000)
	for i := range ids {
		ids[i] = fmt.Sprintf("rst-%016d", i)
	}
	r, err := Create(Options{Path: filepath.Join(t.TempDir(), "a.ndjson"), Only: poller.Only{IDs: ids}})
	require.NoError(t, err)
	require.NoError(t, r.Close())
	assert.Len(t, opened(t, r.Path()).Header().IDs, len(ids))
}

func TestNamesOfParts(t *testing.T) {
	for first, third := range map[string]string{
		"a.ndjson": "a.0003.ndjson", "d/a.ndjson.zst": "d/a.0003.ndjson.zst", "a": "a.0003", "a.zst": "a.0003.zst",
		"d.x/a": "d.x/a.0003", "a.2026.ndjson": "a.2026.0003.ndjson",
		"a.20261125": "a.0003.20261125", "a.20261125.zst": "a.0003.20261125.zst", "a.0003": "a.0003.0003",
	} {
		assert.Equal(t, third, partName(first, 3))
		assert.Equal(t, first, firstName(third, 3))
		assert.Equal(t, first, partName(first, 1))
	}
}

// While the writer is not there to take it, the poller does not wait, and what is lost is told in its place.
func TestQueueNeverWaits(t *testing.T) {
	q := newQueue()
	start := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	for i := range queueMost + 10 {
		q.put(poller.Event{What: poller.Ticked, At: start.Add(time.Duration(i) * time.Second)})
	}
	q.put(poller.Event{What: poller.Paused, At: start})
	items := q.take()
	require.Len(t, items, queueMost+2)
	assert.Equal(t, 10, items[queueMost].lost)
	assert.Equal(t, start.Add(queueMost*time.Second), items[queueMost].since)
	assert.Equal(t, start.Add((queueMost+9)*time.Second), items[queueMost].event.At)
	assert.Equal(t, poller.Paused, items[queueMost+1].event.What, "the user's own doing is never lost")
	q.end()
	q.put(poller.Event{})
	assert.Empty(t, q.take())
}

// What is recorded is with the system within a second, also while nothing follows it.
func TestWrittenWithinASecond(t *testing.T) {
	for _, name := range []string{"a.ndjson", "a.ndjson.zst"} {
		synctest.Test(t, func(t *testing.T) {
			r, err := Create(Options{Path: filepath.Join(t.TempDir(), name)})
			require.NoError(t, err)
			for range 3 {
				r.Record(poller.Event{What: poller.Ticked, At: time.Now().UTC()})
				time.Sleep(time.Second)
				synctest.Wait()
				recording := opened(t, r.Path())
				_, to := recording.Span()
				assert.Equal(t, time.Now().Add(-time.Second).UTC(), to)
			}
			require.NoError(t, r.Close())
		})
	}
}

// A disk that refuses costs nothing, as long as it takes back its refusal in time.
func TestDiskThatRefuses(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var told []string
		now := true
		r, err := Create(Options{Path: filepath.Join(t.TempDir(), "a.ndjson"), Trouble: func(text string, goes bool) { told, now = append(told, text), goes }})
		require.NoError(t, err)
		var full atomic.Bool
		full.Store(true)
		r.part.sink.file = refusing{r.part.sink.file, &full}
		for range 20 {
			r.Record(poller.Event{What: poller.Ticked, At: time.Now().UTC()})
			time.Sleep(time.Second)
		}
		full.Store(false)
		time.Sleep(3 * time.Second)
		require.NoError(t, r.Close())
		events, err := drain(from(t, opened(t, r.Path())))
		require.NoError(t, err)
		assert.Len(t, events, 20)
		require.Len(t, told, 2, "%q", told)
		assert.Contains(t, told[0], "no room; what comes now is kept for some minutes")
		assert.Contains(t, told[1], "can be written again")
		assert.True(t, now)
	})
}

// What the disk has not taken when the recording ends is lost, and that is told.
func TestADiskThatRefusesToTheEnd(t *testing.T) {
	for name, before := range map[string]time.Duration{"for some time": 3 * time.Second, "at the end": 0} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var told []string
				goes := true
				r, err := Create(Options{Path: filepath.Join(t.TempDir(), "a.ndjson"), Trouble: func(text string, now bool) { told, goes = append(told, text), now }})
				require.NoError(t, err)
				var full atomic.Bool
				full.Store(true)
				r.part.sink.file = refusing{r.part.sink.file, &full}
				if before > 0 {
					r.Record(poller.Event{What: poller.Ticked, At: time.Now().UTC()})
					time.Sleep(before)
				}
				r.Record(poller.Event{What: poller.Ticked, At: time.Now().UTC()})
				require.NoError(t, r.Close())
				require.NotEmpty(t, told)
				assert.Contains(t, told[len(told)-1], "a.ndjson: no room; the end of the recording is lost")
				assert.False(t, goes)
			})
		})
	}
}

// A next part that the disk has no room for is made once there is room.
func TestADiskThatIsFullWhenTheNextPartBegins(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var told []string
		r, err := Create(Options{Path: filepath.Join(t.TempDir(), "a.ndjson"), Max: 1, Trouble: func(text string, _ bool) { told = append(told, text) }})
		require.NoError(t, err)
		var full atomic.Bool
		full.Store(true)
		r.open = func(path string) (*sink, error) {
			s, err := newSink(path)
			if err == nil {
				s.file = refusing{s.file, &full}
			}
			return s, err
		}
		for range 100 {
			r.Record(poller.Event{What: poller.Ticked, At: time.Now().UTC()})
			time.Sleep(time.Second)
			synctest.Wait()
			full.Store(len(told) == 0)
		}
		require.NoError(t, r.Close())
		require.Len(t, told, 1)
		assert.Contains(t, told[0], "no room; "+r.Path()+" grows beyond its size")
		recording := opened(t, r.Path())
		assert.Greater(t, len(recording.parts), 1)
		events, err := drain(from(t, recording))
		require.NoError(t, err)
		assert.Len(t, events, 100)
	})
}

// refusing is a file on a disk that is full at times.
type refusing struct {
	io.WriteCloser
	full *atomic.Bool
}

func (r refusing) Write(b []byte) (int, error) {
	if r.full.Load() {
		n, _ := r.WriteCloser.Write(b[:len(b)/2])
		return n, errors.New("no room")
	}
	return r.WriteCloser.Write(b)
}
