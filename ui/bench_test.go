package ui

import (
	"fmt"
	"slices"
	"testing"
	"time"

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
	s.Tasks = tasks
	return s
}

// moved is the next snapshot: one active task has more bytes.
func moved(s *poller.Snapshot, i int) *poller.Snapshot {
	next := *s
	next.Tasks = slices.Clone(s.Tasks)
	t := *s.Tasks[i]
	t.Flow.Moved += mib
	next.Tasks[i] = &t
	return &next
}

var benchmarkSizes = []int{1_000, 10_000, 100_000}

func BenchmarkSnapshot(b *testing.B) {
	for _, n := range benchmarkSizes {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			m, _ := newFixture(160, 45)
			a := many(n)
			c := moved(a, 0)
			m = feed(m, a)
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
