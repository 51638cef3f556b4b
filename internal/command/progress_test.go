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

// Half a figure would be another one: 1 of 12.3 MiB/s.
func TestFiguresAreNotCut(t *testing.T) {
	words := []string{" 51%", "10.0 of ≥19.6 GiB, 7 unknown", "12.3 MiB/s", "训练"}
	for columns, want := range map[int]string{
		0: "", 3: "", 4: " 51%", 33: " 51%", 34: " 51%  10.0 of ≥19.6 GiB, 7 unknown", 45: " 51%  10.0 of ≥19.6 GiB, 7 unknown",
		46: " 51%  10.0 of ≥19.6 GiB, 7 unknown  12.3 MiB/s", 51: " 51%  10.0 of ≥19.6 GiB, 7 unknown  12.3 MiB/s",
		52: " 51%  10.0 of ≥19.6 GiB, 7 unknown  12.3 MiB/s  训练",
	} {
		assert.Equal(t, want, fitting(words, columns), "%d columns", columns)
	}
}
