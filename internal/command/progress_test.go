package command

import (
	"bytes"
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A recording tells of a full disk while the line of a terminal is drawn: its words must not hang on to that line.
func TestWhatOthersSayTakesThePlaceOfTheDrawnLine(t *testing.T) {
	var out bytes.Buffer
	p := &progress{out: &out, row: row{ascii: true}, drawn: true}
	for range 2 {
		n, err := fmt.Fprintf(p, "acrwatch: recording: no space left …\n")
		require.NoError(t, err)
		assert.Equal(t, len("acrwatch: recording: no space left …\n"), n)
	}
	assert.Equal(t, "\r\x1b[Kacrwatch: recording: no space left ~\nacrwatch: recording: no space left ~\n", out.String())
}
