package journal

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// packedSuffix ends the name of a recording that is compressed.
const packedSuffix = ".zst"

func packed(path string) bool { return strings.HasSuffix(path, packedSuffix) }

// nameIn is where a recording goes that was asked for by this name: in a folder it gets a name of its own.
func nameIn(path string, now time.Time) string {
	if is, err := os.Stat(path); err == nil && is.IsDir() {
		return filepath.Join(path, now.Format(nameByTime))
	}
	return path
}

// nameByTime is the name of a recording in a folder.
const nameByTime = "acrwatch-20060102-150405.ndjson"

// partName is the name of a part of the recording whose first part has this name: sync.ndjson.zst goes on in
// sync.0002.ndjson.zst, so that names sort in the order of the parts.
func partName(first string, part int) string {
	if part == 1 {
		return first
	}
	stem, ext := splitName(first)
	return fmt.Sprintf("%s.%04d%s", stem, part, ext)
}

// splitName takes the extensions of a recording off its name.
func splitName(path string) (stem, ext string) {
	stem = path
	if packed(stem) {
		stem, ext = strings.TrimSuffix(stem, packedSuffix), packedSuffix
	}
	if e := filepath.Ext(stem); e != "" && !strings.ContainsRune(e, filepath.Separator) {
		stem, ext = strings.TrimSuffix(stem, e), e+ext
	}
	return stem, ext
}

// firstName is the name of the first part of the recording that has a part with this name.
func firstName(path string, part int) string {
	if part == 1 {
		return path
	}
	number := fmt.Sprintf(".%04d", part)
	stem, ext := splitName(path)
	if first, found := strings.CutSuffix(stem, number); found {
		return first + ext
	}
	if rest, found := strings.CutPrefix(ext, number); found { // the first part has no extension but that of a compressed one
		return stem + rest
	}
	return path
}
