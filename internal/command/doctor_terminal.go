package command

import (
	"context"
	"io"
	"os"
	"time"

	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/term"
	"github.com/muesli/cancelreader"

	"acrwatch/internal/config"
	"acrwatch/internal/doctor"
)

// checkTerminal looks at the terminal: at the environment, and where we have it for ourselves at what it answers.
func (s *system) checkTerminal(ctx context.Context, color string) doctor.Group {
	t := doctor.Terminal{
		Env: s.env, Colors: colors(color, s.out, s.environ), Tmux: doctor.AskTmux(ctx, s.environ, s.env),
		Refused: color == config.Never || color == config.Auto && refused(s.environ),
	}
	t.Width, t.Height = s.size()
	in, ok := s.in.(*os.File)
	if out := terminalFile(s.out, s.environ); out != nil && ok && term.IsTerminal(in.Fd()) && ctx.Err() == nil {
		t.Answers = doctor.ReadAnswers(ask(in, out, doctor.Questions()))
	}
	return t.Check()
}

// answersWithin is how long a terminal may take to answer, over a slow connection too.
const answersWithin = time.Second

// ask writes questions to a terminal and gives what comes back until the last one is answered.
func ask(in, out *os.File, questions string) []byte {
	before, err := term.MakeRaw(in.Fd())
	if err != nil {
		return nil
	}
	defer term.Restore(in.Fd(), before) //nolint:errcheck // it was so a moment ago
	reader, err := cancelreader.NewReader(in)
	if err != nil {
		return nil
	}
	defer reader.Close() //nolint:errcheck // it is not the terminal that is closed
	if _, err := io.WriteString(out, questions); err != nil {
		return nil
	}
	limit := time.AfterFunc(answersWithin, func() { reader.Cancel() })
	defer limit.Stop()
	const most = 4 << 10 // bytes; answers have a few hundred
	var reply []byte
	buffer := make([]byte, 256)
	for len(reply) < most && !doctor.ReadAnswers(reply).Complete {
		n, err := reader.Read(buffer)
		reply = append(reply, buffer[:n]...)
		if err != nil {
			break
		}
	}
	return reply
}

// painted takes out of what is written to stdout the colours that do not belong there.
func (s *system) painted(color string) io.Writer {
	profile := colors(color, s.out, s.environ)
	if terminalFile(s.out, s.environ) == nil && color != config.Always {
		profile = colorprofile.NoTTY
	}
	return &colorprofile.Writer{Forward: s.out, Profile: profile}
}
