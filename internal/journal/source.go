package journal

import (
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"slices"
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
	end      time.Time // of the last event that is played
	until    time.Time // events from then on are not played: another recording takes over; zero where none does
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
	h.clean()
	return h, nil
}

// notAFile names the newest recording of a folder, which is what was meant more often than not.
func notAFile(path string) error {
	entries, _ := os.ReadDir(path) // it need not be a folder
	for _, e := range slices.Backward(entries) {
		name := e.Name()
		if _, err := time.Parse(nameByTime, name); err == nil {
			return tongue.Error("%s: a folder; give a recording in it, such as %s", path, filepath.Join(path, name))
		}
	}
	return tongue.Error("%s: not a file; give one that --record wrote", path)
}

// openPart opens a part and finds its checkpoints.
func openPart(path string) (*source, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, openFailure(path, err)
	}
	is, err := file.Stat()
	if err == nil && !is.Mode().IsRegular() {
		err = notAFile(path)
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

// raw reads the bytes of a frame.
func (p *source) raw(f frame) *io.SectionReader {
	return io.NewSectionReader(p.file, f.offset, f.length)
}

// text reads the text that the bytes of a frame hold.
func (p *source) text(raw io.Reader, open bool) (io.ReadCloser, error) {
	switch {
	case packed(p.path) && open:
		return unpackOpen(raw)
	case packed(p.path):
		return unpack(raw)
	}
	return io.NopCloser(raw), nil
}

// read reads the text of a segment.
func (p *source) read(s *segment) (io.ReadCloser, error) {
	f := s.frame
	skip := s.skip
	if !packed(p.path) {
		f, skip = frame{offset: f.offset + skip, length: s.text}, 0
	}
	in, err := p.text(p.raw(f), f.open)
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
