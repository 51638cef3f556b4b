package command

import (
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/charmbracelet/x/ansi"
	"github.com/pelletier/go-toml/v2"

	"acrwatch/internal/config"
)

func (e *effective) write(s *system, output string, settings config.Config) error {
	switch output {
	case asJSON:
		return e.json(s.out)
	case asTOML:
		return e.toml(s.out)
	}
	return e.text(s.painted(settings.Color), s.tilde)
}

// value is a setting as JSON has it.
type value struct {
	Key   string `json:"key"`
	Value any    `json:"value"` // null where nothing is chosen
	From  string `json:"from"`
}

func valuesOf(all []config.Value) []value {
	out := make([]value, len(all))
	for i, v := range all {
		out[i] = value(v)
		if v.Value == "" {
			out[i].Value = nil
		}
	}
	return out
}

func (e *effective) json(w io.Writer) error {
	targets := make([][]value, len(e.targets))
	for i, t := range e.targets {
		targets[i] = valuesOf(t)
	}
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	return encoder.Encode(struct {
		Version  int        `json:"version"`
		Files    []usedFile `json:"files"`
		Settings []value    `json:"settings"`
		Targets  [][]value  `json:"targets"`
	}{1, e.files, valuesOf(e.settings), targets})
}

// toml is a config file that says the same, with the place of each value behind it.
func (e *effective) toml(w io.Writer) error {
	var b strings.Builder
	table := ""
	for _, v := range e.settings {
		name, key, inTable := strings.Cut(v.Key, ".")
		switch {
		case v.Key == insecureHTTP: // it cannot stand in a file
			continue
		case !inTable:
			key = name
		case name != table:
			if table == "" {
				e.tomlTargets(&b)
			}
			table = name
			b.WriteString("\n[" + table + "]\n")
		}
		tomlLine(&b, key, v)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// tomlTargets writes the targets, unless there is nothing in them but what would be found out anyway.
func (e *effective) tomlTargets(b *strings.Builder) {
	for _, t := range e.targets {
		head := "\n[[target]]\n"
		for _, v := range t {
			if v.Value != "" && v.From != config.ByDefault {
				b.WriteString(head)
				head = ""
				tomlLine(b, v.Key, v)
			}
		}
	}
}

func tomlLine(b *strings.Builder, key string, v config.Value) {
	line, err := toml.Marshal(map[string]any{key: v.Value})
	if err != nil {
		return // texts, numbers, truths and lists of texts can all be written
	}
	b.WriteString(strings.TrimRight(string(line), "\n") + " # " + v.From + "\n")
}

// text is for people: what somebody chose stands out from what is so by default.
func (e *effective) text(w io.Writer, short func(string) string) error {
	groups := []string{section("Files", fileRows(e.files, short))}
	for i, t := range e.targets {
		title := "Target"
		if len(e.targets) > 1 {
			title += " " + strconv.Itoa(i+1)
		}
		groups = append(groups, section(title, rowsOf(t, short)))
	}
	groups = append(groups, section("Settings", rowsOf(e.settings, short)))
	_, err := io.WriteString(w, strings.Join(groups, "\n"))
	return err
}

// section is rows of a name, a value and its place, below a title.
func section(title string, rows [][3]string) string {
	var width [2]int
	for _, r := range rows {
		for i := range width {
			width[i] = max(width[i], ansi.StringWidth(r[i]))
		}
	}
	var b strings.Builder
	b.WriteString(ansi.Style{}.Bold().Styled(title) + "\n")
	for _, r := range rows {
		line := "  " + cell(r[0], width[0]) + "  " + cell(r[1], min(width[1], wideValue)) + "  " + r[2]
		if r[2] == config.ByDefault {
			line = ansi.Style{}.Faint().Styled(line)
		}
		b.WriteString(line + "\n")
	}
	return b.String()
}

// wideValue is the longest value that the places keep clear of; a longer one is cut.
const wideValue = 60

func fileRows(files []usedFile, short func(string) string) [][3]string {
	rows := make([][3]string, len(files))
	for i, f := range files {
		text := short(f.Path) + " (not there)"
		switch {
		case f.Path == "":
			text = "there is no home folder"
		case f.Exists:
			text = short(f.Path) + " (there)"
		}
		rows[i] = [3]string{f.Name, text, f.From}
	}
	return rows
}

func rowsOf(values []config.Value, short func(string) string) [][3]string {
	rows := make([][3]string, len(values))
	for i, v := range values {
		text := fmt.Sprint(v.Value)
		switch v := v.Value.(type) {
		case string:
			text = short(v)
		case []string:
			text = strings.Join(v, " ")
		}
		if text == "" {
			text = unset(v.Key)
		}
		rows[i] = [3]string{v.Key, text, short(v.From)}
	}
	return rows
}

// unset says what it means that a setting is empty.
func unset(key string) string {
	switch key {
	case "name":
		return "the instance's own"
	case "region":
		return "none: give --region"
	case "instance":
		return "all that run in the region"
	case "profile":
		return "the default credentials"
	case "log-file":
		return "no log"
	case "record":
		return "no recording"
	case "notify.quiet":
		return "never"
	}
	return "–"
}
