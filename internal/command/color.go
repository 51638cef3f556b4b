package command

import (
	"io"
	"slices"
	"strings"

	"github.com/charmbracelet/colorprofile"

	"acrwatch/internal/config"
)

// colors is how many colours the terminal gets. The toolkit's own answer takes NO_COLOR=yes for no answer at all, and
// does not know --color.
func colors(mode string, out io.Writer, environ []string) colorprofile.Profile {
	switch {
	case mode == config.Never, mode == config.Auto && refused(environ):
		return colorprofile.ASCII // bold and faint stay
	case mode == config.Always:
		wanting := slices.DeleteFunc(slices.Clone(environ), func(v string) bool {
			return strings.HasPrefix(v, "NO_COLOR=") || strings.HasPrefix(v, "CLICOLOR=")
		})
		return max(colorprofile.Detect(out, wanting), colorprofile.ANSI)
	}
	return colorprofile.Detect(out, environ)
}

func refused(environ []string) bool {
	return lookup(environ, "NO_COLOR") != "" || lookup(environ, "CLICOLOR") == "0"
}

// lookup is the last value of a variable, as the system takes it.
func lookup(environ []string, name string) string {
	for _, v := range slices.Backward(environ) {
		if value, ok := strings.CutPrefix(v, name+"="); ok {
			return value
		}
	}
	return ""
}
