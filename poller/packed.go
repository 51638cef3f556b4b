package poller

import (
	"encoding/binary"
	"math"

	"acrwatch/api"
)

// packed is the layers of a task in a tenth of the memory, for a task that is over, or a state of one that is past: nobody
// looks at most of them again. It never changes.
type packed struct {
	image *common
	own   string // what the image does not tell
}

// What is left out of a packed layer, or how it is told: in the image,
const (
	sameManifest = 1 << iota // as in the layer before
	sizeTold
	hexDigest // the digest is that of SHA-256
)

// and in what is the task's own.
const (
	sameStatus = 1 << iota // as in the layer before
	syncedTold
	syncedAll // synced is the size
	movedTold // by more than the layer itself
	shortID   // the id is like most
	flowTold  // the layer is not at rest
)

// What is told of a layer that is not at rest.
const (
	flowSizeKnown = 1 << iota
	flowRateKnown
	flowStalled
)

// pack is false for layers that cannot be told exactly.
func pack(parts []Part) (packed, bool) {
	w := packer{image: make([]byte, 0, 48*len(parts)), own: make([]byte, 0, 32*len(parts))}
	for i := range parts {
		if !tellable(parts[i].Size) || !tellable(parts[i].Synced) {
			return packed{}, false
		}
		w.addImage(parts[i].Layer)
		w.addOwn(&parts[i])
		w.last, w.at = *parts[i].Layer, parts[i].Flow.LastMoved
	}
	return packed{image: images.same(w.image, len(parts)), own: string(w.own)}, true
}

func tellable(figure api.Optional[int64]) bool { return figure.Known || figure.Value == 0 }

// atRest says that of a layer nothing is told that does not follow from its bytes.
func atRest(p *Part) bool {
	return *p == Part{Layer: p.Layer, Phase: api.SyncPhase(p.Status), Also: p.Also, Flow: restingFlow(p.Layer.Size, p.Flow.Moved, p.Flow.LastMoved)}
}

func allAtRest(parts []Part) bool {
	for i := range parts {
		if !atRest(&parts[i]) {
			return false
		}
	}
	return true
}

type packer struct {
	image, own []byte
	last       api.Layer
	at         Instant // when bytes of the last layer moved
}

func (w *packer) addImage(l *api.Layer) {
	raw := rawDigest(l.Digest)
	flags := flag(sameManifest, l.ArtifactDigest == w.last.ArtifactDigest) | flag(sizeTold, l.Size.Known) | flag(hexDigest, raw != nil)
	text := appendRaw(append(w.image, flags), raw, l.Digest)
	if flags&sameManifest == 0 {
		text = appendWord(text, l.ArtifactDigest)
	}
	if l.Size.Known {
		text = binary.AppendVarint(text, l.Size.Value)
	}
	w.image = text
}

func (w *packer) addOwn(p *Part) {
	id := rawID(p.ID)
	flags := flag(sameStatus, p.Status == w.last.Status) | flag(syncedTold, p.Synced.Known) |
		flag(syncedAll, p.Synced.Known && p.Synced == p.Size) | flag(movedTold, p.Flow.Moved != p.Synced.Or(0)) | flag(shortID, id != nil) |
		flag(flowTold, !atRest(p))
	text := appendRaw(append(w.own, flags), id, p.ID)
	if flags&sameStatus == 0 {
		text = appendWord(text, string(p.Status))
	}
	if flags&(syncedTold|syncedAll) == syncedTold {
		text = binary.AppendVarint(text, p.Synced.Value)
	}
	if flags&movedTold != 0 {
		text = binary.AppendVarint(text, p.Flow.Moved)
	}
	text = binary.AppendVarint(text, int64(p.Flow.LastMoved-w.at))
	text = binary.AppendVarint(text, int64(p.Also))
	if flags&flowTold != 0 {
		text = appendFlow(append(text, byte(p.Phase)), &p.Flow)
	}
	w.own = text
}

// appendFlow appends what is left out for a layer at rest.
func appendFlow(text []byte, f *Flow) []byte {
	text = append(text, flag(flowSizeKnown, f.SizeKnown)|flag(flowRateKnown, f.RateKnown)|flag(flowStalled, f.Stalled))
	text = binary.AppendVarint(text, f.Size)
	text = binary.LittleEndian.AppendUint64(text, math.Float64bits(f.Rate))
	text = binary.AppendVarint(text, int64(f.Left.Low))
	return binary.AppendVarint(text, int64(f.Left.High))
}

func flag(bit byte, holds bool) byte {
	if holds {
		return bit
	}
	return 0
}

// appendRaw appends the bytes of a word, or the word where it has none.
func appendRaw(text, raw []byte, word string) []byte {
	if raw != nil {
		return append(text, raw...)
	}
	return appendWord(text, word)
}

func appendWord(text []byte, s string) []byte {
	return append(binary.AppendUvarint(text, uint64(len(s))), s...)
}

// restingFlow is the flow of a layer of which nothing moves any more.
func restingFlow(size api.Optional[int64], moved int64, lastMoved Instant) Flow {
	return Flow{Moved: moved, Size: size.Or(0), SizeKnown: size.Known && size.Value > 0, LastMoved: lastMoved}
}
