package poller

import (
	"strings"

	"acrwatch/api"
)

// unpack gives the layers that were packed.
func (p *packed) unpack() []Part {
	parts, layers := make([]Part, p.pieces.len()), make([]api.Layer, p.pieces.len())
	image, own := unpacker{p.image.Value().layers}, unpacker{p.own}
	var last api.Layer
	var at Instant
	for i := range parts {
		l := &layers[i]
		l.ArtifactDigest, l.Status = last.ArtifactDigest, last.Status
		image.nextImage(l)
		moved, also := own.nextOwn(l, &at)
		parts[i] = Part{Layer: l, Phase: api.SyncPhase(l.Status), Flow: restingFlow(l, moved, at), Also: also}
		last = *l
	}
	return parts
}

type unpacker struct{ text string }

// nextImage reads what the image tells of a layer.
func (r *unpacker) nextImage(l *api.Layer) {
	flags := r.bytes(1)[0]
	l.Digest = r.raw(flags&hexDigest != 0, digestBytes, digestOf)
	if flags&sameManifest == 0 {
		l.ArtifactDigest = r.word()
	}
	if flags&sizeTold != 0 {
		l.Size = api.Some(r.number())
	}
}

// nextOwn reads the rest, of a layer of which the image is read already; at is when bytes of the layer before moved.
func (r *unpacker) nextOwn(l *api.Layer, at *Instant) (moved int64, also int) {
	flags := r.bytes(1)[0]
	l.ID = r.raw(flags&shortID != 0, idBytes, idOf)
	if flags&sameStatus == 0 {
		l.Status = api.Status(r.word())
	}
	switch {
	case flags&syncedAll != 0:
		l.Synced = l.Size
	case flags&syncedTold != 0:
		l.Synced = api.Some(r.number())
	}
	if moved = l.Synced.Or(0); flags&movedTold != 0 {
		moved = r.number()
	}
	*at += Instant(r.number())
	return moved, int(r.number())
}

// raw reads a word that is told by its bytes, or as it is.
func (r *unpacker) raw(byBytes bool, n int, of func(string) string) string {
	if byBytes {
		return of(r.bytes(n))
	}
	return r.word()
}

func (r *unpacker) bytes(n int) string {
	text := r.text[:n]
	r.text = r.text[n:]
	return text
}

func (r *unpacker) number() int64 {
	v := r.length()
	return int64(v>>1) ^ -int64(v&1)
}

// length reads a number without a sign.
func (r *unpacker) length() (v uint64) {
	for shift := 0; ; shift += 7 {
		b := r.bytes(1)[0]
		v |= uint64(b&0x7f) << shift
		if b < 0x80 {
			return v
		}
	}
}

func (r *unpacker) word() string { return strings.Clone(r.bytes(int(r.length()))) }
