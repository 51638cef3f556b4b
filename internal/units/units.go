// Package units writes bytes, rates, times and shares as a person reads them. Widths are steady, so that a column
// of moving numbers does not shimmer; unknown is Unknown, never zero.
package units

import (
	"fmt"
	"math"
	"strconv"
	"time"
)

// Unknown stands for every figure that is not known.
const Unknown = "–"

var byteUnits = [...]string{"B", "KiB", "MiB", "GiB", "TiB", "PiB"}

// scale divides n down to four digits at most and names the unit it ended in.
func scale(n float64) (float64, int) {
	unit := 0
	for n >= 999.95 && unit < len(byteUnits)-1 {
		n /= 1024
		unit++
	}
	return n, unit
}

// Bytes is a size such as "32 B", "410.0 MiB" or "1.2 GiB": nine columns at most.
func Bytes(n int64) string {
	if n < 0 {
		return Unknown
	}
	v, unit := scale(float64(n))
	if unit == 0 {
		return fmt.Sprintf("%d B", n)
	}
	return fmt.Sprintf("%.1f %s", v, byteUnits[unit])
}

// Progress is two sizes in the unit of the larger: "41.8 of 66.2 GiB". atLeast marks the whole as a lower bound.
func Progress(moved, size int64, atLeast bool) string {
	v, unit := scale(float64(max(size, 0)))
	mark := ""
	if atLeast {
		mark = "≥"
	}
	if unit == 0 {
		return fmt.Sprintf("%d of %s%d B", moved, mark, size)
	}
	digits := 1
	if v < 10 {
		digits = 2
	}
	part := float64(moved) / math.Pow(1024, float64(unit))
	return fmt.Sprintf("%.*f of %s%.*f %s", digits, part, mark, digits, v, byteUnits[unit])
}

// Rate is "12.3 MiB/s".
func Rate(bytesPerSecond float64) string {
	return Bytes(int64(max(bytesPerSecond, 0))) + "/s"
}

// ShortRate is "12.3 M" for narrow columns; no movement is "0".
func ShortRate(bytesPerSecond float64) string {
	if bytesPerSecond < 1 {
		return "0"
	}
	v, unit := scale(bytesPerSecond)
	if unit == 0 {
		return fmt.Sprintf("%.0f B", v)
	}
	return fmt.Sprintf("%.1f %s", v, byteUnits[unit][:1])
}

// Percent is "71%", without rounding up to a hundred.
func Percent(share float64) string {
	return fmt.Sprintf("%d%%", int(math.Floor(share*100+1e-9)))
}

const day = 24 * time.Hour

// Duration is a span in its largest unit: "20s", "7m", "3h", "2d". Less than nothing is "0s".
func Duration(d time.Duration) string {
	switch d = max(d, 0); {
	case d < time.Minute:
		return fmt.Sprintf("%ds", int(d/time.Second))
	case d < time.Hour:
		return fmt.Sprintf("%dm", int(d/time.Minute))
	case d < day:
		return fmt.Sprintf("%dh", int(d/time.Hour))
	}
	return fmt.Sprintf("%dd", int(d/(day)))
}

// LongDuration is a span in its two largest units: "7m 31s", "3h 2m", "2d 4h".
func LongDuration(d time.Duration) string {
	d = max(d, 0)
	s, m, h := int(d/time.Second)%60, int(d/time.Minute)%60, int(d/time.Hour)%24
	switch days := int(d / (24 * time.Hour)); {
	case days > 0:
		return fmt.Sprintf("%dd %dh", days, h)
	case d >= time.Hour:
		return fmt.Sprintf("%dh %dm", h, m)
	case d >= time.Minute:
		return fmt.Sprintf("%dm %ds", m, s)
	}
	return fmt.Sprintf("%ds", s)
}

// Spelled is a span in its largest unit as words, rounded up: "20 seconds", "7 minutes", "1 hour".
func Spelled(d time.Duration) string {
	unit, word := time.Second, "second"
	switch {
	case d >= day:
		unit, word = day, "day"
	case d >= time.Hour:
		unit, word = time.Hour, "hour"
	case d >= time.Minute:
		unit, word = time.Minute, "minute"
	}
	n := max(int((d+unit-1)/unit), 1)
	if n > 1 {
		word += "s"
	}
	return fmt.Sprint(n, " ", word)
}

// left rounds a time to go up to what is worth saying: seconds in steps below a minute, whole minutes, hours.
func left(d time.Duration) (int, string) {
	switch d = max(d, 0); {
	case d <= 10*time.Second:
		return max(int(math.Ceil(d.Seconds())), 1), "s"
	case d <= 55*time.Second:
		return int(math.Ceil(d.Seconds()/5)) * 5, "s"
	case d < time.Hour:
		return int(math.Ceil(d.Minutes())), "m"
	case d <= day:
		return int(math.Ceil(d.Hours())), "h"
	}
	return 0, ">1d"
}

// Left is a time to go as short as a column: "20s", "9–14m", "50s–2m", ">1d".
func Left(low, high time.Duration) string {
	a, ua := left(low)
	b, ub := left(high)
	switch {
	case ua == ">1d":
		return ">1d"
	case ub == ">1d":
		return fmt.Sprintf(">%d%s", a, ua)
	case a == b && ua == ub:
		return fmt.Sprintf("%d%s", b, ub)
	case ua == ub:
		return fmt.Sprintf("%d–%d%s", a, b, ub)
	}
	return fmt.Sprintf("%d%s–%d%s", a, ua, b, ub)
}

var longUnits = map[string]string{"s": "s", "m": "min", "h": "h"}

// LongLeft is a time to go in a sentence: "about 2 min", "5–8 min", "more than a day".
func LongLeft(low, high time.Duration) string {
	a, ua := left(low)
	b, ub := left(high)
	switch {
	case ua == ">1d":
		return "more than a day"
	case ub == ">1d":
		return fmt.Sprintf("more than %d %s", a, longUnits[ua])
	case a == b && ua == ub:
		return fmt.Sprintf("about %d %s", b, longUnits[ub])
	case ua == ub:
		return fmt.Sprintf("%d–%d %s", a, b, longUnits[ub])
	}
	return fmt.Sprintf("%d %s to %d %s", a, longUnits[ua], b, longUnits[ub])
}

// Count is a whole number with its thousands apart: "10,000".
func Count(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0 && s[i-1] != '-'; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}
