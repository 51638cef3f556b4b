// Package columns names the columns that a list of tasks can have, for whoever lets the user choose among them.
package columns

// Known is every column by the name it has in the config, in the order in which they are offered.
var Known = []string{
	"status", "image", "from", "to", "rule", "progress", "moved", "size", "rate", "left", "age", "priority", "issue",
	"kind", "batch", "target", "id",
}

// Default is the columns of somebody who chose none.
var Default = []string{"status", "image", "to", "progress", "rate", "left"}
