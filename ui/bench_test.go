package ui

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"acrwatch/api"
	"acrwatch/poller"
)

// many is a snapshot of n tasks, of which forty are on their way.
func many(n int) *poller.Snapshot {
	s := fixture()
	tasks := make([]*poller.Task, 0, n)
	for i := range n {
		id, status := fmt.Sprintf("rst-%06d", i), "SUCCESS"
		if i%(n/40) == 0 {
			status = "SYNCHRONIZING"
		}
		t := syncTask(id, "web frontend", fmt.Sprint("v", i), "eu-west-1", "SUCCESS", flow(900*mib, 1000*mib, 5*float64(mib), time.Minute))
		if status != "SUCCESS" {
			t = syncTask(id, "web frontend", fmt.Sprint("v", i), "eu-west-1", "SYNCHRONIZING", flow(500*mib, 1000*mib, 5*float64(mib), time.Minute), frontendParts, history)
		}
		tasks = append(tasks, t)
	}
	s.Tasks = poller.TasksOf(tasks...)
	return s
}

// moved is the next snapshot: one active task has more bytes.
func moved(s *poller.Snapshot, i int) *poller.Snapshot {
	t := *s.Tasks.At(i)
	t.Flow.Moved += mib
	next := *s
	next.Tasks = s.Tasks.With(i, &t)
	return &next
}

// over is the next snapshot: one active task is done.
func over(s *poller.Snapshot, i int) *poller.Snapshot {
	t := *s.Tasks.At(i)
	t.Phase, t.Finished = api.PhaseDone, poller.InstantOf(s.At)
	next := *s
	next.Tasks = s.Tasks.With(i, &t)
	return &next
}

var benchmarkSizes = []int{1_000, 10_000, 100_000}

func BenchmarkSnapshot(b *testing.B)     { alternate(b, moved) }
func BenchmarkSnapshotOver(b *testing.B) { alternate(b, over) }

// alternate shows a snapshot and the one that change makes of it in turn.
func alternate(b *testing.B, change func(*poller.Snapshot, int) *poller.Snapshot) {
	for _, n := range benchmarkSizes {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			m, _ := newFixture(160, 45)
			a := many(n)
			c := change(a, 0)
			m = feed(m, a)
			m.touched = true
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				next := a
				if i%2 == 0 {
					next = c
				}
				m.onSnapshot(next)
			}
		})
	}
}

func BenchmarkFrame(b *testing.B) {
	for _, n := range benchmarkSizes {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			m, _ := newFixture(160, 45)
			m = feed(m, many(n))
			b.ReportAllocs()
			for b.Loop() {
				_ = m.View()
			}
		})
	}
}

// BenchmarkFrameInChinese is a frame in which every word is looked up.
func BenchmarkFrameInChinese(b *testing.B) {
	m, _ := newFixture(160, 45, inChinese)
	m = feed(m, many(1_000))
	b.ReportAllocs()
	for b.Loop() {
		_ = m.View()
	}
}

func BenchmarkKey(b *testing.B) {
	for _, n := range benchmarkSizes {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			m, _ := newFixture(160, 45)
			m = feed(m, many(n))
			keys := press("j", "k")
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				m = feed(m, keys[i%2])
			}
		})
	}
}

func BenchmarkFilter(b *testing.B) {
	for _, n := range benchmarkSizes {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			m, _ := newFixture(160, 45)
			m = feed(m, many(n))
			m.input.SetValue("status:active v1")
			for b.Loop() {
				m.applyFilter()
			}
		})
	}
}

// BenchmarkSnapshotOfFiveHundred is a snapshot with five hundred changed tasks for a list that is sorted and filtered.
// A tenth of them ends, and so gets into another class.
func BenchmarkSnapshotOfFiveHundred(b *testing.B) {
	for _, n := range benchmarkSizes {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			a := many(n)
			next := *a
			for i := range 500 {
				t := *a.Tasks.At(i * (n / 500))
				t.Flow.Moved += mib
				if i%10 == 0 {
					t.Phase, t.Finished = api.PhaseFailed, poller.InstantOf(a.At)
				}
				next.Tasks = next.Tasks.With(i*(n/500), &t)
			}
			m, _ := newFixture(160, 45)
			m = feed(feed(m, a), press("ssss/web", "enter")...)
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				m.onSnapshot([]*poller.Snapshot{&next, a}[i%2])
			}
		})
	}
}

// BenchmarkFrameOfViews is a frame of the views that group tasks.
func BenchmarkFrameOfViews(b *testing.B) {
	for _, v := range []string{"2", "3"} {
		for _, n := range benchmarkSizes {
			b.Run(fmt.Sprint(v, "/", n), func(b *testing.B) {
				m, _ := newFixture(160, 45)
				m = feed(feed(m, many(n)), press(v)...)
				b.ReportAllocs()
				for b.Loop() {
					_ = m.View()
				}
			})
		}
	}
}

// BenchmarkFilterFirst is the first key of a filter, and whole terms that come in at once.
func BenchmarkFilterFirst(b *testing.B) {
	for _, text := range []string{"w", "nothing", "status:failed", "to:eu", "image:w", "/w.b/"} {
		for _, n := range benchmarkSizes {
			b.Run(fmt.Sprintf("%q/%d", strings.Trim(text, "/"), n), func(b *testing.B) {
				m, _ := newFixture(160, 45)
				m = feed(m, many(n))
				b.ReportAllocs()
				for b.Loop() {
					m.setFilter(text)
					b.StopTimer()
					m.setFilter("")
					b.StartTimer()
				}
			})
		}
	}
}

// BenchmarkFilterOfBatches is a letter typed into the filter of the batches.
func BenchmarkFilterOfBatches(b *testing.B) {
	for _, n := range benchmarkSizes {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			m, _ := newFixture(160, 45)
			m = feed(feed(m, many(n)), press("2")...)
			m.input.SetValue("status:active v1")
			for b.Loop() {
				m.applyFilter()
			}
		})
	}
}
