package command

import (
	"context"
	"fmt"
	"sync/atomic"
	"time"

	"github.com/spf13/cobra"

	"acrwatch/internal/tongue"
	"acrwatch/poller"
	"acrwatch/ui"
)

func unknownWord(word string) error { return fmt.Errorf("unknown command %q", word) }

// dashboardCommand is acrwatch without a command: the dashboard on real targets.
func dashboardCommand(s *system) *cobra.Command {
	c := &cobra.Command{
		Use:   "acrwatch [ID ...]",
		Short: "watch Alibaba Cloud Container Registry tasks live",
		Long: "acrwatch shows the image sync and artifact subscription tasks of Alibaba Cloud Container Registry\n" +
			"(Enterprise Edition) live. It only reads. With ids of tasks it watches those alone.",
		Example: "  acrwatch demo                        try it without an account\n" +
			"  acrwatch                             the targets of config.toml, or the profile's region\n" +
			"  acrwatch --region cn-hangzhou        every running instance of a region\n" +
			"  acrwatch rst-zxjkiv5oil6f            one task, without reading the lists\n" +
			"  acrwatch --region cn-hangzhou --instance cri-sgedpenzw80e --profile prod",
		Args:    taskIDs,
		Version: version(),
		RunE: func(c *cobra.Command, args []string) error {
			selection, err := selected(c, args)
			if err != nil {
				return err
			}
			return s.equip(c, func(e equipment) error {
				d := dashboard{system: s, equipment: e, selection: selection, remembers: true}
				return d.run(c.Context())
			})
		},
	}
	c.SetVersionTemplate("acrwatch {{.Version}}\n")
	addSelectionFlags(c.Flags())
	addTargetFlags(c.Flags())
	addScreenFlags(c.Flags())
	addRecordFlags(c.Flags())
	c.Flags().SortFlags = false
	return c
}

// dashboard is one run of it, on a screen or as lines.
type dashboard struct {
	equipment
	system    *system
	selection selection
	title     string // beside the name on the screen
	settles   bool   // as lines: end when all tasks have ended

	remembers bool // the next run begins as this one ends
	last      atomic.Pointer[poller.Snapshot]
}

// run shows the tasks until the user quits, ctx ends, or something of ours fails.
func (d *dashboard) run(ctx context.Context) error {
	file := terminalFile(d.system.out, d.system.environ)
	if file == nil {
		return d.withoutScreen().run(ctx)
	}
	kept := d.system.boundGarbage(watchGarbage)
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	options := pollerOptions(d.settings, d.selection, d.log)
	recorded, err := startRecording(d.settings, d.specs, &options, nil)
	if err != nil {
		return err
	}
	defer recorded.end(d.system.err)
	p := poller.New(d.specs, options)
	h := newHost(d.system, d.input, d.settings, d.remembers)
	o := d.options(h)
	o.Poller, o.Recorded = p, recorded.Recorder != nil
	s := newScreen(file, ui.New(o), d.settings.Color, d.system.environ, stop)
	s.progress.Store(attention(d.settings.Notify, d.system.env).Terminal.Progress)
	recorded.showOn(func(text string, goes bool) { s.program.Send(ui.RecordingMsg{Text: text, Goes: goes}) })
	h.showsProgress = func() { s.progress.Store(true) }
	taken := &processors{fixed: d.system.env("GOMAXPROCS") != ""}
	s.typed = func() {
		now := time.Now()
		taken.typed(now)
		kept.typed(now)
	}
	var spare released
	polled := startPolling(ctx, p, func(next *poller.Snapshot) error {
		d.last.Store(next)
		taken.fit(next.Tasks.Len(), time.Now())
		spare.after(next)
		return s.show(next)
	}, stop)
	err = d.onScreen(ctx, s, h)
	stop(nil)
	done(polled, pollerWithin)
	if d.remembers {
		d.system.keepLook(d.last.Load(), d.log)
	}
	noteCrash(d.log, err)
	return err
}

// options are those of a dashboard without its source.
func (d *dashboard) options(h *host) ui.Options {
	now := settingsOf(d.settings, d.system.env)
	o := ui.Options{
		Keys: now.Keys, Columns: now.Columns, Theme: now.Theme, ASCII: now.ASCII, NoMouse: now.NoMouse, Attention: now.Attention,
		Title: d.title, Now: time.Now(),
		Filter: d.selection.text, FilterSet: d.selection.given,
		Host: h, ThemeSet: d.input != nil && d.input.Gives("theme"),
		Lang: d.settings.Lang, Locale: tongue.Locale(d.system.env), LangSet: d.input != nil && d.input.Gives("lang"),
	}
	o.Remembered, o.Note = h.recall()
	return o
}

// onScreen shows the dashboard until its end, and keeps how it was left.
func (d *dashboard) onScreen(ctx context.Context, s *screen, h *host) error {
	if d.input != nil {
		onReload(ctx, func() { s.program.Send(ui.ReloadMsg{}) })
	}
	err := s.run(ctx)
	if m, ok := s.last.(*ui.Model); ok {
		if err := h.Remember(m.Remembered()); err != nil {
			d.log.Warn("the view is not remembered", "error", err.Error())
		}
	}
	return err
}

const asLinesNote = "acrwatch: stdout is not a terminal: a line per change instead of the dashboard"

// withoutScreen is the same for those who read lines.
func (d *dashboard) withoutScreen() *stream {
	_, _ = fmt.Fprintln(d.system.err, asLinesNote)
	return &stream{
		system: d.system, equipment: d.equipment, selection: d.selection, settles: d.settles, output: plainOutput, remembers: d.remembers,
	}
}
