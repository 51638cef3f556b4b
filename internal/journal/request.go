package journal

import (
	"encoding/base64"
	"encoding/hex"
	"strings"
)

// requestID is what the service calls a request. Nearly all have the form of a UUID, and a recording has one for every
// answer: of these it writes the bits alone.
type requestID string

const (
	uuidLength  = 36
	shortLength = 22 // of a UUID in base64
	verbatim    = '='
)

var shortForm = base64.RawURLEncoding.Strict()

// short is how an id is written: a UUID of capitals in base64, and all else as it is, behind an equals sign where that
// could be taken for one.
func (r requestID) short() string {
	if bits, ok := r.bits(); ok {
		return shortForm.EncodeToString(bits)
	}
	if len(r) == shortLength || len(r) > 0 && r[0] == verbatim {
		return string(verbatim) + string(r)
	}
	return string(r)
}

// bits are those of a UUID, if reading them back gives the same text.
func (r requestID) bits() ([]byte, bool) {
	if len(r) != uuidLength {
		return nil, false
	}
	bits, err := hex.DecodeString(strings.ReplaceAll(string(r), "-", ""))
	return bits, err == nil && len(bits) == 16 && uuid(bits) == r
}

// uuid writes 16 bytes as the service does.
func uuid(bits []byte) requestID {
	var text [uuidLength]byte
	const digits = "0123456789ABCDEF"
	at := 0
	for i, b := range bits {
		if i == 4 || i == 6 || i == 8 || i == 10 {
			text[at] = '-'
			at++
		}
		text[at], text[at+1] = digits[b>>4], digits[b&15]
		at += 2
	}
	return requestID(text[:])
}

// requestID reads what short gave.
func (s *scanner) requestID() requestID {
	text := s.string()
	switch {
	case strings.HasPrefix(text, string(verbatim)):
		return requestID(text[1:])
	case len(text) != shortLength:
		return requestID(text)
	}
	bits, err := shortForm.DecodeString(text)
	if err != nil {
		s.fail()
		return ""
	}
	return uuid(bits)
}
