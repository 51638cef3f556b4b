package command

import (
	"fmt"
	"strings"
	"time"

	"github.com/charmbracelet/x/ansi"

	"acrwatch/internal/gate"
	"acrwatch/internal/units"
	"acrwatch/poller"
)

// row writes one line of plain text in fixed columns: time, status, image, route, percent or tags, rate, note.
type row struct{ ascii bool }

const (
	statusWidth = 9
	imageWidth  = 32
	routeWidth  = 44
	shareWidth  = 5
	rateWidth   = 12
	noteWidth   = 120
)

func (r row) task(at time.Time, t *poller.Task, note string) string {
	from, to := t.Route()
	line := strings.Join([]string{
		clock(at),
		cell(t.StatusWord(), statusWidth),
		cell(t.Image(), imageWidth),
		cell(from+" → "+to, routeWidth),
		right(share(t), shareWidth),
		right(rate(t), rateWidth),
		ansi.Truncate(note, noteWidth, "…"),
	}, "  ")
	return r.plain(strings.TrimRight(line, " ") + "\n")
}

// summary is a line about all tasks that are watched.
func (r row) summary(word string, s *poller.Snapshot, roll *gate.Roll) string {
	text := clock(s.At) + "  " + cell(word, statusWidth) + "  " + roll.Summary()
	if n := dropped(s); n > 0 {
		text += fmt.Sprintf("; %d older not kept", n)
	}
	return r.plain(text + "\n")
}

var asciiLetters = strings.NewReplacer("→", "->", "–", "-", "…", "~", "≥", ">=")

func (r row) plain(line string) string {
	if r.ascii {
		return asciiLetters.Replace(line)
	}
	return line
}

func clock(at time.Time) string { return at.Local().Format("15:04:05") }

func cell(text string, width int) string {
	text = ansi.Truncate(text, width, "…")
	return text + strings.Repeat(" ", max(width-ansi.StringWidth(text), 0))
}

func right(text string, width int) string {
	return strings.Repeat(" ", max(width-ansi.StringWidth(text), 0)) + text
}

// share is the percent of a sync task and the tags of a subscription task, which tells no bytes.
func share(t *poller.Task) string {
	if s := t.Subscription; s != nil {
		if !s.TagSubscribed.Known || !s.TagTotal.Known {
			return units.Unknown
		}
		return fmt.Sprintf("%d/%d", s.TagSubscribed.Value, s.TagTotal.Value)
	}
	if part, known := t.Flow.Share(t.Phase); known {
		return units.Percent(part)
	}
	return units.Unknown
}

func rate(t *poller.Task) string {
	if t.Flow.RateKnown && t.Active() {
		return units.Rate(t.Flow.Rate)
	}
	return units.Unknown
}

func quiet(t *poller.Task, now time.Time) string {
	if t.Flow.LastMoved.IsZero() || now.IsZero() {
		return units.Unknown
	}
	return units.Words{}.LongDuration(now.Sub(t.Flow.LastMoved.Time()))
}
