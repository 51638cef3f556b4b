package query

import (
	"strconv"
	"strings"
)

// reading is how far a quantity could be read.
type reading uint8

const (
	whole     reading = iota
	begunOnly         // more letters can make it whole
	wrong
)

type unit struct {
	name   string // in lower case
	factor float64
}

var sizeUnits = []unit{
	{"", 1},
	{"b", 1},
	{"kib", 1 << 10},
	{"mib", 1 << 20},
	{"gib", 1 << 30},
	{"tib", 1 << 40},
	{"kb", 1e3},
	{"mb", 1e6},
	{"gb", 1e9},
	{"tb", 1e12},
}

var rateUnits = perSecond(sizeUnits)

// perSecond lets every unit also be written with /s behind it.
func perSecond(units []unit) []unit {
	out := units[:len(units):len(units)]
	for _, u := range units {
		if u.name != "" {
			out = append(out, unit{u.name + "/s", u.factor})
		}
	}
	return out
}

var (
	timeUnits  = []unit{{"s", 1}, {"m", 60}, {"h", 3600}, {"d", 86400}}
	shareUnits = []unit{{"", 1}, {"%", 1}}
	countUnits = []unit{{"", 1}}
)

// readSize reads bytes; a number alone is bytes too.
func readSize(text string) (float64, reading) { return readOne(text, sizeUnits) }

// readRate reads bytes per second.
func readRate(text string) (float64, reading) { return readOne(text, rateUnits) }

// readCount reads a whole number.
func readCount(text string) (float64, reading) {
	n, is := readOne(text, countUnits)
	if n != float64(int64(n)) {
		return 0, wrong
	}
	return n, is
}

// readShare reads 50% or 0.5. A number above 1 without a sign is not taken for a share: it may still get one.
func readShare(text string) (float64, reading) {
	n, is := readOne(text, shareUnits)
	percent := strings.HasSuffix(text, "%")
	switch {
	case is != whole:
		return 0, is
	case n > 100:
		return 0, wrong
	case percent:
		return n / 100, whole
	case n > 1:
		return 0, begunOnly
	}
	return n, whole
}

// readTime reads seconds: 90s, 2h, 1h30m.
func readTime(text string) (float64, reading) {
	text = strings.ReplaceAll(text, " ", "")
	var seconds float64
	for first := true; first || text != ""; first = false {
		end := len(text)
		if at := strings.IndexAny(text, "smhdSMHD"); at >= 0 {
			end = at + 1
		}
		n, is := readOne(text[:end], timeUnits)
		if is != whole {
			return 0, is
		}
		seconds += n
		text = text[end:]
	}
	return seconds, whole
}

// readOne reads one number with one unit.
func readOne(text string, units []unit) (float64, reading) {
	end := 0
	for end < len(text) && (text[end] >= '0' && text[end] <= '9' || text[end] == '.') {
		end++
	}
	name := strings.ToLower(strings.TrimSpace(text[end:]))
	n, err := strconv.ParseFloat(text[:end], 64)
	switch {
	case text == "." && name == "":
		return 0, begunOnly
	case err != nil:
		return 0, wrong
	}
	is := wrong
	for _, u := range units {
		if u.name == name {
			return n * u.factor, whole
		}
		if strings.HasPrefix(u.name, name) {
			is = begunOnly
		}
	}
	return 0, is
}
