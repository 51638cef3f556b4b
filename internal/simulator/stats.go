package simulator

import (
	"encoding/json"
	"maps"
	"net/http"
	"time"
)

// Stats counts what was asked.
type Stats struct {
	Calls   map[string]int `json:"calls"`   // by operation, refused ones included; "other" for all that is none
	Refused map[string]int `json:"refused"` // by error code, with INSTANCE_NOT_EXIST and its like; "(...)" for no answer
	Pace    Pace           `json:"pace"`    // how fast they came

	MostReadsAfterEnd int `json:"mostReadsAfterEnd"` // how often GetRepoSyncTask gave any one task that had ended
}

// Stats is what was asked so far.
func (s *Simulator) Stats() Stats {
	s.mu.Lock()
	defer s.mu.Unlock()
	return Stats{
		Calls: maps.Clone(s.stats.Calls), Refused: maps.Clone(s.stats.Refused), Pace: s.pace.read(s.now()),
		MostReadsAfterEnd: s.late.most,
	}
}

func (s *Simulator) serveStats(w http.ResponseWriter) {
	body, err := json.MarshalIndent(s.Stats(), "", "  ")
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/json;charset=utf-8")
	_, _ = w.Write(append(body, '\n'))
}

// count files one answer under its operation and, when it is a refusal, under its code.
func (s *Simulator) count(operation string, r *refusal) {
	if _, ok := operations[operation]; !ok {
		operation = "other"
	}
	s.stats.Calls[operation]++
	if r != nil {
		s.stats.Refused[r.code]++
	}
}

// noCalls is the limit of a quota that allows nothing.
const noCalls = -1

// quota allows so many calls in each second of the protocol clock.
type quota struct {
	limit  int // 0: no limit
	used   int
	window time.Time
}

// take uses one call, or says how long there are none.
func (q *quota) take(now time.Time) (wait time.Duration, ok bool) {
	if q.limit == 0 {
		return 0, true
	}
	if since := now.Sub(q.window); since < 0 || since >= time.Second {
		q.window, q.used = now, 0
	}
	if q.used >= q.limit {
		return q.window.Add(time.Second).Sub(now), false
	}
	q.used++
	return 0, true
}
