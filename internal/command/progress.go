package command

import (
	"fmt"
	"io"
	"math"
	"os"
	"strings"
	"sync"
	"time"

	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/term"

	"acrwatch/internal/gate"
	"acrwatch/internal/units"
	"acrwatch/poller"
)

// sparseEvery is between two lines of progress where lines are kept: a log is read, and nobody wants thousands of them,
// but builds that are silent are killed.
const sparseEvery = 30 * time.Second

// progress tells on standard error how far a wait is: as one line that is drawn again and again on a terminal, and
// elsewhere as a line now and then. It also writes what else there is to say, so that the two do not mix. It is safe for
// concurrent use: a recording tells of its troubles from a goroutine of its own.
type progress struct {
	out      io.Writer
	terminal *os.File // nil: lines are kept
	row      row

	mu    sync.Mutex // over all that follows
	told  time.Time  // when a line was last kept
	known bool       // how far all tasks are was told once
	drawn bool       // the line of a terminal is there
}

func newProgress(out io.Writer, environ []string, ascii bool) *progress {
	return &progress{out: out, terminal: terminalFile(out, environ), row: row{ascii: ascii}}
}

// show tells how far the tasks are, if it is time: once when all of them are known, and whenever it was silent for long.
func (p *progress) show(s *poller.Snapshot, r *gate.Roll) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.terminal != nil {
		p.draw(s, r)
		return
	}
	if p.told.IsZero() {
		p.told = s.At
	}
	first := !p.known && looked(s)
	p.known = p.known || first
	if first || s.At.Sub(p.told) >= sparseEvery {
		p.told = s.At
		p.keep(clock(s.At) + "  " + strings.Join(figures(s, r), "  ") + "\n")
	}
}

// ended tells of one task that is over; at is now.
func (p *progress) ended(t *poller.Task, at time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.told = at
	p.keep(p.row.task(at, t, t.Reason()))
}

// say writes a line that stays.
func (p *progress) say(line string) {
	_, _ = p.Write([]byte(line + "\n"))
}

// Write writes lines that stay, each to its end.
func (p *progress) Write(lines []byte) (int, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.keep(string(lines))
	return len(lines), nil
}

// clear takes the drawn line away.
func (p *progress) clear() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.wipe()
}

// keep writes lines in place of the drawn one. Nobody is told of a failure to tell.
func (p *progress) keep(lines string) {
	p.wipe()
	_, _ = io.WriteString(p.out, p.row.plain(lines))
}

func (p *progress) wipe() {
	if p.drawn {
		p.drawn = false
		_, _ = io.WriteString(p.out, "\r\x1b[K")
	}
}

const (
	barWidth     = 20
	narrow       = 100 // columns below which the bar would take the room of figures
	usualColumns = 80
)

func (p *progress) draw(s *poller.Snapshot, r *gate.Roll) {
	columns, _, err := term.GetSize(p.terminal.Fd())
	if err != nil || columns <= 0 {
		columns = usualColumns
	}
	words := figures(s, r)
	if columns >= narrow {
		share, known := r.Share(r.Figures(s))
		words = append([]string{bar(share, known, p.row.ascii)}, words...)
	}
	for i := range words {
		words[i] = p.row.plain(words[i])
	}
	p.drawn = true
	_, _ = io.WriteString(p.out, "\r"+fitting(words, columns-1)+"\x1b[K") // a full line would wrap
}

// fitting is as many of the words as have room in so many columns: half a figure would be another one.
func fitting(words []string, columns int) string {
	line := ""
	for i, word := range words {
		next := line + word
		if i > 0 {
			next = line + "  " + word
		}
		if ansi.StringWidth(next) > columns {
			break
		}
		line = next
	}
	return line
}

// bar is a share as a bar; what is not known is not drawn as nothing.
func bar(share float64, known, ascii bool) string {
	full, empty, unknown := "━", "─", "┄"
	if ascii {
		full, empty, unknown = "=", "-", "."
	}
	if !known {
		return strings.Repeat(unknown, barWidth)
	}
	n := int(math.Floor(share * barWidth))
	return strings.Repeat(full, n) + strings.Repeat(empty, barWidth-n)
}

// figures are percent, bytes, tags, rate, time left and counts, without those that say nothing.
func figures(s *poller.Snapshot, r *gate.Roll) []string {
	if r.Len() == 0 {
		return append([]string{"no task yet"}, troubled(s)...)
	}
	f := r.Figures(s)
	percent := units.Unknown
	if share, known := r.Share(f); known {
		percent = units.Percent(share)
	}
	words := []string{right(percent, 4)}
	if f.Size > 0 || f.Unsized > 0 {
		bytes := units.Words{}.Progress(f.Moved, f.Size, f.Unsized > 0)
		if f.Unsized > 0 {
			bytes += fmt.Sprintf(", %d unknown", f.Unsized)
		}
		words = append(words, bytes)
	}
	if f.AllTags > 0 {
		words = append(words, fmt.Sprintf("%d of %d tags", f.Tags, f.AllTags))
	}
	return append(append(words, pace(s, r, f)...), r.Summary())
}

// pace is how fast it goes and how long it takes, or why nobody knows at present.
func pace(s *poller.Snapshot, r *gate.Roll, f gate.Figures) []string {
	if r.Active() == 0 {
		return nil
	}
	if why := troubled(s); why != nil {
		return why
	}
	var words []string
	if f.RateKnown {
		words = append(words, units.Rate(f.Rate))
	}
	if f.Left.Known() {
		words = append(words, units.Words{}.LongLeft(f.Left.Low, f.Left.High)+" left")
	}
	return words
}

// troubled says for how long calls have been failing.
func troubled(s *poller.Snapshot) []string {
	var longest time.Duration
	for i := range s.Targets {
		longest = max(longest, s.Targets[i].Failing(s.At))
	}
	if longest <= poller.FailingAfter {
		return nil
	}
	return []string{"API failing " + units.Words{}.Duration(longest)}
}
