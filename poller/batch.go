package poller

import (
	"time"

	"acrwatch/api"
)

// batchReading is where reading the tasks of one batch from one target stands.
type batchReading struct {
	target int
	batch  string
	wanted bool // somebody asked for the batch; otherwise it is read for the times of a task that somebody asked for
	page   int  // to read next, from 1
	due    time.Time
	held   bool // the last reading found a task
	finds  bool // the present one has
}

// batchReading finds the reading of a batch; nil when it was never begun.
func (s *state) batchReading(target int, batch string) *batchReading {
	for _, r := range s.readings {
		if r.target == target && r.batch == batch {
			return r
		}
	}
	return nil
}

func (s *state) beginBatch(target int, batch string, wanted bool) *batchReading {
	r := &batchReading{target: target, batch: batch, wanted: wanted, page: 1}
	s.readings = append(s.readings, r)
	return r
}

// holdsBatch says that a target was found to know tasks of a batch.
func (s *state) holdsBatch(target int, batch string) bool {
	r := s.batchReading(target, batch)
	return r != nil && (r.held || r.finds)
}

// learnBatch folds in a page of the tasks of a batch. Where the batch itself was not asked for, the page only adds to what
// is known of tasks that were. A service that does not know the filter gives other tasks, which are passed over.
func (s *state) learnBatch(e *Event, page api.Page[api.SyncTask]) {
	r := s.batchReading(e.Call.Target, e.Call.ID)
	if r == nil {
		r = s.beginBatch(e.Call.Target, e.Call.ID, s.quest(e.Call) != nil)
	}
	some := false
	for _, row := range page.Items {
		if row.ID == "" || row.BatchID != r.batch {
			continue
		}
		some = true
		key := Key{e.Call.Target, Sync, row.ID}
		if i := s.slot(key); i != none || r.wanted {
			if row.Reply.RequestID == "" {
				row.Reply = page.Reply
			}
			s.learnSync(i, key, &row, listed(e))
		}
	}
	r.finds = r.finds || some
	facts := pageFacts{rows: len(page.Items), size: page.Size, total: page.Total}
	r.readOn(e.Call.Page, !some || facts.last(e.Call.Page), e.At)
}

// readOn goes on with a reading, or ends it.
func (r *batchReading) readOn(page int, last bool, at time.Time) {
	if !last {
		r.page = page + 1
		return
	}
	r.held, r.finds, r.page = r.finds, false, 1
	r.rest(at)
}

// rest is how long a batch is not read again. What was asked for changes; the times of a task do so seldom.
func (r *batchReading) rest(at time.Time) {
	r.due = at.Add(sweepEvery)
	if r.wanted {
		r.due = at.Add(activeEvery)
	}
}

// date has the batch of a task read when its times are missing: only lists give them.
func (s *state) date(key Key) {
	i, known := s.index.find(key)
	if !known || !s.narrowed() {
		return
	}
	t := s.tasks[i].Sync
	if t != nil && t.BatchID != "" && t.Created.IsZero() && s.batchReading(key.Target, t.BatchID) == nil {
		s.beginBatch(key.Target, t.BatchID, false)
	}
}

// refuseBatch notes that a batch may not be read, or that the service does not take the question.
func (s *state) refuseBatch(t *target, e *Event) {
	if r := s.batchReading(e.Call.Target, e.Call.ID); r != nil {
		r.page = 1
		r.rest(e.At)
		if !r.wanted {
			return
		}
	}
	if e.Err.Class == api.ClassDenied {
		t.Lists[e.Call.Kind].Denied = e.Err
		t.lists[e.Call.Kind].denyList = e.At.Add(deniedPause)
	}
}
