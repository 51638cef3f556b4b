package query

import (
	"strings"
	"unicode/utf8"
	"unique"

	"acrwatch/poller"
)

// Subject is what a filter looks at. Making one costs more than matching it; keep it while the task does not change.
type Subject struct {
	task   *poller.Task
	own    string                // lower case, a line each: image, id, and the image's name at the other end
	ends   unique.Handle[string] // the same of the route: a few kinds of it serve very many tasks
	image  int32                 // bytes of own that are the image
	status Status
}

// About is the subject of a task.
func About(t *poller.Task) Subject {
	var room [256]byte
	text := appendLower(room[:0], t.Image())
	image := len(text)
	text = appendLine(text, t.ID)
	if t.Sync != nil {
		from, to := &t.Sync.From, &t.Sync.To
		if from.Namespace != to.Namespace || from.Repo != to.Repo || from.Tag != to.Tag {
			text = appendLine(text, to.Name())
		}
	}
	own := string(text)
	text = appendEnds(text[:0], t)
	return Subject{task: t, own: own, ends: unique.Make(string(text)), image: int32(image), status: StatusOf(t)}
}

// appendEnds writes the route as it is on the screen, and by what else its ends are called.
func appendEnds(text []byte, t *poller.Task) []byte {
	from, to := t.Route()
	text = appendLower(text, from)
	text = append(text, " → "...)
	text = appendLower(text, to)
	if t.Sync != nil {
		text = appendLine(text, t.Sync.From.InstanceID)
		return appendLine(text, t.Sync.To.InstanceID)
	}
	if t.Subscription != nil {
		return appendLine(text, t.Subscription.InstanceID)
	}
	return text
}

func appendLine(text []byte, word string) []byte {
	if word == "" {
		return text
	}
	return appendLower(append(text, '\n'), word)
}

// appendLower writes a word in lower case; most are ASCII, which takes no table.
func appendLower(text []byte, word string) []byte {
	start := len(text)
	for i := range len(word) {
		c := word[i]
		if c >= utf8.RuneSelf {
			return append(text[:start], strings.ToLower(word)...)
		}
		if c >= 'A' && c <= 'Z' {
			c += 'a' - 'A'
		}
		text = append(text, c)
	}
	return text
}
