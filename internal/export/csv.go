package export

import (
	"encoding/csv"
	"io"
	"strings"
)

func writeCSV(w io.Writer, t Table) error {
	out := csv.NewWriter(w)
	cells := make([]string, len(t.Columns))
	for i, c := range t.Columns {
		cells[i] = c.Name
	}
	if !t.Headless {
		_ = out.Write(cells) // the error stays until Error is asked
	}
	for row := range t.Rows {
		for i, v := range row {
			cells[i] = written(v)
			if _, text := v.(string); text {
				cells[i] = harmless(cells[i])
			}
		}
		if out.Write(cells) != nil {
			break
		}
	}
	out.Flush()
	return out.Error()
}

// harmless keeps a spreadsheet from taking text for a formula, which could fetch or run something: names come from
// whoever may push an image. Numbers are not text and stay as they are.
func harmless(text string) string {
	if text != "" && strings.ContainsRune("=+-@\t\r\n", rune(text[0])) {
		return "'" + text
	}
	return text
}
