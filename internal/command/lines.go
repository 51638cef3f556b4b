package command

import (
	"errors"
	"fmt"
	"io"
	"syscall"
	"time"

	"acrwatch/poller"
)

// errEnded is the good end of a watch that was not ended by the user.
var errEnded = errors.New("ended")

// lines tells what happens in plain text, a line per change: for pipes, files and dumb terminals.
type lines struct {
	out       io.Writer
	troubles  troubles
	row       row
	settles   bool // end when everything has ended
	selection selection

	last     *poller.Snapshot
	quarters map[poller.Key]int // the highest quarter of each running task that was told
	summed   bool               // the first look was told
}

func newLines(out, trouble io.Writer, ascii, settles bool) *lines {
	return &lines{
		out: out, troubles: newTroubles(trouble), row: row{ascii: ascii}, settles: settles,
		quarters: map[poller.Key]int{},
	}
}

// show tells what is new in a snapshot. It gives errEnded when nobody reads any more, or when all there was to wait
// for is over.
func (l *lines) show(next *poller.Snapshot) error {
	err := l.changes(next)
	if err == nil {
		err = l.quarterSteps(next)
	}
	if err == nil {
		err = l.firstLook(next)
	}
	l.troubles.tell(next)
	l.last = next
	switch {
	case errors.Is(err, syscall.EPIPE):
		return errEnded
	case err != nil:
		return fmt.Errorf("write a line: %w", err)
	case l.settles && next.Settled():
		return errEnded
	}
	return nil
}

func (l *lines) changes(next *poller.Snapshot) error {
	for _, c := range poller.Diff(l.last, next) {
		note, tell := l.note(c, next.At)
		if !tell || !l.selection.matches(c.Task, momentOf(next)) {
			continue
		}
		if err := l.line(next.At, c.Task, note); err != nil {
			return err
		}
	}
	return nil
}

// note is the last column, and whether the change is worth a line: work that ended before we looked is only counted.
func (l *lines) note(c poller.Change, at time.Time) (string, bool) {
	t := c.Task
	switch c.Kind {
	case poller.Added:
		return "", t.Active() || l.news(t)
	case poller.StatusChanged:
		return reasonOf(t), true
	case poller.Stalled:
		return "no bytes for " + quiet(t, at), true
	case poller.Resumed:
		return "moves again", true
	case poller.TagsAdded:
		return "tags added", t.Active()
	case poller.Restarted:
		return "a layer starts over", true
	case poller.Gone:
		return "the service does not know it any more", true
	}
	return "", false
}

// news says that a task began and ended between two looks.
func (l *lines) news(t *poller.Task) bool {
	return l.summed && !t.Finished.IsZero()
}

// quarterSteps tells when a running task passes 25, 50 and 75 percent, unless another line has just told how far it
// is.
func (l *lines) quarterSteps(next *poller.Snapshot) error {
	before := l.tasks()
	for i, t := range next.Tasks.Changed(before) {
		if i < before.Len() && before.At(i).Key != t.Key { // the one that had the slot is not kept any more
			delete(l.quarters, before.At(i).Key)
		}
		if !t.Active() {
			delete(l.quarters, t.Key)
			continue
		}
		if quarterOf(t) <= l.quarters[t.Key] || !l.selection.matches(t, momentOf(next)) {
			continue
		}
		if err := l.line(next.At, t, ""); err != nil {
			return err
		}
	}
	return nil
}

// tasks are those of the last snapshot, none before the first.
func (l *lines) tasks() poller.Tasks {
	if l.last == nil {
		return poller.Tasks{}
	}
	return l.last.Tasks
}

func quarterOf(t *poller.Task) int {
	share, _ := t.Flow.Share(t.Phase)
	return int(share * 4)
}

// firstLook sums up once, when every list was read or cannot be.
func (l *lines) firstLook(next *poller.Snapshot) error {
	if l.summed || !looked(next) {
		return nil
	}
	l.summed = true
	_, err := io.WriteString(l.out, l.row.summary(next))
	return err
}

func looked(s *poller.Snapshot) bool {
	for i := range s.Targets {
		for _, list := range s.Targets[i].Lists {
			if !list.Complete && list.Denied == nil {
				return false
			}
		}
	}
	return len(s.Targets) > 0
}

func (l *lines) line(at time.Time, t *poller.Task, note string) error {
	if t.Active() {
		l.quarters[t.Key] = max(l.quarters[t.Key], quarterOf(t))
	}
	_, err := io.WriteString(l.out, l.row.task(at, t, note))
	return err
}
