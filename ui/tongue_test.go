package ui

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/exp/golden"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"acrwatch/internal/query"
	"acrwatch/internal/remember"
	"acrwatch/internal/tongue"
	"acrwatch/keymap"
	"acrwatch/poller"
)

func inChinese(o *Options) { o.Lang = tongue.Chinese }

var languages = []func(*Options){func(o *Options) { o.Lang = tongue.English }, inChinese}

// What other rooms say, in English.
const (
	wrongSettings = `~/.config/acrwatch/config.toml:3: budget = "fast": not a number of calls per second; give a number such as 4 (and 2 more)`
	diskFull      = "recording: sync.ndjson: ENOSPC; what comes now is kept for some minutes, and recorded when there is room again"
)

// chinesePlaces is the dashboard in Chinese in every view and in every mode, at one size.
func chinesePlaces(width, height int) map[string]Model {
	s := failed(fixture())
	s.Totals.Unique = 58 << 30
	full := func() Model {
		m, p := newFixture(width, height, inChinese, reached)
		p.asked, p.answers = fixtureNow.Add(-2*time.Second), map[string]string{openID: answerJSON(20)}
		return feed(m, s)
	}
	at := func(keys ...string) Model { return feed(full(), press(keys...)...) }
	back, _ := newFixture(width, height, inChinese, reached)
	back = feed(feed(feed(back, fixture(), tickAfter(0)), tea.BlurMsg{}), awayNight()...)
	places := map[string]Model{
		"tasks": at("g", "jjjjjjjj"), "open": at("g", "jjjjjjjj", "enter"), "layer": at("g", "jjjjjjjj", "enter", "tab", "enter"),
		"subscription": at("G", "kkkkk"), "marked": at("g", "j", " ", " "), "sorted": at("sss", "S"),
		"batches": at("2"), "unfolded batch": at("2", "/", "frontend", "enter", "enter", "j"), "failures": at("3"), "failures unfolded": at("3", "enter"),
		"raw": at("/", "frontend", "enter", "J", "/", "size", "enter"), "help": at("?"), "palette": at(":"), "palette with a mistake": at(":", "filter web stauts:fail", "enter"),
		"filter": at("/", "web "), "filter that completes": at("/", "s", "tab"), "filter with a mistake": at("/", "web stauts:fail"),
		"copy menu": at("Y"), "greeting": feed(back, tea.FocusMsg{}), "what was missed": feed(feed(back, tea.FocusMsg{}), press("enter")...),
		"settings kept": feed(full(), reloadedMsg{err: errNoHost}),
	}
	places["export"] = feed(full(), keyPress("ctrl+s"))
	places["not exported"] = feed(places["export"], savedMsg{err: tongue.Error("%s is not a file that can be replaced", "/dev/null")})
	places["settings wrong"] = feed(full(), reloadedMsg{err: errors.New(wrongSettings)})
	places["filter with a broken expression"] = feed(full(), press("/", "/web(/")...)
	places["not recorded"] = feed(full(), RecordingMsg{Text: diskFull})
	damaged := moment(time.Second)
	damaged.Notes = []string{"sync.ndjson:12: damaged; it goes on with the next checkpoint"}
	replayed, _ := newReplay(width, height, inChinese, reached)
	places["damaged recording"] = feed(replayed, damaged)
	return places
}

func TestFramesInChinese(t *testing.T) {
	for _, s := range [][2]int{{160, 45}, {100, 30}, {80, 24}, {60, 12}} {
		for name, m := range chinesePlaces(s[0], s[1]) {
			t.Run(fmt.Sprintf("%s %dx%d", name, s[0], s[1]), func(t *testing.T) { golden.RequireEqual(t, screen(m)) })
		}
		for name := range moods {
			t.Run(fmt.Sprintf("mood %s %dx%d", name, s[0], s[1]), func(t *testing.T) {
				golden.RequireEqual(t, screen(inMood(name, s[0], s[1], inChinese)))
			})
		}
	}
}

var (
	latinWord = regexp.MustCompile(`[A-Za-z]{2,}`)
	cutWord   = regexp.MustCompile(`[A-Za-z]*…[A-Za-z]*`)
)

// written is what is on a screen in Latin letters because it is a name: of a key, of a unit, of something to type, or
// out of the data.
func written(t *testing.T, data ...*poller.Snapshot) map[string]bool {
	t.Helper()
	names := map[string]bool{}
	add := func(texts ...string) {
		for _, text := range texts {
			for _, word := range latinWord.FindAllString(text, -1) {
				names[word], names[strings.ToLower(word)] = true, true
			}
		}
	}
	add("acrwatch aliyun configure ALIBABA_CLOUD_ACCESS_KEY_ID SECRET AccessKey OSS Bucket RAM API URL ID JSON CSV csv json md HTTP")
	add("KiB MiB GiB TiB PiB KB MB GB TB RE SUCCESS IsSuccess Progress SyncedSize success true false Effect Allow Action Resource Docker Hub Quay GCR")
	add("~/.aliyun/config.json", "prod MPLE", "~/.alibabacloud/credentials", "cr.cn-shanghai.aliyuncs.com", "config.toml budget fast", "sync.ndjson ENOSPC", "/dev/null")
	add("stauts fail", "ne nw se sw", "https console com cr instance repositories version secure force GetRepoSyncTask InstanceId SyncTaskId null", "synced_bytes size_bytes")
	add("enter esc tab pgup pgdn ctrl shift bksp space home end up down")
	add(slices.Concat(Themes(), tongue.Names(), viewKeys[:], taskColumns.names(), batchColumns.names(), failureOrders)...)
	for _, g := range keymap.Groups {
		for _, a := range g.Actions {
			add(string(a))
		}
	}
	for _, c := range commands() {
		add(c.name)
	}
	for _, f := range query.Fields() {
		add(f.Name, f.Example)
		for _, v := range f.Values {
			add(v.Name)
		}
	}
	for _, l := range query.Syntax() {
		add(l.Example)
	}
	for _, s := range data {
		var parts [][]poller.Part
		for _, task := range s.Tasks.All() {
			parts = append(parts, task.Parts())
		}
		for _, what := range []any{slices.Collect(maps.Values(maps.Collect(s.Tasks.All()))), parts, s.Targets, s.Wanted} {
			text, err := json.Marshal(what)
			require.NoError(t, err)
			add(stringsIn(t, text)...)
		}
	}
	return names
}

// ours says that a member of an object is a sentence of ours, in English: what an error says without a code, and what is
// said of keys.
func ours(of map[string]any, name string) bool {
	_, isError := of["Class"]
	return name == "Message" && isError && of["Code"] == "" || name == "Credential" || name == "Reason" || name == "Source"
}

// stringsIn are the texts in JSON, without the names of its members and without what we say.
func stringsIn(t *testing.T, text []byte) []string {
	t.Helper()
	var value any
	require.NoError(t, json.Unmarshal(text, &value))
	var all []string
	var walk func(any)
	walk = func(v any) {
		switch v := v.(type) {
		case string:
			all = append(all, v)
		case []any:
			for _, each := range v {
				walk(each)
			}
		case map[string]any:
			for name, each := range v {
				if !ours(v, name) {
					walk(each)
				}
			}
		}
	}
	walk(value)
	return all
}

// english is the words of a text that are no names.
func english(text string, names map[string]bool) []string {
	var found []string
	for _, word := range latinWord.FindAllString(cutWord.ReplaceAllString(text, ""), -1) {
		if !names[word] && !slices.Contains(found, word) {
			found = append(found, word)
		}
	}
	return found
}

func TestNoEnglishIsLeftInChinese(t *testing.T) {
	names := written(t, failed(fixture()))
	places := chinesePlaces(160, 45)
	require.NotEmpty(t, english(screen(feed(places["help"], press("esc", ":", "lang en", "enter", "?")...)), names), "it would be found")
	for _, size := range [][2]int{{160, 45}, {110, 60}} {
		for name, m := range chinesePlaces(size[0], size[1]) {
			if name != "raw" { // the service's own words
				assert.Empty(t, english(screen(m), names), "%s\n%s", name, screen(m))
			}
			assert.Empty(t, english(m.View().WindowTitle, names), name)
		}
	}
	for name, mood := range moods {
		names := names
		if mood.snapshot != nil {
			names = written(t, mood.snapshot())
		}
		text := screen(inMood(name, 160, 45, inChinese))
		assert.Empty(t, english(text, names), "%s\n%s", name, text)
	}
}

func TestNoKeyAnswersInEnglish(t *testing.T) {
	data, keys := written(t, failed(fixture())), keyring()
	for from, m := range chinesePlaces(160, 45) {
		names, random := maps.Clone(data), rand.New(rand.NewPCG(7, uint64(len(from))))
		var pressed []string
		for range 40 {
			key := keys[random.IntN(len(keys))]
			m, pressed = feed(m, key), append(pressed, fmt.Sprint(key))
			if m.raw.open {
				m = feed(m, press("esc", "esc")...)
			}
			for _, typed := range []string{m.input.Value(), m.command.input.Value(), m.exporting.input.Value()} {
				for _, word := range latinWord.FindAllString(typed, -1) {
					names[word] = true
				}
			}
			require.Empty(t, english(screen(m), names), "%s, %v\n%s", from, pressed, screen(m))
		}
	}
}

func TestNewsIsToldInChinese(t *testing.T) {
	names := written(t, fixture())
	for name, change := range map[string]func(*poller.Task){"done": finish, "failed": fail, "stalled": stallNow} {
		m, _ := newFixture(160, 45, inChinese, reached)
		m = feed(m, fixture())
		text := screen(feed(m, later(after(fixture(), "rst-us", change), time.Second)))
		assert.Empty(t, english(text, names), "%s\n%s", name, text)
		_, sent := told(feed(m, tickAfter(0), tea.BlurMsg{}), later(after(fixture(), "rst-us", change), 10*time.Second), tickAfter(20*time.Second))
		assert.Empty(t, english(strings.ReplaceAll(sent, "\x1b]777;notify;", ""), names), sent)
	}
}

func TestTheLanguageChangesOnTheScreen(t *testing.T) {
	m, _ := newFixture(160, 45)
	m = feed(m, fixture())
	assert.Contains(t, screen(m), "5 syncing")
	m = feed(m, press(":", "lang z", "enter")...)
	assert.Contains(t, screen(m), "5 同步中")
	assert.Equal(t, tongue.Chinese, m.Remembered().Lang)
	m = feed(m, press(":", "lang fr", "enter")...)
	assert.Contains(t, screen(m), "未知语言；可用：auto, en, zh")
	m = feed(m, press("esc", ":", "lang auto", "enter")...)
	assert.Contains(t, screen(m), "5 syncing", "the machine's language is not known here")
}

func TestWhoSaysWhichLanguage(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*Options)
		want   string
	}{
		"nobody":           {func(*Options) {}, tongue.English},
		"the machine":      {func(o *Options) { o.Lang, o.Locale = tongue.Auto, tongue.Chinese }, tongue.Chinese},
		"it is remembered": {func(o *Options) { o.Lang, o.Remembered = tongue.Auto, remember.State{Lang: tongue.Chinese} }, tongue.Chinese},
		"it is set": {func(o *Options) {
			o.Lang, o.LangSet, o.Remembered = tongue.English, true, remember.State{Lang: tongue.Chinese}
		}, tongue.English},
		"another version did": {func(o *Options) { o.Lang, o.Remembered = tongue.English, remember.State{Lang: "tlh"} }, tongue.English},
	} {
		m, _ := newFixture(80, 24, c.change)
		assert.Equal(t, c.want, m.styles.Name(), name)
	}
	m, _ := newFixture(80, 24)
	m = feed(m, reloadedMsg{settings: Settings{Keys: keymap.Default(), Theme: "dark", Lang: tongue.Chinese}})
	assert.Equal(t, tongue.Chinese, m.styles.Name(), "settings that are read again")
}

func TestColumnsHoldTheirHeadsInEveryLanguage(t *testing.T) {
	for _, lang := range tongue.Names() {
		m, _ := newFixture(160, 45, func(o *Options) { o.Lang = lang })
		for _, set := range []columnSet{m.styles.tasks, m.styles.batches} {
			for _, c := range set.all {
				assert.LessOrEqual(t, textWidth(m.styles.Say(c.head)+downMark), c.least, "%s in %s", c.name, lang)
				assert.NotEmpty(t, m.styles.Say(orderTexts[c.name]), "%s is named when it sorts", c.name)
			}
		}
	}
}

func TestChineseBreaksBetweenLetters(t *testing.T) {
	cases := []struct {
		text  string
		width int
		want  []string
	}{
		{"请检查网络、接入点和代理；acrwatch 会自动重试", 20, []string{"请检查网络、接入点和", "代理；acrwatch 会自", "动重试"}},
		{"限流。", 4, []string{"限", "流。"}},
		{"plain words stay whole", 11, []string{"plain words", "stay whole"}},
		{"a（中）b", 6, []string{"a", "（中）", "b"}},
	}
	for _, c := range cases {
		rows := wrap(c.text, c.width)
		for _, row := range rows {
			assert.LessOrEqual(t, textWidth(row), c.width, row)
		}
		assert.Equal(t, c.want, rows)
	}
}
