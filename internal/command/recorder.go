package command

import (
	"fmt"
	"io"
	"log/slog"
	"sync"

	"github.com/spf13/pflag"

	"acrwatch/internal/config"
	"acrwatch/internal/journal"
	"acrwatch/poller"
)

// addRecordFlags adds what every command takes that can be recorded.
func addRecordFlags(flags *pflag.FlagSet) {
	addText(flags, "record", "record the answers in this new `file` or folder; .zst compresses")
	addText(flags, "record-max", "begin the next file of a recording at this `size` (default 200MiB)")
	flags.VarPF(&text{kind: "bool"}, "record-mask", "", "replace ids, names, regions and digests in the recording").NoOptDefVal = "true"
}

// recording is the recording of a run. Without one all its methods do nothing.
type recording struct {
	*journal.Recorder
	log   *slog.Logger
	named bool // by us: the user gave a folder

	mu      sync.Mutex
	aside   io.Writer // nil while a screen is shown: it would be torn
	waiting []string
	screen  func(text string, goes bool) // tells it on the screen, where there is one
}

// startRecording begins the recording that the settings ask for, and has the poller feed it. What stands in its way later is
// told on aside, or at the end when that is nil.
func startRecording(settings config.Config, specs []poller.Spec, o *poller.Options, aside io.Writer) (*recording, error) {
	r := &recording{log: o.Log, aside: aside}
	if settings.Record.Path == "" {
		return r, nil
	}
	recorder, err := journal.Create(journal.Options{
		Path: settings.Record.Path, Max: settings.Record.Max, Mask: settings.Record.Mask, Version: version(),
		Budget: o.Budget, Floor: o.Floor, Keep: o.Keep, Specs: specs, Only: o.Only, Trouble: r.tell,
	})
	if err != nil {
		return nil, &usageError{err: fmt.Errorf("record: %w", err)}
	}
	r.Recorder, o.Record = recorder, recorder.Record
	r.named = recorder.Path() != settings.Record.Path
	return r, nil
}

// tell says what stands in the way of the recording.
func (r *recording) tell(text string, goes bool) {
	r.log.Warn("recording", "trouble", text)
	r.mu.Lock()
	screen := r.screen
	switch {
	case r.aside != nil:
		_, _ = fmt.Fprintf(r.aside, "acrwatch: %s\n", text)
	default:
		r.waiting = append(r.waiting, text)
	}
	r.mu.Unlock()
	if screen != nil {
		screen(text, goes)
	}
}

// showOn has a screen tell what stands in the way from now on. It is told once more when the screen is gone.
func (r *recording) showOn(screen func(text string, goes bool)) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.screen = screen
}

// end writes what is left. What was held back is told on aside.
func (r *recording) end(aside io.Writer) {
	if r.Recorder == nil {
		return
	}
	err := r.Close()
	r.mu.Lock()
	r.aside = aside
	waiting := r.waiting
	r.mu.Unlock()
	for _, text := range waiting {
		_, _ = fmt.Fprintf(aside, "acrwatch: %s\n", text)
	}
	switch {
	case err != nil:
		_, _ = fmt.Fprintf(aside, "acrwatch: recording: %v\n", err)
	case r.named:
		_, _ = fmt.Fprintf(aside, "acrwatch: the recording is %s\n", r.Path())
	}
}
