package api_test

import (
	"encoding/json"
	"fmt"
	"os"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"acrwatch/api"
)

// The lists in testdata/spec hold the names of all parameters on the two documented pages, nested ones behind a dot.
func TestEveryDocumentedFieldHasItsPlace(t *testing.T) {
	tests := []struct {
		operation         string
		request, response any
		asked, told       int
	}{
		{"GetRepoSyncTask", api.GetRepoSyncTaskRequest{}, api.SyncTask{}, 2, 31},
		{"GetArtifactSubscriptionTask", api.GetArtifactSubscriptionTaskRequest{}, api.SubscriptionTask{}, 2, 20},
	}
	for _, tt := range tests {
		t.Run(tt.operation, func(t *testing.T) {
			asked, told := specFields(t, tt.operation+".request"), specFields(t, tt.operation+".response")
			require.Len(t, asked, tt.asked)
			require.Len(t, told, tt.told)
			for _, path := range asked {
				_, ok := tagged(reflect.ValueOf(tt.request), path)
				assert.True(t, ok, "request parameter %s", path)
			}
			for _, path := range told {
				_, ok := tagged(reflect.ValueOf(tt.response), path)
				assert.True(t, ok, "response parameter %s", path)
			}
		})
	}
}

// Every field gets a value of its own, so that no two can be mixed up.
func TestEveryDocumentedFieldIsDecoded(t *testing.T) {
	for operation, empty := range map[string]any{"GetRepoSyncTask": api.SyncTask{}, "GetArtifactSubscriptionTask": api.SubscriptionTask{}} {
		t.Run(operation, func(t *testing.T) {
			wire, want := map[string]any{}, map[string]any{}
			for i, path := range specFields(t, operation+".response") {
				place, ok := tagged(reflect.ValueOf(empty), path)
				require.True(t, ok, path)
				sent, expected := distinct(place, path, i)
				if expected != nil {
					put(wire, path, sent)
					want[path] = expected
				}
			}
			body, err := json.Marshal(wire)
			require.NoError(t, err)
			got, err := operations[operation](t.Context(), newClient(t, answering(200, string(body))))
			require.NoError(t, err)
			require.NotEmpty(t, want)
			for path, expected := range want {
				place, ok := tagged(reflect.ValueOf(got), path)
				require.True(t, ok, path)
				assert.Equal(t, expected, place.Interface(), path)
			}
		})
	}
}

func specFields(t *testing.T, name string) []string {
	t.Helper()
	body, err := os.ReadFile("testdata/spec/" + name + ".txt")
	require.NoError(t, err)
	return strings.Fields(string(body))
}

// tagged finds the field behind a path of names, through embedded structs and into the first element of a list.
func tagged(v reflect.Value, path string) (reflect.Value, bool) {
	name, rest, nested := strings.Cut(path, ".")
	for i := range v.NumField() {
		field := v.Type().Field(i)
		if field.Anonymous {
			if found, ok := tagged(v.Field(i), path); ok {
				return found, true
			}
		}
		if field.Tag.Get("acr") != name {
			continue
		}
		found := v.Field(i)
		if !nested {
			return found, true
		}
		if found.Kind() == reflect.Slice {
			if found.Len() == 0 {
				found = reflect.MakeSlice(found.Type(), 1, 1)
			}
			found = found.Index(0)
		}
		return tagged(found, rest)
	}
	return reflect.Value{}, false
}

// distinct is a value for the i-th field, as it is sent and as it has to arrive; none for the fields that hold others.
func distinct(place reflect.Value, path string, i int) (sent, want any) {
	text := fmt.Sprintf("%s-%d", strings.ToLower(path), i)
	switch place.Interface().(type) {
	case string:
		if path == "Code" {
			return "Success", "Success"
		}
		return text, text
	case api.Status:
		return text, api.Status(text)
	case api.Optional[int64]:
		return 1000 + i, api.Some(int64(1000 + i))
	case api.Optional[uint8]:
		return i, api.Some(uint8(i))
	case api.Optional[float32]:
		return 0.25, api.Some[float32](0.25)
	case api.Optional[bool]:
		return true, api.Some(true)
	case time.Time:
		at := time.Date(2019, 9, 17, 11, 7, i, 0, time.UTC)
		return at.UnixMilli(), at
	case api.Instant:
		at := time.Date(2019, 9, 17, 11, 7, i, 0, time.UTC)
		return at.UnixMilli(), api.InstantOf(at)
	}
	return nil, nil
}

func put(m map[string]any, path string, v any) {
	name, rest, nested := strings.Cut(path, ".")
	switch {
	case !nested:
		m[name] = v
	case name == "LayerTasks":
		if m[name] == nil {
			m[name] = []any{map[string]any{}}
		}
		put(m[name].([]any)[0].(map[string]any), rest, v)
	default:
		if m[name] == nil {
			m[name] = map[string]any{}
		}
		put(m[name].(map[string]any), rest, v)
	}
}

func TestDocumentedSamples(t *testing.T) {
	const digest = "sha256:36fb85fcb5e919cb60e782397a6be04201868fe7b38ef7669fc01caec1c8fc4e"
	reply := func(request string) api.Reply {
		return api.Reply{RequestID: request, Code: "success", Success: api.Some(true)}
	}
	tests := map[string]any{
		"GetRepoSyncTask": api.SyncTask{
			Reply: reply("A6DEF8B0-5D45-46D6-867D-8C7FF0966B07"),
			ID:    "rst-zxjkiv5oil6f****", RuleID: "crsr-cllro6ho3wne****", BatchID: "a9434731-95ef-4087-9cf4-369c8e90****",
			Status: "SUCCESS", Progress: api.Some[float32](1), Synced: api.Some(int64(23655489)),
			Accelerated: api.Some(true), CrossAccount: api.Some(true),
			From: api.Image{RegionID: "cn-shanghai", InstanceID: "cri-sgedpenzw80e****", Namespace: "test", Repo: "test", Tag: "master"},
			To:   api.Image{RegionID: "eu-west-1", InstanceID: "cri-leqzomz5vijc****", Namespace: "test", Repo: "test", Tag: "master"},
			Layers: []api.Layer{{
				ID: "rslt-074x4q20fx2d****", Status: "SUCCESS", Digest: digest, ArtifactDigest: digest,
				Size: api.Some(int64(23655489)), Synced: api.Some(int64(23655489)),
			}},
		},
		"GetArtifactSubscriptionTask": api.SubscriptionTask{
			Reply: reply("12589EF7-96E2-4554-AAD7-F7209E88CAD3"),
			ID:    "crast-40le4es9yh0p****", InstanceID: "cri-xkx6vujuhay0****",
			Status: "RUNNING", Result: "SUCCESS", Type: "AUTO", ArtifactType: "IMAGE",
			SourceProvider: "DOCKER_HUB", SourceRepoType: "PUBLIC", SourceNamespace: "library", SourceRepo: "nginx",
			Namespace: "test", Repo: "test-repo", TagTotal: api.Some(int64(6)), TagSubscribed: api.Some(int64(1)),
			Start:   time.Date(2019, 9, 17, 11, 7, 48, 0, time.UTC),
			End:     time.Date(2023, 8, 14, 2, 13, 22, 0, time.UTC),
			Message: "success",
		},
	}
	for operation, want := range tests {
		t.Run(operation, func(t *testing.T) {
			body, err := os.ReadFile("testdata/sample/" + operation + ".json")
			require.NoError(t, err)
			got, err := operations[operation](t.Context(), newClient(t, answering(200, string(body))))
			require.NoError(t, err)
			assert.Equal(t, want, got)
		})
	}
}
