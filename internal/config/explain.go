package config

import (
	"fmt"
	"strings"
	"time"

	"acrwatch/keymap"
)

// Value is one setting as it is in effect, and where it comes from.
type Value struct {
	Key   string // as the file writes it: budget, notify.level, keys.quit, region
	Value any    // string, bool, int, float64 or []string
	From  string // a flag, a variable, "config.toml:12" or ByDefault
}

// ByDefault is the From of a Value that nobody gave.
const ByDefault = "default"

// Explanation is every value in effect.
type Explanation struct {
	Settings []Value
	Targets  [][]Value // as Config.Targets; the fields of each in the order of the file's example, empty ones too
}

// Explain tells of c, which in has given without a mistake, where each value comes from.
func Explain(in Input, c Config) Explanation {
	o := origins{in: in}
	o.root, o.file = in.document()
	var e Explanation
	for _, s := range settings {
		e.Settings = append(e.Settings, Value{s.key, valueOf(&c, s.key), o.setting(s.key)})
	}
	for _, s := range notifySettings {
		e.Settings = append(e.Settings, Value{"notify." + s.key, notifyValue(&c.Notify, s.key), o.inTable("notify", s.key)})
	}
	for _, name := range actions() {
		keys := c.Keys.Binding(keymap.Action(name)).Keys()
		e.Settings = append(e.Settings, Value{"keys." + name, keys, o.inTable("keys", name)})
	}
	for i := range c.Targets {
		e.Targets = append(e.Targets, o.target(i, &c.Targets[i]))
	}
	return e
}

// origins finds the place of a value.
type origins struct {
	in   Input
	root *item
	file string
}

func (o *origins) line(i *item) string {
	if i == nil {
		return ByDefault
	}
	return fmt.Sprintf("%s:%d", o.file, i.line)
}

func (o *origins) setting(key string) string {
	if where, _ := o.in.given(key); where != "" {
		return where
	}
	return o.line(o.root.field(key))
}

func (o *origins) inTable(name, key string) string {
	if t := o.root.field(name); t != nil {
		return o.line(t.field(key))
	}
	return ByDefault
}

// target tells of one target: those of flags and variables take the place of those in the file.
func (o *origins) target(i int, t *Target) []Value {
	var block *item
	if blocks := o.root.field("target"); !o.in.selects() && blocks != nil && i < len(blocks.list) {
		block = blocks.list[i]
	}
	values := make([]Value, len(targetKeys))
	for n, key := range targetKeys {
		from := ByDefault
		if block != nil {
			from = o.line(block.field(key))
		} else if where, _ := o.in.given(key); where != "" && key != "name" {
			from = where
		}
		values[n] = Value{key, t.field(key), from}
	}
	return values
}

// selects says that flags or variables name what to watch.
func (in Input) selects() bool { return !in.selection(&problems{}).empty() }

func (t *Target) field(key string) string {
	switch key {
	case "name":
		return t.Name
	case "region":
		return t.Region
	case "instance":
		return t.Instance
	case "profile":
		return t.Profile
	}
	return t.Endpoint
}

// valueOf is the value of a setting; nil for a key that is none.
func valueOf(c *Config, key string) any {
	switch key {
	case "budget":
		return c.Budget
	case "budget-floor":
		return c.Floor
	case "keep":
		return c.Keep
	case "theme":
		return c.Theme
	case "lang":
		return c.Lang
	case "color":
		return c.Color
	case "ascii":
		return c.ASCII
	case "mouse":
		return c.Mouse
	case "columns":
		return c.Columns
	case "log-file":
		return c.LogFile
	case "record":
		return c.Record.Path
	case "record-max":
		return sizeText(c.Record.Max)
	case "record-mask":
		return c.Record.Mask
	}
	return nil
}

func notifyValue(n *Notify, key string) any {
	switch key {
	case "level":
		return n.Level
	case "bell":
		return n.Bell
	case "desktop":
		return n.Desktop
	case "progress":
		return n.Progress
	case "quiet":
		return n.Quiet.String()
	case "idle":
		return shortTime(n.Idle)
	}
	return nil
}

// String is the hours as the file writes them; empty for no time at all.
func (h Hours) String() string {
	if h.From == h.To {
		return ""
	}
	return timeOfDay(h.From) + "-" + timeOfDay(h.To)
}

func timeOfDay(d time.Duration) string {
	return fmt.Sprintf("%02d:%02d", int(d.Hours()), int(d.Minutes())%60)
}

// shortTime is a length of time without the zeros at its end: 5m, not 5m0s.
func shortTime(d time.Duration) string {
	text := d.String()
	for _, zero := range []string{"m0s", "h0m"} {
		if strings.HasSuffix(text, zero) {
			text = text[:len(text)-2]
		}
	}
	return text
}
