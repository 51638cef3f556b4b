package poller

import (
	"encoding/binary"
	"iter"
	"math"
	"strings"
	"time"

	"acrwatch/api"
)

// unpack gives the layers that were packed.
func (p *packed) unpack() []Part {
	parts, layers := make([]Part, p.image.count), make([]api.Layer, p.image.count)
	var last api.Layer
	for i, told := range p.layers() {
		l := &layers[i]
		l.Digest, l.ID, l.Size, l.Synced = told.digestText(), told.idText(), told.size, told.synced
		l.ArtifactDigest, l.Status = last.ArtifactDigest, last.Status
		if told.inImage&sameManifest == 0 {
			l.ArtifactDigest = strings.Clone(told.manifest)
		}
		if told.inOwn&sameStatus == 0 {
			l.Status = api.Status(strings.Clone(told.status))
		}
		parts[i] = Part{Layer: l, Phase: api.SyncPhase(l.Status), Also: told.also, Flow: told.flow}
		if told.inOwn&flowTold != 0 {
			parts[i].Phase = told.phase
		}
		last = *l
	}
	return parts
}

// pieces are the layers as the totals count them, without any of their texts.
func (p *packed) pieces(lost bool) []piece {
	list := make([]piece, p.image.count)
	for i, told := range p.layers() {
		list[i] = newPiece(told.key(), &told.flow, lost)
	}
	return list
}

// layers reads what is told of each, one by one.
func (p *packed) layers() iter.Seq2[int, *toldLayer] {
	return func(yield func(int, *toldLayer) bool) {
		image, own := unpacker{p.image.layers}, unpacker{p.own}
		var at Instant
		for i := range p.image.count {
			var l toldLayer
			image.nextImage(&l)
			own.nextOwn(&l, &at)
			if !yield(i, &l) {
				return
			}
		}
	}
}

type unpacker struct{ text string }

// nextImage reads what the image tells of a layer.
func (r *unpacker) nextImage(l *toldLayer) {
	l.inImage = r.bytes(1)[0]
	l.digest = r.raw(l.inImage&hexDigest != 0, digestBytes)
	if l.inImage&sameManifest == 0 {
		l.manifest = r.word()
	}
	if l.inImage&sizeTold != 0 {
		l.size = api.Some(r.number())
	}
}

// nextOwn reads the rest, of a layer of which the image is read already; at is when bytes of the layer before moved.
func (r *unpacker) nextOwn(l *toldLayer, at *Instant) {
	l.inOwn = r.bytes(1)[0]
	l.id = r.raw(l.inOwn&shortID != 0, idBytes)
	if l.inOwn&sameStatus == 0 {
		l.status = r.word()
	}
	switch {
	case l.inOwn&syncedAll != 0:
		l.synced = l.size
	case l.inOwn&syncedTold != 0:
		l.synced = api.Some(r.number())
	}
	moved := l.synced.Or(0)
	if l.inOwn&movedTold != 0 {
		moved = r.number()
	}
	*at += Instant(r.number())
	l.also, l.flow = int(r.number()), restingFlow(l.size, moved, *at)
	if l.inOwn&flowTold != 0 {
		l.phase = api.Phase(r.bytes(1)[0])
		r.nextFlow(&l.flow)
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

// raw reads a word that is told by so many bytes, or as it is.
func (r *unpacker) raw(byBytes bool, n int) string {
	if byBytes {
		return r.bytes(n)
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

func (r *unpacker) word() string { return r.bytes(int(r.length())) }
