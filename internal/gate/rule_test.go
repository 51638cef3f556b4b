package gate

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"acrwatch/api"
	"acrwatch/poller"
)

// noon is when every look of these tests was taken.
var noon = time.Date(2026, 1, 2, 12, 0, 0, 0, time.UTC)

func task(id string, phase api.Phase) *poller.Task {
	return &poller.Task{
		Key: poller.Key{Kind: poller.Sync, ID: id}, Phase: phase,
		Sync: &api.SyncTask{ID: id, From: api.Image{Namespace: "web", Repo: id}, To: api.Image{RegionID: "eu-west-1"}},
	}
}

func failedWith(id, issue string) *poller.Task {
	t := task(id, api.PhaseFailed)
	t.Sync.Issue = issue
	return t
}

func still(id string, since time.Duration) *poller.Task {
	t := task(id, api.PhaseRunning)
	t.Flow.Stalled, t.Flow.LastMoved = true, poller.InstantOf(noon.Add(-since))
	return t
}

func gone(id string) *poller.Task {
	t := task(id, api.PhaseRunning)
	t.Gone = true
	return t
}

func verifying(id string) *poller.Task {
	t := task(id, api.PhaseUnknown)
	t.Sync.Status = "VERIFYING"
	return t
}

// well is a target whose lists were just read to their end.
func well() poller.Target {
	t := poller.Target{Name: "prod", LastOK: noon}
	for k := range t.Lists {
		t.Lists[k] = poller.List{Complete: true, LastOK: noon}
	}
	return t
}

func failing(class api.Class, since, lastOK time.Duration) poller.Target {
	t := well()
	t.Err = &api.Error{Class: class, Operation: "ListRepoSyncTask", Code: "Code", Action: "cr:GetRepositorySync", Resource: "*"}
	t.FailingSince, t.LastOK = noon.Add(-since), noon.Add(-lastOK)
	if lastOK == never {
		t.LastOK = time.Time{}
		t.Lists = [poller.Kinds]poller.List{}
	}
	return t
}

const never = time.Duration(-1)

func denied(kind poller.Kind) poller.Target {
	t := well()
	t.Lists[kind] = poller.List{Denied: &api.Error{
		Class: api.ClassDenied, Operation: "ListRepoSyncTask", Code: "NoPermission", Action: "cr:GetRepositorySync", Resource: "*",
	}}
	return t
}

func unread() poller.Target {
	t := well()
	t.Lists[poller.Sync].Complete = false
	return t
}

// look is what a wait sees that has known these tasks from its first look on.
func look(targets []poller.Target, tasks ...*poller.Task) *Look {
	roll := &Roll{}
	s := &poller.Snapshot{At: noon, Targets: targets, Tasks: poller.TasksOf(tasks...)}
	roll.Update(s, false, func(*poller.Task) bool { return true })
	return &Look{Snapshot: s, Roll: roll, Began: noon.Add(-10 * time.Second)}
}

func TestDecide(t *testing.T) {
	prod := []poller.Target{well()}
	running, queued := task("a", api.PhaseRunning), task("q", api.PhaseQueued)
	ok, bad, off := task("b", api.PhaseDone), failedWith("c", "TAG_CONFLICT"), task("d", api.PhaseCanceled)
	named := func(l *Look, wanted ...poller.Wanted) *Look {
		l.Wanted = wanted
		return l
	}
	found, sought := poller.Wanted{Name: "rst-0", Found: true}, poller.Wanted{Name: "rst-9"}
	unknown := func(id string) poller.Wanted { return poller.Wanted{Name: id, Unknown: true} }
	secret := poller.Wanted{Name: "rst-s", Err: denied(poller.Sync).Lists[poller.Sync].Denied}
	odd := poller.Wanted{Name: "?", Err: &api.Error{Class: api.ClassRejected, Operation: "GetRepoSyncTask", Code: "InvalidParameter"}}
	syncs, subs := &[poller.Kinds]bool{poller.Sync: true}, &[poller.Kinds]bool{poller.Subscription: true}
	const onGoing = ""
	cases := map[string]struct {
		rule Rule
		look *Look
		want string
	}{
		"one is running":                   {Rule{}, look(prod, running, ok), onGoing},
		"one waits in the queue":           {Rule{}, look(prod, queued), onGoing},
		"a status that nobody knows":       {Rule{}, look(prod, verifying("x"), ok), onGoing},
		"all are done":                     {Rule{}, look(prod, ok), "exit 0 (succeeded): 1 task: 1 done"},
		"one failed":                       {Rule{}, look(prod, ok, bad, off), "exit 1 (some failed): web/c → eu-west-1 failed with TAG_CONFLICT; 3 tasks: 1 failed, 1 canceled, 1 done"},
		"one failed for no reason":         {Rule{}, look(prod, failedWith("c", "")), "exit 1 (some failed): web/c → eu-west-1 failed; 1 task: 1 failed"},
		"one was canceled":                 {Rule{}, look(prod, ok, off), "exit 3 (canceled): web/d → eu-west-1 was canceled; 2 tasks: 1 canceled, 1 done"},
		"one is gone":                      {Rule{}, look(prod, ok, gone("g")), "exit 1 (some failed): web/g → eu-west-1 is gone: the service does not know it any more; 2 tasks: 1 gone, 1 done"},
		"one failed while another runs":    {Rule{}, look(prod, running, bad), onGoing},
		"the same in haste":                {Rule{FailFast: true}, look(prod, running, bad), "exit 1 (some failed): web/c → eu-west-1 failed with TAG_CONFLICT; 2 tasks: 1 syncing, 1 failed"},
		"canceled in haste":                {Rule{FailFast: true}, look(prod, running, off), "exit 3 (canceled): web/d → eu-west-1 was canceled; 2 tasks: 1 syncing, 1 canceled"},
		"gone in haste":                    {Rule{FailFast: true}, look(prod, running, gone("g")), "exit 1 (some failed): web/g → eu-west-1 is gone: the service does not know it any more; 2 tasks: 1 syncing, 1 gone"},
		"done in haste":                    {Rule{FailFast: true}, look(prod, running, ok), onGoing},
		"any is done":                      {Rule{Any: true}, look(prod, running, bad, ok), "exit 0 (succeeded): web/b → eu-west-1 is done; 3 tasks: 1 syncing, 1 failed, 1 done"},
		"any could still be done":          {Rule{Any: true}, look(prod, running, bad), onGoing},
		"none of any is done":              {Rule{Any: true}, look(prod, off, bad), "exit 1 (some failed): web/c → eu-west-1 failed with TAG_CONFLICT; 2 tasks: 1 failed, 1 canceled"},
		"any or the first that is not":     {Rule{Any: true, FailFast: true}, look(prod, running, bad), "exit 1 (some failed): web/c → eu-west-1 failed with TAG_CONFLICT; 2 tasks: 1 syncing, 1 failed"},
		"nothing matched":                  {Rule{}, look(prod), "exit 7 (nothing matched): no task is like that; every list was read to its end"},
		"nothing matched so far":           {Rule{}, look([]poller.Target{unread()}), onGoing},
		"no target found yet":              {Rule{}, look(nil), onGoing},
		"all done but not all seen":        {Rule{}, look([]poller.Target{unread()}, ok), onGoing},
		"nothing matched yet":              {Rule{Appear: 11 * time.Second}, look(prod), onGoing},
		"all of the ids":                   {Rule{}, named(look([]poller.Target{unread()}, ok), found), "exit 0 (succeeded): 1 task: 1 done"},
		"one of the ids is looked for":     {Rule{}, named(look(prod, ok), found, sought), onGoing},
		"ids that nobody knows":            {Rule{}, named(look(prod, ok), found, unknown("rst-1"), unknown("rst-2"), unknown("rst-3"), unknown("rst-4")), "exit 7 (nothing matched): no target knows rst-1, rst-2, rst-3 and 1 more; check the id, the instance and the region"},
		"an id that nobody knows yet":      {Rule{Appear: 11 * time.Second}, named(look(prod, ok), found, unknown("rst-1")), onGoing},
		"an id that nobody knows, and any": {Rule{Any: true}, named(look(prod, running), found, unknown("rst-1")), onGoing},
		"no id of any is known":            {Rule{Any: true}, named(look(prod), unknown("rst-1")), "exit 7 (nothing matched): no target knows rst-1; check the id, the instance and the region"},
		"an id that may not be read":       {Rule{}, named(look(prod, ok), found, secret), "exit 6 (not permitted or bad credentials): rst-s: ListRepoSyncTask: NoPermission; allow cr:GetRepositorySync on *"},
		"an id that cannot be one":         {Rule{}, named(look(prod), odd), "exit 2 (usage or configuration): ?: GetRepoSyncTask: InvalidParameter; check the request: region, instance and endpoint"},

		"still for too long":              {Rule{MaxStall: 2 * time.Minute}, look(prod, running, still("s", 3*time.Minute), still("r", 2*time.Minute)), "exit 5 (stalled): web/s → eu-west-1 has not moved a byte for 3m 0s; 3 tasks: 1 syncing, 2 stalled"},
		"still, but not for too long":     {Rule{MaxStall: 4 * time.Minute}, look(prod, still("s", 3*time.Minute)), onGoing},
		"still for as long as it likes":   {Rule{}, look(prod, still("s", 3*time.Hour)), onGoing},
		"still, and any other can do it":  {Rule{Any: true, MaxStall: time.Minute}, look(prod, running, still("s", time.Hour)), onGoing},
		"still, as is any other":          {Rule{Any: true, MaxStall: time.Minute}, look(prod, bad, still("s", time.Hour)), "exit 5 (stalled): web/s → eu-west-1 has not moved a byte for 1h 0m; 2 tasks: 1 stalled, 1 failed"},
		"no bytes, but not claimed still": {Rule{MaxStall: time.Minute}, look(prod, task("q", api.PhaseQueued)), onGoing},

		"denied for another kind":            {Rule{Kinds: syncs}, look([]poller.Target{denied(poller.Subscription)}, running), onGoing},
		"denied for a kind asked for":        {Rule{Kinds: syncs}, look([]poller.Target{denied(poller.Sync)}), "exit 6 (not permitted or bad credentials): prod: ListRepoSyncTask: NoPermission; allow cr:GetRepositorySync on *"},
		"denied for one, none of the other":  {Rule{}, look([]poller.Target{denied(poller.Subscription)}), "exit 6 (not permitted or bad credentials): prod: ListRepoSyncTask: NoPermission; allow cr:GetRepositorySync on *"},
		"the list of another kind is unread": {Rule{Kinds: subs}, look([]poller.Target{unread()}, ok), "exit 0 (succeeded): 1 task: 1 done"},
		"denied for one, all others done":    {Rule{}, look([]poller.Target{denied(poller.Subscription)}, ok), "exit 0 (succeeded): 1 task: 1 done"},
		"a key that was never good":          {Rule{}, look([]poller.Target{failing(api.ClassBadCredentials, 0, never)}), "exit 6 (not permitted or bad credentials): prod: ListRepoSyncTask: Code; check the AccessKey: aliyun configure, or ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET"},
		"a key that was good just now":       {Rule{}, look([]poller.Target{failing(api.ClassExpired, time.Minute, time.Minute)}, running), onGoing},
		"a key that was good once":           {Rule{}, look([]poller.Target{failing(api.ClassExpired, 2*time.Minute, 2*time.Minute)}, running), "exit 6 (not permitted or bad credentials): prod: ListRepoSyncTask: Code; renew the token; acrwatch goes on by itself"},
		"a key that is not needed any more":  {Rule{}, named(look([]poller.Target{failing(api.ClassExpired, time.Hour, time.Hour)}, ok), found), "exit 0 (succeeded): 1 task: 1 done"},
		"not even instances may be listed":   {Rule{}, look([]poller.Target{failing(api.ClassDenied, 0, never)}), "exit 6 (not permitted or bad credentials): prod: ListRepoSyncTask: Code; allow cr:GetRepositorySync on *"},
		"an instance that does not exist":    {Rule{}, look([]poller.Target{failing(api.ClassNotFound, 0, never)}), "exit 2 (usage or configuration): prod: ListRepoSyncTask: Code; check the id, the instance and the region"},
		"an outage of hours":                 {Rule{}, look([]poller.Target{failing(api.ClassServer, 5*time.Hour, 5*time.Hour)}, running), onGoing},
		"nobody answers at all":              {Rule{}, look([]poller.Target{failing(api.ClassNetwork, time.Hour, never)}), onGoing},
		"throttled all along":                {Rule{}, look([]poller.Target{failing(api.ClassThrottled, time.Hour, 0)}, ok), "exit 0 (succeeded): 1 task: 1 done"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			v, over := c.rule.Decide(c.look)
			assert.Equal(t, c.want != onGoing, over)
			if over {
				assert.Equal(t, c.want, v.String())
			}
		})
	}
}

func TestAfterTimeout(t *testing.T) {
	running := task("a", api.PhaseRunning)
	cases := map[string]struct {
		target poller.Target
		want   string
	}{
		"all answers":          {well(), "exit 4 (timed out): 1 task: 1 syncing"},
		"a moment of trouble":  {failing(api.ClassServer, 40*time.Second, 40*time.Second), "exit 4 (timed out): 1 task: 1 syncing"},
		"an outage":            {failing(api.ClassServer, time.Minute, time.Minute), "exit 8 (the API stayed unreachable): prod: ListRepoSyncTask: Code; 1 task: 1 syncing"},
		"never an answer":      {failing(api.ClassNetwork, time.Second, never), "exit 8 (the API stayed unreachable): prod: ListRepoSyncTask: Code; 1 task: 1 syncing"},
		"throttled, but heard": {failing(api.ClassThrottled, time.Hour, time.Hour), "exit 4 (timed out): 1 task: 1 syncing"},
		"only ever throttled":  {failing(api.ClassThrottled, time.Hour, never), "exit 8 (the API stayed unreachable): prod: ListRepoSyncTask: Code; 1 task: 1 syncing"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			rule := Rule{}
			assert.Equal(t, c.want, rule.AfterTimeout(look([]poller.Target{c.target}, running)).String())
		})
	}
	silent := poller.Target{Name: "prod"}
	rule := Rule{}
	assert.Equal(t, "exit 8 (the API stayed unreachable): prod: no answer; no task was seen", rule.AfterTimeout(look([]poller.Target{silent})).String())
}

// The last end is looked at twice: its figures come with another answer, and a push may have gone on meanwhile.
func TestTheEndIsConfirmed(t *testing.T) {
	rule := Rule{}
	roll := &Roll{}
	after := func(d time.Duration, listed time.Duration, tasks ...*poller.Task) bool {
		s := &poller.Snapshot{At: noon.Add(d), Targets: []poller.Target{well()}, Tasks: poller.TasksOf(tasks...)}
		for k := range s.Targets[0].Lists {
			s.Targets[0].Lists[k].LastOK = noon.Add(listed)
		}
		roll.Update(s, false, func(*poller.Task) bool { return true })
		_, over := rule.Decide(&Look{Snapshot: s, Roll: roll})
		return over
	}
	ended := func(answered time.Duration) *poller.Task {
		task := task("a", api.PhaseDone)
		task.Finished, task.Answered = poller.InstantOf(noon.Add(5*time.Second)), poller.InstantOf(noon.Add(answered))
		return task
	}
	assert.False(t, after(0, 0, task("a", api.PhaseRunning)))
	assert.False(t, after(5*time.Second, 4*time.Second, ended(4*time.Second)), "the get told it, and the lists are older")
	assert.False(t, after(6*time.Second, 6*time.Second, ended(4*time.Second)), "a list told it, and its last bytes are not known")
	assert.True(t, after(7*time.Second, 6*time.Second, ended(7*time.Second)))
	assert.True(t, after(15*time.Second, 4*time.Second, ended(4*time.Second)), "it does not take for ever")
}

func TestATaskThatAppearsLaterIsWaitedFor(t *testing.T) {
	rule := Rule{}
	roll := &Roll{}
	decide := func(tasks ...*poller.Task) bool {
		s := &poller.Snapshot{At: noon, Targets: []poller.Target{well()}, Tasks: poller.TasksOf(tasks...)}
		roll.Update(s, false, func(t *poller.Task) bool { return t.Active() })
		_, over := rule.Decide(&Look{Snapshot: s, Roll: roll})
		return over
	}
	first, second := task("a", api.PhaseRunning), task("b", api.PhaseQueued)
	assert.False(t, decide(first))
	assert.False(t, decide(task("a", api.PhaseDone), second))
	assert.True(t, decide(task("a", api.PhaseDone), task("b", api.PhaseDone)), "both count though they match no more")
	assert.Equal(t, "2 tasks: 2 done", roll.Summary())
}

// The poller gives the slot of a task that is over to another one.
func TestWhatIsNotKept(t *testing.T) {
	for forget, want := range map[bool]string{false: "2 tasks: 1 syncing, 1 done", true: "1 task: 1 syncing"} {
		roll := &Roll{Forget: forget}
		for _, task := range []*poller.Task{task("a", api.PhaseRunning), task("a", api.PhaseDone), task("b", api.PhaseRunning)} {
			roll.Update(&poller.Snapshot{At: noon, Tasks: poller.TasksOf(task)}, false, func(*poller.Task) bool { return true })
		}
		assert.Equal(t, want, roll.Summary())
		assert.Equal(t, !forget, roll.Has(poller.Key{Kind: poller.Sync, ID: "a"}))
		assert.Len(t, roll.Tasks(), roll.Len())
	}
}

// Another recording has the tasks in other places, and not all of them.
func TestTasksInOtherPlaces(t *testing.T) {
	roll := &Roll{Forget: true}
	see := func(tasks ...*poller.Task) string {
		roll.Update(&poller.Snapshot{At: noon, Tasks: poller.TasksOf(tasks...)}, false, func(*poller.Task) bool { return true })
		return roll.Summary()
	}
	assert.Equal(t, "3 tasks: 2 syncing, 1 done", see(task("a", api.PhaseRunning), task("b", api.PhaseRunning), task("c", api.PhaseDone)))
	assert.Equal(t, "2 tasks: 1 syncing, 1 done", see(task("b", api.PhaseRunning), task("a", api.PhaseDone)))
	assert.Equal(t, "no task was seen", see())
}

// What matches later, without having changed, is found when the filter asks for the time.
func TestATimedFilterIsAskedAgain(t *testing.T) {
	old := false
	roll := &Roll{}
	tasks := poller.TasksOf(task("a", api.PhaseRunning))
	see := func(timed bool) {
		roll.Update(&poller.Snapshot{At: noon, Tasks: tasks}, timed, func(*poller.Task) bool { return old })
	}
	see(true)
	old = true
	see(false)
	assert.Zero(t, roll.Len())
	see(true)
	assert.Equal(t, 1, roll.Len())
}
