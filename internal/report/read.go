package report

import (
	"errors"
	"io"
	"slices"
	"time"

	"acrwatch/internal/journal"
	"acrwatch/poller"
)

const (
	// lookEvery is how often what is known is compared with what was known before. Times come from the tasks themselves,
	// so nothing is lost between.
	lookEvery = time.Second

	// silentAfter is how long without an event is a gap: a recorder has one every two seconds.
	silentAfter = 30 * time.Second
)

// Read makes the report of a recording. It goes through it once; its memory follows the tasks, not the time.
func Read(r *journal.Recording) (*Report, error) {
	player, err := r.At(time.Time{})
	if err != nil {
		return nil, err
	}
	defer player.Close()
	from, to := r.Span()
	a := newAnalysis(from, to, time.Duration(r.Header().Offset)*time.Second)
	a.look(player.Fold().Snapshot(from))
	for {
		fold, at := player.Fold(), player.Now()
		e, err := player.Peek()
		if player.Fold() != fold { // another recording begins: the last second of this one was not looked at
			a.look(fold.Snapshot(at))
		}
		if err == nil {
			if e.At.Sub(a.looked) >= lookEvery {
				a.look(player.Fold().Snapshot(player.Now()))
				a.looked = e.At
			}
			e, err = player.Next()
		}
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, err
		}
		a.take(&e)
	}
	a.look(player.Fold().Snapshot(player.Now()))
	report := a.report()
	report.describe(r.Header())
	report.Notes = append(report.Notes, player.Notes()...)
	return report, nil
}

// describe says what kind of recording it was.
func (r *Report) describe(h journal.Header) {
	r.Program, r.Zone, r.Offset, r.Masked = h.Version, h.Zone, h.Offset, h.Masked
	r.IDs, r.Batched = append([]string{}, h.IDs...), append([]string{}, h.Batches...)
}

// analysis is what is gathered on the way through a recording.
type analysis struct {
	from, to time.Time
	bins     bins
	last     *poller.Snapshot
	looked   time.Time
	homes    []string        // of the targets of last: what names them across recordings
	left     []poller.Target // targets of earlier recordings that last does not have
	tracks   map[trackKey]*track
	order    []*track // in the order in which they came
	moving   spans
	routes   map[routeKey]*routeSum
	layers   slowest
	gaps     gaps
	troubles troubles
	calls    int
	errors   int
}

func newAnalysis(from, to time.Time, ahead time.Duration) *analysis {
	return &analysis{
		from: from, to: to, bins: newBins(from, to, ahead), tracks: map[trackKey]*track{}, routes: map[routeKey]*routeSum{},
		gaps: gaps{last: from}, troubles: troubles{open: map[troubleKey]int{}},
	}
}

// take takes an event that the fold has taken.
func (a *analysis) take(e *poller.Event) {
	if e.At.Sub(a.gaps.last) < silentAfter {
		a.bins.see(a.gaps.last, e.At)
	}
	a.gaps.take(e)
	if e.What != poller.Answered {
		return
	}
	a.calls++
	if e.Err != nil {
		a.errors++
	}
	a.troubles.take(e)
}

// look takes what is known now, and follows what has changed.
func (a *analysis) look(s *poller.Snapshot) {
	var before poller.Tasks
	if a.last != nil {
		before = a.last.Tasks
	}
	a.name(s.Targets)
	for _, t := range s.Tasks.Changed(before) {
		a.follow(t)
	}
	a.last = s
}

// name finds what names the targets, whatever their places are. Another recording may have other targets.
func (a *analysis) name(targets []poller.Target) {
	if a.last != nil {
		if slices.EqualFunc(targets, a.last.Targets, sameHome) {
			return
		}
		a.leave(targets)
	}
	a.homes = a.homes[:0]
	for i := range targets {
		a.homes = append(a.homes, homeOf(&targets[i]))
	}
}

// leave keeps the targets of last that are not at their place any more, and has the troubles take their names: the places
// mean other targets now. One that had no instance has only found it.
func (a *analysis) leave(targets []poller.Target) {
	moved := false
	for i, t := range a.last.Targets {
		if t.Instance == "" || i < len(targets) && sameHome(t, targets[i]) {
			continue
		}
		moved = true
		if !slices.ContainsFunc(a.left, func(other poller.Target) bool { return sameHome(t, other) }) {
			a.left = append(a.left, t)
		}
	}
	if moved {
		a.troubles.leave(a.last.Targets, a.gaps.last)
	}
}

// homeOf names a target across recordings.
func homeOf(t *poller.Target) string { return t.Profile + "\x00" + t.Region + "\x00" + t.Instance }

func sameHome(a, b poller.Target) bool {
	return a.Instance == b.Instance && a.Region == b.Region && a.Profile == b.Profile
}
