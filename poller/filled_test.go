package poller_test

import (
	"reflect"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"acrwatch/api"
	"acrwatch/poller"
)

// fill gives every field that can be reached a value that is not zero. A cause of an error is no part of what is known.
func fill(v reflect.Value, name string) {
	switch {
	case v.Type() == reflect.TypeFor[time.Time]():
		v.Set(reflect.ValueOf(time.Date(2026, 3, 4, 11, 59, len(name), 0, time.UTC)))
	case v.Type() == reflect.TypeFor[poller.Instant]():
		v.Set(reflect.ValueOf(poller.InstantOf(time.Date(2026, 3, 4, 11, 59, len(name), 0, time.UTC))))
	case v.Kind() == reflect.Struct:
		for i := range v.NumField() {
			fill(v.Field(i), v.Type().Field(i).Name)
		}
	case v.Kind() == reflect.String:
		v.SetString("some " + name)
	case v.Kind() == reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		for i := range v.Len() {
			fill(v.Index(i), name)
		}
	case v.Kind() == reflect.Bool:
		v.SetBool(true)
	case v.CanInt():
		v.SetInt(7)
	case v.CanUint():
		v.SetUint(1)
	case v.CanFloat():
		v.SetFloat(0.7)
	}
}

func filled[T any]() (v T) {
	fill(reflect.ValueOf(&v).Elem(), "")
	return v
}

// A field that is added to a type of the service and forgotten in checkpoints shows here.
func TestEveryFieldOfTheServiceIsSaved(t *testing.T) {
	failure, sync, sub, tag := filled[api.Error](), filled[api.SyncTask](), filled[api.SubscriptionTask](), filled[api.TagResult]()
	sync.ID, sub.ID = "a", "b"
	get := func(k poller.Kind, id string) poller.Call { return poller.Call{Op: poller.OpGet, Kind: k, ID: id} }
	tags := poller.Call{Op: poller.OpTags, Kind: poller.Subscription, ID: "b", Page: 1}
	f := poller.NewFold([]poller.Spec{filled[poller.Spec]()}, 0, poller.Only{})
	at := time.Date(2026, 3, 4, 12, 0, 0, 0, time.UTC)
	for _, e := range []poller.Event{
		{Call: get(poller.Sync, "a"), Body: sync},
		{Call: get(poller.Subscription, "b"), Body: sub},
		{Call: tags, Body: api.Page[api.TagResult]{Items: []api.TagResult{tag}}},
		{Call: get(poller.Sync, "a"), Err: &failure},
	} {
		at = at.Add(time.Second)
		e.What, e.At, e.Asked, e.Clock, e.Keys = poller.Answered, at, at, time.Minute, filled[api.CredentialState]()
		require.NoError(t, f.Take(e))
	}
	c := poller.NewSaver().Save(f.Freeze())
	slots, err := c.Onto(nil)
	require.NoError(t, err)
	restored, err := poller.Restore(c.Head, slots)
	require.NoError(t, err)
	want, got := f.Snapshot(at), restored.Snapshot(at)
	require.NotNil(t, want.Tasks.At(0).Err)
	require.Len(t, want.Tasks.At(1).Tags, 1)
	for i := range want.Tasks.Len() {
		require.Equal(t, want.Tasks.At(i), got.Tasks.At(i))
	}
	require.Equal(t, want.Targets, got.Targets)
}
