package config

import (
	"math"
	"strconv"
	"strings"
	"unicode"

	"acrwatch/internal/tongue"
)

// words is a value from a flag or a variable, where everything is text. A text of the config file is a string, so that
// budget = "4" is told apart from --budget 4.
type words string

// setting is one key of the file, which is the flag and the variable of the same name too.
type setting struct {
	key string
	set func(c *Config, value any) error
}

// fault is what is wrong with a value, wherever it came from.
type fault struct{ what, fix string }

func (f *fault) Error() string { return f.what + "; " + f.fix }

func faulty(what, fix tongue.Text) *fault { return &fault{tongue.Said(what), tongue.Said(fix)} }

var settings = []setting{
	{"budget", setCalls(func(c *Config) *float64 { return &c.Budget }, MinBudget, "4")},
	{"budget-floor", setCalls(func(c *Config) *float64 { return &c.Floor }, MinFloor, "0.2")},
	{"keep", setKeep},
	{"theme", setTheme},
	{"lang", choice(func(c *Config) *string { return &c.Lang }, tongue.Names()...)},
	{"color", choice(func(c *Config) *string { return &c.Color }, Auto, Always, Never)},
	{"ascii", setBool(func(c *Config) *bool { return &c.ASCII }, "give true for plain ASCII, false for glyphs")},
	{"mouse", setBool(func(c *Config) *bool { return &c.Mouse }, "give true for clicks and the wheel, false to leave them to the terminal")},
	{"columns", setColumns},
	{"log-file", setLogFile},
	{"record", setRecord},
	{"record-max", setRecordMax},
	{"record-mask", setBool(func(c *Config) *bool { return &c.Record.Mask }, "give true to replace what names your things, false to record them as they are")},
}

// Variable is the environment variable of a setting: log-file is ACRWATCH_LOG_FILE.
func Variable(key string) string {
	return "ACRWATCH_" + strings.ToUpper(strings.ReplaceAll(key, "-", "_"))
}

func setCalls(field func(*Config) *float64, least float64, example string) func(*Config, any) error {
	return func(c *Config, value any) error {
		number, ok := asNumber(value)
		if !ok {
			return &fault{tongue.Said("not a number of calls per second"), tongue.Said("give a number such as %s", example)}
		}
		if math.IsNaN(number) || number < least || number > MaxBudget {
			return &fault{tongue.Said("outside of %g to %g calls per second", least, float64(MaxBudget)), tongue.Said("give a number such as %s", example)}
		}
		*field(c) = number
		return nil
	}
}

func setKeep(c *Config, value any) error {
	number, ok := asNumber(value)
	switch {
	case !ok || number != math.Trunc(number):
		return &fault{tongue.Said("not a whole number of tasks"), tongue.Said("give a number such as %s", "100000")}
	case number < MinKeep || number > MaxKeep:
		return &fault{tongue.Said("outside of %d to %d tasks", MinKeep, MaxKeep), tongue.Said("give a number such as %s", "100000")}
	}
	c.Keep = int(number)
	return nil
}

func choice(field func(*Config) *string, allowed ...string) func(*Config, any) error {
	return func(c *Config, value any) error {
		text, ok := asText(value)
		if ok {
			for _, a := range allowed {
				if text == a {
					*field(c) = a
					return nil
				}
			}
		}
		return &fault{tongue.Said("not one of %s", strings.Join(allowed, ", ")), tongue.Said(`give "%s", the default, or one of the others`, allowed[0])}
	}
}

// themes are what theme may be.
var themes = []string{Auto, Dark, Light, HighContrast, ColourBlind}

func setTheme(c *Config, value any) error {
	if text, ok := asText(value); ok && text == "color-blind" {
		c.Theme = ColourBlind
		return nil
	}
	return choice(func(c *Config) *string { return &c.Theme }, themes...)(c, value)
}

func setBool(field func(*Config) *bool, fix tongue.Text) func(*Config, any) error {
	return func(c *Config, value any) error {
		switch v := value.(type) {
		case bool:
			*field(c) = v
			return nil
		case words:
			if parsed, err := strconv.ParseBool(string(v)); err == nil {
				*field(c) = parsed
				return nil
			}
		}
		return faulty("neither true nor false", fix)
	}
}

func setLogFile(c *Config, value any) error {
	return setPath(&c.LogFile, value, `"acrwatch.log"`)
}

func setPath(path *string, value any, example string) error {
	text, ok := asText(value)
	if !ok {
		return &fault{tongue.Said("not a file name"), tongue.Said("give a path in quotes, such as %s", example)}
	}
	if err := checkText(text); err != nil {
		return err
	}
	*path = text
	return nil
}

func asNumber(value any) (float64, bool) {
	switch v := value.(type) {
	case int64:
		return float64(v), true
	case float64:
		return v, true
	case words:
		number, err := strconv.ParseFloat(strings.TrimSpace(string(v)), 64)
		return number, err == nil
	}
	return 0, false
}

func asText(value any) (string, bool) {
	switch v := value.(type) {
	case string:
		return v, true
	case words:
		return string(v), true
	}
	return "", false
}

// checkText keeps out what would reach the terminal as a command.
func checkText(text string) error {
	if strings.ContainsFunc(text, func(r rune) bool { return !unicode.IsPrint(r) }) {
		return faulty("holds a character that cannot be shown", "write it without control characters")
	}
	return nil
}
