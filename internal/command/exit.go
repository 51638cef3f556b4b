package command

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime/debug"
	"strings"
	"syscall"
	"time"
)

// Exit codes.
const (
	exitOK      = 0
	exitFailure = 1
	exitUsage   = 2
	exitSignal  = 128 // plus the signal's number
)

// usageError is a mistake in what the user asked for, with a way on.
type usageError struct {
	err  error
	hint string // a line of its own; empty when the error says it all
}

func (e *usageError) Error() string { return e.err.Error() }
func (e *usageError) Unwrap() error { return e.err }

// errTold is a failure that the results have told of: the exit code is all that is left to say.
var errTold = errors.New("told")

// outcome is an end of which the exit code tells, with a line on why.
type outcome struct {
	code int
	why  string
}

func (e *outcome) Error() string { return e.why }

// interrupted is the end by a signal.
type interrupted struct{ signal os.Signal }

func (e *interrupted) Error() string { return e.signal.String() }

// crash is a panic of ours that was caught.
type crash struct {
	value any
	stack []byte
}

func (e *crash) Error() string { return fmt.Sprintf("internal error: %v", e.value) }

// guard turns a panic into an error: left alone in a goroutine of ours it would end the process and leave the
// terminal raw.
func guard(work func() error) (err error) {
	defer func() {
		if value := recover(); value != nil {
			err = &crash{value, debug.Stack()}
		}
	}()
	return work()
}

// exitCode is what the shell is told.
func exitCode(err error) int {
	var usage *usageError
	var signal *interrupted
	var told *outcome
	switch {
	case errors.As(err, &told):
		return told.code
	case err == nil, errors.Is(err, errEnded), errors.Is(err, context.Canceled):
		return exitOK
	case errors.As(err, &signal):
		if number, ok := signal.signal.(syscall.Signal); ok {
			return exitSignal + int(number)
		}
		return exitFailure
	case errors.As(err, &usage):
		return exitUsage
	}
	return exitFailure
}

// sayWithin bounds the wait for a standard error that nobody reads.
const sayWithin = 500 * time.Millisecond

// explain tells why the program ends, unless the user or a signal wanted it to, or it has told already. An outcome is told
// however good it is.
func explain(to io.Writer, err error) {
	var signal *interrupted
	var end *outcome
	quiet := exitCode(err) == exitOK || errors.As(err, &signal) || errors.Is(err, errTold)
	if quiet && !errors.As(err, &end) {
		return
	}
	text := ""
	for line := range strings.SplitSeq(err.Error(), "\n") {
		text += "acrwatch: " + line + "\n"
	}
	var usage *usageError
	if errors.As(err, &usage) && usage.hint != "" {
		text += usage.hint + "\n"
	}
	said := make(chan struct{})
	go func() {
		defer close(said)
		_, _ = io.WriteString(to, text)
	}()
	done(said, sayWithin)
}
