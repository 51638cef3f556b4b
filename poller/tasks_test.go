package poller

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
)

// numbered are n tasks.
func numbered(n int) []*Task {
	list := make([]*Task, n)
	for i := range list {
		list[i] = &Task{Key: key(fmt.Sprint(i))}
	}
	return list
}

func TestTasksGiveWhatTheyWereMadeOf(t *testing.T) {
	for _, n := range []int{0, 1, chunkSize - 1, chunkSize, chunkSize + 1, 3*chunkSize + 7} {
		list := numbered(n)
		tasks := TasksOf(list...)
		assert.Equal(t, n, tasks.Len())
		next := 0
		for i, task := range tasks.All() {
			assert.Equal(t, next, i)
			assert.Same(t, list[i], task)
			assert.Same(t, list[i], tasks.At(i))
			next++
		}
		assert.Equal(t, n, next)
		assert.Panics(t, func() { tasks.At(n) })
	}
}

func TestChangedEndsWithItsReader(t *testing.T) {
	for i := range TasksOf(numbered(chunkSize * 2)...).All() {
		if i == chunkSize+3 {
			return
		}
	}
	t.Error("the end of the loop came first")
}

// However tasks are replaced and added, Changed tells exactly those, and the sequences of before stay as they were.
func TestChangedIsWhatChanged(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2)) //nolint:gosec // a test
	var c chunks
	var list, before []*Task
	was := Tasks{}
	for range 800 {
		want := map[int]*Task{}
		for range random.IntN(4) {
			i := random.IntN(2*len(list) + 1)
			if i >= len(list) {
				i = len(list)
				list = append(list, nil)
			}
			list[i] = &Task{}
			want[i] = list[i]
			c.touch(i)
		}
		is := c.of(list)
		got := map[int]*Task{}
		for i, task := range is.Changed(was) {
			got[i] = task
		}
		assert.Equal(t, want, got)
		assert.Equal(t, len(before), was.Len())
		for i, task := range was.All() {
			assert.Same(t, before[i], task)
		}
		before, was = append([]*Task(nil), list...), is
	}
	assert.Greater(t, len(list), 2*chunkSize)
}

func TestSnapshotsCopyOnlyWhatChanged(t *testing.T) {
	f := newFold()
	for i := range 10 * chunkSize {
		f.get(0, ended(fmt.Sprint(i), "SUCCESS"))
	}
	before := f.snap()
	f.get(1, ended(fmt.Sprint(3*chunkSize+1), "ERROR"))
	after := f.snap()
	for i := range before.Tasks.chunks {
		assert.Equal(t, i != 3, before.Tasks.chunks[i] == after.Tasks.chunks[i], "chunk %d", i)
	}
}

func TestUnsharedIsWhatASequenceTakesBesideAnother(t *testing.T) {
	whole := TasksOf(numbered(chunkSize*2 + 1)...)
	one := whole.Unshared(whole.With(0, &Task{}))
	assert.Positive(t, one)
	assert.Zero(t, whole.Unshared(whole))
	assert.Equal(t, 3*one, whole.Unshared(Tasks{}))
	assert.Equal(t, 2*one, whole.With(1, &Task{}).With(2*chunkSize, &Task{}).Unshared(whole))
	assert.Equal(t, one, whole.With(1, &Task{}).With(2, &Task{}).Unshared(whole), "two tasks of one stretch")
}
