package keymap

import "fmt"

// phrase is a sentence of ours in English, as a format of fmt. Whoever shows it may say it in another language: a test
// finds every constant of this type there.
type phrase string

func say(p phrase, args ...any) string {
	if len(args) == 0 {
		return string(p)
	}
	return fmt.Sprintf(string(p), args...)
}
