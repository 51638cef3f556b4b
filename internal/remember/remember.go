// Package remember keeps between two runs what the user chose on the screen: the view, its order and filter, the
// widths, the theme and the language. Losing it costs a few keys, so nothing here is worth an end or a wait: what cannot be read is
// passed over and told.
package remember

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"

	"github.com/pelletier/go-toml/v2"

	"acrwatch/internal/files"
	"acrwatch/internal/tongue"
)

// version is of the file. A file of another one is passed over: guessing at it would be worse than starting afresh.
const version = 1

// maxFile is far above any real one; what is larger is another file.
const maxFile = 1 << 18

// State is what is remembered. The zero value remembers nothing; what is empty is as it is by default.
type State struct {
	View    string          `toml:"view,omitempty"`    // the name of the view that was open
	Theme   string          `toml:"theme,omitempty"`   // as it was chosen on the screen
	Lang    string          `toml:"lang,omitempty"`    // likewise
	Divider int             `toml:"divider,omitempty"` // percent of the width that the list had
	Views   map[string]View `toml:"views,omitempty"`   // by the view's name
}

// View is what is remembered of one view.
type View struct {
	Sort    string `toml:"sort,omitempty"` // the column it was sorted by
	Reverse bool   `toml:"reverse,omitempty"`
	Filter  string `toml:"filter,omitempty"`
}

// Clone is a State that shares nothing with s and whose Views can be written to.
func (s State) Clone() State {
	s.Views = maps.Clone(s.Views)
	if s.Views == nil {
		s.Views = map[string]View{}
	}
	return s
}

// Equal says that two states are the same; a view of which nothing is remembered counts as none.
func (s State) Equal(other State) bool {
	if s.View != other.View || s.Theme != other.Theme || s.Lang != other.Lang || s.Divider != other.Divider {
		return false
	}
	for name := range s.Views {
		if s.Views[name] != other.Views[name] {
			return false
		}
	}
	for name := range other.Views {
		if s.Views[name] != other.Views[name] {
			return false
		}
	}
	return true
}

// FolderVariable names the folder that Folder lies in, where it is set.
const FolderVariable = "XDG_STATE_HOME"

// Path is the file that is used; empty when there is no folder to keep it in.
func Path(system string, env func(name string) string) string {
	folder := Folder(system, env)
	if folder == "" {
		return ""
	}
	return filepath.Join(folder, "state.toml")
}

// Folder is where we keep what lasts from run to run: in $XDG_STATE_HOME where that is set, else where the system (a
// GOOS) keeps such things. Empty when there is no home to keep it in.
func Folder(system string, env func(name string) string) string {
	folder := env(FolderVariable)
	if !filepath.IsAbs(folder) { // the XDG rules call a relative one invalid
		folder = usual(system, env)
	}
	if folder == "" {
		return ""
	}
	return filepath.Join(folder, "acrwatch")
}

func usual(system string, env func(string) string) string {
	home := env("HOME")
	switch {
	case system == "windows":
		return env("LOCALAPPDATA")
	case home == "":
		return ""
	case system == "darwin":
		return filepath.Join(home, "Library", "Application Support")
	}
	return filepath.Join(home, ".local", "state")
}

// document is the file.
type document struct {
	Version int `toml:"version"`
	State
}

// Load reads what was remembered. No file is nothing remembered; an error says why the file was passed over.
func Load(path string) (State, error) {
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return State{}, nil
	}
	if err != nil {
		return State{}, err
	}
	defer f.Close() //nolint:errcheck // nothing was written
	data, err := io.ReadAll(io.LimitReader(f, maxFile+1))
	if err != nil {
		return State{}, err
	}
	if len(data) > maxFile {
		return State{}, tongue.Error("it is too large")
	}
	var d document
	if err := toml.Unmarshal(data, &d); err != nil {
		return State{}, tongue.Error("it cannot be read")
	}
	if d.Version != version {
		return State{}, tongue.Error("it is of version %d, this program has %d", d.Version, version)
	}
	return d.clean(), nil
}

// clean drops what no screen can have given: somebody has written in the file.
func (s State) clean() State {
	if s.Divider < 0 || s.Divider > 100 {
		s.Divider = 0
	}
	return s
}

const head = "# acrwatch writes this file when the view changes, and reads it when it starts. Remove it to start afresh.\n"

// Save writes what is remembered, whole or not at all, and makes the folder for it.
func Save(path string, s State) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	var b bytes.Buffer
	b.WriteString(head)
	if err := toml.NewEncoder(&b).Encode(document{version, s}); err != nil {
		return err
	}
	return files.Write(path, files.Options{Mode: 0o600, Overwrite: true}, func(w io.Writer) error {
		_, err := w.Write(b.Bytes())
		return err
	})
}
