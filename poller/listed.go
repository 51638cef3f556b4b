package poller

import "acrwatch/api"

// Listed is the tasks of a page of a list, as the page alone tells of them, in its order. home is the target that was
// asked. It is nil where the event is no such page. It spares whoever passes tasks on, one by one, to keep them.
func (e *Event) Listed(home *Target) []*Task {
	if e.What != Answered || e.Err != nil || e.Call.Op != OpList {
		return nil
	}
	var tasks []*Task
	add := func(id string, t Task) {
		if id == "" {
			return
		}
		t.Key, t.Region, t.Listed = e.Call.key(), home.Region, InstantOf(e.At)
		t.ID = id
		t.Odd = oddities(&t, e.At)
		tasks = append(tasks, &t)
	}
	switch page := e.Body.(type) {
	case api.Page[api.SyncTask]:
		for i := range page.Items {
			row := &page.Items[i]
			add(row.ID, Task{Phase: row.Phase(), Sync: row})
		}
	case api.Page[api.SubscriptionTask]:
		for i := range page.Items {
			row := &page.Items[i]
			add(row.ID, Task{Phase: row.Phase(), Subscription: row})
		}
	}
	return tasks
}
