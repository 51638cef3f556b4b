package command

import (
	"runtime"
	"runtime/debug"
	"strings"
)

// version is what the build knows of itself.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "(unknown)"
	}
	return versionOf(info)
}

// versionOf is "v1.2.0 (revision 3d6f14241c91 of 2026-11-22, with changes), go1.26.0, linux/amd64".
func versionOf(info *debug.BuildInfo) string {
	settings := map[string]string{"GOOS": runtime.GOOS, "GOARCH": runtime.GOARCH}
	for _, s := range info.Settings {
		settings[s.Key] = s.Value
	}
	text := info.Main.Version
	if text == "" || text == "(devel)" {
		text = "development build"
	}
	if source := sourceOf(settings); source != "" {
		text += " (" + source + ")"
	}
	return strings.Join([]string{text, info.GoVersion, settings["GOOS"] + "/" + settings["GOARCH"]}, ", ")
}

// sourceOf says which state of the source was built.
func sourceOf(settings map[string]string) string {
	revision := settings["vcs.revision"]
	if revision == "" {
		return ""
	}
	const short = 12 // figures that name a revision for good
	text := "revision " + revision[:min(len(revision), short)]
	if day, _, _ := strings.Cut(settings["vcs.time"], "T"); day != "" {
		text += " of " + day
	}
	if settings["vcs.modified"] == "true" {
		text += ", with changes"
	}
	return text
}
