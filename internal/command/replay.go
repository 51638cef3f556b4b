package command

import (
	"context"
	"errors"
	"fmt"
	"math"
	"time"

	"github.com/spf13/cobra"

	"acrwatch/internal/instant"
	"acrwatch/internal/journal"
	"acrwatch/internal/past"
	"acrwatch/internal/replay"
	"acrwatch/ui"
)

const (
	speedFlag  = "speed"
	atFlag     = "at"
	usualSpeed = 60.0
)

// replayCommand is the dashboard on a recording.
func replayCommand(s *system) *cobra.Command {
	c := &cobra.Command{
		Use:   "replay FILE ...",
		Short: "the dashboard on a recording",
		Long: "replay shows a recording that --record made in the same dashboard, without network and credentials. The later\n" +
			"parts of a recording are found beside the first one; several recordings follow each other by their time.",
		Example: "  acrwatch replay sync.ndjson\n" +
			"  acrwatch replay sync.ndjson --at 02:14           what it looked like then; p plays on\n" +
			"  acrwatch replay sync.ndjson | grep failed        a line per change, to the end",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return &usageError{errors.New("replay needs a recording"), "hint: acrwatch replay sync.ndjson shows what acrwatch --record sync.ndjson wrote"}
			}
			return nil
		},
		RunE: func(c *cobra.Command, args []string) error { return s.replay(c, args) },
	}
	c.Flags().Float64(speedFlag, usualSpeed, "`times` as fast as it was")
	c.Flags().String(atFlag, "", "begin at this `time`, without playing: 02:14, '2026-11-21 02:14', +10m, end")
	addFilterFlag(c.Flags())
	addLookFlags(c.Flags())
	addFileFlags(c.Flags())
	c.Flags().SortFlags = false
	return c
}

func (s *system) replay(c *cobra.Command, paths []string) error {
	settings, input, err := s.settings(c, true)
	if err != nil {
		return err
	}
	chosen, err := selected(c, nil)
	if err != nil {
		return err
	}
	speed, _ := c.Flags().GetFloat64(speedFlag)
	if math.IsNaN(speed) || math.IsInf(speed, 0) || speed <= 0 {
		return &usageError{err: fmt.Errorf("--%s: %v: give a number above 0, such as 60", speedFlag, speed)}
	}
	s.boundGarbage(replayGarbage)
	recording, notes, err := journal.Open(paths...)
	for _, note := range notes {
		_, _ = fmt.Fprintf(s.err, "acrwatch: %s\n", note)
	}
	if err != nil {
		return &usageError{err: err}
	}
	defer recording.Close() //nolint:errcheck // it was only read
	at, err := beginning(c, recording)
	if err != nil {
		return err
	}
	log, file, err := openLog(settings.LogFile)
	if err != nil {
		return err
	}
	defer file.Close() //nolint:errcheck // a log
	d := dashboard{system: s, equipment: equipment{settings: settings, input: &input, log: log}, selection: chosen}
	p := replay.New(recording, replay.Options{At: at, Speed: speed, Playing: !c.Flags().Changed(atFlag)})
	return d.replay(c.Context(), p, notes)
}

// beginning is the time that --at names; zero without it.
func beginning(c *cobra.Command, r *journal.Recording) (time.Time, error) {
	text, _ := c.Flags().GetString(atFlag)
	if text == "" {
		return time.Time{}, nil
	}
	from, to := r.Span()
	at, err := instant.Parse(text, instant.Span{From: from, To: to, Now: from, Location: time.Local})
	switch {
	case errors.Is(err, instant.ErrOutside):
		return at, &usageError{err: fmt.Errorf("--%s %q: the recording goes from %s to %s; give a time between", atFlag, text,
			from.Local().Format(time.DateTime), to.Local().Format(time.DateTime))}
	case err != nil:
		return at, &usageError{err: fmt.Errorf("--%s %q: %w", atFlag, text, err)}
	}
	return at, nil
}

// replay shows a recording until the user quits, on a screen, or to its end, as lines.
func (d *dashboard) replay(ctx context.Context, p *replay.Player, notes []string) error {
	file := terminalFile(d.system.out, d.system.environ)
	if file == nil {
		told := d.withoutScreen()
		l := newTeller(told.sink(), told.selection, false)
		if err := p.Each(ctx, l.show); err != nil {
			return err
		}
		return l.end()
	}
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	h := newHost(d.system, d.input, d.settings, false)
	o := d.options(h)
	o.Player = p
	if len(notes) > 0 {
		o.Note = errors.New(notes[len(notes)-1])
	}
	s := newScreen(file, ui.New(o), d.settings.Color, d.system.environ, stop)
	played := make(chan struct{})
	go func() {
		defer close(played)
		err := guard(func() error { return p.Run(ctx, func(m past.Moment) { s.program.Send(m) }) })
		if err != nil {
			stop(err)
		}
	}()
	err := d.onScreen(ctx, s, h)
	stop(nil)
	done(played, pollerWithin)
	noteCrash(d.log, err)
	return err
}
