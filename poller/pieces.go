package poller

import (
	"encoding/binary"
	"hash/fnv"
	"strconv"
	"strings"
)

// hash stands for a text, the same in every process: no two that differ have the same one, as far as chance goes.
type hash int64

func hashOf(text string) hash {
	h := fnv.New64a()
	_, _ = h.Write([]byte(text))
	return hash(h.Sum64())
}

// digestKey is what tells layers apart across tasks, in a tenth of the memory of a digest. One without a digest is like no
// other: its key is that of its id, and negative.
type digestKey int64

func keyOf(p *Part) digestKey {
	if p.Digest == "" {
		return digestKey(hashOf(p.ID)) | minKey
	}
	return keyOfDigest(p.Digest)
}

const minKey digestKey = -1 << 63

// keyOfDigest takes the end of a digest that is a hash itself.
func keyOfDigest(digest string) digestKey {
	if len(digest) == digestLength && strings.HasPrefix(digest, digestStart) {
		if end, err := strconv.ParseUint(digest[digestLength-16:], 16, 64); err == nil {
			return digestKey(end) &^ minKey
		}
	}
	return digestKey(hashOf(digest)) &^ minKey
}

// shareable says that other tasks can have the same layer.
func (k digestKey) shareable() bool { return k >= 0 }

// piece is what a layer of a task adds to the totals.
type piece struct {
	digest digestKey
	bytes  int64
}

// pieceOf counts what was moved of a layer of a lost task, and all of any other one.
func pieceOf(p *Part, lost bool) piece {
	bytes := p.Flow.Size
	if lost {
		bytes = p.Flow.Moved
	}
	return piece{keyOf(p), min(bytes, weightMost)}
}

// pieces are those of the layers of a task, as a text: tasks can have the same one in memory.
type pieces string

const pieceBytes = 16

func (p pieces) len() int { return len(p) / pieceBytes }

func (p pieces) at(i int) piece {
	text := p[i*pieceBytes : (i+1)*pieceBytes]
	return piece{digestKey(numberAt(text[:8])), int64(numberAt(text[8:]))}
}

// numberAt reads the 8 bytes of a number.
func numberAt(s pieces) uint64 {
	_ = s[7] // the compiler then reads all of them at once
	return uint64(s[0]) | uint64(s[1])<<8 | uint64(s[2])<<16 | uint64(s[3])<<24 |
		uint64(s[4])<<32 | uint64(s[5])<<40 | uint64(s[6])<<48 | uint64(s[7])<<56
}

func piecesOf(parts []Part, lost bool) pieces {
	var text strings.Builder
	text.Grow(pieceBytes * len(parts))
	for i := range parts {
		p := pieceOf(&parts[i], lost)
		var bytes [pieceBytes]byte
		binary.LittleEndian.PutUint64(bytes[:8], uint64(p.digest))
		binary.LittleEndian.PutUint64(bytes[8:], uint64(p.bytes))
		text.Write(bytes[:])
	}
	return pieces(text.String())
}

// pieces are the layers of a task as the totals count them; before itself when they are the same.
func (t *Task) pieces(lost bool, before pieces) pieces {
	if p := t.packed(); p != nil {
		return p.pieces(lost)
	}
	parts := t.loose()
	if before.len() == len(parts) {
		same := 0
		for same < len(parts) && before.at(same) == pieceOf(&parts[same], lost) {
			same++
		}
		if same == len(parts) {
			return before
		}
	}
	return piecesOf(parts, lost)
}
