// Package files writes files whole or not at all: whoever reads one finds the old text or the new one, never a part.
package files

import (
	"bufio"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"acrwatch/internal/tongue"
)

// Options say how a file is written.
type Options struct {
	Mode      fs.FileMode // of a new file, before the user's umask; one that is replaced keeps its own
	Overwrite bool        // replace a file that is there; without it such a file is fs.ErrExist
}

// Write lets write fill a new file, and puts it at path when that went well. A link is followed, so that it stays one.
// What is there and is no regular file, such as a folder or a device, is never replaced.
func Write(path string, o Options, write func(io.Writer) error) error {
	path, mode, replaces, err := place(path, o)
	if err != nil {
		return err
	}
	temp, err := fill(path, mode, replaces, write)
	if err != nil {
		return err
	}
	defer os.Remove(temp) //nolint:errcheck // it is gone when all went well
	if o.Overwrite {
		return os.Rename(temp, path)
	}
	return putNew(temp, path)
}

// place is where the file really lies, the mode that it gets, and whether that is the mode of one that is replaced.
func place(path string, o Options) (at string, mode fs.FileMode, replaces bool, err error) {
	if target, err := filepath.EvalSymlinks(path); err == nil {
		path = target
	}
	is, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return path, o.Mode, false, nil
	case err != nil:
		return "", 0, false, err
	case !is.Mode().IsRegular():
		return "", 0, false, tongue.Error("%s is not a file that can be replaced", path)
	case !o.Overwrite:
		return "", 0, false, &fs.PathError{Op: "write", Path: path, Err: fs.ErrExist}
	}
	return path, is.Mode().Perm(), true, nil
}

// fill writes a file beside path and gives its name. It is on the disk before it takes the place of another. The user's umask
// is for new files: it takes nothing from an exact mode.
func fill(path string, mode fs.FileMode, exact bool, write func(io.Writer) error) (string, error) {
	var random [8]byte
	_, _ = rand.Read(random[:]) // never fails: without randomness the program ends
	temp := filepath.Join(filepath.Dir(path), "."+filepath.Base(path)+"."+hex.EncodeToString(random[:]))
	f, err := os.OpenFile(temp, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
	if err != nil {
		return "", err
	}
	b := bufio.NewWriterSize(f, 64<<10)
	if exact {
		err = f.Chmod(mode)
	}
	if err == nil {
		err = write(b)
	}
	for _, step := range []func() error{b.Flush, f.Sync} {
		if err == nil {
			err = step()
		}
	}
	if closed := f.Close(); err == nil {
		err = closed
	}
	if err != nil {
		_ = os.Remove(temp)
		return "", err
	}
	return temp, nil
}

// putNew gives temp the name path unless something has it: a link is made only then. Where there are no links the look
// a moment ago has to do.
func putNew(temp, path string) error {
	err := os.Link(temp, path)
	if err == nil || errors.Is(err, fs.ErrExist) {
		return err
	}
	if _, err := os.Lstat(path); err == nil {
		return &fs.PathError{Op: "write", Path: path, Err: fs.ErrExist}
	}
	return os.Rename(temp, path)
}
