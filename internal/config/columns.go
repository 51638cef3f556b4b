package config

import (
	"slices"
	"strings"

	"acrwatch/internal/columns"
	"acrwatch/internal/tongue"
)

// setColumns takes a list of names from the file, or names with commas between them from a flag or a variable.
func setColumns(c *Config, value any) error {
	var names []string
	switch v := value.(type) {
	case []string:
		names = v
	case words:
		for name := range strings.SplitSeq(string(v), ",") {
			names = append(names, strings.TrimSpace(name))
		}
	default:
		return faulty("not a list of columns", `give a list such as ["status", "image", "rate"]`)
	}
	if len(names) == 0 {
		return faulty("no columns", "name at least one, or leave the line out")
	}
	for i, name := range names {
		if !slices.Contains(columns.Known, name) {
			return &fault{tongue.Said("unknown column %s", quote(name)), suggest(name, columns.Known)}
		}
		if slices.Contains(names[:i], name) {
			return &fault{tongue.Said("the column %s stands there twice", name), tongue.Said("leave one of them out")}
		}
	}
	c.Columns = names
	return nil
}
