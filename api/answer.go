package api

import (
	"bytes"
	"context"
	"encoding/json"
)

// Answer is what the service answered, for a person to read. JSON is the object as it was sent, with its order and its
// spelling of numbers, but without white space; its strings and names are cleaned like CleanID does, and what is secret
// is taken out of them. It is nil when there was no answer, or none that is a success.
type Answer struct {
	Operation string // such as "GetRepoSyncTask"
	JSON      []byte // never written to again
}

type answerKey struct{}

// WithAnswer has the answer to the next call that is made with the returned context put into a. It is there when the call
// has returned.
func WithAnswer(ctx context.Context, a *Answer) context.Context {
	return context.WithValue(ctx, answerKey{}, a)
}

// tell puts the answer where somebody asked for it.
func (c *call) tell(ctx context.Context, v value) {
	if a, asked := ctx.Value(answerKey{}).(*Answer); asked {
		*a = Answer{Operation: c.op.name, JSON: c.readable(v)}
	}
}

// readable is the text of v, safe to show. Outside of its strings, JSON is plain ASCII.
func (c *call) readable(v value) []byte {
	out := bytes.NewBuffer(make([]byte, 0, len(v)))
	encoder := json.NewEncoder(out)
	encoder.SetEscapeHTML(false) // nobody could read it, and a terminal does not care
	for at := 0; at < len(v); at++ {
		switch v[at] {
		case ' ', '\t', '\r', '\n':
		case '"':
			n := stringSpan(v[at:])
			_ = encoder.Encode(CleanID(c.scrub(raw(v[at : at+n])))) // never fails: it is a string, and the buffer is memory
			out.Truncate(out.Len() - 1)                             // the line end that it adds
			at += n - 1
		default:
			out.WriteByte(v[at])
		}
	}
	return out.Bytes()
}
