package export

import (
	"bytes"
	"encoding/json"
	"io"
	"time"

	"acrwatch/poller"
)

// writeJSON writes one array with a row in each line.
func writeJSON(w io.Writer, t Table) error {
	if err := writeRows(w, t); err != nil {
		return err
	}
	_, err := io.WriteString(w, "\n")
	return err
}

// writeNDJSON writes a row in each line.
func writeNDJSON(w io.Writer, t Table) error {
	var line bytes.Buffer
	for row := range t.Rows {
		line.Reset()
		appendObject(&line, t.Columns, row, "", "")
		line.WriteByte('\n')
		if _, err := w.Write(line.Bytes()); err != nil {
			return err
		}
	}
	return nil
}

// writeRows writes the array, without an end of its last line.
func writeRows(w io.Writer, t Table) error {
	if _, err := io.WriteString(w, "["); err != nil {
		return err
	}
	before := "\n"
	var line bytes.Buffer
	for row := range t.Rows {
		line.Reset()
		line.WriteString(before)
		appendObject(&line, t.Columns, row, "", " ")
		if _, err := w.Write(line.Bytes()); err != nil {
			return err
		}
		before = ",\n"
	}
	_, err := io.WriteString(w, "\n]")
	return err
}

// Objects are the rows as JSON for people to read, one object after the other with a line for each field.
func Objects(t Table) string {
	var text bytes.Buffer
	for row := range t.Rows {
		appendObject(&text, t.Columns, row, "\n  ", "\n")
		text.WriteByte('\n')
	}
	return text.String()
}

// Object is one task as a line of NDJSON has it, without the end of the line.
func Object(s *poller.Snapshot, now time.Time, t *poller.Task) []byte {
	var text bytes.Buffer
	table := Tasks(s, now, []*poller.Task{t})
	for row := range table.Rows {
		appendObject(&text, table.Columns, row, "", "")
	}
	return text.Bytes()
}

// appendObject writes a row with its fields in the order of the columns. indent stands before each field, and end
// before the brace that closes it when there is an indent.
func appendObject(b *bytes.Buffer, columns []Column, row []any, indent, end string) {
	b.WriteByte('{')
	for i, v := range row {
		switch {
		case indent != "":
			b.WriteString(comma(i) + indent)
		case i > 0:
			b.WriteString(", ")
		}
		b.Write(marshal(columns[i].Name))
		b.WriteString(": ")
		if inner, ok := v.(Table); ok {
			appendArray(b, inner)
			continue
		}
		b.Write(marshal(known(v)))
	}
	if indent != "" {
		b.WriteString(end)
	}
	b.WriteByte('}')
}

// appendArray writes the rows of a table within another one.
func appendArray(b *bytes.Buffer, t Table) {
	b.WriteByte('[')
	before := ""
	for row := range t.Rows {
		b.WriteString(before)
		appendObject(b, t.Columns, row, "", "")
		before = ", "
	}
	b.WriteByte(']')
}

func comma(i int) string {
	if i > 0 {
		return ","
	}
	return ""
}

// marshal is a value without the escapes that only a web page needs. Values of a Table can all be written.
func marshal(v any) []byte {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	_ = e.Encode(v)
	return bytes.TrimRight(b.Bytes(), "\n")
}
