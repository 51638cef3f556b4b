package api_test

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

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
		{"zero width", "a\u200bb\u2060\ufeff\u00ad", "a\u200bb\u2060\ufeff\u00ad", "a·b···"},
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

func FuzzClean(f *testing.F) {
	seeds := []string{"nginx", "\x1b[2J", "e\u0301\u0301\u0301\u0301\u0301", "\xc2\x9b", "\x9b", "\u202e", strings.Repeat("é", 5000)}
	require.NotEmpty(f, seeds)
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
			unicode.In(r, unicode.Bidi_Control, unicode.Co, unicode.Variation_Selector)
	})
	require.Negative(t, at, "%q", s)
}
