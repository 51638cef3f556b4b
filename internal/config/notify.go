package config

import (
	"strings"
	"time"

	"acrwatch/internal/tongue"
)

// Notify is what somebody who does not look at the screen is told, and how.
type Notify struct {
	Level    string        // off, failures or all
	Bell     bool          // the terminal's bell
	Desktop  string        // desktop notifications: auto, off, osc9, osc777 or osc99
	Progress string        // the terminal's own progress bar: auto, on or off
	Quiet    Hours         // when nothing is told
	Idle     time.Duration // without a key for so long nobody looks; 0: whoever has the focus looks
}

// Hours is a span of the local day, in time since midnight; past midnight when To is the smaller. The same time twice
// is no time at all.
type Hours struct{ From, To time.Duration }

// Values of Notify.Level, Notify.Desktop and Notify.Progress.
const (
	Off      = "off"
	On       = "on"
	Failures = "failures"
	All      = "all"
	OSC9     = "osc9"
	OSC777   = "osc777"
	OSC99    = "osc99"
)

const (
	defaultIdle = 5 * time.Minute
	minIdle     = 10 * time.Second
)

func defaultNotify() Notify {
	return Notify{Level: All, Bell: true, Desktop: Auto, Progress: Auto, Idle: defaultIdle}
}

// notifySettings are the keys of the notify table. They are neither flags nor variables: they follow the person, not
// the run.
var notifySettings = []setting{
	{"level", choice(func(c *Config) *string { return &c.Notify.Level }, All, Failures, Off)},
	{"bell", setBell},
	{"desktop", choice(func(c *Config) *string { return &c.Notify.Desktop }, Auto, Off, OSC9, OSC777, OSC99)},
	{"progress", choice(func(c *Config) *string { return &c.Notify.Progress }, Auto, On, Off)},
	{"quiet", setQuiet},
	{"idle", setIdle},
}

// notify reads the notify table.
func (f *file) notify(i *item) {
	if i.kind != table {
		f.add(i, written("notify", i), tongue.Said("not a table"), tongue.Said(`write [notify] and below it lines such as level = "failures"`))
		return
	}
	var known []string
	for _, s := range notifySettings {
		known = append(known, s.key)
	}
	for _, field := range i.fields {
		shown, found := "notify."+field.name, false
		for _, s := range notifySettings {
			if s.key == field.name {
				f.report(shown, field.item, s.set(f.c, field.item.value))
				found = true
			}
		}
		if !found {
			f.unknown(shown, field.name, field.item, known)
		}
	}
}

func setBell(c *Config, value any) error {
	ring, ok := value.(bool)
	if !ok {
		return faulty("neither true nor false", "give true to ring, false for silence")
	}
	c.Notify.Bell = ring
	return nil
}

func setQuiet(c *Config, value any) error {
	text, ok := asText(value)
	if ok && text == "" {
		c.Notify.Quiet = Hours{}
		return nil
	}
	from, to, dash := strings.Cut(text, "-")
	start, err := time.Parse("15:04", strings.TrimSpace(from))
	end, endErr := time.Parse("15:04", strings.TrimSpace(to))
	if !dash || err != nil || endErr != nil {
		return faulty("not a span of the day", `give two times such as "22:00-07:00", or "" for no quiet hours`)
	}
	c.Notify.Quiet = Hours{sinceMidnight(start), sinceMidnight(end)}
	return nil
}

func sinceMidnight(t time.Time) time.Duration {
	return time.Duration(t.Hour())*time.Hour + time.Duration(t.Minute())*time.Minute
}

func setIdle(c *Config, value any) error {
	const fix tongue.Text = `give a time such as "5m", or "0s" to go by the focus alone`
	text, ok := asText(value)
	idle, err := time.ParseDuration(text)
	switch {
	case !ok || err != nil:
		return faulty("not a length of time", fix)
	case idle != 0 && idle < minIdle:
		return &fault{tongue.Said("shorter than %s", minIdle), tongue.Said(fix)}
	}
	c.Notify.Idle = idle
	return nil
}
