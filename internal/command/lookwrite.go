package command

import (
	"slices"

	"github.com/charmbracelet/colorprofile"

	"acrwatch/internal/config"
	"acrwatch/internal/export"
	"acrwatch/internal/tongue"
	"acrwatch/poller"
	"acrwatch/ui"
)

// write writes the tasks in the form that was asked for. Where nothing could be read there is no table: it would be that
// of a registry without tasks.
func (l *looking) write(tasks []*poller.Task, missing []lack) error {
	o := export.Look{
		Snapshot: l.last, Now: l.last.At, Tasks: tasks, Limit: l.flags.limit, Parts: l.flags.parts, Columns: l.flags.columns,
	}
	for _, m := range missing {
		o.Missing = append(o.Missing, m.text)
	}
	switch {
	case l.flags.output == string(export.JSON):
		return o.Write(l.system.out, export.JSON)
	case !l.read():
		return nil
	case l.flags.output != tableOutput:
		return o.Write(l.system.out, export.Format(l.flags.output))
	}
	if l.flags.limit > 0 {
		tasks = tasks[:min(l.flags.limit, len(tasks))]
	}
	return l.table(tasks)
}

// table writes the tasks for people.
func (l *looking) table(tasks []*poller.Task) error {
	if len(tasks) == 0 {
		if !l.selection.named() { // of names it is told which are not there
			l.say("acrwatch: no tasks, or none that match")
		}
		return nil
	}
	width, _ := l.system.size()
	o := ui.Written{
		Columns: seenAtOnce(l.settings.Columns), Parts: l.flags.parts, Theme: l.settings.Theme, ASCII: l.settings.ASCII, Now: l.last.At,
		Lang: l.settings.Lang, Locale: tongue.Locale(l.system.env),
		Width: width, Profile: l.profile(),
	}
	if len(l.flags.columns) > 0 {
		o.Columns = l.flags.columns
	}
	return ui.WriteList(l.system.out, l.last, tasks, o)
}

// seenAtOnce are columns without those that need several looks. Size and age stand in their place.
func seenAtOnce(names []string) []string {
	kept := slices.DeleteFunc(slices.Clone(names), func(name string) bool { return name == "rate" || name == "left" })
	for _, name := range []string{"size", "age"} {
		if len(kept) < len(names) && !slices.Contains(kept, name) {
			kept = append(kept, name)
		}
	}
	return kept
}

// profile is the colours of the table: none outside of a terminal, unless they were asked for.
func (l *looking) profile() colorprofile.Profile {
	if width, _ := l.system.size(); width == 0 && l.settings.Color != config.Always {
		return colorprofile.NoTTY
	}
	return colors(l.settings.Color, l.system.out, l.system.environ)
}
