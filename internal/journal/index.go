package journal

import (
	"errors"
	"io"
	"time"

	"acrwatch/internal/tongue"
)

// index finds the checkpoints, and notes what cannot be read.
func (p *source) index() {
	x := indexer{source: p, at: p.header.At, line: 1}
	frames := []frame{{length: p.size}}
	if packed(p.path) {
		frames = framesOf(p.file, p.size)
	}
	for i, f := range frames {
		if !x.frame(f, i == len(frames)-1) {
			break
		}
	}
	p.end = x.at
}

// indexer goes through a part once.
type indexer struct {
	*source
	at   time.Time // of the last event
	line int       // number of the next line
}

func (x *indexer) note(text tongue.Text, args ...any) {
	x.notes = append(x.notes, noteAt(x.path, x.line, text, args...))
}

// frame goes through a frame. It says whether what follows can still be read.
func (x *indexer) frame(f frame, last bool) bool {
	raw := x.raw(f)
	in, err := x.text(raw, f.open)
	if err != nil {
		return x.damaged(f, 0, last)
	}
	defer in.Close() //nolint:errcheck // it was only read
	text := newLines(in)
	for at := int64(0); ; x.line++ {
		line, err := text.next()
		switch {
		case errors.Is(err, io.EOF):
			return true
		case last && isRead(raw) && (errors.Is(err, errTorn) || errors.Is(err, io.ErrUnexpectedEOF)):
			x.note("torn, since the recording ended while it was written; it is left out")
			return false
		case err != nil:
			return x.damaged(f, at, last)
		}
		if !x.take(f, at, line) {
			return false
		}
		at += int64(len(line))
	}
}

// isRead says that a frame was read to its end. A decoder that stops before it has met bytes that make no sense.
func isRead(raw *io.SectionReader) bool {
	at, err := raw.Seek(0, io.SeekCurrent)
	return err == nil && at == raw.Size()
}

// damaged notes that a frame cannot be read from a place of its text on. The next one begins with a checkpoint.
func (x *indexer) damaged(f frame, at int64, last bool) bool {
	if last || len(x.segments) == 0 {
		x.note("damaged; what follows cannot be read")
		return false
	}
	x.cut(f, at)
	return true
}

// cut ends the present segment at a place of the text of a frame: nothing makes sense from there to the next checkpoint.
func (x *indexer) cut(f frame, at int64) {
	s := x.segments[len(x.segments)-1]
	if s.cut {
		return
	}
	x.note("damaged; from %s to the next checkpoint nothing can be read", stamp(x.at))
	if s.cut = true; s.frame == f {
		s.text = at - s.skip
	}
}

// take takes a line that stands at a place of the text of a frame.
func (x *indexer) take(f frame, at int64, line []byte) bool {
	check := isCheckpoint(line)
	if check || x.line == 1 {
		x.segments = append(x.segments, &segment{frame: f, skip: at, line: x.line, at: x.at})
	}
	s := x.segments[len(x.segments)-1]
	if s.cut && !check {
		return true
	}
	if s.frame == f {
		s.text = at + int64(len(line)) - s.skip
	}
	switch ns, event := since(line); {
	case check:
		return x.checkpoint(s, line)
	case event && whole(line):
		x.at = x.at.Add(time.Duration(ns))
	case !whole(line):
		x.cut(f, at)
	}
	return true
}

// checkpoint takes the line that a segment begins with. Without it the later ones make no sense either.
func (x *indexer) checkpoint(s *segment, line []byte) bool {
	c, err := readMark(line)
	if err != nil {
		x.note("damaged; what this file holds after %s cannot be read", stamp(x.at))
		x.segments = x.segments[:len(x.segments)-1]
		return false
	}
	c.state = nil // it is read again when it is needed
	s.check, s.at, x.at = &c, c.at, c.at
	if x.line == 2 { // with the header alone before it, this is where the part begins
		x.segments = x.segments[1:]
	}
	return true
}

func isCheckpoint(line []byte) bool {
	return len(line) > len(checkpointStart) && string(line[:len(checkpointStart)]) == checkpointStart
}
