package config

import (
	"math"
	"strconv"
	"strings"

	"acrwatch/internal/tongue"
)

// Record says where what happens is recorded.
type Record struct {
	Path string // of a new file, or of a folder; empty for no recording
	Max  int64  // bytes of a file, after which the next one begins; MinRecordMax to MaxRecordMax
	Mask bool   // ids, names, regions and digests are replaced
}

// The bounds of a file of a recording, in bytes.
const (
	MinRecordMax = 1 << 20
	MaxRecordMax = 1 << 40

	defaultRecordMax = 200 << 20
)

// sizeUnits are the units of a size, the largest first.
var sizeUnits = []struct {
	name  string
	bytes int64
}{{"GiB", 1 << 30}, {"MiB", 1 << 20}, {"KiB", 1 << 10}, {"GB", 1e9}, {"MB", 1e6}, {"KB", 1e3}, {"B", 1}}

func setRecord(c *Config, value any) error {
	return setPath(&c.Record.Path, value, `"acrwatch.ndjson"`)
}

func setRecordMax(c *Config, value any) error {
	const fix tongue.Text = "give a size such as 200MiB"
	text, ok := asText(value)
	size, isSize := parseSize(text)
	switch {
	case !ok || !isSize:
		return faulty("not a size", fix)
	case size < MinRecordMax || size > MaxRecordMax:
		return &fault{tongue.Said("outside of %s to %s", sizeText(MinRecordMax), sizeText(MaxRecordMax)), tongue.Said(fix)}
	}
	c.Record.Max = size
	return nil
}

// parseSize reads a number with a unit, such as 200MiB.
func parseSize(text string) (int64, bool) {
	for _, u := range sizeUnits {
		at := len(text) - len(u.name)
		if at <= 0 || !strings.EqualFold(text[at:], u.name) {
			continue
		}
		number, err := strconv.ParseFloat(strings.TrimSpace(text[:at]), 64)
		size := number * float64(u.bytes)
		if err != nil || math.IsNaN(size) || size < 0 || size > math.MaxInt64/2 {
			return 0, false
		}
		return int64(size), true
	}
	return 0, false
}

// sizeText is a size as it can be written in the file.
func sizeText(size int64) string {
	for _, u := range sizeUnits {
		if size%u.bytes == 0 && size > 0 {
			return strconv.FormatInt(size/u.bytes, 10) + u.name
		}
	}
	return "0B"
}
