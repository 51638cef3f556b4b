package units

import (
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
)

func TestBytes(t *testing.T) {
	cases := map[int64]string{
		-1: "–", 0: "0 B", 32: "32 B", 999: "999 B", 1000: "1.0 KiB", 1024: "1.0 KiB", 23655489: "22.6 MiB", 429916160: "410.0 MiB",
		1 << 30: "1.0 GiB", 1<<30 - 1: "1.0 GiB", math.MaxInt64: "8192.0 PiB",
	}
	for n, want := range cases {
		assert.Equal(t, want, Bytes(n), n)
	}
}

func TestWidthsAreSteady(t *testing.T) {
	for n := int64(1); n < 1<<52; n = n*21/20 + 1 {
		assert.LessOrEqual(t, len(Bytes(n)), 9, n)
		assert.LessOrEqual(t, len(ShortRate(float64(n))), 7, n)
		assert.LessOrEqual(t, len([]rune(Words{}.Progress(n, n, true))), 19, n)
	}
}

func TestProgress(t *testing.T) {
	assert.Equal(t, "1.62 of 2.28 GiB", Words{}.Progress(1662<<20, 2335<<20, false))
	assert.Equal(t, "41.8 of ≥66.2 GiB", Words{}.Progress(418<<30/10, 662<<30/10, true))
	assert.Equal(t, "3 of 32 B", Words{}.Progress(3, 32, false))
	assert.Equal(t, "0 of 0 B", Words{}.Progress(0, 0, false))
}

func TestRates(t *testing.T) {
	assert.Equal(t, "12.3 MiB/s", Rate(12.3*(1<<20)))
	assert.Equal(t, "0 B/s", Rate(-5))
	assert.Equal(t, "12.3 M", ShortRate(12.3*(1<<20)))
	assert.Equal(t, "602 B", ShortRate(602))
	assert.Equal(t, "0", ShortRate(0))
	assert.Equal(t, "0", ShortRate(-1))
}

func TestPercentNeverRoundsUp(t *testing.T) {
	for share, want := range map[float64]string{0: "0%", 0.29: "29%", 0.7199: "71%", 0.999: "99%", 1: "100%"} {
		assert.Equal(t, want, Percent(share), share)
	}
}

func TestDurations(t *testing.T) {
	cases := []struct {
		d           time.Duration
		short, long string
	}{
		{-time.Hour, "0s", "0s"},
		{59 * time.Second, "59s", "59s"},
		{451 * time.Second, "7m", "7m 31s"},
		{3*time.Hour + 2*time.Minute, "3h", "3h 2m"},
		{52 * time.Hour, "2d", "2d 4h"},
	}
	for _, c := range cases {
		assert.Equal(t, c.short, Words{}.Duration(c.d))
		assert.Equal(t, c.long, Words{}.LongDuration(c.d))
	}
}

func TestSpelledRoundsUp(t *testing.T) {
	for d, want := range map[time.Duration]string{
		-time.Second: "1 second", 0: "1 second", time.Second: "1 second", 1100 * time.Millisecond: "2 seconds", time.Minute: "1 minute",
		61 * time.Second: "2 minutes", 4 * time.Minute: "4 minutes", time.Hour: "1 hour", 61 * time.Minute: "2 hours",
		25 * time.Hour: "2 days", 72 * time.Hour: "3 days",
	} {
		assert.Equal(t, want, Words{}.Spelled(d), d)
	}
}

func TestLeft(t *testing.T) {
	cases := []struct {
		low, high   time.Duration
		short, long string
	}{
		{0, 0, "1s", "about 1 s"},
		{5 * time.Second, 5 * time.Second, "5s", "about 5 s"},
		{19 * time.Second, 19 * time.Second, "20s", "about 20 s"},
		{56 * time.Second, 56 * time.Second, "1m", "about 1 min"},
		{2 * time.Minute, 2 * time.Minute, "2m", "about 2 min"},
		{9 * time.Minute, 14 * time.Minute, "9–14m", "9–14 min"},
		{50 * time.Second, 2 * time.Minute, "50s–2m", "50 s to 2 min"},
		{61 * time.Minute, 61 * time.Minute, "61m", "about 61 min"},
		{55 * time.Minute, 89 * time.Minute, "55–89m", "55–89 min"},
		{91 * time.Minute, 121 * time.Minute, "2–3h", "2–3 h"},
		{20 * time.Hour, 30 * time.Hour, ">20h", "more than 20 h"},
		{40 * time.Hour, 50 * time.Hour, ">1d", "more than a day"},
	}
	for _, c := range cases {
		assert.Equal(t, c.short, Words{}.Left(c.low, c.high))
		assert.Equal(t, c.long, Words{}.LongLeft(c.low, c.high))
	}
}

func TestCount(t *testing.T) {
	for n, want := range map[int]string{0: "0", 999: "999", 1000: "1,000", 1234567: "1,234,567", -1234: "-1,234", -123: "-123"} {
		assert.Equal(t, want, Count(n))
	}
}
