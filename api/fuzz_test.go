package api_test

import (
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"acrwatch/api"
)

// hostileAnswers hold every decoder to the same promises; the well-formed answers are in testdata/sample.
var hostileAnswers = []string{
	``, `{}`, `[]`, `null`, `"x"`, `1`, `{"Code":"success"}`, `{"IsSuccess":false,"Code":"X\u001b[2J"}`,
	`{"Code":"success","SyncTasks":[null,1,"x",[],{"SyncTaskId":"\u202e\u0000"}],"Tasks":[{"TaskId":"\u009b"}],"TaskResults":[{"Tag":"\ue000"}],"TotalCount":"-1"}`,
	`{"Code":"success","SyncTaskId":"a","TaskId":"a","SyncedSize":-5,"TagTotalCount":"-5","LayerTasks":[{"Size":-1,"SyncedSize":"-1e3","Digest":"\ud800"}]}`,
	`{"Code":"success","TaskId":"a","SyncTaskId":"a","StartTime":9e99,"CreateTime":"9223372036854775807","ModifedTime":-1}`,
	"{\"Code\":\"success\",\"SyncTaskId\":\"a\xff\x9b\",\"TaskId\":\"\xed\xa0\x80\",\"ImageFrom\":{\"ImageTag\":\"e\u0301\u0301\u0301\u0301\u0301\u0301\"}}",
	`{"a":{"b":[{"c":"]}\\\""}]},"SyncTaskId":"a","TaskId":"a","Code":"success"}`,
	strings.Repeat("[", 5000) + strings.Repeat("]", 5000),
	`{"Code":"success","SyncTaskId":"` + strings.Repeat("x", 9000) + `","TaskId":"b"}`,
	"\xef\xbb\xbf{\"Code\":\"success\",\"SyncTasks\":[],\"Tasks\":[],\"TaskResults\":[]}",
}

func FuzzGetRepoSyncTask(f *testing.F)              { fuzzDecode(f, "GetRepoSyncTask") }
func FuzzListRepoSyncTask(f *testing.F)             { fuzzDecode(f, "ListRepoSyncTask") }
func FuzzGetArtifactSubscriptionTask(f *testing.F)  { fuzzDecode(f, "GetArtifactSubscriptionTask") }
func FuzzListArtifactSubscriptionTask(f *testing.F) { fuzzDecode(f, "ListArtifactSubscriptionTask") }

func FuzzGetArtifactSubscriptionTaskResult(f *testing.F) {
	fuzzDecode(f, "GetArtifactSubscriptionTaskResult")
}

func fuzzDecode(f *testing.F, operation string) {
	sample, err := os.ReadFile(filepath.Join("testdata", "sample", operation+".json"))
	require.NoError(f, err)
	require.GreaterOrEqual(f, len(hostileAnswers), 14)
	got, err := operations[operation](f.Context(), newClient(f, answering(200, string(sample))))
	require.NoError(f, err, "the sample has to be a good answer, or the fuzzer starts from nothing")
	require.False(f, reflect.ValueOf(got).IsZero())
	f.Add(200, sample)
	for _, body := range hostileAnswers {
		f.Add(200, []byte(body))
	}
	f.Add(403, []byte(`<Error><Code>NoPrivilege</Code><Message>&#x202e;</Message></Error>`))
	f.Fuzz(func(t *testing.T, status int, body []byte) {
		got, err := operations[operation](t.Context(), newClient(t, answering(status, string(body))))
		if err != nil {
			var e *api.Error
			require.ErrorAs(t, err, &e)
			assertShowable(t, e.Error())
			assert.NotContains(t, e.Error(), "\n")
			return
		}
		assertSound(t, reflect.ValueOf(got))
	})
}

// assertSound holds every value of an answer to what the rest of the program relies on.
func assertSound(t *testing.T, v reflect.Value) {
	t.Helper()
	switch got := v.Interface().(type) {
	case api.Optional[int64]:
		assert.GreaterOrEqual(t, got.Value, int64(0))
		return
	case api.Optional[float32]:
		assert.GreaterOrEqual(t, got.Value, float32(0))
		return
	case api.Instant:
		assert.GreaterOrEqual(t, got, api.Instant(0))
		return
	case time.Time:
		assert.True(t, got.IsZero() || got.Year() >= 1970 && got.Year() <= 2262 && got.Location() == time.UTC, "%v", got)
		return
	}
	switch v.Kind() {
	case reflect.String:
		assertShowable(t, v.String())
	case reflect.Int:
		assert.GreaterOrEqual(t, v.Int(), int64(0))
	case reflect.Slice:
		for i := range v.Len() {
			assertSound(t, v.Index(i))
		}
	case reflect.Struct:
		for i := range v.NumField() {
			assertSound(t, v.Field(i))
		}
	default:
	}
}
