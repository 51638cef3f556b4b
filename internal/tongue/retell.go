package tongue

import (
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// Said is a text in English, from those who do not know in which language it will be read. Whoever knows has it told
// again with Speaker.Retell.
func Said(text Text, args ...any) string { return Speaker{}.Say(text, args...) }

// Retell is an English sentence in the speaker's language: one of the program's own that comes without its parts, as the
// errors of a call do, live and out of a recording, which anybody may read in any language. What is none of its
// sentences, such as words of the service, stays as it is.
func (s Speaker) Retell(english string) string {
	if s.language == nil || english == "" {
		return english
	}
	return (&retelling{language: s.language, known: map[string]told{}}).tell(english).text
}

// saying is a sentence that can be told again: in English, to know it by, and in the other language. In English, %d stands
// for a number, %v for a sentence of ours or the words of somebody else, and every other verb for a name.
type saying struct {
	english, told []piece
	letters       int // of its own, without those of its arguments
}

// piece is a part of a format: some text, or the place of an argument.
type piece struct {
	text string
	verb byte // 0 for text
	arg  int  // from 0
}

var formatVerb = regexp.MustCompile(`%(?:\[(\d+)\])?([a-zA-Z])|%%`)

// pieces takes a format apart. Its verbs have neither flags nor widths.
func pieces(format string) []piece {
	var all []piece
	add := func(text string) {
		if text != "" {
			all = append(all, piece{text: text})
		}
	}
	at, next := 0, 0
	for _, found := range formatVerb.FindAllStringSubmatchIndex(format, -1) {
		add(format[at:found[0]])
		at = found[1]
		if found[4] < 0 { // a percent sign
			add("%")
			continue
		}
		if found[2] >= 0 {
			n, _ := strconv.Atoi(format[found[2]:found[3]])
			next = n - 1
		}
		all = append(all, piece{verb: format[found[4]], arg: next})
		next++
	}
	add(format[at:])
	return all
}

// sayings are the sentences of a catalogue, always in the same order.
func sayings(texts map[Text]string) []saying {
	all := make([]saying, 0, len(texts))
	for _, english := range slices.Sorted(maps.Keys(texts)) {
		s := saying{english: pieces(string(english)), told: pieces(texts[english])}
		for _, p := range s.english {
			s.letters += letters(p.text)
		}
		all = append(all, s)
	}
	return all
}

func letters(text string) (n int) {
	for _, r := range text {
		if unicode.IsLetter(r) {
			n++
		}
	}
	return n
}

// splitsMost bounds the search for a reading: a sentence with many signs between its words has too many to try them all.
const splitsMost = 600

// retelling tells one sentence again, with the sentences in it.
type retelling struct {
	language *language
	known    map[string]told
	splits   int // tried so far
}

// told is a sentence as it was read: told again, and how many of its letters are those of how many sayings. Of all
// readings the one counts that explains most, with the fewest sayings.
type told struct {
	text          string
	letters, uses int
}

func (t told) better(than told) bool {
	return t.letters > than.letters || t.letters == than.letters && t.letters > 0 && t.uses < than.uses
}

func (r *retelling) tell(english string) told {
	best, found := r.known[english]
	if !found {
		best = r.read(english)
		r.known[english] = best
	}
	return best
}

// read is the best reading of a sentence; its own words where none of it is ours.
func (r *retelling) read(english string) told {
	if said, whole := r.language.texts[Text(english)]; whole {
		return told{said, letters(english), 1}
	}
	best := told{text: english}
	for _, s := range r.language.sayings() {
		as := reading{retelling: r, saying: s, best: &best}
		as.fit(s.english, english)
	}
	return best
}

// argsMost is the most arguments of a sentence that can be told again.
const argsMost = 8

// reading tries to read a sentence as one saying.
type reading struct {
	*retelling
	saying saying
	args   [argsMost]told
	best   *told
}

// fit reads the rest of the sentence as the rest of the saying, in every way there is.
func (r *reading) fit(rest []piece, sentence string) {
	if len(rest) == 0 {
		if sentence == "" {
			r.done()
		}
		return
	}
	first := rest[0]
	switch {
	case first.verb == 0:
		if after, found := strings.CutPrefix(sentence, first.text); found {
			r.fit(rest[1:], after)
		}
	case len(rest) == 1:
		if r.take(first, sentence) {
			r.done()
		}
	default:
		for end := 1; end < len(sentence); end++ {
			next := strings.Index(sentence[end:], rest[1].text)
			if next < 0 {
				return
			}
			end += next
			if r.splits++; r.splits > splitsMost {
				return
			}
			if r.take(first, sentence[:end]) {
				r.fit(rest[1:], sentence[end:])
			}
		}
	}
}

// take reads a text as an argument, if it can be that one.
func (r *reading) take(p piece, text string) bool {
	arg := told{text: text}
	switch p.verb {
	case 'd':
		if _, err := strconv.Atoi(text); err != nil {
			return false
		}
	case 'v':
		arg = r.tell(text)
	}
	r.args[p.arg] = arg
	return text != ""
}

// done keeps the reading if it is the best so far.
func (r *reading) done() {
	whole := told{letters: r.saying.letters, uses: 1}
	for _, p := range r.saying.english {
		if p.verb != 0 {
			whole.letters, whole.uses = whole.letters+r.args[p.arg].letters, whole.uses+r.args[p.arg].uses
		}
	}
	if !whole.better(*r.best) {
		return
	}
	for _, p := range r.saying.told {
		if p.verb != 0 {
			whole.text += r.args[p.arg].text
		} else {
			whole.text += p.text
		}
	}
	*r.best = whole
}
