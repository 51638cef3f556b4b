package api_test

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"acrwatch/api"
)

func decodeTask(t *testing.T, fields string) api.SyncTask {
	t.Helper()
	task, err := getTask(t, newClient(t, answering(200, `{"SyncTaskId":"rst-x",`+fields+`}`)))
	require.Nil(t, err)
	return task
}

func decodeSubscription(t *testing.T, fields string) api.SubscriptionTask {
	t.Helper()
	got, err := operations["GetArtifactSubscriptionTask"](t.Context(), newClient(t, answering(200, `{"TaskId":"crast-x",`+fields+`}`)))
	require.NoError(t, err)
	return got.(api.SubscriptionTask)
}

func TestWholeNumbers(t *testing.T) {
	unknown := api.Optional[int64]{}
	tests := map[string]api.Optional[int64]{
		`12`:                     api.Some(int64(12)),
		`0`:                      api.Some(int64(0)),
		`"12"`:                   api.Some(int64(12)),
		`" 12 "`:                 api.Some(int64(12)),
		`12.0`:                   api.Some(int64(12)),
		`12.9`:                   api.Some(int64(12)),
		`"1.2e1"`:                api.Some(int64(12)),
		`9223372036854775807`:    unknown,
		`9223372036854775808`:    unknown,
		`"99999999999999999999"`: unknown,
		`1e400`:                  unknown,
		`-1`:                     unknown,
		`"-0.5"`:                 unknown,
		`""`:                     unknown,
		`null`:                   unknown,
		`"null"`:                 unknown,
		`true`:                   unknown,
		`"NaN"`:                  unknown,
		`"Inf"`:                  unknown,
		`"0x10"`:                 unknown,
		`"1_000"`:                unknown,
		`"1,000"`:                unknown,
		`1125899906842624`:       api.Some(int64(1 << 50)),
		`1125899906842625`:       unknown,
		`[12]`:                   unknown,
		`{"v":12}`:               unknown,
	}
	for sent, want := range tests {
		t.Run(sent, func(t *testing.T) {
			got := decodeTask(t, `"SyncedSize":`+sent+`,"TaskStatus":"ERROR"`)
			assert.Equal(t, want, got.Synced)
			assert.EqualValues(t, "ERROR", got.Status, "the rest of the answer stays")
		})
	}
	assert.Equal(t, unknown, decodeTask(t, `"TaskStatus":"ERROR"`).Synced, "a missing size is unknown")
}

func TestProgressIsTakenAsItComes(t *testing.T) {
	unknown := api.Optional[float32]{}
	tests := map[string]api.Optional[float32]{
		`0`: api.Some[float32](0.0), `1`: api.Some[float32](1.0), `0.37`: api.Some[float32](0.37), `37`: api.Some[float32](37.0), `"1"`: api.Some[float32](1.0), `"0.5"`: api.Some[float32](0.5),
		`null`: unknown, `""`: unknown, `"half"`: unknown, `1e999`: unknown, `-1`: unknown, `[]`: unknown,
	}
	for sent, want := range tests {
		t.Run(sent, func(t *testing.T) {
			assert.Equal(t, want, decodeTask(t, `"Progress":`+sent).Progress)
		})
	}
}

func TestBooleans(t *testing.T) {
	unknown := api.Optional[bool]{}
	tests := map[string]api.Optional[bool]{
		`true`: api.Some(true), `"true"`: api.Some(true), `"True"`: api.Some(true), `1`: api.Some(true), `"1"`: api.Some(true),
		`false`: api.Some(false), `"false"`: api.Some(false), `0`: api.Some(false), `"0"`: api.Some(false),
		`null`: unknown, `""`: unknown, `"yes"`: unknown, `2`: unknown, `{}`: unknown,
	}
	for sent, want := range tests {
		t.Run(sent, func(t *testing.T) {
			assert.Equal(t, want, decodeTask(t, `"CrossUser":`+sent).CrossAccount)
		})
	}
}

func TestTexts(t *testing.T) {
	tests := []struct{ sent, want string }{
		{`"1.10"`, "1.10"},
		{`1.10`, "1.10"},
		{`20231101`, "20231101"},
		{`true`, "true"},
		{`"a\u001b[2Jb\u202e"`, "a·[2Jb·"},
		{`"caf\u00e9 \ud83d\ude00 \ud800"`, "café 😀 \ufffd"},
		{`"quote \" and \\"`, `quote " and \`},
		{"\"a\x9bb\"", "a·b"},
		{`null`, ""},
		{`["a"]`, ""},
		{`{"a":1}`, ""},
	}
	for _, tt := range tests {
		t.Run(tt.sent, func(t *testing.T) {
			got := decodeTask(t, `"ImageFrom":{"ImageTag":`+tt.sent+`,"RepoName":"r"}`)
			assert.Equal(t, api.Image{Tag: tt.want, Repo: "r"}, got.From)
		})
	}
}

// instants are read from a number in one operation and from text in its sibling.
func TestInstants(t *testing.T) {
	at := time.Date(2023, 9, 22, 2, 5, 1, 0, time.UTC)
	tests := map[string]time.Time{
		`1695348301000`: at, `"1695348301000"`: at, `1.695348301e12`: at,
		`0`: {}, `"0"`: {}, `""`: {}, `null`: {}, `-5`: {}, `"2023-09-22"`: {}, `9e18`: {}, `true`: {},
	}
	for sent, want := range tests {
		t.Run(sent, func(t *testing.T) {
			got := decodeSubscription(t, `"StartTime":`+sent+`,"TaskStatus":"RUNNING"`)
			assert.Equal(t, want, got.Start)
			assert.EqualValues(t, "RUNNING", got.Status)
		})
	}
}

// Each line is a way in which the service's documents, its samples and its answers disagree.
func TestSingleTaskQuirks(t *testing.T) {
	tests := []struct {
		name, fields string
		check        func(*testing.T, api.SyncTask)
	}{
		{"issue and priority that the page does not list", `"TaskIssue":"TAG_CONFLICT","Priority":3`, func(t *testing.T, got api.SyncTask) {
			assert.Equal(t, "TAG_CONFLICT", got.Issue)
			assert.Equal(t, api.Some(uint8(3)), got.Priority)
		}},
		{"issue and priority missing", `"TaskStatus":"ERROR"`, func(t *testing.T, got api.SyncTask) {
			assert.Empty(t, got.Issue)
			assert.False(t, got.Priority.Known)
		}},
		{"unknown fields", `"New":{"a":[1,{"b":null}]},"TaskStatus":"SUCCESS","Newer":"\u00e9"`, func(t *testing.T, got api.SyncTask) {
			assert.EqualValues(t, "SUCCESS", got.Status)
		}},
		{"unknown status", `"TaskStatus":"Verifying"`, func(t *testing.T, got api.SyncTask) {
			assert.EqualValues(t, "Verifying", got.Status)
			assert.False(t, got.Phase().Finished())
		}},
		{"trigger given as the word null", `"TaskTrigger":"null"`, func(t *testing.T, got api.SyncTask) { assert.Empty(t, got.Trigger) }},
		{"trigger given as null", `"TaskTrigger":null`, func(t *testing.T, got api.SyncTask) { assert.Empty(t, got.Trigger) }},
		{"trigger empty", `"TaskTrigger":""`, func(t *testing.T, got api.SyncTask) { assert.Empty(t, got.Trigger) }},
		{"trigger", `"TaskTrigger":"PASSIVE"`, func(t *testing.T, got api.SyncTask) { assert.Equal(t, "PASSIVE", got.Trigger) }},
		{"ids given as the word null", `"SyncRuleId":"null","LinkId":"null"`, func(t *testing.T, got api.SyncTask) {
			assert.Empty(t, got.RuleID)
			assert.Empty(t, got.LinkID)
		}},
		{"a repository that is named null", `"ImageFrom":{"RepoName":"null"}`, func(t *testing.T, got api.SyncTask) { assert.Equal(t, "null", got.From.Repo) }},
		{"code as a number", `"Code":200,"IsSuccess":true,"TaskStatus":"SUCCESS"`, func(t *testing.T, got api.SyncTask) {
			assert.Equal(t, "200", got.Code)
			assert.EqualValues(t, "SUCCESS", got.Status)
		}},
		{"success in capitals", `"Code":"SUCCESS","IsSuccess":"true"`, func(t *testing.T, got api.SyncTask) {
			assert.Equal(t, api.Some(true), got.Success)
		}},
		{"size is the whole layer, synced what has moved", `"LayerTasks":[{"Size":100,"SyncedSize":40}]`, func(t *testing.T, got api.SyncTask) {
			assert.Equal(t, []api.Layer{{Size: api.Some(int64(100)), Synced: api.Some(int64(40))}}, got.Layers)
		}},
		{"layers missing", `"TaskStatus":"PENDING"`, func(t *testing.T, got api.SyncTask) { assert.Nil(t, got.Layers) }},
		{"layers null", `"LayerTasks":null`, func(t *testing.T, got api.SyncTask) { assert.Nil(t, got.Layers) }},
		{"layers empty", `"LayerTasks":[]`, func(t *testing.T, got api.SyncTask) { assert.Nil(t, got.Layers) }},
		{"an object for the layers", `"LayerTasks":{"Size":1},"TaskStatus":"PENDING"`, func(t *testing.T, got api.SyncTask) {
			assert.Nil(t, got.Layers)
			assert.EqualValues(t, "PENDING", got.Status)
		}},
		{"null and nonsense among the layers", `"LayerTasks":[null,{"SyncLayerTaskId":"a"},7,"x",[],{"SyncLayerTaskId":"b"}]`, func(t *testing.T, got api.SyncTask) {
			assert.Equal(t, []api.Layer{{ID: "a"}, {ID: "b"}}, got.Layers)
		}},
		{"one digest under two manifests", `"LayerTasks":[{"SyncLayerTaskId":"a","Digest":"d","ArtifactDigest":"m1"},{"SyncLayerTaskId":"b","Digest":"d","ArtifactDigest":"m2"}]`, func(t *testing.T, got api.SyncTask) {
			require.Len(t, got.Layers, 2)
			assert.Equal(t, got.Layers[0].Digest, got.Layers[1].Digest)
			assert.NotEqual(t, got.Layers[0].ArtifactDigest, got.Layers[1].ArtifactDigest)
		}},
		{"an array for an image", `"ImageFrom":[],"ImageTo":{"RepoName":"r"}`, func(t *testing.T, got api.SyncTask) {
			assert.Zero(t, got.From)
			assert.Equal(t, "r", got.To.Repo)
		}},
		{"names in another case are other names", `"taskstatus":"ERROR"`, func(t *testing.T, got api.SyncTask) { assert.Empty(t, got.Status) }},
		{"an answer without the id is about the task that was asked for", `"SyncTaskId":null,"TaskStatus":"SUCCESS"`, func(t *testing.T, got api.SyncTask) {
			assert.Equal(t, "rst-x", got.ID)
		}},
		{"masked ids", `"SyncRuleId":"crsr-cllro6ho3wne****"`, func(t *testing.T, got api.SyncTask) { assert.Equal(t, "crsr-cllro6ho3wne****", got.RuleID) }},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) { tt.check(t, decodeTask(t, tt.fields)) })
	}
}

func TestSubscriptionQuirks(t *testing.T) {
	early, late := time.UnixMilli(1692756301000).UTC(), time.UnixMilli(1695348301000).UTC()
	t.Run("running with a result and an end", func(t *testing.T) {
		got := decodeSubscription(t, `"TaskStatus":"RUNNING","TaskResult":"SUCCESS","EndTime":1692756301000`)
		assert.Equal(t, api.PhaseRunning, got.Phase())
		assert.Equal(t, "SUCCESS", got.Result)
		assert.Equal(t, early, got.End)
	})
	t.Run("end before the start", func(t *testing.T) {
		got := decodeSubscription(t, `"StartTime":"1695348301000","EndTime":"1692756301000"`)
		assert.Equal(t, late, got.Start)
		assert.Equal(t, early, got.End)
	})
	t.Run("end missing or 0", func(t *testing.T) {
		assert.Zero(t, decodeSubscription(t, `"StartTime":1695348301000`).End)
		assert.Zero(t, decodeSubscription(t, `"EndTime":0`).End)
	})
	t.Run("the message is the task's", func(t *testing.T) {
		assert.Equal(t, "2 tags· skipped", decodeSubscription(t, `"Message":"2 tags\u0007 skipped","Code":"success"`).Message)
		assert.Empty(t, decodeSubscription(t, `"Message":"null"`).Message)
	})
	t.Run("repository names of its own family", func(t *testing.T) {
		got := decodeSubscription(t, `"NamespaceName":"n","RepoName":"r","RepoNamespaceName":"other"`)
		assert.Equal(t, "n/r", got.Namespace+"/"+got.Repo)
	})
}

func TestListQuirks(t *testing.T) {
	at := time.UnixMilli(1572839126000).UTC()
	list := func(t *testing.T, body string) api.Page[api.SyncTask] {
		t.Helper()
		got, err := operations["ListRepoSyncTask"](t.Context(), newClient(t, answering(200, body)))
		require.NoError(t, err)
		return got.(api.Page[api.SyncTask])
	}
	for name, fields := range map[string]string{
		"misspelt":         `"ModifedTime":1572839126000`,
		"right":            `"ModifiedTime":1572839126000`,
		"as text":          `"ModifiedTime":"1572839126000"`,
		"both":             `"ModifedTime":1572839126000,"ModifiedTime":1572839126000`,
		"the new one null": `"ModifedTime":1572839126000,"ModifiedTime":null`,
		"the old one 0":    `"ModifiedTime":1572839126000,"ModifedTime":0`,
	} {
		t.Run("modified time "+name, func(t *testing.T) {
			assert.Equal(t, api.InstantOf(at), list(t, `{"Code":"success","SyncTasks":[{`+fields+`}]}`).Items[0].Modified)
		})
	}
	for sent, want := range map[string]api.Optional[int64]{`"37"`: api.Some(int64(37)), `37`: api.Some(int64(37)), `null`: {}, `""`: {}, `-1`: {}} {
		t.Run("total "+sent, func(t *testing.T) {
			got := list(t, `{"PageNo":2,"PageSize":"30","TotalCount":`+sent+`,"SyncTasks":[{"SyncTaskId":"a"}]}`)
			assert.Equal(t, want, got.Total)
			assert.Equal(t, 2, got.Number)
			assert.Equal(t, 30, got.Size)
			assert.Len(t, got.Items, 1)
		})
	}
	t.Run("one bad field keeps the page", func(t *testing.T) {
		got := list(t, `{"Code":"success","SyncTasks":[null,{"SyncTaskId":"a","CreateTime":{"x":1},"ImageFrom":"?"},"x",{"SyncTaskId":7}]}`)
		require.Len(t, got.Items, 2)
		assert.Equal(t, "a", got.Items[0].ID)
		assert.Equal(t, "7", got.Items[1].ID)
		assert.Zero(t, got.Items[0].Created)
	})
	t.Run("a boolean is no id", func(t *testing.T) {
		got := list(t, `{"SyncTasks":[{"SyncTaskId":true,"SyncRuleId":false,"SyncTaskStatus":true}]}`).Items[0]
		assert.Zero(t, got.ID+got.RuleID+string(got.Status))
	})
	t.Run("no rows", func(t *testing.T) {
		assert.Empty(t, list(t, `{"Code":"success","IsSuccess":true,"TotalCount":"0"}`).Items)
		assert.Empty(t, list(t, `{"Code":"success","SyncTasks":null}`).Items)
	})
	t.Run("link and custom link", func(t *testing.T) {
		got := list(t, `{"SyncTasks":[{"LinkId":"stl-b","CustomLink":true}]}`).Items[0]
		assert.Equal(t, "stl-b", got.LinkID)
		assert.Equal(t, api.Some(true), got.CustomLink)
	})
}

// What is not a list must never pass for an empty one.
func TestListsThatAreNone(t *testing.T) {
	for _, operation := range []string{"ListRepoSyncTask", "ListArtifactSubscriptionTask", "GetArtifactSubscriptionTaskResult", "ListInstance", "ListRepoSyncRule"} {
		for _, body := range []string{`{}`, `{"TotalCount":3}`, `{"Code":"success","SyncTasks":{},"Tasks":{},"TaskResults":"","Instances":1,"SyncRules":true}`} {
			t.Run(operation+body, func(t *testing.T) {
				_, err := operations[operation](t.Context(), newClient(t, answering(200, body)))
				var e *api.Error
				require.ErrorAs(t, err, &e)
				assert.Equal(t, api.ClassBadAnswer, e.Class)
			})
		}
	}
}

func TestOtherLists(t *testing.T) {
	at := time.UnixMilli(1572604642000).UTC()
	call := func(t *testing.T, operation, rows, row string) any {
		t.Helper()
		got, err := operations[operation](t.Context(), newClient(t, answering(200, fmt.Sprintf(`{"Code":"success","TotalCount":1,%q:[%s]}`, rows, row))))
		require.NoError(t, err)
		return got
	}
	t.Run("instances with times as text", func(t *testing.T) {
		got := call(t, "ListInstance", "Instances", `{"InstanceId":"cri-x","InstanceName":"生产","InstanceSpecification":"Enterprise_Advanced",
			"InstanceStatus":"RUNNING","InstanceIssue":"some words","RegionId":"cn-hangzhou","ResourceGroupId":"rg-x","Tags":[{"TagKey":"k"}],
			"CreateTime":"1572604642000","ModifiedTime":"1572604642000"}`).(api.Page[api.Instance])
		assert.Equal(t, []api.Instance{{
			ID: "cri-x", Name: "生产", Specification: "Enterprise_Advanced", Status: "RUNNING", Issue: "some words",
			RegionID: "cn-hangzhou", ResourceGroup: "rg-x", Created: at, Modified: at,
		}}, got.Items)
		assert.Equal(t, api.Some(int64(1)), got.Total)
	})
	t.Run("modified times in both spellings", func(t *testing.T) {
		const row = `{"InstanceId":"cri-x","SyncRuleId":"crsr-x","ModifiedTime":1572604642000,"ModifedTime":null}`
		assert.Equal(t, at, call(t, "ListInstance", "Instances", row).(api.Page[api.Instance]).Items[0].Modified)
		assert.Equal(t, at, call(t, "ListRepoSyncRule", "SyncRules", row).(api.Page[api.SyncRule]).Items[0].Modified)
	})
	t.Run("rules", func(t *testing.T) {
		got := call(t, "ListRepoSyncRule", "SyncRules", `{"SyncRuleId":"crsr-x","SyncRuleName":"n","SyncScope":"REPO","SyncTrigger":"PASSIVE","SyncDirection":"FROM",
			"TagFilter":".*","RepoNameFilter":"r.*","LocalRegionId":"a","LocalInstanceId":"b","LocalNamespaceName":"c","LocalRepoName":"d",
			"TargetRegionId":"e","TargetInstanceId":"f","TargetNamespaceName":"g","TargetRepoName":"h","CrossUser":true,
			"CreateTime":1572604642000,"ModifiedTime":1572604642000}`).(api.Page[api.SyncRule])
		assert.Equal(t, []api.SyncRule{{
			ID: "crsr-x", Name: "n", Scope: "REPO", Trigger: "PASSIVE", Direction: "FROM", TagFilter: ".*", RepoFilter: "r.*",
			LocalRegion: "a", LocalInstance: "b", LocalNamespace: "c", LocalRepo: "d",
			TargetRegion: "e", TargetInstance: "f", TargetSpace: "g", TargetRepo: "h", CrossAccount: api.Some(true), Created: at, Modified: at,
		}}, got.Items)
	})
	t.Run("tags, whose status and result have names of their own", func(t *testing.T) {
		got := call(t, "GetArtifactSubscriptionTaskResult", "TaskResults", `{"InstanceId":"cri-x","TaskId":"crast-x","NamespaceName":"n","RepoName":"r",
			"Tag":"v2.0","Status":"COMPLETED","Result":"SUCCESS","StartTime":1572604642000,"EndTime":1572604642000}`).(api.Page[api.TagResult])
		assert.Equal(t, []api.TagResult{{
			InstanceID: "cri-x", TaskID: "crast-x", Namespace: "n", Repo: "r", Tag: "v2.0", Status: "COMPLETED", Result: "SUCCESS", Start: at, End: at,
		}}, got.Items)
		assert.Equal(t, api.PhaseDone, got.Items[0].Phase())
	})
	t.Run("subscription tasks", func(t *testing.T) {
		got := call(t, "ListArtifactSubscriptionTask", "Tasks", `{"TaskId":"crast-x","StartTime":"1572604642000","TagTotalCount":311,"TagSubscriptionCount":3}`).(api.Page[api.SubscriptionTask])
		assert.Equal(t, []api.SubscriptionTask{{ID: "crast-x", Start: at, TagTotal: api.Some(int64(311)), TagSubscribed: api.Some(int64(3))}}, got.Items)
	})
}

// What goes out: methods, parameter names, nothing empty, and the query as it was signed.
func TestRequests(t *testing.T) {
	every := api.ListRepoSyncTaskRequest{InstanceID: "cri-x", Namespace: "n", Repo: "a b*~/é+%", Tag: "t", BatchID: "b", PageNo: 2, PageSize: 100}
	tests := []struct {
		name, method, query string
		call                func(context.Context, *api.Client) error
	}{
		{"GetRepoSyncTask", http.MethodPost, "InstanceId=cri-x&SyncTaskId=rst-x", nil},
		{"ListRepoSyncRule", http.MethodPost, "InstanceId=cri-x", nil},
		{"ListInstance", http.MethodPost, "", nil},
		{"GetArtifactSubscriptionTask", http.MethodGet, "InstanceId=cri-x&TaskId=crast-x", nil},
		{"ListArtifactSubscriptionTask", http.MethodGet, "InstanceId=cri-x&PageNo=1", nil},
		{"GetArtifactSubscriptionTaskResult", http.MethodGet, "InstanceId=cri-x&TaskId=crast-x", nil},
		{
			"ListRepoSyncTask", http.MethodPost,
			"InstanceId=cri-x&PageNo=2&PageSize=100&RepoName=a%20b%2A~%2F%C3%A9%2B%25&RepoNamespaceName=n&SyncRecordId=b&Tag=t",
			func(ctx context.Context, c *api.Client) error {
				_, err := c.ListRepoSyncTask(ctx, every)
				return err
			},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var got *http.Request
			c := newClient(t, transport(func(r *http.Request) (*http.Response, error) {
				got = r
				return answering(200, `{"Code":"success","TaskStatus":"x"}`)(r)
			}))
			if tt.call == nil {
				tt.call = func(ctx context.Context, c *api.Client) error {
					_, err := operations[tt.name](ctx, c)
					return err
				}
			}
			require.NoError(t, tt.call(t.Context(), c))
			assert.Equal(t, tt.method, got.Method)
			assert.Equal(t, "https://cr.cn-hangzhou.aliyuncs.com/", strings.TrimSuffix(strings.Split(got.URL.String(), "?")[0], "?"))
			assert.Equal(t, tt.query, got.URL.RawQuery)
			assert.Equal(t, tt.name, got.Header.Get("x-acs-action"))
			assert.Equal(t, "2018-12-01", got.Header.Get("x-acs-version"))
			assert.Equal(t, "application/json", got.Header.Get("Accept"))
			assert.Empty(t, got.Header.Get("Content-Type"), "an unsigned content type would be refused")
		})
	}
}
