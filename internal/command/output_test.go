package command

import (
	"io"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestWritingNeverWaitsForLong fills a pipe that nobody reads, and then reads it.
func TestWritingNeverWaitsForLong(t *testing.T) {
	read, write, err := os.Pipe()
	require.NoError(t, err)
	defer read.Close() //nolint:errcheck // read to its end
	out := newOutput(write)
	anew := make(chan struct{})
	out.lost = func() { close(anew) }

	frame := []byte(strings.Repeat("x", 8<<10) + "\n")
	whole := 0
	for range 100 {
		n, err := out.Write(frame)
		require.NoError(t, err)
		require.Equal(t, len(frame), n)
		whole++
	}
	require.False(t, out.flush(0), "somebody read it")

	got := make(chan string)
	go func() {
		all, _ := io.ReadAll(read)
		got <- string(all)
	}()
	<-anew // the dashboard is asked to draw all of it again
	_, err = out.Write([]byte("drawn anew\n"))
	require.NoError(t, err)
	require.True(t, out.flush(soon))
	require.NoError(t, write.Close())
	text := <-got
	assert.Less(t, len(text), whole*len(frame), "frames were dropped")
	assert.Less(t, len(text), 400<<10)
	assert.True(t, strings.HasSuffix(text, "\ndrawn anew\n"), "frames are whole")
	for line := range strings.Lines(strings.TrimSuffix(text, "drawn anew\n")) {
		require.Len(t, line, len(frame), "frames are whole")
	}
}

func TestATerminalThatIsGoneIsAnError(t *testing.T) {
	read, write, err := os.Pipe()
	require.NoError(t, err)
	require.NoError(t, read.Close())
	out := newOutput(write)
	_, err = out.Write([]byte("x"))
	require.NoError(t, err, "it was taken")
	require.True(t, out.flush(soon))
	_, err = out.Write([]byte("x"))
	require.Error(t, err)
	require.NoError(t, write.Close())
}
