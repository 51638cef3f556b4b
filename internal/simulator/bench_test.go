package simulator

import (
	"fmt"
	"testing"
)

func BenchmarkNew(b *testing.B) {
	for _, o := range []Options{{}, {Scenario: "huge", Tasks: 10_000}, {Scenario: "huge", Tasks: 100_000}} {
		b.Run(fmt.Sprintf("%s-%d", o.withDefaults().Scenario, o.Tasks), func(b *testing.B) {
			for b.Loop() {
				if _, err := New(o); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkAnswer(b *testing.B) {
	for _, scenario := range []string{"migration", "huge"} {
		v := serve(b, Options{Scenario: scenario})
		id := decode[gotPage](b, v.ask("ListRepoSyncTask", "InstanceId=cri-x")).SyncTasks[4].SyncTaskID
		for name, call := range map[string][]string{
			"list":   {"ListRepoSyncTask", "InstanceId=cri-x", "PageSize=100"},
			"get":    {"GetRepoSyncTask", "InstanceId=cri-x", "SyncTaskId=" + id},
			"filter": {"ListRepoSyncTask", "InstanceId=cri-x", "PageSize=100", "RepoName=envoy"},
		} {
			b.Run(scenario+"-"+name, func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					b.StopTimer()
					r := v.request("POST", call[0], call[1:]...)
					b.StartTimer()
					if w := v.do(r); w.Code != 200 {
						b.Fatal(w.Body.String())
					}
				}
			})
		}
	}
}
