package journal

import (
	"encoding/base64"

	"github.com/klauspost/compress/zstd"
)

const (
	stateWindow = 8 << 20   // how far back packed states look for what came before, in bytes
	stateMost   = 512 << 20 // bounds what a packed state unpacks to
)

// packState packs the text of a state. Most of it stands in much the same words in that of the checkpoint it builds on.
func packState(text, before []byte) []byte {
	options := []zstd.EOption{
		zstd.WithEncoderConcurrency(1), zstd.WithWindowSize(stateWindow), zstd.WithEncoderLevel(zstd.SpeedBetterCompression),
	}
	if before = dictionary(before); before != nil {
		options = append(options, zstd.WithEncoderDictRaw(1, before))
	}
	pack, _ := zstd.NewWriter(nil, options...) // fails for other options alone
	defer pack.Close()                         //nolint:errcheck // it holds nothing
	return pack.EncodeAll(text, nil)
}

// frameOf appends the packed state that stands in a JSON string.
func frameOf(text, b []byte) ([]byte, error) {
	if len(text) < 2 {
		return b, errShape
	}
	return base64.StdEncoding.AppendDecode(b, text[1:len(text)-1])
}

// unpackState gives the text of a packed state.
func unpackState(frame, before []byte) ([]byte, error) {
	options := []zstd.DOption{zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(stateMost)}
	if before = dictionary(before); before != nil {
		options = append(options, zstd.WithDecoderDictRaw(1, before))
	}
	unpack, err := zstd.NewReader(nil, options...)
	if err != nil {
		return nil, err
	}
	defer unpack.Close()
	return unpack.DecodeAll(frame, nil)
}

// dictionary is as much of the end of a text as a packed state can refer to; nil for what is too short to be of use.
func dictionary(text []byte) []byte {
	if len(text) < 64 {
		return nil
	}
	return text[max(0, len(text)-stateWindow/2):]
}
