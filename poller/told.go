package poller

import (
	"strings"

	"acrwatch/api"
)

// toldLayer is what is told of a packed layer. Its texts are parts of a larger one, and not to be kept.
type toldLayer struct {
	inImage, inOwn   byte   // flags
	digest, id       string // their bytes, or themselves
	manifest, status string // unless they are those of the layer before
	size, synced     api.Optional[int64]
	also             int
	phase            api.Phase // unless it follows from the status
	flow             Flow
}

func (l *toldLayer) digestText() string {
	if l.inImage&hexDigest != 0 {
		return digestOf(l.digest)
	}
	return strings.Clone(l.digest)
}

func (l *toldLayer) idText() string {
	if l.inOwn&shortID != 0 {
		return idOf(l.id)
	}
	return strings.Clone(l.id)
}

// key is keyOf of the layer.
func (l *toldLayer) key() digestKey {
	switch {
	case l.inImage&hexDigest != 0:
		return keyOfEnd(l.digest)
	case l.digest == "":
		return keyOfID(l.idText())
	}
	return keyOfDigest(l.digest)
}
