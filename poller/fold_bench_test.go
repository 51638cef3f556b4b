package poller_test

import (
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"

	"acrwatch/api"
	"acrwatch/poller"
)

// fleet is a fold of sync tasks of 10 layers each, a tenth of them active, and the answers that made it.
type fleet struct {
	*poller.Fold
	at   time.Time
	rows []api.SyncTask
}

const fleetSize = 3000

func newFleet(n int) *fleet {
	f := &fleet{Fold: poller.NewFold([]poller.Spec{{Instance: "cri-1", Region: "cn-hangzhou"}}, 0, poller.Only{})}
	f.at = time.Date(2026, 3, 4, 12, 0, 0, 0, time.UTC)
	for i := range n {
		f.rows = append(f.rows, fleetTask(i, f.at))
	}
	for number := 1; (number-1)*100 < n; number++ {
		f.list(number)
	}
	for round := range 4 {
		for i := range f.rows {
			if round == 0 || i%10 == 0 {
				f.get(i)
			}
		}
	}
	return f
}

func fleetTask(i int, at time.Time) api.SyncTask {
	status := api.Status("SUCCESS")
	if i%10 == 0 {
		status = "SYNCHRONIZING"
	}
	end := func(region string) api.Image {
		return api.Image{RegionID: region, InstanceID: "cri-" + region, Namespace: "team", Repo: fmt.Sprint("app-", i%200), Tag: fmt.Sprint("v", i)}
	}
	row := api.SyncTask{
		ID: fmt.Sprintf("rst-%020d", i), RuleID: "crsr-1", BatchID: fmt.Sprint("batch-", i/20), Status: status,
		From: end("cn-hangzhou"), To: end("eu-central-1"), Created: poller.InstantOf(at.Add(-time.Hour)), Modified: poller.InstantOf(at),
	}
	for l := range 10 {
		done := api.Some(int64(50 << 20))
		if status != "SUCCESS" && l > 4 {
			done = api.Some[int64](0)
		}
		row.Layers = append(row.Layers, api.Layer{
			ID: fmt.Sprintf("rslt-%020d-%d", i, l), Status: status, Size: api.Some[int64](50 << 20), Synced: done,
			Digest: "sha256:" + fmt.Sprintf("%064x", i*10+l), ArtifactDigest: "sha256:" + strings.Repeat(fmt.Sprint(i%10), 64),
		})
	}
	return row
}

// get answers a get of a task, a layer of which moves while it is active.
func (f *fleet) get(i int) {
	f.at = f.at.Add(2 * time.Second)
	row := f.rows[i]
	row.Reply = api.Reply{RequestID: fmt.Sprintf("%08X-0000-0000-0000-%012X", i, f.at.UnixNano()), Code: "success"}
	row.Created, row.Modified = 0, 0
	if i%10 == 0 {
		row.Layers = append([]api.Layer(nil), row.Layers...)
		row.Layers[7].Synced.Value += 1 << 20
		f.rows[i].Layers = row.Layers
	}
	f.take(poller.Call{Op: poller.OpGet, ID: row.ID}, row)
}

// list answers a page of the list.
func (f *fleet) list(number int) {
	f.at = f.at.Add(time.Second)
	page := api.Page[api.SyncTask]{
		Reply:  api.Reply{RequestID: fmt.Sprintf("%08X-0000-0000-0000-%012X", number, f.at.UnixNano()), Code: "success"},
		Number: number, Size: 100, Total: api.Some(int64(len(f.rows))),
	}
	for _, row := range f.rows[(number-1)*100 : min(number*100, len(f.rows))] {
		row.Layers = nil
		page.Items = append(page.Items, row)
	}
	f.take(poller.Call{Op: poller.OpList, Page: number}, page)
}

func (f *fleet) take(c poller.Call, body any) {
	e := poller.Event{What: poller.Answered, At: f.at, Asked: f.at.Add(-200 * time.Millisecond), Call: c, Body: body}
	if err := f.Take(e); err != nil {
		panic(err)
	}
}

func BenchmarkTakeGet(b *testing.B) {
	f := newFleet(fleetSize)
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		f.get(i * 10 % len(f.rows))
	}
}

func BenchmarkTakePage(b *testing.B) {
	f := newFleet(fleetSize)
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		f.list(1 + i%30)
	}
}

func BenchmarkFreeze(b *testing.B) {
	f := newFleet(fleetSize)
	b.ReportAllocs()
	for b.Loop() {
		f.Freeze()
	}
}

// A whole checkpoint and then increments after a reading of all lists.
func BenchmarkSave(b *testing.B) {
	f := newFleet(fleetSize)
	saver := poller.NewSaver()
	b.ReportMetric(float64(checkpointSize(saver.Save(f.Freeze())))/1024, "KiB/whole")
	b.ReportAllocs()
	size := 0
	for b.Loop() {
		for number := 1; number <= 30; number++ {
			f.list(number)
		}
		size = checkpointSize(saver.Save(f.Freeze()))
	}
	b.ReportMetric(float64(size)/1024, "KiB/increment")
}

// checkpointSize is about what a checkpoint takes in a file.
func checkpointSize(c poller.Checkpoint) int {
	size := len(c.Head)
	for _, p := range c.Pieces {
		size += len(p.JSON)
		for _, slot := range p.Slots {
			size += len(fmt.Sprint(slot)) + 1
		}
	}
	return size
}

func BenchmarkRestore(b *testing.B) {
	f := newFleet(fleetSize)
	c := poller.NewSaver().Save(f.Freeze())
	slots, _ := c.Onto(nil)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := poller.Restore(c.Head, slots); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkFoldMemory(b *testing.B) {
	var before, after runtime.MemStats
	for b.Loop() {
		runtime.GC()
		runtime.ReadMemStats(&before)
		f := newFleet(fleetSize)
		rows := f.rows
		f.rows = nil
		runtime.GC()
		runtime.ReadMemStats(&after)
		runtime.KeepAlive(f.Fold)
		runtime.KeepAlive(rows)
	}
	b.ReportMetric(float64(after.HeapAlloc-before.HeapAlloc)/(1<<20), "MiB")
}

// Restoring again and again, where a tenth of the tasks differ each time.
func BenchmarkRestoreAgain(b *testing.B) {
	f := newFleet(fleetSize)
	saver := poller.NewSaver()
	saves := make([]poller.Checkpoint, 2)
	slots := make([][]poller.Slot, 2)
	for n := range saves {
		for i := 0; i < len(f.rows); i += 10 {
			f.get(i)
		}
		saves[n] = saver.SaveOnto(f.Freeze(), poller.Whole)
		slots[n], _ = saves[n].Onto(nil)
	}
	var restorer poller.Restorer
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		if _, err := restorer.Restore(saves[i%2].Head, slots[i%2]); err != nil {
			b.Fatal(err)
		}
	}
}
