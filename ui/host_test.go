package ui

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/exp/golden"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"acrwatch/internal/notify"
	"acrwatch/internal/remember"
	"acrwatch/keymap"
	"acrwatch/poller"
)

// fakeHost remembers what it was asked for.
type fakeHost struct {
	copied     []string
	browsed    []string
	files      map[string]string
	remembered []remember.State
	settings   Settings
	pending    []string

	noBrowser, noCopy, noReload, noSave error
}

func (h *fakeHost) Copy(text string) error {
	h.copied = append(h.copied, text)
	return h.noCopy
}

func (h *fakeHost) Browse(url string) error {
	h.browsed = append(h.browsed, url)
	return h.noBrowser
}

func (h *fakeHost) Save(path string, overwrite bool, write func(io.Writer) error) (string, error) {
	if _, there := h.files[path]; there && !overwrite {
		return "", &fs.PathError{Op: "write", Path: path, Err: fs.ErrExist}
	}
	if h.noSave != nil {
		return "", h.noSave
	}
	var b bytes.Buffer
	err := write(&b)
	h.files[path] = b.String()
	return "/home/ann/" + path, err
}

func (h *fakeHost) Remember(s remember.State) error {
	h.remembered = append(h.remembered, s)
	return nil
}

func (h *fakeHost) Reload() (settings Settings, pending []string, err error) {
	return h.settings, h.pending, h.noReload
}

func hosted(width, height int, change ...func(*Options)) (Model, *fakeHost) {
	h := &fakeHost{files: map[string]string{}}
	m, _ := newFixture(width, height, append([]func(*Options){func(o *Options) { o.Host = h }}, change...)...)
	return m, h
}

// use feeds messages and runs what they ask for, as the toolkit would; the clock stands still.
func use(m Model, msgs ...tea.Msg) Model {
	for _, msg := range msgs {
		_, cmd := m.Update(msg)
		if _, tick := msg.(tickMsg); !tick {
			m = use(m, results(cmd)...)
		}
	}
	return m
}

func results(cmd tea.Cmd) []tea.Msg {
	if cmd == nil {
		return nil
	}
	switch msg := cmd().(type) {
	case nil:
		return nil
	case tea.BatchMsg:
		var all []tea.Msg
		for _, each := range msg {
			all = append(all, results(each)...)
		}
		return all
	default:
		return []tea.Msg{msg}
	}
}

func ctrl(letter rune) tea.Msg { return tea.KeyPressMsg{Code: letter, Mod: tea.ModCtrl} }

// onFrontend is the fixture with the cursor on the syncing task that has layers.
func onFrontend(m Model) Model { return use(use(m, fixture()), press("gjj")...) }

func TestCopyID(t *testing.T) {
	m, h := hosted(160, 45)
	m = onFrontend(m)
	_, cmd := m.Update(press("y")[0])
	toTerminal := 0
	for _, msg := range results(cmd) {
		if msg == tea.SetClipboard("rst-4kfd7fk6pohk5rzd")() {
			toTerminal++
		}
	}
	assert.Equal(t, 1, toTerminal, "the terminal is asked, which works over SSH")
	assert.Equal(t, []string{"rst-4kfd7fk6pohk5rzd"}, h.copied)
	assert.Contains(t, screen(use(onFrontend(m), press("y")...)), "copied rst-4kfd7fk6pohk5rzd")
	h.noCopy = errors.New("tmux did not take it")
	assert.Contains(t, screen(use(onFrontend(m), press("y")...)), "tmux did not take it")
}

func TestNothingToCopy(t *testing.T) {
	m, h := hosted(160, 45)
	m = use(m, noTasks())
	m = use(m, press("yYo")...)
	assert.Equal(t, browse, m.mode)
	assert.Empty(t, h.copied)
	assert.Empty(t, h.browsed)
}

func TestCopyMenu(t *testing.T) {
	const console = "https://cr.console.aliyun.com/cn-shanghai/instance/cri-sgedpenzw80e/repositories"
	cases := map[string]struct {
		keys []string
		want string
		says string
	}{
		"id":               {[]string{"Y", "1"}, "rst-4kfd7fk6pohk5rzd", "copied the id"},
		"image":            {[]string{"Y", "j", "enter"}, "web/frontend:v2.14.0", "copied the image"},
		"console":          {[]string{"Y", "jj", "y"}, console, "copied the console's URL"},
		"command":          {[]string{"Y", "5"}, "aliyun cr GetRepoSyncTask --version 2018-12-01 --force --region cn-shanghai --secure --InstanceId cri-sgedpenzw80e --SyncTaskId rst-4kfd7fk6pohk5rzd", "copied the aliyun command"},
		"closed":           {[]string{"Y", "esc"}, "", ""},
		"closed by itself": {[]string{"Y", "Y"}, "", ""},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			m, h := hosted(160, 45)
			m = use(onFrontend(m), press(c.keys...)...)
			assert.Equal(t, browse, m.mode)
			assert.Contains(t, screen(m), c.says)
			if c.want == "" {
				assert.Empty(t, h.copied)
				return
			}
			assert.Equal(t, []string{c.want}, h.copied)
		})
	}
}

func TestCopyJSON(t *testing.T) {
	m, h := hosted(160, 45)
	use(onFrontend(m), press("Y", "4")...)
	require.Len(t, h.copied, 1)
	assert.Contains(t, h.copied[0], `"image": "web/frontend:v2.14.0",`)
	m = onFrontend(m)
	all := m.json([]*poller.Task{m.index.at(0), m.index.at(1)})
	assert.Equal(t, 2, strings.Count(all, `"status": `), "several tasks are one array")
	assert.True(t, strings.HasPrefix(all, "["))
}

func TestCopyMenuKnowsTheLayer(t *testing.T) {
	m, h := hosted(160, 45)
	m = use(onFrontend(m), press("enter", "Y", "6")...)
	require.Len(t, h.copied, 1)
	assert.Equal(t, "sha256:77ad0c3e11f0919cb60e782397a6be04201868fe7b38ef7669fc01caec1c8fc4e", h.copied[0])
	assert.Contains(t, screen(m), "copied the layer's digest")
}

func TestTheLayersDigestIsOneHoweverManyTasksAreMarked(t *testing.T) {
	m, h := hosted(160, 45)
	m = use(use(m, fixture()), press("g", " ", " ", "enter", "Y", "6")...)
	assert.Equal(t, []string{"sha256:77ad0c3e11f0919cb60e782397a6be04201868fe7b38ef7669fc01caec1c8fc4e"}, h.copied)
	assert.Contains(t, screen(m), "copied the layer's digest ")
}

func TestTheCopyMenuKeepsItsTask(t *testing.T) {
	m, h := hosted(160, 45)
	m = use(onFrontend(m), press("Y")...)
	next := fixture()
	next.Tasks = next.Tasks.With(5, syncTask("rst-other", "web other", "1", "eu-west-1", "PENDING"))
	m = use(m, next)
	require.NotEqual(t, "rst-4kfd7fk6pohk5rzd", selectedID(t, m), "another task took its slot")
	use(m, press("1")...)
	assert.Equal(t, []string{"rst-4kfd7fk6pohk5rzd"}, h.copied, "it was in the menu when it was opened")
}

func TestTooMuchIsNotCopied(t *testing.T) {
	m, h := hosted(160, 45)
	m = onFrontend(m)
	cmd := m.copy(strings.Repeat("x", mostCopied+1), "", 2, "ids")
	assert.Nil(t, cmd)
	assert.Empty(t, h.copied)
	assert.Contains(t, screen(m), tooMuchText)
}

func TestConsole(t *testing.T) {
	m, h := hosted(160, 45)
	m = use(onFrontend(m), press("o")...)
	require.Len(t, h.browsed, 1)
	assert.Empty(t, h.copied)
	assert.Contains(t, screen(m), openedText)
	h.noBrowser = errors.New("over SSH no browser opens here")
	m = use(m, press("o")...)
	assert.Equal(t, h.browsed[1:], h.copied, "over SSH the address is copied")
	assert.Contains(t, screen(m), "copied the console's URL: over SSH")
	here := fixture()
	for i := range here.Targets {
		here.Targets[i].Endpoint = "http://127.0.0.1:1"
	}
	m = use(m, append([]tea.Msg{here}, press("o")...)...)
	assert.Len(t, h.browsed, 2)
	assert.Contains(t, screen(m), noConsoleText)
}

func TestExport(t *testing.T) {
	m, h := hosted(160, 45)
	m = feed(use(m, fixture()), press("/", "web status:active", "enter")...)
	m = use(m, ctrl('s'))
	require.Equal(t, exporting, m.mode)
	assert.Contains(t, screen(m), "acrwatch-tasks-20261121-021840.csv")
	m = use(m, press("enter")...)
	assert.Equal(t, browse, m.mode)
	assert.Contains(t, screen(m), "wrote 5 tasks to /home/ann/acrwatch-tasks-20261121-021840.csv")
	lines := strings.Split(strings.TrimSpace(h.files["acrwatch-tasks-20261121-021840.csv"]), "\n")
	require.Len(t, lines, 6)
	for row, line := range lines[1:] {
		assert.Contains(t, line, m.index.at(row).ID, "the rows are in the order of the list")
	}
}

func TestOnANarrowScreenItSaysWhereInFull(t *testing.T) {
	m, _ := hosted(60, 12)
	m = use(use(m, fixture()), append([]tea.Msg{ctrl('s')}, press("enter")...)...)
	assert.Contains(t, screen(m), "/home/ann/acrwatch-tasks-20261121-021840.csv")
	assert.NotContains(t, screen(use(m, press("esc")...)), "/home/ann/")
}

func TestOneTaskIsNoTasks(t *testing.T) {
	m, _ := hosted(160, 45)
	m = use(use(use(m, fixture()), press("/", "rst-us", "enter")...), ctrl('s'))
	assert.Contains(t, screen(m), "1 task as it is listed, filter rst-us")
	assert.Contains(t, screen(use(m, press("enter")...)), "wrote 1 task to /home/ann/")
}

func TestExportFormats(t *testing.T) {
	m, h := hosted(160, 45)
	m = use(use(m, fixture()), append([]tea.Msg{ctrl('s')}, press("tab", "enter")...)...)
	assert.True(t, strings.HasPrefix(h.files["acrwatch-tasks-20261121-021840.json"], "{\n  \"version\": 1,\n"))
	m = use(m, append([]tea.Msg{ctrl('s')}, press("tab", "tab", "enter")...)...)
	assert.True(t, strings.HasPrefix(h.files["acrwatch-tasks-20261121-021840.md"], "| status |"))
	m = use(m, append([]tea.Msg{ctrl('s')}, press("x", "enter")...)...)
	assert.Equal(t, exporting, m.mode)
	assert.Contains(t, screen(m), exportNoFormat)
	m = use(m, press("tab", "enter")...)
	assert.Contains(t, h.files, "acrwatch-tasks-20261121-021840.csvx.csv")
	assert.Equal(t, browse, m.mode)
}

func TestExportAsksBeforeItOverwrites(t *testing.T) {
	m, h := hosted(160, 45)
	name := "acrwatch-tasks-20261121-021840.csv"
	h.files[name] = "mine"
	m = use(use(m, fixture()), append([]tea.Msg{ctrl('s')}, press("enter")...)...)
	assert.Equal(t, "mine", h.files[name])
	assert.Contains(t, screen(m), exportExists)
	m = use(m, press("backspace", "v", "enter")...)
	assert.Contains(t, h.files[name], "status,image", "the same name, typed again, is the same answer")
	assert.Equal(t, browse, m.mode)
}

func TestExportTellsWhyItFailed(t *testing.T) {
	m, h := hosted(160, 45)
	h.noSave = errors.New("no space left on device")
	m = use(use(m, fixture()), append([]tea.Msg{ctrl('s')}, press("enter")...)...)
	assert.Equal(t, exporting, m.mode)
	assert.Contains(t, screen(m), "no space left on device")
	assert.Equal(t, browse, use(m, press("esc")...).mode)
	m, _ = hosted(160, 45)
	m = use(m, noTasks(), ctrl('s'))
	assert.Equal(t, browse, m.mode)
	assert.Contains(t, screen(m), exportNothing)
}

func TestPasteGoesIntoTheName(t *testing.T) {
	m, _ := hosted(160, 45)
	m = use(use(m, fixture()), ctrl('s'), tea.PasteMsg{Content: "-pasted"})
	assert.Contains(t, m.exporting.input.Value(), "-pasted")
	assert.Empty(t, m.input.Value())
}

func TestTheFilterIsRemembered(t *testing.T) {
	m, h := hosted(160, 45)
	m = use(m, fixture(), tickMsg(fixtureNow))
	m = feed(m, press("/", "web")...)
	_, cmd := m.Update(tickMsg(fixtureNow.Add(1)))
	ask(cmd)
	assert.Empty(t, h.remembered, "not while it is typed")
	m = use(m, press("enter")...)
	_, cmd = m.Update(tickMsg(fixtureNow.Add(2)))
	ask(cmd)
	require.Len(t, h.remembered, 1)
	assert.Equal(t, "web", h.remembered[0].Views["tasks"].Filter)
	_, cmd = m.Update(tickMsg(fixtureNow.Add(3)))
	ask(cmd)
	assert.Len(t, h.remembered, 1, "and once")

	m, _ = hosted(160, 45, func(o *Options) { o.Remembered = h.remembered[0] })
	m = use(m, fixture())
	assert.Equal(t, "web", m.input.Value())
	assert.Equal(t, 7, m.index.len())
}

// ask runs the commands of a tick but for the tick itself, which would wait.
func ask(cmd tea.Cmd) {
	if batch, ok := cmd().(tea.BatchMsg); ok {
		for _, each := range batch[1:] {
			results(each)
		}
	}
}

func TestASetFilterWinsOverTheRememberedOne(t *testing.T) {
	was := remember.State{Views: map[string]remember.View{"tasks": {Filter: "web"}}}
	for given, seen := range map[string]string{"status:failed": "/ status:failed", "": "1 Tasks 12"} {
		m, _ := hosted(160, 45, func(o *Options) { o.Remembered, o.Filter, o.FilterSet = was, given, true })
		m = feed(m, fixture())
		assert.Equal(t, given, m.input.Value())
		assert.Contains(t, screen(m), seen)
		assert.True(t, m.Remembered().Equal(was), "it was for this run alone")
		m = feed(m, press("/", " x", "enter")...)
		assert.Equal(t, given+" x", m.Remembered().Views["tasks"].Filter, "one that is typed is remembered")
	}
}

func TestWhatIsNotKnownIsRememberedOn(t *testing.T) {
	was := remember.State{View: "batches", Divider: 40, Views: map[string]remember.View{"batches": {Sort: "rate", Reverse: true}}}
	m, _ := hosted(160, 45, func(o *Options) { o.Remembered = was })
	assert.True(t, m.Remembered().Equal(was))
	assert.NotContains(t, was.Views, "tasks", "what came in is not written to")
}

func TestASetThemeWinsOverTheRememberedOne(t *testing.T) {
	cases := map[string]struct {
		theme string
		set   bool
		dark  bool
	}{
		"remembered":         {"light", false, false},
		"set":                {"light", true, true},
		"of another version": {"purple", false, true},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			m, _ := hosted(80, 24, func(o *Options) {
				o.Theme, o.ThemeSet, o.Remembered.Theme = "dark", c.set, c.theme
			})
			assert.Equal(t, c.dark, m.look.onDark())
			assert.Equal(t, c.theme, m.Remembered().Theme, "it is kept for the start after")
		})
	}
}

func TestReload(t *testing.T) {
	keys, err := keymap.Default().Override(map[string][]string{"down": {"x"}})
	require.NoError(t, err)
	for name, trigger := range map[string]tea.Msg{"key": ctrl('r'), "signal": ReloadMsg{}} {
		t.Run(name, func(t *testing.T) {
			m, h := hosted(160, 45)
			h.settings, h.pending = Settings{Keys: keys, Theme: "light", ASCII: true}, []string{"budget", "target"}
			m = use(use(m, fixture()), trigger)
			assert.False(t, m.look.onDark())
			assert.Contains(t, screen(m), "settings read again; the next start takes: budget, target")
			assert.NotContains(t, screen(m), "●")
			assert.Equal(t, 1, use(m, press("gx")...).list.cursor)
			assert.Empty(t, m.Remembered().Theme, "a theme of the settings is not one chosen on the screen")
		})
	}
}

func TestReloadTakesColumnsMouseAndAttention(t *testing.T) {
	m, h := hosted(160, 45, func(o *Options) { o.Attention = Attention{Bell: true} })
	s := fixture()
	h.settings = Settings{
		Keys: keymap.Default(), Columns: []string{"status", "id", "rule"}, NoMouse: true,
		Attention: Attention{Level: notify.Failures, Bell: true, Terminal: notify.Terminal{Progress: true}},
	}
	s.Active = 7
	assert.Nil(t, viewOf(use(m, s)).ProgressBar)
	m = use(use(m, s), ctrl('r'))
	assert.Regexp(t, `STATUS ▾ +ID +RULE`, screen(m))
	assert.NotContains(t, screen(m), "PROGRESS")
	assert.Equal(t, tea.MouseModeNone, m.View().MouseMode)
	assert.NotNil(t, m.View().ProgressBar)
	assert.Equal(t, notify.Failures, m.away.desk.Level)
	m = use(use(m, press("m")...), ctrl('r'))
	assert.NotEqual(t, tea.MouseModeNone, m.View().MouseMode, "what the user chose stands while the setting stays")
	m = use(m, press("m")...)
	h.settings.NoMouse = false
	m = use(m, ctrl('r'))
	assert.NotEqual(t, tea.MouseModeNone, m.View().MouseMode)
}

func TestABadFileKeepsTheSettings(t *testing.T) {
	m, h := hosted(80, 24)
	h.noReload = errors.New(`~/.config/acrwatch/config.toml:12: theme = "drak": not one of auto, dark, light; give "auto", the default, or one of the others`)
	m = use(use(m, fixture()), ctrl('r'))
	assert.True(t, m.look.onDark())
	assert.Contains(t, screen(m), notReloadedText)
	assert.Contains(t, strings.Join(strings.Fields(screen(m)), " "), "the default, or one of the others", "to its end, on a narrow screen too")
	m = use(m, press("j")...)
	assert.Contains(t, screen(m), notReloadedText, "other keys do what they always do")
	m = use(m, press("esc")...)
	assert.NotContains(t, screen(m), notReloadedText)
}

func TestTheNoteOfTheStart(t *testing.T) {
	m, _ := hosted(160, 45, func(o *Options) { o.Note = errors.New("passed over state.toml: it cannot be read") })
	assert.Contains(t, screen(use(m, fixture())), "passed over state.toml")
}

func TestFramesOfTrays(t *testing.T) {
	sizes := map[string][2]int{"160x45": {160, 45}, "100x30": {100, 30}, "80x24": {80, 24}, "60x12": {60, 12}}
	for size, s := range sizes {
		for name, msgs := range map[string][]tea.Msg{
			"copy menu": press("Y", "j"),
			"export":    {ctrl('s')},
			"exists":    append([]tea.Msg{ctrl('s')}, press("enter")...),
			"bad file":  {ctrl('r')},
		} {
			t.Run(name+" "+size, func(t *testing.T) {
				m, h := hosted(s[0], s[1])
				h.files["acrwatch-tasks-20261121-021840.csv"] = "mine"
				h.noReload = errors.New(`~/.config/acrwatch/config.toml:12: theme = "drak": not one of auto, dark, light; give "auto", the default, or one of the others`)
				golden.RequireEqual(t, screen(use(onFrontend(m), msgs...)))
			})
		}
	}
}

func TestTraysFitEverySize(t *testing.T) {
	for _, msgs := range [][]tea.Msg{press("Y", "jjj"), {ctrl('s')}, {ctrl('r')}} {
		m, h := hosted(160, 45)
		h.noReload = errors.New(strings.Repeat("word ", 60))
		m = use(onFrontend(m), msgs...)
		for width := 1; width <= 130; width += 1 + width/10 {
			for height := 1; height <= 24; height += 1 + height/8 {
				lines := strings.Split(drawn(feed(m, tea.WindowSizeMsg{Width: width, Height: height})), "\n")
				require.LessOrEqual(t, len(lines), height, "%dx%d", width, height)
				for _, line := range lines {
					require.LessOrEqual(t, ansi.StringWidth(line), width, "%dx%d: %q", width, height, line)
				}
			}
		}
	}
}
