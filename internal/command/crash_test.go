//go:build !windows

package command

import (
	"context"
	"os"
	"os/signal"
	"syscall"

	tea "charm.land/bubbletea/v2"

	"acrwatch/api"
	"acrwatch/internal/config"
	"acrwatch/poller"
)

func init() { crashing = crashOnSignal }

// onCommand is closed when the test says so: once the screen is up.
func onCommand() <-chan struct{} {
	signals, now := make(chan os.Signal, 1), make(chan struct{})
	signal.Notify(signals, syscall.SIGUSR1)
	go func() {
		<-signals
		close(now)
	}()
	return now
}

// brokenAPI panics at whatever is asked of it, but for the first question, which waits.
type brokenAPI struct {
	poller.API
	now <-chan struct{}
}

func (b brokenAPI) ListInstance(context.Context, api.ListInstanceRequest) (api.Page[api.Instance], error) {
	<-b.now
	panic("broken call")
}

// fragile is a dashboard that breaks in one of its parts.
type fragile struct{ in string }

type breakMsg struct{}

func (f fragile) Init() tea.Cmd { return nil }

func (f fragile) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	_, now := msg.(breakMsg)
	switch {
	case now && f.in == "update":
		panic("broken update")
	case now && f.in == "command":
		return f, func() tea.Msg { panic("broken command") }
	case now && f.in == "batch":
		return f, tea.Batch(func() tea.Msg { panic("broken batch") }, func() tea.Msg { return nil })
	case now:
		f.in += " now"
	}
	return f, nil
}

func (f fragile) View() tea.View {
	if f.in == "view now" {
		panic("broken view")
	}
	v := tea.NewView("acrwatch")
	v.AltScreen = true
	return v
}

// crashOnSignal is the program with one broken part, in a process of its own.
func crashOnSignal(which string) int {
	now, out, errors := onCommand(), os.Stdout, os.Stderr
	return execute(context.Background(), out, errors, func(ctx context.Context) error {
		s := &system{environ: os.Environ(), in: os.Stdin, out: out, err: errors}
		log, _, err := openLog("")
		if err != nil {
			return err
		}
		if which == "poller" {
			specs := []poller.Spec{{Region: "cn-hangzhou", API: brokenAPI{now: now}}}
			d := dashboard{system: s, equipment: equipment{settings: config.Default(), specs: specs, log: log}}
			return d.run(ctx)
		}
		ctx, stop := context.WithCancelCause(ctx)
		defer stop(nil)
		screen := newScreen(out, fragile{in: which}, config.Auto, s.environ, stop)
		go func() {
			<-now
			stop(guard(func() error {
				if which == "show" {
					panic("broken show")
				}
				screen.program.Send(breakMsg{})
				<-ctx.Done()
				return nil
			}))
		}()
		return screen.run(ctx)
	})
}
