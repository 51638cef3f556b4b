package simulator

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
)

// tree is an answer as objects (map[string]any), arrays ([]any), numbers (json.Number), strings, booleans and nil.
func tree(body any) (any, error) {
	text, err := encode(body)
	if err != nil {
		return nil, err
	}
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	var v any
	if err := d.Decode(&v); err != nil {
		return nil, fmt.Errorf("read the answer again: %w", err)
	}
	return v, nil
}

// encode is the answer as JSON in one line.
func encode(body any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(body); err != nil {
		return nil, fmt.Errorf("write the answer: %w", err)
	}
	return bytes.TrimRight(b.Bytes(), "\n"), nil
}

// encodeRaw writes a tree without mending its strings: bytes that are no UTF-8 stay what they are, as they do with a
// service that copies what it was given. Only what JSON itself forbids is escaped.
func encodeRaw(b *bytes.Buffer, v any) {
	switch x := v.(type) {
	case map[string]any:
		b.WriteByte('{')
		for i, name := range slices.Sorted(maps.Keys(x)) {
			if i > 0 {
				b.WriteByte(',')
			}
			quoteRaw(b, name)
			b.WriteByte(':')
			encodeRaw(b, x[name])
		}
		b.WriteByte('}')
	case []any:
		b.WriteByte('[')
		for i, element := range x {
			if i > 0 {
				b.WriteByte(',')
			}
			encodeRaw(b, element)
		}
		b.WriteByte(']')
	case string:
		quoteRaw(b, x)
	case nil:
		b.WriteString("null")
	default: // json.Number and bool
		fmt.Fprint(b, x)
	}
}

func quoteRaw(b *bytes.Buffer, s string) {
	b.WriteByte('"')
	for i := range len(s) {
		switch c := s[i]; {
		case c == '"' || c == '\\':
			b.Write([]byte{'\\', c})
		case c < ' ':
			fmt.Fprintf(b, `\u%04x`, c)
		default:
			b.WriteByte(c)
		}
	}
	b.WriteByte('"')
}
