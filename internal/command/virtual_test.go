package command

import (
	"bytes"
	"log/slog"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"acrwatch/internal/config"
	"acrwatch/internal/gate"
	"acrwatch/internal/query"
	"acrwatch/internal/simulator"
	"acrwatch/internal/simulator/inprocess"
	"acrwatch/poller"
)

// virtual is a simulated registry in the time of a bubble, as a command sees it.
func virtual(t *testing.T, o simulator.Options) []poller.Spec {
	t.Helper()
	sim, client, err := inprocess.New(o, inprocess.Key())
	require.NoError(t, err)
	return []poller.Spec{{Name: "prod", Region: sim.Region(), Instance: sim.Instances()[0], API: client}}
}

// waits runs wait in virtual time, and gives its exit code, its result and the lines of standard error.
func waits(t *testing.T, specs []poller.Spec, filter string, adjust func(*waiting)) (code int, out string, lines []string) {
	t.Helper()
	var stdout, stderr bytes.Buffer
	q, err := query.Parse(filter)
	require.NoError(t, err)
	w := &waiting{
		system: &system{out: &stdout, err: &stderr}, equipment: equipment{settings: config.Default(), specs: specs, log: slog.New(slog.DiscardHandler)},
		selection: selection{filter: q}, rule: gate.Rule{Kinds: q.Kinds()}, output: ndjsonOutput,
	}
	adjust(w)
	end := w.run(t.Context())
	explain(&stderr, end)
	return exitCode(end), stdout.String(), strings.Split(strings.TrimSuffix(stderr.String(), "\n"), "\n")
}
