package journal

import (
	"os"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"acrwatch/api"
	"acrwatch/internal/simulator"
	"acrwatch/poller"
)

// telling are the fields that name somebody's things, as the types of api call them.
var telling = map[string]bool{}

func init() {
	for _, name := range strings.Fields("ID RuleID BatchID LinkID InstanceID RegionID Namespace Repo Tag Digest ArtifactDigest " +
		"SourceNamespace SourceRepo Name ResourceGroup LocalRegion LocalInstance LocalNamespace LocalRepo TargetRegion " +
		"TargetInstance TargetSpace TargetRepo TaskID RequestID Message Region Instance Profile Endpoint Resource Credential Source") {
		telling[name] = true
	}
}

// gather adds every string that v holds in one of those fields.
func gather(v reflect.Value, field string, into map[string]bool) {
	switch v.Kind() {
	case reflect.String:
		if telling[field] {
			into[v.String()] = true
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				gather(v.Field(i), v.Type().Field(i).Name, into)
			}
		}
	case reflect.Slice:
		for i := range v.Len() {
			gather(v.Index(i), field, into)
		}
	case reflect.Pointer, reflect.Interface:
		if !v.IsNil() {
			gather(v.Elem(), field, into)
		}
	}
}

// Nothing that names anything is left in a masked recording, and it shows the same sizes, times and statuses.
func TestMaskedRecordingTellsNoName(t *testing.T) {
	for _, scenario := range []string{"migration", "expiry", "hostile"} {
		if raced && scenario != "hostile" {
			continue
		}
		t.Run(scenario, func(t *testing.T) {
			s := record(t, simulator.Options{Scenario: scenario, Speed: 4}, poller.Options{}, 3*time.Minute,
				Options{Path: "masked.ndjson", Mask: true, Max: 1 << 18})
			secrets := map[string]bool{}
			gather(reflect.ValueOf(s.events), "", secrets)
			gather(reflect.ValueOf(TargetsOf(s.specs)), "", secrets)
			delete(secrets, "")
			delete(secrets, "success") // the message of a task that went well, and the code of every answer
			require.Greater(t, len(secrets), 500)

			r := opened(t, s.paths[0])
			for _, part := range r.parts {
				text, err := os.ReadFile(part.path)
				require.NoError(t, err)
				hold(t, string(text), secrets)
			}
			s.compareMasked(t, r)
		})
	}
}

// hold holds a text against what must not be in it. What is short can be there by chance, but not as a text of its own.
func hold(t *testing.T, text string, secrets map[string]bool) {
	t.Helper()
	const long = 8
	var left []string
	for secret := range secrets {
		if len(secret) < long {
			secret = `:"` + secret + `"`
		} else {
			secret = strings.TrimSuffix(strings.TrimPrefix(string(appendText(nil, secret)), `"`), `"`)
		}
		if strings.Contains(text, secret) {
			left = append(left, secret)
		}
	}
	assert.Empty(t, left)
}

// compareMasked says that a masked recording makes the same of what it did not mask.
func (s *session) compareMasked(t *testing.T, r *Recording) {
	t.Helper()
	p := from(t, r)
	plain := poller.NewFold(s.specs, 0, poller.Only{})
	for _, e := range s.events {
		require.NoError(t, plain.Take(e))
		_, err := p.Next()
		require.NoError(t, err)
	}
	at := s.events[len(s.events)-1].At
	want, got := plain.Snapshot(at), p.Fold().Snapshot(at)
	assert.Equal(t, want.Totals, got.Totals)
	assert.Equal(t, want.Active, got.Active)
	require.Equal(t, want.Tasks.Len(), got.Tasks.Len())
	for i, task := range want.Tasks.All() {
		masked := got.Tasks.At(i)
		assert.Equal(t, task.Flow, masked.Flow)
		assert.Equal(t, task.StatusWord(), masked.StatusWord())
		assert.Equal(t, task.Began(), masked.Began())
		assert.NotEqual(t, task.ID, masked.ID)
	}
}

// Every field of what is recorded is in the recording, under a name of its own.
func TestTablesHaveEveryField(t *testing.T) {
	complete(t, &layerTable)
	complete(t, &syncTable)
	complete(t, &subscriptionTable)
	complete(t, &tagTable)
	complete(t, &instanceTable)
	complete(t, &ruleTable)
	complete(t, &errorTable)
	complete(t, &keysTable)
}

func complete[T any](t *testing.T, table *table[T]) {
	t.Helper()
	var v T
	fill(reflect.ValueOf(&v).Elem())
	names := map[string]bool{}
	for _, f := range table.fields {
		assert.False(t, names[f.name], "%T: %s twice", v, f.name)
		names[f.name] = true
	}
	var read T
	in := scan(append(table.appendDelta([]byte("{"), &read, &v), '}'))
	table.read(in, &read)
	require.NoError(t, in.end())
	assert.Equal(t, v, read)
	if table.key != nil {
		assert.Same(t, table.key(&v), table.fields[0].at(&v), "%T: the key comes first", v)
	}
}

// fill sets everything to something that is not its zero.
func fill(v reflect.Value) {
	switch {
	case v.Type() == reflect.TypeFor[time.Time]():
		v.Set(reflect.ValueOf(time.Date(2026, 1, 2, 3, 4, 5, 600, time.UTC)))
	case v.Type() == reflect.TypeFor[api.Class]():
		v.Set(reflect.ValueOf(api.ClassNetwork))
	case v.Kind() == reflect.String:
		v.SetString("a \"\\·<é中")
	case v.Kind() == reflect.Bool:
		v.SetBool(true)
	case v.CanInt():
		v.SetInt(7)
	case v.CanFloat():
		v.SetFloat(0.25)
	case v.Kind() == reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		for i := range v.Len() {
			fill(v.Index(i))
		}
	case v.Kind() == reflect.Struct:
		for i := range v.NumField() {
			fill(v.Field(i))
		}
	}
}
