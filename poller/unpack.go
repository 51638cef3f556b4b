package poller

import (
	"encoding/binary"
	"math"
	"strings"
	"time"

	"acrwatch/api"
)

// unpack gives the layers that were packed.
func (p *packed) unpack() []Part {
	parts, layers := make([]Part, p.image.pieces.len()), make([]api.Layer, p.image.pieces.len())
	image, own := unpacker{p.image.layers}, unpacker{p.own}
	var last api.Layer
	var at Instant
	for i := range parts {
		l := &layers[i]
		l.ArtifactDigest, l.Status = last.ArtifactDigest, last.Status
		image.nextImage(l)
		parts[i].Layer = l
		own.nextOwn(&parts[i], &at)
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
func (r *unpacker) nextOwn(p *Part, at *Instant) {
	l, flags := p.Layer, r.bytes(1)[0]
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
	moved := l.Synced.Or(0)
	if flags&movedTold != 0 {
		moved = r.number()
	}
	*at += Instant(r.number())
	p.Also, p.Phase, p.Flow = int(r.number()), api.SyncPhase(l.Status), restingFlow(l, moved, *at)
	if flags&flowTold != 0 {
		p.Phase = api.Phase(r.bytes(1)[0])
		r.nextFlow(&p.Flow)
	}
}

// nextFlow reads what is left out for a layer at rest.
func (r *unpacker) nextFlow(f *Flow) {
	flags := r.bytes(1)[0]
	f.SizeKnown, f.RateKnown, f.Stalled = flags&flowSizeKnown != 0, flags&flowRateKnown != 0, flags&flowStalled != 0
	f.Size = r.number()
	f.Rate = math.Float64frombits(binary.LittleEndian.Uint64([]byte(r.bytes(8))))
	f.Left.Low, f.Left.High = time.Duration(r.number()), time.Duration(r.number())
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
