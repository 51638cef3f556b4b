package api

import "fmt"

// phrase is a sentence of ours in English, as a format of fmt. Whoever shows it may say it in another language: a test
// finds every constant of this type there. In it, %v stands for another phrase, %s for a name, %d for a number.
type phrase string

func say(p phrase, args ...any) string {
	if len(args) == 0 {
		return string(p)
	}
	return fmt.Sprintf(string(p), args...)
}

// spoken is a phrase as an error.
type spoken string

func (s spoken) Error() string { return string(s) }

func sayError(p phrase, args ...any) error { return spoken(say(p, args...)) }
