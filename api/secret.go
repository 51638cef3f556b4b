package api

import (
	"fmt"
	"io"
	"log/slog"
)

const redacted = "[redacted]"

// Secret is text that no printing, logging or encoding shows. It holds its text behind a function, because printers
// reach into the unexported fields of other types, where methods such as String do not count, and some follow
// pointers. Secrets cannot be compared with ==.
type Secret struct{ text func() string }

// NewSecret hides s.
func NewSecret(s string) Secret {
	if s == "" {
		return Secret{}
	}
	return Secret{text: func() string { return s }}
}

// Reveal is the text itself, for the signature and nothing else.
func (s Secret) Reveal() string {
	if s.text == nil {
		return ""
	}
	return s.text()
}

// Empty says that there is nothing to hide.
func (s Secret) Empty() bool { return s.text == nil }

// String hides the text.
func (s Secret) String() string { return redacted }

// GoString hides the text from %#v.
func (s Secret) GoString() string { return redacted }

// Format hides the text from every verb.
func (s Secret) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, redacted) }

// MarshalJSON hides the text.
func (s Secret) MarshalJSON() ([]byte, error) { return []byte(`"` + redacted + `"`), nil }

// MarshalText hides the text.
func (s Secret) MarshalText() ([]byte, error) { return []byte(redacted), nil }

// GobEncode hides the text.
func (s Secret) GobEncode() ([]byte, error) { return []byte(redacted), nil }

// LogValue hides the text.
func (s Secret) LogValue() slog.Value { return slog.StringValue(redacted) }
