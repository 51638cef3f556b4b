package simulator

import (
	"errors"
	"fmt"
	"net/http"
	"time"
)

// Quirks are the answers to what no document settles. The zero value is the likeliest service.
type Quirks struct {
	Words          Words  // of subscription tasks and their tags
	RunningResult  string // TaskResult of a subscription task that runs; empty: none
	CustomProvider string // SourceProvider of one of the subscribed repositories, as a source of one's own has it

	FractionalProgress bool // Progress of a running sync task is its share, not 0
	PendingLayers      bool // LayerTasks are there while a sync task waits

	Order         Order         // of both lists of tasks
	LargestPage   int           // rows; 0 means 100
	RefusePages   bool          // a larger PageSize is refused instead of made to fit
	Retention     time.Duration // world time that finished tasks are kept; 0: as long as the world remembers
	AtDestination bool          // the instance that a sync task goes to knows it as well

	MissingSync         Missing // the answer to Get for a sync task that is not there
	MissingSubscription Missing // the same for a subscription task

	OperationQuota map[string]int // calls answered in a second by operation; the others are throttled
	Concurrent     int            // sync tasks at a time on an instance; 0: by edition

	ThrottlingStatus int           // HTTP status of Throttling.*; 0 means 400
	NoQuotaHeaders   bool          // no x-ratelimit headers
	DateWindow       time.Duration // how far a date may be off; 0 means 15 minutes
	PostAnywhere     bool          // POST goes where the documents have only GET
}

// Words are the values of TaskStatus (or Status) and TaskResult (or Result); empty ones are as documented or likely.
type Words struct{ Pending, Running, Completed, Success, Failed string }

// Missing is how the service says that a task is not there. Status 200 is a business failure: IsSuccess false.
type Missing struct {
	Status int
	Code   string
}

// Order is how a list is sorted.
type Order uint8

const (
	NewestFirst Order = iota
	OldestFirst
	Shuffled // by id, in effect: always the same, and without any meaning
)

func (q *Quirks) check() error {
	if q.LargestPage < 0 || q.Retention < 0 || q.Concurrent < 0 || q.DateWindow < 0 {
		return errors.New("a quirk is below 0; use 0 for what is likely")
	}
	if q.Order > Shuffled {
		return fmt.Errorf("order %d is not known; use NewestFirst, OldestFirst or Shuffled", q.Order)
	}
	for _, m := range []Missing{q.MissingSync, q.MissingSubscription} {
		if (m.Status == 0) != (m.Code == "") || m.Status != 0 && (m.Status < 200 || m.Status > 599) {
			return errors.New("a missing task needs a status and a code, such as 404 and TASK_NOT_EXIST")
		}
	}
	if q.ThrottlingStatus < 400 || q.ThrottlingStatus > 599 {
		return fmt.Errorf("throttling status %d is not one; use 400, 429 or 503", q.ThrottlingStatus)
	}
	for name, limit := range q.OperationQuota {
		if _, ok := operations[name]; !ok || limit < 1 {
			return fmt.Errorf("quota %d of operation %q cannot be; use 1 or more of a known operation", limit, name)
		}
	}
	return nil
}

// withDefaults fills in what is likely.
func (q Quirks) withDefaults() Quirks {
	for _, word := range []struct {
		word   *string
		likely string
	}{
		{&q.Words.Pending, pending},
		{&q.Words.Running, running},
		{&q.Words.Completed, completed},
		{&q.Words.Success, success},
		{&q.Words.Failed, failure},
	} {
		if *word.word == "" {
			*word.word = word.likely
		}
	}
	if q.LargestPage == 0 {
		q.LargestPage = largestPage
	}
	if q.ThrottlingStatus == 0 {
		q.ThrottlingStatus = http.StatusBadRequest
	}
	if q.DateWindow == 0 {
		q.DateWindow = window
	}
	if q.MissingSync.Code == "" {
		q.MissingSync = Missing{http.StatusBadRequest, "SYNC_TASK_NOT_EXIST"}
	}
	if q.MissingSubscription.Code == "" {
		q.MissingSubscription = Missing{http.StatusBadRequest, "ARTIFACT_SUBSCRIPTION_TASK_NOT_EXIST"}
	}
	return q
}

// word is a documented status or result in the words of this service.
func (w *Words) word(s string) string {
	switch s {
	case pending:
		return w.Pending
	case running:
		return w.Running
	case completed:
		return w.Completed
	case success:
		return w.Success
	case failure:
		return w.Failed
	}
	return s
}

func (m Missing) refusal(what string) *refusal {
	return refuse(m.Status, m.Code, "The %s does not exist.", what)
}
