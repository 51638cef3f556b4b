package journal

import (
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"acrwatch/api"
	"acrwatch/poller"
)

// day is a day of 3,000 tasks of ten layers each at five calls a second: a tenth of the tasks run at a time, one call in
// ten reads a page of their list, and the others ask for a task in which a layer has moved.
type day struct {
	r      *Recorder
	at     time.Time
	tasks  []api.SyncTask
	random *rand.Rand
	calls  int
}

const (
	dayTasks  = 3000
	dayActive = dayTasks / 10
	dayPage   = 100
	dayPause  = 200 * time.Millisecond // between calls
	layerSize = 90 << 20
)

// recordDay records so much of a day as d says.
func recordDay(b *testing.B, d time.Duration) (path string) {
	b.Helper()
	path = filepath.Join(b.TempDir(), "day.ndjson")
	r, err := Create(Options{
		Path: path, Specs: []poller.Spec{{Region: "cn-hangzhou", Instance: "cri-0000000000000000"}},
		Trouble: func(text string, _ bool) { b.Error(text) },
	})
	require.NoError(b, err)
	y := &day{r: r, at: r.header.At, random: rand.New(rand.NewPCG(1, 2))}
	for i := range dayTasks {
		y.tasks = append(y.tasks, y.task(i))
	}
	for i := range dayActive {
		y.move(&y.tasks[i], dayActive-i)
	}
	for page := range dayTasks / dayPage {
		y.page(page)
	}
	for i := range y.tasks {
		y.get(i)
	}
	for end := r.header.At.Add(d); y.at.Before(end); {
		began := int(int64(dayTasks) * int64(y.at.Sub(r.header.At)) / int64(24*time.Hour)) // the oldest that runs
		switch y.calls % 10 {
		case 0:
			y.page(y.calls / 10 % (dayTasks / dayPage))
		default:
			ahead := y.random.IntN(dayActive)
			i := (began + ahead) % dayTasks
			y.move(&y.tasks[i], dayActive-ahead)
			y.get(i)
		}
	}
	require.NoError(b, r.Close())
	return path
}

func (y *day) task(i int) api.SyncTask {
	end := func(region string) api.Image {
		return api.Image{RegionID: region, InstanceID: "cri-" + region, Namespace: "team", Repo: fmt.Sprint("app-", i%200), Tag: fmt.Sprint("v", i)}
	}
	t := api.SyncTask{
		ID: fmt.Sprintf("rst-%020d", i), RuleID: "crsr-1", BatchID: fmt.Sprint("batch-", i/20), Status: "SUCCESS",
		From: end("cn-hangzhou"), To: end("eu-central-1"), Created: api.InstantOf(y.at.Add(-time.Hour).Truncate(time.Second)), Modified: api.InstantOf(y.at.Truncate(time.Second)),
	}
	for l := range 10 {
		t.Layers = append(t.Layers, api.Layer{
			ID: fmt.Sprintf("rslt-%020d-%d", i, l), Status: "SUCCESS", Size: api.Some[int64](layerSize), Synced: api.Some[int64](layerSize),
			Digest: "sha256:" + y.hex(64), ArtifactDigest: "sha256:" + strings.Repeat(fmt.Sprint(i%10), 64),
		})
	}
	return t
}

func (y *day) hex(digits int) string {
	var text strings.Builder
	for range digits {
		text.WriteByte("0123456789abcdef"[y.random.IntN(16)])
	}
	return text.String()
}

// move brings a task to where it is after so many of dayActive steps.
func (y *day) move(t *api.SyncTask, steps int) {
	t.Layers = append([]api.Layer(nil), t.Layers...)
	done := min(int64(steps)*11*layerSize/dayActive+y.random.Int64N(1<<20), 10*layerSize)
	t.Status = progress(done, 10*layerSize)
	for l := range t.Layers {
		layer := &t.Layers[l]
		layer.Synced = api.Some(min(done, layerSize))
		layer.Status = progress(layer.Synced.Value, layerSize)
		done -= layer.Synced.Value
	}
}

func progress(done, size int64) api.Status {
	switch done {
	case 0:
		return "PENDING"
	case size:
		return "SUCCESS"
	}
	return "SYNCHRONIZING"
}

func (y *day) get(i int) {
	t := y.tasks[i]
	t.Reply, t.Created, t.Modified = y.reply(), api.InstantOf(time.Time{}), api.InstantOf(time.Time{})
	y.call(poller.Call{Op: poller.OpGet, ID: t.ID}, t)
}

func (y *day) page(n int) {
	page := api.Page[api.SyncTask]{Reply: y.reply(), Number: n + 1, Size: dayPage, Total: api.Some[int64](dayTasks)}
	for _, t := range y.tasks[n*dayPage : (n+1)*dayPage] {
		t.Layers = nil
		page.Items = append(page.Items, t)
	}
	y.call(poller.Call{Op: poller.OpList, Page: n + 1}, page)
}

func (y *day) reply() api.Reply {
	id := strings.ToUpper(y.hex(32))
	return api.Reply{RequestID: id[:8] + "-" + id[8:12] + "-" + id[12:16] + "-" + id[16:20] + "-" + id[20:], Code: "success", Success: api.Some(true)}
}

// call makes a call that is answered before the next one goes out. The recorder writes it at once.
func (y *day) call(c poller.Call, body any) {
	took := 100*time.Millisecond + time.Duration(y.random.IntN(50_000_000))
	y.r.item(&item{event: poller.Event{What: poller.Sent, At: y.at, Call: c}})
	y.r.item(&item{event: poller.Event{What: poller.Answered, At: y.at.Add(took), Asked: y.at, Call: c, Body: body}})
	if y.calls%50 == 0 {
		y.r.item(&item{event: poller.Event{What: poller.Ticked, At: y.at.Add(took)}})
	}
	y.at = y.at.Add(dayPause)
	if y.calls++; y.calls%1000 == 0 {
		y.r.flush()
	}
}

// BenchmarkDay tells what a recording of a day takes on the disk, to open, to go anywhere in, and to play on.
func BenchmarkDay(b *testing.B) {
	path := recordDay(b, 24*time.Hour)
	for b.Loop() {
		measureDay(b, path)
	}
}

func measureDay(b *testing.B, path string) {
	b.Helper()
	defer debug.SetGCPercent(debug.SetGCPercent(28)) // about what acrwatch replay sets, so that a day fits in 200 MB
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	began := time.Now()
	r, notes, err := Open(path)
	require.NoError(b, err)
	require.Empty(b, notes)
	b.ReportMetric(time.Since(began).Seconds()*1000, "open-ms")
	defer r.Close() //nolint:errcheck // it was only read
	b.ReportMetric(float64(r.parts[0].size)/1e6, "MB")
	b.ReportMetric(float64(len(r.parts[0].segments)), "checkpoints")
	from, to := r.Span()
	random := rand.New(rand.NewPCG(3, 4))
	var slowest, sum time.Duration
	for range 50 {
		began = time.Now()
		p, err := r.At(from.Add(time.Duration(random.Int64N(int64(to.Sub(from))))))
		took := time.Since(began)
		require.NoError(b, err)
		p.Close()
		sum, slowest = sum+took, max(slowest, took)
	}
	b.ReportMetric(slowest.Seconds()*1000, "slowest-seek-ms")
	b.ReportMetric(sum.Seconds()*1000/50, "seek-ms")
	p, err := r.At(from.Add(to.Sub(from) / 2))
	require.NoError(b, err)
	defer p.Close()
	runtime.GC()
	runtime.ReadMemStats(&after)
	b.ReportMetric(float64(after.HeapAlloc-before.HeapAlloc)/1e6, "heap-MB")
	began = time.Now()
	require.NoError(b, p.PlayTo(p.Now().Add(20*time.Minute)))
	b.ReportMetric(time.Since(began).Seconds()*1e6/(20*60/dayPause.Seconds()), "µs/call")
}
