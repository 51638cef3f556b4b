package report

import (
	"path/filepath"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"acrwatch/api"
	"acrwatch/internal/journal"
	"acrwatch/poller"
)

// recorded writes a recording of the given targets, which begins now and lasts as long as what is played.
func recorded(t *testing.T, path string, specs []poller.Spec, play func(*tape)) {
	t.Helper()
	recorder, err := journal.Create(journal.Options{Path: path, Version: "v1.2.3", Specs: specs})
	require.NoError(t, err)
	now := time.Now()
	p := &tape{t: t, to: recorder, start: now, at: now}
	play(p)
	time.Sleep(p.at.Sub(now))
	require.NoError(t, recorder.Close())
}

// The first recording has two targets, the second only the first of them: a task of the other one is open at the end.
func TestATargetThatALaterRecordingDoesNotHave(t *testing.T) {
	folder := t.TempDir()
	one := poller.Spec{Name: "one", Region: "cn-shanghai", Instance: "cri-sgedpenzw80e"}
	other := poller.Spec{Name: "other", Region: "eu-west-1", Instance: "cri-leqzomz5vijc"}
	synctest.Test(t, func(t *testing.T) {
		recorded(t, filepath.Join(folder, "a.ndjson"), []poller.Spec{one, other}, func(p *tape) {
			task := p.task("rst-left", "left", "eu-west-1", true)
			p.answer(poller.Call{Op: poller.OpList, Target: 1, Page: 1}, api.Page[api.SyncTask]{
				Items: []api.SyncTask{task}, Number: 1, Size: 100, Total: api.Some(int64(1)),
			})
			p.refuse(poller.Call{Op: poller.OpList, Target: 1, Page: 1}, &api.Error{Class: api.ClassNetwork, Message: "no route"})
			p.wait(4 * time.Second)
		})
		recorded(t, filepath.Join(folder, "b.ndjson"), []poller.Spec{one}, func(p *tape) { p.list(); p.wait(4 * time.Second) })
	})

	r := read(t, opened(t, filepath.Join(folder, "*.ndjson")))

	require.Len(t, r.Open, 1)
	assert.Equal(t, "rst-left", r.Open[0].ID)
	assert.Nil(t, r.Open[0].Rate, "nobody asked for it lately")
	require.Len(t, r.Troubles, 1)
	assert.Equal(t, "other", r.Troubles[0].Target)
	assert.False(t, r.Troubles[0].Over)
	names := []string{}
	for _, target := range r.Targets {
		names = append(names, target.Name)
	}
	assert.Equal(t, []string{"other", "one"}, names)
}

// A wait ends with the last task, in the same second as its recording: that end counts, whatever comes behind it.
func TestTheEndOfAnEarlierRecordingCounts(t *testing.T) {
	folder := t.TempDir()
	one := []poller.Spec{{Name: "one", Region: "cn-shanghai", Instance: "cri-sgedpenzw80e"}}
	synctest.Test(t, func(t *testing.T) {
		recorded(t, filepath.Join(folder, "a.ndjson"), one, func(p *tape) {
			task := p.task("rst-ended", "api", "eu-west-1", true)
			p.list(task)
			p.wait(4 * time.Second)
			p.get(with(task, 600, 24))
			p.skip(100 * time.Millisecond)
			p.list(ended(task, "SUCCESS", "", p.at))
		})
		recorded(t, filepath.Join(folder, "b.ndjson"), one, func(p *tape) { p.skip(5 * time.Second); p.list(); p.wait(4 * time.Second) })
	})

	r := read(t, opened(t, filepath.Join(folder, "*.ndjson")))

	assert.Equal(t, []int{1, 1, 0}, []int{r.Summary.Tasks, r.Summary.Done, r.Summary.Open})
}
