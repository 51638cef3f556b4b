package journal

import (
	"bufio"
	"bytes"
	"errors"
	"io"

	"acrwatch/internal/tongue"
)

// lineMost bounds a line. Only the checkpoint of very many tasks is long.
const lineMost = 1 << 30

var (
	errTorn    = tongue.Error("the last line is torn")
	errTooLong = tongue.Error("a line without an end")
)

// lines reads lines one by one.
type lines struct {
	in   *bufio.Reader
	long []byte // a line longer than the buffer of in
}

func newLines(in io.Reader) *lines { return &lines{in: bufio.NewReaderSize(in, 64<<10)} }

// next is the next line with its end, good until the next call. The error is io.EOF behind the last one, and errTorn when
// that has no end, or the data stops in the middle. It is io.ErrUnexpectedEOF when compressed data makes no sense behind a
// whole line.
func (l *lines) next() ([]byte, error) {
	l.long = l.long[:0]
	for {
		piece, err := l.in.ReadSlice('\n')
		switch {
		case err == nil && len(l.long) == 0:
			return piece, nil
		case err == nil:
			l.long = append(l.long, piece...)
			return l.long, nil
		case errors.Is(err, bufio.ErrBufferFull):
			if len(l.long) > lineMost {
				return nil, errTooLong
			}
			l.long = append(l.long, piece...)
			continue
		case !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF):
			return nil, err
		case len(l.long)+len(piece) > 0:
			return nil, errTorn
		}
		return nil, err
	}
}

// whole says that a line looks as if nothing of it were missing.
func whole(line []byte) bool {
	return len(line) > 2 && line[0] == '{' && bytes.HasSuffix(line, []byte("}\n"))
}

var eventStart = []byte(`{"t":`)

// since reads how many nanoseconds the event of a line came after the one before, without reading the rest.
func since(line []byte) (ns int64, ok bool) {
	rest, found := bytes.CutPrefix(line, eventStart)
	if !found || len(rest) == 0 {
		return 0, false
	}
	sign := int64(1)
	if rest[0] == '-' {
		sign, rest = -1, rest[1:]
	}
	for i, c := range rest {
		switch {
		case c >= '0' && c <= '9' && i < 19:
			ns = ns*10 + int64(c-'0')
		default:
			return sign * ns, i > 0 && (c == ',' || c == '}')
		}
	}
	return 0, false
}
