package command

import (
	"regexp"
	"runtime/debug"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestVersionOf(t *testing.T) {
	setting := func(key, value string) debug.BuildSetting { return debug.BuildSetting{Key: key, Value: value} }
	system := []debug.BuildSetting{setting("GOOS", "linux"), setting("GOARCH", "arm64")}
	source := append(system, setting("vcs.revision", "3d6f14241c9121534bb0f79107a34149ac1db4c1"), setting("vcs.time", "2026-11-22T06:29:12Z"))
	for want, info := range map[string]debug.BuildInfo{
		"v1.2.0, go1.26.0, linux/arm64":            {GoVersion: "go1.26.0", Main: debug.Module{Version: "v1.2.0"}, Settings: system},
		"development build, go1.26.0, linux/arm64": {GoVersion: "go1.26.0", Main: debug.Module{Version: "(devel)"}, Settings: system},
		"development build (revision 3d6f14241c91 of 2026-11-22), go1.26.0, linux/arm64": {
			GoVersion: "go1.26.0", Settings: append(source, setting("vcs.modified", "false")),
		},
		"v1.2.0 (revision 3d6f14241c91 of 2026-11-22, with changes), go1.26.0, linux/arm64": {
			GoVersion: "go1.26.0", Main: debug.Module{Version: "v1.2.0"}, Settings: append(source, setting("vcs.modified", "true")),
		},
		"v1.2.0 (revision 3d6f), go1.26.0, linux/arm64": {
			GoVersion: "go1.26.0", Main: debug.Module{Version: "v1.2.0"}, Settings: append(system, setting("vcs.revision", "3d6f")),
		},
	} {
		assert.Equal(t, want, versionOf(&info))
	}
}

func TestTheVersionIsOneLine(t *testing.T) {
	got := run(t, bare(t), "--version")
	assert.Zero(t, got.code)
	assert.Regexp(t, regexp.MustCompile(`^acrwatch .*, go[0-9.]+\S*, [a-z0-9]+/[a-z0-9]+\n$`), got.out)
}
