package report

import (
	"fmt"
	"strings"
	"time"

	"acrwatch/internal/units"
)

// Rows of a list that are shown to people; JSON has all of them.
const (
	rowsMost = 100
	pieceLen = 12 // letters of a digest that tell it from others
)

// words are the functions of the templates.
func (r *Report) words() map[string]any {
	zone := time.FixedZone(r.Zone, r.Offset)
	return map[string]any{
		"bytes":  func(n *int64) string { return orUnknown(n, units.Bytes) },
		"size":   units.Bytes,
		"rate":   func(v *float64) string { return orUnknown(v, units.Rate) },
		"speed":  units.Rate,
		"count":  units.Count,
		"lasted": lasted, "took": func(s *float64) string { return orUnknown(s, lasted) },
		"time":  func(t Time) string { return r.stamp(t, zone) },
		"clock": func(t Time) string { return clock(t, zone) },
		"zone":  func() string { return zoneName(r.Zone, r.Offset) },
		"dash":  orDash, "share": share, "left": left, "yes": yes, "short": short, "tags": tags,
		"plural": plural, "retry": retryWords, "ending": stallWords, "gap": gapWords,
		"tally":    tally,
		"most":     func() int { return rowsMost },
		"beyond":   func(n int) int { return max(n-rowsMost, 0) },
		"number64": func(n int64) string { return units.Count(int(n)) },
	}
}

func orUnknown[T any](v *T, write func(T) string) string {
	if v == nil {
		return units.Unknown
	}
	return write(*v)
}

func orDash(text string) string {
	if text == "" {
		return units.Unknown
	}
	return text
}

func lasted(s float64) string {
	return units.Words{}.LongDuration(time.Duration(s * float64(time.Second)))
}

// stamp is an instant; its day is left out where all of the recording is of one day.
func (r *Report) stamp(t Time, zone *time.Location) string {
	const day = "2006-01-02"
	switch {
	case t.IsZero():
		return units.Unknown
	case t.In(zone).Format(day) == r.From.In(zone).Format(day) && r.To.In(zone).Format(day) == r.From.In(zone).Format(day):
		return t.In(zone).Format("15:04:05")
	}
	return t.In(zone).Format("2006-01-02 15:04:05")
}

func clock(t Time, zone *time.Location) string {
	if t.IsZero() {
		return units.Unknown
	}
	return t.In(zone).Format("2006-01-02 15:04:05")
}

// zoneName is the zone of all times: "UTC+08:00 (Asia/Shanghai)".
func zoneName(name string, offset int) string {
	if offset == 0 && (name == "" || name == "UTC") {
		return "UTC"
	}
	sign := '+'
	if offset < 0 {
		sign, offset = '-', -offset
	}
	text := fmt.Sprintf("UTC%c%02d:%02d", sign, offset/3600, offset/60%60)
	if name != "" {
		text += " (" + name + ")"
	}
	return text
}

// share is how far something came: "48%".
func share(part, whole *int64) string {
	if part == nil || whole == nil || *whole <= 0 {
		return units.Unknown
	}
	return units.Percent(min(float64(max(*part, 0))/float64(*whole), 1))
}

func left(least, most *float64) string {
	if least == nil || most == nil {
		return units.Unknown
	}
	return units.Words{}.Left(time.Duration(*least*float64(time.Second)), time.Duration(*most*float64(time.Second)))
}

func yes(b *bool) string {
	switch {
	case b == nil:
		return units.Unknown
	case *b:
		return "yes"
	}
	return "no"
}

// short is a digest that still can be told from others.
func short(digest string) string {
	kind, rest, found := strings.Cut(digest, ":")
	if !found || len(rest) <= pieceLen {
		return orDash(digest)
	}
	return kind + ":" + rest[:pieceLen] + "…"
}

func tags(done, all *int64) string {
	if done == nil && all == nil {
		return units.Unknown
	}
	count := func(n *int64) string { return orUnknown(n, func(n int64) string { return units.Count(int(n)) }) }
	return count(done) + "/" + count(all)
}

// tally is how often something happened in a period; where nothing was recorded and nothing was told of it later, nobody knows.
func tally(moved *int64, n int) string {
	if moved == nil && n == 0 {
		return units.Unknown
	}
	return units.Count(n)
}

// plural is a count with its word: "1 task", "2 tasks".
func plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return units.Count(n) + " " + many
}

func retryWords(retry string) string {
	switch retry {
	case "helps":
		return "A retry can help."
	case "in vain":
		return "A retry cannot help."
	}
	return "Whether a retry helps is unknown."
}

func stallWords(end string) string {
	switch end {
	case "moved":
		return "bytes moved again"
	case "open":
		return "still stalled at the end"
	case "unknown":
		return "could not be watched any more"
	}
	return end
}

func gapWords(kind string) string {
	switch kind {
	case "paused":
		return "paused by the user"
	case "suspended":
		return "the machine or the program was suspended"
	}
	return "nothing was recorded"
}
