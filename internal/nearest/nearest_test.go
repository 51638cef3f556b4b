package nearest

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestWord(t *testing.T) {
	known := []string{"status", "size", "to"}
	cases := map[string]struct {
		most int
		want string
	}{
		"status":  {1, "status"},
		"STATUS":  {1, "status"},
		"stauts":  {1, "status"},
		"sttus":   {1, "status"},
		"statuss": {1, "status"},
		"statue":  {1, "status"},
		"state":   {1, ""},
		"sie":     {2, "size"},
		"xx":      {2, ""},
		"":        {2, ""},
	}
	for written, c := range cases {
		word, found := Word(written, known, c.most)
		assert.Equal(t, c.want, word, written)
		assert.Equal(t, c.want != "", found, written)
	}
}

func TestTheClosestWins(t *testing.T) {
	word, _ := Word("dona", []string{"gone", "done"}, 2)
	assert.Equal(t, "done", word)
}
