package export

import (
	"io"
	"strings"
)

// writeMarkdown writes the brief columns, or all when none is.
func writeMarkdown(w io.Writer, t Table) error {
	shown := briefColumns(t.Columns)
	head, rule := "|", "|"
	for _, i := range shown {
		head += " " + escaped(t.Columns[i].Name) + " |"
		if t.Columns[i].Number {
			rule += "---:|"
		} else {
			rule += "---|"
		}
	}
	if _, err := io.WriteString(w, head+"\n"+rule+"\n"); err != nil {
		return err
	}
	var line strings.Builder
	for row := range t.Rows {
		line.Reset()
		line.WriteByte('|')
		for _, i := range shown {
			line.WriteString(" " + escaped(written(row[i])) + " |")
		}
		line.WriteByte('\n')
		if _, err := io.WriteString(w, line.String()); err != nil {
			return err
		}
	}
	return nil
}

func briefColumns(columns []Column) []int {
	var brief, all []int
	for i, c := range columns {
		all = append(all, i)
		if c.Brief {
			brief = append(brief, i)
		}
	}
	if len(brief) > 0 {
		return brief
	}
	return all
}

// marks are what Markdown would take for more than text: an image's name must not end a cell or become a link.
var marks = strings.NewReplacer(
	`\`, `\\`, "|", `\|`, "`", "\\`", "*", `\*`, "_", `\_`, "<", `\<`, ">", `\>`, "[", `\[`, "]", `\]`, "\n", " ", "\r", " ",
)

func escaped(text string) string { return marks.Replace(text) }
