package simulator

import (
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"
)

// Names that the service gives begin with what they name.
const (
	syncPrefix         = "rst-"
	layerPrefix        = "rslt-"
	rulePrefix         = "crsr-"
	subscriptionPrefix = "crast-"
)

// emptyLayer is the digest of the 32 bytes that gzip makes of an empty tar; most images hold it.
const emptyLayer = "sha256:4f4fb700ef54461cfa02571ae0db9a0dc1e0cdb5577484a6d75e68dc38e8acc1"

// emptyKey stands for emptyLayer where digests are kept as numbers.
const emptyKey = 32

// word is n characters of the alphabet of ids, at most 24.
func word(h uint64, n int) string {
	s := pad36(h) + pad36(mix(h+1))
	return s[:n]
}

// pad36 is a number in 13 characters, the most that 64 bits need.
func pad36(h uint64) string {
	s := strconv.FormatUint(h, 36)
	return strings.Repeat("0", 13-len(s)) + s
}

// ordinalID names the nth task so that parseOrdinalID finds n again: a hundred thousand tasks need no index.
func ordinalID(prefix string, seed uint64, n int64) string {
	key := hashText(seed, prefix)
	return prefix + pad36(mix(uint64(n)^key)) + word(hash(key, uint64(n)), 3)
}

// parseOrdinalID is the number of the sync task that ordinalID gave this name.
func parseOrdinalID(seed uint64, id string) (int64, bool) {
	text, ok := strings.CutPrefix(id, syncPrefix)
	if !ok || len(text) != 16 {
		return 0, false
	}
	h, err := strconv.ParseUint(text[:13], 36, 64)
	if err != nil {
		return 0, false
	}
	n := int64(unmix(h) ^ hashText(seed, syncPrefix))
	return n, ordinalID(syncPrefix, seed, n) == id
}

// uuid has the form of a random UUID, version 4.
func uuid(h uint64) string {
	hi, lo := mix(h), mix(h+1)
	hi = hi&^0xf000 | 0x4000
	lo = lo&^(3<<62) | 2<<62
	return fmt.Sprintf("%08x-%04x-%04x-%04x-%012x", hi>>32, hi>>16&0xffff, hi&0xffff, lo>>48, lo&0xffffffffffff)
}

// digest spells the content that a key stands for.
func digest(key uint64) string {
	if key == emptyKey {
		return emptyLayer
	}
	var raw [32]byte
	for i := range 4 {
		binary.BigEndian.PutUint64(raw[i*8:], hash(key, uint64(i)))
	}
	var text [71]byte
	copy(text[:], "sha256:")
	hex.Encode(text[7:], raw[:])
	return string(text[:])
}
