package doctor

import (
	"regexp"
	"strconv"
	"strings"

	"acrwatch/api"
)

// Samples are texts whose width terminals and fonts disagree on, each with the cells that the dashboard counts.
var samples = []struct {
	what, text string
	cells      int
}{
	{"lines", "━─", 2},
	{"marks", "●○◌✓✗", 5},
	{"sparklines", "▁▅█", 3},
	{"arrows and dashes", "→–…", 3},
	{"Chinese", "训练", 4},
}

// Questions is what to write to a terminal, so that it tells of itself: its name, its modes, and where the cursor is
// behind each sample. The last question is one that every terminal answers, so that its answer is the end of all.
func Questions() string {
	var b strings.Builder
	b.WriteString("\x1b[>0q\x1b[?2026$p\x1b[?1004$p")
	for _, s := range samples {
		b.WriteString("\r" + s.text + "\x1b[6n")
	}
	b.WriteString("\r\x1b[K\x1b[c")
	return b.String()
}

// Answers is what a terminal has told of itself.
type Answers struct {
	Complete  bool         // the last question was answered
	Name      string       // such as "tmux 3.3a"; empty when it does not say
	Modes     map[int]bool // private modes that were answered for: known or not
	Clipboard bool         // it says that it takes OSC 52
	Widths    []int        // cells of the samples, as many as were answered
}

var (
	nameForm       = regexp.MustCompile(`\x1bP>\|([^\x1b\x07]*)(?:\x1b\\|\x07)`)
	modeForm       = regexp.MustCompile(`\x1b\[\?(\d{1,5});(\d)\$y`)
	positionForm   = regexp.MustCompile(`\x1b\[\d{1,5};(\d{1,5})R`)
	attributesForm = regexp.MustCompile(`\x1b\[\?([\d;]{1,99})c`)
)

// maxName bounds what a terminal may call itself, in runes.
const maxName = 40

// ReadAnswers reads what came back, which may be cut off anywhere and hold what somebody typed meanwhile.
func ReadAnswers(reply []byte) Answers {
	a := Answers{Modes: map[int]bool{}}
	if m := nameForm.FindSubmatch(reply); m != nil {
		name := []rune(api.Clean(string(m[1])))
		a.Name = string(name[:min(len(name), maxName)])
	}
	for _, m := range modeForm.FindAllSubmatch(reply, -1) {
		mode, _ := strconv.Atoi(string(m[1])) // five figures
		a.Modes[mode] = m[2][0] != '0'
	}
	for _, m := range positionForm.FindAllSubmatch(reply, len(samples)) {
		column, _ := strconv.Atoi(string(m[1]))
		a.Widths = append(a.Widths, column-1)
	}
	if m := attributesForm.FindSubmatch(reply); m != nil {
		a.Complete = true
		for attribute := range strings.SplitSeq(string(m[1]), ";") {
			a.Clipboard = a.Clipboard || attribute == "52"
		}
	}
	return a
}
