package command

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
)

func TestATimeIsToldAsPeopleGiveIt(t *testing.T) {
	for _, text := range []string{"500ms", "1s", "1.5s", "40s", "1m", "10m", "1m30s", "1h", "1h20m", "10h", "1h0m5s"} {
		d, err := time.ParseDuration(text)
		assert.NoError(t, err)
		assert.Equal(t, text, asGiven(d))
	}
}
