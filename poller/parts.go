package poller

import "acrwatch/api"

// layerKey names a layer within its task. One digest can stand under several artifacts of a multi-architecture
// image, so the task id of the layer comes first.
func layerKey(l *api.Layer) string {
	if l.ID != "" {
		return l.ID
	}
	return l.ArtifactDigest + " " + l.Digest
}

// partFinder finds the layers of one answer in another. The service keeps their order as a rule, so the same place
// is tried first and the map is only made when that fails.
type partFinder struct {
	parts []Part
	byKey map[string]int
}

func partIndex(parts []Part) *partFinder { return &partFinder{parts: parts} }

// find gives the place of the layer that stands at i in other.
func (f *partFinder) find(other []Part, i int) (int, bool) {
	key := layerKey(other[i].Layer)
	if i < len(f.parts) && layerKey(f.parts[i].Layer) == key {
		return i, true
	}
	if f.byKey == nil {
		f.byKey = make(map[string]int, len(f.parts))
		for j := range f.parts {
			f.byKey[layerKey(f.parts[j].Layer)] = j
		}
	}
	j, found := f.byKey[key]
	return j, found
}
