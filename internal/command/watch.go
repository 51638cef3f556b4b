package command

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync/atomic"
	"time"

	"acrwatch/internal/config"
	"acrwatch/poller"
	"acrwatch/ui"
)

// pollerWithin is how long the poller gets to end after the screen is gone.
const pollerWithin = 500 * time.Millisecond

// watch is one run of the dashboard, on a screen or as lines.
type watch struct {
	system    *system
	settings  config.Config
	input     *config.Input // where they come from; nil: they are not read again
	specs     []poller.Spec
	log       *slog.Logger
	selection selection
	title     string // beside the name on the screen
	settles   bool   // as lines: end when all tasks have ended

	remembers bool // the next run begins as this one ends
	last      atomic.Pointer[poller.Snapshot]
}

// run shows the tasks until the user quits, ctx ends, or something of ours fails.
func (w *watch) run(ctx context.Context) error {
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	p := poller.New(w.specs, poller.Options{Budget: w.settings.Budget, Floor: w.settings.Floor, Keep: w.settings.Keep, Only: w.selection.only, Log: w.log})
	show, wait := w.lines()
	h := newHost(w.system, w.input, w.settings, w.remembers)
	if file := terminalFile(w.system.out, w.system.environ); file != nil {
		s := newScreen(file, w.dashboard(p, h), w.settings.Color, w.system.environ, stop)
		s.progress.Store(attention(w.settings.Notify, w.system.env).Terminal.Progress)
		h.showsProgress = func() { s.progress.Store(true) }
		show, wait = s.show, func(ctx context.Context) error { return w.onScreen(ctx, s, h) }
	}
	polled := make(chan struct{})
	go func() {
		defer close(polled)
		stop(guard(func() error { return w.poll(ctx, p, show, stop) }))
	}()
	err := wait(ctx)
	stop(nil)
	done(polled, pollerWithin)
	if w.remembers {
		w.system.keepLook(w.last.Load(), w.log)
	}
	w.note(err)
	return err
}

// poll asks until ctx ends. The poller calls show from a goroutine of its own, so show is guarded here.
func (w *watch) poll(ctx context.Context, p *poller.Poller, show func(*poller.Snapshot) error, stop context.CancelCauseFunc) error {
	err := p.Run(ctx, func(s *poller.Snapshot) {
		if ctx.Err() != nil {
			return
		}
		w.last.Store(s)
		if err := guard(func() error { return show(s) }); err != nil {
			stop(err)
		}
	})
	if err == nil && ctx.Err() == nil {
		return errors.New("the poller ended by itself")
	}
	return err
}

func (w *watch) dashboard(p *poller.Poller, h *host) ui.Model {
	now := settingsOf(w.settings, w.system.env)
	o := ui.Options{
		Poller: p, Keys: now.Keys, Columns: now.Columns, Theme: now.Theme, ASCII: now.ASCII, NoMouse: now.NoMouse, Attention: now.Attention,
		Title: w.title, Now: time.Now(),
		Filter: w.selection.text, FilterSet: w.selection.given,
		Host: h, ThemeSet: w.input != nil && w.input.Gives("theme"),
	}
	o.Remembered, o.Note = h.recall()
	return ui.New(o)
}

// onScreen shows the dashboard until its end, and keeps how it was left.
func (w *watch) onScreen(ctx context.Context, s *screen, h *host) error {
	if w.input != nil {
		onReload(ctx, func() { s.program.Send(ui.ReloadMsg{}) })
	}
	err := s.run(ctx)
	if m, ok := s.last.(ui.Model); ok {
		if err := h.Remember(m.Remembered()); err != nil {
			w.log.Warn("the view is not remembered", "error", err.Error())
		}
	}
	return err
}

// lines is the watch without a screen.
func (w *watch) lines() (show func(*poller.Snapshot) error, wait func(context.Context) error) {
	l := newLines(w.system.out, w.system.err, w.settings.ASCII, w.settles)
	l.selection = w.selection
	wait = func(ctx context.Context) error {
		_, _ = fmt.Fprintln(w.system.err, "acrwatch: stdout is not a terminal: a line per change instead of the dashboard")
		onReload(ctx, func() {
			_, _ = fmt.Fprintln(w.system.err, "acrwatch: without the dashboard the settings are read at the start alone")
		})
		<-ctx.Done()
		return context.Cause(ctx)
	}
	return l.show, wait
}

// note keeps the stack of a crash for whoever has a log.
func (w *watch) note(err error) {
	var c *crash
	if errors.As(err, &c) {
		w.log.Error("crashed", "error", c.Error(), "stack", string(c.stack))
	}
}
