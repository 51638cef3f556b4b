package files

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func text(s string) func(io.Writer) error {
	return func(w io.Writer) error {
		_, err := io.WriteString(w, s)
		return err
	}
}

func names(t *testing.T, folder string) []string {
	t.Helper()
	entries, err := os.ReadDir(folder)
	require.NoError(t, err)
	var all []string
	for _, e := range entries {
		all = append(all, e.Name())
	}
	return all
}

func content(t *testing.T, path string) string {
	t.Helper()
	data, err := os.ReadFile(path)
	require.NoError(t, err)
	return string(data)
}

func TestAFileIsNotOverwrittenUnasked(t *testing.T) {
	path := filepath.Join(t.TempDir(), "out.csv")
	require.NoError(t, Write(path, Options{Mode: 0o644}, text("one")))
	err := Write(path, Options{Mode: 0o644}, text("two"))
	require.ErrorIs(t, err, fs.ErrExist)
	assert.Equal(t, "one", content(t, path))
	require.NoError(t, Write(path, Options{Mode: 0o644, Overwrite: true}, text("two")))
	assert.Equal(t, "two", content(t, path))
	assert.Equal(t, []string{"out.csv"}, names(t, filepath.Dir(path)), "nothing is left beside it")
}

func TestAFailureLeavesWhatWasThere(t *testing.T) {
	path := filepath.Join(t.TempDir(), "out.csv")
	require.NoError(t, os.WriteFile(path, []byte("old"), 0o600))
	broken := errors.New("broken")
	err := Write(path, Options{Overwrite: true}, func(w io.Writer) error {
		_, _ = io.WriteString(w, "half")
		return broken
	})
	require.ErrorIs(t, err, broken)
	assert.Equal(t, "old", content(t, path))
	assert.Equal(t, []string{"out.csv"}, names(t, filepath.Dir(path)))
}

func TestTheModeIsKept(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("modes are those of Unix")
	}
	path := filepath.Join(t.TempDir(), "state.toml")
	require.NoError(t, Write(path, Options{Mode: 0o600, Overwrite: true}, text("one")))
	is, err := os.Stat(path)
	require.NoError(t, err)
	assert.Equal(t, fs.FileMode(0o600), is.Mode().Perm())
	require.NoError(t, Write(path, Options{Mode: 0o644, Overwrite: true}, text("two")))
	is, err = os.Stat(path)
	require.NoError(t, err)
	assert.Equal(t, fs.FileMode(0o600), is.Mode().Perm(), "a file that is replaced keeps its mode")
	require.NoError(t, os.Chmod(path, 0o666))
	require.NoError(t, Write(path, Options{Mode: 0o600, Overwrite: true}, text("three")))
	is, err = os.Stat(path)
	require.NoError(t, err)
	assert.Equal(t, fs.FileMode(0o666), is.Mode().Perm(), "of which the umask takes nothing")
}

func TestALinkStaysALink(t *testing.T) {
	folder := t.TempDir()
	origin, link := filepath.Join(folder, "real"), filepath.Join(folder, "link")
	require.NoError(t, os.WriteFile(origin, []byte("old"), 0o600))
	if err := os.Symlink(origin, link); err != nil {
		t.Skip("no links here: ", err)
	}
	require.NoError(t, Write(link, Options{Overwrite: true}, text("new")))
	assert.Equal(t, "new", content(t, origin))
	is, err := os.Lstat(link)
	require.NoError(t, err)
	assert.NotZero(t, is.Mode()&fs.ModeSymlink)
}

func TestWhatIsNoFileIsNotReplaced(t *testing.T) {
	folder := t.TempDir()
	require.Error(t, Write(folder, Options{Overwrite: true}, text("new")))
	require.Error(t, Write(os.DevNull, Options{Overwrite: true}, text("new")))
	require.ErrorIs(t, Write(filepath.Join(folder, "none", "out"), Options{}, text("new")), fs.ErrNotExist)
}
