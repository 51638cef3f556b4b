// Package export writes tasks for other programs: CSV, JSON, NDJSON and Markdown. Numbers stay numbers, times are RFC 3339
// in UTC, and what is not known is empty, or null in JSON, never 0. docs/output.md describes the shape for the people who
// read it, docs/output.schema.json for programs.
package export

import (
	"fmt"
	"io"
	"iter"
	"math"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// Format is how a table is written.
type Format string

// The formats; each is the ending of its file's name, too.
const (
	CSV      Format = "csv"
	JSON     Format = "json"
	Markdown Format = "md"

	// NDJSON is one JSON object a line.
	NDJSON Format = "ndjson"
)

// Formats are those of files, in the order in which they are offered.
var Formats = []Format{CSV, JSON, Markdown}

// FormatOf is the format that the ending of a file's name asks for, and false when it asks for none.
func FormatOf(path string) (Format, bool) {
	ending := strings.ToLower(strings.TrimPrefix(filepath.Ext(path), "."))
	if ending == "markdown" {
		return Markdown, true
	}
	for _, f := range Formats {
		if ending == string(f) {
			return f, true
		}
	}
	return "", false
}

// Column is one column of a table.
type Column struct {
	Name   string // for programs: lower case, with the unit where there is one, such as size_bytes
	Number bool   // its values are numbers
	Brief  bool   // part of a Markdown table, which is for people and has room for few columns
}

// Table is what is written: each row has one value for each column. A value is a string, int64, int, float64, bool,
// time.Time, a Table, which only JSON has room for, or nil when it is not known; an empty string, a zero time and a float
// that is no number count as unknown.
type Table struct {
	Columns  []Column
	Headless bool            // CSV has no line of heads
	Rows     iter.Seq[[]any] // a row may be used again for the next
}

// Write writes a table. Its errors are those of w.
func Write(w io.Writer, f Format, t Table) error {
	switch f {
	case CSV:
		return writeCSV(w, t)
	case JSON:
		return writeJSON(w, t)
	case NDJSON:
		return writeNDJSON(w, t)
	case Markdown:
		return writeMarkdown(w, t)
	}
	return fmt.Errorf("unknown format %q", string(f))
}

// known takes the ways of not knowing a value for one.
func known(v any) any {
	switch v := v.(type) {
	case string:
		if v == "" {
			return nil
		}
	case float64:
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return nil
		}
	case time.Time:
		if v.IsZero() {
			return nil
		}
		return v.UTC().Format(time.RFC3339)
	}
	return v
}

// written is a value as it is written in a cell.
func written(v any) string {
	switch v := known(v).(type) {
	case string:
		return v
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	case nil:
		return ""
	default:
		return fmt.Sprint(v)
	}
}
