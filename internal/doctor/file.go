package doctor

import (
	"fmt"
	"os"
	"runtime"
	"time"

	"acrwatch/internal/units"
)

// oldKeys is when lasting keys in a file have been there for so long that somebody should replace them.
const oldKeys = 365 * 24 * time.Hour

// keyFile looks at the file that the keys are in: who can read it, and how old it is.
func keyFile(l *checks, path string, now time.Time) {
	info, err := os.Stat(path)
	if err != nil {
		return // the keys came from it a moment ago
	}
	age := now.Sub(info.ModTime())
	fact := "written " + ago(age)
	if runtime.GOOS != "windows" {
		fact = fmt.Sprintf("mode %04o, ", info.Mode().Perm()) + fact
	}
	switch {
	case runtime.GOOS != "windows" && info.Mode().Perm()&0o077 != 0:
		l.warn("key file", fact+"; other users of this machine can read it", "chmod 600 "+path)
	case age > oldKeys:
		l.warn("key file", fact, "replace keys that are older than a year")
	default:
		l.ok("key file", fact)
	}
}

func span(d time.Duration) string { return units.Words{}.LongDuration(d) }

func ago(d time.Duration) string { return units.Words{}.LongDuration(max(d, 0)) + " ago" }
