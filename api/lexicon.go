package api

import (
	"hash/maphash"
	"sync"
)

// lately is shared by all answers, as they come from whatever client: the tasks of a list have their regions, instances,
// repositories and batches in common, and are read over many answers.
var lately = lexicon{seed: maphash.MakeSeed()}

// lexicon keeps one copy of each of the texts that were met lately. It forgets those whose places others take. It is safe
// for concurrent use.
type lexicon struct {
	seed  maphash.Seed
	mu    sync.Mutex
	texts [4096]string
}

// lexiconLongest is somewhat longer than a digest.
const lexiconLongest = 128

// same is a text that equals s: the one that is kept, if it still is.
func (x *lexicon) same(s string) string {
	if len(s) > lexiconLongest {
		return s
	}
	place := &x.texts[maphash.String(x.seed, s)%uint64(len(x.texts))]
	x.mu.Lock()
	defer x.mu.Unlock()
	if *place != s {
		*place = s
	}
	return *place
}
