package lastlook

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"acrwatch/api"
	"acrwatch/poller"
)

func task(id string, phase api.Phase, changed time.Time) *poller.Task {
	return &poller.Task{
		Key: poller.Key{ID: id}, Phase: phase,
		Sync: &api.SyncTask{ID: id, From: api.Image{Namespace: "web", Repo: "shop", Tag: "1"}, Created: api.InstantOf(changed), Modified: api.InstantOf(changed)},
	}
}

func TestOfKeepsWhatSomebodyAsksForFirst(t *testing.T) {
	start := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	var tasks []*poller.Task
	for i := range 5 * most {
		tasks = append(tasks, task(fmt.Sprintf("rst-%04d", i), api.PhaseDone, start.Add(time.Duration(i)*time.Minute)))
	}
	tasks[1] = task("rst-running", api.PhaseRunning, start)
	l := Of(&poller.Snapshot{
		Targets: []poller.Target{{Instance: "cri-a", Name: "prod", Region: "cn-one"}, {Instance: "cri-a"}, {}, {Instance: "cri-b", Region: "cn-two"}},
		Tasks:   poller.TasksOf(tasks...),
	})
	assert.Equal(t, []Seen{{"cri-a", "prod in cn-one"}, {"cri-b", "in cn-two"}}, l.Instances)
	require.Len(t, l.Tasks, most)
	assert.Equal(t, Seen{"rst-running", "syncing web/shop:1"}, l.Tasks[0])
	assert.Equal(t, fmt.Sprintf("rst-%04d", 5*most-1), l.Tasks[1].ID)
	assert.Equal(t, fmt.Sprintf("rst-%04d", 4*most+1), l.Tasks[most-1].ID)
}

func TestSaveAndLoad(t *testing.T) {
	path := filepath.Join(t.TempDir(), "acrwatch", "last-look.json")
	nothing, err := Load(path)
	require.NoError(t, err)
	assert.Zero(t, nothing)
	want := Look{Instances: []Seen{{"cri-a", "prod"}}, Tasks: []Seen{{"rst-a", "done web/shop:1"}}}
	require.NoError(t, Save(path, want))
	got, err := Load(path)
	require.NoError(t, err)
	assert.Equal(t, want, got)
	if info, err := os.Stat(path); assert.NoError(t, err) && runtime.GOOS != "windows" {
		assert.Equal(t, os.FileMode(0o600), info.Mode().Perm())
	}
	for name, text := range map[string]string{"broken": `{"version":1,`, "of another version": `{"version":2}`, "of another kind": `[]`} {
		require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
		_, err := Load(path)
		assert.Error(t, err, name)
	}
}

func FuzzRead(f *testing.F) {
	for _, seed := range []string{`{"version":1,"instances":[{"id":"cri-a","text":"x"}],"tasks":[{"id":"rst-\u001b]52;c;x\u0007","text":"\u202e"}]}`, `{"version":1,"tasks":null}`, `[`} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		l, err := read(data)
		if err != nil {
			assert.Zero(t, l)
			return
		}
		for _, s := range append(l.Instances, l.Tasks...) {
			assert.Equal(t, api.CleanID(s.ID), s.ID)
			assert.Equal(t, api.Clean(s.Text), s.Text)
		}
	})
}

func TestPath(t *testing.T) {
	assert.Equal(t, filepath.Join(string(filepath.Separator)+"s", "acrwatch", "last-look.json"),
		Path("linux", func(name string) string {
			return map[string]string{"XDG_STATE_HOME": string(filepath.Separator) + "s"}[name]
		}))
	assert.Empty(t, Path("linux", func(string) string { return "" }))
}
