package tongue_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"acrwatch/internal/tongue"
)

// sample is something for each argument of a text, and the text with it in both languages.
func sample(text tongue.Text, chinese string) (english, told string) {
	var in, out []any
	args := verbs(string(text))
	for n := 1; n <= len(args); n++ {
		switch args[n] {
		case "d":
			in, out = append(in, 40+n), append(out, 40+n)
		case "v":
			in, out = append(in, "the answer is empty"), append(out, "响应为空")
		case "g":
			in, out = append(in, 0.5), append(out, 0.5)
		default:
			name := fmt.Sprintf("x-%d", n)
			in, out = append(in, name), append(out, name)
		}
	}
	return fmt.Sprintf(string(text), in...), fmt.Sprintf(chinese, out...)
}

func TestWhatOtherRoomsSayIsToldAgain(t *testing.T) {
	zh := tongue.New(tongue.Chinese)
	require.NotEmpty(t, tongue.Sayings())
	for text, chinese := range tongue.Sayings() {
		english, told := sample(text, chinese)
		assert.Equal(t, told, zh.Retell(english), "%q", text)
		assert.Equal(t, english, tongue.New(tongue.English).Retell(english))
	}
}

// TestRoomsThatKnowNoLanguageAreToldAgain holds that what these rooms say reaches the screen as a sentence, and can be
// told again.
func TestRoomsThatKnowNoLanguageAreToldAgain(t *testing.T) {
	zh, code := tongue.New(tongue.Chinese), readSources(t)
	n := 0
	for _, u := range code.uses {
		if room, _, _ := strings.Cut(u.place, "/"); slices.Contains(mute, room) || room == "poller" {
			n++
			english, told := sample(u.text, tongue.Texts()[u.text])
			assert.Equal(t, told, zh.Retell(english), "%s: %q", u.place, u.text)
		}
	}
	assert.Greater(t, n, 100)
	for _, u := range code.mute {
		if room, _, _ := strings.Cut(u.place, "/"); slices.Contains(mute, room) {
			assert.Contains(t, unseen, string(u.text), "%s: an error that no screen can tell again", u.place)
		}
	}
}

var (
	// mute are the rooms whose errors come to a screen.
	mute = []string{"api", "keymap", "config", "journal", "remember", "files"}
	// unseen are those of their errors that do not: before there is one, after it is gone, or only for code to tell apart.
	unseen = []string{
		"no credential provider", "no credentials", "the answer makes no sense", "the file is not the one that was read",
		"%s: not a pattern of file names; write it like sync*.ndjson", "%s: no such recording; give a file that --record wrote",
		"no recording given; give a file that --record wrote", "%s: the disk does not answer, and the end of the recording is lost",
	}
)

func TestRetell(t *testing.T) {
	zh := tongue.New(tongue.Chinese)
	for english, want := range map[string]string{
		"":                    "",
		"the answer is empty": "响应为空",
		"cr.cn-hangzhou.aliyuncs.com cannot be reached": "无法连接 cr.cn-hangzhou.aliyuncs.com",
		"the name a b c cannot be found":                "无法解析域名 a b c",
		"no credentials: ALIBABA_CLOUD_ACCESS_KEY_ID is not set; profile prod is not in ~/.aliyun/config.json, which has: a, b; ~/.alibabacloud/credentials does not exist": "未找到凭证：未设置 ALIBABA_CLOUD_ACCESS_KEY_ID；~/.aliyun/config.json 中没有配置 prod，可用：a, b；~/.alibabacloud/credentials 不存在",
		"profile p in /a dir/config.json has the source_profile q, which has no access_key_id":                                                                              "/a dir/config.json 中的配置 p 的 source_profile q 缺少 access_key_id",
		"profile prod in ~/.aliyun/config.json has expired: run aliyun configure --mode StsToken --profile prod":                                                            "~/.aliyun/config.json 中的配置 prod：已过期；请运行 aliyun configure --mode StsToken --profile prod",
		"profile prod in ~/.aliyun/config.json, AccessKey ending in MPLE":                                                                                                   "~/.aliyun/config.json 中的配置 prod，AccessKey 尾号 MPLE",
		`~/c.toml:3: theme = "a: b; c": not one of dark, light; give "dark", the default, or one of the others (and 2 more)`:                                                `~/c.toml:3: theme = "a: b; c"：不在 dark, light 之中；请写默认值 "dark" 或其他可选值（另有 2 处）`,
		"/etc/c.toml: permission denied; mend or remove it":                                                                                                                 "/etc/c.toml：permission denied；请修复或删除",
		"recording: write /r.ndjson: no space left on device; what comes now is kept for some minutes, and recorded when there is room again":                               "录制：write /r.ndjson: no space left on device；此后的内容会保留几分钟，有空间后补录",
		"/r.ndjson:7: left out: a list of page 0":                                                                                                                           "/r.ndjson:7：已略过：第 0 页的 list",
		"/r.ndjson:7: the checkpoint is damaged: unexpected end":                                                                                                            "/r.ndjson:7：检查点已损坏：unexpected end",
		"/r.ndjson:7: damaged; what follows cannot be read":                                                                                                                 "/r.ndjson:7：已损坏；之后的内容无法读取",
		"Specified access key is not found; check it: or not.":                                                                                                              "Specified access key is not found; check it: or not.",
		"x: y; z": "x: y; z",
	} {
		assert.Equal(t, want, zh.Retell(english), "%q", english)
	}
}

func TestErrorsInErrorsAreToldAgain(t *testing.T) {
	inner := tongue.Error("it is of version %d, this program has %d", 9, 1)
	err := tongue.Error("passed over %s: %s", "~/state.toml", inner)
	require.ErrorIs(t, err, inner)
	assert.EqualError(t, err, "passed over ~/state.toml: it is of version 9, this program has 1")
	zh := tongue.New(tongue.Chinese)
	assert.Equal(t, "已忽略 ~/state.toml：其版本为 9，本程序为 1", zh.Why(err))
	assert.Equal(t, "响应为空", zh.Why(fmt.Errorf("the answer is empty")))
}

func FuzzRetell(f *testing.F) {
	for text, chinese := range tongue.Sayings() {
		english, _ := sample(text, chinese)
		f.Add(english)
	}
	f.Add(strings.Repeat("; ", 1000))
	f.Add(strings.Repeat(": ", 1000))
	zh := tongue.New(tongue.Chinese)
	f.Fuzz(func(t *testing.T, english string) {
		told := zh.Retell(english)
		assert.Equal(t, english == "", told == "", "%q", english)
	})
}

func BenchmarkRetell(b *testing.B) {
	zh := tongue.New(tongue.Chinese)
	for name, english := range map[string]string{
		"ours":    "no credentials: ALIBABA_CLOUD_ACCESS_KEY_ID is not set; ~/.aliyun/config.json does not exist; ~/.alibabacloud/credentials does not exist",
		"theirs":  "The specified instance cri-sgedpenzw80e is not in a state that allows it: wait; then try again.",
		"hostile": strings.Repeat("; : ", 500),
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				zh.Retell(english)
			}
		})
	}
}
