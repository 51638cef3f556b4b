package ui

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/exp/golden"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"acrwatch/api"
	"acrwatch/keymap"
	"acrwatch/poller"
)

// asking is the first seconds: one list is being read, the other has not answered, and one target is being found.
func asking() *poller.Snapshot {
	s := noTasks()
	for i := range s.Targets {
		s.Targets[i].LastOK, s.Targets[i].Lists = time.Time{}, [poller.Kinds]poller.List{}
	}
	s.Targets[0].Lists[poller.Subscription].Complete = true
	s.Targets[1].Instance = ""
	return s
}

// refused is a key that may list nothing.
func refused() *poller.Snapshot {
	s := noTasks()
	s.Targets = s.Targets[:1]
	t := &s.Targets[0]
	for k, operation := range []string{"ListRepoSyncTask", "ListArtifactSubscriptionTask"} {
		action := []string{"cr:GetRepositorySync", "cr:ListArtifactSubscriptionTask"}[k]
		t.Lists[k] = poller.List{Denied: &api.Error{
			Class: api.ClassDenied, Operation: operation, Code: "NoPrivilege", HTTPStatus: 403, Action: action,
			Resource: "acs:cr:cn-shanghai:*:instance/cri-sgedpenzw80e", Credential: "profile prod in ~/.aliyun/config.json, AccessKey ending in MPLE",
		}}
	}
	t.Err, t.FailingSince = t.Lists[0].Denied, fixtureNow.Add(-4*time.Second)
	return s
}

func withError(s *poller.Snapshot, class api.Class, message string) *poller.Snapshot {
	t := &s.Targets[0]
	t.Err = &api.Error{Class: class, Operation: "ListRepoSyncTask", Message: message}
	t.LastOK, t.FailingSince, t.RetryAt = fixtureNow.Add(-42*time.Second), fixtureNow.Add(-40*time.Second), fixtureNow.Add(12*time.Second)
	return s
}

const unreached = "cr.cn-shanghai.aliyuncs.com cannot be reached"

func offline() *poller.Snapshot         { return withError(noTasks(), api.ClassNetwork, unreached) }
func offlineWithData() *poller.Snapshot { return withError(fixture(), api.ClassNetwork, unreached) }

// keyless is a machine on which nobody has set any keys.
func keyless() *poller.Snapshot {
	return withError(noTasks(), api.ClassBadCredentials,
		"no credentials: ALIBABA_CLOUD_ACCESS_KEY_ID is not set; ~/.aliyun/config.json does not exist; ~/.alibabacloud/credentials does not exist")
}

// intercepted is a gateway that answers in the service's place.
func intercepted() *poller.Snapshot {
	s := withError(fixture(), api.ClassBadAnswer, "the answer is a web page")
	s.Targets[0].Err.HTTPStatus = 200
	return s
}

func throttled() *poller.Snapshot {
	s := withError(fixture(), api.ClassThrottled, "Request was denied due to user flow control.")
	s.Targets[0].Err.Code, s.Targets[0].Err.HTTPStatus = "Throttling.User", 400
	return s
}

func tokenGone() *poller.Snapshot {
	s := noTasks()
	s.Targets = s.Targets[:1]
	e := expired().Targets[0]
	s.Targets[0].Err, s.Targets[0].FailingSince, s.Targets[0].RetryAt, s.Targets[0].LastOK = e.Err, e.FailingSince, e.RetryAt, time.Time{}
	s.Targets[0].Lists = [poller.Kinds]poller.List{}
	return s
}

// partial is a list that came to a halt among its pages.
func partial() *poller.Snapshot {
	s := fixture()
	s.Targets[0].Lists[poller.Sync] = poller.List{
		Seen: 11, Total: api.Some(int64(3200)),
		Err: &api.Error{Class: api.ClassServer, Operation: "ListRepoSyncTask", Code: "SystemError", HTTPStatus: 500},
	}
	return s
}

// byName is a dashboard on tasks that were asked for by name, of which some are found.
func byName(s *poller.Snapshot, wanted ...poller.Wanted) func() *poller.Snapshot {
	return func() *poller.Snapshot {
		s.Wanted = wanted
		return s
	}
}

var (
	unknownName = poller.Wanted{Name: "rst-4kfd7fk6", Unknown: true}
	deniedName  = poller.Wanted{Name: "crast-q0f1", Err: &api.Error{Class: api.ClassDenied, Operation: "GetArtifactSubscriptionTask", Code: "NoPrivilege", HTTPStatus: 403, Action: "cr:GetArtifactSubscriptionTask", Resource: "acs:cr:cn-shanghai:*:instance/cri-sgedpenzw80e"}}
)

// moods are the dashboard before, without and with trouble: what it is fed, and a word that must be seen at any size
// from 20x5 on.
var moods = map[string]struct {
	snapshot func() *poller.Snapshot
	keys     []tea.Msg
	says     string
}{
	"starting":            {nil, nil, "asking for the"},
	"first lists":         {asking, nil, "asking for the"},
	"no tasks":            {noTasks, nil, "no tasks here yet"},
	"filter hides all":    {fixture, press("/", "tag:v9 status:failed", "enter"), "no task matches"},
	"not permitted":       {refused, nil, "not permitted"},
	"one kind denied":     {denied, nil, "2s ago"},
	"no keys":             {keyless, nil, "bad credentials"},
	"intercepted":         {intercepted, nil, "API failing"},
	"wrong key":           {wrongKey, nil, "bad credentials"},
	"expired":             {tokenGone, nil, "token expired"},
	"expired with data":   {expired, nil, "token expired"},
	"offline":             {offline, nil, "offline since"},
	"offline with data":   {offlineWithData, nil, "offline"},
	"throttled with data": {throttled, nil, "throttled"},
	"partial list":        {partial, nil, "2s ago"},
	"names not known":     {byName(noTasks(), unknownName, deniedName), nil, "not known here"},
	"names being sought":  {byName(asking(), poller.Wanted{Name: "rst-7x0d2m"}, unknownName), nil, "looking for it"},
	"a name not known":    {byName(fixture(), poller.Wanted{Name: "rst-1", Found: true}, unknownName), nil, "2s ago"},
	"paused":              {fixture, press("p"), "PAUSED"},
	"clock off":           {clockOff, nil, "clock off"},
	"keys not renewed":    {unrenewed, nil, "2s ago"},
}

// inMood is the dashboard of a size in one of its moods.
func inMood(name string, width, height int, change ...func(*Options)) Model {
	m, _ := newFixture(width, height, change...)
	mood := moods[name]
	m = feed(m, tickMsg(fixtureNow))
	if mood.snapshot != nil {
		m = feed(m, mood.snapshot())
	}
	return feed(m, mood.keys...)
}

func TestFramesOfMoods(t *testing.T) {
	for name := range moods {
		for _, s := range frameSizes {
			t.Run(fmt.Sprintf("%s %dx%d", name, s[0], s[1]), func(t *testing.T) {
				golden.RequireEqual(t, screen(inMood(name, s[0], s[1])))
			})
		}
	}
}

func TestEveryMoodIsToldAtAnySize(t *testing.T) {
	for name, mood := range moods {
		for _, s := range [][2]int{{20, 5}, {24, 6}, {40, 5}, {40, 8}, {20, 30}, {79, 24}, {120, 16}, {300, 100}} {
			assert.Contains(t, screen(inMood(name, s[0], s[1])), mood.says, "%s at %v", name, s)
		}
	}
}

func TestThePolicyIsWhole(t *testing.T) {
	content := screen(inMood("not permitted", 100, 30))
	for _, want := range []string{`"Effect": "Allow"`, `"Action": ["cr:GetRepositorySync", "cr:ListArtifactSubscriptionTask"],`, `"Resource": ["acs:cr:cn-shanghai:*:instance/cri-sgedpenzw80e"]}`} {
		assert.Contains(t, content, want)
	}
}

func TestHintsNameTheKeyThatClearsOrCloses(t *testing.T) {
	keys, err := keymap.Default().Override(map[string][]string{"back": {"x"}})
	require.NoError(t, err)
	rebound := func(o *Options) { o.Keys = keys }
	m := inMood("filter hides all", 100, 30, rebound)
	assert.Contains(t, screen(m), "12 hidden · x clears the filter")
	assert.NotContains(t, screen(feed(m, press("x")...)), "no task matches")
	for view, hint := range map[string]string{"2": "9 hidden · x clears the filter", "3": "1 hidden · x clears the filter"} {
		m, _ = newFixture(100, 30, rebound)
		m = feed(feed(m, fixture()), press(view, "/", "nothing")...)
		assert.Contains(t, screen(m), strings.Replace(hint, "x", "esc", 1), "in the line that is typed into, keys are what they are")
		m = feed(m, press("enter")...)
		assert.Contains(t, screen(m), hint)
		assert.NotContains(t, screen(feed(m, press("x")...)), hint)
	}
	m, _ = newFixture(100, 30, rebound)
	m.tell(mutedInk, exportTitle, strings.Repeat("long ", 30))
	assert.Contains(t, screen(m), "x closes")
}

// A target that has given nothing yet, for whatever reason, does not hide the age of the others, nor do they hide it.
func TestTheAgeSaysWhoHasNotAnswered(t *testing.T) {
	s := fixture()
	s.Targets = append(slices.Clone(s.Targets), poller.Target{Name: "silent"})
	for width, want := range map[int]string{160: "2s ago · nothing yet from 1 of 3 · ", 100: "2s ago (2 of 3)", 60: "2s ago (2 of 3)"} {
		m, _ := newFixture(width, 30)
		assert.Contains(t, strings.Split(screen(feed(m, s)), "\n")[0], want, width)
	}
	m, _ := newFixture(160, 30)
	for i := range s.Targets {
		s.Targets[i].LastOK = time.Time{}
	}
	assert.Contains(t, strings.Split(screen(feed(m, s)), "\n")[0], "no answer yet")
}
