// Package units writes bytes, rates, times and shares as a person reads them. Widths are steady, so that a column
// of moving numbers does not shimmer; unknown is Unknown, never zero.
package units

import (
	"fmt"
	"math"
	"strconv"
	"time"

	"acrwatch/internal/tongue"
)

// Words writes the figures that have words in them in the language of a speaker. The zero value writes English.
type Words struct{ tongue.Speaker }

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
func (w Words) Progress(moved, size int64, atLeast bool) string {
	v, unit := scale(float64(max(size, 0)))
	mark := ""
	if atLeast {
		mark = "≥"
	}
	if unit == 0 {
		return w.Say("%s of %s", strconv.FormatInt(moved, 10), fmt.Sprintf("%s%d B", mark, size))
	}
	digits := 1
	if v < 10 {
		digits = 2
	}
	part := float64(moved) / math.Pow(1024, float64(unit))
	return w.Say("%s of %s", strconv.FormatFloat(part, 'f', digits, 64), fmt.Sprintf("%s%.*f %s", mark, digits, v, byteUnits[unit]))
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
func (w Words) Duration(d time.Duration) string {
	switch d = max(d, 0); {
	case d < time.Minute:
		return w.Say("%ds", int(d/time.Second))
	case d < time.Hour:
		return w.Say("%dm", int(d/time.Minute))
	case d < day:
		return w.Say("%dh", int(d/time.Hour))
	}
	return w.Say("%dd", int(d/day))
}

// LongDuration is a span in its two largest units: "7m 31s", "3h 2m", "2d 4h".
func (w Words) LongDuration(d time.Duration) string {
	d = max(d, 0)
	s, m, h := int(d/time.Second)%60, int(d/time.Minute)%60, int(d/time.Hour)%24
	switch days := int(d / (24 * time.Hour)); {
	case days > 0:
		return w.Say("%dd %dh", days, h)
	case d >= time.Hour:
		return w.Say("%dh %dm", h, m)
	case d >= time.Minute:
		return w.Say("%dm %ds", m, s)
	}
	return w.Say("%ds", s)
}

// Spelled is a span in its largest unit as words, rounded up: "20 seconds", "7 minutes", "1 hour".
func (w Words) Spelled(d time.Duration) string {
	unit, one, many := time.Second, tongue.Text("1 second"), tongue.Text("%d seconds")
	switch {
	case d >= day:
		unit, one, many = day, "1 day", "%d days"
	case d >= time.Hour:
		unit, one, many = time.Hour, "1 hour", "%d hours"
	case d >= time.Minute:
		unit, one, many = time.Minute, "1 minute", "%d minutes"
	}
	if n := int((d + unit - 1) / unit); n > 1 {
		return w.Say(many, n)
	}
	return w.Say(one)
}

// moreThanADay is the unit of a time to go that is too long to be counted.
const moreThanADay tongue.Text = ">1d"

// hoursFrom is beyond what a time to go is told in hours: an hour and a bit would be two hours when it is rounded up.
const hoursFrom = 90 * time.Minute

// left rounds a time to go up to what is worth saying: seconds in steps below a minute, whole minutes, hours.
func left(d time.Duration) (int, tongue.Text) {
	switch d = max(d, 0); {
	case d <= 10*time.Second:
		return max(int(math.Ceil(d.Seconds())), 1), "s"
	case d <= 55*time.Second:
		return int(math.Ceil(d.Seconds()/5)) * 5, "s"
	case d <= hoursFrom:
		return int(math.Ceil(d.Minutes())), "m"
	case d <= day:
		return int(math.Ceil(d.Hours())), "h"
	}
	return 0, moreThanADay
}

// Left is a time to go as short as a column: "20s", "9–14m", "50s–2m", ">1d".
func (w Words) Left(low, high time.Duration) string {
	a, ua := left(low)
	b, ub := left(high)
	switch {
	case ua == moreThanADay:
		return w.Say(moreThanADay)
	case ub == moreThanADay:
		return fmt.Sprintf(">%d%s", a, w.Say(ua))
	case a == b && ua == ub:
		return fmt.Sprintf("%d%s", b, w.Say(ub))
	case ua == ub:
		return fmt.Sprintf("%d–%d%s", a, b, w.Say(ub))
	}
	return fmt.Sprintf("%d%s–%d%s", a, w.Say(ua), b, w.Say(ub))
}

var amounts = map[tongue.Text]tongue.Text{"s": "%d s", "m": "%d min", "h": "%d h"}

// LongLeft is a time to go in a sentence: "about 2 min", "5–8 min", "more than a day".
func (w Words) LongLeft(low, high time.Duration) string {
	a, ua := left(low)
	b, ub := left(high)
	least, most := w.Say(amounts[ua], a), w.Say(amounts[ub], b)
	switch {
	case ua == moreThanADay:
		return w.Say("more than a day")
	case ub == moreThanADay:
		return w.Say("more than %s", least)
	case a == b && ua == ub:
		return w.Say("about %s", most)
	case ua == ub:
		return fmt.Sprintf("%d–%s", a, most)
	}
	return w.Say("%s to %s", least, most)
}

// Count is a whole number with its thousands apart: "10,000".
func Count(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0 && s[i-1] != '-'; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}
