package poller

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"acrwatch/api"
)

// modelTask is a task as the model of what is kept sees it.
type modelTask struct {
	key                Key
	status             api.Status
	gone               bool
	modified, finished float64 // seconds; 0 for none
}

func (m *modelTask) over() bool { return m.gone || m.ended() }

func (m *modelTask) ended() bool { return api.SyncPhase(m.status).Finished() }

func (m *modelTask) age() float64 { return max(m.modified, m.finished) }

// model is what is kept, without any of the means that make it cheap.
type model struct {
	keep  int
	slots []*modelTask
}

func (m *model) find(k Key) *modelTask {
	for _, task := range m.slots {
		if task.key == k {
			return task
		}
	}
	return nil
}

// oldest is the slot of the oldest task that is over, -1 when none is.
func (m *model) oldest() int {
	at := -1
	for i, task := range m.slots {
		if task.over() && (at < 0 || task.age() < m.slots[at].age()) {
			at = i
		}
	}
	return at
}

func (m *model) learn(at float64, k Key, said modelTask, listed bool) {
	if task := m.find(k); task != nil {
		was := task.ended()
		task.status, task.modified, task.gone = said.status, said.modified, false
		switch {
		case !task.ended():
			task.finished = 0
		case !was:
			task.finished = at
		}
		return
	}
	said.key = k
	if len(m.slots) < m.keep {
		m.slots = append(m.slots, &said)
		return
	}
	slot := m.oldest()
	switch {
	case listed && said.over() && (slot < 0 || said.age() <= m.slots[slot].age()):
	case slot < 0:
		m.slots = append(m.slots, &said)
	default:
		m.slots[slot] = &said
	}
}

// service is where the answers come from: tasks that begin, run and end, in two instances.
type service struct {
	random *rand.Rand
	tasks  []modelTask
}

func (v *service) step(at float64) {
	if v.random.IntN(3) > 0 || len(v.tasks) == 0 {
		k := Key{Target: v.random.IntN(2), ID: fmt.Sprint("t", len(v.tasks)/2)}
		v.tasks = append(v.tasks, modelTask{key: k, status: "PENDING", modified: at})
	}
	for range v.random.IntN(6) {
		task := &v.tasks[v.recent()]
		if task.ended() {
			continue
		}
		task.status = []api.Status{"SYNCHRONIZING", "SUCCESS", "ERROR", "CANCELED", "SUCCESS"}[v.random.IntN(5)]
		task.modified = at - float64(v.random.IntN(3))
	}
}

// recent is mostly one of the latest tasks, sometimes any.
func (v *service) recent() int {
	n := len(v.tasks)
	if v.random.IntN(8) == 0 {
		return v.random.IntN(n)
	}
	return n - 1 - v.random.IntN(min(n, 30))
}

// row is what the service says of a task. Layers are shared, and half of each has moved, whatever became of the task.
func (v *service) row(m *modelTask) api.SyncTask {
	var layers []api.Layer
	for i := range len(m.key.ID) % 3 {
		digest := fmt.Sprint("d", i, m.key.ID[1:])
		layers = append(layers, layer(fmt.Sprint("l", i), digest, m.status, 50, 100))
	}
	row := ended(m.key.ID, m.status, layers...)
	row.Modified = InstantOf(second(m.modified))
	return row
}

// ask plays one answer to the fold and to the model alike.
func (v *service) ask(at float64, f fold, m *model) {
	one := v.tasks[v.recent()]
	e := Event{What: Answered, Call: Call{Op: OpGet, Target: one.key.Target, ID: one.key.ID}, Asked: second(at), At: second(at)}
	switch known := m.find(one.key); {
	case v.random.IntN(20) == 0 && known != nil && !known.ended():
		e.Err = &api.Error{Class: api.ClassNotFound}
		known.gone = true
	case v.random.IntN(3) == 0:
		e.Body = v.row(&one)
		m.learn(at, one.key, one, false)
	default:
		e.Call.Op, e.Call.ID, e.Call.Page = OpList, "", 1
		page := api.Page[api.SyncTask]{Number: 1, Size: pageSize}
		for range 1 + v.random.IntN(20) {
			task := v.tasks[v.recent()]
			if task.key.Target != one.key.Target {
				continue
			}
			row := v.row(&task)
			row.Layers = nil
			page.Items = append(page.Items, row)
			m.learn(at, task.key, task, true)
		}
		e.Body = page
	}
	f.state.take(e)
}

// Whatever is answered, what is kept is what the model keeps, and nothing in the state speaks of anything else.
func TestWhatIsKeptIsWhatAModelKeeps(t *testing.T) {
	for seed := range uint64(3) {
		f, m := keeping(50), &model{keep: 50}
		v := &service{random: rand.New(rand.NewPCG(seed, 1))} //nolint:gosec // a test
		f.get(0, running1("eternal"))                         // so that the work in hand never rests
		m.slots = append(m.slots, &modelTask{key: key("eternal"), status: "SYNCHRONIZING"})
		before, added := f.snap(), 0
		for n := range 3000 {
			at := float64(n + 1)
			v.step(at)
			v.ask(at, f, m)
			after := f.snap()
			require.Equal(t, m.keys(), keys(after), "seed %d, answer %d", seed, n)
			for _, c := range Diff(before, after) {
				same := c.Before != nil && c.Before.Key == c.Task.Key
				require.Equal(t, c.Kind != Added, same)
				if c.Kind == Added {
					added++
				}
			}
			before = after
			if n%50 == 0 && f.ages.used {
				recount(t, f, after)
			}
		}
		assert.Greater(t, len(v.tasks), 1500)
		assert.Greater(t, added, 1500, "most slots went from hand to hand")
	}
}

func (m *model) keys() (all []Key) {
	for _, task := range m.slots {
		all = append(all, task.key)
	}
	return all
}

func keys(s *Snapshot) (all []Key) {
	for _, task := range s.Tasks.All() {
		all = append(all, task.Key)
	}
	return all
}
