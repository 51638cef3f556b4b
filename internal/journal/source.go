package journal

import (
	"encoding/json"
	"errors"
	"io"
	"os"
	"time"

	"acrwatch/api"
	"acrwatch/internal/tongue"
)

// source is a part of a recording that is read, with an index of it.
type source struct {
	path     string
	file     *os.File
	size     int64
	header   Header
	segments []*segment // there is one at least
	states   states
	end      time.Time // of the last event
	notes    []string  // what of it cannot be read, in a line each
}

// segment is what stands between two checkpoints of a part.
type segment struct {
	frame frame // where it lies in the file
	skip  int64 // bytes of text that the frame holds before it
	text  int64 // its own bytes
	line  int   // number of its first line, from 1
	at    time.Time
	check *mark // that it begins with, without its state; nil for the first one of a recording
	cut   bool  // what follows up to the next checkpoint cannot be read
}

// headerMost bounds a header in bytes: it has the id of every task that was asked for by name, as many as a command line
// holds.
const headerMost = 16 << 20

// readHeader reads the first line of a part.
func readHeader(file *os.File, path string) (Header, error) {
	var in io.Reader = file
	if packed(path) {
		unpacked, err := unpack(file)
		if err != nil {
			return Header{}, foreign(path)
		}
		defer unpacked.Close() //nolint:errcheck // it was only read
		in = unpacked
	}
	line, err := newLines(io.LimitReader(in, headerMost)).next()
	if err != nil {
		return Header{}, foreign(path)
	}
	return parseHeader(line, path)
}

func foreign(path string) error {
	return tongue.Error("%s: not a recording of acrwatch; give a file that --record wrote", path)
}

func parseHeader(line []byte, path string) (Header, error) {
	var h Header
	err := json.Unmarshal(line, &h)
	switch {
	case h.Format > Format:
		return h, tongue.Error("%s: written by a newer acrwatch (%s), in format %d; this one reads up to %d, so update it",
			path, api.CleanID(h.Version), h.Format, Format)
	case err != nil || h.Format < 1 || h.Part < 1 || h.Keep < 1:
		return h, foreign(path)
	}
	h.At, h.Started = h.At.UTC(), h.Started.UTC()
	return h, nil
}

// openPart opens a part and finds its checkpoints.
func openPart(path string) (*source, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, openFailure(path, err)
	}
	is, err := file.Stat()
	if err == nil && !is.Mode().IsRegular() {
		err = tongue.Error("%s: not a file; give one that --record wrote", path)
	}
	p := &source{path: path, file: file}
	if err == nil {
		p.size = is.Size()
		p.header, err = readHeader(file, path)
	}
	if err != nil {
		_ = file.Close()
		return nil, err
	}
	if p.index(); len(p.segments) == 0 {
		_ = file.Close()
		return nil, foreign(path)
	}
	return p, nil
}

// index finds the checkpoints, and notes what cannot be read.
func (p *source) index() {
	x := indexer{source: p, at: p.header.At, line: 1}
	frames := []frame{{0, p.size}}
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
	in, err := x.open(f)
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
		case last && errors.Is(err, errTorn):
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
	x.note("damaged; from %s to the next checkpoint nothing can be read", stamp(x.at))
	s := x.segments[len(x.segments)-1]
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

// open reads the text of a frame.
func (p *source) open(f frame) (io.ReadCloser, error) {
	in := io.NewSectionReader(p.file, f.offset, f.length)
	if packed(p.path) {
		return unpack(in)
	}
	return io.NopCloser(in), nil
}

// read reads the text of a segment.
func (p *source) read(s *segment) (io.ReadCloser, error) {
	f := s.frame
	skip := s.skip
	if !packed(p.path) {
		f, skip = frame{f.offset + skip, s.text}, 0
	}
	in, err := p.open(f)
	if err != nil {
		return nil, err
	}
	if _, err := io.CopyN(io.Discard, in, skip); err != nil {
		_ = in.Close()
		return nil, err
	}
	return struct {
		io.Reader
		io.Closer
	}{io.LimitReader(in, s.text), in}, nil
}
