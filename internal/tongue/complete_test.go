package tongue_test

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"acrwatch/api"
	"acrwatch/internal/tongue"
	"acrwatch/keymap"
	"acrwatch/poller"
)

// spoken is where the words of rooms that know of no language are made texts; foreign holds all of those words.
const spoken = "ui/spoken.go"

func foreign() []tongue.Text {
	var all []tongue.Text
	for class := range api.ClassBadAnswer + 1 {
		all = append(all, tongue.Text(class.String()))
		if class != api.ClassDenied { // its hint names what to allow
			all = append(all, tongue.Text((&api.Error{Class: class}).Hint()))
		}
	}
	for phase := range api.PhaseCanceled + 1 {
		all = append(all, tongue.Text(poller.PhaseWord(phase)))
	}
	for _, t := range []poller.Task{
		{Gone: true}, {Flow: poller.Flow{Stalled: true}}, {Key: poller.Key{Kind: poller.Subscription}, Phase: api.PhaseRunning},
	} {
		all = append(all, tongue.Text(t.StatusWord()))
	}
	keys := keymap.Default()
	for _, g := range keymap.Groups {
		all = append(all, tongue.Text(g.Title))
		for _, a := range g.Actions {
			all = append(all, tongue.Text(keys.Binding(a).Help().Desc))
		}
	}
	return all
}

func TestEveryTextIsSaidInChinese(t *testing.T) {
	code := readSources(t)
	require.NotEmpty(t, code.uses)
	for _, place := range code.loose {
		assert.Equal(t, spoken, place, "only constants are texts, or the words that foreign lists")
	}
	used := map[tongue.Text]bool{}
	for _, u := range code.uses {
		used[u.text] = true
		assert.True(t, known(u.text), "%s: no Chinese for %q", u.place, u.text)
		if u.args >= 0 {
			assert.Len(t, verbs(string(u.text)), u.args, "%s: %q", u.place, u.text)
		}
	}
	for _, text := range foreign() {
		used[text] = true
		assert.True(t, known(text), "no Chinese for %q", text)
	}
	for text := range tongue.Texts() {
		assert.True(t, used[text], "nobody says %q", text)
	}
}

func known(text tongue.Text) bool { _, found := tongue.Texts()[text]; return found }

func TestTranslationsTakeWhatTheTextTakes(t *testing.T) {
	require.NotEmpty(t, tongue.Texts())
	for text, chinese := range tongue.Texts() {
		assert.Equal(t, verbs(string(text)), verbs(chinese), "%q: %q", text, chinese)
	}
}

var verb = regexp.MustCompile(`%(?:\[(\d+)\])?([-+#0]*\d*(?:\.\d+)?[a-zA-Z])|%%`)

// verbs is how each argument of a format is written, by its place; a format may take them in another order.
func verbs(format string) map[int]string {
	found, next := map[int]string{}, 1
	for _, part := range verb.FindAllStringSubmatch(format, -1) {
		if part[0] == "%%" {
			continue
		}
		if n, err := strconv.Atoi(part[1]); err == nil {
			next = n
		}
		found[next] = part[2]
		next++
	}
	return found
}

func TestNoTextIsTranslatedTwice(t *testing.T) {
	n := 0
	for _, part := range tongue.Parts() {
		n += len(part)
	}
	assert.Len(t, tongue.Texts(), n, "a text stands in two catalogues")
}

func TestVerbs(t *testing.T) {
	assert.Equal(t, map[int]string{1: "s", 2: "d"}, verbs("%s of %d"))
	assert.Equal(t, map[int]string{1: "s", 2: ".1f"}, verbs("%[2].1f 100%% %[1]s"))
	assert.Empty(t, verbs("100%%"))
}

func TestTheCatalogueIsChinese(t *testing.T) {
	latin := regexp.MustCompile(`[A-Za-z]{4,}`)
	for text, chinese := range tongue.Texts() {
		plain := code.ReplaceAllStringFunc(chinese, func(token string) string {
			if strings.Contains(string(text), token) {
				return ""
			}
			return token
		})
		for _, word := range latin.FindAllString(plain, -1) {
			assert.True(t, slices.Contains(names, word), "%q: %q has the English word %q", text, chinese, word)
		}
	}
}

// code is something to type, which is the same in every language: a flag, a variable, a field, a file.
var code = regexp.MustCompile(`[!-~]*[-_./"\[\]][!-~]*`)

// names are what is written like this in Chinese too: keys, commands, files, and the words of the filter language.
var names = []string{
	"acrwatch", "aliyun", "configure", "tmux", "clipboard", "enter", "json", "JSON", "AccessKey", "Bucket", "SUCCESS",
	"ASCII", "HTTP", "INTL", "OIDC", "Perl", "TOML", "false", "http", "https", "instance", "level", "public", "quit", "true", "type",
	"active", "batch", "done", "finished", "from", "image", "left", "progress", "pulling", "queued", "rate", "region", "repo", "rule", "size",
	"stale", "status", "sync", "syncing", "target",
}

func ExampleSpeaker_Say() {
	s := tongue.New(tongue.Chinese)
	fmt.Println(s.Say("%s of %s", "41.8", "66.2 GiB"))
	fmt.Println(s.Say("%s ago", s.Say("%ds", 3)))
	// Output:
	// 41.8 / 66.2 GiB
	// 3秒前
}
