// Package junit writes tasks as a JUnit report, the form in which build servers take results: one case for each task.
package junit

import (
	"cmp"
	"encoding/xml"
	"fmt"
	"io"
	"time"

	"acrwatch/api"
	"acrwatch/internal/cause"
	"acrwatch/internal/units"
	"acrwatch/poller"
)

// Report is what is written.
type Report struct {
	Name    string // of the suite
	Began   time.Time
	At      time.Time // when it was last known how the tasks stand
	Verdict string    // how it ended and why, in one line
	Tasks   []*poller.Task
}

// The elements and attributes are those that Jenkins and GitLab read.
type suites struct {
	XMLName xml.Name `xml:"testsuites"`
	Suite   suite    `xml:"testsuite"`
}

type suite struct {
	Name      string     `xml:"name,attr"`
	Tests     int        `xml:"tests,attr"`
	Failures  int        `xml:"failures,attr"`
	Errors    int        `xml:"errors,attr"`
	Skipped   int        `xml:"skipped,attr"`
	Time      string     `xml:"time,attr"` // seconds
	Timestamp string     `xml:"timestamp,attr"`
	Cases     []testCase `xml:"testcase"`
	Out       string     `xml:"system-out"`
}

type testCase struct {
	Class      string     `xml:"classname,attr"`
	Name       string     `xml:"name,attr"`
	Time       string     `xml:"time,attr,omitempty"` // seconds; left out when the service does not say
	Properties []property `xml:"properties>property"`
	Failure    *problem   `xml:"failure"`
	Error      *problem   `xml:"error"`
	Skipped    *problem   `xml:"skipped"`
}

type property struct {
	Name  string `xml:"name,attr"`
	Value string `xml:"value,attr"`
}

type problem struct {
	Type    string `xml:"type,attr,omitempty"`
	Message string `xml:"message,attr"`
}

// Write writes the report. A task that failed is a failure, one that was canceled is skipped, and one whose end is not
// known is an error. The errors are those of w.
func Write(w io.Writer, r Report) error {
	s := suite{
		Name: r.Name, Tests: len(r.Tasks), Time: seconds(r.At.Sub(r.Began)), Timestamp: r.Began.UTC().Format("2006-01-02T15:04:05"),
		Out: r.Verdict,
	}
	for _, t := range r.Tasks {
		s.add(caseOf(t, r.At))
	}
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return err
	}
	e := xml.NewEncoder(w)
	e.Indent("", "  ")
	if err := e.Encode(suites{Suite: s}); err != nil {
		return err
	}
	_, err := io.WriteString(w, "\n")
	return err
}

func (s *suite) add(c testCase) {
	switch {
	case c.Failure != nil:
		s.Failures++
	case c.Error != nil:
		s.Errors++
	case c.Skipped != nil:
		s.Skipped++
	}
	s.Cases = append(s.Cases, c)
}

// noReason is the message of a failure of which the service says no more.
const noReason = "the service gives no reason"

func caseOf(t *poller.Task, at time.Time) testCase {
	c := testCase{Class: "subscription", Name: t.Image(), Properties: []property{{"id", t.ID}}}
	if t.Sync != nil {
		from, to := t.Route()
		c.Class, c.Name = "sync", t.Image()+": "+from+" → "+to
		if t.Sync.BatchID != "" {
			c.Properties = append(c.Properties, property{"batch", t.Sync.BatchID})
		}
	}
	if took, known := lasted(t, at); known {
		c.Time = seconds(took)
	}
	switch {
	case t.Phase == api.PhaseDone:
	case t.Phase == api.PhaseFailed:
		c.Failure = &problem{Type: t.Reason(), Message: cmp.Or(t.Reason(), noReason) + request(t)}
	case t.Phase == api.PhaseCanceled:
		c.Skipped = &problem{Message: "canceled"}
	case t.Gone:
		c.Error = &problem{Type: "gone", Message: "the service does not know it any more"}
	default:
		c.Error = &problem{Type: t.StatusWord(), Message: "not over: " + t.StatusWord() + progress(t)}
	}
	return c
}

// lasted is how long a task took, or has taken so far.
func lasted(t *poller.Task, at time.Time) (time.Duration, bool) {
	end := at
	if !t.Active() {
		end = t.LastChanged()
	}
	if t.Began().IsZero() || end.IsZero() {
		return 0, false
	}
	return max(end.Sub(t.Began()), 0), true
}

// request is the id that the vendor's support asks for, behind a message.
func request(t *poller.Task) string {
	if id := cause.Request(t); id != "" {
		return " (request " + id + ")"
	}
	return ""
}

func progress(t *poller.Task) string {
	if share, known := t.Flow.Share(t.Phase); known {
		return " at " + units.Percent(share)
	}
	return ""
}

func seconds(d time.Duration) string { return fmt.Sprintf("%.3f", d.Seconds()) }
