package command

import (
	"context"
	"os/exec"
	"runtime"
	"strings"
	"time"

	"acrwatch/internal/tongue"
)

// openerWithin is how long an opener may take to say that it cannot: some stay as long as the browser does.
const openerWithin = 1500 * time.Millisecond

var (
	errOverSSH    = tongue.Error("over SSH no browser opens here")
	errNoDisplay  = tongue.Error("there is no display for a browser")
	errNoOpener   = tongue.Error("no program here opens a browser")
	errNotOpening = tongue.Error("the browser did not open")
)

// Browse opens a page with the system's own opener.
func (h *host) Browse(url string) error {
	opener, err := openerOf(runtime.GOOS, h.system.env)
	if err != nil {
		return err
	}
	c := exec.Command(opener[0], append(opener[1:], url)...) //nolint:gosec // the address is ours and no shell sees it
	c.Env = h.system.environ
	if c.Start() != nil {
		return errNoOpener
	}
	ended := make(chan error, 1)
	go func() { ended <- c.Wait() }()
	select {
	case err := <-ended:
		if err != nil {
			return errNotOpening
		}
	case <-time.After(openerWithin):
	}
	return nil
}

// openerOf is the command that opens a page on a system (a GOOS), or why none would: the browser of a machine at the
// other end of an SSH connection is not the user's.
func openerOf(system string, env func(string) string) ([]string, error) {
	for _, name := range []string{"SSH_CONNECTION", "SSH_CLIENT", "SSH_TTY"} {
		if env(name) != "" {
			return nil, errOverSSH
		}
	}
	switch system {
	case "darwin":
		return []string{"open"}, nil
	case "windows":
		return []string{"rundll32", "url.dll,FileProtocolHandler"}, nil
	}
	if env("DISPLAY") == "" && env("WAYLAND_DISPLAY") == "" && env("WSL_DISTRO_NAME") == "" {
		return nil, errNoDisplay // a browser for text would take the terminal
	}
	return []string{"xdg-open"}, nil
}

// tmuxWithin is how long tmux may take for a text.
const tmuxWithin = 2 * time.Second

var errTmux = tongue.Error("tmux did not take it; set -s set-clipboard on lets it through")

// Copy hands text to tmux, which passes it on to the clipboard of whoever is attached: unless its user has said
// otherwise, it ignores the sequence when a program sends it.
func (h *host) Copy(text string) error {
	if h.system.env("TMUX") == "" {
		return nil
	}
	ctx, stop := context.WithTimeout(context.Background(), tmuxWithin)
	defer stop()
	c := exec.CommandContext(ctx, "tmux", "load-buffer", "-w", "-")
	c.Env, c.Stdin = h.system.environ, strings.NewReader(text)
	if c.Run() != nil {
		return errTmux
	}
	return nil
}
