package poller

import (
	"iter"

	"acrwatch/api"
)

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
	key := layerKey(&other[i].Layer)
	if i < len(f.parts) && layerKey(&f.parts[i].Layer) == key {
		return i, true
	}
	if f.byKey == nil {
		f.byKey = make(map[string]int, len(f.parts))
		for j := range f.parts {
			f.byKey[layerKey(&f.parts[j].Layer)] = j
		}
	}
	j, found := f.byKey[key]
	return j, found
}

// holdDigests keeps count of the tasks that have a digest.
func (s *state) holdDigests(old, parts []Part) {
	if sameDigests(old, parts) {
		return
	}
	for digest := range digests(old) {
		if s.holders[digest]--; s.holders[digest] <= 0 {
			delete(s.holders, digest)
		}
	}
	for digest := range digests(parts) {
		s.holders[digest]++
	}
}

func sameDigests(a, b []Part) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i].Digest != b[i].Digest {
			return false
		}
	}
	return true
}

func hasDigest(parts []Part, digest string) bool {
	for i := range parts {
		if parts[i].Digest == digest {
			return true
		}
	}
	return false
}

// few is how many layers may be looked through for each of them.
const few = 32

// digests are the different digests of the layers.
func digests(parts []Part) iter.Seq[string] {
	return func(yield func(string) bool) {
		var seen map[string]struct{} // unless they are few
		if len(parts) > few {
			seen = make(map[string]struct{}, len(parts))
		}
		for i := range parts {
			digest := parts[i].Digest
			_, twice := seen[digest]
			if digest == "" || twice || seen == nil && hasDigest(parts[:i], digest) {
				continue
			}
			if seen != nil {
				seen[digest] = struct{}{}
			}
			if !yield(digest) {
				return
			}
		}
	}
}
