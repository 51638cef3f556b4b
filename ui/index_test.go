package ui

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"acrwatch/api"
	"acrwatch/internal/query"
	"acrwatch/poller"
)

// reused is the fixture with another task in the slot of the one called id.
func reused(s *poller.Snapshot, id string, t *poller.Task) *poller.Snapshot {
	next := *s
	for i, old := range s.Tasks.All() {
		if old.ID == id {
			next.Tasks = next.Tasks.With(i, t)
		}
	}
	return &next
}

func TestAReusedSlotIsAnotherRow(t *testing.T) {
	m, p := newFixture(160, 45)
	s := fixture()
	m = feed(feed(m, s), press("Gkk")...)
	require.Equal(t, "rst-done1", selectedID(t, m))
	row := m.list.cursor
	next := syncTask("rst-next", "web frontend", "v2.14.0", "ap-south-1", "SYNCHRONIZING", flow(1*mib, 9*mib, 0, 0))
	m = feed(m, reused(s, "rst-done2", next))

	assert.Equal(t, "rst-done1", selectedID(t, m), "the cursor stays on its task")
	assert.Equal(t, row+1, m.list.cursor, "a row of a running task came in above it")
	assert.Equal(t, "rst-done1", p.open.ID)
	at, found := m.index.find(next.Key, 0)
	require.True(t, found)
	assert.Equal(t, next, m.index.at(at))
	assert.Less(t, at, row, "it stands where running tasks do")
	_, found = m.index.find(poller.Key{ID: "rst-done2"}, 0)
	assert.False(t, found)
	_, _, total := m.batches.counts(batchKey{0, batchID("web apiv2.13.9")})
	assert.Equal(t, 1, total, "the batch of the one that is gone")
	_, _, total = m.batches.counts(batchOf(next))
	assert.Equal(t, 3, total, "the batch of the one that came")
	assert.Contains(t, m.event.text, "web/frontend:v2.14.0 → ap-south-1 syncing", "it is a new task")
}

// A slot that keeps its class has its row where the new task belongs all the same.
func TestAReusedSlotOfTheSameClassMoves(t *testing.T) {
	m, _ := newFixture(160, 45)
	s := fixture()
	m = feed(m, s)
	newest := syncTask("rst-newest", "web api", "v3", "eu-west-1", "SUCCESS", func(t *poller.Task) { t.Sync.Modified = poller.InstantOf(fixtureNow) })
	before, _ := m.index.find(poller.Key{ID: "rst-done3"}, 0)
	m = feed(m, reused(s, "rst-done3", newest))
	at, found := m.index.find(newest.Key, 0)
	assert.True(t, found)
	assert.Less(t, at, before)
}

func TestATaskThatIsNotKeptIsNotReadOn(t *testing.T) {
	m, p := newFixture(80, 24)
	s := fixture()
	m = feed(feed(m, s), press("G", "enter")...)
	require.True(t, m.opened)
	id := selectedID(t, m)
	m = feed(m, reused(s, id, syncTask("rst-next", "web api", "v3", "eu-west-1", "PENDING")))
	assert.False(t, m.opened, "another task must not stand in its place")
	assert.Equal(t, listPane, m.focus)
	assert.NotEqual(t, id, p.open.ID)
	assert.Equal(t, selectedID(t, m), p.open.ID)
}

func TestAReusedSlotIsMatchedAgain(t *testing.T) {
	m, _ := newFixture(160, 45)
	s := fixture()
	m = feed(feed(m, s), press("/", "status:done", "enter")...)
	require.Equal(t, 3, m.index.len())
	m = feed(m, reused(s, "rst-done1", syncTask("rst-next", "web api", "v3", "eu-west-1", "PENDING")))
	assert.Equal(t, 2, m.index.len())
}

func TestTheCountSaysWhatIsNotShown(t *testing.T) {
	lists := func(sync poller.List) *poller.Snapshot {
		s := fixture()
		s.Targets[0].Lists[poller.Sync] = sync
		return s
	}
	cases := map[string]struct {
		list poller.List
		want string
	}{
		"all":           {poller.List{Seen: 11, Complete: true}, "Tasks 12 "},
		"half read":     {poller.List{Seen: 11, Total: api.Some[int64](4000)}, "Tasks 12 of 4,001, reading on"},
		"not all kept":  {poller.List{Seen: 99_999, Dropped: 4211, Complete: true}, "Tasks 100,000 newest kept, 4,211 older not shown"},
		"both, reading": {poller.List{Seen: 99_999, Dropped: 10, Total: api.Some[int64](200_000)}, "Tasks 100,000 of 200,001, reading on"},
	}
	for name, c := range cases {
		for _, width := range []int{160, 120} {
			m, _ := newFixture(width, 24)
			assert.Contains(t, screen(feed(m, lists(c.list))), c.want, name)
		}
	}
}

// However tasks come, change and take the slots of others, the rows of every view are those of the tasks.
func TestTheIndexesFollowTheirTasks(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4)) //nolint:gosec // a test
	x, batches, failures := newTaskIndex(), newBatchIndex(), newFailureIndex()
	queries := map[int]string{80: "status:active", 100: "v1", 140: ""}
	columns := append(taskColumns.names(), batchColumns.names()...)
	var list []*poller.Task
	for n := range 180 {
		if text, set := queries[n]; set {
			q, err := query.Parse(text)
			require.NoError(t, err)
			for _, view := range []lister{&x, &batches, &failures} {
				view.setQuery(q)
			}
		}
		if n%10 == 9 {
			by := sortBy{columns[random.IntN(len(columns))], random.IntN(2) == 0}
			x.sortBy(by, fixtureNow)
			batches.sortBy(by, fixtureNow)
		}
		for range random.IntN(1 + 4*(1+n%20)) { // few, and now and then more than are moved one by one
			change(random, &list)
		}
		s := &poller.Snapshot{At: fixtureNow, Tasks: poller.TasksOf(list...)}
		x.update(s, fixtureNow)
		batches.update(s, fixtureNow)
		failures.update(s, fixtureNow)
		checkIndex(t, &x)
		checkBatches(t, &batches)
		checkFailures(t, &failures)
	}
	assert.Greater(t, len(list), 200)
}

// change adds a task, puts another in a slot, or lets one go on.
func change(random *rand.Rand, list *[]*poller.Task) {
	status := []api.Status{"PENDING", "SYNCHRONIZING", "SUCCESS", "ERROR"}[random.IntN(4)]
	made := syncTask(fmt.Sprint("t", random.IntN(1<<30)), "web api", fmt.Sprint(random.IntN(40)), "eu-west-1", status)
	if status == "ERROR" {
		made.Sync.Issue = []string{"TAG_CONFLICT", "NETWORK_ERROR", ""}[random.IntN(3)]
	}
	made.Sync.Modified = poller.InstantOf(fixtureNow.Add(-time.Duration(random.IntN(100)) * time.Hour))
	made.Sync.Created = made.Sync.Modified - poller.Instant(time.Minute)
	i := random.IntN(len(*list) + 1 + len(*list)/8)
	if i >= len(*list) {
		*list = append(*list, made)
		return
	}
	if random.IntN(2) == 0 {
		made.Key = (*list)[i].Key
	}
	(*list)[i] = made
}

func checkIndex(t *testing.T, x *taskIndex) {
	t.Helper()
	require.True(t, slices.IsSortedFunc(x.order, x.compare))
	require.Len(t, x.order, x.tasks.Len())
	visible := 0
	for i, task := range x.tasks.All() {
		require.Equal(t, task.ID, x.keys[i].id)
		require.Equal(t, rankOf(task, fixtureNow), x.keys[i].class)
		_, found := slices.BinarySearchFunc(x.order, int32(i), x.compare)
		require.True(t, found)
		if matches(x.query, task) {
			visible++
		}
	}
	require.Equal(t, visible, x.len())
}

func matches(q query.Query, t *poller.Task) bool {
	return q.Empty() || q.Match(t, &query.Moment{Now: fixtureNow})
}

func checkBatches(t *testing.T, x *batchIndex) {
	t.Helper()
	members, shown, active := map[batchKey][]int32{}, map[batchKey]bool{}, map[batchKey]bool{}
	for i, task := range x.tasks.All() {
		key := batchOf(task)
		members[key] = append(members[key], int32(i))
		shown[key] = shown[key] || matches(x.query, task)
		active[key] = active[key] || task.Active()
	}
	require.True(t, slices.IsSortedFunc(x.order, x.compare))
	require.Equal(t, len(members), x.total())
	require.Len(t, x.order, len(members))
	rows, open := 0, 0
	for key, of := range members {
		b := x.batches[x.slots[key]]
		require.ElementsMatch(t, of, b.members)
		require.Equal(t, tallyOf(x.tasks, b.members, fixtureNow), b.tally)
		if shown[key] {
			rows++
		}
		if active[key] {
			open++
		}
	}
	require.Len(t, x.visible, rows)
	require.Equal(t, open, x.active)
}

func checkFailures(t *testing.T, x *failureIndex) {
	t.Helper()
	members, all := map[groupKey][]int32{}, 0
	for i, task := range x.tasks.All() {
		if task.Phase != api.PhaseFailed {
			continue
		}
		all++
		if matches(x.query, task) {
			key := groupOf(task)
			members[key] = append(members[key], int32(i))
		}
	}
	require.Equal(t, all, x.all)
	require.Len(t, x.groups, len(members))
	shown := 0
	for key, of := range members {
		require.ElementsMatch(t, of, x.groups[key].members)
		require.True(t, slices.IsSortedFunc(x.groups[key].members, x.newestFirst))
		shown += len(of)
	}
	require.Equal(t, shown, x.count)
	for _, r := range x.rows {
		if r.kind == failedTask {
			require.Contains(t, r.group.members, r.task)
		}
	}
}
