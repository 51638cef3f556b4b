package simulator

import (
	"bytes"
	"encoding/json"
	"regexp"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// drifted is many answers of the lists and of one task, at as many instants.
func (v *service) drifted(n int) []byte {
	v.t.Helper()
	var b bytes.Buffer
	id := "InstanceId=" + instances[prod].id
	plain := serve(v.t, Options{})
	task := "SyncTaskId=" + plain.find("web/frontend:v2.14.0", "eu-west-1").SyncTaskID
	for i := range n {
		v.at(time.Duration(i) * 10 * time.Millisecond)
		for _, answer := range [][]byte{
			v.ask("ListRepoSyncTask", id, "PageSize=100"), v.ask("GetRepoSyncTask", id, task), v.ask("ListArtifactSubscriptionTask", id),
		} {
			require.True(v.t, json.Valid(answer), string(answer))
			b.Write(append(answer, '\n'))
		}
	}
	return b.Bytes()
}

func TestEveryDriftIsServed(t *testing.T) {
	if raced {
		t.Skip("finds no races, and takes long with the detector")
	}
	v := serve(t, Options{Scenario: "drift"})
	all := v.drifted(150)
	for _, form := range []string{
		`"CreateTime":\d+,`, `"CreateTime":"\d+"`, `"CreateTime":\d+\.0`, `"CreateTime":\d+e0`, `"CreateTime":null`, `"CreateTime":""`,
		`"CrossUser":"(true|false)"`, `"CrossUser":[01]`, `"CrossUser":"(TRUE|FALSE)"`, `"CrossUser":"[01]"`, `"CrossUser":null`,
		`"TotalCount":\d+`, `"StartTime":\d+`, `"Progress":"0"`,
		`"SyncTasks":null`, `"SyncTasks":\{`, `"SyncTasks":""`, `\[null,`, `,"stranger"`, `"LayerTasks":null`,
		`"Extra":\{`, `"taskStatus":`, `"":-0`, `"TaskStatus":"ARCHIVING"`, `"TaskStatus":null`, `"TaskStatus":"synchronizing"`, `"RepoName":"null"`,
		`"RepoName":\d+`, `"RepoName":\[`, `"RepoName":\{`, `1e300`, `9223372036854775808`, `4e15`, `:-1[,}]`,
		`"ModifedTime":[^,]*,"ModifiedTime"`, `"ModifedTime":[^,]*,"Priority"`, `"Image[^{]*[^}]*\},("LinkId":[^,]*,)?"ModifiedTime"`,
		`"Code":200`, `"Code":null`,
	} {
		assert.Regexp(t, regexp.MustCompile(form), string(all))
	}
	missing := 0
	for line := range bytes.Lines(all) {
		if bytes.Contains(line, []byte(`"PageNo"`)) && !bytes.Contains(line, []byte(`Tasks"`)) {
			missing++
		}
	}
	assert.NotZero(t, missing, "a list is left out")
}

func TestDriftIsAFunctionOfSeedAndTime(t *testing.T) {
	one, two := serve(t, Options{Scenario: "drift"}), serve(t, Options{Scenario: "drift"})
	assert.Equal(t, one.drifted(5), two.drifted(5))
	id := "InstanceId=" + instances[prod].id
	assert.NotEqual(t, one.at(0).ask("ListRepoSyncTask", id), one.at(time.Second).ask("ListRepoSyncTask", id))
}
