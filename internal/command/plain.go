package command

import (
	"fmt"
	"io"
	"strings"

	"acrwatch/poller"
)

// plain writes events as lines for people: those of tasks to the results, and what else there is to say beside them.
type plain struct {
	out, aside io.Writer
	row        row
}

func (p *plain) tell(e *event) error {
	switch {
	case e.trouble != nil:
		_, _ = fmt.Fprintln(p.aside, p.row.plain(e.trouble.String())) // nobody is told of a failure to tell
		return nil
	case e.kind == eventHeartbeat:
		_, _ = fmt.Fprintln(p.aside, p.row.plain("acrwatch: nothing new: "+strings.Join(figures(e.now, e.roll), "  ")))
		return nil
	}
	line := ""
	switch e.kind {
	case eventLooked, eventEnded:
		line = p.row.summary(string(e.kind), e.now, e.roll)
	default:
		line = p.row.task(e.at(), e.task, noteOf(e))
	}
	_, err := io.WriteString(p.out, line)
	return err
}

// noteOf is the last column of a line.
func noteOf(e *event) string {
	switch e.kind {
	case eventStatus:
		return e.task.Reason()
	case eventStalled:
		return "no bytes for " + quiet(e.task, e.at())
	case eventResumed:
		return "moves again"
	case eventTags:
		return "tags added"
	case eventRestarted:
		return "a layer starts over"
	case eventGone:
		return "the service does not know it any more"
	}
	return ""
}

func dropped(s *poller.Snapshot) int {
	n := 0
	for i := range s.Targets {
		for _, list := range s.Targets[i].Lists {
			n += list.Dropped
		}
	}
	return n
}
