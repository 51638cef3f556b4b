//go:build !windows

package command

import (
	"encoding/base64"
	"encoding/csv"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"syscall"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"acrwatch/internal/units"
	"acrwatch/keymap"
)

var clipboardForm = regexp.MustCompile("\x1b\\]52;c;([A-Za-z0-9+/=]*)\x07")

// copied waits for the nth text that reaches the clipboard of the terminal.
func (p *pressing) copied(n int) string {
	p.t.Helper()
	var all [][]string
	p.until(func() bool {
		all = clipboardForm.FindAllStringSubmatch(p.bytes(), -1)
		return len(all) >= n
	}, "the clipboard gets nothing")
	text, err := base64.StdEncoding.DecodeString(all[n-1][1])
	require.NoError(p.t, err)
	return string(text)
}

// copies is how many texts have reached the clipboard.
func (p *pressing) copies() int { return len(clipboardForm.FindAllString(p.bytes(), -1)) }

func provesCopy(p *pressing) {
	n := p.copies()
	p.press()
	assert.Equal(p.t, p.selected(), p.copied(n+1))
	p.shows("copied " + p.selected())
}

func provesCopyMenu(p *pressing) {
	p.toLayers()
	id, image := p.selected(), strings.Fields(p.row())[2]
	for key, want := range map[string]string{
		"1": "^" + id + "$", "2": "^" + regexp.QuoteMeta(image) + "$", "3": "^" + regexp.QuoteMeta(p.service.console) + "$",
		"4": `(?s)^\{.*"id": "` + id + `".*\}\s*$`, "5": "^aliyun cr GetRepoSyncTask .*--SyncTaskId " + id + "$",
	} {
		n := p.copies()
		p.press()
		p.sees(`── copy +` + regexp.QuoteMeta(image))
		p.types(key)
		assert.Regexp(p.t, want, p.copied(n+1))
		p.hides("── copy")
	}
}

// provesConsole opens a page where there is a browser, and copies its address where there is none.
func provesConsole(p *pressing) {
	n := p.copies()
	p.press()
	assert.Equal(p.t, p.service.console, p.copied(n+1))
	p.shows("copied the console's URL: ")

	folder := p.t.TempDir()
	page := filepath.Join(folder, "page")
	for _, opener := range []string{"xdg-open", "open"} {
		script := "#!/bin/sh\necho \"$1\" > " + page + ".new && mv " + page + ".new " + page + "\n"
		require.NoError(p.t, os.WriteFile(filepath.Join(folder, opener), []byte(script), 0o700)) //nolint:gosec // it is to be run
	}
	beside := dashboardOn(p.t, "PATH="+folder+":"+os.Getenv("PATH"), "DISPLAY=:7")
	beside.types(p.key)
	beside.shows("opened the instance in the console")
	opened, err := os.ReadFile(page)
	require.NoError(p.t, err)
	assert.Equal(p.t, p.service.console, strings.TrimSpace(string(opened)))
	beside.types("q")
	beside.quits()
}

func provesExport(p *pressing) {
	path := filepath.Join(p.t.TempDir(), "tasks.csv")
	p.press()
	p.sees(`export +\d+ tasks`)
	p.types("\x15" + path + "\r")
	p.sees(`wrote \d+ tasks`)
	file, err := os.Open(path)
	require.NoError(p.t, err)
	defer file.Close() //nolint:errcheck // only read
	rows, err := csv.NewReader(file).ReadAll()
	require.NoError(p.t, err)
	assert.Contains(p.t, strings.Join(rows[1], " "), p.selected(), "as they are listed")
	assert.Contains(p.t, p.text(), "wrote "+units.Count(len(rows)-1)+" tasks")
}

// mouseModes are those that report clicks and drags, and the form in which they are reported.
var mouseModes = []string{"1002", "1006"}

func provesMouse(p *pressing) {
	for _, on := range []bool{false, true} {
		p.press()
		p.until(func() bool {
			modes := p.modes()
			return modes[mouseModes[0]] == on && modes[mouseModes[1]] == on
		}, "the mouse is not handed over")
	}
	p.shows("the mouse is back")
}

func provesReload(p *pressing) {
	p.shows("✗ failed")
	withFile(p.t, p.cmd.Env, configPath, "ascii = true\n")
	p.press()
	p.shows("x failed")
	withFile(p.t, p.cmd.Env, configPath, "ascii = false\n")
	p.press()
	p.shows("✗ failed")
}

func provesRedraw(p *pressing) {
	const noise = "wall: the printer is on fire"
	p.mu.Lock()
	_, _ = p.screen.WriteString("\x1b7\x1b[12;20H" + noise + "\x1b8")
	p.mu.Unlock()
	p.shows(noise)
	p.press()
	p.hides(noise)
	p.shows("STATUS ▾")
}

func provesSuspend(p *pressing) {
	p.press()
	p.restored()
	p.until(func() bool { // as in TestSuspendAndResume
		_ = p.cmd.Process.Signal(syscall.SIGCONT)
		return p.modes()[alternateScreen]
	}, "it does not come back")
	p.sees(`STATUS.* IMAGE`)
}

// nothingHere are the actions that do nothing on a list without a filter, so that help leaves them out. onlyInThePast do
// something when it is one of the past, and onlyInReplay when that is recorded.
var (
	nothingHere   = []keymap.Action{keymap.Back, keymap.NextMatch, keymap.PrevMatch}
	onlyInThePast = []keymap.Action{keymap.StepOn, keymap.EventAfter, keymap.Now}
	onlyInReplay  = []keymap.Action{keymap.Slower, keymap.Faster}
)

func provesHelp(p *pressing) {
	p.press()
	left := slices.Concat(nothingHere, onlyInThePast, onlyInReplay)
	for _, group := range keymap.Groups {
		p.shows(group.Title)
		for _, action := range group.Actions {
			if !slices.Contains(left, action) {
				p.shows(helped(action))
			}
		}
	}
	for _, action := range left {
		p.hides(helped(action))
	}
	p.press()
	p.hides("Take away")
	p.back()
	p.press()
	for _, action := range onlyInThePast {
		p.shows(helped(action))
	}
	p.press()
	p.hides("Take away")
	p.returns()
}

// helped is what help says that an action does.
func helped(a keymap.Action) string { return keymap.Default().Binding(a).Help().Desc }

// alive shows that the program still takes keys.
func (p *pressing) alive() {
	p.t.Helper()
	p.types("?")
	p.shows("Take away")
	p.types("?")
	p.hides("Take away")
}

func provesQuit(p *pressing) {
	p.types("2")
	p.shows("DESTINATIONS")
	p.press()
	p.hides("DESTINATIONS")
	p.press()
	p.quits()
}

func provesForceQuit(p *pressing) {
	p.types("/web")
	p.sees(`/ web`)
	p.press()
	p.quits()
}

func (p *pressing) quits() {
	p.t.Helper()
	code, took := p.ends()
	assert.Zero(p.t, code)
	assert.Less(p.t, took, gone)
	p.restored()
	assert.Empty(p.t, p.errors.String())
}
