package api

import (
	"fmt"
	"os"
	"runtime"
	"strings"
)

// mark stands for the state of the files that keys can come from, without reading them.
func (o CredentialOptions) mark(more []string) string {
	cli, _ := o.cliFile()
	ini, _ := o.iniFile()
	var b strings.Builder
	for _, path := range append([]string{cli, ini}, more...) {
		if info, err := os.Stat(path); err == nil {
			fmt.Fprintf(&b, "%d %d", info.ModTime().UnixNano(), info.Size())
		}
		b.WriteByte('\n')
	}
	return b.String()
}

// readableByOthers says that the file is not its owner's alone. Windows keeps that elsewhere.
func readableByOthers(path string) bool {
	info, err := os.Stat(path)
	return err == nil && runtime.GOOS != "windows" && info.Mode().Perm()&0o077 != 0
}
