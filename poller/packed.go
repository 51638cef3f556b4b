package poller

import (
	"encoding/binary"
	"math"
	"unique"

	"acrwatch/api"
)

// packed is the layers of a task in a tenth of the memory, for a task that is over, or a state of one that is past: nobody
// looks at most of them again. It never changes.
type packed struct {
	image  unique.Handle[common]
	own    string // what the image does not tell
	pieces pieces // as the totals count them,
	lost   bool   // for a task that is lost, or for one that is not
}

// common is what all tasks that move the same image have in common, and have in memory once.
type common struct {
	layers string // digest, manifest and size of each
	pieces pieces // for a task that is not lost
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

// pack is nil for layers that cannot be told exactly.
func pack(parts []Part, lost bool) *packed {
	w := packer{image: make([]byte, 0, 48*len(parts)), own: make([]byte, 0, 32*len(parts))}
	for i := range parts {
		if !tellable(parts[i].Size) || !tellable(parts[i].Synced) {
			return nil
		}
		w.addImage(parts[i].Layer)
		w.addOwn(&parts[i])
		w.last, w.at = *parts[i].Layer, parts[i].Flow.LastMoved
	}
	p := &packed{image: unique.Make(common{string(w.image), piecesOf(parts, false)}), own: string(w.own)}
	p.pieces = p.image.Value().pieces
	if lost {
		p.lost, p.pieces = true, piecesOf(parts, true)
	}
	return p
}

// of is the same layers for a task that is lost, or for one that is not.
func (p *packed) of(lost bool) *packed {
	if p.lost == lost {
		return p
	}
	next := *p
	if next.lost, next.pieces = lost, p.image.Value().pieces; lost {
		next.pieces = piecesOf(p.unpack(), true)
	}
	return &next
}

func tellable(figure api.Optional[int64]) bool { return figure.Known || figure.Value == 0 }

// atRest says that of a layer nothing is told that does not follow from its bytes.
func atRest(p *Part) bool {
	return *p == Part{Layer: p.Layer, Phase: api.SyncPhase(p.Status), Also: p.Also, Flow: restingFlow(p.Layer, p.Flow.Moved, p.Flow.LastMoved)}
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
func restingFlow(l *api.Layer, moved int64, lastMoved Instant) Flow {
	size := l.Size.Or(0)
	return Flow{Moved: moved, Size: size, SizeKnown: l.Size.Known && size > 0, LastMoved: lastMoved}
}
