package simulator

import "time"

// SyncTasks are the ids of the sync tasks that an instance knows by now, newest first.
func (s *Simulator) SyncTasks(instance string) []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	from, no := find(instance)
	if no != nil {
		return nil
	}
	tasks, _ := s.world.syncTasks(s.worldTime(s.now()), from, filter{}, everything)
	ids := make([]string, len(tasks))
	for i := range tasks {
		ids[i] = tasks[i].id
	}
	return ids
}

// SyncTaskTimes is when a sync task of an instance was created and when it ended, on the protocol clock. ended is
// zero while the task is active; ok is false when the instance does not know it.
func (s *Simulator) SyncTaskTimes(instance, id string) (created, ended time.Time, ok bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	from, no := find(instance)
	if no != nil {
		return created, ended, false
	}
	t, ok := s.world.syncTask(s.worldTime(s.now()), from, id)
	if !ok {
		return created, ended, false
	}
	if t.over() {
		ended = s.moment(t.modified)
	}
	return s.moment(t.created), ended, true
}

// SyncTaskMoved is how many bytes of a sync task of an instance have arrived by now; 0 when it does not know the task.
func (s *Simulator) SyncTaskMoved(instance, id string) (bytes int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	from, no := find(instance)
	if no != nil {
		return 0
	}
	t, _ := s.world.syncTask(s.worldTime(s.now()), from, id)
	for i := range t.layers {
		bytes += t.layers[i].bytes()
	}
	return bytes
}

// ActiveTime is how long sync tasks were active from the start until now on the protocol clock, all tasks together:
// whoever asks after each active one every two seconds makes half as many calls as it has seconds.
func (s *Simulator) ActiveTime() time.Duration {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.inProtocol(s.world.active(s.worldTime(s.now())))
}

// ReadsAfterEnd is how often GetRepoSyncTask gave a sync task of an instance that had ended. Only the 10,000 tasks
// that were read last are remembered for certain.
func (s *Simulator) ReadsAfterEnd(instance, id string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	from, no := find(instance)
	if no != nil {
		return 0
	}
	return s.late.count(readTask{from, id})
}

// readTask is a sync task that somebody read, at an instance.
type readTask struct {
	from int
	id   string
}

// lateMost is how many tasks a generation of lateReads remembers.
const lateMost = 10_000

// lateReads counts how often tasks were read after their end. Two generations keep it from growing for ever.
type lateReads struct {
	fresh, old map[readTask]int
	most       int // of any one task
}

func (l *lateReads) count(t readTask) int { return max(l.fresh[t], l.old[t]) }

func (l *lateReads) add(t readTask) {
	n := l.count(t) + 1
	if l.fresh == nil || len(l.fresh) >= lateMost {
		l.fresh, l.old = map[readTask]int{}, l.fresh
	}
	l.fresh[t] = n
	l.most = max(l.most, n)
}
