//go:build !windows

package command

import (
	"syscall"
	"testing"

	"github.com/stretchr/testify/assert"

	"acrwatch/internal/simulator"
)

func TestTheDashboardOfNamedTasksReadsNoList(t *testing.T) {
	t.Parallel()
	r := newLiveService(t, simulator.Options{})
	id := r.SyncTasks(r.Instances()[0])[0]
	s := start(t, setup{environ: r.environ}, binary, r.args(id, "rst-nobody")...)
	s.sees(`1 Tasks 1 `)
	s.sees(id)
	s.sees(`asked for by name and not there: rst-nobody`)
	assert.Zero(t, r.Stats().Calls["ListArtifactSubscriptionTask"])
	assert.LessOrEqual(t, r.Stats().Calls["ListRepoSyncTask"], 1, "for the times")
	s.types("q")
	code, _ := s.ends()
	assert.Zero(t, code)
}

func TestTheDashboardBeginsWithTheGivenFilter(t *testing.T) {
	t.Parallel()
	s := start(t, setup{environ: bare(t)}, binary, "demo", "--filter", "kind:sub status:active")
	s.sees(`/ kind:sub status:active`)
	s.sees(`◐ pulling`)
	assert.NotContains(t, s.text(), "● syncing")
	s.types("q")
	s.ends()
}

func TestLinesOfNamedTasksAndOfAFilter(t *testing.T) {
	t.Parallel()
	r := newLiveService(t, simulator.Options{Speed: 20})
	p := launch(t, r.environ, r.args("rst-nobody", "--filter", "kind:sub")...)
	p.tells(`(?m)^acrwatch: rst-nobody: not known to any target that was asked$`)
	assert.Equal(t, 130, p.endsBy(syscall.SIGINT))
	p = launch(t, r.environ, r.args("--filter", "kind:sub")...)
	p.tells(`(?m)^\S+  pulling .*\d/\d`)
	out, _ := p.text()
	assert.NotContains(t, out, "syncing  ")
	p.endsBy(syscall.SIGINT)
}
