package command

import (
	"log/slog"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestAPanicOfTheSimulatorEndsTheCommand(t *testing.T) {
	failed := make(chan error, 1)
	broken := http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic("broken handler") })
	s, err := serve("127.0.0.1:0", broken, slog.New(slog.DiscardHandler), func(err error) { failed <- err })
	require.NoError(t, err)
	defer s.close()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, s.url, nil)
	require.NoError(t, err)
	if answer, err := http.DefaultClient.Do(request); err == nil {
		_ = answer.Body.Close()
	}
	select {
	case err := <-failed:
		assert.EqualError(t, err, "internal error: broken handler")
		assert.Equal(t, 1, exitCode(err))
	case <-time.After(soon):
		require.FailNow(t, "nobody was told")
	}
}

func TestTheServerStaysOnThisMachine(t *testing.T) {
	for address, allowed := range map[string]bool{
		"127.0.0.1:0": true, "127.9.9.9:1": true, "[::1]:0": true, "localhost:0": true,
		"0.0.0.0:0": false, "[::]:0": false, ":0": false, "192.168.0.1:0": false, "example.com:0": false, "127.0.0.1": false, "": false,
	} {
		assert.Equal(t, allowed, checkLoopback(address) == nil, address)
	}
}
