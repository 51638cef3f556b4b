package doctor

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"

	"acrwatch/api"
)

const kitty = "\x1bP>|kitty(0.38.1)\x1b\\\x1b[?2026;2$y\x1b[?1004;2$y\x1b[1;3R\x1b[1;6R\x1b[1;4R\x1b[1;4R\x1b[1;5R\x1b[?62;52;c"

func TestReadAnswers(t *testing.T) {
	for name, c := range map[string]struct {
		reply string
		want  Answers
	}{
		"nothing": {"", Answers{Modes: map[int]bool{}}},
		"kitty": {kitty, Answers{
			Complete: true, Name: "kitty(0.38.1)", Clipboard: true, Widths: []int{2, 5, 3, 3, 4},
			Modes: map[int]bool{2026: true, 1004: true},
		}},
		"ambiguous is wide, with keys in between": {"x\x1b[?2026;0$yq\x1b[1;5R\x1b[A\x1b[1;11R\x1b[?1;2c", Answers{
			Complete: true, Widths: []int{4, 10}, Modes: map[int]bool{2026: false},
		}},
		"cut off": {"\x1bP>|tmux 3.3a\x1b\\\x1b[?2026;0$y\x1b[1;", Answers{Name: "tmux 3.3a", Modes: map[int]bool{2026: false}}},
		"hostile": {"\x1bP>|evil\u202e" + strings.Repeat("x", 200) + "\x1b\\\x1b[?5252c", Answers{
			Complete: true, Name: "evil·" + strings.Repeat("x", 35), Modes: map[int]bool{},
		}},
	} {
		t.Run(name, func(t *testing.T) { assert.Equal(t, c.want, ReadAnswers([]byte(c.reply))) })
	}
}

func TestQuestionsEndWithTheOneThatAllAnswer(t *testing.T) {
	assert.True(t, strings.HasSuffix(Questions(), "\r\x1b[K\x1b[c"))
	assert.Equal(t, len(samples), strings.Count(Questions(), "\x1b[6n"))
}

func FuzzReadAnswers(f *testing.F) {
	f.Add([]byte(kitty))
	f.Add([]byte("\x1b[?2026;2$y\x1b[99999;99999R\x1b[?;;52c"))
	f.Add([]byte("\x1bP>|\x9b\xff\x1b\\"))
	f.Fuzz(func(t *testing.T, reply []byte) {
		a := ReadAnswers(reply)
		assert.LessOrEqual(t, len(a.Widths), len(samples))
		assert.LessOrEqual(t, utf8.RuneCountInString(a.Name), maxName)
		assert.Equal(t, api.Clean(a.Name), a.Name)
	})
}
