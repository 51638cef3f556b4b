package poller

import (
	"math/rand/v2"
	"reflect"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"acrwatch/api"
)

// A row tells more exactly when laying it over what is known makes a difference, whichever field it differs in.
func TestTellsMoreIsWhatMergeWouldChange(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	more := 0
	for range 5000 {
		older := filledSync()
		newer := older
		newer.Layers = nil
		value := reflect.ValueOf(&newer).Elem()
		field := value.Field(random.IntN(value.NumField()))
		switch random.IntN(3) {
		case 0:
			field.SetZero()
		case 1:
			field.Set(reflect.ValueOf(otherSync()).Field(fieldIndex(value, field)))
		}
		want := !reflect.DeepEqual(mergeSync(older, newer), older)
		if newer.Layers != nil { // a list that tells layers is always looked at
			want = true
		}
		require.Equal(t, want, tellsMore(&newer, &older), "%+v", newer)
		if want {
			more++
		}
	}
	require.Greater(t, more, 1000)
}

func fieldIndex(of, field reflect.Value) int {
	for i := range of.NumField() {
		if of.Field(i).Addr() == field.Addr() {
			return i
		}
	}
	return 0
}

func filledSync() api.SyncTask { return syncWith("FAILED", "a", 1, true) }
func otherSync() api.SyncTask  { return syncWith("SUCCESS", "b", 2, false) }

func syncWith(status api.Status, text string, n int64, yes bool) api.SyncTask {
	image := api.Image{RegionID: text, InstanceID: text, Namespace: text, Repo: text, Tag: text}
	return api.SyncTask{
		Reply: api.Reply{RequestID: text, Code: text, Success: api.Some(yes)},
		ID:    text, RuleID: text, BatchID: text, Status: status, Trigger: text, Issue: text, LinkID: text,
		Progress: api.Some(float32(n)), Synced: api.Some(n), Accelerated: api.Some(yes), CrossAccount: api.Some(yes),
		CustomLink: api.Some(yes), Priority: api.Some(uint8(n)), From: image, To: image, Layers: []api.Layer{{ID: text}},
		Created: InstantOf(time.Unix(n, 0).UTC()), Modified: InstantOf(time.Unix(n, 0).UTC()),
	}
}

// Rows that say nothing new change tasks in place, but none that somebody was given.
func TestWhatWasGivenAwayIsNotWrittenTo(t *testing.T) {
	f := newFold()
	row := running1("a")
	f.list(0, row)
	f.get(1, running1("a", layer("l", "sha256:1", "SYNCHRONIZING", 1, 2)))
	shown := f.snap().Tasks.At(0)
	was := *shown
	f.list(2, row)
	f.list(3, row)
	frozen := f.freeze().tasks[0]
	require.Equal(t, was, *shown)
	require.Equal(t, InstantOf(second(3)), frozen.Listed)
	f.list(4, row)
	require.Equal(t, InstantOf(second(3)), frozen.Listed)
	last := f.tasks[0]
	f.list(5, row)
	require.Same(t, last, f.tasks[0], "nobody has it")
	require.Equal(t, InstantOf(second(5)), last.Listed)
}

// The same holds for subscription tasks, each field of which can be news.
func TestASubscriptionThatIsListedAgainStays(t *testing.T) {
	f := newFold()
	list := func(at float64, request string, rows ...api.SubscriptionTask) Tasks {
		page := api.Page[api.SubscriptionTask]{Reply: api.Reply{RequestID: request}, Items: rows, Number: 1, Size: pageSize, Total: api.Some(int64(len(rows)))}
		f.take(Event{What: Answered, Call: Call{Op: OpList, Kind: Subscription, Page: 1}, Asked: second(at), Body: page, At: second(at)})
		return f.snap().Tasks
	}
	done := api.SubscriptionTask{ID: "a", Status: "COMPLETED", Result: "SUCCESS", TagTotal: api.Some[int64](3), Start: second(-9), End: second(-1)}
	pulling := api.SubscriptionTask{ID: "b", Status: "RUNNING"}
	first := list(0, "first", done, pulling)
	again := list(10, "second", done, pulling)
	require.Same(t, first.At(0), again.At(0))
	require.Equal(t, second(10), again.At(1).Listed.Time(), "it is still there")
	more := done
	more.TagSubscribed = api.Some[int64](3)
	news := list(20, "third", more, pulling)
	require.Equal(t, more.TagSubscribed, news.At(0).Subscription.TagSubscribed)
	require.Equal(t, "third", news.At(0).Subscription.RequestID)
	require.Equal(t, "first", again.At(0).Subscription.RequestID)
}

// A list tells more of the end of a task that a get told first: that the time it gives is that of the end.
func TestTheFirstListAfterTheEndIsNoted(t *testing.T) {
	f := newFold()
	f.list(0, running1("a"))
	f.get(1, ended("a", "SUCCESS"))
	require.Equal(t, second(0), f.tasks[0].Listed.Time())
	f.list(2, ended("a", "SUCCESS"))
	over := f.snap().Tasks.At(0)
	require.Equal(t, second(2), over.Listed.Time())
	f.list(3, ended("a", "SUCCESS"))
	require.Same(t, over, f.snap().Tasks.At(0))
}

// However long ago a list told anything new of a task that is over: it stands there.
func TestWhatIsListedAgainIsNotAbsent(t *testing.T) {
	f := newFold()
	f.list(0, ended("a", "SUCCESS"), ended("b", "SUCCESS"))
	for n := range absentMost {
		f.list(float64(n+1)*2*sweepEvery.Seconds(), ended("a", "SUCCESS"))
	}
	require.Zero(t, f.records[0].absent)
	require.True(t, f.tasks[1].Gone)
}
