package poller

import (
	"encoding/binary"
	"hash/fnv"
	"slices"
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
		return keyOfID(p.ID)
	}
	return keyOfDigest(p.Digest)
}

func keyOfID(id string) digestKey { return digestKey(hashOf(id)) | minKey }

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

// keyOfEnd is keyOfDigest for the bytes of a digest.
func keyOfEnd(raw string) digestKey {
	return digestKey(binary.BigEndian.Uint64([]byte(raw[digestBytes-8:]))) &^ minKey
}

// shareable says that other tasks can have the same layer.
func (k digestKey) shareable() bool { return k >= 0 }

// piece is what a layer of a task adds to the totals.
type piece struct {
	digest digestKey
	bytes  int64
}

// pieceOf counts what was moved of a layer of a lost task, and all of any other one.
func pieceOf(p *Part, lost bool) piece { return newPiece(keyOf(p), &p.Flow, lost) }

func newPiece(digest digestKey, f *Flow, lost bool) piece {
	if lost {
		return piece{digest, min(f.Moved, weightMost)}
	}
	return piece{digest, min(f.Size, weightMost)}
}

// pieces are the layers of the task as the totals count them, in the order of Parts.
func (t *Task) pieces(lost bool) []piece {
	if p := t.packed(); p != nil {
		return p.pieces(lost)
	}
	list := make([]piece, len(t.loose()))
	for i := range list {
		list[i] = pieceOf(&t.loose()[i], lost)
	}
	return list
}

// samePieces says that two tasks, or two states of one, add the same to the totals.
func samePieces(a, b *Task, lost bool) bool {
	if a.sharesLayers(b) {
		return true
	}
	return a.LayerCount() == b.LayerCount() && slices.Equal(a.pieces(lost), b.pieces(lost))
}
