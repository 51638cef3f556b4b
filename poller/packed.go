package poller

import (
	"encoding/binary"
	"encoding/hex"
	"strings"

	"acrwatch/api"
)

// packed is the layers of a task that is over, in a tenth of the memory: nearly all tasks of a long migration are, and
// nobody looks at most of them again. It never changes.
type packed struct {
	text   []byte
	pieces []piece // as the totals count them,
	lost   bool    // for a task that is lost, or for one that is not
}

// What is left out of a packed layer, or how it is told.
const (
	sameManifest = 1 << iota // as in the layer before
	sameStatus               // as in the layer before
	sizeTold
	syncedTold
	syncedAll // synced is the size
	movedTold // by more than the layer itself
	hexDigest // the digest is that of SHA-256
)

const (
	digestStart  = "sha256:"
	digestLength = len(digestStart) + 2*32
)

// pack is nil for layers that cannot be told exactly: those that have not come to rest.
func pack(parts []Part, lost bool) *packed {
	p := packer{text: make([]byte, 0, 64*len(parts))}
	for i := range parts {
		if !p.add(&parts[i]) {
			return nil
		}
	}
	return &packed{text: append([]byte(nil), p.text...), pieces: piecesOf(parts, lost), lost: lost}
}

// of is the same layers for a task that is lost, or for one that is not.
func (p *packed) of(lost bool) *packed {
	if p.lost == lost {
		return p
	}
	return &packed{text: p.text, pieces: piecesOf(p.unpack(), lost), lost: lost}
}

type packer struct {
	text []byte
	last api.Layer
	at   Instant // when bytes of the last layer moved
}

func (w *packer) add(p *Part) bool {
	if !p.Size.Known && p.Size.Value != 0 || !p.Synced.Known && p.Synced.Value != 0 {
		return false
	}
	if (*p != Part{Layer: p.Layer, Phase: api.SyncPhase(p.Status), Also: p.Also, Flow: restingFlow(p.Layer, p.Flow.Moved, p.Flow.LastMoved)}) {
		return false
	}
	raw := rawDigest(p.Digest)
	w.text = binary.AppendUvarint(w.text, w.flags(p, raw != nil))
	w.word(p.ID)
	if raw != nil {
		w.text = append(w.text, raw...)
	} else {
		w.word(p.Digest)
	}
	if p.ArtifactDigest != w.last.ArtifactDigest {
		w.word(p.ArtifactDigest)
	}
	if p.Status != w.last.Status {
		w.word(string(p.Status))
	}
	if p.Size.Known {
		w.number(p.Size.Value)
	}
	if p.Synced.Known && p.Synced != p.Size {
		w.number(p.Synced.Value)
	}
	if p.Flow.Moved != p.Synced.Or(0) {
		w.number(p.Flow.Moved)
	}
	w.number(int64(p.Flow.LastMoved - w.at))
	w.number(int64(p.Also))
	w.last, w.at = *p.Layer, p.Flow.LastMoved
	return true
}

func (w *packer) flags(p *Part, isHex bool) (flags uint64) {
	mark := func(flag uint64, holds bool) {
		if holds {
			flags |= flag
		}
	}
	mark(sameManifest, p.ArtifactDigest == w.last.ArtifactDigest)
	mark(sameStatus, p.Status == w.last.Status)
	mark(sizeTold, p.Size.Known)
	mark(syncedTold, p.Synced.Known)
	mark(syncedAll, p.Synced.Known && p.Synced == p.Size)
	mark(movedTold, p.Flow.Moved != p.Synced.Or(0))
	mark(hexDigest, isHex)
	return flags
}

func (w *packer) number(n int64) { w.text = binary.AppendVarint(w.text, n) }

func (w *packer) word(s string) {
	w.text = append(binary.AppendUvarint(w.text, uint64(len(s))), s...)
}

// restingFlow is the flow of a layer of which nothing moves any more.
func restingFlow(l *api.Layer, moved int64, lastMoved Instant) Flow {
	size := l.Size.Or(0)
	return Flow{Moved: moved, Size: size, SizeKnown: l.Size.Known && size > 0, LastMoved: lastMoved}
}

// rawDigest is the bytes of a digest of SHA-256 as the service writes it; nil for any other text.
func rawDigest(digest string) []byte {
	if len(digest) != digestLength || !strings.HasPrefix(digest, digestStart) || strings.ContainsAny(digest, "ABCDEF") {
		return nil
	}
	raw, err := hex.DecodeString(digest[len(digestStart):])
	if err != nil {
		return nil
	}
	return raw
}

// unpack gives the layers that were packed.
func (p *packed) unpack() []Part {
	parts, layers := make([]Part, len(p.pieces)), make([]api.Layer, len(p.pieces))
	r := unpacker{text: p.text}
	for i := range parts {
		parts[i].Layer = &layers[i]
		r.next(&parts[i])
	}
	return parts
}

type unpacker struct {
	text []byte
	last api.Layer
	at   Instant
}

func (r *unpacker) next(p *Part) {
	flags, n := binary.Uvarint(r.text)
	r.text = r.text[n:]
	l := p.Layer
	*l = api.Layer{ID: r.word(), ArtifactDigest: r.last.ArtifactDigest, Status: r.last.Status}
	if flags&hexDigest != 0 {
		l.Digest = digestStart + hex.EncodeToString(r.bytes(32))
	} else {
		l.Digest = r.word()
	}
	if flags&sameManifest == 0 {
		l.ArtifactDigest = r.word()
	}
	if flags&sameStatus == 0 {
		l.Status = api.Status(r.word())
	}
	if flags&sizeTold != 0 {
		l.Size = api.Some(r.number())
	}
	switch {
	case flags&syncedAll != 0:
		l.Synced = l.Size
	case flags&syncedTold != 0:
		l.Synced = api.Some(r.number())
	}
	moved := l.Synced.Or(0)
	if flags&movedTold != 0 {
		moved = r.number()
	}
	r.at += Instant(r.number())
	p.Phase, p.Flow, p.Also = api.SyncPhase(l.Status), restingFlow(l, moved, r.at), int(r.number())
	r.last = *l
}

func (r *unpacker) bytes(n int) []byte {
	b := r.text[:n]
	r.text = r.text[n:]
	return b
}

func (r *unpacker) number() int64 {
	v, n := binary.Varint(r.text)
	r.text = r.text[n:]
	return v
}

func (r *unpacker) word() string {
	length, n := binary.Uvarint(r.text)
	r.text = r.text[n:]
	return string(r.bytes(int(length)))
}
