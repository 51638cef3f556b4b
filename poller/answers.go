package poller

import (
	"slices"
	"sync"
	"time"

	"acrwatch/api"
)

const (
	answersKept = 32      // one of a task
	answersSize = 4 << 20 // bytes, all of them
	answerMost  = 1 << 20 // bytes; a longer one is noted, but not kept
)

// Answer is what the service said of one task, in its own words.
type Answer struct {
	api.Answer
	Asked  time.Time // when it was asked for
	Length int       // bytes; JSON is nil when there are too many to keep
}

// answers are those of the last gets of open tasks, for whoever wants to read them. They lie beside the state, because
// nothing that is known depends on them.
type answers struct {
	mu   sync.Mutex
	open Key // its answer stays
	list []said
	size int
}

// said is an answer in the list, the oldest first.
type said struct {
	key    Key
	answer Answer
}

// hold says which task is open.
func (a *answers) hold(open Key) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.open = open
}

// keep puts a newer answer of a task in place of the one before, and drops the oldest when there are too many. A call
// that failed leaves the last good answer where it is.
func (a *answers) keep(k Key, answer Answer) {
	if answer.JSON == nil {
		return
	}
	answer.Length = len(answer.JSON)
	if answer.Length > answerMost {
		answer.JSON = nil
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	if i := a.find(k); i >= 0 {
		a.drop(i)
	}
	a.list = append(a.list, said{k, answer})
	a.size += len(answer.JSON)
	for i := 0; i < len(a.list)-1 && (len(a.list) > answersKept || a.size > answersSize); {
		if a.list[i].key == a.open {
			i++
			continue
		}
		a.drop(i)
	}
}

func (a *answers) of(k Key) (Answer, bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if i := a.find(k); i >= 0 {
		return a.list[i].answer, true
	}
	return Answer{}, false
}

func (a *answers) find(k Key) int {
	return slices.IndexFunc(a.list, func(s said) bool { return s.key == k })
}

func (a *answers) drop(i int) {
	a.size -= len(a.list[i].answer.JSON)
	a.list = slices.Delete(a.list, i, i+1)
}
