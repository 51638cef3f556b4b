package poller

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"acrwatch/api"
)

func answerOf(size int) Answer {
	return Answer{Answer: api.Answer{JSON: []byte(strings.Repeat("x", size))}}
}

func taskKey(i int) Key { return Key{ID: fmt.Sprint("rst-", i)} }

func TestAnswersAreFewAndTheOpenOneStays(t *testing.T) {
	if detector {
		t.Skip("finds no races, and takes long with the detector")
	}
	for name, size := range map[string]int{"by number": 10, "by size": answerMost} {
		t.Run(name, func(t *testing.T) {
			var a answers
			a.hold(taskKey(0))
			for i := range 1000 {
				a.keep(taskKey(i), answerOf(size))
				a.keep(taskKey(i), answerOf(size))
			}
			assert.LessOrEqual(t, len(a.list), answersKept)
			assert.LessOrEqual(t, a.size, answersSize)
			for _, s := range a.list {
				assert.Len(t, s.answer.JSON, size)
			}
			_, kept := a.of(taskKey(0))
			assert.True(t, kept, "the open one")
			_, kept = a.of(taskKey(999))
			assert.True(t, kept, "the last")
			_, kept = a.of(taskKey(1))
			assert.False(t, kept)
		})
	}
}

func TestAnswerThatIsTooLongIsNoted(t *testing.T) {
	var a answers
	a.keep(taskKey(1), answerOf(answerMost+1))
	got, kept := a.of(taskKey(1))
	require.True(t, kept)
	assert.Nil(t, got.JSON)
	assert.Equal(t, answerMost+1, got.Length)
	assert.Zero(t, a.size)
}

func TestFailureLeavesTheLastGoodAnswer(t *testing.T) {
	var a answers
	a.keep(taskKey(1), answerOf(5))
	a.keep(taskKey(1), Answer{})
	got, _ := a.of(taskKey(1))
	assert.Len(t, got.JSON, 5)
}

// scripted answers by operation, without a network.
type scripted func(operation string) string

func (s scripted) RoundTrip(r *http.Request) (*http.Response, error) {
	body := s(r.Header.Get("X-Acs-Action"))
	return &http.Response{StatusCode: 200, Header: http.Header{}, Request: r, Body: io.NopCloser(strings.NewReader(body))}, nil
}

// The body of a get of the open task is there as soon as the snapshot that shows it, and that of a list never is.
func TestAnswerComesWithItsSnapshot(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		gets := 0
		client, err := api.NewClient(api.Options{
			Region: "cn-hangzhou", Credentials: api.StaticCredentials(api.Credentials{ID: "id-for-test", Secret: api.NewSecret("secret-for-test")}),
			Transport: scripted(func(operation string) string {
				switch operation {
				case "ListRepoSyncTask":
					return `{"Code":"success","TotalCount":1,"SyncTasks":[{"SyncTaskId":"rst-1","TaskStatus":"SYNCHRONIZING"}]}`
				case "GetRepoSyncTask":
					gets++
					return fmt.Sprintf(`{ "SyncTaskId":"rst-1", "TaskStatus":"SYNCHRONIZING", "New":%d }`, gets)
				}
				return `{"Code":"success","TotalCount":0,"Tasks":[],"SyncRules":[]}`
			}),
		})
		require.NoError(t, err)
		p := New([]Spec{{Region: "cn-hangzhou", Instance: "cri-x", API: client}}, Options{})
		p.Attend(Key{ID: "rst-1"}, nil)
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		seen := 0
		require.NoError(t, p.Run(ctx, func(s *Snapshot) {
			for _, task := range s.Tasks.All() {
				answer, kept := p.Answer(task.Key)
				if task.Answered.IsZero() {
					continue
				}
				seen++
				assert.True(t, kept)
				assert.False(t, answer.Asked.Before(task.Asked.Time()), "no older than what is shown")
				assert.Equal(t, "GetRepoSyncTask", answer.Operation)
				assert.Regexp(t, `^{"SyncTaskId":"rst-1","TaskStatus":"SYNCHRONIZING","New":\d+}$`, string(answer.JSON))
			}
		}))
		assert.Greater(t, seen, 5)
	})
}
