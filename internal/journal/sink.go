package journal

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"os"

	"github.com/klauspost/compress/zstd"

	"acrwatch/internal/tongue"
)

// sink is the file of one part. What was written and could not be handed over yet stays in it.
type sink struct {
	file io.WriteCloser
	pack *zstd.Encoder // nil for plain text
	out  bytes.Buffer  // what the file has not got yet
	size int64         // bytes of the file
}

// fileMode is the user's alone: a recording names instances and images.
const fileMode = 0o600

// newSink makes a new file. What is there already, be it a link that leads nowhere, is never touched.
func newSink(path string) (*sink, error) {
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, fileMode)
	switch {
	case errors.Is(err, fs.ErrExist):
		return nil, tongue.Error("%s exists already; give another name, or a folder, in which each recording gets a name of its own", path)
	case err != nil:
		return nil, tongue.Error("%v; give a file that can be written, such as acrwatch.ndjson", err)
	}
	s := &sink{file: file}
	if packed(path) {
		s.pack, err = zstd.NewWriter(&s.out, zstd.WithEncoderConcurrency(1), zstd.WithWindowSize(1<<20))
		if err != nil {
			return nil, tongue.Error("compress %s: %v", path, err)
		}
	}
	return s, nil
}

// write adds lines. They reach the file with the next flush.
func (s *sink) write(lines []byte) {
	if s.pack == nil {
		s.out.Write(lines)
		return
	}
	_, _ = s.pack.Write(lines) // it writes to memory
}

// cut makes what follows readable without what came before.
func (s *sink) cut() {
	if s.pack != nil {
		_ = s.pack.Close() // it writes to memory
		s.pack.Reset(&s.out)
	}
}

// flush hands everything to the system: from then on it survives an end of the program. After an error it can be called
// again, and goes on where it stopped.
func (s *sink) flush() error {
	if s.pack != nil {
		_ = s.pack.Flush() // it writes to memory
	}
	for s.out.Len() > 0 {
		n, err := s.file.Write(s.out.Bytes())
		s.out.Next(n)
		s.size += int64(n)
		if err != nil {
			return err
		}
	}
	return nil
}

// close ends the file. What could not be written is lost.
func (s *sink) close() error {
	s.cut()
	return errors.Join(s.flush(), s.file.Close())
}
