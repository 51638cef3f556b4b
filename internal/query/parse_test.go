package query

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"acrwatch/poller"
)

// at is the piece of the input that an error points at.
func at(t *testing.T, text string, err error) (*Error, string) {
	t.Helper()
	var e *Error
	require.True(t, errors.As(err, &e), text)
	runes := []rune(text)
	require.LessOrEqual(t, e.Offset+e.Length, len(runes), text)
	return e, string(runes[e.Offset : e.Offset+e.Length])
}

func TestMistakesNameTheirPlace(t *testing.T) {
	cases := []struct{ text, place, reason string }{
		{"web stauts:failed", "stauts:", "column 5: unknown field stauts:, did you mean status:? a word with a colon goes in quotes"},
		{"训练 -imgae:x", "imgae:", "column 5: unknown field imgae:, did you mean image:?"},
		{"namespace:x", "namespace:", "unknown field namespace:, did you mean ns:?"},
		{"sise>1GiB", "sise>", "unknown field sise, did you mean size>?"},
		{"foo>1", "foo>", "unknown figure foo; known are size, synced, progress, rate, left, age, layers, priority"},
		{"size > 1GiB", ">", "> needs a figure right before it, such as size>1GiB"},
		{"size:1GiB", "size:", "size takes a comparison, such as size>1.5GiB"},
		{"to=eu", "to=", "to takes a colon, such as to:eu,us"},
		{"status: web", "", "column 8: status: needs a value right behind it, such as status:failed,stalled"},
		{"to:eu,,us", "", "column 7: to: needs a value"},
		{"size> 1GiB", "", "column 6: size> needs a value right behind it, such as size>1.5GiB"},
		{"size>big", "size>big", "column 1: size>big: a size such as 1.5GiB"},
		{"-size>=1.2.3", "size>=1.2.3", "column 2: size>=1.2.3: a size such as 1.5GiB"},
		{"size>1G web", "size>1G", "a size such as 1.5GiB"},
		{"progress<150%", "progress<150%", "a share such as 50% or 0.5"},
		{"progress<50 web", "progress<50", "a share such as 50% or 0.5"},
		{"age<2 web", "age<2", "a time such as 10m or 1h30m"},
		{`size>"1G"`, `size>"1G"`, "a size such as 1.5GiB"},
		{"age<2y", "age<2y", "a time such as 10m or 1h30m"},
		{"age<-2h", "age<-2h", "a time such as"},
		{"rate>1MiB/m", "rate>1MiB/m", "a rate such as 1.5MiB/s"},
		{"layers>1.5", "layers>1.5", "a whole number such as 20"},
		{"status:failedx", "failedx", `column 8: unknown status "failedx", did you mean failed?`},
		{"web status:done,fialed", "fialed", `column 17: unknown status "fialed", did you mean failed?`},
		{"status:fail web", "fail", `unknown status "fail", did you mean failed?`},
		{"status:fail,done", "fail", `unknown status "fail", did you mean failed?`},
		{"status:/fail/", "/fail/", "status: takes words, no regular expression"},
		{"kind:pull", "pull", "unknown kind pull; known are sync and sub"},
		{"kind:sy web", "sy", "unknown kind sy"},
		{`a "" b`, `""`, "nothing stands between the quotes"},
		{"//", "//", "nothing stands between the slashes"},
		{`"a"b`, "b", "a blank is missing behind the quote"},
		{`a"b`, `"`, "a quote goes round all of a word"},
		{"- web", "-", "- needs a term right behind it, such as -web"},
		{"/a(b/", "/a(b/", "the regular expression cannot be read: missing closing ): a(b"},
		{"image:/x{2000}/", "/x{2000}/", "the regular expression cannot be read: invalid repeat count: {2000}"},
		{"size>\x1b[31m", "size>\x1b[31m", `size>\x1b[31m: a size`},
	}
	for _, c := range cases {
		q, err := Parse(c.text)
		e, place := at(t, c.text, err)
		assert.Contains(t, err.Error(), c.reason, c.text)
		assert.Equal(t, c.place, place, c.text)
		assert.False(t, e.Incomplete, c.text)
		assert.True(t, q.Empty(), c.text)
	}
}

func TestWhatIsTypedIsNoMistakeYet(t *testing.T) {
	cases := []struct{ text, rest, reason string }{
		{"-", "", "- needs a term"},
		{"web -", "web", "- needs a term"},
		{"web status:", "web", "status: needs a value"},
		{"web status:fai", "web", `unknown status "fai", did you mean failed?`},
		{"status:done,", "status:done", "status: needs a value"},
		{"-status:done,fai", "-status:done", `did you mean failed?`},
		{"to:eu,", "to:eu", "to: needs a value"},
		{"kind:s", "", "unknown kind s"},
		{"kind:subs", "", "unknown kind subs"},
		{"web size>", "web", "size> needs a value"},
		{"size>1G", "", "a size such as 1.5GiB"},
		{"size>1.", "", ""},
		{"size>.", "", "a size such as 1.5GiB"},
		{"rate>1MiB/", "", "a rate such as"},
		{"progress<50", "", "a share such as"},
		{"age<1h30", "", "a time such as"},
		{"web /fo", "web", "the regular expression is not closed"},
		{"web /fo(", "web", "the regular expression is not closed"},
		{"/", "", "the regular expression is not closed"},
		{`web "`, "web", "the quote is not closed"},
		{`-"web fr`, "", "the quote is not closed"},
		{`image:a,"b c`, "image:a", "the quote is not closed"},
		{`size>"1 G`, "", "the quote is not closed"},
	}
	for _, c := range cases {
		q, err := Parse(c.text)
		assert.Equal(t, c.reason != "", Incomplete(err), c.text)
		if c.reason == "" {
			continue
		}
		assert.ErrorContains(t, err, c.reason, c.text)
		assert.Equal(t, c.rest, q.String(), c.text)
	}
}

// TestNothingFlashes types a long filter letter by letter.
func TestNothingFlashes(t *testing.T) {
	text := []rune(`web -status:failed,canceled kind:sub,sync size>=1.5GiB progress<50% age<1h30m rate>1KiB/s layers=3 ` +
		`/we(b|x)-[a-z]{2}/ -image:"a b",c,/d/ status:verifying nginx:1.27 "say \"no\""`)
	for i := range text {
		typed := string(text[:i+1])
		if _, err := Parse(typed); err != nil {
			assert.True(t, Incomplete(err), "%s: %v", typed, err)
		}
	}
	_, err := Parse(string(text))
	assert.NoError(t, err)
	assert.False(t, Incomplete(nil))
	assert.False(t, Incomplete(errors.New("another")))
}

func TestString(t *testing.T) {
	cases := map[string]string{
		"":                                    "",
		"  web \t -b ":                        "web -b",
		`Web "a  b" -image:"x,y",z TO:eu`:     `Web "a  b" -image:"x,y",z TO:eu`,
		`/a b/ -id:/c\/d/ "q\"r\\"`:           `/a b/ -id:/c\/d/ "q\"r\\"`,
		"size>=1.5GiB progress<50% age<1h30m": "size>=1.5GiB progress<50% age<1h30m",
		"status:done,verifying kind:sync nginx:1": "status:done,verifying kind:sync nginx:1",
	}
	for text, want := range cases {
		q, err := Parse(text)
		require.NoError(t, err, text)
		assert.Equal(t, want, q.String())
		again, err := Parse(q.String())
		require.NoError(t, err, text)
		assert.Equal(t, q.String(), again.String())
		assert.Len(t, again.terms, len(q.terms))
	}
}

func FuzzParse(f *testing.F) {
	seeds := []string{
		"", `a "b c" -d status:done`, `"`, "status:,", "-status:stalled", "\x1b[31m", "size>1GiB", "-age<1h30", "/a(/", `image:/a b/,"c`,
		"stauts:x", "训练:训", "progress<=.5%", `"\\\""`, "-", "- -", "kind:s", "\xff\xfe", "a/b/ /c", "size>>1",
	}
	require.NotEmpty(f, seeds)
	for _, s := range seeds {
		f.Add(s)
	}
	tasks := []*poller.Task{stalledTask(), pullingTask(), bareTask()}
	f.Fuzz(func(t *testing.T, text string) {
		q, err := Parse(text)
		if err != nil {
			e, _ := at(t, text, err)
			assert.True(t, e.Incomplete || q.Empty())
			assert.NotContains(t, e.Error(), "\n")
			assert.NotContains(t, e.Error(), "\x1b")
		}
		again, err := Parse(q.String())
		require.NoError(t, err)
		assert.Equal(t, q.String(), again.String())
		for _, task := range tasks {
			assert.Equal(t, q.Match(task, testMoment()), again.Match(task, testMoment()))
		}
		for cursor := range min(len([]rune(text)), 60) + 1 { // each costs the length of the text
			for _, c := range Complete(text, cursor) {
				require.True(t, c.Offset <= cursor && cursor <= c.Offset+c.Length && c.Offset+c.Length <= len([]rune(text)))
			}
		}
	})
}

// Signs of a Chinese keyboard mean what those of any other do, and mistakes are told in the same columns.
func TestSignsInFullWidth(t *testing.T) {
	for wide, narrow := range map[string]string{
		"状态 status：failed，stalled": "状态 status:failed,stalled", "－tag：v1": "-tag:v1", "size＞＝1.5GiB age＜2h": "size>=1.5GiB age<2h",
		"status：faild": "status:faild", "size＞": "size>", `repo：“训练”`: `repo:“训练”`,
	} {
		got, wrong := Parse(wide)
		want, wants := Parse(narrow)
		assert.Equal(t, wants, wrong, wide)
		assert.Equal(t, len(want.terms), len(got.terms), wide)
		for i := range want.terms {
			assert.Equal(t, want.terms[i].negate, got.terms[i].negate, wide)
		}
	}
	wide := Complete("status：fa", 9)
	require.Len(t, wide, 1)
	assert.Equal(t, "failed", wide[0].Text)
}
