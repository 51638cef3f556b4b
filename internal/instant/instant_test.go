package instant

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var shanghai = time.FixedZone("CST", 8*3600)

// night is from 22:00:30 to 09:00 of the next day, looked at from 01:00.
func night() Span {
	return Span{
		From: time.Date(2026, 11, 20, 22, 0, 30, 0, shanghai), To: time.Date(2026, 11, 21, 9, 0, 0, 0, shanghai),
		Now: time.Date(2026, 11, 21, 1, 0, 0, 0, shanghai), Location: shanghai,
	}
}

func TestParse(t *testing.T) {
	for text, want := range map[string]string{
		"02:14":                "2026-11-21 02:14:00",
		"2:14":                 "2026-11-21 02:14:00",
		"02:14:07":             "2026-11-21 02:14:07",
		"23:30":                "2026-11-20 23:30:00",
		"22:00":                "2026-11-20 22:00:30", // the recording begins within this minute
		"2026-11-21 02:14":     "2026-11-21 02:14:00",
		" 2026-11-21   02:14 ": "2026-11-21 02:14:00",
		"2026-11-21T02:14:07":  "2026-11-21 02:14:07",
		"2026-11-20T18:14:07Z": "2026-11-21 02:14:07",
		"+10m":                 "2026-11-21 01:10:00",
		"-1h":                  "2026-11-21 00:00:00",
		"-1h30m":               "2026-11-20 23:30:00",
		"-5h":                  "2026-11-20 22:00:30",
		"+100h":                "2026-11-21 09:00:00",
		"start":                "2026-11-20 22:00:30",
		"end":                  "2026-11-21 09:00:00",
		"now":                  "2026-11-21 09:00:00",
	} {
		at, err := Parse(text, night())
		if assert.NoError(t, err, text) {
			assert.Equal(t, want, at.In(shanghai).Format(time.DateTime), text)
		}
	}
	for text, want := range map[string]error{
		"": ErrForm, "soon": ErrForm, "25:00": ErrForm, "+10": ErrForm, "2026-11-21": ErrForm, "-": ErrForm,
		"12:00": ErrOutside, "22:00:29": ErrOutside, "2026-11-22 02:14": ErrOutside, "2026-11-20 21:59": ErrOutside,
	} {
		_, err := Parse(text, night())
		assert.ErrorIs(t, err, want, text)
	}
}

func TestTheNearestDayIsMeant(t *testing.T) {
	days := night()
	days.From = days.From.AddDate(0, 0, -3)
	for now, want := range map[string]string{"2026-11-19 12:00": "2026-11-19 02:14", "2026-11-19 15:00": "2026-11-20 02:14"} {
		var err error
		days.Now, err = time.ParseInLocation("2006-01-02 15:04", now, shanghai)
		require.NoError(t, err)
		at, err := Parse("02:14", days)
		require.NoError(t, err)
		assert.Equal(t, want, at.In(shanghai).Format("2006-01-02 15:04"), now)
	}
}

func FuzzParse(f *testing.F) {
	for _, text := range []string{"02:14", "2026-11-21 02:14", "+10m", "-1h", "end", "9999999999999h", "-9223372036854775808ns"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		in := night()
		at, err := Parse(text, in)
		if err == nil {
			require.False(t, at.Before(in.From) || at.After(in.To), "%q: %v", text, at)
		}
	})
}
