package command

import (
	"errors"
	"io/fs"
	"net"
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
	return errors.New(tongue.Said("%v (and %d more)", lines[0], len(lines)-1))
}

// reason is why an error came, where the line has the operation and the path already.
func reason(err error) string { return cause(err).Error() }

// cause drops the operation and the path or the address from an error.
func cause(err error) error {
	var path *fs.PathError
	var link *os.LinkError
	var address *net.OpError
	switch {
	case errors.As(err, &path):
		return path.Err
	case errors.As(err, &link):
		return link.Err
	case errors.As(err, &address):
		return address.Err
	}
	return err
}
