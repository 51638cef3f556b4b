package command

import (
	"errors"
	"io/fs"
	"os"
	"strings"

	"acrwatch/internal/tongue"
)

// firstOf is the first of several mistakes in one line, with how many more there are.
func firstOf(err error) error {
	lines := strings.Split(err.Error(), "\n")
	if len(lines) == 1 {
		return err
	}
	return tongue.Error("%s (and %d more)", lines[0], len(lines)-1)
}

// reason drops the operation and the path from an error where the line has them already.
func reason(err error) string {
	var path *fs.PathError
	var link *os.LinkError
	switch {
	case errors.As(err, &path):
		return path.Err.Error()
	case errors.As(err, &link):
		return link.Err.Error()
	}
	return err.Error()
}
