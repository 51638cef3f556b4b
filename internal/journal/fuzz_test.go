package journal

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"acrwatch/api"
	"acrwatch/poller"
)

// seeds are recordings of a few events, plain and compressed.
func seeds(f *testing.F) [][]byte {
	at := time.Now().Round(0).UTC()
	call := poller.Call{Op: poller.OpGet, ID: "rst-1"}
	list := poller.Call{Op: poller.OpList, Page: 1}
	task := api.SyncTask{ID: "rst-1", Status: "SYNCHRONIZING", Layers: []api.Layer{{ID: "rslt-1", Size: api.Some(int64(9))}}}
	events := []poller.Event{
		{What: poller.Sent, At: at, Call: list},
		{What: poller.Answered, At: at, Asked: at, Call: list, Body: api.Page[api.SyncTask]{Items: []api.SyncTask{task, {ID: "rst-2"}}}},
		{What: poller.Sent, At: at, Call: call},
		{What: poller.Answered, At: at.Add(time.Second), Asked: at, Call: call, Body: task},
		{What: poller.Ticked, At: at.Add(checkpointEvery + time.Minute)},
		{What: poller.Answered, At: at.Add(checkpointEvery + time.Minute), Asked: at, Call: call, Err: &api.Error{Class: api.ClassServer}},
	}
	var texts [][]byte
	for _, name := range []string{"a.ndjson", "a.ndjson.zst"} {
		r, err := Create(Options{Path: filepath.Join(f.TempDir(), name), Specs: []poller.Spec{{Region: "cn-hangzhou", Instance: "cri-1"}}})
		require.NoError(f, err)
		for _, e := range events {
			r.Record(e)
		}
		require.NoError(f, r.Close())
		text, err := os.ReadFile(r.Path())
		require.NoError(f, err)
		texts = append(texts, text)
	}
	require.Contains(f, string(texts[0]), checkpointStart)
	return texts
}

// Whatever is in a file, reading it ends, and says in a line what is wrong.
func FuzzOpen(f *testing.F) {
	for i, text := range seeds(f) {
		f.Add(text, i == 1)
	}
	f.Fuzz(func(t *testing.T, text []byte, compressed bool) {
		path := filepath.Join(t.TempDir(), "a.ndjson")
		if compressed {
			path += packedSuffix
		}
		require.NoError(t, os.WriteFile(path, text, 0o600))
		r, notes, err := Open(path)
		if err != nil {
			require.NotContains(t, err.Error(), "\n")
			return
		}
		defer r.Close() //nolint:errcheck // it was only read
		for _, note := range notes {
			require.NotContains(t, note, "\n")
		}
		_, to := r.Span()
		for _, at := range []time.Time{{}, to} {
			p, err := r.At(at)
			if err != nil {
				continue
			}
			_, _ = drain(p)
			p.Close()
		}
	})
}
