// Package config turns the config file, the environment and the flags into one checked value. A flag wins over the
// environment, that over the file, that over the default. Every mistake in all of them is reported at once.
package config

import (
	"slices"

	"acrwatch/internal/columns"
	"acrwatch/internal/tongue"
	"acrwatch/keymap"
)

// Config is what the user asked for, checked and complete.
type Config struct {
	Budget float64 // most API calls per second, MinBudget to MaxBudget
	Floor  float64 // API calls per second that are left however often the service refuses, MinFloor to Budget
	Keep   int     // most tasks kept in memory, MinKeep to MaxKeep
	Theme  string  // auto, dark, light, high-contrast or colour-blind
	Lang   string  // auto, en or zh
	Color  string  // auto, always or never
	ASCII  bool    // plain ASCII in place of every glyph
	Mouse  bool    // clicks and the wheel reach the dashboard, not the terminal

	Columns []string // of the task list, in order; names of columns.Known, each once

	InsecureHTTP bool // signed requests may go over plain http to other machines

	Notify Notify

	LogFile string // where the log goes; empty for none
	Record  Record
	Targets []Target
	Keys    keymap.KeyMap
}

// Target is one place to watch. An empty field means: find out.
type Target struct {
	Name     string // shown on screen; empty for the instance's own name
	Region   string // such as cn-hangzhou; empty for the profile's region
	Instance string // such as cri-sgedpenzw80e; empty for every running instance of the region
	Profile  string // aliyun CLI profile; empty for the default credentials
	Endpoint string // public, vpc or a URL; empty for public
}

// The ceiling of calls per second that a user may ask for. Below the floor a screen would be older than it is
// useful; above the ceiling the account's quota would be gone for everybody else.
const (
	MinBudget     = 0.2
	MaxBudget     = 50
	MinFloor      = 0.01
	defaultBudget = 8
	defaultFloor  = 0.2
)

// The bounds of how many tasks a user may have kept. Fewer would hide a day's work; more would fill the memory of a
// small machine.
const (
	MinKeep     = 1_000
	MaxKeep     = 1_000_000
	defaultKeep = 100_000
)

// Values of Config.Theme and Config.Color.
const (
	Auto         = "auto"
	Dark         = "dark"
	Light        = "light"
	HighContrast = "high-contrast"
	ColourBlind  = "colour-blind" // color-blind is taken for it
	Always       = "always"
	Never        = "never"
)

// Default is what applies where nobody says otherwise. It has no targets: those are found with the credentials.
func Default() Config {
	return Config{
		Budget: defaultBudget, Floor: defaultFloor, Keep: defaultKeep, Theme: Auto, Lang: tongue.Auto, Color: Auto, Columns: slices.Clone(columns.Default),
		Mouse: true, Record: Record{Max: defaultRecordMax}, Notify: defaultNotify(), Keys: keymap.Default(),
	}
}
