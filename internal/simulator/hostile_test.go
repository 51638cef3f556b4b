package simulator

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// everyAnswer is what all operations say about the first wave.
func (v *service) everyAnswer() []byte {
	v.t.Helper()
	var b bytes.Buffer
	id := "InstanceId=" + instances[prod].id
	b.Write(v.ask("ListInstance"))
	b.Write(v.ask("ListRepoSyncRule", id, "PageSize=100"))
	for _, page := range []string{"1", "2", "3"} {
		b.Write(v.ask("ListRepoSyncTask", id, "PageSize=100", "PageNo="+page))
	}
	list := v.ask("ListArtifactSubscriptionTask", id, "PageSize=100")
	b.Write(list)
	for _, task := range decode[struct {
		Tasks []struct {
			TaskID string `json:"TaskId"`
		}
	}](v.t, list).Tasks {
		b.Write(v.ask("GetArtifactSubscriptionTask", id, "TaskId="+task.TaskID))
		b.Write(v.ask("GetArtifactSubscriptionTaskResult", id, "TaskId="+task.TaskID))
	}
	return b.Bytes()
}

func TestEveryPayloadIsServed(t *testing.T) {
	v := serve(t, Options{Scenario: "hostile"})
	all := v.everyAnswer()
	for _, payload := range payloads {
		var quoted bytes.Buffer
		quoteRaw(&quoted, payload)
		assert.True(t, bytes.Contains(all, bytes.Trim(quoted.Bytes(), `"`)), "%q", payload)
	}
	assert.False(t, utf8.Valid(all), "broken text is not mended on the way")
	assert.NotContains(t, string(all), "\x1b", "JSON has them escaped")
}

func TestHostileIsStillAMigration(t *testing.T) {
	v, plain := serve(t, Options{Scenario: "hostile"}), serve(t, Options{})
	for _, at := range []time.Duration{0, 40 * time.Second, 2 * time.Minute} {
		tasks, others := v.at(at).all(instances[prod].id), plain.at(at).all(instances[prod].id)
		require.Len(t, tasks, len(others))
		for i := range tasks {
			assert.Equal(t, others[i].SyncTaskID, tasks[i].SyncTaskID)
			assert.Equal(t, others[i].TaskStatus, tasks[i].TaskStatus)
		}
		got := v.task(tasks[0].SyncTaskID)
		assert.Equal(t, tasks[0].image(), got.image(), "one name in list and get")
		assert.Equal(t, plain.task(tasks[0].SyncTaskID).SyncedSize, got.SyncedSize)
	}
}

func TestAHostileFailurePasses(t *testing.T) {
	v := serve(t, Options{Scenario: "hostile"})
	hostile := 0
	for at := time.Duration(0); at < 13*time.Second; at += 100 * time.Millisecond {
		v.at(at)
		w := v.do(v.request("POST", "ListInstance"))
		require.True(t, json.Valid(w.Body.Bytes()))
		if w.Code == 500 {
			hostile++
			assert.Contains(t, decode[struct{ Code string }](t, w.Body.Bytes()).Code, "\x1b]0;")
		}
	}
	assert.InDelta(t, 7, hostile, 1)
}

func TestRawStrings(t *testing.T) {
	for _, s := range append([]string{"", `a"b\c`, "\xff", "\x00\x1f", "é"}, payloads...) {
		var b bytes.Buffer
		encodeRaw(&b, map[string]any{"a": []any{s, nil, true, json.Number("1.50")}})
		require.True(t, json.Valid(b.Bytes()), "%q", s)
		var got struct{ A []any }
		require.NoError(t, json.Unmarshal(b.Bytes(), &got))
		if utf8.ValidString(s) {
			assert.Equal(t, s, got.A[0])
		}
		assert.True(t, strings.HasSuffix(b.String(), `,null,true,1.50]}`))
	}
}
