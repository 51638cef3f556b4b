package journal

import (
	"bufio"
	"bytes"
	"errors"
	"io"

	"github.com/klauspost/compress/zstd"
)

// frame is a piece of a compressed file that can be read alone.
type frame struct {
	offset, length int64 // in bytes
	open           bool  // it stops between two blocks, as when the one who wrote it was killed
}

// framesOf finds the frames of a compressed file. The last one reaches to the end of the file, torn or not. A damaged one
// reaches to where the next one begins.
func framesOf(file io.ReaderAt, size int64) []frame {
	var frames []frame
	for at := int64(0); at < size; {
		length, err := frameLength(io.NewSectionReader(file, at, size-at))
		f := frame{at, length, errors.Is(err, io.EOF)}
		switch end := at + length; {
		case f.open:
			f.length = size - at
		case err != nil, end > size, end < size && nextFrame(file, end, end+int64(len(frameStart))) != end:
			f.length = nextFrame(file, at+1, size) - at
		}
		frames = append(frames, f)
		at += f.length
	}
	return frames
}

var frameStart = []byte{0x28, 0xb5, 0x2f, 0xfd}

// nextFrame is where the next frame begins, from a place of a file on; the end when none does.
func nextFrame(file io.ReaderAt, from, end int64) int64 {
	const step = 64 << 10
	text := make([]byte, min(step+int64(len(frameStart))-1, end-from))
	for ; from < end; from += step {
		n, _ := file.ReadAt(text[:min(int64(len(text)), end-from)], from)
		if i := bytes.Index(text[:n], frameStart); i >= 0 {
			return from + int64(i)
		}
	}
	return end
}

const (
	blockHeader = 3 // bytes
	checksum    = 4 // bytes
	repeated    = 1 // type of a block that is one byte, many times
)

// frameLength walks over the blocks of a frame. The error is io.EOF where one could follow, and none does.
func frameLength(in io.Reader) (int64, error) {
	r := bufio.NewReader(in)
	start, _ := r.Peek(zstd.HeaderMaxSize)
	var header zstd.Header
	if err := header.Decode(start); err != nil {
		return 0, errTorn
	}
	if header.Skippable {
		return int64(header.HeaderSize) + int64(header.SkippableSize), nil
	}
	length := int64(header.HeaderSize)
	if _, err := r.Discard(header.HeaderSize); err != nil {
		return 0, errTorn
	}
	for last := false; !last; {
		b, err := r.Peek(blockHeader)
		if len(b) < blockHeader {
			if len(b) > 0 {
				err = errTorn
			}
			return 0, err
		}
		word := int(b[0]) | int(b[1])<<8 | int(b[2])<<16
		size := word >> 3
		if word>>1&3 == repeated {
			size = 1
		}
		last = word&1 == 1
		if _, err := r.Discard(blockHeader + size); err != nil {
			return 0, errTorn
		}
		length += int64(blockHeader + size)
	}
	if header.HasCheckSum {
		length += checksum
	}
	return length, nil
}

// unpack reads what a compressed piece holds.
func unpack(in io.Reader, options ...zstd.DOption) (io.ReadCloser, error) {
	options = append(options, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxWindow(16<<20), zstd.WithDecoderLowmem(true))
	d, err := zstd.NewReader(in, options...)
	if err != nil {
		return nil, err
	}
	return d.IOReadCloser(), nil
}

// lastBlock is an empty one, and a checksum to be ignored.
var lastBlock = [blockHeader + checksum]byte{1}

// unpackOpen reads what a piece holds that stops between two blocks, as if it were ended there.
func unpackOpen(in io.Reader) (io.ReadCloser, error) {
	return unpack(io.MultiReader(in, bytes.NewReader(lastBlock[:])), zstd.IgnoreChecksum(true))
}
