package poller

import (
	"fmt"
	"testing"
	"time"

	"acrwatch/api"
)

// crowded is a fold of n tasks, some of them active with 20 layers each.
func crowded(n, busy int) (fold, []api.SyncTask) {
	f := newFold()
	f.begin(noon)
	var active []api.SyncTask
	for i := range n {
		row := ended(fmt.Sprintf("rst-%06d", i), "SUCCESS")
		if i%(n/busy) == 0 {
			var layers []api.Layer
			for l := range 20 {
				layers = append(layers, layer(fmt.Sprintf("l%d-%d", i, l), fmt.Sprintf("sha256:%d-%d", i/2, l), "SYNCHRONIZING", 0, 1<<40))
			}
			row = running1(row.ID, layers...)
			active = append(active, row)
		}
		f.learnSync(none, key(row.ID), &row, source{asked: noon, at: noon, listed: row.Status == "SUCCESS"})
	}
	return f, active
}

func BenchmarkApplyAndSnapshot(b *testing.B) {
	for _, n := range []int{10_000, 100_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			f, active := crowded(n, 500)
			b.ReportAllocs()
			at := 0.0
			for b.Loop() {
				at++
				row := active[int(at)%len(active)]
				for l := range row.Layers {
					row.Layers[l].Synced = api.Some(int64(at) * mib)
				}
				f.get(at, row)
				f.snap()
			}
		})
	}
}

func BenchmarkApply(b *testing.B) {
	f, active := crowded(100_000, 500)
	b.ReportAllocs()
	at := 0.0
	for b.Loop() {
		at++
		f.get(at, active[int(at)%len(active)])
	}
}

func BenchmarkApplyPage(b *testing.B) {
	f, _ := crowded(100_000, 500)
	var rows []api.SyncTask
	for i := range pageSize {
		rows = append(rows, ended(fmt.Sprintf("rst-%06d", i), "SUCCESS"))
	}
	b.ReportAllocs()
	at := 0.0
	for b.Loop() {
		at++
		f.list(at, rows...)
	}
}

// Every page brings 100 tasks that take the slots of older ones.
func BenchmarkApplyNew(b *testing.B) {
	f, _ := crowded(100_000, 500)
	f.keep = 100_000
	f.list(0, over("first", 1)) // sorts what there is
	b.ReportAllocs()
	at := 1
	for b.Loop() {
		at += pageSize
		f.list(float64(at), overs(at+pageSize-1, at)...)
		f.snap()
	}
}

func BenchmarkNext(b *testing.B) {
	f, _ := crowded(100_000, 500)
	look := newAttention(Key{}, nil)
	t := f.targets[0]
	t.rules.at = second(600)
	for k := range t.lists {
		t.lists[k].sheet(1).asked = noon
	}
	d := &duty{targets: []int{0, 1}, held: func(Op) time.Time { return time.Time{} }}
	for _, i := range t.polled {
		f.records[i].asked = InstantOf(noon)
	}
	b.ReportAllocs()
	for b.Loop() {
		f.next(d, &look, second(1))
	}
}

func BenchmarkDiff(b *testing.B) {
	for _, n := range []int{10_000, 100_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			f, active := crowded(n, 40)
			prev := f.snap()
			f.get(1, active[20])
			next := f.snap()
			b.ReportAllocs()
			for b.Loop() {
				Diff(prev, next)
			}
		})
	}
}
