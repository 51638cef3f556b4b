package journal

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/klauspost/compress/zstd"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"acrwatch/api"
	"acrwatch/internal/simulator"
	"acrwatch/poller"
)

// sample is a recording of some minutes in both forms, with checkpoints.
func sample(t *testing.T) *session {
	t.Helper()
	return record(t, simulator.Options{Waves: 1}, poller.Options{}, 11*time.Minute,
		Options{Path: "a.ndjson"}, Options{Path: "a.ndjson.zst"})
}

// place puts a text into a file of this name.
func put(t *testing.T, name string, text []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	require.NoError(t, os.WriteFile(path, text, 0o600))
	return path
}

func read(t *testing.T, path string) []byte {
	t.Helper()
	text, err := os.ReadFile(path)
	require.NoError(t, err)
	return text
}

func TestWhatIsNoRecordingIsOneLine(t *testing.T) {
	whole := string(Header{Format: 1, Version: "v9", Part: 1, Keep: 1}.line())
	for name, c := range map[string]struct{ file, text, want string }{
		"empty":        {"a.ndjson", "", "a.ndjson: not a recording of acrwatch; give a file that --record wrote"},
		"foreign":      {"a.json", "{\"a\":1}\n", "a.json: not a recording of acrwatch; give"},
		"binary":       {"a.ndjson", "\x00\x01\n", "a.ndjson: not a recording of acrwatch; give"},
		"not packed":   {"a.zst", whole, "a.zst: not a recording of acrwatch; give"},
		"newer":        {"a.ndjson", strings.Replace(whole, `recording":1`, `recording":2`, 1), "a.ndjson: written by a newer acrwatch (v9), in format 2; this one reads up to 1, so update it"},
		"torn at once": {"a.ndjson", whole[:30], "a.ndjson: not a recording of acrwatch; give"},
	} {
		t.Run(name, func(t *testing.T) {
			_, notes, err := Open(put(t, c.file, []byte(c.text)))
			require.ErrorContains(t, err, c.want)
			assert.NotContains(t, err.Error(), "\n")
			assert.Empty(t, notes)
		})
	}
	_, _, err := Open(filepath.Join(t.TempDir(), "none*.ndjson"))
	require.ErrorContains(t, err, "no such recording; give a file that --record wrote")
}

func TestDamageIsNotedAndTheRestIsRead(t *testing.T) {
	s := sample(t)
	text := read(t, s.paths[0])
	rows := bytes.SplitAfter(text, []byte("\n"))
	checkpoints := bytes.Count(text, []byte("\n"+checkpointStart))
	require.GreaterOrEqual(t, checkpoints, 2)
	for name, c := range map[string]struct {
		text []byte
		note string
		lost bool // events are missing
	}{
		"torn":         {text[:len(text)-5], "torn, since the recording ended while it was written; it is left out", true},
		"a dead line":  {damaged(rows, []byte("\x00\x00\n")), ":41: damaged; from ", true},
		"a wrong line": {damaged(rows, []byte("{\"t\":1,\"r\":99,\"b\":{}}\n")), ":41: damaged; it goes on with the next checkpoint", true},
		"a wrong name": {damaged(rows, bytes.Replace(rows[40], []byte(`{"t"`), []byte("{\xddt\""), 1)), ":41: damaged; it goes on with the next checkpoint", true},
		"a later line": {damaged(rows, append([]byte("{\"later\":true}\n"), rows[40]...)), "", false},
		"lost events":  {damaged(rows, append([]byte("{\"t\":0,\"lost\":7}\n"), rows[40]...)), ":41: 7 events are missing, up to ", false},
	} {
		t.Run(name, func(t *testing.T) {
			r, notes, err := Open(put(t, "a.ndjson", c.text))
			require.NoError(t, err)
			t.Cleanup(func() { require.NoError(t, r.Close()) })
			p := from(t, r)
			events, err := drain(p)
			require.NoError(t, err)
			notes = append(notes, p.Notes()...)
			if c.note == "" {
				assert.Empty(t, notes)
			} else {
				require.Len(t, notes, 1)
				assert.Contains(t, notes[0], c.note)
			}
			assert.Equal(t, c.lost, len(events) < len(s.events))
			last := s.events[len(s.events)-100].At
			at, err := r.At(last)
			require.NoError(t, err)
			defer at.Close()
			want := from(t, opened(t, s.paths[0]))
			require.NoError(t, want.PlayTo(last))
			assert.Equal(t, want.Fold().Snapshot(last), at.Fold().Snapshot(last), "what comes after the damage is as it was")
		})
	}
}

// A note names the line that it is about, whether events are taken one by one or many at once.
func TestAnEventThatIsLeftOutIsNotedWithItsLine(t *testing.T) {
	s := sample(t)
	rows := bytes.SplitAfter(read(t, s.paths[0]), []byte("\n"))
	refused := []byte(`{"t":0,"to":"list","target":9,"p":1,"e":{}}` + "\n")
	path := put(t, "a.ndjson", damaged(rows, append(refused, rows[40]...)))
	r := opened(t, path)
	one, many := from(t, r), from(t, r)
	events, err := drain(one)
	require.NoError(t, err)
	assert.Len(t, events, len(s.events)+1)
	require.NoError(t, many.PlayTo(s.events[len(s.events)-1].At))
	assert.Equal(t, []string{path + ":41: left out: a list for target 9 of 2"}, one.Notes())
	assert.Equal(t, one.Notes(), many.Notes())
}

// What cannot be read any more once a recording is open is not passed over in silence.
func TestAFileThatIsCutWhileItIsPlayedIsNoted(t *testing.T) {
	s := sample(t)
	text := read(t, s.paths[0])
	r := opened(t, put(t, "a.ndjson", text))
	p := from(t, r)
	whole := bytes.LastIndexByte(text[:len(text)/4], '\n') + 1
	require.NoError(t, os.Truncate(p.source().path, int64(whole+20)))
	_, err := drain(p)
	require.NoError(t, err)
	require.NotEmpty(t, p.Notes())
	assert.Contains(t, p.Notes()[0], ": damaged; it goes on with the next checkpoint")
}

// The same holds for one that somebody has compressed in one piece; and an end stays an end.
func TestACompressedFileThatIsCutWhileItIsPlayedIsNoted(t *testing.T) {
	s := sample(t)
	pack, err := zstd.NewWriter(nil)
	require.NoError(t, err)
	text := pack.EncodeAll(read(t, s.paths[0]), nil)
	r := opened(t, put(t, "a.ndjson.zst", text))
	p := from(t, r)
	require.NoError(t, os.Truncate(p.source().path, int64(len(text)/2)))
	_, err = drain(p)
	require.NoError(t, err)
	assert.NotEmpty(t, p.Notes())
	_, err = p.Next()
	require.ErrorIs(t, err, io.EOF)
}

// Anybody can have written a recording: nothing in it may reach a terminal that the service could not have sent there.
func TestTextsOfARecordingAreCleaned(t *testing.T) {
	const evil = `\u001b]0;evil\u0007\u202e` // sets the title and turns the line around
	s := sample(t)
	text := string(read(t, s.paths[0]))
	text = strings.ReplaceAll(text, `"from-repo":"`, `"from-repo":"`+evil)
	text = strings.ReplaceAll(text, `"name":"`, `"name":"`+evil)
	text = strings.Replace(text, `"acrwatch":"`, `"acrwatch":"`+evil, 1)
	text = strings.Replace(text, `"region":"`, `"region":"`+evil, 1)
	r, _, err := Open(put(t, "a.ndjson", []byte(text)))
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, r.Close()) })
	assert.Contains(t, r.Header().Version, "·]0;evil··")
	assert.Contains(t, r.Header().Targets[0].Region, "·]0;evil··")
	events, err := drain(from(t, r))
	require.NoError(t, err)
	texts := map[string]bool{}
	gather(reflect.ValueOf(events), "", texts)
	found := 0
	for text := range texts {
		require.Equal(t, api.Clean(text), text)
		if strings.HasPrefix(text, "·]0;evil··") {
			found++
		}
	}
	assert.Greater(t, found, 10)
}

// damaged is a text with another line in place of the one at index 40.
func damaged(rows [][]byte, line []byte) []byte {
	all := append([][]byte{}, rows...)
	all[40] = line
	return bytes.Join(all, nil)
}

// Every frame of a compressed recording can be read alone: a damaged one does not take those after it away.
func TestADamagedFrameIsPassedBy(t *testing.T) {
	s := sample(t)
	whole := opened(t, s.paths[1])
	text := read(t, s.paths[1])
	frames := framesOf(bytes.NewReader(text), int64(len(text)))
	require.Greater(t, len(frames), 3)
	text[frames[0].length*3/4] ^= 0xff
	r, notes, err := Open(put(t, "a.ndjson.zst", text))
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, r.Close()) })
	require.Len(t, notes, 1)
	assert.Contains(t, notes[0], "to the next checkpoint nothing can be read")
	last := s.events[len(s.events)-1].At
	want, err := whole.At(last)
	require.NoError(t, err)
	defer want.Close()
	for _, start := range []time.Time{{}, last} {
		p, err := r.At(start)
		require.NoError(t, err)
		defer p.Close()
		require.NoError(t, p.PlayTo(last))
		assert.Equal(t, want.Fold().Snapshot(last), p.Fold().Snapshot(last))
	}
}

// A byte that is wrong is never passed over in silence, wherever it lies: in the first frame or in the last one. In one that
// was not ended, and so has no checksum, no line is lost in silence.
func TestADamagedByteIsAlwaysNoted(t *testing.T) {
	text := read(t, sample(t).paths[1])
	frames := framesOf(bytes.NewReader(text), int64(len(text)))
	last := frames[len(frames)-1]
	notes := func(text []byte) []string {
		r, notes, err := Open(put(t, "a.ndjson.zst", text))
		require.NoError(t, err)
		defer func() { require.NoError(t, r.Close()) }()
		_, end := r.Span()
		p, err := r.At(end)
		require.NoError(t, err)
		defer p.Close()
		return append(notes, p.Notes()...)
	}
	unended := text[:len(text)-blockHeader-checksum]
	for len(unended) > 0 && !framesOf(bytes.NewReader(unended), int64(len(unended)))[len(frames)-1].open {
		unended = unended[:len(unended)-1]
	}
	require.Empty(t, notes(text))
	require.Empty(t, notes(unended))
	tried := 0
	for _, c := range []struct {
		text []byte
		frame
	}{{text, frames[0]}, {text, last}, {unended, frame{last.offset, int64(len(unended)) - last.offset, true}}} {
		for at := c.offset + c.length/8; at < c.offset+c.length; at += max(1, c.length/40) {
			hurt := bytes.Clone(c.text)
			hurt[at] ^= 0xff
			if c.open && linesOf(t, hurt) >= linesOf(t, c.text) {
				continue
			}
			assert.NotEmpty(t, notes(hurt), "byte %d of a frame of %d", at-c.offset, c.length)
			tried++
		}
	}
	assert.Greater(t, tried, 60)
}

// linesOf counts the lines that can be unpacked.
func linesOf(t *testing.T, text []byte) int {
	t.Helper()
	in, err := unpack(bytes.NewReader(text))
	require.NoError(t, err)
	defer in.Close()         //nolint:errcheck // it was only read
	all, _ := io.ReadAll(in) // the fault of a frame that was not ended
	return bytes.Count(all, []byte("\n"))
}

// Behind a checkpoint that is damaged in what it knows, everything is there for those who come by it, or begin before.
func TestADamagedCheckpointIsPassedBy(t *testing.T) {
	s := sample(t)
	text := read(t, s.paths[0])
	at := bytes.LastIndex(text, []byte(`"state":"`)) + len(`"state":"`)
	copy(text[at+40:], "AAAAAAAAAAAAAAAA")
	r := opened(t, put(t, "a.ndjson", text))
	last := s.events[len(s.events)-1].At
	p, err := r.At(last)
	require.NoError(t, err)
	defer p.Close()
	require.Len(t, p.Notes(), 1)
	assert.Contains(t, p.Notes()[0], ": the checkpoint is damaged: ")
	want := from(t, opened(t, s.paths[0]))
	require.NoError(t, want.PlayTo(last))
	assert.Equal(t, want.Fold().Snapshot(last), p.Fold().Snapshot(last))
}

// However much of a recording is there, it can be read, plain and compressed.
func TestEveryBeginningCanBeRead(t *testing.T) {
	s, cuts := sample(t), 23
	if raced {
		cuts = 7
	}
	for _, path := range s.paths {
		text := read(t, path)
		before := 0
		for cut := 2000; cut < len(text); cut += len(text) / cuts {
			r, notes, err := Open(put(t, filepath.Base(path), text[:cut]))
			require.NoError(t, err)
			require.LessOrEqual(t, len(notes), 1)
			events, err := drain(from(t, r))
			require.NoError(t, err)
			require.GreaterOrEqual(t, len(events), before)
			for i, e := range events {
				require.Equal(t, s.events[i].At, e.At)
			}
			before = len(events)
			require.NoError(t, r.Close())
		}
		assert.Greater(t, before, len(s.events)/2)
	}
}

// Copies of a part, such as a backup beside it or one that was made while it was written, are one part.
func TestCopiesOfAPartAreReadOnce(t *testing.T) {
	s := sample(t)
	text := read(t, s.paths[0])
	short := put(t, "short.ndjson", text[:bytes.LastIndexByte(text[:len(text)/2], '\n')+1])
	for _, paths := range [][]string{{s.paths[0], short}, {short, s.paths[0]}, {s.paths[0], filepath.Dir(s.paths[0]) + "/./a.ndjson"}, {s.paths[0], put(t, "copy.ndjson", text)}} {
		s.comparePlayed(t, opened(t, paths...))
	}
}

// A recording that has gone on in other files is found by the name of the first, and each can be read alone.
func TestPartsAreOneRecording(t *testing.T) {
	length := 9 * time.Minute
	if raced {
		length = 6 * time.Minute
	}
	s := record(t, simulator.Options{Speed: 2}, poller.Options{}, length,
		Options{Path: "a.ndjson", Max: 1 << 18}, Options{Path: "b.ndjson.zst", Max: 1 << 16})
	for _, path := range s.paths {
		parts, err := filepath.Glob(strings.Replace(path, ".ndjson", ".0*.ndjson", 1))
		require.NoError(t, err)
		require.NotEmpty(t, parts)
		r := opened(t, path)
		require.Len(t, r.parts, len(parts)+1)
		s.comparePlayed(t, r)
		s.compareEntered(t, r, 10)

		alone := opened(t, parts[len(parts)-1])
		from, to := alone.Span()
		whole, err := r.At(to)
		require.NoError(t, err)
		defer whole.Close()
		part, err := alone.At(to)
		require.NoError(t, err)
		defer part.Close()
		assert.True(t, from.Before(to))
		assert.Equal(t, whole.Fold().Snapshot(to), part.Fold().Snapshot(to))
	}
}
