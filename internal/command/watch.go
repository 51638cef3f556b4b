package command

import (
	"context"
	"fmt"
	"sync/atomic"
	"time"

	"acrwatch/internal/tongue"
	"acrwatch/poller"
	"acrwatch/ui"
)

// watch is one run of the dashboard, on a screen or as lines.
type watch struct {
	equipment
	system    *system
	selection selection
	title     string // beside the name on the screen
	settles   bool   // as lines: end when all tasks have ended

	remembers bool // the next run begins as this one ends
	last      atomic.Pointer[poller.Snapshot]
}

// run shows the tasks until the user quits, ctx ends, or something of ours fails.
func (w *watch) run(ctx context.Context) error {
	file := terminalFile(w.system.out, w.system.environ)
	if file == nil {
		return w.withoutScreen().run(ctx)
	}
	kept := w.system.boundGarbage(watchGarbage)
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	options := pollerOptions(w.settings, w.selection, w.log)
	recorded, err := startRecording(w.settings, w.specs, &options, nil)
	if err != nil {
		return err
	}
	defer recorded.end(w.system.err)
	p := poller.New(w.specs, options)
	h := newHost(w.system, w.input, w.settings, w.remembers)
	o := w.options(h)
	o.Poller, o.Recorded = p, recorded.Recorder != nil
	s := newScreen(file, ui.New(o), w.settings.Color, w.system.environ, stop)
	s.progress.Store(attention(w.settings.Notify, w.system.env).Terminal.Progress)
	recorded.showOn(func(text string, goes bool) { s.program.Send(ui.RecordingMsg{Text: text, Goes: goes}) })
	h.showsProgress = func() { s.progress.Store(true) }
	taken := &processors{fixed: w.system.env("GOMAXPROCS") != ""}
	s.typed = func() {
		now := time.Now()
		taken.typed(now)
		kept.typed(now)
	}
	var spare released
	polled := startPolling(ctx, p, func(next *poller.Snapshot) error {
		w.last.Store(next)
		taken.fit(next.Tasks.Len(), time.Now())
		spare.after(next)
		return s.show(next)
	}, stop)
	err = w.onScreen(ctx, s, h)
	stop(nil)
	done(polled, pollerWithin)
	if w.remembers {
		w.system.keepLook(w.last.Load(), w.log)
	}
	noteCrash(w.log, err)
	return err
}

// options are those of a dashboard without its source.
func (w *watch) options(h *host) ui.Options {
	now := settingsOf(w.settings, w.system.env)
	o := ui.Options{
		Keys: now.Keys, Columns: now.Columns, Theme: now.Theme, ASCII: now.ASCII, NoMouse: now.NoMouse, Attention: now.Attention,
		Title: w.title, Now: time.Now(),
		Filter: w.selection.text, FilterSet: w.selection.given,
		Host: h, ThemeSet: w.input != nil && w.input.Gives("theme"),
		Lang: w.settings.Lang, Locale: tongue.Locale(w.system.env), LangSet: w.input != nil && w.input.Gives("lang"),
	}
	o.Remembered, o.Note = h.recall()
	return o
}

// onScreen shows the dashboard until its end, and keeps how it was left.
func (w *watch) onScreen(ctx context.Context, s *screen, h *host) error {
	if w.input != nil {
		onReload(ctx, func() { s.program.Send(ui.ReloadMsg{}) })
	}
	err := s.run(ctx)
	if m, ok := s.last.(*ui.Model); ok {
		if err := h.Remember(m.Remembered()); err != nil {
			w.log.Warn("the view is not remembered", "error", err.Error())
		}
	}
	return err
}

const asLinesNote = "acrwatch: stdout is not a terminal: a line per change instead of the dashboard"

// withoutScreen is the watch for those who read lines.
func (w *watch) withoutScreen() *stream {
	_, _ = fmt.Fprintln(w.system.err, asLinesNote)
	return &stream{
		system: w.system, equipment: w.equipment, selection: w.selection, settles: w.settles, output: plainOutput, remembers: w.remembers,
	}
}
