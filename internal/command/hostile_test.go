//go:build !windows

package command

import (
	"bytes"
	"context"
	"os/exec"
	"regexp"
	"strings"
	"testing"
	"testing/synctest"
	"time"
	"unicode"
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"acrwatch/api"
	"acrwatch/internal/simulator"
	"acrwatch/internal/simulator/inprocess"
	"acrwatch/keymap"
	"acrwatch/poller"
	"acrwatch/ui"
)

// ours are the sequences that the dashboard sends by itself. Of everything that names a title, a link or a clipboard
// these are all: the title being kept and given back, its end, and a question for the background. The toolkit moves the
// cursor with the three controls and, a line up, with the reverse index.
var ours = map[string]bool{
	pushTitle: true, popTitle: true, "\x1b]2;\a": true, "\x1b]11;?\a": true, "\b": true, "\n": true, "\r": true, "\x1bM": true,
}

// tabbed is another way in which the toolkit moves the cursor: behind what it has erased or moved, never behind text.
var tabbed = regexp.MustCompile(`(\x1b\[[0-9;]*[A-HXd]|\x1bM|\r|\n)\t+`)

// ourTitle is the program's own title: counts, and no text of the service's.
var ourTitle = regexp.MustCompile(`^\x1b\]2;acrwatch( (· )?[0-9]+ (syncing|queued|stalled|failed))*( (· )?API failing)?\a$`)

// movesAndStyles are the final characters of the toolkit's own control sequences; none asks the terminal for a report
// of the cursor, resets it, or prints its memory.
const movesAndStyles = "ABCDEFGHIJKLMPSTXZWbdhlmpqru@`"

// foreign are the sequences in what was sent to a terminal that the dashboard has no use for.
func foreign(raw string) (found []string) {
	p := ansi.NewParser()
	var state byte
	for b := []byte(raw); len(b) > 0; {
		sequence, width, n, next := ansi.DecodeSequence(b, state, p)
		state, b = next, b[n:]
		control := len(sequence) > 2 && strings.HasPrefix(string(sequence), "\x1b[")
		switch {
		case width > 0 || ours[string(sequence)] || ourTitle.Match(sequence):
		case control && strings.IndexByte(movesAndStyles, sequence[len(sequence)-1]) >= 0:
		default:
			found = append(found, string(sequence))
		}
	}
	return found
}

// harmful are the characters that no text may hold when it leaves the program.
func harmful(text string) (found []string) {
	for _, r := range text {
		if r != '\n' && unicode.IsControl(r) || r == utf8.RuneError ||
			unicode.In(r, unicode.Cf, unicode.Co, unicode.Zl, unicode.Zp, unicode.Variation_Selector) {
			found = append(found, string(r))
		}
	}
	return found
}

func TestForeignSequencesAreFound(t *testing.T) {
	for _, s := range []string{
		"\x1b]0;pwned\a", "\x1b]2;pwned\x1b\\", "\x1b]52;c;cHduZWQ=\a", "\x1b]8;;http://x\x1b\\", "\x1b[6n", "\x1bc", "\x1bP$qm\x1b\\",
		"\x1b_Gx\x1b\\", "\x1b^p", "\a", "\x00", "\t", "\x9b31m", "\u009d52;c;eA==\u009c",
	} {
		assert.NotEmpty(t, foreign("\x1b[1;1Hweb/"+s+"api\r\n"), "%q", s)
	}
	assert.Empty(t, foreign("\x1b]2;acrwatch\a\x1b[?1049h\x1b[38;5;1m训练\x1b[m\x1b[K\r\n"))
	assert.Len(t, harmful("a\n训·…\x1b\u009b\u202e\u200d\ue000\ufe0f\U000e0041\xff"), 8)
}

func TestHostileTextIsHarmlessOnTheTerminal(t *testing.T) {
	t.Parallel()
	s := start(t, setup{environ: bare(t)}, binary, "demo", "--scenario", "hostile", "--speed", "10")
	s.sees(`● syncing`)
	for _, key := range []string{"j", "\r", "\t", "j", "\x1b", "G", "g", "?", "\x1b", "/", "pwned"} {
		s.types(key)
	}
	s.sees(`pwned[^\n]*\n`)
	s.types("\r\x1b\x1b")
	s.sees(`·\[31337m·\[\?1049l·\[6n·c`)
	s.sees(`[✗✓] .*:2\.9`)
	s.types("q")
	code, _ := s.ends()
	assert.Zero(t, code)
	s.restored()
	raw := tabbed.ReplaceAllString(s.bytes(), "$1")
	assert.True(t, utf8.ValidString(raw))
	assert.Empty(t, foreign(raw))
	assert.Empty(t, harmful(ansi.Strip(strings.NewReplacer("\r", "", "\b", "").Replace(raw))))
	for _, parameters := range []string{"\x1b[777;777H", "\x1b[31337m", "\x1b]52", "\x1b]8"} {
		assert.NotContains(t, raw, parameters)
	}
	assert.Empty(t, s.errors.String())
}

func TestHostileTextIsHarmlessInAPipe(t *testing.T) {
	t.Parallel()
	var out, errors bytes.Buffer
	cmd := exec.CommandContext(t.Context(), binary, "demo", "--scenario", "hostile", "--speed", "20")
	cmd.Env, cmd.Stdout, cmd.Stderr = bare(t), &out, &errors
	require.NoError(t, cmd.Run())
	assert.Contains(t, out.String(), "·[31337m", "shown, and harmless")
	for _, text := range []string{out.String(), errors.String()} {
		assert.True(t, utf8.ValidString(text))
		assert.Empty(t, harmful(text))
	}
	for line := range strings.Lines(out.String()) {
		assert.Regexp(t, lineForm, line)
	}
	for line := range strings.Lines(errors.String()) {
		assert.True(t, strings.HasPrefix(line, "acrwatch: "), line)
	}
}

func TestHelpNamesEveryScenario(t *testing.T) {
	help := run(t, bare(t), "demo", "--help").out
	for _, scenario := range simulator.Scenarios() {
		assert.Contains(t, help, scenario.Name)
	}
	for line := range strings.Lines(help) {
		assert.LessOrEqual(t, len(line), 101, line)
	}
}

// shownModel is the model of the screen; it looks at every snapshot, in two sizes and while keys are pressed.
type shownModel struct {
	t      *testing.T
	model  tea.Model
	last   *poller.Snapshot
	frames int
	errors map[string]bool // met on the way, by class
	over   map[poller.Key]bool
}

func (d *shownModel) show(s *poller.Snapshot) {
	d.last = s
	d.frames++
	width, height := 160, 36
	if d.frames%3 == 0 {
		width, height = 60, 14
	}
	keys := []tea.KeyPressMsg{{Code: 'j', Text: "j"}, {Code: tea.KeyEnter}, {Code: tea.KeyTab}, {Code: tea.KeyEscape}, {Code: 'G', Text: "G"}}
	for _, msg := range []tea.Msg{tea.WindowSizeMsg{Width: width, Height: height}, s, keys[d.frames%len(keys)]} {
		d.model, _ = d.model.Update(msg)
	}
	lines := strings.Split(d.model.View().Content, "\n")
	assert.LessOrEqual(d.t, len(lines), height)
	for _, line := range lines {
		if plain := ansi.Strip(line); ansi.StringWidth(plain) > width || harmful(plain) != nil {
			assert.Fail(d.t, "a line that spills or harms", "%q", plain)
		}
	}
	d.check(s)
}

// check asserts that nothing that has ended runs again, and that no figure is below nothing.
func (d *shownModel) check(s *poller.Snapshot) {
	for i := range s.Targets {
		if s.Targets[i].Err != nil {
			d.errors[s.Targets[i].Err.Class.String()] = true
		}
	}
	for _, task := range s.Tasks.All() {
		again := task.Phase == api.PhaseQueued || task.Phase == api.PhaseRunning
		if d.over[task.Key] && again || task.Flow.Moved < 0 || task.Flow.Size < 0 {
			assert.Fail(d.t, "a task cannot be so", "%+v", task)
		}
		d.over[task.Key] = d.over[task.Key] || task.Phase.Finished()
	}
	assert.GreaterOrEqual(d.t, s.Totals.Moved, int64(0))
	assert.GreaterOrEqual(d.t, s.Totals.Size, int64(0))
}

// inDashboard runs a scenario in virtual time.
func inDashboard(t *testing.T, o simulator.Options) (*shownModel, *simulator.Simulator) {
	t.Helper()
	service, client, err := inprocess.New(o, inprocess.Key())
	require.NoError(t, err)
	p := poller.New([]poller.Spec{{Region: service.Region(), API: client}}, poller.Options{})
	d := &shownModel{
		t: t, errors: map[string]bool{}, over: map[poller.Key]bool{},
		model: ui.New(ui.Options{Poller: p, Keys: keymap.Default(), Title: "demo", Now: time.Now()}),
	}
	ctx, cancel := context.WithTimeout(t.Context(), 4*time.Minute)
	defer cancel()
	require.NoError(t, p.Run(ctx, d.show))
	return d, service
}

func TestEveryScenarioRunsInTheDashboard(t *testing.T) {
	troubles := map[string][]string{
		"storm":  {"throttled"},
		"outage": {"service error"},
		"expiry": {"token expired", "bad credentials"},
	}
	for _, scenario := range simulator.Scenarios() {
		if raced && troubles[scenario.Name] == nil {
			continue
		}
		t.Run(scenario.Name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				d, service := inDashboard(t, simulator.Options{Scenario: scenario.Name, Tasks: 2000})
				assert.Greater(t, d.frames, 60)
				assert.NotZero(t, d.last.Tasks.Len())
				assert.NotZero(t, d.last.Totals.Done)
				for _, class := range troubles[scenario.Name] {
					assert.True(t, d.errors[class], "%s is never shown, only %v", class, d.errors)
				}
				if scenario.Name != "storm" {
					for i := range d.last.Targets {
						assert.WithinDuration(t, d.last.At, d.last.Targets[i].LastOK, 40*time.Second, "well again at the end")
					}
				}
				assert.NoError(t, service.Stats().Pace.Within(8, 8), "8 at once, and 8 in a second")
			})
		})
	}
}
