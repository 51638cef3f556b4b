package api_test

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"acrwatch/api"
)

func TestClean(t *testing.T) {
	tests := []struct{ name, in, text, id string }{
		{"plain", "library/nginx:1.27", "library/nginx:1.27", "library/nginx:1.27"},
		{"empty", "", "", ""},
		{"Chinese and accents", "命名空间 café", "命名空间 café", "命名空间 café"},
		{"escape sequence", "\x1b[31mred\x1b[0m", "·[31mred·[0m", "·[31mred·[0m"},
		{"clipboard sequence", "\x1b]52;c;eA==\x07", "·]52;c;eA==·", "·]52;c;eA==·"},
		{"line breaks and tabs", "a\r\nb\tc\x00\b", "a··b·c··", "a··b·c··"},
		{"delete", "a\x7fb", "a·b", "a·b"},
		{"C1 as UTF-8", "a\u009b31mb\u0085", "a·31mb·", "a·31mb·"},
		{"C1 as a byte", "a\x9b31mb", "a·31mb", "a·31mb"},
		{"broken UTF-8", "a\xff\xc3", "a··", "a··"},
		{"the replacement character itself", "a\ufffdb", "a\ufffdb", "a\ufffdb"},
		{"direction controls", "a\u202eb\u2066c\u200fd\u061c", "a·b·c·d·", "a·b·c·d·"},
		{"separators", "a\u2028b\u2029", "a·b·", "a·b·"},
		{"private use", "a\ue0b0\U000f0001\U00100001", "a···", "a···"},
		{"tags", "a\U000e0041\U000e007f", "a··", "a··"},
		{"variation selectors", "❤\ufe0f\U000e0100", "❤··", "❤··"},
		{"joined emoji", "👩\u200d💻", "👩·💻", "👩·💻"},
		{"skin tone, flag, keycap", "👍\U0001f3fd🇩🇪1\u20e3", "👍···1·", "👍···1·"},
		{"no characters", "a\ufffe\ufdd0\U0001ffff", "a···", "a···"},
		{"zero width", "a\u200bb\u2060\ufeff\u00ad", "a\u200bb\u2060\ufeff·", "a·b···"},
		{"zero width with nothing before it", "\u200ba", "·a", "·a"},
		{"a run of zero widths", "a" + strings.Repeat("\u200b", 9) + "b", "a" + strings.Repeat("\u200b", 4) + "b", "a" + strings.Repeat("·", 9) + "b"},
		{"marks over zero widths", "e\u0301\u0301\u0301\u200b\u0301\u0301", "e\u0301\u0301\u0301\u200b", "e\u0301\u0301\u0301·\u0301\u0301"},
		{"Korean in parts", "\u1112\u1161\u11ab", "\u1112\u1161\u11ab", "\u1112\u1161\u11ab"},
		{"a run of Korean parts", "\u1112" + strings.Repeat("\u11ab", 9), "\u1112" + strings.Repeat("\u11ab", 4), "\u1112" + strings.Repeat("\u11ab", 4)},
		{"Persian with a joiner's opposite", "می\u200cخواهم", "می\u200cخواهم", "می·خواهم"},
		{"foreign blanks", "a\u00a0b\u3000c\u2003d", "a\u00a0b\u3000c\u2003d", "a·b\u3000c·d"},
		{"not assigned", "a\u0378\U000e0fff\U0003fffd", "a···", "a···"},
		{"signs that stretch over numbers", "\u0600\u06dd7", "··7", "··7"},
		{"joined family with skin tones", "👨🏽\u200d👩🏿\u200d👧", "👨··👩··👧", "👨··👩··👧"},
		{"pirate flag", "🏴\u200d☠\ufe0f", "🏴·☠·", "🏴·☠·"},
		{"flag of tags", "🏴\U000e0067\U000e0062\U000e007f", "🏴···", "🏴···"},
		{"invisible letters", "a\u3164\u2800", "a\u3164\u2800", "a··"},
		{"marks", "e" + strings.Repeat("\u0301", 9) + "x", "e" + strings.Repeat("\u0301", 4) + "x", "e" + strings.Repeat("\u0301", 4) + "x"},
		{"mark with nothing before it", "\u0301a", "·a", "·a"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			assert.Equal(t, tt.text, api.Clean(tt.in))
			assert.Equal(t, tt.id, api.CleanID(tt.in))
		})
	}
}

func TestCleanLength(t *testing.T) {
	fits := strings.Repeat("a", 4096)
	assert.Equal(t, fits, api.Clean(fits))
	for _, long := range []string{fits + "a", strings.Repeat("é", 4000), strings.Repeat("\x01", 9000)} {
		got := api.Clean(long)
		assert.LessOrEqual(t, len(got), 4096)
		assert.Greater(t, len(got), 4000)
		assert.True(t, strings.HasSuffix(got, "…"))
	}
}

// tmux adds up the widths of characters, this program's screen those of clusters. Where they disagree, a row is
// drawn over its neighbour.
func TestWidthIsBeyondDoubt(t *testing.T) {
	for _, s := range []string{
		"👩\u200d💻 👨\u200d👩\u200d👧\u200d👦", "🏴\u200d☠\ufe0f", "❤\ufe0f ☎\ufe0e", "👍🏽", "🇩🇪🇨🇳🇩", "1\u20e3 #\ufe0f\u20e3", "\U0001f3fb",
		"🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f", "a\u00adb", "e\u0301\u0301", "中文 ｶﾞ ﷽", "\u200d\u200d", "👁\ufe0f\u200d🗨\ufe0f",
	} {
		for _, got := range []string{api.Clean(s), api.CleanID(s)} {
			assert.Equal(t, characterWidth(got), ansi.StringWidth(got), "%+q", got)
		}
	}
	broken := "👩\u200d💻"
	require.NotEqual(t, characterWidth(broken), ansi.StringWidth(broken), "the two have to disagree on what was not cleaned")
}

// characterWidth is the width as it is without clusters.
func characterWidth(s string) int {
	width := 0
	for _, r := range s {
		width += ansi.StringWidthWc(string(r))
	}
	return width
}

func FuzzClean(f *testing.F) {
	seeds := []string{
		"nginx", "\x1b[2J", "e\u0301\u0301\u0301\u0301\u0301", "\xc2\x9b", "\x9b", "\u202e", strings.Repeat("é", 5000),
		"👩\u200d💻", "❤\ufe0f", "🇩🇪", "\U000e0041", "\ue000", "\u00ad\u200b", "\u0378", "\u1112\u1161\u11ab", "a\u3164\u00a0",
	}
	require.GreaterOrEqual(f, len(seeds), 16)
	for _, s := range seeds {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, clean := range []func(string) string{api.Clean, api.CleanID} {
			got := clean(s)
			assertShowable(t, got)
			assert.Equal(t, got, clean(got), "clean text stays as it is")
		}
	})
}

// assertShowable holds text to what a terminal can be given.
func assertShowable(t testing.TB, s string) {
	t.Helper()
	require.True(t, utf8.ValidString(s), "%q", s)
	require.LessOrEqual(t, len(s), 4096)
	at := strings.IndexFunc(s, func(r rune) bool {
		return unicode.IsControl(r) || r == 0x2028 || r == 0x2029 ||
			unicode.In(r, unicode.Bidi_Control, unicode.Co, unicode.Variation_Selector) || r == 0x200d || r >= 0xe0000 && r <= 0xe007f
	})
	require.Negative(t, at, "%q", s)
}
