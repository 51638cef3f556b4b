package api

import (
	"bytes"
	"math"
	"strconv"
	"time"
)

const (
	// maxMillis is in the year 2262, the last time that an Instant holds; later ones are faults.
	maxMillis = math.MaxInt64 / 1_000_000
	// maxInt64 is 2^63, the first float that no int64 holds.
	maxInt64 = float64(1 << 63)
)

// digits is the text of a number, given bare or quoted, and nothing for what is not one. It keeps the words that
// strconv would take as well (Inf, NaN, 0x1p4, 1_000) away from it.
func digits(v value) []byte {
	text := v
	if v.kind() == '"' {
		text = bytes.TrimSpace(v[1 : len(v)-1])
	}
	for _, c := range text {
		if (c < '0' || c > '9') && c != '-' && c != '+' && c != '.' && c != 'e' && c != 'E' {
			return nil
		}
	}
	return text
}

// integer reads a whole number in any of the forms that the service and its gateways use: 12, "12", 12.0, 1.2e1.
// A fraction is cut off. Anything else, and what an int64 does not hold, is unknown.
func integer(v value) Optional[int64] {
	text := digits(v)
	if len(text) == 0 {
		return Optional[int64]{}
	}
	if n, err := strconv.ParseInt(string(text), 10, 64); err == nil {
		return Some(n)
	}
	f, err := strconv.ParseFloat(string(text), 64)
	if err != nil || f >= maxInt64 || f < -maxInt64 {
		return Optional[int64]{}
	}
	return Some(int64(f))
}

// sizeMost is a pebibyte: no image is larger, so what claims to be is no size.
const sizeMost = 1 << 50

// size reads a count or a number of bytes; there are none below zero.
func size(v value) Optional[int64] {
	if text := digits(v); len(text) > 0 && text[0] == '-' {
		return Optional[int64]{}
	}
	n := integer(v)
	if n.Value > sizeMost {
		return Optional[int64]{}
	}
	return n
}

// small reads a count that is 255 at most.
func small(v value) Optional[uint8] {
	n := size(v)
	if n.Value > math.MaxUint8 {
		return Optional[uint8]{}
	}
	return Optional[uint8]{Value: uint8(n.Value), Known: n.Known}
}

// number reads the number of a page or its size.
func number(v value) int {
	n := integer(v)
	if n.Value < 0 || n.Value > math.MaxInt32 {
		return 0
	}
	return int(n.Value)
}

// fraction reads a number that may have decimals.
func fraction(v value) Optional[float32] {
	f, err := strconv.ParseFloat(string(digits(v)), 32)
	if err != nil || f < 0 {
		return Optional[float32]{}
	}
	return Some(float32(f))
}

// instant reads milliseconds since 1970, as a number or as text; zero time for none, 0 and nonsense.
func instant(v value) time.Time {
	ms := integer(v).Value
	if ms <= 0 || ms > maxMillis {
		return time.Time{}
	}
	return time.UnixMilli(ms).UTC()
}

// later is the later of two instants, for a field that can come twice.
func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}
