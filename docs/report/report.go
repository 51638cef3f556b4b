//go:build ignore

// Report holds a report against the recording that it was made of, and takes the picture beside this file. It builds
// acrwatch, records the simulated registry for a few minutes, makes the HTML report, opens it in a headless Chromium or
// Chrome, reads the figures of the page, and compares them with what a player of the recording sees. It needs Go and one
// of these browsers on the PATH:
//
//	go run docs/report/report.go                 records, checks and takes the picture
//	go run docs/report/report.go sync.ndjson     checks the report of a recording
package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"html"
	"io"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"time"

	"acrwatch/api"
	"acrwatch/internal/journal"
	"acrwatch/internal/simulator"
	"acrwatch/internal/units"
	"acrwatch/poller"
)

const (
	recordFor = 4 * time.Minute
	speed     = "1" // of the simulated world
	address   = "127.0.0.1:18765"
	window    = "1180,1180"
)

// chromium are the names that a browser may have.
var chromium = []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"}

func main() {
	log.SetFlags(0)
	if err := run(os.Args[1:]); err != nil {
		log.Fatal(err)
	}
}

func run(args []string) error {
	folder, err := os.MkdirTemp("", "acrwatch")
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder)
	w := work{folder: folder, binary: filepath.Join(folder, "acrwatch")}
	if out, err := exec.Command("go", "build", "-o", w.binary, "acrwatch").CombinedOutput(); err != nil {
		return fmt.Errorf("build: %w\n%s", err, out)
	}
	recording := filepath.Join(folder, "sync.ndjson")
	if len(args) > 0 {
		recording = args[0]
	} else if err := w.record(recording); err != nil {
		return err
	}
	page := filepath.Join(folder, "report.html")
	if out, err := exec.Command(w.binary, "report", recording, "--to", page).CombinedOutput(); err != nil {
		return fmt.Errorf("report: %w\n%s", err, out)
	}
	if err := w.check(recording, page); err != nil || len(args) > 0 {
		return err
	}
	picture, err := filepath.Abs(filepath.Join("docs", "report", "report.png"))
	if err != nil {
		return err
	}
	_, err = w.browse(page, "--hide-scrollbars", "--window-size="+window, "--screenshot="+picture)
	return err
}

// work is where everything is done.
type work struct{ folder, binary string }

// record records the simulator for a while.
func (w work) record(path string) error {
	log.Printf("recording for %v", recordFor)
	ctx, stop := context.WithTimeout(context.Background(), recordFor+20*time.Second)
	defer stop()
	service := exec.CommandContext(ctx, w.binary, "simulate", "--speed", speed, "--listen", address)
	if err := service.Start(); err != nil {
		return err
	}
	defer service.Process.Kill() //nolint:errcheck // it may have ended
	time.Sleep(time.Second)
	watch := exec.CommandContext(ctx, w.binary, "--region", "cn-shanghai", "--endpoint", "http://"+address, "--record", path)
	watch.Env = append(os.Environ(), "ALIBABA_CLOUD_ACCESS_KEY_ID="+simulator.AccessKeyID, "ALIBABA_CLOUD_ACCESS_KEY_SECRET="+simulator.AccessKeySecret)
	if err := watch.Start(); err != nil {
		return err
	}
	time.Sleep(recordFor)
	if err := watch.Process.Signal(os.Interrupt); err != nil {
		return err
	}
	var ended *exec.ExitError
	if err := watch.Wait(); err != nil && !errors.As(err, &ended) {
		return err
	}
	return nil
}

// browse opens a page in a browser that knows nobody, and gives what it prints.
func (w work) browse(page string, flags ...string) (string, error) {
	for _, name := range chromium {
		path, err := exec.LookPath(name)
		if err != nil {
			continue
		}
		profile, err := os.MkdirTemp(w.folder, "profile")
		if err != nil {
			return "", err
		}
		flags = append([]string{
			"--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
			"--disable-component-update", "--disable-sync", "--user-data-dir=" + profile,
		}, append(flags, "file://"+page)...)
		var out, trouble bytes.Buffer
		c := exec.Command(path, flags...)
		c.Stdout, c.Stderr = &out, &trouble
		if err := c.Run(); err != nil {
			return "", fmt.Errorf("%s: %w\n%s", name, err, trouble.String())
		}
		return out.String(), nil
	}
	return "", fmt.Errorf("no browser on the PATH; install one of %s", strings.Join(chromium, ", "))
}

var figure = regexp.MustCompile(`data-figure="([a-z]+)"[^>]*>([^<]*)<`)

// check compares the figures of the page, as the browser has them, with the recording.
func (w work) check(recording, page string) error {
	text, err := w.browse(page, "--dump-dom")
	if err != nil {
		return err
	}
	shown := map[string]string{}
	for _, m := range figure.FindAllStringSubmatch(text, -1) {
		shown[m[1]] = html.UnescapeString(m[2])
	}
	known, err := figures(recording)
	if err != nil {
		return err
	}
	var wrong []error
	for name, want := range known {
		if shown[name] != want {
			wrong = append(wrong, fmt.Errorf("%s: the page says %q, the recording %q", name, shown[name], want))
			continue
		}
		log.Printf("%s: %s", name, want)
	}
	return errors.Join(wrong...)
}

// figures are what a player sees that goes through the recording event by event and counts in the plainest way.
func figures(path string) (map[string]string, error) {
	recording, _, err := journal.Open(path)
	if err != nil {
		return nil, err
	}
	defer recording.Close()
	from, _ := recording.Span()
	player, err := recording.At(time.Time{})
	if err != nil {
		return nil, err
	}
	defer player.Close()
	c := counter{from: from, tasks: map[poller.Key]*poller.Task{}, moved: map[poller.Key]int64{}, stalls: map[string]bool{}}
	c.look(player.Fold().Snapshot(from))
	for {
		e, err := player.Next()
		if errors.Is(err, io.EOF) {
			return c.figures(), nil
		}
		if err != nil {
			return nil, err
		}
		if e.What == poller.Answered {
			c.calls++
			if e.Err != nil {
				c.errors++
			}
		}
		c.look(player.Fold().Snapshot(e.At))
	}
}

// counter counts tasks that were active while it was recorded, or ended then.
type counter struct {
	from          time.Time
	tasks         map[poller.Key]*poller.Task
	moved         map[poller.Key]int64
	stalls        map[string]bool
	calls, errors int
}

func (c *counter) look(s *poller.Snapshot) {
	for _, t := range s.Tasks.All() {
		before, known := c.tasks[t.Key]
		if !known && !t.Active() && t.LastChanged().Before(c.from) || before == t {
			continue
		}
		c.tasks[t.Key] = t
		if t.Flow.Stalled {
			c.stalls[t.ID+t.Flow.LastMoved.Time().String()] = true
		}
		switch {
		case t.Sync == nil || t.Answered.IsZero():
		case known && !before.Answered.IsZero():
			c.moved[t.Key] += max(t.Flow.Moved-before.Flow.Moved, 0)
		case !t.Began().Before(c.from):
			c.moved[t.Key] += t.Flow.Moved
		}
	}
}

func (c *counter) figures() map[string]string {
	count, moved := map[api.Phase]int{}, int64(0)
	open := 0
	for key, t := range c.tasks {
		count[t.Phase]++
		moved += c.moved[key]
		if t.Active() {
			open++
		}
	}
	return map[string]string{
		"tasks": strconv.Itoa(len(c.tasks)), "done": strconv.Itoa(count[api.PhaseDone]), "failed": strconv.Itoa(count[api.PhaseFailed]),
		"canceled": strconv.Itoa(count[api.PhaseCanceled]), "open": strconv.Itoa(open), "moved": units.Bytes(moved),
		"failures": strconv.Itoa(count[api.PhaseFailed]), "stalls": strconv.Itoa(len(c.stalls)),
		"calls": units.Count(c.calls), "errors": units.Count(c.errors),
	}
}
