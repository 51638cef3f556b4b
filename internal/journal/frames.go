package journal

import (
	"bufio"
	"io"

	"github.com/klauspost/compress/zstd"
)

// frame is a piece of a compressed file that can be read alone.
type frame struct{ offset, length int64 }

// framesOf finds the frames of a compressed file. The last one reaches to the end of the file, torn or not.
func framesOf(file io.ReaderAt, size int64) []frame {
	var frames []frame
	for at := int64(0); at < size; {
		length, ok := frameLength(io.NewSectionReader(file, at, size-at))
		if !ok || at+length > size {
			length = size - at
		}
		frames = append(frames, frame{at, length})
		at += length
	}
	return frames
}

const (
	blockHeader = 3 // bytes
	checksum    = 4 // bytes
	repeated    = 1 // type of a block that is one byte, many times
)

// frameLength walks over the blocks of a frame.
func frameLength(in io.Reader) (int64, bool) {
	r := bufio.NewReader(in)
	start, _ := r.Peek(zstd.HeaderMaxSize)
	var header zstd.Header
	if header.Decode(start) != nil {
		return 0, false
	}
	if header.Skippable {
		return int64(header.HeaderSize) + int64(header.SkippableSize), true
	}
	length := int64(header.HeaderSize)
	if _, err := r.Discard(header.HeaderSize); err != nil {
		return 0, false
	}
	for last := false; !last; {
		b, err := r.Peek(blockHeader)
		if err != nil {
			return 0, false
		}
		word := int(b[0]) | int(b[1])<<8 | int(b[2])<<16
		size := word >> 3
		if word>>1&3 == repeated {
			size = 1
		}
		last = word&1 == 1
		if _, err := r.Discard(blockHeader + size); err != nil {
			return 0, false
		}
		length += int64(blockHeader + size)
	}
	if header.HasCheckSum {
		length += checksum
	}
	return length, true
}

// unpack reads what a compressed piece holds.
func unpack(in io.Reader) (io.ReadCloser, error) {
	d, err := zstd.NewReader(in, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxWindow(16<<20), zstd.WithDecoderLowmem(true))
	if err != nil {
		return nil, err
	}
	return d.IOReadCloser(), nil
}
